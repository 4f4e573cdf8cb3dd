#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "generator/spec/diagnostic.h"
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

/// Fills modules, blocks and total of `metrics` from mapped modules with unique names. Module
/// names start with `prefix`. Error: cells that `technology` does not have, each kind named.
Status CountCells(const std::vector<RtlilModule>& netlist, const UniqueModules& unique,
                  const Technology& technology, const std::string& top, const std::string& prefix,
                  Metrics* metrics);

}  // namespace gatewright
