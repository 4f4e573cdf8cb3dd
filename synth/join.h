// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "synth/hierarchy.h"
#include "synth/rtlil.h"

namespace gatewright {

/// How memories appear in a joined netlist.
enum class MemoryStyle {
  kWrapper,  ///< instances of the wrappers of rtl/ with their parameters: simulates with them
  kMacro,    ///< instances of MacroName() without parameters: one cell of a library each
};

/// gw_rom_440x40: the cell that stands for a memory in timing.
std::string MacroName(const std::string& module, int64_t words, int64_t width);

/// Joins modules that were mapped apart to one hierarchical design, as RTLIL text. Modules that
/// were mapped once and differ in the contents of their memories appear once each, so every memory
/// keeps its own contents. Names are plain identifiers: gw_event_queue__2 is the second set of
/// parameters of gw_event_queue. `mapped` has the mapped modules by their unique names.
std::string JoinNetlist(const std::vector<RtlilModule>& elaborated, const UniqueModules& unique,
                        const std::vector<RtlilModule>& mapped, const std::string& top,
                        MemoryStyle style);

}  // namespace gatewright
