// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/spec/spec.h"

namespace gatewright {

/// Formats of a design after calibration (numerics.md 2): every later width follows from these.
struct NumericFormats {
  QFormat state;              ///< A
  QFormat cell;               ///< C
  int weight_bits = 8;        ///< W
  int row_shift_bits = 0;     ///< k
  int gate_fraction = 12;     ///< fo
  int segments = 0;           ///< lines of sigmoid and tanh each (pwl); 0: tables
  int table_in_fraction = 6;  ///< fi
  int table_in_integer = 4;   ///< ii
  int acc_bits = 0;           ///< accumulator width
  Rounding rounding = Rounding::kNearestEven;
  WeightKind weight_kind = WeightKind::kFixed;
  int weight_digits = 0;    ///< n of bit-sparse weights
  int dropped_columns = 0;  ///< t of products of delta steps; 0 = exact
};

/// Weight words that an array stores of the columns of a matrix, where that follows from the
/// weights (patterns hcgs and unstructured; docs/sparsity.md). Filled by CountColumnWords.
struct ColumnWords {
  int words = 0;               ///< of every column; with `of_column`, of the longest
  std::vector<int> of_column;  ///< [columns]: unstructured only
};

/// When a step is skipped or a delta step, by the score of its frame (numerics.md 4).
struct ScoreLimits {
  int64_t skip = 0;   ///< T_skip: a lower score skips the step
  int64_t delta = 0;  ///< T_delta: a lower score makes a delta step
};

/// Thresholds of events: those of the design, unless registers changed them.
struct Thresholds {
  std::vector<int> x;  ///< [layers]: of the input of each layer, format A
  std::vector<int> h;  ///< [layers]: of the recurrence; 0 for dense
  ScoreLimits scores;  ///< similarity only
  /// x[k] and h[k]; 0 where none was given.
  int theta_x(size_t k) const { return k < x.size() ? x[k] : 0; }
  int theta_h(size_t k) const { return k < h.size() ? h[k] : 0; }
};

/// Which elements are processed and what a step does (numerics.md 4). The integer network has the
/// rules and its plan a copy; nothing changes either afterwards.
struct EventRules {
  EventKind kind = EventKind::kNone;
  int refresh = 0;  ///< delta steps before a full one (similarity); 0 = no limit
  Thresholds thresholds;
};

/// One layer in integers. Weight row = gate * units + unit, sum = group * units + unit, in the
/// orders of generator/spec/cell.h. Weights of 2 to 16 bits.
struct IntLayer {
  CellKind kind = CellKind::kLstm;
  HeadActivation activation = HeadActivation::kNone;
  bool input_relu = false;  ///< dense only: negative inputs count as zero
  int inputs = 0;
  int units = 0;
  int weight_fraction = 0;         ///< fw
  std::vector<uint8_t> row_shift;  ///< e_r [sums]
  std::vector<int64_t> bias;       ///< [sums], fraction fa + fw + e_r
  std::vector<int16_t> wx;         ///< [inputs][rows]: column-major, as the engine reads it
  std::vector<int16_t> wh;         ///< [units][rows]; empty for dense
  ColumnWords x_words;             ///< of wx
  ColumnWords h_words;             ///< of wh
  int gates() const { return WeightGates(kind); }
  int rows() const { return gates() * units; }          ///< of each matrix
  int sums() const { return SumGroups(kind) * units; }  ///< accumulators
};

/// The integer network: what the RTL computes, every bit.
struct IntNetwork {
  NumericFormats formats;
  EventRules events;
  std::vector<IntLayer> layers;
  int inputs() const { return layers.front().inputs; }
  int outputs() const { return layers.back().units; }
};

}  // namespace gatewright
