// SPDX-License-Identifier: Apache-2.0
// Builds the report of a design from the results of its stages.
#include "cli/report/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/report/report_parts.h"
#include "cli/report/svg.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using report::Grouped;
using report::kBlue;
using report::kGreen;
using report::kGrey;
using report::kOrange;
using report::Show;

std::vector<double> Numbers(const Json& list) {
  std::vector<double> values;
  for (const Json& value : list) values.push_back(value.is_number() ? value.get<double>() : 0);
  return values;
}

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

ReportSection Built(const Json& design, const Json& formats) {
  ReportSection section{"What was built", {}, {}, {}};
  ReportTable table;
  table.rows = {{"", ""}};
  std::string layers;
  for (const Json& layer : design.at("layers")) {
    layers +=
        fmt::format("{}{} {} -> {}{}{}", layers.empty() ? "" : ", ", Show(layer.at("kind")),
                    Show(layer.at("inputs")), Show(layer.at("units")),
                    layer.at("input_relu") ? " after relu" : "",
                    Show(layer.at("activation")).empty() ? "" : " " + Show(layer.at("activation")));
  }
  table.rows.push_back({"network", Show(design.at("network")) + ": " + layers});
  table.rows.push_back({"weights", Grouped(design.at("weights"))});
  table.rows.push_back({"operations a step (multiply and add, no biases)",
                        Grouped(design.at("operations_per_step"))});
  table.rows.push_back(
      {"engine", fmt::format("arrays {}, PEs in each {}, cell lanes {}", Show(design.at("arrays")),
                             Show(design.at("pes")), Show(design.at("cell_lanes")))});
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

ReportSection Evidence(const StageFiles& files) {
  ReportSection section{"Evidence", {}, {}, {}};
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
  ReportTable table;
  table.rows = {{"session", "seed", "steps", "late beats", "bad frames", "starts",
                 "outputs compared", "final states", "accumulators", "mismatches",
                 "cycles simulated", "cycles predicted"}};
  for (const Json& s : files.simulate.at("sessions")) {
    table.rows.push_back({Show(s.at("name")), Show(s.at("seed")), Show(s.at("steps")),
                          Show(s.at("late_beats")), Show(s.at("invalid_frames")),
                          Show(s.at("sequence_starts")), Grouped(s.at("elements_compared")),
                          Grouped(s.at("cell_states_compared")),
                          Grouped(s.at("accumulators_compared")), Show(s.at("mismatches")),
                          Grouped(s.at("cycles")), Grouped(s.at("predicted_cycles"))});
    if (!Show(s.at("failure")).empty()) {
      section.paragraphs.push_back("FAILED: " + Show(s.at("name")) + ": " + Show(s.at("failure")));
    }
  }
  section.tables.push_back(table);
  section.paragraphs.push_back(
      "The RTL in Verilator against the integer reference model, every output, final state "
      "and "
      "accumulator at rest "
      "with no tolerance, and every cycle against the cycle model.");
  if (files.simulate.contains("bench")) {
    section.paragraphs.push_back("Emitted bench in Icarus Verilog (four-state): " +
                                 Show(files.simulate.at("bench")));
  }
  return section;
}

/// Pictures of the first output: what was wanted, float, and the hardware.
void DrawSignals(const Json& signals, const Json& simulate, ReportSection* section) {
  const bool rtl = !simulate.is_null() && simulate.contains("signal");
  const std::vector<double> hardware = Numbers(rtl ? simulate.at("signal") : signals.at("integer"));
  const std::vector<double> real = Numbers(signals.at("float"));
  const double rate = signals.at("sample_rate");
  const double dx = rate > 0 ? 1 / rate : 1;
  const std::string unit = rate > 0 ? "s" : "step";
  const std::string name = rtl ? "RTL" : "integer model";
  section->pictures.push_back(LinePlot("First output: wanted, float network, " + name,
                                       {{"wanted", kGrey, 4, Numbers(signals.at("wanted"))},
                                        {"float", kOrange, 2, real},
                                        {name, kBlue, 1, hardware}},
                                       0, dx, unit));
  std::vector<double> difference;
  for (size_t i = 0; i < std::min(hardware.size(), real.size()); ++i) {
    difference.push_back(hardware[i] - real[i]);
  }
  section->pictures.push_back(
      LinePlot(name + " minus float", {{"difference", kBlue, 1, difference}}, 0, dx, unit));
  section->pictures.push_back(
      LinePlot("First input", {{"input", kGreen, 1, Numbers(signals.at("input"))}}, 0, dx, unit));
}

ReportSection AccuracySection(const Json& generate, const Json& simulate) {
  ReportSection section{"Accuracy against the float network", {}, {}, {}};
  const Json& accuracy = generate.at("accuracy");
  section.paragraphs.push_back(fmt::format("Over {} steps of {}.", Show(accuracy.at("steps")),
                                           Show(accuracy.at("stimulus"))));
  if (accuracy.contains("wanted")) {
    const Json& wanted = accuracy.at("wanted");
    section.paragraphs.push_back(fmt::format(
        "RMS error against {}: float {:.2f} %, hardware {:.2f} % of the wanted signal.",
        Show(wanted.at("source")), 100 * wanted.at("float_relative_rms_error").get<double>(),
        100 * wanted.at("integer_relative_rms_error").get<double>()));
  }
  if (accuracy.at("outputs").contains("decisions")) {
    const Json& outputs = accuracy.at("outputs");
    section.paragraphs.push_back(
        fmt::format("Decisions that are not those of the float network: {} of {} ({:.3g} %).",
                    Grouped(outputs.at("decisions_changed")), Grouped(outputs.at("decisions")),
                    100 * outputs.at("decisions_changed_share").get<double>()));
  }
  ReportTable table;
  table.rows = {{"layer", "SQNR dB", "worst error", "mean error", "weight fraction",
                 "weight SQNR dB", "weights clipped"}};
  const Json& layers = accuracy.at("layers");
  for (size_t k = 0; k < layers.size(); ++k) {
    const Json& q = generate.at("quantisation").at("layers").at(k);
    table.rows.push_back(
        {std::to_string(k), Show(layers[k].at("sqnr_db")), Show(layers[k].at("max_abs_error")),
         Show(layers[k].at("mean_abs_error")), Show(q.at("weight_fraction")),
         Show(q.at("weight_sqnr_db")),
         fmt::format("{:.3g} %", 100 * q.at("weight_clipped_share").get<double>())});
  }
  section.tables.push_back(table);
  const int64_t needed = generate.at("quantisation").at("accumulator_bits_needed").get<int64_t>();
  const int64_t built = generate.at("formats").at("accumulator_bits").get<int64_t>();
  if (needed > built) {
    section.paragraphs.push_back(
        fmt::format("Row sums may WRAP: the accumulators have {} bits, the weights could need {} "
                    "(numerics.accumulator.wrap allows it).",
                    built, needed));
  }
  const Json& saturations = accuracy.at("saturations");
  section.paragraphs.push_back(fmt::format(
      "Saturations: {} pre-activations{}, {} outputs.", Show(saturations.at("preactivation")),
      generate.at("formats").contains("cell") ? ", " + Show(saturations.at("cell")) + " cell states"
                                              : "",
      Show(saturations.at("output"))));
  DrawSignals(generate.at("signals"), simulate, &section);
  return section;
}

ReportSection CyclesSection(const Json& cycles) {
  ReportSection section{"Cycles", {}, {}, {}};
  if (cycles.at("steps").get<int64_t>() < 2) {
    section.paragraphs.push_back("A stimulus of one step has no interval to measure.");
    return section;
  }
  const double interval = cycles.at("interval_cycles").get<double>();
  const double bound = cycles.at("bound_cycles").get<double>();
  const double reads = cycles.at("read_cycles").get<double>();
  ReportTable table;
  table.rows = {
      {"", "cycles"},
      {"step, input always valid, output always ready (mean)", fmt::format("{:.2f}", interval)},
      {"lower bound: words of the busiest array and accumulator reads",
       fmt::format("{:.2f}", bound)},
      {"measured / bound", fmt::format("{:.3f}", bound > 0 ? interval / bound : 0)},
      {"latency, last input beat to last result (mean, worst)",
       Show(cycles.at("latency_mean_cycles")) + ", " + Show(cycles.at("latency_max_cycles"))},
      {"step in which every element is an event, and its latency",
       Show(cycles.at("worst_case_cycles")) + ", " + Show(cycles.at("worst_case_latency_cycles"))},
      {"weight words a step, all arrays", Show(cycles.at("words_per_step"))},
      {"dense-equivalent operations a cycle", Show(cycles.at("dense_operations_per_cycle"))}};
  section.tables.push_back(table);
  section.pictures.push_back(BarChart(
      "Where the cycles of a step go",
      {{"columns of the busiest array", bound - reads, fmt::format("{:.1f}", bound - reads), kBlue},
       {"accumulator reads", reads, fmt::format("{:.1f}", reads), kGreen},
       {"waiting for results", std::max(0.0, interval - bound),
        fmt::format("{:.1f}", std::max(0.0, interval - bound)), kOrange}}));
  section.paragraphs.push_back(
      "Elements that are no events are skipped, so cycles depend on the input. The bound leaves "
      "out every "
      "pipeline "
      "delay.");
  return section;
}

ReportSection FormatsSection(const Json& formats) {
  ReportSection section{"Choice of formats", {}, {}, {}};
  for (const char* name : {"state", "cell"}) {
    if (!formats.contains(name)) continue;
    const Json& choice = formats.at(name);
    ReportTable table;
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

Report MakeReport(const StageFiles& files) {
  Report report;
  const Json& generate = files.generate;
  report.title = Show(generate.at("design").at("top"));
  const bool lint = !files.lint.is_null() && files.lint.at("ok").get<bool>();
  const bool simulated = !files.simulate.is_null() && files.simulate.at("ok").get<bool>();
  const bool synthesised = !files.metrics.is_null() && files.metrics.value("ok", false);
  report.complete = lint && simulated && synthesised;
  if (!files.simulate.is_null() && !simulated) {
    report.verdict = files.simulate.contains("failure")
                         ? "Not verified: the simulation failed."
                         : "The simulation found differences: do not use this design.";
  } else if (!simulated) {
    report.verdict = "Not verified: the simulation has not run.";
  } else {
    report.verdict =
        "The RTL computed what the integer model computes, bit for bit, in every step "
        "and cycle that was simulated.";
    if (!lint) report.verdict += files.lint.is_null() ? " Lint has not run." : " Lint failed.";
    if (!synthesised) {
      report.verdict += files.metrics.is_null() ? " Synthesis has not run." : " Synthesis failed.";
    }
  }
  report.sections = {Built(generate.at("design"), generate.at("formats")),
                     Evidence(files),
                     AccuracySection(generate, files.simulate),
                     WeightsSection(generate),
                     CyclesSection(generate.at("cycles")),
                     BalanceSection(generate.at("cycles")),
                     SynthesisSection(files.metrics),
                     TimingSection(files.metrics),
                     FormatsSection(generate.at("formats"))};
  if (!files.power.is_null()) {
    report.sections.insert(report.sections.end() - 1, PowerSection(files.power));
    report.complete = report.complete && files.power.value("ok", false);
  }
  if (generate.at("accuracy").contains("events")) {
    report.sections.insert(report.sections.begin() + 3,
                           EventsSection(generate.at("accuracy").at("events")));
  }
  if (generate.contains("published")) {
    report.sections.insert(report.sections.begin() + 1, PublishedSection(generate.at("published")));
  }
  return report;
}

}  // namespace gatewright
