// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// What a memory costs.
struct MemoryCost {
  double area_um2 = 0;
  double read_pj = 0;   ///< of one read
  double write_pj = 0;  ///< of one write
  double leakage_nw = 0;
  std::string source;  ///< how it is built: "model: 2 banks of 256 rows x 128 columns", "table: 2 x
                       ///< 1 of 512x32"
  bool known = true;   ///< false: there is no figure, the others are 0
};

/// A macro of a user's table.
struct MemoryMacro {
  int64_t words = 0;
  int width = 0;
  bool two_ports = false;  ///< one to read and one to write, else one for both
  double area_um2 = 0, read_pj = 0, write_pj = 0, leakage_nw = 0;
};

/// The user's memories; without macros the model stands in.
struct MemoryTable {
  std::string file;  ///< its name, no folder; empty when there is none
  std::vector<MemoryMacro> macros;
  bool no_model = false;  ///< the model is of another technology: without macros there is no figure
};

/// Reads a CSV text: a head line "words,width,ports,area_um2,read_pj,write_pj,leakage_uw", then a
/// macro a line; ports 1 (one for reading and writing) or 2 (one for each). Lines that start with #
/// and empty ones are left out. Errors, each with its line: another head, a field that is no
/// number in its range, no macro with one or (requested by `two_ports`) two ports.
Result<MemoryTable> ParseMemoryTable(const std::string& text, const std::string& file);

/// What a memory of `words` x `width` bits costs, with two ports (gw_ram_1r1w) or with one (gw_rom:
/// counted as an SRAM, so its contents could be loaded). From the table, when it has macros: the
/// grid of one macro that covers the memory in the least area, words below words and bits beside
/// bits; an access switches one row of the grid, leakage is that of all. Else the model of
/// docs/power.md for 0.18 um and 1.8 V, or no figure (MemoryTable::no_model). Error: the table has
/// no macro with two ports for a memory that needs them (a macro with two serves where one would
/// do).
Result<MemoryCost> CostOfMemory(int64_t words, int width, bool two_ports, const MemoryTable& table);

/// Whether the model is of a library's technology, by the library's name: those of 0.18 um have 018
/// in it. Memories of 0.18 um beside logic of 45 nm would be 99 % of its area.
bool ModelFits(const std::string& library);

/// Where the costs come from, a clause for reports.
std::string MemorySource(const MemoryTable& table);

}  // namespace gatewright
