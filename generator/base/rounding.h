// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

/// Rounding and saturation of docs/numerics.md 1: the only places where a value loses bits. Inline,
/// integers of 64 bits; the reference model and the quantiser share them.
namespace gatewright {

/// How a narrowing rounds (numerics.md 1): to nearest with ties to even, or floor.
enum class Rounding { kNearestEven, kTruncate };

/// v / 2^shift to the nearest integer, ties to even; v << -shift when shift <= 0, which must not
/// overflow.
constexpr int64_t RoundNearestEven(int64_t v, int shift) {
  if (shift <= 0) return v << -shift;
  if (shift > 63) return 0;  // |v| / 2^64 <= 1/2, and the tie goes to the even 0
  const int64_t floor = v >> shift;
  const uint64_t rest = static_cast<uint64_t>(v) & ((uint64_t{1} << shift) - 1);
  const uint64_t half = uint64_t{1} << (shift - 1);
  return floor + (rest + (static_cast<uint64_t>(floor) & 1) > half ? 1 : 0);
}

/// v / 2^shift towards minus infinity; v << -shift when shift <= 0, which must not overflow.
constexpr int64_t RoundDown(int64_t v, int shift) {
  return shift <= 0 ? v << -shift : v >> std::min(shift, 63);
}

/// R(v, shift) of the design.
constexpr int64_t Round(int64_t v, int shift, Rounding rounding) {
  return rounding == Rounding::kNearestEven ? RoundNearestEven(v, shift) : RoundDown(v, shift);
}

/// Clamps v to the two's complement range of `width` bits, 1 <= width <= 63.
constexpr int64_t Saturate(int64_t v, int width) {
  const int64_t max = (int64_t{1} << (width - 1)) - 1;
  return std::clamp(v, -max - 1, max);
}

/// The low `width` bits of v as a signed number (1 <= width <= 64): what an accumulator that adds
/// modulo 2^width holds.
constexpr int64_t WrapSigned(int64_t v, int width) {
  const int unused = 64 - width;
  return static_cast<int64_t>(static_cast<uint64_t>(v) << unused) >> unused;
}

/// x to the nearest integer, ties to even, whatever the floating-point environment; |x| beyond 2^62
/// gives +-2^62. x is not NaN.
inline int64_t RoundDouble(double x) {
  constexpr double kLimit = 4611686018427387904.0;  // 2^62
  if (x >= kLimit) return int64_t{1} << 62;
  if (x <= -kLimit) return -(int64_t{1} << 62);
  const double floor = std::floor(x);
  const double rest = x - floor;  // exact
  const auto down = static_cast<int64_t>(floor);
  if (rest > 0.5 || (rest == 0.5 && (down & 1) != 0)) return down + 1;
  return down;
}

/// SAT_width(RNE(x * 2^fraction)): how inputs, weights and biases become integers.
inline int64_t QuantiseDouble(double x, int fraction, int width) {
  return Saturate(RoundDouble(std::ldexp(x, fraction)), width);
}

}  // namespace gatewright
