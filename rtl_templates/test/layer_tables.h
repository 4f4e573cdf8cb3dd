// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

// What the templates derive from LayerTable (rtl_templates/gw_layer_table.vh), for the structs of
// parameter sets: in words of our own, so that a test compares the two.
namespace gatewright {

template <size_t kLayers>
using OfLayers = std::array<int, kLayers>;

/// Bits of an index below `count`, at least one.
constexpr int WidthOfIndex(int count) {
  return std::max(1, static_cast<int>(std::bit_width(static_cast<unsigned>(count - 1))));
}

/// Activation of the dense head as in gw_dense_head, 0 without one.
template <size_t kLayers>
constexpr int HeadOf(const OfLayers<kLayers>& kind) {
  return kind.back() >= 2 ? kind.back() - 1 : 0;
}

/// First slots of W_x or W_h: a GRU's W_h begins with its second sum.
template <size_t kLayers>
constexpr OfLayers<kLayers> FirstSlots(bool recurrent, const OfLayers<kLayers>& first,
                                       const OfLayers<kLayers>& sum_slots,
                                       const OfLayers<kLayers>& kind) {
  OfLayers<kLayers> slots = first;
  for (size_t k = 0; k < kLayers; ++k) slots[k] += recurrent && kind[k] == 1 ? sum_slots[k] : 0;
  return slots;
}

/// Words of a column minus one.
template <size_t kLayers>
constexpr OfLayers<kLayers> LastWords(const OfLayers<kLayers>& words) {
  OfLayers<kLayers> last = words;
  for (int& word : last) word = std::max(word, 1) - 1;
  return last;
}

/// Groups of `lanes` units of each layer, minus one.
template <size_t kLayers>
constexpr OfLayers<kLayers> LastGroups(const OfLayers<kLayers>& units, int lanes) {
  OfLayers<kLayers> last = units;
  for (int& unit : last) unit = (unit + lanes - 1) / lanes - 1;
  return last;
}

/// The first group of each recurrent layer among those of all of them, 0 for a dense layer.
template <size_t kLayers>
constexpr OfLayers<kLayers> FirstGroups(const OfLayers<kLayers>& units,
                                        const OfLayers<kLayers>& kind, int lanes) {
  OfLayers<kLayers> first = {};
  int sum = 0;
  for (size_t k = 0; k < kLayers; ++k) {
    if (kind[k] >= 2) continue;
    first[k] = sum;
    sum += LastGroups(units, lanes)[k] + 1;
  }
  return first;
}

/// Groups of all recurrent layers.
template <size_t kLayers>
constexpr int RecurrentGroups(const OfLayers<kLayers>& units, const OfLayers<kLayers>& kind,
                              int lanes) {
  int sum = 0;
  for (size_t k = 0; k < kLayers; ++k) {
    if (kind[k] < 2) sum += LastGroups(units, lanes)[k] + 1;
  }
  return sum;
}

/// Groups of the largest layer.
template <size_t kLayers>
constexpr int MostGroups(const OfLayers<kLayers>& units, int lanes) {
  const OfLayers<kLayers> last = LastGroups(units, lanes);
  return 1 + *std::max_element(last.begin(), last.end());
}

}  // namespace gatewright
