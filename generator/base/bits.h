// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gatewright {

/// Bits of an index below `count`, at least 1 (Verilog's $clog2 with a floor of one).
constexpr int IndexBits(long long count) {
  int bits = 1;
  while ((1LL << bits) < count) ++bits;
  return bits;
}

/// Bits [offset, offset + bits) of 32-bit words, low word first; bits 1..64.
inline uint64_t GetBits(const std::vector<uint32_t>& words, int offset, int bits) {
  uint64_t value = 0;
  for (int b = 0; b < bits; ++b) {
    const size_t at = static_cast<size_t>(offset) + static_cast<size_t>(b);
    value |= static_cast<uint64_t>((words[at / 32] >> (at % 32)) & 1U) << b;
  }
  return value;
}

/// Sets them.
inline void SetBits(std::vector<uint32_t>* words, int offset, int bits, uint64_t value) {
  for (int b = 0; b < bits; ++b) {
    const size_t at = static_cast<size_t>(offset) + static_cast<size_t>(b);
    const uint32_t mask = 1U << (at % 32);
    (*words)[at / 32] =
        ((value >> b) & 1) != 0 ? (*words)[at / 32] | mask : (*words)[at / 32] & ~mask;
  }
}

}  // namespace gatewright
