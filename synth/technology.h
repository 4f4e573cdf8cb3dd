// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/spec/spec.h"
#include "synth/liberty.h"

namespace gatewright {

/// Where Debian's qflow-tech-osu018 puts its library.
inline constexpr char kOsu018Path[] = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";

/// What one mapped cell costs.
struct CellCost {
  Area area = 0;
  bool flip_flop = false;
};

/// What a design is mapped to.
struct Technology {
  std::string target;  ///< "generic", "osu018", or the name of a library file, no folder
  bool generic = false;
  std::string area_unit;     ///< "GE" for generic gates, "um^2" for libraries
  std::string library;       ///< name within the Liberty file, empty for generic
  std::string library_file;  ///< file name, no folder
  std::string library_hash;  ///< 16 hex digits, XXH3-64 of the unpacked file
  std::string library_text;  ///< all cells (LibraryUse::kPower), for functions and energies
  std::string mapping_text;  ///< the cells that may be used (LibraryUse::kMapping)
  std::map<std::string, CellCost> cells;
  int64_t not_used = 0;      ///< of them, those that mapping leaves alone
  bool async_reset = true;   ///< has flip-flops with asynchronous reset
  Area gate = 0;             ///< area of a gate equivalent, 0 when the library has no NAND2
  std::string gate_rule;     ///< what a gate equivalent is, a full clause
  std::string driving_cell;  ///< drives every input of a module while it is mapped
  double load_ff = 0;        ///< at every output of a module while it is mapped, fF
  std::string full_adder;    ///< the library's cell for full adders, empty if it has none
  AdderPins full_adder_pins;
  std::string flip_flops;  ///< rules of techmap that put the library's in place, of a library
};

/// Generic CMOS gates, counted by transistors; needs no file.
Technology GenericTechnology();

/// `target` = generic, osu018 (the library at `osu018_path`) or the path of a Liberty file,
/// plain or gzipped, or of several with commas between them. Cells whose names are like one of
/// `dont_use` (* and ?) are left alone, as those of MarkDontUse. Errors: no such library (for
/// osu018 with the Debian package that has it), those of ReadLibraryFiles, none left of inverter,
/// gate of two inputs or flip-flop, and for a design with asynchronous reset of such flip-flops.
Result<Technology> FindTechnology(const std::string& target, const std::string& osu018_path,
                                  ResetStyle reset, const std::vector<std::string>& dont_use = {});

}  // namespace gatewright
