// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "rtl_templates/test/dut.h"
#include "rtl_templates/test/layer_tables.h"
#include "rtl_templates/test/memory_folder.h"

namespace gatewright {

/// Where the words of columns lie for a parameter set of gw_column_fetch or gw_array, as their
/// headers define it. With Pattern 2 it draws the pointers and writes their file, so it must be
/// made before the model.
template <typename Config>
class ColumnLayout {
 public:
  static constexpr int kPattern = Config::kPattern;
  static constexpr int kBlockWords = std::max(1, Config::kBlockWords);
  /// Bits of a weight address: a parameter of gw_column_fetch, derived in gw_array.
  static constexpr int kAddrW = [] {
    if constexpr (requires { Config::kAddrW; }) {
      return Config::kAddrW;
    } else {
      return WidthOfIndex(Config::kWeightWords);
    }
  }();

  explicit ColumnLayout(Draw* draw) {
    if (kPattern != 2) return;
    MemoryImage image = MemoryFolder::Blank(Config::kPointerFile, Config::kColumnWordsW + kAddrW,
                                            Config::kPointerWords);
    const int most = std::min((1 << Config::kColumnWordsW) - 1, 1 << WidthOfIndex(Config::kSlots));
    const int memory = 1 << kAddrW;
    for (int entry = 0; entry < Config::kPointerWords; ++entry) {
      const int words = draw->Percent(20) ? 0 : static_cast<int>(draw->Between(1, most));
      const int start = static_cast<int>(draw->Between(0, memory - most));
      pointers_.emplace_back(words, start);
      image.Set(entry, 0, kAddrW, static_cast<uint64_t>(start));
      image.Set(entry, kAddrW, Config::kColumnWordsW, static_cast<uint64_t>(words));
    }
    MemoryFolder::Write(image);
  }

  /// Words of a column of W_x (`x`) or W_h of a layer.
  int Words(int layer, bool x, int column) const {
    if (kPattern == 2) return Pointer(layer, x, column).first;
    const auto k = static_cast<size_t>(layer);
    return (x ? Config::kXLast[k] : Config::kHLast[k]) + 1;
  }
  /// Address of its first word.
  int Address(int layer, bool x, int column) const {
    if (kPattern == 2) return Pointer(layer, x, column).second;
    return Base(layer, x) + column * Words(layer, x, column);
  }
  /// What word_slot_o must say for word `w` of a column of W_x (`x`) or W_h.
  int FetchSlot(int layer, bool x, int w) const {
    const auto k = static_cast<size_t>(layer);
    const int base = x ? Config::kXSlot[k] : Config::kHSlot[k];
    if (kPattern == 0) return base + w;
    return kPattern == 3 ? base + w % kBlockWords : base;
  }
  /// What word_index_o must say for word `w`.
  int Index(int layer, bool x, int column, int w) const {
    const auto k = static_cast<size_t>(layer);
    const int block = (column * Config::kArrays + Config::kArray) >> Config::kBlockShift;
    return (x ? Config::kXIndex[k] : Config::kHIndex[k]) +
           block * (Words(layer, x, column) / kBlockWords) + w / kBlockWords;
  }
  /// True when the column lies inside a weight memory of `memory` words, and its pointer or its
  /// indices inside theirs.
  bool Inside(int layer, bool x, int column, int memory,
              int indices = 1 << Config::kIndexAddrW) const {
    if (kPattern == 2 && Base(layer, x) + column >= Config::kPointerWords) return false;
    const int words = Words(layer, x, column);
    if (Address(layer, x, column) + words > memory) return false;
    return kPattern != 3 || Index(layer, x, column, words - 1) < indices;
  }

 private:
  static int Base(int layer, bool x) {
    const auto k = static_cast<size_t>(layer);
    return x ? Config::kXBase[k] : Config::kHBase[k];
  }
  const std::pair<int, int>& Pointer(int layer, bool x, int column) const {
    return pointers_[static_cast<size_t>(Base(layer, x) + column)];
  }

  std::vector<std::pair<int, int>> pointers_;  ///< words, start
};

}  // namespace gatewright
