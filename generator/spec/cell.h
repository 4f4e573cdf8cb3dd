// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gatewright {

/// What a unit of a layer computes.
enum class CellKind { kLstm, kDense, kGru };

// The order of gates and sums (docs/numerics.md 3). Weight rows: LSTM i, f, g, o; GRU r, u, c;
// dense one. Accumulator groups: LSTM i, f, g, o; GRU cx, r, u, ch, so that the rows of W_x (c, r,
// u) and those of W_h (r, u, c) are each contiguous; dense one.

constexpr bool IsRecurrent(CellKind kind) { return kind != CellKind::kDense; }

/// Weight rows of a unit in each matrix.
constexpr int WeightGates(CellKind kind) {
  return kind == CellKind::kLstm ? 4 : kind == CellKind::kGru ? 3 : 1;
}

/// Sums of a unit, and cycles a group of units takes in the cell lanes.
constexpr int SumGroups(CellKind kind) { return kind == CellKind::kDense ? 1 : 4; }

/// The sum that weight row `gate` of W_x, or of W_h if `recurrent`, adds to.
constexpr int GroupOf(CellKind kind, bool recurrent, int gate) {
  if (kind != CellKind::kGru) return gate;
  return gate < 2 ? gate + 1 : recurrent ? 3 : 0;
}

/// The first sum that a matrix adds to.
constexpr int FirstGroup(CellKind kind, bool recurrent) {
  return kind == CellKind::kGru && recurrent ? 1 : 0;
}

/// Place of weight row `gate` among the rows of its matrix in the order of their sums.
constexpr int SlotGate(CellKind kind, bool recurrent, int gate) {
  return GroupOf(kind, recurrent, gate) - FirstGroup(kind, recurrent);
}

/// "lstm", "dense", "gru"
constexpr const char* CellName(CellKind kind) {
  return kind == CellKind::kLstm ? "lstm" : kind == CellKind::kGru ? "gru" : "dense";
}

/// Letters of the sums of a recurrent cell: "i", "cx", ...
constexpr const char* GroupName(CellKind kind, int group) {
  constexpr const char* kLstmNames[] = {"i", "f", "g", "o"};
  constexpr const char* kGruNames[] = {"cx", "r", "u", "ch"};
  return kind == CellKind::kGru ? kGruNames[group] : kLstmNames[group];
}

}  // namespace gatewright
