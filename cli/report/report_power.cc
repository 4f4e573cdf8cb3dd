// SPDX-License-Identifier: Apache-2.0
// Section about power, from the activity of the netlist.

#include <fmt/format.h>

#include "cli/report/report_parts.h"

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

PageTable Summary(const Json& power) {
  const Json& totals = power.at("totals");
  const Json& activity = power.at("activity");
  PageTable table;
  table.rows = {
      {"", ""},
      {"power, mW", Show(totals.at("total_mw"))},
      {"clock, supply", Show(power.at("clock_mhz")) + " MHz, " + Show(power.at("volts")) + " V"},
      {"input", Show(activity.at("input"))},
      {"steps, cycles measured", Show(activity.at("steps")) + ", " + Show(activity.at("cycles"))},
      {"outputs compared with the reference, all equal", Show(activity.at("outputs_compared"))},
      {"mean toggles of an output per cycle", Show(activity.at("toggles_per_output_and_cycle"))}};
  if (totals.contains("operation_pj")) {
    table.rows.push_back({"energy per step, pJ", Show(totals.at("step_pj"))});
    table.rows.push_back(
        {"energy per dense-equivalent operation, pJ", Show(totals.at("operation_pj"))});
  }
  return table;
}

PageTable MemoryTable(const Json& power) {
  PageTable table;
  table.rows = {{"memory", "words", "bits per word", "instances", "source", "read, pJ", "write, pJ",
                 "reads per cycle", "writes per cycle", "mW"}};
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

PageSection PowerSection(const Json& power) {
  PageSection section{"Power", {}, {}, {}};
  if (power.contains("failure")) {
    section.paragraphs.push_back("Power could NOT be measured: " + Show(power.at("failure")));
    return section;
  }
  section.tables.push_back(Summary(power));
  PageTable blocks;
  blocks.rows = {{"block", "dynamic, mW", "clock, mW", "leakage, mW", "total, mW", "pJ per step"}};
  std::vector<Bar> bars;
  for (const Json& block : power.at("by_block")) {
    blocks.rows.push_back(Row(Show(block.at("title")), block));
    bars.push_back({Show(block.at("title")),
                    {block.at("dynamic_mw"), block.at("clock_mw"), block.at("leakage_mw")},
                    Show(block.at("total_mw")) + " mW"});
  }
  blocks.rows.push_back(Row("total", power.at("totals")));
  section.tables.push_back(blocks);
  section.tables.push_back(MemoryTable(power));
  section.figures.push_back(
      BarChart({"Power by block",
                "mW",
                {{"dynamic", Color::kBlue}, {"clock", Color::kGreen}, {"leakage", Color::kOrange}},
                bars}));
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
