// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "generator/compress/int_network.h"

namespace gatewright {

/// The `truncated` multiplier (docs/numerics.md 5): the array of Baugh and Wooley for a weight and
/// a value, two's complement, without the bits of its lowest columns.
class TruncatedProduct {
 public:
  /// Bits of a weight W, 2..16, and of a value V, 2..31; columns left out t, 0..W.
  TruncatedProduct(int weight_bits, int value_bits, int columns);

  int weight_bits() const { return weight_bits_; }
  int value_bits() const { return value_bits_; }
  int columns() const { return columns_; }

  /// What the bits left out would have added: sum over i + j < t of b_ij 2^(i+j).
  int64_t LeftOut(int32_t weight, int32_t value) const {
    uint32_t sum = 0;
    for (int i = 0; i < columns_; ++i) {
      const Row& row = rows_[static_cast<size_t>(i)];
      const uint32_t bit = (static_cast<uint32_t>(weight) >> i) & 1;
      sum += (((static_cast<uint32_t>(value) & (0 - bit)) ^ row.complemented) & row.left_out) << i;
    }
    return sum;
  }
  /// What is added in their place, in units of 2^t: their mean for operands whose bits are 0 and 1
  /// alike, rounded to nearest even.
  int64_t offset() const { return offset_; }
  /// The product; 0 when an operand is 0.
  int64_t Of(int32_t weight, int32_t value) const {
    if (weight == 0 || value == 0) return 0;
    return int64_t{weight} * value - LeftOut(weight, value) + (offset_ << columns_);
  }
  /// Greatest |Of(w, v) - w v| that the array could have.
  int64_t worst_error() const { return worst_error_; }

 private:
  static constexpr int kMaxColumns = 16;
  /// The bits of the array that one bit of the weight makes of the value's bits.
  struct Row {
    uint32_t left_out = 0;      ///< of these columns
    uint32_t complemented = 0;  ///< one of the two operands' bits is a sign
  };

  int weight_bits_;
  int value_bits_;
  int columns_;
  std::array<Row, kMaxColumns> rows_;  ///< [bit of the weight]
  int64_t offset_ = 0;
  int64_t worst_error_ = 0;
};

/// The multiplier of delta steps. Values of events have one bit more than format A.
inline TruncatedProduct TruncatedProductOf(const NumericFormats& formats) {
  return {formats.weight_bits, formats.state.width() + 1, formats.dropped_columns};
}

}  // namespace gatewright
