// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/registers/register_map.h"

/// Texts of a register block, all from its one description. None has a file header of its own.
namespace gatewright {

/// Lower-case name of what a field is to the hardware: "control_enable", "theta_x0".
std::string SignalName(const Register& reg, const Field& field);

/// Name of the Verilog module: the top's name with "_registers".
std::string RegisterModuleName(const RegisterMap& map);

/// The Verilog-2005 module: decoding, settings, sticky bits, and one gw_counter a counter, behind
/// the register bus of gw_axi_lite. Its reset is asynchronous, as that of the templates.
std::string PrintRegisterModule(const RegisterMap& map);

/// A C99 header: offsets, masks and inline accessors over `volatile uint32_t *base`.
std::string PrintRegisterHeader(const RegisterMap& map);

/// The Markdown page: how the block behaves, and every register with its fields.
std::string PrintRegisterPage(const RegisterMap& map);

}  // namespace gatewright
