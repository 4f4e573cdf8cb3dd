// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "generator/base/diagnostic.h"
#include "generator/plan/plan.h"
#include "sim/script.h"

namespace gatewright {

/// A compiled design, loaded and ready to be driven (see BuildSimulation).
class Simulation {
 public:
  /// Loads a library. Error: it cannot be loaded or lacks the interface.
  static Result<std::unique_ptr<Simulation>> Load(const Plan& plan, const std::string& library,
                                                  uint32_t seed);
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  /// Writes FST waves of everything that follows. False: the library was built without.
  bool OpenWaves(const std::string& path);

  /// Sets the input port of SimBuildOptions::select from now on. False: the library was built
  /// without.
  bool Select(uint32_t value) const;

  /// Writes what of the RTL was covered since Load, in Verilator's format. False: the library was
  /// built without.
  bool WriteCoverage(const std::string& path) const;

  /// Resets the design, then plays the script until it ends (stop_after_frames or max_cycles).
  /// Idle input lines carry random values; stream rules are checked on both sides.
  Observed Run(const Script& script);

 private:
  struct Library;
  class Player;
  Simulation(const Plan& plan, std::unique_ptr<Library> library);
  std::vector<std::vector<int32_t>> ReadCellState() const;
  std::vector<std::vector<int64_t>> ReadSums() const;

  Plan plan_;
  std::unique_ptr<Library> library_;
};

}  // namespace gatewright
