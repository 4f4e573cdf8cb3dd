#pragma once

#include <cstdint>

#include "generator/spec/format.h"

namespace gatewright {

/// RNE(v, s) of docs/numerics.md 1: v / 2^s to nearest, ties to even; v << -s for s <= 0.
/// Any s below 63 is defined; the result of a left shift must fit in 64 bits.
constexpr int64_t RoundNearestEven(int64_t v, int s) {
  if (s <= 0) return v * (int64_t{1} << -s);
  if (s > 62) return 0;
  const int64_t floor = v >> s;
  const int64_t rest = v - floor * (int64_t{1} << s);
  const int64_t half = int64_t{1} << (s - 1);
  if (rest > half || (rest == half && (floor & 1) != 0)) return floor + 1;
  return floor;
}

/// TRN(v, s): floor of v / 2^s; v << -s for s <= 0.
constexpr int64_t RoundDown(int64_t v, int s) {
  if (s <= 0) return v * (int64_t{1} << -s);
  return v >> (s > 63 ? 63 : s);
}

/// R(v, s) with the rounding the design names.
constexpr int64_t Round(int64_t v, int s, Rounding rounding) {
  return rounding == Rounding::kNearestEven ? RoundNearestEven(v, s) : RoundDown(v, s);
}

/// SAT_w(v): clamp to the range of `bits` signed bits (1..63).
constexpr int64_t Saturate(int64_t v, int bits) {
  const int64_t max = (int64_t{1} << (bits - 1)) - 1;
  return v > max ? max : (v < -max - 1 ? -max - 1 : v);
}

/// The signed value of the low `bits` (1..64) of v: what a register of that width holds.
constexpr int64_t WrapSigned(int64_t v, int bits) {
  if (bits >= 64) return v;
  const uint64_t sign = uint64_t{1} << (bits - 1);
  const uint64_t low = static_cast<uint64_t>(v) & ((sign << 1) - 1);
  return static_cast<int64_t>(low ^ sign) - static_cast<int64_t>(sign);
}

}  // namespace gatewright
