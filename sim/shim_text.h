// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/plan/plan.h"
#include "sim/build.h"

namespace gatewright {

/// C++ source of the shim that gives a verilated design (prefix Vgw) the C interface of sim/shim.h.
std::string ShimText(const Plan& plan, const SimBuildOptions& options);

/// Verilator control file: which memories and signals the shim may read.
std::string ShimControl(const Plan& plan, const SimBuildOptions& options);

}  // namespace gatewright
