// SPDX-License-Identifier: Apache-2.0
// Prunes to columns balanced over the PEs (cbtd).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "generator/base/ceil_div.h"
#include "generator/compress/prune_matrix.h"

namespace gatewright::internal {
namespace {

/// One place of a sub-column: a slot of a PE, with the weight that lives there.
struct Place {
  double magnitude = 0;
  int slot = 0;
  double* weight = nullptr;  ///< null in padding rows
};

/// Order in which places are dropped: least magnitude first; padding first among zeros; then the
/// higher slot.
bool DroppedBefore(const Place& a, const Place& b) {
  if (a.magnitude != b.magnitude) return a.magnitude < b.magnitude;
  const bool a_padding = a.weight == nullptr;
  const bool b_padding = b.weight == nullptr;
  if (a_padding != b_padding) return a_padding;
  return a.slot > b.slot;
}

/// The places of column `column` in PE `pe`.
void Collect(const MatrixView& matrix, int pes, int column, int pe, std::vector<Place>* places) {
  places->clear();
  const int unit_slots = CeilDiv(matrix.units, pes);
  for (int gate = 0; gate < matrix.gates; ++gate) {
    for (int s = 0; s < unit_slots; ++s) {
      const int unit = s * pes + pe;
      double* weight = unit < matrix.units ? &matrix.at(gate, unit, column) : nullptr;
      places->push_back({weight != nullptr ? std::fabs(*weight) : 0,
                         SlotGate(matrix.kind, matrix.recurrent, gate) * unit_slots + s, weight});
    }
  }
}

}  // namespace

Result<int64_t> PruneColumns(const MatrixView& matrix, const Ratio& keep, int pes, bool check) {
  int64_t kept = 0;
  std::vector<Place> places;
  for (int column = 0; column < matrix.columns; ++column) {
    for (int pe = 0; pe < pes; ++pe) {
      Collect(matrix, pes, column, pe, &places);
      const int64_t dropped = keep.Dropped(static_cast<int64_t>(places.size()));
      const int64_t most = static_cast<int64_t>(places.size()) - dropped;
      const int64_t found = std::count_if(places.begin(), places.end(),
                                          [](const Place& p) { return p.magnitude > 0; });
      if (check && found > most) {
        return Violation(matrix, fmt::format("column {}, PE {}", column, pe), found, "weights",
                         most);
      }
      const auto first_kept = places.begin() + dropped;
      std::nth_element(places.begin(), first_kept, places.end(), DroppedBefore);
      for (auto place = places.begin(); place != places.end(); ++place) {
        if (place->weight == nullptr) continue;
        if (place < first_kept) *place->weight = 0;
        kept += place < first_kept ? 0 : 1;
      }
    }
  }
  return kept;
}

}  // namespace gatewright::internal
