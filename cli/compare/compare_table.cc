// SPDX-License-Identifier: Apache-2.0
// The table of a comparison, and its JSON.
#include "cli/compare/compare_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/describe/describe.h"
#include "generator/base/version.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kPicojoules = 1000;  // of a nanojoule

/// Sums of what `key` says of the memories whose role starts with one of `roles`.
double OfMemories(const Json& memories, const char* key, std::initializer_list<const char*> roles) {
  double sum = 0;
  for (const Json& memory : memories) {
    const std::string role = memory.at("role").get<std::string>();
    for (const char* start : roles) {
      if (role.starts_with(start)) sum += memory.at(key).get<double>();
    }
  }
  return sum;
}

/// Weights with what says where they are.
double OfWeights(const Json& memories, const char* key) {
  return OfMemories(memories, key, {"weights", "column pointers", "block indices"});
}

double OfBlock(const Json& of, const char* name, const char* key) {
  for (const Json& block : of.at("by_block")) {
    if (block.at("block") == name && block.contains(key)) return block.at(key).get<double>();
  }
  return 0;
}

Json Clock(const Json& metrics) {
  const Json& timing = metrics.at("timing");
  Json clock{{"target_ns", metrics.at("clock_ns")},
             {"min_ns", nullptr},
             {"estimate_mhz", nullptr},
             {"met", nullptr}};
  if (timing.is_null()) return clock;
  clock["min_ns"] = timing.at("min_period_ns");
  clock["estimate_mhz"] = timing.at("clock_mhz");
  clock["met"] = timing.at("met");
  return clock;
}

/// An area as synthesis gives it, without the noise of sums.
double Rounded(double area) { return std::round(area * 100) / 100; }

/// By block, in the unit of the target; memories where that has any.
Json Area(const Json& metrics) {
  const Json& totals = metrics.at("totals");
  const double logic = totals.at("logic_area").get<double>();
  const double multipliers = OfBlock(metrics, "multipliers", "area");
  const double accumulators = OfBlock(metrics, "accumulators", "area");
  const double lanes = OfBlock(metrics, "cell_lanes", "area");
  Json area{{"logic", Rounded(logic)},
            {"multipliers", Rounded(multipliers)},
            {"accumulators", Rounded(accumulators)},
            {"cell_lanes", Rounded(lanes)},
            {"other_logic", Rounded(logic - multipliers - accumulators - lanes)},
            {"pe_arrays", Rounded(multipliers + accumulators)}};
  if (!totals.contains("memory_area")) return area;
  const double memory = totals.at("memory_area").get<double>();
  const double weights = OfWeights(metrics.at("memories"), "area_total");
  const double sums = OfMemories(metrics.at("memories"), "area_total", {"accumulators"});
  area["memory"] = Rounded(memory);
  area["weight_memories"] = Rounded(weights);
  area["accumulator_memories"] = Rounded(sums);
  area["other_memories"] = Rounded(memory - weights - sums);
  area["pe_arrays"] = Rounded(multipliers + accumulators + weights + sums);
  area["total"] = Rounded(logic + memory);
  return area;
}

Json Power(const Json& power) {
  const Json& totals = power.at("totals");
  return {{"dynamic", JsonNumber(totals.at("dynamic_mw"))},
          {"clock", JsonNumber(totals.at("clock_mw"))},
          {"leakage", JsonNumber(totals.at("leakage_mw"))},
          {"memory", JsonNumber(OfBlock(power, "memories", "total_mw"))},
          {"total", JsonNumber(totals.at("total_mw"))}};
}

/// Energy of a step by block, nJ.
Json Energy(const Json& power) {
  const auto block = [&power](const char* name) {
    return OfBlock(power, name, "step_pj") / kPicojoules;
  };
  const double memory = block("memories");
  const double weights = OfWeights(power.at("memories"), "step_pj") / kPicojoules;
  const double sums = OfMemories(power.at("memories"), "step_pj", {"accumulators"}) / kPicojoules;
  const double total = power.at("totals").at("step_pj").get<double>() / kPicojoules;
  const double multipliers = block("multipliers");
  const double accumulators = block("accumulators");
  const double lanes = block("cell_lanes");
  return {{"multipliers", JsonNumber(multipliers)},
          {"accumulators", JsonNumber(accumulators)},
          {"cell_lanes", JsonNumber(lanes)},
          {"other_logic", JsonNumber(total - memory - multipliers - accumulators - lanes)},
          {"weight_memories", JsonNumber(weights)},
          {"accumulator_memories", JsonNumber(sums)},
          {"other_memories", JsonNumber(memory - weights - sums)},
          {"total", JsonNumber(total)}};
}

Json Cycles(const Variant& variant) {
  const Json& session = variant.simulate.at("sessions").at(0);
  const Json& cycles = variant.generate.at("cycles");
  return {{"predicted_per_step", cycles.at("interval_cycles")},
          {"worst_case_per_step", cycles.at("worst_case_cycles")},
          {"simulated_steps", session.at("steps")},
          {"simulated", session.at("cycles")},
          {"simulated_predicted", session.at("predicted_cycles")},
          {"outputs_compared", session.at("elements_compared")}};
}

Json Accuracy(const Json& generate) {
  const Json& accuracy = generate.at("accuracy");
  Json value{{"output_sqnr_db", accuracy.at("layers").back().at("sqnr_db")}};
  value.update(accuracy.at("outputs"));
  if (accuracy.contains("reference")) {
    value["reference_relative_rms_error"] =
        accuracy.at("reference").at("integer_relative_rms_error");
    value["float_reference_relative_rms_error"] =
        accuracy.at("reference").at("float_relative_rms_error");
  }
  return value;
}

std::string AreaKey(const Json& metrics) {
  return metrics.at("units").at("area") == "GE" ? "area_ge" : "area_um2";
}

Json DescribeVariant(const Variant& variant) {
  const Json& design = variant.generate.at("design");
  const double period_ns = variant.generate.at("cycles").at("interval_cycles").get<double>() *
                           variant.spec.synth.clock_ns;
  constexpr double kSecond = 1e9;
  Json value{{"name", variant.spec.name},
             {"configuration_hash", design.at("configuration_hash")},
             {"image_hash", design.at("image_hash")},
             {"arrays", design.at("arrays")},
             {"pes", design.at("pes")},
             {"cell_lanes", design.at("cell_lanes")},
             {"weights", variant.generate.at("formats").at("weights")},
             {"pattern", variant.generate.at("weights").value("pattern", "dense")},
             {"cycles", Cycles(variant)},
             {"clock", Clock(variant.metrics)},
             {"possible_steps_per_second", JsonNumber(kSecond / period_ns)},
             {"frame_interval_cycles", variant.interval},
             {AreaKey(variant.metrics), Area(variant.metrics)}};
  if (!variant.power.is_null()) {
    value["power_mw"] = Power(variant.power);
    value["energy_per_step_nj"] = Energy(variant.power);
    value["power_steps"] = variant.power.at("activity").at("steps");
    value["power_cycles_per_step"] = JsonNumber(variant.power.at("activity").at("cycles_per_step"));
  }
  value["accuracy"] = Accuracy(variant.generate);
  return value;
}

/// Adds `name`: by how many percent what stands at `path` is above the baseline's.
void Compare(const Json& value, const Json& base, const std::string& path, const char* name,
             Json* into) {
  const Json::json_pointer at(path);
  if (!value.contains(at) || !base.contains(at)) return;
  const double baseline = base.at(at).get<double>();
  if (baseline > 0) (*into)[name] = JsonNumber(100 * (value.at(at).get<double>() / baseline - 1));
}

Json AgainstBaseline(const Json& value, const Json& base, const std::string& area) {
  Json ratios = Json::object();
  Compare(value, base, "/" + area + "/pe_arrays", "area_pe_arrays", &ratios);
  Compare(value, base, "/" + area + "/logic", "area_logic", &ratios);
  Compare(value, base, "/" + area + "/total", "area_total", &ratios);
  Compare(value, base, "/power_mw/total", "power", &ratios);
  Compare(value, base, "/energy_per_step_nj/total", "energy_per_step", &ratios);
  return ratios;
}

/// What no number contains, each said once.
Json LeftOut(const Variant& variant) {
  Json list = Json::array();
  const auto add = [&list](const Json& items) {
    for (const Json& item : items) {
      if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
    }
  };
  add(variant.metrics.at("left_out"));
  if (!variant.power.is_null()) add(variant.power.at("left_out"));
  return list;
}

}  // namespace

Json DescribeComparison(const std::vector<Variant>& variants, int baseline, double rate) {
  const Variant& first = variants.front();
  const Json& accuracy = first.generate.at("accuracy");
  Json list = Json::array();
  for (const Variant& variant : variants) list.push_back(DescribeVariant(variant));
  const Json base = list.at(static_cast<size_t>(baseline));
  for (Json& value : list) {
    value["against_baseline_percent"] = AgainstBaseline(value, base, AreaKey(first.metrics));
  }
  Json library = nullptr;
  if (first.metrics.contains("library")) library = first.metrics.at("library");
  return {{"tool", fmt::format("gatewright {}", ToolVersion())},
          {"baseline", base.at("name")},
          {"target", first.metrics.at("target")},
          {"library", library},
          {"memory_source", first.metrics.value("memory_source", "")},
          {"layers", first.generate.at("design").at("layers")},
          {"operations_per_step", first.generate.at("design").at("operations_per_step")},
          {"stimulus", accuracy.at("stimulus")},
          {"stimulus_steps", accuracy.at("steps")},
          {"steps_per_second", JsonNumber(rate)},
          {"variants", list},
          {"left_out", LeftOut(first)}};
}

}  // namespace gatewright
