// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/base/diagnostic.h"
#include "generator/plan/plan.h"

namespace gatewright {

/// How a design is compiled for simulation.
struct SimBuildOptions {
  bool waves = false;      ///< with FST tracing (needs zlib1g-dev)
  bool optimise = false;   ///< -O3: for long runs; else -O1, which compiles in half the time
  bool probe = false;      ///< with the sums and results of the cell lanes (Observed::probe)
  bool pins_only = false;  ///< the files may be a netlist: nothing inside is looked at
  bool of_yosys =
      false;           ///< elaborated by Yosys, with its modules: their names are as it writes them
  std::string select;  ///< input port by which Simulation::Select chooses; empty = none
  bool coverage = false;  ///< with line and toggle coverage of the RTL (Simulation::WriteCoverage)
};

/// Runs `verilator --lint-only -Wall` over an emitted tree. Error: whatever it prints.
Status LintDesign(const Plan& plan, const std::string& design_folder);

/// Verilates and compiles the design in `design_folder` (rtl/, mem/, filelist.f) into a shared
/// library inside `build_folder`, and returns its path. Verilator's own runtime is compiled once
/// per version and set of options, into the user's cache folder (GATEWRIGHT_CACHE, else
/// XDG_CACHE_HOME/gatewright, else ~/.cache/gatewright).
/// Always passes -fno-const-bit-op-tree: Verilator 5.006 computes wrong bits without it.
Result<std::string> BuildSimulation(const Plan& plan, const std::string& design_folder,
                                    const std::string& build_folder,
                                    const SimBuildOptions& options);

}  // namespace gatewright
