// SPDX-License-Identifier: Apache-2.0
// The stage simulate: the RTL against the reference and cycle models.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "cli/stages/stages.h"
#include "generator/base/process.h"
#include "generator/base/write_tree.h"
#include "generator/design/saved.h"
#include "sim/build.h"
#include "sim/other_tools.h"
#include "sim/simulation.h"
#include "verif/comparison/equivalence.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

/// Cycles of a session from which the slower compilation of -O3 pays: both grow with the PEs.
constexpr double kLongRun = 2e7;

double MaxCyclesOfAStep(const Plan& plan) {
  double cycles = 0;
  for (const LayerPlan& layer : plan.layers) cycles += static_cast<double>(layer.max_cycles());
  return cycles / plan.arrays;
}

/// The first `steps` frames of a design's stimulus.
Session Frames(const SavedDesign& design, int steps, const StallProfile& profile,
               bool random_starts) {
  const size_t count = static_cast<size_t>(steps);
  const size_t width = static_cast<size_t>(design.plan.inputs);
  std::vector<int16_t> x(design.x.begin(), design.x.begin() + static_cast<int64_t>(count * width));
  std::vector<bool> starts(design.starts.begin(),
                           design.starts.begin() + static_cast<int64_t>(count));
  std::mt19937_64 random(profile.seed);
  for (size_t t = 0; t < count && random_starts; ++t) {
    if (random() % 16 == 0) starts[t] = true;
  }
  return MakeSession(design.plan, x, starts, profile);
}

ordered_json DescribeSession(const std::string& name, const StallProfile& profile,
                             const Disturbances& played, const Equivalence& result) {
  return {{"name", name},
          {"seed", profile.seed},
          {"late_beats", played.late_beats},
          {"output_ready_percent", profile.ready_percent},
          {"invalid_frames", played.invalid_frames},
          {"sequence_starts", played.starts},
          {"steps", result.steps},
          {"elements_compared", result.elements},
          {"cell_states_compared", result.cells},
          {"accumulators_compared", result.sums},
          {"counters_compared", result.counters},
          {"mismatches", result.mismatches},
          {"cycles", result.observed.cycles},
          {"predicted_cycles", result.prediction.cycles},
          {"every_cycle_predicted", result.cycles_equal},
          {"failure", result.first_failure}};
}

/// Runs sessions on one simulation and collects what they found.
class Runner {
 public:
  Runner(const SavedDesign& design, Simulation* simulation, Console* console)
      : design_(design), simulation_(simulation), console_(console) {}

  Equivalence Run(const std::string& name, const Session& session, const StallProfile& profile) {
    console_->Progress("simulate: " + name, 0.3 + 0.2 * static_cast<double>(sessions_.size()));
    Equivalence result = CheckEquivalence(design_.plan, design_.integers, session, simulation_);
    const Disturbances played = CountDisturbances(design_.plan, session);
    sessions_.push_back(DescribeSession(name, profile, played, result));
    if (played.late_beats > 0) {
      console_->Say(fmt::format(
          "simulate: {}: {} late beats, {} invalid frames, {} starts, output ready in {} % of "
          "cycles",
          name, played.late_beats, played.invalid_frames, played.starts, profile.ready_percent));
    }
    console_->Say(fmt::format(
        "simulate: {}: {} steps, {} outputs, {} cell states{} {} "
        "accumulators{} compared, {} mismatches, {} cycles{}",
        name, result.steps, result.elements, result.cells, result.counters > 0 ? "," : " and",
        result.sums, result.counters > 0 ? fmt::format(" and {} counters", result.counters) : "",
        result.mismatches, result.observed.cycles,
        result.cycles_equal ? ", every one predicted" : ""));
    if (!result.ok()) {
      failures_.push_back({design_.folder, 0, "", "", name + ": " + result.first_failure, ""});
    }
    return result;
  }
  void Fail(const Diagnostics& errors) {
    failures_.insert(failures_.end(), errors.begin(), errors.end());
  }
  const ordered_json& sessions() const { return sessions_; }
  const Diagnostics& failures() const { return failures_; }

 private:
  const SavedDesign& design_;
  Simulation* simulation_;
  Console* console_;
  ordered_json sessions_ = ordered_json::array();
  Diagnostics failures_;
};

/// First output element of every step as the RTL gave it, for the report.
ordered_json Signal(const SavedDesign& design, const Observed& observed) {
  constexpr size_t kMax = 1500;
  const double step = 1.0 / static_cast<double>(1 << design.plan.formats.state.fraction_bits);
  ordered_json values = ordered_json::array();
  for (size_t t = 0; t < std::min(observed.frames.size(), kMax); ++t) {
    values.push_back(observed.frames[t][0] * step);
  }
  return values;
}

Status WriteOutputs(const SavedDesign& design, const Observed& observed) {
  std::string text = fmt::format("# {} outputs of the RTL a step, integers of {}\n",
                                 design.plan.outputs, design.plan.formats.state.ToString());
  for (const std::vector<int16_t>& frame : observed.frames) {
    for (size_t u = 0; u < frame.size(); ++u) text += (u > 0 ? "," : "") + std::to_string(frame[u]);
    text += '\n';
  }
  return WriteFileAtomically(design.folder + "/results/outputs.csv", text);
}

}  // namespace

StageResult SimulateStage(const std::string& out, const SimulateOptions& options,
                          Console* console) {
  console->Progress("read the design", 0);
  Result<SavedDesign> design = LoadDesign(out);
  if (!design) return design.errors();
  const int all = static_cast<int>(design->starts.size());
  const int steps = options.steps > 0 ? std::min(options.steps, all) : all;
  SimBuildOptions build;
  build.waves = options.waves;
  build.optimise = static_cast<double>(steps) * MaxCyclesOfAStep(design->plan) > kLongRun;
  console->Progress("compile the simulation", 0.05);
  const ScratchFolder scratch;
  Result<std::string> library = BuildSimulation(design->plan, out, scratch.path(), build);
  if (!library) return library.errors();
  auto simulation = Simulation::Load(design->plan, *library, static_cast<uint32_t>(options.seed));
  if (!simulation) return simulation.errors();
  Runner runner(*design, simulation->get(), console);

  StallProfile none;
  none.seed = options.seed;
  const auto begin = std::chrono::steady_clock::now();
  const Equivalence whole =
      runner.Run(steps == all ? "whole stimulus" : fmt::format("first {} of {} steps", steps, all),
                 Frames(*design, steps, none, false), none);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  console->Detail(fmt::format("simulate: {:.3g} cycles a second, models included",
                              static_cast<double>(whole.observed.cycles) / took.count()));
  if (options.waves) (*simulation)->OpenWaves(out + "/waves.fst");
  StallProfile stalled{40, 100, 50, 15, options.seed + 1};
  runner.Run("stalls, invalid frames and random starts",
             Frames(*design, std::min(steps, options.stalled_steps), stalled, true), stalled);
  ordered_json result{{"simulator", "Verilator"},
                      {"sessions", runner.sessions()},
                      {"signal", Signal(*design, whole.observed)}};
  if (options.bench) {
    console->Progress("run the emitted bench in Icarus Verilog", 0.8);
    Result<std::string> bench = RunBenchInIcarus(design->plan, out);
    if (!bench) runner.Fail(bench.errors());
    result["bench"] = bench.ok() ? (bench->empty() ? "not run: iverilog is not installed" : *bench)
                                 : std::string("failed");
    console->Say("simulate: bench in Icarus Verilog: " + result["bench"].get<std::string>());
  }
  result["ok"] = runner.failures().empty();
  Status written = WriteOutputs(*design, whole.observed);
  if (written.ok())
    written = WriteResults(out, "simulate", design->plan, design->images.hash, result);
  if (!written) return written.errors();
  if (!runner.failures().empty()) return runner.failures();
  return result;
}

}  // namespace gatewright
