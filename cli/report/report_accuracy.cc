// SPDX-License-Identifier: Apache-2.0
// Section about accuracy: figures, layers, and the signals of the first output.

#include <fmt/format.h>

#include <algorithm>

#include "cli/report/report_parts.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using report::Grouped;
using report::Show;

std::vector<double> Numbers(const Json& list) {
  std::vector<double> values;
  for (const Json& value : list) values.push_back(value.is_number() ? value.get<double>() : 0);
  return values;
}

/// The first output by float network and hardware, their difference, and the first input. Wide
/// strokes below thin ones: curves that coincide are all seen.
void DrawSignals(const Json& signals, const Json& simulate, PageSection* section) {
  const bool rtl = !simulate.is_null() && simulate.contains("signal");
  const std::vector<double> hardware = Numbers(rtl ? simulate.at("signal") : signals.at("integer"));
  const std::vector<double> real = Numbers(signals.at("float"));
  const std::vector<double> reference = Numbers(signals.at("reference"));
  const double rate = signals.at("sample_rate");
  LinePlotData plot;
  plot.dx = rate > 0 ? 1 / rate : 1;
  plot.x_title = rate > 0 ? "time, s" : "step";
  const std::string name = rtl ? "RTL" : "integer model";
  plot.title = fmt::format("First output: {}float network and {}",
                           reference.empty() ? "" : "reference, ", name);
  plot.y_title = "output";
  plot.curves = {{"reference", Color::kGrey, 7, reference},
                 {"float network", Color::kOrange, 4, real},
                 {name, Color::kBlue, 1.3, hardware}};
  section->figures.push_back(LinePlot(plot));
  std::vector<double> difference;
  for (size_t i = 0; i < std::min(hardware.size(), real.size()); ++i) {
    difference.push_back(hardware[i] - real[i]);
  }
  plot.title = fmt::format("Difference: {} minus float network", name);
  plot.y_title = "difference";
  plot.curves = {{"difference", Color::kBlue, 1.3, difference}};
  section->figures.push_back(LinePlot(plot));
  plot.title = "First input";
  plot.y_title = "input";
  plot.curves = {{"input", Color::kGreen, 1.3, Numbers(signals.at("input"))}};
  section->figures.push_back(LinePlot(plot));
}

PageTable Layers(const Json& generate) {
  PageTable table;
  table.rows = {{"layer", "SQNR, dB", "worst error", "mean error", "weight fraction bits",
                 "weight SQNR, dB", "weights clipped"}};
  const Json& layers = generate.at("accuracy").at("layers");
  for (size_t k = 0; k < layers.size(); ++k) {
    const Json& q = generate.at("quantisation").at("layers").at(k);
    table.rows.push_back(
        {std::to_string(k), Show(layers[k].at("sqnr_db")), Show(layers[k].at("max_abs_error")),
         Show(layers[k].at("mean_abs_error")), Show(q.at("weight_fraction")),
         Show(q.at("weight_sqnr_db")),
         fmt::format("{:.3g} %", 100 * q.at("weight_clipped_share").get<double>())});
  }
  return table;
}

/// What the outputs are worth: against the reference, by decisions.
void SayOutputs(const Json& accuracy, PageSection* section) {
  if (accuracy.contains("reference")) {
    const Json& reference = accuracy.at("reference");
    section->paragraphs.push_back(fmt::format(
        "RMS error against {}: float network {:.2f} %, hardware {:.2f} % of the reference signal.",
        Show(reference.at("source")), 100 * reference.at("float_relative_rms_error").get<double>(),
        100 * reference.at("integer_relative_rms_error").get<double>()));
  }
  const Json& outputs = accuracy.at("outputs");
  if (outputs.contains("decisions")) {
    section->paragraphs.push_back(
        fmt::format("Decisions that differ from those of the float network: {} of {} ({:.3g} %).",
                    Grouped(outputs.at("decisions_changed")), Grouped(outputs.at("decisions")),
                    100 * outputs.at("decisions_changed_share").get<double>()));
  }
}

/// What was not measured, so that no figure is taken for more than it is.
void SayLimits(const Json& generate, PageSection* section) {
  const Json& accuracy = generate.at("accuracy");
  std::string missing;
  if (!accuracy.contains("reference") && !accuracy.at("outputs").contains("decisions")) {
    missing =
        " Neither a reference nor a decision threshold is given, so nothing here says how "
        "well the network does its task.";
  }
  section->paragraphs.push_back(
      "Every figure is of the design's stimulus; no held-out data were measured." + missing + " " +
      GradeRule());
}

}  // namespace

AccuracyFigure AccuracyOf(const Json& generate) {
  const Json& accuracy = generate.at("accuracy");
  AccuracyInput input{accuracy.at("layers").back().at("sqnr_db"), accuracy.at("outputs"), nullptr,
                      nullptr};
  if (accuracy.contains("reference")) {
    input.reference_error = accuracy.at("reference").at("integer_relative_rms_error");
    input.float_reference_error = accuracy.at("reference").at("float_relative_rms_error");
  }
  return JudgeAccuracy(input);
}

PageSection AccuracySection(const Json& generate, const Json& simulate) {
  PageSection section{"Accuracy", {}, {}, {}};
  const Json& accuracy = generate.at("accuracy");
  section.paragraphs.push_back(
      fmt::format("The integer network against the float network, over {} steps of {}.",
                  Show(accuracy.at("steps")), Show(accuracy.at("stimulus"))));
  SayOutputs(accuracy, &section);
  section.tables.push_back(Layers(generate));
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
  SayLimits(generate, &section);
  DrawSignals(generate.at("signals"), simulate, &section);
  return section;
}

}  // namespace gatewright
