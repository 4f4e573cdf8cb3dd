// SPDX-License-Identifier: Apache-2.0
// Emits manifest.json.
#include <fmt/format.h>
#include <xxhash.h>

#include <nlohmann/json.hpp>

#include "generator/base/version.h"
#include "generator/base/write_tree.h"
#include "generator/emit/emit.h"
#include "generator/emit/multiplier.h"
#include "generator/registers/register_map.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

ordered_json Format(const QFormat& format) {
  return {{"name", format.ToString()},
          {"integer_bits", format.integer_bits},
          {"fraction_bits", format.fraction_bits}};
}

ordered_json Matrix(const MatrixPlan& matrix) {
  ordered_json entry{{"base", matrix.base}, {"column_words", matrix.column_words}};
  if (!matrix.of_column.empty()) entry["words_of_columns"] = matrix.of_column;
  return entry;
}

ordered_json Layers(const Plan& plan) {
  ordered_json list = ordered_json::array();
  for (const LayerPlan& layer : plan.layers) {
    const bool recurrent = IsRecurrent(layer.kind);
    ordered_json entry{{"kind", CellName(layer.kind)},
                       {"inputs", layer.inputs},
                       {"units", layer.units},
                       {"activation_code", static_cast<int>(layer.activation)},
                       {"input_relu", layer.input_relu},
                       {"gate_order", layer.kind == CellKind::kLstm  ? "i, f, g, o"
                                      : layer.kind == CellKind::kGru ? "r, u, c; sums cx, r, u, ch"
                                                                     : "one"},
                       {"weight_fraction", layer.weight_fraction},
                       {"slot_base", layer.slot_base},
                       {"x", Matrix(layer.x)}};
    if (recurrent) {
      entry["h"] = Matrix(layer.h);
      entry["cell_base_word"] = layer.cell_base;
    }
    list.push_back(entry);
  }
  return list;
}

ordered_json Control(const Plan& plan) {
  if (plan.control == ControlBus::kNone) return {{"bus", "none"}};
  return {{"bus", "axi-lite"},
          {"address_bits", kRegisterAddressBits},
          {"registers", "registers.md"},
          {"header", plan.top + "_registers.h"}};
}

ordered_json Memories(const Plan& plan) {
  ordered_json list = ordered_json::array();
  for (const MemoryPlan& memory : plan.memories) {
    ordered_json entry{{"role", memory.role},        {"module", plan.prefix + memory.module},
                       {"words", memory.words},      {"width_bits", memory.width},
                       {"instances", memory.copies}, {"total_bits", memory.bits()}};
    if (!memory.file.empty()) entry["contents"] = "mem/" + memory.file;
    list.push_back(entry);
  }
  return list;
}

}  // namespace

std::string ManifestHash(const std::string& text) {
  ordered_json manifest = ordered_json::parse(text);
  manifest.erase("manifest_xxh3");
  const std::string rest = manifest.dump();
  return fmt::format("{:016x}", XXH3_64bits(rest.data(), rest.size()));
}

OutputFile EmitManifest(const Plan& plan, const DesignId& id, const Spec& spec,
                        const std::vector<OutputFile>& files) {
  const NumericFormats& f = plan.formats;
  ordered_json manifest{
      {"tool", fmt::format("gatewright {}", ToolVersion())},
      {"top", plan.top},
      {"configuration_hash", plan.spec_hash},
      {"image_hash", id.image_hash},
      {"configuration", spec.canonical},
      {"flow",
       {{"synth_target", spec.synth.target},
        {"libraries", spec.synth.libraries},
        {"dont_use", spec.synth.dont_use},
        {"device", spec.synth.device},
        {"clock_ns", spec.synth.clock_ns},
        {"memory_access_ns", spec.synth.memory_access_ns},
        {"memory_table", spec.synth.memory_table},
        {"memory_setup_ns", spec.synth.memory_setup_ns}}},
      {"formats",
       {{"state", Format(f.state)},
        {"cell", Format(f.cell)},
        {"weight_kind", f.weight_kind == WeightKind::kFixed ? "fixed" : "bit-sparse"},
        {"weight_bits", f.weight_bits},
        {"weight_digits", f.weight_digits},
        {"stored_weight_bits", plan.multiplier.weight_bits},
        {"dropped_columns", f.dropped_columns},
        {"row_shift_bits", f.row_shift_bits},
        {"gate_fraction", f.gate_fraction},
        {"segments", f.segments},
        {"table_in_integer", f.table_in_integer},
        {"table_in_fraction", f.table_in_fraction},
        {"accumulator_bits", f.acc_bits},
        {"rounding", f.rounding == Rounding::kNearestEven ? "nearest-even" : "truncate"}}},
      {"engine",
       {{"arrays", plan.arrays},
        {"pes", plan.pes},
        {"cell_lanes", plan.lanes},
        {"accumulators", plan.accumulators_in_ram ? "ram" : "flops"},
        {"multiplier", MultiplierName(plan)},
        {"multiplier_stages", plan.multiplier.stages},
        {"reset", plan.reset == ResetStyle::kAsync ? "async" : "sync"}}},
      {"stream",
       {{"element_bits", plan.element_bits},
        {"elements_in", plan.elements_in},
        {"elements_out", plan.elements_out},
        {"beats_in", plan.beats_in},
        {"beats_out", plan.beats_out}}},
      {"control", Control(plan)},
      {"layers", Layers(plan)},
      {"operations_per_step", plan.operations()},
      {"memories", Memories(plan)}};
  ordered_json list = ordered_json::object();
  for (const OutputFile& file : files) {
    list[file.path] = fmt::format("{:016x}", XXH3_64bits(file.content.data(), file.content.size()));
  }
  manifest["files_xxh3"] = list;
  manifest["manifest_xxh3"] = ManifestHash(manifest.dump());
  return {"manifest.json", manifest.dump(2) + "\n"};
}

}  // namespace gatewright
