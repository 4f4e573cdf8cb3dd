// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "generator/base/diagnostic.h"
#include "synth/metrics.h"
#include "synth/rtlil.h"
#include "synth/technology.h"

namespace gatewright {

/// A kind of memory found in a design: module, words, bits a word -> instances.
using MemoryCount = std::map<std::tuple<std::string, int64_t, int64_t>, int64_t>;

/// The modules of an elaborated design that differ in more than the contents of their memories.
struct UniqueModules {
  std::map<std::string, std::string> names;    ///< elaborated name -> unique name
  std::map<std::string, std::string> sources;  ///< unique name -> Verilog module
  MemoryCount memories;                        ///< black boxes with parameters Width and Depth
};

/// Unique names of every module below `top`: the Verilog name, with #2, #3 ... for further sets
/// of parameters, in the order of the hierarchy. Parameters that only name memory files (MemDir
/// and those that end in File) make no difference, so equal arrays with weights of their own are
/// one module.
UniqueModules FindUniqueModules(const std::vector<RtlilModule>& elaborated, const std::string& top);

/// The modules of `elaborated` that are to be mapped, one for each unique name that is no memory.
std::vector<const RtlilModule*> Representatives(const std::vector<RtlilModule>& elaborated,
                                                const UniqueModules& unique);

/// A block of the engine: a name for programs, one for people.
struct BlockName {
  const char* block;
  const char* title;
};
/// Every block of the engine, in the order of reports.
std::span<const BlockName> Blocks();

/// The place in Blocks() of what no module claims: of the top.
size_t RestBlock();
/// The place in Blocks() of a Verilog module that a module of block `parent` uses. Module names
/// start with `prefix`; modules that are not of the engine belong to the block that uses them.
size_t BlockOf(const std::string& source, const std::string& prefix, size_t parent);

/// An instance of the design.
struct Instance {
  const RtlilModule* module = nullptr;
  size_t block = 0;  ///< place in Blocks()
};

/// Every instance below `top` by its hierarchical name ("u_engine.u_cells"), the top as "". Points
/// into `elaborated`. Module names start with `prefix`.
std::map<std::string, Instance> FindInstances(const std::vector<RtlilModule>& elaborated,
                                              const std::string& top, const std::string& prefix);

/// The instance that the cell or net of a flattened design came from, by its name: the longest
/// name of an instance that `name` starts with. "u_engine.u_cells.sum_LUT4_O" -> u_engine.u_cells.
/// Returns an element of `instances`, which has the top.
const std::pair<const std::string, Instance>& InstanceOfName(
    const std::map<std::string, Instance>& instances, const std::string& name);

/// 24 or 32'00000000000000000000000000011000, as RTLIL writes parameters.
int64_t ParameterValue(const std::string& value);

/// Fills modules, blocks and total of `metrics` from mapped modules with unique names. Module
/// names start with `prefix`. Error: cells that `technology` does not have, each kind named.
Status CountCells(const std::vector<RtlilModule>& netlist, const UniqueModules& unique,
                  const Technology& technology, const std::string& top, const std::string& prefix,
                  Metrics* metrics);

}  // namespace gatewright
