#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gatewright {

/// The step of splitmix64 between two states.
inline constexpr uint64_t kSplitMixStep = 0x9e3779b97f4a7c15ULL;

/// splitmix64: the word of a state. Fast, and the same everywhere.
inline uint64_t SplitMix(uint64_t state) {
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9ULL;
  state = (state ^ (state >> 27)) * 0x94d049bb133111ebULL;
  return state ^ (state >> 31);
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
