// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "generator/compress/int_network.h"

namespace gatewright {

/// A signed power of two: +-2^position.
struct Digit {
  int position = 0;
  bool negative = false;
};

/// The signed powers of two of `value` in non-adjacent form, highest first: the fewest that add up
/// to it (Reitwiesner 1960).
std::vector<Digit> NonAdjacentForm(int32_t value);

/// How weights are stored (docs/numerics.md 5). `fixed`: as they are. `bit-sparse`: the values of
/// [-2^(bits-1), 2^(bits-1) - 1] that are sums of at most `digits` signed powers of two, each as a
/// code of the fewest bits that tell them apart.
class WeightCode {
 public:
  explicit WeightCode(const NumericFormats& formats);

  /// Bits of a weight as a number.
  int weight_bits() const { return width_; }
  /// Bits of a stored weight.
  int bits() const { return bits_; }
  /// Form and Last of gw_digit_decoder; 0 for fixed weights.
  int form() const { return form_; }
  int last() const { return last_; }
  /// The weights that can be stored, ascending. Empty for `fixed`: every integer of the width.
  const std::vector<int16_t>& values() const { return values_; }

  /// The weight nearest to x, ties to the smaller magnitude for `bit-sparse`, to the even integer
  /// for `fixed`; what is out of range becomes the least or the greatest.
  int64_t Nearest(double x) const;
  /// The code of a weight that can be stored, in the low bits() bits.
  uint64_t Encode(int16_t weight) const;
  /// The weight of a code that Encode gives; 0 for any other code.
  int16_t Decode(uint64_t code) const;
  /// Digits of the magnitudes by index (form 1): what gw_digit_table holds, the last one being
  /// the digit of -2^(bits-1).
  const std::vector<std::vector<Digit>>& table() const { return table_; }

 private:
  void Assign(int16_t value, uint64_t code);
  void AssignDirect(int digits);
  void AssignTable();

  int width_;  ///< of a weight
  int bits_;
  int form_ = 0;
  int last_ = 0;
  std::vector<int16_t> values_;
  std::vector<uint64_t> codes_;   ///< [value + 2^(width-1)]
  std::vector<int16_t> decoded_;  ///< [code]
  std::vector<std::vector<Digit>> table_;
};

}  // namespace gatewright
