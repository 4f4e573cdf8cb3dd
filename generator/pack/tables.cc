// SPDX-License-Identifier: Apache-2.0
// Tables of sigmoid and tanh.
#include <cassert>
#include <cmath>

#include "generator/pack/pack.h"

namespace gatewright {
namespace {

/// Nearest integer of a value that is exact (0 or a power of two) or at a safe distance from a tie.
int32_t RoundSafely(long double value) {
  const long double nearest = std::nearbyint(value);
  assert(std::fabs(std::fabs(value - std::floor(value)) - 0.5L) > 1e-9L &&
         "an activation value too close to a tie");
  return static_cast<int32_t>(nearest);
}

template <typename Function>
std::vector<int32_t> Tabulate(const NumericFormats& formats, Function function) {
  const int bits = formats.table_in_integer + formats.table_in_fraction;
  const int size = 1 << bits;
  std::vector<int32_t> table(static_cast<size_t>(size));
  for (int i = 0; i < size; ++i) {
    const int signed_index = i < size / 2 ? i : i - size;
    const long double x =
        std::ldexp(static_cast<long double>(signed_index), -formats.table_in_fraction);
    table[static_cast<size_t>(i)] = RoundSafely(std::ldexp(function(x), formats.gate_fraction));
  }
  return table;
}

}  // namespace

std::vector<int32_t> SigmoidTable(const NumericFormats& formats) {
  return Tabulate(formats, [](long double x) { return 1.0L / (1.0L + std::exp(-x)); });
}

std::vector<int32_t> TanhTable(const NumericFormats& formats) {
  return Tabulate(formats, [](long double x) { return std::tanh(x); });
}

}  // namespace gatewright
