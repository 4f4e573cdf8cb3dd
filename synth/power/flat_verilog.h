// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "synth/power/gate_netlist.h"
#include "synth/power/power_library.h"

namespace gatewright {

/// The netlist as a Verilog module `flat` without hierarchy and memories, for other tools: gate k
/// is g<k>, net k is n<k> unless a port has it, what memory k reads is the input memory<k>.
std::string FlatVerilog(const GateNetlist& netlist, const PowerLibrary& library);

}  // namespace gatewright
