#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/console.h"
#include "generator/plan/plan.h"
#include "generator/presets/presets.h"
#include "generator/spec/diagnostic.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// The stages of `build`, each also a command. Every stage writes its results as JSON below
/// <out>/results/ (synthesis: <out>/metrics.json, power: <out>/power.json) and returns them; an
/// error means that what was asked for did not hold.
using StageResult = Result<nlohmann::ordered_json>;

/// Import, prune, calibrate, quantise, pack and emit `spec` into the folder `out`, which is
/// replaced whole. With `preset` the results show its published figures.
StageResult GenerateStage(const Spec& spec, const Preset* preset, const std::string& out,
                          Console* console);

/// verilator -Wall over the emitted RTL, and reading by Yosys and Icarus where installed.
StageResult LintStage(const std::string& out, Console* console);

struct SimulateOptions {
  uint64_t seed = 1;        ///< of stalls, bad frames and random initial registers
  int steps = 0;            ///< steps of the stimulus played without stalls; 0 = all
  int stalled_steps = 100;  ///< steps played with random stalls, bad frames and starts
  bool waves = false;       ///< write <out>/waves.fst of the stalled session
  bool bench = true;        ///< run the emitted bench in Icarus Verilog
};
/// The RTL against the reference model and the cycle model.
StageResult SimulateStage(const std::string& out, const SimulateOptions& options, Console* console);

struct SynthOptions {
  std::string target;        ///< empty = as the design says
  std::string device;        ///< likewise, for target ice40
  double clock_ns = 0;       ///< 0 = as the design says
  std::string memory_table;  ///< empty = as the design says
};
/// Area or FPGA resources, the clock, and the netlist in <out>/netlist/.
StageResult SynthStage(const std::string& out, const SynthOptions& options, Console* console);

struct PowerOptions {
  std::string target;          ///< the library of the netlist; empty = as the design says
  std::string memory_table;    ///< empty = as the design says
  std::string input = "real";  ///< real | zero | idle
  int steps = 0;               ///< measured; 0 = up to kDefaultPowerSteps
  int64_t interval = 0;        ///< cycles from frame to frame; 0 = as fast as they are taken
  double clock_mhz = 0;        ///< 0 = that of synthesis
  int sample = 0;              ///< instances of a module that are counted; 0 = all
};
/// Power of the netlist that synth left, from real activity, into <out>/power.json.
StageResult PowerStage(const std::string& out, const PowerOptions& options, Console* console);

/// report.html and report.md from what the other stages left.
StageResult ReportStage(const std::string& out, Console* console);

/// What tune sweeps. Lists are empty for the defaults.
struct TuneOptions {
  std::vector<std::string> theta_x, theta_h, theta_head, t_skip, t_delta;
  std::vector<std::string> formats;  ///< state formats; empty = the design's
  std::string events;                ///< delta | similarity; empty = the design's, or delta
  int points = 64;                   ///< of the default grid, about
  int jobs = 0;                      ///< threads; 0 = one a core
  double max_error = -1;             ///< limit of the RMS error; negative = none
  std::string max_flips;             ///< limit of the decisions changed, "0.2%"; empty = none
};
/// Tries thresholds (and formats) on the stimulus with the reference and cycle models; writes
/// <out>/tune.json, tune.html and, with a limit that a point meets, tuned.toml: `text`, the design
/// file of `spec`, with the thresholds chosen. They replace those of a former sweep together.
/// Errors that leave everything as it was: `out` holds files that tune did not write, or `file`,
/// where `text` was read (empty for a preset).
StageResult TuneStage(const Spec& spec, const std::string& text, const std::string& file,
                      const TuneOptions& options, const std::string& out, Console* console);

/// Where a stage's results are: <out>/results/<stage>.json, for synth <out>/metrics.json,
/// for power <out>/power.json.
std::string ResultPath(const std::string& out, const std::string& stage);

/// Writes a stage's results, marked with the design they belong to.
Status WriteResults(const std::string& out, const std::string& stage, const Plan& plan,
                    const std::string& image_hash, nlohmann::ordered_json value);

/// Runs a stage so that its results are those of this very run: what an earlier run left is removed
/// first, and a failure that left no results leaves {"ok": false, "failure": ...}.
StageResult RunStage(const std::string& out, const std::string& stage,
                     const std::function<StageResult()>& run);

}  // namespace gatewright
