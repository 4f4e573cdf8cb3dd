// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/base/diagnostic.h"
#include "synth/power/gate_netlist.h"
#include "synth/power/power_library.h"

namespace gatewright {

/// A small design on the library for tests.
struct SampleNetlist {
  PowerLibrary library;
  GateNetlist netlist;
};

/// Maps module `top` of a Verilog text, which may have cells FA, onto MiniLibrary and FA, a full
/// adder of two outputs; works in `folder`. Errors: those of Yosys.
Result<SampleNetlist> MapSample(const std::string& verilog, const std::string& folder);

/// The cells of that library in Verilog, flip-flops at 0 from the start as in NetlistSim.
extern const char kSampleCells[];

/// kSampleCells, `flat` (FlatVerilog) and a module `probed` with the ports of `flat` and an output
/// probe_o: bit k is net k + 2.
std::string ProbedVerilog(const SampleNetlist& sample);

/// Builds module `top` of netlist.v with Verilator in `folder`, together with the C++ file
/// main_<top>.cpp there, which includes V<top>.h. Returns the program. Errors: those of Verilator
/// and the compiler.
Result<std::string> BuildWithVerilator(const std::string& folder, const std::string& top,
                                       const std::string& optimise);

}  // namespace gatewright
