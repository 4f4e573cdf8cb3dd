// SPDX-License-Identifier: Apache-2.0
// A design, its formats, accuracy and performance as JSON for results/generate.json.
#include "cli/describe/describe.h"

#include <algorithm>
#include <cmath>

#include "generator/base/version.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

ordered_json DescribeList(const std::vector<double>& values) {
  ordered_json list = ordered_json::array();
  for (const double value : values) list.push_back(JsonNumber(value));
  return list;
}

ordered_json Choice(const FormatChoice& choice) {
  ordered_json candidates = ordered_json::array();
  for (const FormatCandidate& candidate : choice.candidates) {
    candidates.push_back({{"format", candidate.format.ToString()},
                          {"low", JsonNumber(candidate.low)},
                          {"high", JsonNumber(candidate.high)},
                          {"clipped_share", JsonNumber(candidate.clipped_share)},
                          {"sqnr_db", JsonNumber(candidate.sqnr_db)},
                          {"chosen", candidate.chosen},
                          {"reason", candidate.reason}});
  }
  return {{"chosen", choice.chosen.ToString()},
          {"automatic", choice.automatic},
          {"observed_low", JsonNumber(choice.observed_low)},
          {"observed_high", JsonNumber(choice.observed_high)},
          {"candidates", candidates}};
}

}  // namespace

ordered_json JsonNumber(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (value == 0) return 0.0;
  const double scale = std::pow(10.0, 5 - std::floor(std::log10(std::fabs(value))));
  return std::round(value * scale) / scale;
}

const char* HeadName(HeadActivation activation) {
  switch (activation) {
    case HeadActivation::kNone:
      return "none";
    case HeadActivation::kRelu:
      return "relu";
    case HeadActivation::kSigmoid:
      return "sigmoid";
    case HeadActivation::kTanh:
      return "tanh";
  }
  return "none";
}

ordered_json DescribeDesign(const Design& design) {
  const Plan& plan = design.plan;
  ordered_json layers = ordered_json::array();
  for (const LayerPlan& layer : plan.layers) {
    layers.push_back({{"kind", CellName(layer.kind)},
                      {"inputs", layer.inputs},
                      {"units", layer.units},
                      {"activation", IsRecurrent(layer.kind) ? "" : HeadName(layer.activation)},
                      {"input_relu", layer.input_relu}});
  }
  return {{"name", design.spec.name},
          {"top", plan.top},
          {"tool", std::string("gatewright ") + ToolVersion()},
          {"network", design.network.source},
          {"configuration_hash", plan.spec_hash},
          {"image_hash", design.images.hash},
          {"layers", layers},
          {"arrays", plan.arrays},
          {"pes", plan.pes},
          {"cell_lanes", plan.lanes},
          {"weights", plan.operations() / 2},
          {"operations_per_step", plan.operations()},
          {"memory_bits", plan.memory_bits()}};
}

ordered_json DescribeFormats(const Design& design) {
  const NumericFormats& f = design.plan.formats;
  ordered_json value{{"state", Choice(design.calibration.state)}};
  // A GRU has no cell state.
  if (design.plan.cell() == CellKind::kLstm) value["cell"] = Choice(design.calibration.cell);
  const MultiplierPlan& multiplier = design.plan.multiplier;
  const bool fixed = f.weight_kind == WeightKind::kFixed;
  value.update({{"weights", design.plan.weight_format()},
                {"weight_kind", fixed ? "fixed" : "bit-sparse"},
                {"weight_bits", f.weight_bits},
                {"stored_weight_bits", multiplier.weight_bits},
                {"multiplier_stages", multiplier.stages},
                {"dropped_columns", f.dropped_columns},
                {"row_shift_bits", f.row_shift_bits},
                {"gate_fraction", f.gate_fraction},
                {"activation", DescribeActivation(design.plan)},
                {"accumulator_bits", f.acc_bits},
                {"rounding", f.rounding == Rounding::kNearestEven ? "nearest-even" : "truncate"}});
  return value;
}

/// SQNR with as many digits, from one on; empty with fixed weights.
ordered_json OfDigits(const LayerQuantisation& layer) {
  ordered_json values = ordered_json::array();
  for (const double db : layer.sqnr_db_of_digits) values.push_back(JsonNumber(db));
  return values;
}

ordered_json DescribeQuantisation(const Design& design) {
  ordered_json layers = ordered_json::array();
  for (const LayerQuantisation& layer : design.quantisation.layers) {
    layers.push_back({{"weight_fraction", layer.weight_fraction},
                      {"min_row_shift", layer.min_row_shift},
                      {"max_row_shift", layer.max_row_shift},
                      {"weight_sqnr_db", JsonNumber(layer.weight_sqnr_db)},
                      {"weight_sqnr_db_of_digits", OfDigits(layer)},
                      {"weight_clipped_share", JsonNumber(layer.weight_clipped_share)},
                      {"bias_clipped_share", JsonNumber(layer.bias_clipped_share)}});
  }
  return {{"layers", layers}, {"accumulator_bits_needed", design.quantisation.acc_bits_needed}};
}

ordered_json DescribeAccuracy(const Design& design, const Accuracy& accuracy) {
  ordered_json layers = ordered_json::array();
  for (const SignalError& error : accuracy.layers) {
    layers.push_back({{"sqnr_db", JsonNumber(error.sqnr_db)},
                      {"max_abs_error", JsonNumber(error.max_abs)},
                      {"mean_abs_error", JsonNumber(error.mean_abs)},
                      {"rms_error", JsonNumber(error.rms)}});
  }
  ordered_json value{
      {"stimulus", design.stimulus.source},
      {"steps", design.stimulus.steps},
      {"sequences", std::count(design.stimulus.starts.begin(), design.stimulus.starts.end(), true)},
      {"layers", layers},
      {"saturations",
       {{"preactivation", accuracy.saturations.preactivations()},
        {"cell", accuracy.saturations.cell},
        {"output", accuracy.saturations.output + accuracy.saturations.head}}}};
  ordered_json unpruned = ordered_json::array();
  for (const SignalError& error : accuracy.unpruned) unpruned.push_back(JsonNumber(error.sqnr_db));
  if (!unpruned.empty()) value["unpruned_sqnr_db"] = unpruned;
  value["outputs"] = DescribeOutputs(accuracy.outputs);
  if (!design.spec.stimulus.readout.empty())
    value["outputs"]["readout"] = design.spec.stimulus.readout;
  if (accuracy.no_events) value["events"] = DescribeEvents(design, accuracy);
  if (accuracy.has_reference) {
    value["reference"] = {
        {"source", design.spec.stimulus.reference},
        {"float_relative_rms_error", JsonNumber(accuracy.float_reference_error)},
        {"integer_relative_rms_error", JsonNumber(accuracy.integer_reference_error)}};
  }
  return value;
}

ordered_json DescribePerformance(const Design& design, const Performance& performance) {
  const Plan& plan = design.plan;
  const int read = plan.recurrent_layers() == static_cast<int>(plan.layers.size())
                       ? plan.timing.read_to_lstm
                       : plan.timing.read_to_dense;
  return {{"steps", performance.steps},
          {"interval_cycles", JsonNumber(performance.interval)},
          {"bound_cycles", JsonNumber(performance.bound)},
          {"latency_mean_cycles", JsonNumber(performance.latency_mean)},
          {"latency_max_cycles", performance.latency_max},
          {"words_per_step", JsonNumber(performance.words)},
          {"macs_per_step", JsonNumber(performance.macs)},
          {"read_cycles", JsonNumber(performance.read_cycles)},
          {"balance", JsonNumber(performance.balance)},
          {"useful_pe_share", JsonNumber(performance.useful_share)},
          {"array_words_per_step", DescribeList(performance.array_words)},
          {"dense_words_per_array", JsonNumber(performance.dense_words)},
          {"stored_words_per_array", JsonNumber(performance.stored_words)},
          {"worst_case_cycles", JsonNumber(performance.worst_interval)},
          {"worst_case_latency_cycles", performance.worst_latency},
          {"clock_ns", design.spec.synth.clock_ns},
          {"multipliers", plan.arrays * plan.pes},
          {"dense_operations_per_cycle",
           performance.interval > 0
               ? JsonNumber(static_cast<double>(plan.operations()) / performance.interval)
               : ordered_json(nullptr)},
          {"last_read_to_result_cycles", read}};
}

ordered_json DescribeSignals(const Design& design, const Trace& trace,
                             const std::vector<double>& reference, int max_steps) {
  const size_t steps = static_cast<size_t>(std::min(trace.steps, max_steps));
  const size_t outputs = static_cast<size_t>(design.plan.outputs);
  const double step = std::ldexp(1.0, -design.integers.formats.state.fraction_bits);
  ordered_json input = ordered_json::array();
  ordered_json real = ordered_json::array();
  ordered_json integer = ordered_json::array();
  ordered_json expected = ordered_json::array();
  for (size_t t = 0; t < steps; ++t) {
    input.push_back(JsonNumber(design.stimulus.frame(static_cast<int>(t))[0]));
    real.push_back(JsonNumber(design.float_trace.outputs()[t * outputs]));
    integer.push_back(JsonNumber(trace.h.back()[t * outputs] * step));
    if (!reference.empty()) expected.push_back(JsonNumber(reference[t * outputs]));
  }
  return {{"sample_rate", design.spec.stimulus.sample_rate},
          {"step_value", step},
          {"input", input},
          {"float", real},
          {"integer", integer},
          {"reference", expected}};
}

}  // namespace gatewright
