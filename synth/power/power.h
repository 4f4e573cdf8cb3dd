// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "generator/pack/pack.h"
#include "generator/plan/plan.h"
#include "synth/memory_model.h"
#include "synth/power/activity.h"
#include "synth/power/sta_check.h"
#include "synth/technology.h"

namespace gatewright {

/// What to measure.
struct PowerRequest {
  const Plan& plan;
  const MemoryImages& images;
  const Technology& technology;  ///< of a library; generic gates have no power
  std::string netlist;           ///< text of netlist/<top>.json, mapped to `technology`
  std::string netlist_file;      ///< what messages call it
  const MemoryTable& memories;
  double clock_mhz = 100;
  std::string input = "real";  ///< what `activity` plays, for the reader
  ActivityRequest activity;
  /// Above 0: of the instances of a module so many, evenly chosen, stand for all.
  int sample = 0;
  bool check_sta = true;  ///< beside OpenSTA at uniform activity, where it is installed
};

/// Energy of a mean cycle and leakage of a part of the design.
struct PowerParts {
  double dynamic_pj = 0;     ///< data: gates, flip-flop outputs and inputs, memory accesses
  double clock_pj = 0;       ///< inside flip-flops because their clock pin moves
  double clock_pins_pj = 0;  ///< charging those pins, as the last clock buffers do
  double leakage_nw = 0;

  PowerParts& operator+=(const PowerParts& other);
  double dynamic_mw(double mhz) const;
  double clock_mw(double mhz) const;  ///< both kinds
  double leakage_mw() const;
  double total_mw(double mhz) const;
};

PowerParts operator*(double times, const PowerParts& parts);

/// A block of the engine; memories are a block of their own.
struct BlockPowerMetrics {
  std::string block, title;
  PowerParts parts;
};

/// Memories of one size.
struct MemoryPowerMetrics {
  std::string role;  ///< of the first, with "..." when there are others
  std::string module;
  int64_t words = 0;
  int width = 0;
  int64_t instances = 0;
  MemoryCost cost;            ///< of one
  double reads = 0;           ///< a cycle, all instances
  double writes = 0;          ///< a cycle, all instances
  double output_nets_pj = 0;  ///< a cycle: the nets that they drive
  PowerParts parts;           ///< of all
};

struct PowerMetrics {
  std::string target, library_file, library_hash;
  std::string input;
  double volts = 0;
  double clock_mhz = 0;
  int64_t lanes = 0, interval = 0;
  int64_t cycles = 0;      ///< measured, all lanes together
  int64_t steps = 0;       ///< likewise; 0 for idle
  int64_t simulated = 0;   ///< clock cycles of the simulation
  int64_t compared = 0;    ///< output elements equal to the reference's
  int64_t operations = 0;  ///< dense-equivalent, of a step
  int64_t gates = 0;
  double toggles = 0;   ///< mean of a counted gate's outputs in a cycle
  int sample = 0;       ///< PowerRequest::sample
  int64_t counted = 0;  ///< gates whose toggles were counted
  PowerParts total;
  std::vector<BlockPowerMetrics> blocks;  ///< add up to the total
  std::vector<MemoryPowerMetrics> memories;
  std::string memory_source;  ///< model or the user's table
  std::optional<StaCheck> sta;
  std::string sta_note;  ///< why there is no comparison
  std::vector<std::string> left_out;

  double cycles_per_step() const;
  /// Energy of a mean step at `clock_mhz`, leakage included, pJ; 0 without steps.
  double step_pj() const;
};

/// Runs the netlist on the frames and joins what moved with what it takes (docs/synthesis.md).
/// Errors: those of ParsePowerLibrary, ReadGateNetlist, MeasureActivity and CostOfMemory; energies
/// that are not OpenSTA's (StaCheck::kLargestDifference); that it is missing is no error but
/// `sta_note`.
Result<PowerMetrics> MeasurePower(const PowerRequest& request);

/// power.json, without the final newline when dumped.
nlohmann::ordered_json ToJson(const PowerMetrics& metrics);

}  // namespace gatewright
