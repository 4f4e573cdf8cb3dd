// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "generator/base/rounding.h"

namespace gatewright {

/// Fixed-point format Qi.f of docs/numerics.md 1: two's complement, `integer_bits` including the
/// sign, `fraction_bits` after the point; value = integer * 2^-fraction_bits.
struct QFormat {
  int integer_bits = 8;
  int fraction_bits = 8;

  int width() const { return integer_bits + fraction_bits; }
  int64_t max() const { return (int64_t{1} << (width() - 1)) - 1; }
  int64_t min() const { return -(int64_t{1} << (width() - 1)); }
  /// "Q8.8"
  std::string ToString() const {
    return "Q" + std::to_string(integer_bits) + "." + std::to_string(fraction_bits);
  }
  bool operator==(const QFormat&) const = default;
};

}  // namespace gatewright
