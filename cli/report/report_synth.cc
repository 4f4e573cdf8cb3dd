// SPDX-License-Identifier: Apache-2.0
// Sections about synthesis: area or FPGA resources, and the clock.

#include <fmt/format.h>

#include "cli/report/report_parts.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using report::Rounded;
using report::Show;

std::string Join(const Json& list) {
  std::string text;
  for (const Json& item : list) text.append(text.empty() ? "" : "; ").append(Show(item));
  return text;
}

PageSection AreaSection(const Json& metrics) {
  PageSection section{"Area", {}, {}, {}};
  const std::string unit = Show(metrics.at("units").at("area"));
  const Json& totals = metrics.at("totals");
  section.paragraphs.push_back(fmt::format(
      "Cells of {} after synthesis for a period of {} ns; memories stand beside the logic.",
      Show(metrics.at("target")), Show(metrics.at("clock_ns"))));
  PageTable table;
  table.rows = {{"", ""},
                {"library or target, target clock",
                 Show(metrics.at("target")) + ", " + Show(metrics.at("clock_ns")) + " ns"},
                {"logic area, " + unit, Rounded(totals.at("logic_area"))},
                {"gate equivalents", Rounded(totals.at("gate_equivalents"))},
                {"cells", Rounded(totals.at("cells"))},
                {"of them flip-flops", Rounded(totals.at("flip_flops"))},
                {"memory bits, not in the logic area", Rounded(totals.at("memory_bits"))}};
  if (totals.contains("memory_area")) {
    table.rows.push_back({"memory area, " + unit, Rounded(totals.at("memory_area"))});
    table.rows.push_back({"logic and memory, " + unit, Rounded(totals.at("total_area"))});
  }
  section.tables.push_back(table);
  PageTable blocks;
  blocks.rows = {{"block", "area, " + unit, "share", "flip-flops"}};
  std::vector<Bar> bars;
  for (const Json& block : metrics.at("by_block")) {
    const std::string share = fmt::format("{:.1f} %", 100 * block.at("share").get<double>());
    blocks.rows.push_back({Show(block.at("title")), Rounded(block.at("area")), share,
                           Rounded(block.at("flip_flops"))});
    bars.push_back({Show(block.at("title")), {block.at("area").get<double>()}, share});
  }
  section.tables.push_back(blocks);
  section.figures.push_back(BarChart(
      {"Logic area by block", "area, " + (unit == "um^2" ? std::string("µm²") : unit), {}, bars}));
  if (totals.contains("memory_area")) {
    section.paragraphs.push_back("Of the memory area: " + Show(metrics.at("memory_source")) + ".");
  }
  section.paragraphs.push_back("Left out of the area: " + Join(metrics.at("left_out")) + ".");
  return section;
}

constexpr const char* kResources[] = {"luts",       "memory_luts", "carries",
                                      "flip_flops", "block_rams",  "dsps"};
constexpr const char* kResourceTitles[] = {"LUTs",       "LUTs as memory", "carry cells",
                                           "flip-flops", "block RAMs",     "multipliers"};

/// The six counts of a total, a block or a memory, appended to a row.
void AppendCounts(const Json& counts, std::vector<std::string>* row) {
  for (const char* resource : kResources) row->push_back(Rounded(counts.at(resource)));
}

PageTable ResourceTable(const char* head, const Json& metrics) {
  PageTable table;
  table.rows = {{head}};
  for (const char* title : kResourceTitles) table.rows[0].push_back(title);
  for (const Json& block : metrics.at("by_block")) {
    table.rows.push_back({Show(block.at("title"))});
    AppendCounts(block, &table.rows.back());
  }
  table.rows.push_back({"total"});
  AppendCounts(metrics.at("totals"), &table.rows.back());
  return table;
}

PageTable DeviceTable(const Json& metrics) {
  PageTable table;
  table.rows = {{"device", "fits", "LUTs", "flip-flops", "block RAMs", "multipliers"}};
  for (const Json& device : metrics.at("devices")) {
    std::vector<std::string> row = {Show(device.at("device")),
                                    device.at("fits").get<bool>() ? "yes" : "NO"};
    for (const char* resource : {"luts", "flip_flops", "block_rams", "dsps"}) {
      const Json& share = device.at("share").at(resource);
      row.push_back(share.is_null() ? "-" : fmt::format("{:.1f} %", 100 * share.get<double>()));
    }
    table.rows.push_back(row);
  }
  return table;
}

PageTable MemoryTable(const Json& metrics) {
  PageTable table;
  table.rows = {{"memory", "words", "bits a word", "instances", "block RAMs", "LUTs as memory",
                 "flip-flops"}};
  for (const Json& memory : metrics.at("memories")) {
    table.rows.push_back({Show(memory.at("instance")), Rounded(memory.at("words")),
                          Rounded(memory.at("width_bits")), Rounded(memory.at("instances")),
                          Rounded(memory.at("block_rams")), Rounded(memory.at("memory_luts")),
                          Rounded(memory.at("flip_flops"))});
  }
  return table;
}

/// What the design makes of large RAMs that only some devices of the family have.
std::string LargeRams(const Json& metrics) {
  return fmt::format(
      "Large RAMs of {} (up5k has four) are used: {}. They have one port and no contents at the "
      "start: weights in ROM and memories that are read while they are written cannot use them.",
      Show(metrics.at("units").at("large_rams")), Rounded(metrics.at("totals").at("large_rams")));
}

PageSection FpgaSection(const Json& metrics) {
  PageSection section{"FPGA resources", {}, {}, {}};
  const Json& units = metrics.at("units");
  section.paragraphs.push_back(
      fmt::format("{}, {}. A LUT has {}, a block RAM is {}, a multiplier {}.",
                  Show(metrics.at("family")), Show(metrics.at("method")), Show(units.at("luts")),
                  Show(units.at("block_rams")), Show(units.at("dsps"))));
  if (!units.value("large_rams", "").empty()) {
    section.paragraphs.push_back(LargeRams(metrics));
  }
  if (metrics.contains("misfit")) {
    section.paragraphs.push_back("The design does NOT fit: " + Show(metrics.at("misfit")) + ".");
  }
  section.tables = {ResourceTable("block", metrics), DeviceTable(metrics), MemoryTable(metrics)};
  std::vector<Bar> bars;
  for (const Json& block : metrics.at("by_block")) {
    bars.push_back(
        {Show(block.at("title")), {block.at("luts").get<double>()}, Rounded(block.at("luts"))});
  }
  section.figures.push_back(BarChart({"LUTs by block", "LUTs", {}, bars}));
  section.paragraphs.push_back("Left out: " + Join(metrics.at("left_out")) + ".");
  return section;
}

}  // namespace

PageSection SynthesisSection(const Json& metrics) {
  PageSection section{"Area", {}, {}, {}};
  if (metrics.is_null()) {
    section.paragraphs.push_back("Synthesis has not run.");
    return section;
  }
  if (metrics.contains("failure")) {
    section.paragraphs.push_back("Synthesis FAILED: " + Show(metrics.at("failure")));
    return section;
  }
  return metrics.at("kind") == "fpga" ? FpgaSection(metrics) : AreaSection(metrics);
}

PageSection TimingSection(const Json& metrics) {
  PageSection section{"Timing", {}, {}, {}};
  if (metrics.is_null() || metrics.contains("failure")) {
    section.paragraphs.push_back("The clock is not estimated: synthesis has not run.");
    return section;
  }
  if (metrics.at("timing").is_null()) {
    section.paragraphs.push_back("The clock is not estimated: " + Show(metrics.at("timing_note")) +
                                 ".");
    return section;
  }
  const Json& timing = metrics.at("timing");
  const Json& path = timing.at("critical_path");
  section.paragraphs.push_back(
      fmt::format("{} on the {}.", Show(timing.at("tool")), Show(timing.at("method"))));
  PageTable table;
  table.rows = {
      {"", ""},
      {"clock estimate", fmt::format("{} MHz, a period of {} ns", Show(timing.at("clock_mhz")),
                                     Show(timing.at("min_period_ns")))},
      {"target", fmt::format("a period of {} ns: {}", Show(timing.at("target_period_ns")),
                             timing.at("met").get<bool>() ? "met" : "NOT met")},
      {"critical path", Show(path.at("from")) + " to " + Show(path.at("to"))},
      {"tool", Show(timing.at("tool"))},
      {"method", Show(timing.at("method"))}};
  section.tables.push_back(table);
  PageTable parts;
  parts.rows = {{"critical path through", "instance", "ns"}};
  std::vector<Bar> bars;
  for (const Json& part : path.at("parts")) {
    const std::string ns = fmt::format("{:.2f}", part.at("ns").get<double>());
    parts.rows.push_back({Show(part.at("title")), Show(part.at("instance")), ns});
    bars.push_back({Show(part.at("title")), {part.at("ns").get<double>()}, ns, Color::kGreen});
  }
  section.tables.push_back(parts);
  section.figures.push_back(BarChart({"The critical path", "ns", {}, bars}));
  if (!timing.at("assumptions").empty()) {
    section.paragraphs.push_back("Taken as given: " + Join(timing.at("assumptions")) + ".");
  }
  section.paragraphs.push_back("Left out of the period: " + Join(timing.at("left_out")) + ".");
  return section;
}

}  // namespace gatewright
