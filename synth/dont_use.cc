// SPDX-License-Identifier: Apache-2.0
// Cells of a library that mapping leaves alone.
#include "synth/dont_use.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace gatewright {
namespace {

struct Family {
  std::string_view library;  ///< a pattern of its name
  std::vector<std::string> cells;
};

/// By the names in the libraries' own documentation. Sizes of a cell are never left out, kinds are.
const std::vector<Family>& Families() {
  static const std::vector<Family> kFamilies = {
      {"sky130_fd_sc_*",
       {"*__lpflow_*", "*__probe*", "*__dlygate*", "*__dlymetal*", "*__clkdly*", "*__clkbuf*",
        "*__clkinv*", "*__dlclk*", "*__sdlclk*", "*__sdf*", "*__sedf*", "*__ebuf*", "*__einv*",
        "*__macro_*", "*__conb*", "*__bufbuf*", "*__bufinv*"}},
      {"asap7sc*", {"HB*", "ICG*", "SDF*", "DLL*", "DHL*", "TIE*", "CK*", "FILL*", "DECAP*"}},
      {"Nangate*",
       {"CLKBUF*", "CLKGATE*", "ANTENNA*", "FILLCELL*", "LOGIC0*", "LOGIC1*", "SDF*", "TBUF*",
        "TINV*", "TLAT*"}},
      {"sg13g2_*",
       {"*_dlygate*", "*_lgcp*", "*_slgcp*", "*_sdf*", "*_sighold*", "*_ebufn*", "*_einvn*",
        "*_tiehi*", "*_tielo*", "*_antenna*", "*_decap*", "*_fill*"}}};
  return kFamilies;
}

bool IsTrue(const std::string* value) { return value != nullptr && *value == "true"; }

}  // namespace

bool MatchesPattern(const std::string& name, const std::string& pattern) {
  size_t n = 0, p = 0, star = std::string::npos, from = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      from = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p, ++n;
    } else if (star != std::string::npos) {
      p = star + 1;
      n = ++from;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string::npos;
}

std::vector<std::string> FamilyPatterns(const std::string& library) {
  for (const Family& family : Families()) {
    if (MatchesPattern(library, std::string(family.library))) return family.cells;
  }
  return {};
}

bool IsSpecialCell(const LibertyGroup& cell) {
  constexpr const char* kMarks[] = {"dont_use",
                                    "is_isolation_cell",
                                    "is_level_shifter",
                                    "always_on",
                                    "retention_cell",
                                    "is_macro_cell",
                                    "pad_cell",
                                    "is_clock_cell",
                                    "is_clock_gating_cell",
                                    "is_clock_isolation_cell"};
  constexpr const char* kKinds[] = {"clock_gating_integrated_cell", "switch_cell_type"};
  return std::any_of(std::begin(kMarks), std::end(kMarks),
                     [&cell](const char* key) { return IsTrue(cell.Find(key)); }) ||
         std::any_of(std::begin(kKinds), std::end(kKinds),
                     [&cell](const char* key) { return cell.Find(key) != nullptr; }) ||
         std::any_of(cell.groups.begin(), cell.groups.end(),
                     [](const LibertyGroup& group) { return group.kind == "test_cell"; });
}

void MarkDontUse(const std::vector<std::string>& patterns, CellLibrary* library) {
  std::vector<std::string> all = FamilyPatterns(library->name);
  all.insert(all.end(), patterns.begin(), patterns.end());
  for (auto& [name, cell] : library->cells) {
    const bool matches = std::any_of(
        all.begin(), all.end(),
        [&name = name](const std::string& pattern) { return MatchesPattern(name, pattern); });
    const bool kind = cell.role == CellRole::kLatch || cell.role == CellRole::kTie ||
                      (cell.role == CellRole::kFlipFlop && !cell.flip_flop);
    cell.dont_use = cell.dont_use || matches || kind;
  }
}

}  // namespace gatewright
