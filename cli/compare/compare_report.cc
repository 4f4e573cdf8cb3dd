// SPDX-License-Identifier: Apache-2.0
// The page and the table of a comparison.

#include <fmt/format.h>

#include "cli/compare/compare_table.h"
#include "cli/pages/numbers.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using report::Rounded;
using report::Show;

/// A row: what `tell` makes of each variant.
template <typename Tell>
void AddRow(const Json& comparison, const std::string& title, const Tell& tell, PageTable* table) {
  std::vector<std::string> row = {title};
  bool any = false;
  for (const Json& variant : comparison.at("variants")) {
    row.push_back(tell(variant));
    any = any || row.back() != "-";
  }
  if (any) table->rows.push_back(row);
}

Json At(const Json& variant, const std::string& path) {
  const Json::json_pointer pointer(path);
  return variant.contains(pointer) ? variant.at(pointer) : Json();
}

std::string Percent(const Json& value) {
  return value.is_number() ? fmt::format("{:+.1f} %", value.get<double>()) : "-";
}

void AddDesigns(const Json& comparison, PageTable* table) {
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
      comparison, "cycles per step, predicted for the stimulus",
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
      comparison, "target clock, ns", [](const Json& v) { return Show(At(v, "/clock/target_ns")); },
      table);
  AddRow(
      comparison, "clock estimate, MHz",
      [](const Json& v) {
        const Json met = At(v, "/clock/met");
        if (!met.is_boolean()) return std::string("-");
        return Show(At(v, "/clock/estimate_mhz")) + (met.get<bool>() ? ", met" : ", NOT met");
      },
      table);
  AddRow(
      comparison, "steps per second possible",
      [](const Json& v) { return Rounded(v.at("possible_steps_per_second")); }, table);
}

void AddArea(const Json& comparison, PageTable* table) {
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

void AddPower(const Json& comparison, PageTable* table) {
  constexpr const char* kRows[][2] = {{"power, dynamic, mW", "/power_mw/dynamic"},
                                      {"power, clock, mW", "/power_mw/clock"},
                                      {"power, leakage, mW", "/power_mw/leakage"},
                                      {"power, total, mW", "/power_mw/total"},
                                      {"of it memories, mW", "/power_mw/memory"},
                                      {"energy per step, nJ", "/energy_per_step_nj/total"},
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
        const Json share = At(v, "/accuracy/decisions_changed_share");
        return share.is_number() ? fmt::format("{:.3g} %", 100 * share.get<double>()) : "-";
      },
      table);
  AddRow(
      comparison, "error against the reference",
      [](const Json& v) {
        const Json share = At(v, "/accuracy/reference_relative_rms_error");
        return share.is_number() ? fmt::format("{:.3g} %", 100 * share.get<double>()) : "-";
      },
      table);
}

/// One bar a variant, in blocks that add up; what has lost its accuracy says so.
Figure Picture(const Json& comparison, const std::string& title, const std::string& key,
               const std::string& unit) {
  static const std::vector<std::pair<BarKind, const char*>> kinds = {
      {{"multipliers", Color::kBlue}, "multipliers"},
      {{"accumulators", Color::kOrange}, "accumulators"},
      {{"weight memories", Color::kGreen}, "weight_memories"},
      {{"cell lanes", Color::kPurple}, "cell_lanes"},
      {{"other logic", Color::kGrey}, "other_logic"},
      {{"other memories", Color::kGold}, "other_memories"}};
  const double scale = unit == "mm²" ? 1e-6 : 1;
  BarChartData data{title, unit, {}, {}};
  for (const auto& [kind, name] : kinds) data.kinds.push_back(kind);
  for (const Json& variant : comparison.at("variants")) {
    Bar bar{Show(variant.at("name")), {}, ""};
    const AccuracyGrade grade = VariantAccuracy(variant).grade;
    if (grade != AccuracyGrade::kKept) bar.name += fmt::format(" ({})", GradeName(grade));
    double sum = 0;
    for (const auto& [kind, name] : kinds) {
      double value = variant.at(key).value(name, 0.0);
      if (std::string(name) == "accumulators") {
        value += variant.at(key).value("accumulator_memories", 0.0);
      }
      bar.values.push_back(scale * value);
      sum += scale * value;
    }
    bar.label = (sum < 10000 ? Show(Json(sum)) : Rounded(Json(sum))) + " " + unit;
    data.bars.push_back(bar);
  }
  return BarChart(data);
}

}  // namespace

PageTable CompareTable(const Json& comparison) {
  PageTable table;
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
                                      {"energy per step", "energy_per_step"}};
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

Page CompareReport(const Json& comparison) {
  Page page;
  page.kind = "comparison";
  page.title = "Variants of one network";
  SetCompareVerdict(comparison, &page);
  page.tiles = CompareTiles(comparison);
  const Json& first = comparison.at("variants").at(0);
  const bool gates = first.contains("area_ge");
  PageSection verdict{"Verdict", {}, {}, {}};
  verdict.paragraphs.push_back(
      "Area and power are of the hardware; they count only where the outputs are still of use. " +
      GradeRule());
  verdict.tables.push_back(VerdictTable(comparison));
  PageSection section{"Side by side", {}, {}, {}};
  section.figures.push_back(
      Picture(comparison, "Area by block", gates ? "area_ge" : "area_um2", gates ? "GE" : "mm²"));
  if (first.contains("energy_per_step_nj")) {
    section.figures.push_back(
        Picture(comparison, "Energy per step by block", "energy_per_step_nj", "nJ"));
  }
  section.paragraphs.push_back(fmt::format(
      "Target {}; stimulus {}, {} steps. Every design runs at its target clock and receives frames "
      "at the same rate, so idle cycles count. The RTL of every design equals the reference model "
      "in the steps simulated, cycle by cycle, and so does every output of the netlist while its "
      "power is measured. PE arrays are multipliers, accumulators and the memories of weights and "
      "accumulators. Accuracy is that of the outputs against the float network as imported, over "
      "the whole stimulus.",
      Show(comparison.at("target")), Show(comparison.at("stimulus")),
      Show(comparison.at("stimulus_steps"))));
  section.tables.push_back(CompareTable(comparison));
  PageSection limits{"Left out or assumed", {}, {}, {}};
  std::string left_out;
  for (const Json& item : comparison.at("left_out")) left_out += "; " + Show(item);
  limits.paragraphs.push_back(left_out.substr(2) + ".");
  if (!gates) {
    limits.paragraphs.push_back(
        "Without delays there are no glitches, of which arrays of full adders have most: the power "
        "of designs with multipliers is flattered beside that of shifters and adders. " +
        Show(comparison.at("memory_source")) + ".");
  }
  page.sections = {verdict, section, limits};
  return page;
}

}  // namespace gatewright
