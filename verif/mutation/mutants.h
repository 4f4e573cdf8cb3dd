// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/plan/plan.h"

namespace gatewright {

/// A small fault in the elaborated RTL: one bit of a port of a cell inverted, constant, or
/// inverted when another bit has a value (`mutate` of Yosys).
struct Mutant {
  int number = 0;                   ///< from 1: the value of the control input that makes it act
  std::string module;               ///< of rtl_templates, without prefix: "pe"; "top", "registers"
  std::string instance;             ///< the module's name in Yosys, of one set of parameters
  std::string command;              ///< its line of `mutate`, without -ctrl
  std::string description;          ///< "const0 of port A, bit 3"
  std::vector<std::string> places;  ///< "rtl/gw_pe.v:121": where the cell is in the source
};

/// A design with faults, all of them asleep.
struct MutatedDesign {
  std::string folder;   ///< filelist.f with one netlist and the memory wrappers
  std::string mutated;  ///< that netlist as RTLIL, the wrappers as black boxes
  std::string top;      ///< name of its top module
  std::string prefix;   ///< of its modules
  std::vector<Mutant> mutants;
};

/// The input port that wakes a mutant; 0 wakes none.
inline constexpr const char* kMutantPort = "mutsel";

/// Elaborates the emitted `tree` and puts faults into it: of every module `each`, or all it could
/// have if those are fewer, spread over the sets of parameters it has, none of them of a clock.
/// `scratch` takes the files. The same seed gives the same faults. Memory wrappers have none.
/// Errors: those of Yosys.
Result<MutatedDesign> InsertMutants(const Plan& plan, const std::string& tree, int each,
                                    uint64_t seed, const std::string& scratch);

/// The same with faults that are known: each a line of `mutate`, without -ctrl.
Result<MutatedDesign> InsertMutants(const Plan& plan, const std::string& tree,
                                    const std::vector<std::string>& commands,
                                    const std::string& scratch);

}  // namespace gatewright
