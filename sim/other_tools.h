// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/base/diagnostic.h"
#include "generator/plan/plan.h"

namespace gatewright {

// Programs besides Verilator that must understand the emitted files. Each function gives an empty
// text when its program is not installed, else what it was and said; an error when it failed.

/// `iverilog -g2005` elaborates the design; its version.
Result<std::string> ReadByIcarus(const Plan& plan, const std::string& design_folder);

/// Yosys reads and elaborates the design; its version.
Result<std::string> ReadByYosys(const Plan& plan, const std::string& design_folder);

/// Runs the emitted bench in Icarus Verilog (four-state); the line that starts with PASS.
Result<std::string> RunBenchInIcarus(const Plan& plan, const std::string& design_folder);

/// Runs the emitted bench in Verilator (--binary), compiled in `build_folder`; the PASS line.
Result<std::string> RunBenchInVerilator(const Plan& plan, const std::string& design_folder,
                                        const std::string& build_folder);

}  // namespace gatewright
