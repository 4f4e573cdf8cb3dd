// SPDX-License-Identifier: Apache-2.0
// The report of a design: what was built, the evidence, cycles and formats, and the other sections.

#include "cli/report/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/report/report_parts.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using report::Grouped;
using report::Show;

/// "pwl, 16 segments; worst error of sigmoid 6.61 units (0.00161), ..."
std::string Activation(const Json& formats) {
  const Json& activation = formats.at("activation");
  const bool lines = activation.at("kind") == "pwl";
  std::string text = fmt::format("{}, {} {}", Show(activation.at("kind")),
                                 Show(activation.at(lines ? "segments" : "entries")),
                                 lines ? "segments" : "entries");
  for (const Json& function : activation.at("functions")) {
    text +=
        fmt::format("; worst error of {} {:.2f} units of 2^-{} ({:.3g})",
                    Show(function.at("function")), function.at("worst_units").get<double>(),
                    Show(formats.at("gate_fraction")), function.at("worst_error").get<double>());
  }
  return text;
}

PageSection Built(const Json& design, const Json& formats) {
  PageSection section{"What was built", {}, {}, {}};
  PageTable table;
  table.rows = {{"", ""}};
  std::string layers;
  for (const Json& layer : design.at("layers")) {
    const std::string activation = Show(layer.at("activation"));
    layers += fmt::format("{}{} {} → {}{}{}", layers.empty() ? "" : ", ", Show(layer.at("kind")),
                          Show(layer.at("inputs")), Show(layer.at("units")),
                          layer.at("input_relu") ? " after relu" : "",
                          activation.empty() || activation == "none" ? "" : " " + activation);
  }
  table.rows.push_back({"network", Show(design.at("network")) + ": " + layers});
  table.rows.push_back({"weights", Grouped(design.at("weights"))});
  table.rows.push_back({"operations per step (multiply and add, no biases)",
                        Grouped(design.at("operations_per_step"))});
  table.rows.push_back({"engine", fmt::format("{} × {} PEs (arrays × PEs in each), {} cell lanes",
                                              Show(design.at("arrays")), Show(design.at("pes")),
                                              Show(design.at("cell_lanes")))});
  table.rows.push_back(
      {"formats",
       fmt::format(
           "state {}{}, weights {}, accumulators {} bits, rounding {}",
           Show(formats.at("state").at("chosen")),
           formats.contains("cell") ? ", cell state " + Show(formats.at("cell").at("chosen")) : "",
           Show(formats.at("weights")), Show(formats.at("accumulator_bits")),
           Show(formats.at("rounding")))});
  table.rows.push_back({"sigmoid and tanh", Activation(formats)});
  table.rows.push_back({"memory bits", Grouped(design.at("memory_bits"))});
  table.rows.push_back({"configuration, image", Show(design.at("configuration_hash")) + ", " +
                                                    Show(design.at("image_hash"))});
  section.tables.push_back(table);
  return section;
}

/// What was compared, sessions side by side.
PageTable Sessions(const Json& sessions) {
  constexpr const char* kRows[][2] = {{"seed", "seed"},
                                      {"steps", "steps"},
                                      {"late beats", "late_beats"},
                                      {"invalid frames", "invalid_frames"},
                                      {"sequence starts", "sequence_starts"},
                                      {"outputs compared", "elements_compared"},
                                      {"final cell states compared", "cell_states_compared"},
                                      {"accumulators compared", "accumulators_compared"},
                                      {"mismatches", "mismatches"},
                                      {"cycles simulated", "cycles"},
                                      {"cycles predicted", "predicted_cycles"}};
  PageTable table;
  table.rows = {{"session"}};
  for (const Json& session : sessions) table.rows[0].push_back(Show(session.at("name")));
  for (const auto& [title, key] : kRows) {
    table.rows.push_back({title});
    for (const Json& session : sessions) table.rows.back().push_back(Grouped(session.at(key)));
  }
  return table;
}

PageSection Evidence(const StageFiles& files) {
  PageSection section{"Evidence", {}, {}, {}};
  if (!files.simulate.is_null() && !files.simulate.contains("failure")) {
    section.paragraphs.push_back(
        "The RTL in Verilator against the integer reference model: every output, final state and "
        "accumulator at rest without tolerance, and every cycle against the cycle model.");
  }
  if (files.lint.is_null()) {
    section.paragraphs.push_back("Lint has not run.");
  } else if (files.lint.contains("failure")) {
    section.paragraphs.push_back("Lint FAILED: " + Show(files.lint.at("failure")));
  } else {
    for (const Json& reader : files.lint.at("readers")) section.paragraphs.push_back(Show(reader));
  }
  if (files.simulate.is_null()) {
    section.paragraphs.push_back("The simulation has not run: nothing is proven yet.");
    return section;
  }
  if (files.simulate.contains("failure")) {
    section.paragraphs.push_back("The simulation FAILED: " + Show(files.simulate.at("failure")));
    return section;
  }
  section.tables.push_back(Sessions(files.simulate.at("sessions")));
  for (const Json& session : files.simulate.at("sessions")) {
    if (Show(session.at("failure")).empty()) continue;
    section.paragraphs.push_back("FAILED: " + Show(session.at("name")) + ": " +
                                 Show(session.at("failure")));
  }
  if (files.simulate.contains("bench")) {
    section.paragraphs.push_back("Emitted bench in Icarus Verilog (four-state): " +
                                 Show(files.simulate.at("bench")));
  }
  return section;
}

PageSection CyclesSection(const Json& cycles) {
  PageSection section{"Cycles", {}, {}, {}};
  if (cycles.at("steps").get<int64_t>() < 2) {
    section.paragraphs.push_back("A stimulus of one step has no interval to measure.");
    return section;
  }
  const double interval = cycles.at("interval_cycles").get<double>();
  const double bound = cycles.at("bound_cycles").get<double>();
  const double reads = cycles.at("read_cycles").get<double>();
  PageTable table;
  table.rows = {
      {"", "cycles"},
      {"step, mean, with input always valid and output always ready",
       fmt::format("{:.2f}", interval)},
      {"lower bound: words of the busiest array and accumulator reads",
       fmt::format("{:.2f}", bound)},
      {"measured / bound", fmt::format("{:.3f}", bound > 0 ? interval / bound : 0)},
      {"latency from last input beat to last result, mean and worst",
       Show(cycles.at("latency_mean_cycles")) + ", " + Show(cycles.at("latency_max_cycles"))},
      {"worst case: a step in which every element is an event, and its latency",
       Show(cycles.at("worst_case_cycles")) + ", " + Show(cycles.at("worst_case_latency_cycles"))},
      {"weight words per step, all arrays", Show(cycles.at("words_per_step"))},
      {"dense-equivalent operations per cycle", Show(cycles.at("dense_operations_per_cycle"))}};
  section.tables.push_back(table);
  const auto bar = [](const char* name, double value, Color color) {
    return Bar{name, {std::max(0.0, value)}, fmt::format("{:.1f}", std::max(0.0, value)), color};
  };
  section.figures.push_back(
      BarChart({"Where the cycles of a step go",
                "cycles per step",
                {},
                {bar("columns of the busiest array", bound - reads, Color::kBlue),
                 bar("accumulator reads", reads, Color::kGreen),
                 bar("waiting for results", interval - bound, Color::kOrange)}}));
  section.paragraphs.push_back(
      "Elements that are no events are skipped, so cycles depend on the input. The bound leaves "
      "out every pipeline delay.");
  return section;
}

PageSection FormatsSection(const Json& formats) {
  PageSection section{"Choice of formats", {}, {}, {}};
  for (const char* name : {"state", "cell"}) {
    if (!formats.contains(name)) continue;
    const Json& choice = formats.at(name);
    PageTable table;
    table.rows = {{std::string(name) + " format", "range", "clipped", "SQNR dB", "why"}};
    for (const Json& c : choice.at("candidates")) {
      table.rows.push_back({Show(c.at("format")) + (c.at("chosen").get<bool>() ? " (used)" : ""),
                            Show(c.at("low")) + " to " + Show(c.at("high")),
                            fmt::format("{:.3g} %", 100 * c.at("clipped_share").get<double>()),
                            Show(c.at("sqnr_db")), Show(c.at("reason"))});
    }
    section.tables.push_back(table);
  }
  return section;
}

}  // namespace

DesignReport MakeReport(const StageFiles& files) {
  DesignReport report;
  const Json& generate = files.generate;
  Page& page = report.page;
  page.kind = "design report";
  page.title = Show(generate.at("design").at("top"));
  SetVerdict(files, &report);
  page.tiles = ReportTiles(files);
  page.sections = {Built(generate.at("design"), generate.at("formats")), Evidence(files)};
  if (generate.contains("published")) {
    page.sections.push_back(PublishedSection(generate.at("published")));
  }
  page.sections.push_back(AccuracySection(generate, files.simulate));
  if (generate.at("accuracy").contains("events")) {
    page.sections.push_back(EventsSection(generate.at("accuracy").at("events")));
  }
  page.sections.push_back(CyclesSection(generate.at("cycles")));
  page.sections.push_back(TimingSection(files.metrics));
  page.sections.push_back(SynthesisSection(files.metrics));
  if (!files.power.is_null()) page.sections.push_back(PowerSection(files.power));
  page.sections.push_back(WeightsSection(generate));
  page.sections.push_back(BalanceSection(generate.at("cycles")));
  page.sections.push_back(FormatsSection(generate.at("formats")));
  return report;
}

}  // namespace gatewright
