// SPDX-License-Identifier: Apache-2.0
// The stage generate: from a design file to the folder of a design.
#include <fmt/format.h>

#include <filesystem>

#include "cli/describe/datasheet.h"
#include "cli/describe/describe.h"
#include "cli/stages/stages.h"
#include "generator/design/design.h"
#include "generator/design/saved.h"
#include "generator/emit/design_folder.h"
#include "verif/analysis/accuracy.h"
#include "verif/analysis/performance.h"
#include "verif/model/reference.h"

namespace gatewright {
namespace {

constexpr int kSignalSteps = 1500;      // drawn in the report
constexpr int kLatencySteps = 64;       // steps whose latency is measured
constexpr int kBenchSteps = 64;         // steps of the emitted bench, at most
constexpr double kBenchPeCycles = 1e6;  // ... fewer when a step is long: it runs in slow simulators

Result<std::vector<double>> ReadReference(const Design& design) {
  const std::string& name = design.spec.stimulus.reference;
  if (name.empty()) return std::vector<double>{};
  const std::string path =
      (std::filesystem::path(design.spec.directory) / name).lexically_normal().string();
  Result<Stimulus> reference = LoadStimulus(path, design.network.outputs());
  if (!reference) return reference.errors();
  if (reference->steps < design.stimulus.steps) {
    return Diagnostic{path,
                      0,
                      "stimulus.reference",
                      fmt::format("{} steps", reference->steps),
                      fmt::format("the stimulus has {} steps", design.stimulus.steps),
                      fmt::format("a file of {} steps or more", design.stimulus.steps)};
  }
  reference->values.resize(static_cast<size_t>(design.stimulus.steps) *
                           static_cast<size_t>(design.network.outputs()));
  return reference->values;
}

int BenchSteps(const Design& design, const Performance& performance) {
  const double step = std::max(1.0, performance.interval) * design.plan.arrays * design.plan.pes;
  const int fits = static_cast<int>(kBenchPeCycles / step);
  return std::min({design.stimulus.steps, kBenchSteps, std::max(2, fits)});
}

std::vector<std::vector<int16_t>> BenchOutputs(const Design& design, const Trace& trace,
                                               int steps) {
  std::vector<std::vector<int16_t>> outputs;
  for (int t = 0; t < steps; ++t) {
    const int16_t* y = trace.output(trace.h.size() - 1, t, design.plan.outputs);
    outputs.emplace_back(y, y + design.plan.outputs);
  }
  return outputs;
}

void SayChoice(const FormatChoice& choice, Console* console) {
  console->Say(fmt::format("  {:<6} {} ({})", choice.name, choice.chosen.ToString(),
                           choice.automatic ? "chosen" : "fixed"));
  for (const FormatCandidate& candidate : choice.candidates) {
    const std::string line = fmt::format(
        "         {} {:<7} [{:g}, {:g}] clipped {:.3g} %, SQNR {:.1f} dB: {}",
        candidate.chosen ? "*" : " ", candidate.format.ToString(), candidate.low, candidate.high,
        100 * candidate.clipped_share, candidate.sqnr_db, candidate.reason);
    candidate.chosen ? console->Say(line) : console->Detail(line);
  }
}

/// One line a design, or none for a dense one: what was pruned and what is stored.
void SayWeights(const Design& design, Console* console) {
  if (design.plan.pattern == WeightPattern::kDense) return;
  const nlohmann::ordered_json weights = DescribeWeights(design);
  for (const MatrixPruning& matrix : design.pruning.matrices) {
    console->Detail(fmt::format(
        "         layer {} W_{}: {:.2f} % kept ({:.2f} % requested), {:.3g} % of "
        "the energy lost{}",
        matrix.layer, matrix.recurrent ? 'h' : 'x', 100 * matrix.reached(), 100 * matrix.target,
        100 * matrix.energy_lost, matrix.had_pattern ? ", nothing had to go" : ""));
  }
  const double compression = weights.at("compression").get<double>();
  console->Say(fmt::format(
      "  weights: {}, {} bits stored, {:.4g} times {}", weights.at("pattern").get<std::string>(),
      weights.at("stored_bits").at("total").get<int64_t>(),
      compression >= 1 ? compression : 1 / compression,
      compression >= 1 ? "fewer than all of them"
                       : "MORE than all of them: dense, fewer PEs or smaller blocks store less"));
}

void SayActivation(const Design& design, Console* console) {
  const nlohmann::ordered_json activation = DescribeActivation(design.plan);
  const NumericFormats& f = design.plan.formats;
  std::string text =
      f.segments > 0 ? fmt::format("pwl, {} segments", f.segments)
                     : fmt::format("table, {} entries", activation.at("entries").get<int64_t>());
  for (const nlohmann::ordered_json& function : activation.at("functions")) {
    text += fmt::format("; worst error of {} {:.2f} units of 2^-{} ({:.3g})",
                        function.at("function").get<std::string>(),
                        function.at("worst_units").get<double>(), f.gate_fraction,
                        function.at("worst_error").get<double>());
  }
  console->Say("  activation: " + text);
}

void SayRun(const char* name, const EventAccuracy& run, Console* console) {
  const SignalError& error = run.outputs.error;
  const auto share = [](int64_t processed, int64_t all) {
    return all > 0 ? 100 * (1 - static_cast<double>(processed) / static_cast<double>(all)) : 0.0;
  };
  const EventCounts& counts = run.counts;
  console->Say(fmt::format(
      "    {:<22} {:4.1f} % of columns skipped (x {:.1f} %, h {:.1f} %), error RMS {:.4g}, mean "
      "{:.4g}{}",
      name, share(counts.x + counts.h, counts.x_all + counts.h_all), share(counts.x, counts.x_all),
      share(counts.h, counts.h_all), error.rms, error.mean_abs,
      run.outputs.decisions > 0
          ? fmt::format(", decisions changed {:.3g} %", 100 * run.outputs.changed_share())
          : ""));
}

/// What events save and cost, or the decisions of a design without them.
void SayEvents(const Design& design, const Accuracy& accuracy, Console* console) {
  if (!accuracy.no_events) {
    if (accuracy.outputs.decisions == 0) return;
    console->Say(fmt::format("  decisions changed: {} of {} ({:.3g} %)", accuracy.outputs.changed,
                             accuracy.outputs.decisions, 100 * accuracy.outputs.changed_share()));
    return;
  }
  const std::string kind = EventsName(design.spec.sparsity.events.kind);
  console->Say(fmt::format("  events {}: steps full {}, delta {}, skipped {}; against float:", kind,
                           accuracy.counts.steps[0], accuracy.counts.steps[1],
                           accuracy.counts.steps[2]));
  SayRun("this design", {accuracy.counts, accuracy.outputs}, console);
  SayRun(("float with " + kind).c_str(), *accuracy.float_events, console);
  SayRun("integer without events", *accuracy.no_events, console);
}

/// " (1 digit 21.3, 2 digits 33.0, 3 digits 44.9)", nothing for fixed weights.
std::string OfDigits(const std::vector<double>& sqnr_db) {
  if (sqnr_db.empty()) return "";
  std::string text;
  for (size_t n = 0; n < sqnr_db.size(); ++n) {
    text += fmt::format("{}{} digit{} {:.1f}", n == 0 ? "" : ", ", n + 1, n == 0 ? "" : "s",
                        sqnr_db[n]);
  }
  return " (" + text + ")";
}

void SayResults(const Design& design, const Accuracy& accuracy, const Performance& performance,
                Console* console) {
  console->Say(fmt::format("{}: {} weights, {} x {} PEs, cell lanes {}", design.plan.top,
                           design.plan.operations() / 2, design.plan.arrays, design.plan.pes,
                           design.plan.lanes));
  SayChoice(design.calibration.state, console);
  if (design.plan.cell() == CellKind::kLstm) SayChoice(design.calibration.cell, console);
  SayActivation(design, console);
  for (size_t k = 0; k < accuracy.layers.size(); ++k) {
    const SignalError& error = accuracy.layers[k];
    console->Say(fmt::format(
        "  layer {} against float: SQNR {:.1f} dB, worst {:.4g}, mean {:.4g}; weights fw {}, SQNR "
        "{:.1f} dB{}",
        k, error.sqnr_db, error.max_abs, error.mean_abs,
        design.quantisation.layers[k].weight_fraction, design.quantisation.layers[k].weight_sqnr_db,
        OfDigits(design.quantisation.layers[k].sqnr_db_of_digits)));
  }
  if (accuracy.has_reference) {
    console->Say(fmt::format("  error against {}: float {:.2f} %, integer {:.2f} % (RMS)",
                             design.spec.stimulus.reference, 100 * accuracy.float_reference_error,
                             100 * accuracy.integer_reference_error));
  }
  SayEvents(design, accuracy, console);
  SayWeights(design, console);
  console->Say(fmt::format("  every element an event: {:.0f} cycles a step, latency {}",
                           performance.worst_interval, performance.worst_latency));
  if (performance.steps < 2) {
    console->Say("  predicted: a stimulus of one step has no interval to measure");
    return;
  }
  console->Say(fmt::format("  predicted: {:.2f} cycles a step (bound {:.2f}), latency {:.1f}",
                           performance.interval, performance.bound, performance.latency_mean));
}

/// Which of the first `steps` steps are skipped.
std::vector<bool> Skipped(const Trace& trace, int steps) {
  std::vector<bool> skipped;
  skipped.reserve(static_cast<size_t>(steps));
  for (int t = 0; t < steps; ++t) {
    skipped.push_back(trace.events.modes[static_cast<size_t>(t)] == StepMode::kSkip);
  }
  return skipped;
}

}  // namespace

StageResult GenerateStage(const Spec& spec, const Preset* preset, const std::string& out,
                          Console* console) {
  Result<Design> design = MakeDesign(spec, [console](const std::string& stage, double done) {
    console->Progress(stage, 0.5 * done);
  });
  if (!design) return design.errors();
  const Result<std::vector<double>> reference = ReadReference(*design);
  if (!reference) return reference.errors();
  const Result<std::optional<FloatLayer>> readout =
      GetReadout(design->spec, design->network.outputs());
  if (!readout) return readout.errors();
  console->Progress("run the reference model", 0.5);
  const Trace trace = RunReference(design->integers, design->x, design->stimulus.starts);
  const Accuracy accuracy = MeasureAccuracy(*design, trace, *reference, *readout);
  console->Progress("predict cycles", 0.7);
  const Performance performance = MeasurePerformance(design->plan, design->integers, design->x,
                                                     design->stimulus.starts, trace, kLatencySteps);
  console->Progress("write files", 0.85);
  const int bench_steps = BenchSteps(*design, performance);
  Result<std::vector<OutputFile>> files = EmitTree(
      *design, bench_steps, BenchOutputs(*design, trace, bench_steps), Skipped(trace, bench_steps));
  if (!files) return files.errors();
  nlohmann::ordered_json result{{"design", DescribeDesign(*design)},
                                {"formats", DescribeFormats(*design)},
                                {"quantisation", DescribeQuantisation(*design)},
                                {"weights", DescribeWeights(*design)},
                                {"accuracy", DescribeAccuracy(*design, accuracy)},
                                {"cycles", DescribePerformance(*design, performance)},
                                {"bench_steps", bench_steps}};
  if (preset != nullptr) result["published"] = DescribePublished(*design, performance, *preset);
  nlohmann::ordered_json full = result;
  full["signals"] = DescribeSignals(*design, trace, *reference, kSignalSteps);
  files->push_back(EmitDatasheet(*design, performance, bench_steps));
  files->push_back({"results/generate.json", full.dump(2) + "\n"});
  const Status written = WriteDesignFolder(out, *files);
  if (!written) return written.errors();
  SayResults(*design, accuracy, performance, console);
  return result;
}

}  // namespace gatewright
