// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/plan/plan.h"
#include "synth/technology.h"

namespace gatewright {

/// The design of `folder` after elaboration, as RTLIL text: one module per set of parameters,
/// memory wrappers as black boxes. What a multiplier is made of is part of its PE; its full adders
/// are cells of the library where it has them. `scratch` is a folder for files on the way.
Result<std::string> Elaborate(const Plan& plan, const Technology& technology,
                              const std::string& folder, const std::string& scratch);

/// A module to map: its name and an RTLIL text of it alone (IsolateModule).
struct ModuleToMap {
  std::string name;
  std::string rtlil;
};

/// A mapped module.
struct MappedModule {
  std::string netlist;  ///< RTLIL text, with the black boxes of the modules it uses
  double delay_ns = 0;  ///< longest combinational path within, 0 if not known
};

/// Synthesises each module apart, as many at a time as the machine has processors, and maps it to
/// `technology`. `clock_ns` is the target period of the mapper. Results in the order of `modules`.
Result<std::vector<MappedModule>> MapModules(const std::vector<ModuleToMap>& modules,
                                             const Technology& technology, double clock_ns,
                                             const std::string& scratch);

/// Runs Yosys with `script` in `folder`; script and log go to `scratch` under `name`. Returns the
/// log. Errors: Yosys is not installed or failed.
Result<std::string> RunYosys(const std::string& script, const std::string& name,
                             const std::string& folder, const std::string& scratch);

/// The Verilog files of a generated design as arguments of read_verilog, quoted; with
/// `memories` also those of the memory wrappers.
Result<std::string> VerilogFiles(const Plan& plan, const std::string& folder, bool memories);

/// First line of yosys -V.
Result<std::string> YosysVersion();

}  // namespace gatewright
