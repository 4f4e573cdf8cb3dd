// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gatewright {

/// What other readers of Verilog-2005 refuse, though Verilator 5.006 and Yosys 0.23 take it, in one
/// source file; a sentence with the line for each. For tests.
/// - a name used before it is declared (Icarus Verilog 12 and 13)
/// - a generate block without a condition or a loop, which is no Verilog-2005 (Icarus Verilog 12)
/// - an integer that loops in several processes: they drive it together (Yosys 0.55 and later)
/// A scan, not a parser: a second declaration of a name in another block hides a late first one.
std::vector<std::string> PortabilityFaults(const std::string& verilog);

}  // namespace gatewright
