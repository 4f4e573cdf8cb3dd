// SPDX-License-Identifier: Apache-2.0
// The nearest known word to a mistyped one.
#include "generator/spec/nearest.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

namespace gatewright {
namespace {

std::string_view LastPart(std::string_view key) {
  const size_t dot = key.rfind('.');
  return dot == std::string_view::npos ? key : key.substr(dot + 1);
}

}  // namespace

int EditDistance(std::string_view a, std::string_view b) {
  std::vector<int> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 0; i < a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i) + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const int substituted = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string Closest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  int best_distance = std::numeric_limits<int>::max();
  for (const std::string& candidate : candidates) {
    // One more for the last part alone: the same key in its own section wins.
    int distance = std::min(EditDistance(word, candidate),
                            EditDistance(LastPart(word), LastPart(candidate)) + 1);
    // A word that was cut short is nearer than one that has to be rewritten.
    if (word.size() >= 3 && candidate.starts_with(word)) distance = std::min(distance, 1);
    if (distance >= best_distance) continue;
    best_distance = distance;
    best = candidate;
  }
  return best;
}

std::string NearestIntegers(int64_t value, int64_t min, int64_t max,
                            const std::function<bool(int64_t)>& legal) {
  std::optional<int64_t> below;
  std::optional<int64_t> above;
  for (int64_t v = std::min(value, max); v >= min && !below; --v) {
    if (legal(v)) below = v;
  }
  for (int64_t v = std::max(value, min); v <= max && !above; ++v) {
    if (legal(v)) above = v;
  }
  if (below && above && *below != *above) {
    return std::to_string(*below) + ", " + std::to_string(*above);
  }
  if (below) return std::to_string(*below);
  return above ? std::to_string(*above) : "";
}

}  // namespace gatewright
