// SPDX-License-Identifier: Apache-2.0
// Rules between keys.
#include "generator/spec/rules.h"

#include <fmt/format.h>

#include "generator/spec/nearest.h"

namespace gatewright {
namespace {

constexpr std::string_view kShapeKeys[] = {
    "network.cell", "network.inputs",     "network.hidden", "network.outputs",
    "network.head", "network.input_relu", "network.seed",   "network.gain"};
constexpr std::string_view kModelKeys[] = {"network.choose", "network.subgraph"};

void CheckNetwork(const RuleContext& context) {
  const bool inputs = context.given("network.inputs");
  const bool hidden = context.given("network.hidden");
  if (context.given("network.model")) {
    for (const std::string_view key : kShapeKeys) {
      if (context.given(key)) context.report(key, "", fmt::format("leave {} out", key));
    }
    return;
  }
  if (!context.sound("network.model")) return;
  for (const std::string_view key : kModelKeys) {
    if (context.given(key)) context.report(key, "", fmt::format("leave {} out", key));
  }
  if (!inputs && !hidden) {
    context.report("network.model", "", "model = \"lstm.onnx\", or inputs = 8 and hidden = [16]");
  } else if (!inputs) {
    context.report("network.inputs", "", "inputs = 8");
  } else if (!hidden) {
    context.report("network.hidden", "", "hidden = [16]");
  }
  if (context.sound("network.head") && context.sound("network.outputs") &&
      context.spec.network.head != HeadActivation::kNone && context.spec.network.outputs == 0) {
    context.report("network.head", "", "\"none\", or network.outputs = 1");
  }
  if (context.sound("network.input_relu") && context.sound("network.outputs") &&
      context.spec.network.input_relu && context.spec.network.outputs == 0) {
    context.report("network.input_relu", "", "false, or network.outputs = 1");
  }
}

/// Keys of the other kind of activation; then the size of a table.
void CheckActivation(const RuleContext& context) {
  constexpr int kMaxIndexBits = 14;
  const NumericsSpec& numerics = context.spec.numerics;
  if (!context.sound("numerics.activation.kind")) return;
  const bool table = numerics.activation == ActivationKind::kTable;
  bool foreign = false;
  for (const std::string_view key :
       {"numerics.activation.segments", "numerics.activation.in_fraction",
        "numerics.activation.in_integer"}) {
    if (context.given(key) && (key == "numerics.activation.segments") == table) {
      context.report(key, "", fmt::format("leave {} out", key));
      foreign = true;
    }
  }
  if (foreign || !table) return;
  if (!context.sound("numerics.activation.in_fraction") ||
      !context.sound("numerics.activation.in_integer") ||
      numerics.table_in_integer + numerics.table_in_fraction <= kMaxIndexBits) {
    return;
  }
  const std::string_view key = context.given("numerics.activation.in_fraction")
                                   ? "numerics.activation.in_fraction"
                                   : "numerics.activation.in_integer";
  context.report(
      key,
      fmt::format(" ({} + {} = {})", numerics.table_in_integer, numerics.table_in_fraction,
                  numerics.table_in_integer + numerics.table_in_fraction),
      fmt::format("in_fraction = {}, or in_integer = {}", kMaxIndexBits - numerics.table_in_integer,
                  kMaxIndexBits - numerics.table_in_fraction));
}

void CheckEngine(const RuleContext& context) {
  const EngineSpec& engine = context.spec.engine;
  const int lanes = engine.cell_lanes;
  if (!context.sound("engine.cell_lanes")) return;
  if (context.sound("engine.pes") && engine.pes % lanes != 0) {
    context.report(
        "engine.cell_lanes", fmt::format(" = {}", engine.pes),
        NearestIntegers(lanes, 1, engine.pes, [&](int64_t v) { return engine.pes % v == 0; }));
  }
  if (context.sound("engine.arrays") && lanes % engine.arrays != 0 && engine.arrays % lanes != 0) {
    context.report("engine.arrays", fmt::format(" (engine.cell_lanes = {})", lanes),
                   NearestIntegers(engine.arrays, 1, 64, [lanes](int64_t v) {
                     return IsPowerOfTwo(v) && (lanes % v == 0 || v % lanes == 0);
                   }));
  }
  const int out = context.spec.stream.elements_out;
  if (context.sound("stream.elements_out") && lanes % out != 0) {
    context.report("stream.elements_out", fmt::format(" = {}", lanes),
                   NearestIntegers(out, 1, 64, [lanes](int64_t v) {
                     return IsPowerOfTwo(v) && lanes % v == 0;
                   }));
  }
}

void CheckReadout(const RuleContext& context) {
  if (context.given("stimulus.readout.weights")) return;
  for (const std::string_view key :
       {"stimulus.readout.input_relu", "stimulus.readout.activation"}) {
    if (context.given(key)) context.report(key, "", fmt::format("leave {} out", key));
  }
}

}  // namespace

void CheckRules(const RuleContext& context) {
  CheckNetwork(context);
  CheckActivation(context);
  CheckEngine(context);
  CheckReadout(context);
  CheckSparsityRules(context);
  CheckEventRules(context);
  CheckMultiplierRules(context);
}

}  // namespace gatewright
