#pragma once

#include <cstdint>

#include "generator/compress/int_network.h"

namespace gatewright {

/// The `truncated` multiplier (docs/numerics.md 5): the array of Baugh and Wooley for a weight and
/// a value, two's complement, without the bits of its lowest columns.
struct TruncatedProduct {
  int weight_bits = 8;  ///< W
  int value_bits = 17;  ///< V
  int columns = 0;      ///< t: columns left out, 0..W

  /// What the bits left out would have added: sum over i + j < t of b_ij 2^(i+j).
  int64_t LeftOut(int32_t weight, int32_t value) const;
  /// What is added in their place, in units of 2^t: their mean for operands whose bits are 0 and 1
  /// alike, rounded to nearest even.
  int64_t Offset() const;
  /// The product; 0 when an operand is 0.
  int64_t Of(int32_t weight, int32_t value) const {
    if (weight == 0 || value == 0) return 0;
    return int64_t{weight} * value - LeftOut(weight, value) + (Offset() << columns);
  }
  /// Greatest |Of(w, v) - w v| that the array could have.
  int64_t WorstError() const;

 private:
  /// Bit i of a weight times bit j of a value is taken complemented: one of the two is a sign.
  bool Complemented(int i, int j) const { return (i == weight_bits - 1) != (j == value_bits - 1); }
};

/// The multiplier of delta steps. Values of events have one bit more than format A.
inline TruncatedProduct TruncatedProductOf(const NumericFormats& formats) {
  return {formats.weight_bits, formats.state.width() + 1, formats.dropped_columns};
}

}  // namespace gatewright
