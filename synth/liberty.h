// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "synth/flip_flops.h"
#include "synth/liberty_groups.h"

namespace gatewright {

/// Area in millionths of the library's unit (of a square micrometre in all libraries we know, of a
/// gate equivalent for generic gates): integers, so that sums are exact in any order.
using Area = int64_t;
inline constexpr double kAreaUnit = 1e6;

/// What a cell can do for us.
enum class CellRole {
  kOther,      ///< anything else: larger gates, several outputs, no outputs
  kInverter,   ///< y = !a
  kBuffer,     ///< y = a
  kNand2,      ///< y = !(a b)
  kGate2,      ///< another gate of two inputs like it: AND, OR, NOR, with inverted inputs or not
  kTie,        ///< constant output
  kFullAdder,  ///< sum and carry of three inputs
  kFlipFlop,   ///< edge-triggered
  kLatch,
};

/// Pins of a full adder.
struct AdderPins {
  std::vector<std::string> inputs;  ///< three, all alike
  std::string sum;
  std::string carry;
};

struct LibraryCell {
  std::string name;
  Area area = 0;
  CellRole role = CellRole::kOther;
  bool dont_use = false;                   ///< mapping leaves it alone
  std::optional<PlainFlipFlop> flip_flop;  ///< how it is connected, of one that mapping may use
  double input_cap = 0;                    ///< largest input capacitance, fF
  AdderPins adder;                         ///< of a full adder
};

/// What synthesis needs to know of a Liberty file.
struct CellLibrary {
  std::string name;
  std::map<std::string, LibraryCell> cells;
  std::vector<std::string> left_out;  ///< cells that cannot be used, each with the reason

  /// The smallest usable cell of a role (by name among equals), nullptr if there is none.
  const LibraryCell* Smallest(CellRole role) const;
  /// The cheapest way to a flip-flop, nullptr if there is none; `reset_to` as of FlipFlopUse. With
  /// the area of its inverters, each that of the smallest inverter.
  const LibraryCell* FlipFlop(int reset_to) const;
};

/// The text of a Liberty file; a gzip stream is unpacked. Errors: missing, unreadable, a gzip
/// stream that is damaged or cut short.
Result<std::string> ReadLiberty(const std::string& path);

/// What synthesis needs of a library that was parsed. Errors: those of ParseLiberty behind the
/// syntax.
Result<CellLibrary> ReadCellLibrary(const LibertyGroup& root, const std::string& file);

/// Reads a Liberty text; `file` is what messages call it. Errors, with the line: no library group,
/// a syntax error, an end within a group, a unit that cannot be read, a cell without a sensible
/// area, no cells at all.
Result<CellLibrary> ParseLiberty(const std::string& text, const std::string& file);

}  // namespace gatewright
