// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/stages/console.h"
#include "generator/base/diagnostic.h"
#include "generator/plan/plan.h"
#include "generator/presets/presets.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// The stages of `build`, each also a command. Every stage writes its results as JSON below
/// <out>/results/ (synthesis: <out>/metrics.json, power: <out>/power.json) and returns them; an
/// error means that what was requested did not hold.
using StageResult = Result<nlohmann::ordered_json>;

/// Import, prune, calibrate, quantise, pack and emit `spec` into the folder `out`, which is
/// replaced whole. With `preset` the results show its published figures.
StageResult GenerateStage(const Spec& spec, const Preset* preset, const std::string& out,
                          Console* console);

/// verilator -Wall over the emitted RTL, and reading by Yosys and Icarus where installed.
StageResult LintStage(const std::string& out, Console* console);

struct SimulateOptions {
  uint64_t seed = 1;        ///< of stalls, invalid frames and random initial registers
  int steps = 0;            ///< steps of the stimulus played without stalls; 0 = all
  int stalled_steps = 100;  ///< steps played with random stalls, invalid frames and starts
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
