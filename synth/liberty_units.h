// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/base/diagnostic.h"
#include "synth/liberty_groups.h"

namespace gatewright {

/// What the numbers of a Liberty file are multiplied with. A unit that a file does not state is the
/// one here, which is what most files state.
struct LibertyUnits {
  double nanoseconds = 1;  ///< of a time
  double picofarads = 1;   ///< of a capacitance
  double nanowatts = 1;    ///< of a leakage power
  double volts = 1;        ///< of a voltage

  /// Of an internal energy: Liberty counts it in its capacitance times its voltage squared.
  double picojoules() const { return picofarads * volts * volts; }
};

/// time_unit, capacitive_load_unit, leakage_power_unit and voltage_unit. Errors: each of them that
/// is not a number above 0 with a prefix we know; `file` is what messages call it.
Result<LibertyUnits> ReadLibertyUnits(const LibertyGroup& library, const std::string& file);

/// The supply voltage, V: that of the default operating conditions, else nom_voltage, else that of
/// the first operating conditions; 0 when none is stated. Timing tools take them in this order.
double SupplyVoltage(const LibertyGroup& library, const LibertyUnits& units);

}  // namespace gatewright
