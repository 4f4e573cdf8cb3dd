// SPDX-License-Identifier: Apache-2.0
// The page and the text of a comparison.
#include <fmt/format.h>

#include "cli/compare/compare_table.h"
#include "cli/report/report_parts.h"
#include "cli/report/svg.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using report::Rounded;
using report::Show;

/// A row: what `tell` makes of each variant.
template <typename Tell>
void AddRow(const Json& comparison, const std::string& title, const Tell& tell,
            ReportTable* table) {
  std::vector<std::string> row = {title};
  bool any = false;
  for (const Json& variant : comparison.at("variants")) {
    row.push_back(tell(variant));
    any = any || row.back() != "-";
  }
  if (any) table->rows.push_back(row);
}

const Json& At(const Json& variant, const std::string& path) {
  static const Json none = nullptr;
  const Json::json_pointer pointer(path);
  return variant.contains(pointer) ? variant.at(pointer) : none;
}

std::string Percent(const Json& value) {
  return value.is_number() ? fmt::format("{:+.1f} %", value.get<double>()) : "-";
}

void AddDesigns(const Json& comparison, ReportTable* table) {
  AddRow(
      comparison, "weights", [](const Json& v) { return Show(v.at("weights")); }, table);
  AddRow(
      comparison, "pattern", [](const Json& v) { return Show(v.at("pattern")); }, table);
  AddRow(
      comparison, "arrays x PEs, cell lanes",
      [](const Json& v) {
        return Show(v.at("arrays")) + " x " + Show(v.at("pes")) + ", " + Show(v.at("cell_lanes"));
      },
      table);
  AddRow(
      comparison, "cycles a step, predicted for the stimulus",
      [](const Json& v) { return Show(At(v, "/cycles/predicted_per_step")); }, table);
  AddRow(
      comparison, "cycles of the steps simulated: measured, predicted",
      [](const Json& v) {
        return fmt::format("{} of {}, {}", Show(At(v, "/cycles/simulated")),
                           Show(At(v, "/cycles/simulated_steps")),
                           Show(At(v, "/cycles/simulated_predicted")));
      },
      table);
  AddRow(
      comparison, "clock asked, ns", [](const Json& v) { return Show(At(v, "/clock/target_ns")); },
      table);
  AddRow(
      comparison, "clock estimate, MHz",
      [](const Json& v) {
        const Json& met = At(v, "/clock/met");
        if (!met.is_boolean()) return std::string("-");
        return Show(At(v, "/clock/estimate_mhz")) + (met.get<bool>() ? ", met" : ", NOT met");
      },
      table);
  AddRow(
      comparison, "steps a second possible",
      [](const Json& v) { return Rounded(v.at("possible_steps_per_second")); }, table);
}

void AddArea(const Json& comparison, ReportTable* table) {
  const bool gates = comparison.at("variants").at(0).contains("area_ge");
  const std::string unit = gates ? ", GE" : ", um^2";
  const std::string key = gates ? "/area_ge/" : "/area_um2/";
  constexpr const char* kRows[][2] = {{"logic area", "logic"},
                                      {"of it multipliers", "multipliers"},
                                      {"of it accumulators", "accumulators"},
                                      {"memory area", "memory"},
                                      {"of it for weights", "weight_memories"},
                                      {"of it for accumulators", "accumulator_memories"},
                                      {"total area", "total"},
                                      {"PE arrays: multipliers, sums, weights", "pe_arrays"}};
  for (const auto& pair : kRows) {
    const char* title = pair[0];
    const char* name = pair[1];
    AddRow(
        comparison, title + unit, [&](const Json& v) { return Rounded(At(v, key + name)); }, table);
  }
}

void AddPower(const Json& comparison, ReportTable* table) {
  constexpr const char* kRows[][2] = {{"power, dynamic, mW", "/power_mw/dynamic"},
                                      {"power, clock, mW", "/power_mw/clock"},
                                      {"power, leakage, mW", "/power_mw/leakage"},
                                      {"power, total, mW", "/power_mw/total"},
                                      {"of it memories, mW", "/power_mw/memory"},
                                      {"energy a step, nJ", "/energy_per_step_nj/total"},
                                      {"SQNR of the outputs, dB", "/accuracy/output_sqnr_db"},
                                      {"mean error of the outputs", "/accuracy/mean_abs_error"}};
  for (const auto& pair : kRows) {
    const char* title = pair[0];
    const char* path = pair[1];
    AddRow(
        comparison, title, [&](const Json& v) { return Show(At(v, path)); }, table);
  }
  AddRow(
      comparison, "decisions changed",
      [](const Json& v) {
        const Json& share = At(v, "/accuracy/decisions_changed_share");
        return share.is_number() ? fmt::format("{:.3g} %", 100 * share.get<double>()) : "-";
      },
      table);
  AddRow(
      comparison, "error against the reference",
      [](const Json& v) {
        const Json& share = At(v, "/accuracy/wanted_relative_rms_error");
        return share.is_number() ? fmt::format("{:.3g} %", 100 * share.get<double>()) : "-";
      },
      table);
}

/// One bar a variant, in blocks that add up.
std::string Picture(const Json& comparison, const std::string& title, const std::string& key,
                    const std::string& unit) {
  static const std::vector<std::pair<StackedKind, const char*>> kinds = {
      {{"multipliers", report::kBlue}, "multipliers"},
      {{"accumulators", report::kOrange}, "accumulators"},
      {{"weights", report::kGreen}, "weight_memories"},
      {{"cell lanes", "#7d5ba6"}, "cell_lanes"},
      {{"other logic", report::kGrey}, "other_logic"},
      {{"other memories", "#c9b458"}, "other_memories"}};
  std::vector<StackedKind> legend;
  legend.reserve(kinds.size());
  for (const auto& [kind, name] : kinds) legend.push_back(kind);
  std::vector<StackedBar> bars;
  for (const Json& variant : comparison.at("variants")) {
    StackedBar bar{Show(variant.at("name")), {}, ""};
    double sum = 0;
    for (const auto& [kind, name] : kinds) {
      double value = variant.at(key).value(name, 0.0);
      if (std::string(name) == "accumulators") {
        value += variant.at(key).value("accumulator_memories", 0.0);
      }
      bar.values.push_back(value);
      sum += value;
    }
    bar.label = (sum < 10000 ? Show(Json(sum)) : Rounded(Json(sum))) + " " + unit;
    bars.push_back(bar);
  }
  return StackedChart(title, legend, bars);
}

}  // namespace

ReportTable CompareTable(const Json& comparison) {
  ReportTable table;
  table.rows = {{""}};
  for (const Json& variant : comparison.at("variants")) {
    table.rows[0].push_back(Show(variant.at("name")));
  }
  AddDesigns(comparison, &table);
  AddArea(comparison, &table);
  AddPower(comparison, &table);
  const std::string against = "against " + Show(comparison.at("baseline")) + ": ";
  constexpr const char* kRows[][2] = {{"area of the PE arrays", "area_pe_arrays"},
                                      {"area of the logic", "area_logic"},
                                      {"total area", "area_total"},
                                      {"power", "power"},
                                      {"energy a step", "energy_per_step"}};
  for (const auto& pair : kRows) {
    const char* title = pair[0];
    const char* name = pair[1];
    AddRow(
        comparison, against + title,
        [&](const Json& v) {
          return Percent(At(v, std::string("/against_baseline_percent/") + name));
        },
        &table);
  }
  return table;
}

std::string CompareVerdict(const Json& comparison) {
  std::string text =
      fmt::format("At {} steps a second, against {}:", Rounded(comparison.at("steps_per_second")),
                  Show(comparison.at("baseline")));
  std::string missed;
  for (const Json& variant : comparison.at("variants")) {
    const std::string name = Show(variant.at("name"));
    if (At(variant, "/clock/met") == Json(false)) missed += " " + name;
    if (variant.at("name") == comparison.at("baseline")) continue;
    const Json& ratios = variant.at("against_baseline_percent");
    const bool total = ratios.contains("area_total");
    text += fmt::format(" {} {} area {}", name, total ? "total" : "logic",
                        Percent(ratios.at(total ? "area_total" : "area_logic")));
    if (ratios.contains("power")) text += ", power " + Percent(ratios.at("power"));
    text += ";";
  }
  text.back() = '.';
  if (!missed.empty()) text += " The clock asked is NOT met by" + missed + ".";
  return text;
}

Report CompareReport(const Json& comparison) {
  Report report;
  report.title = "Variants of one network";
  report.verdict = CompareVerdict(comparison);
  report.complete = report.verdict.find("NOT met") == std::string::npos;
  ReportSection section{"Side by side", {}, {}, {}};
  const Json& first = comparison.at("variants").at(0);
  const bool gates = first.contains("area_ge");
  section.pictures.push_back(
      Picture(comparison, "Area by block", gates ? "area_ge" : "area_um2", gates ? "GE" : "um^2"));
  if (first.contains("energy_per_step_nj")) {
    section.pictures.push_back(
        Picture(comparison, "Energy of a step by block", "energy_per_step_nj", "nJ"));
  }
  section.paragraphs.push_back(fmt::format(
      "Target {}; stimulus {}, {} steps. Every design runs at the clock it asks for and gets a "
      "frame as often as all others, so idle cycles count. Of every design the RTL equals the "
      "reference model in the steps simulated, cycle by cycle, and so does every output of the "
      "netlist while its power is measured. PE arrays are multipliers, accumulators and the "
      "memories of weights and accumulators. Accuracy is that of the outputs against the float "
      "network as it was imported, over the whole stimulus.",
      Show(comparison.at("target")), Show(comparison.at("stimulus")),
      Show(comparison.at("stimulus_steps"))));
  section.tables.push_back(CompareTable(comparison));
  std::string left_out;
  for (const Json& item : comparison.at("left_out")) left_out += "; " + Show(item);
  section.paragraphs.push_back("Left out or assumed: " + left_out.substr(2) + ".");
  if (!gates) {
    section.paragraphs.push_back(
        "Without delays there are no glitches, of which arrays of full adders have most: the power "
        "of designs with multipliers is flattered beside that of shifters and adders. " +
        Show(comparison.at("memory_source")) + ".");
  }
  report.sections = {section};
  return report;
}

}  // namespace gatewright
