#pragma once

#include <string>

#include "generator/plan/plan.h"

namespace gatewright {

/// C++ source of the shim that gives a verilated design (prefix Vgw) the C interface of sim/shim.h.
std::string ShimText(const Plan& plan, bool waves);

/// Verilator control file: which memories the shim may read.
std::string ShimControl(const Plan& plan);

}  // namespace gatewright
