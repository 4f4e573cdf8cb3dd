// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/compress/int_network.h"
#include "generator/plan/plan.h"

namespace gatewright {

/// One memory's contents: `words` words of `width` bits, each as `limbs` 64-bit limbs, low first.
struct MemoryImage {
  std::string file;  ///< "weights_00.hex"
  int width = 0;
  int64_t words = 0;
  std::vector<uint64_t> limbs;  ///< [words][limbs_per_word]
  int limbs_per_word() const { return (width + 63) / 64; }

  /// Writes the low `bits` (1..64) of `value` at bit `offset` of `word`.
  void Set(int64_t word, int offset, int bits, uint64_t value);
  /// Reads `bits` (1..64) at `offset` of `word`.
  uint64_t Get(int64_t word, int offset, int bits) const;
};

/// All memory images of a design and the hash that identifies them.
struct MemoryImages {
  std::vector<MemoryImage> images;  ///< weights (and pointers) of each array, indices, rows, tables
  std::string hash;                 ///< 16 hex digits: XXH3-64 over names, sizes and contents
  const MemoryImage& Find(const std::string& file) const;
};

/// Packs weights, biases, row shifts and activation tables for the memories the plan lists.
MemoryImages Pack(const Plan& plan, const IntNetwork& network);

/// The inverse, from the images and the layout alone: weights, biases and row shifts of every
/// layer. Unpack(Pack(n)) equals n in these fields, for a network that has the plan's pattern; the
/// tests hold it to that.
IntNetwork Unpack(const Plan& plan, const MemoryImages& images);

/// Activation tables: entry `i` is the function of the two's complement number `i` of
/// table_in_integer + table_in_fraction bits, times 2^fo, rounded to nearest even.
/// Evaluated in extended precision; asserts that no entry is close enough to a tie for the
/// library's rounding to decide it.
std::vector<int32_t> SigmoidTable(const NumericFormats& formats);
std::vector<int32_t> TanhTable(const NumericFormats& formats);

}  // namespace gatewright
