// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "synth/liberty_function.h"

namespace gatewright {

/// A Liberty table over input transition (ns) and output load (pF), one axis or both, or one value.
/// Between its points linear, beyond its ends continued by the outermost points, as OpenSTA does.
struct LookupTable {
  std::vector<double> slews;   ///< empty: does not depend on it
  std::vector<double> loads;   ///< likewise
  std::vector<double> values;  ///< [slews][loads]; empty: there is no table

  double At(double slew, double load) const;
};

/// A boolean function of some pins of a cell and of its state.
struct LogicFunction {
  static constexpr int kState = -1;     ///< the state of a flip-flop
  static constexpr int kNotState = -2;  ///< its complement
  std::vector<int> inputs;              ///< pins of the cell by place, kState or kNotState
  LogicTable table;                     ///< input k = bit k of the row
};

/// An internal_power group: energies in pJ of one transition.
struct EnergyArc {
  int related = -1;  ///< pin by place whose transition causes it, -1: the pin itself
  LookupTable rise, fall;
  bool conditional = false;  ///< of one state of the cell alone ("when")
};

/// A timing group of an output, as far as transitions follow from it.
struct SlewArc {
  int related = -1;
  bool from_rise[2] = {true, true};  ///< a rising related pin makes the output fall [0], rise [1]
  bool from_fall[2] = {true, true};
  LookupTable rise, fall;  ///< transition of the output, ns
};

struct PowerPin {
  std::string name;
  bool output = false;
  bool clock = false;  ///< clocks the flip-flop
  double rise_pf = 0;  ///< capacitance, of inputs
  double fall_pf = 0;
  std::vector<EnergyArc> energies;
  std::vector<SlewArc> arcs;              ///< of outputs
  std::optional<LogicFunction> function;  ///< of outputs
};

/// A library cell for simulation and power.
struct PowerCell {
  std::string name;
  double leakage_nw = 0;
  bool leakage_stated =
      false;  ///< as one figure; else it follows from those of states and supplies
  std::vector<PowerPin> pins;
  bool flip_flop = false;
  LogicFunction next_state, clear,
      preset;               ///< of flip-flops; clear and preset without inputs: none
  std::string unsupported;  ///< why it cannot be simulated, empty when it can

  /// Place of a pin by its name, -1: there is none.
  int Find(const std::string& pin) const;
};

/// What power needs of a Liberty file.
struct PowerLibrary {
  double volts = 0;
  std::vector<PowerCell> cells;
  std::map<std::string, uint32_t> by_name;  ///< place in `cells`
};

/// Reads a Liberty text with non-linear delay and power tables; `file` is what messages call it.
/// Errors: those of ParseLibertyGroups, no voltage, a unit or table that cannot be read.
Result<PowerLibrary> ParsePowerLibrary(const std::string& text, const std::string& file);

}  // namespace gatewright
