// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gatewright {

/// Levenshtein distance: insertions, deletions and substitutions that turn `a` into `b`.
int EditDistance(std::string_view a, std::string_view b);

/// The candidate most like `word`: least edit distance of the whole dotted text or of its last
/// part (the user may have put the key in another section); ties go to the earlier candidate.
/// Empty when there are no candidates.
std::string Closest(std::string_view word, const std::vector<std::string>& candidates);

/// The values in [min, max] nearest to `value` that satisfy `legal`, as text: "2, 4". The greatest
/// below and the smallest above; `value` itself when it is legal; empty when there is none.
std::string NearestIntegers(int64_t value, int64_t min, int64_t max,
                            const std::function<bool(int64_t)>& legal);

/// True for 1, 2, 4, 8, ...
constexpr bool IsPowerOfTwo(int64_t value) { return value > 0 && (value & (value - 1)) == 0; }

}  // namespace gatewright
