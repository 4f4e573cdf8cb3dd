// SPDX-License-Identifier: Apache-2.0
// The report's section on power.
#include <fmt/format.h>

#include "cli/report/report_parts.h"
#include "cli/report/svg.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using report::Show;

std::vector<std::string> Row(const std::string& title, const Json& parts) {
  std::vector<std::string> row = {title};
  for (const char* key : {"dynamic_mw", "clock_mw", "leakage_mw", "total_mw", "step_pj"}) {
    row.push_back(parts.contains(key) ? Show(parts.at(key)) : "-");
  }
  return row;
}

ReportTable Summary(const Json& power) {
  const Json& totals = power.at("totals");
  const Json& activity = power.at("activity");
  ReportTable table;
  table.rows = {
      {"", ""},
      {"power, mW", Show(totals.at("total_mw"))},
      {"clock, supply", Show(power.at("clock_mhz")) + " MHz, " + Show(power.at("volts")) + " V"},
      {"input", Show(activity.at("input"))},
      {"steps, cycles measured", Show(activity.at("steps")) + ", " + Show(activity.at("cycles"))},
      {"outputs compared with the reference, all equal", Show(activity.at("outputs_compared"))},
      {"toggles of an output in a cycle, mean", Show(activity.at("toggles_per_output_and_cycle"))}};
  if (totals.contains("operation_pj")) {
    table.rows.push_back({"energy a step, pJ", Show(totals.at("step_pj"))});
    table.rows.push_back(
        {"energy a dense-equivalent operation, pJ", Show(totals.at("operation_pj"))});
  }
  return table;
}

ReportTable MemoryTable(const Json& power) {
  ReportTable table;
  table.rows = {{"memory", "words", "bits a word", "instances", "how", "read, pJ", "write, pJ",
                 "reads a cycle", "writes a cycle", "mW"}};
  for (const Json& memory : power.at("memories")) {
    table.rows.push_back({Show(memory.at("role")), Show(memory.at("words")),
                          Show(memory.at("width_bits")), Show(memory.at("instances")),
                          Show(memory.at("source")), Show(memory.at("read_pj")),
                          Show(memory.at("write_pj")), Show(memory.at("reads_per_cycle")),
                          Show(memory.at("writes_per_cycle")), Show(memory.at("total_mw"))});
  }
  return table;
}

}  // namespace

ReportSection PowerSection(const Json& power) {
  ReportSection section{"Power", {}, {}, {}};
  if (power.contains("failure")) {
    section.paragraphs.push_back("Power could NOT be measured: " + Show(power.at("failure")));
    return section;
  }
  section.tables.push_back(Summary(power));
  ReportTable blocks;
  blocks.rows = {
      {"block", "dynamic, mW", "clock, mW", "leakage, mW", "together, mW", "a step, pJ"}};
  std::vector<StackedBar> bars;
  for (const Json& block : power.at("by_block")) {
    blocks.rows.push_back(Row(Show(block.at("title")), block));
    bars.push_back({Show(block.at("title")),
                    {block.at("dynamic_mw"), block.at("clock_mw"), block.at("leakage_mw")},
                    Show(block.at("total_mw")) + " mW"});
  }
  blocks.rows.push_back(Row("together", power.at("totals")));
  section.tables.push_back(blocks);
  section.tables.push_back(MemoryTable(power));
  section.pictures.push_back(StackedChart(
      "Power by block",
      {{"dynamic", report::kBlue}, {"clock", report::kGreen}, {"leakage", report::kOrange}}, bars));
  std::string left_out;
  for (const Json& item : power.at("left_out")) {
    left_out.append(left_out.empty() ? "" : "; ").append(Show(item));
  }
  section.paragraphs.push_back("Method: " + Show(power.at("method")) + ".");
  if (power.at("check").is_null()) {
    section.paragraphs.push_back("Not compared with OpenSTA: " + Show(power.at("check_note")) +
                                 ".");
  } else {
    section.paragraphs.push_back(
        fmt::format("Beside {} with every net switching once a cycle the sums are {:.2g} % apart.",
                    Show(power.at("check").at("tool")),
                    100 * power.at("check").at("largest_difference").get<double>()));
  }
  section.paragraphs.push_back("Left out or assumed: " + left_out + ".");
  return section;
}

}  // namespace gatewright
