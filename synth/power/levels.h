// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace gatewright {

/// Depth of each of `items` items that drive nets from other nets: one more than the deepest driver
/// of its inputs, 0 when nothing drives them. `outputs(item, visit)` and `inputs(item, visit)` call
/// visit(net) for each net below `nets`. Empty when some items form a loop.
template <typename Outputs, typename Inputs>
std::vector<uint32_t> Levels(size_t items, size_t nets, Outputs outputs, Inputs inputs) {
  constexpr uint32_t kNone = ~0U;
  std::vector<uint32_t> producer(nets, kNone);
  for (uint32_t k = 0; k < items; ++k) outputs(k, [&](uint32_t net) { producer[net] = k; });
  const auto each_edge = [&](auto visit) {
    for (uint32_t k = 0; k < items; ++k) {
      inputs(k, [&](uint32_t net) {
        if (producer[net] != kNone) visit(producer[net], k);
      });
    }
  };
  std::vector<uint32_t> first(items + 1, 0);  // users of each item, as one list
  each_edge([&](uint32_t from, uint32_t) { ++first[from + 1]; });
  for (size_t k = 0; k < items; ++k) first[k + 1] += first[k];
  std::vector<uint32_t> users(first.back());
  std::vector<uint32_t> at(first.begin(), first.end() - 1);
  std::vector<uint32_t> waits(items, 0);
  each_edge([&](uint32_t from, uint32_t to) {
    users[at[from]++] = to;
    ++waits[to];
  });
  std::vector<uint32_t> level(items, 0);
  std::vector<uint32_t> ready;
  for (uint32_t k = 0; k < items; ++k) {
    if (waits[k] == 0) ready.push_back(k);
  }
  for (size_t done = 0; done < ready.size(); ++done) {
    const uint32_t item = ready[done];
    for (uint32_t u = first[item]; u < first[item + 1]; ++u) {
      const uint32_t user = users[u];
      level[user] = std::max(level[user], level[item] + 1);
      if (--waits[user] == 0) ready.push_back(user);
    }
  }
  if (ready.size() < items) level.clear();
  return level;
}

}  // namespace gatewright
