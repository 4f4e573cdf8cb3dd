// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "generator/base/diagnostic.h"
#include "synth/power/gate_netlist.h"
#include "synth/power/power_library.h"

namespace gatewright {

/// Our energies beside OpenSTA's, every net and flip-flop output switching once a cycle, inputs and
/// memories ideal. OpenSTA 2.0.17 counts the energies of both edges for every internal transition
/// and half of those of data pins; gates of more than two inputs, and groups of one state alone
/// ("when"), get weights that do not add up to one. The comparison follows the former, and leaves
/// the internal power of the latter out.
struct StaCheck {
  /// More than this is an error: what is left is rounding, and inputs behind constants.
  static constexpr double kLargestDifference = 0.02;

  std::string tool;         ///< and its version
  int64_t gates = 0;        ///< compared
  int64_t constant = 0;     ///< held constant by OpenSTA, not compared
  int64_t moving = 0;       ///< of those, gates whose output moved in the simulation: must be 0
  int64_t internal = 0;     ///< of the compared ones, those whose internal power is compared
  double switching_mw = 0;  ///< ours, of the compared gates
  double sta_switching_mw = 0;
  double internal_mw = 0;  ///< ours as OpenSTA counts, clock pins included
  double sta_internal_mw = 0;
  double leakage_mw = 0;  ///< ours, of gates whose cells state it as one figure
  double sta_leakage_mw = 0;

  /// Largest relative difference of the three sums.
  double difference() const;
  /// Error: they are more than kLargestDifference apart. `file` is the library's.
  Status Agrees(const std::string& file) const;
};

/// Runs OpenSTA on the netlist without hierarchy. `library_text` is the Liberty file of `library`;
/// `toggles` are those of the simulation. Errors: OpenSTA is not installed or fails.
Result<StaCheck> CheckWithSta(const GateNetlist& netlist, const PowerLibrary& library,
                              const std::string& library_text, double clock_mhz,
                              const std::vector<uint64_t>& toggles);

}  // namespace gatewright
