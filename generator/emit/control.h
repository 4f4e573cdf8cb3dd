// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/emit/design_id.h"
#include "generator/plan/plan.h"
#include "generator/registers/register_map.h"

// Private to emit: the parts of the top that depend on control.bus.
namespace gatewright {

/// The registers of the design as it is emitted.
RegisterMap RegistersOf(const Plan& plan, const DesignId& id);

/// A port of the bus of the register block, as the top has it.
struct BusPort {
  const char* name;  ///< s_axil_awaddr
  bool input;
  int bits;
};
/// In the order of the top's ports; none without a bus.
std::vector<BusPort> BusPorts(const Plan& plan);

/// Port declarations of the bus, each with a comma before it; `pad` is the width of ranges.
std::string ControlPorts(const Plan& plan, size_t pad);

/// Wires and instances of the register block and its bus; without one what takes their place.
std::string ControlBlock(const Plan& plan, const RegisterMap& map);

/// How the engine's enable_i and stats_o are connected.
std::string ControlBinding(const Plan& plan);

}  // namespace gatewright
