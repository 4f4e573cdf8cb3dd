// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "synth/liberty.h"
#include "synth/liberty_groups.h"

namespace gatewright {

/// Whether a name is what a pattern says: * stands for any letters, ? for one.
bool MatchesPattern(const std::string& name, const std::string& pattern);

/// Patterns of cells that a mapper must leave alone in libraries we know by their name: isolation,
/// delay, hold, clock, probe and tie cells that their files do not mark. Empty for others.
std::vector<std::string> FamilyPatterns(const std::string& library);

/// Whether the file itself says that a cell is not for logic: dont_use, or an attribute of clock
/// gates, isolation, level shifters, retention, switches, pads; a scan cell.
bool IsSpecialCell(const LibertyGroup& cell);

/// Marks the cells that mapping must not take: those of `patterns`, of FamilyPatterns, latches, tie
/// cells, flip-flops that are not plain.
void MarkDontUse(const std::vector<std::string>& patterns, CellLibrary* library);

}  // namespace gatewright
