// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "synth/power/gate_netlist.h"
#include "synth/power/power_library.h"

namespace gatewright {

/// What surrounds a netlist.
struct EnergyConditions {
  std::string driving_cell;         ///< at every input port but clock and reset; empty: ideal
  double output_load_pf = 0;        ///< at every output port
  double memory_pin_pf = 0;         ///< of every input of a memory
  double memory_transition_ns = 0;  ///< of every output of a memory
};

/// Capacitance and transition of each net: loads are the pins on it, no wires; transitions spread
/// from registers and ports with the library's tables, the slowest arc of each edge, clock and
/// reset ideal.
struct NetConditions {
  std::vector<double> load_pf;  ///< [net]
  std::vector<double> rise_ns;
  std::vector<double> fall_ns;
};
NetConditions FindNetConditions(const GateNetlist& netlist, const PowerLibrary& library,
                                const EnergyConditions& around);

/// Energy of one transition of each pin of each gate.
struct PinEnergies {
  /// [GateNetlist::pins] within the cell, mean of a rising and a falling transition, pJ. An output
  /// that several inputs may switch: the mean over them; several groups for different states: the
  /// mean over them.
  std::vector<double> internal_pj;
  /// [GateNetlist::pins] of outputs: charging the net, half of C V^2, pJ.
  std::vector<double> switching_pj;
};
PinEnergies FindPinEnergies(const GateNetlist& netlist, const PowerLibrary& library,
                            const NetConditions& nets);

}  // namespace gatewright
