// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

// From one word a bit to one word a lane and back.
namespace gatewright {

using LaneWords = std::array<uint64_t, 64>;

/// Turns a matrix of 64 x 64 bits: bit i of word j becomes bit j of word i. (The recursive exchange
/// of blocks of Warren, Hacker's Delight, 7-3.)
inline void Transpose(LaneWords* words) {
  uint64_t mask = 0x00000000FFFFFFFFULL;
  for (size_t half = 32; half != 0; half >>= 1, mask ^= mask << half) {
    for (size_t k = 0; k < 64; k = ((k | half) + 1) & ~half) {
      const uint64_t swap = (((*words)[k] >> half) ^ (*words)[k | half]) & mask;
      (*words)[k] ^= swap << half;
      (*words)[k | half] ^= swap;
    }
  }
}

/// The numbers that up to 64 nets, low bit first, have in each lane; value(net) is the word of one.
template <typename Value>
LaneWords Gather(std::span<const uint32_t> nets, Value value) {
  LaneWords words{};
  for (size_t bit = 0; bit < nets.size(); ++bit) words[bit] = value(nets[bit]);
  Transpose(&words);
  return words;
}

}  // namespace gatewright
