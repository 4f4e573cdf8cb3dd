// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatewright {

/// A rational number of 0 or more, in lowest terms: exact where a double is not.
struct Ratio {
  int64_t numerator = 1;
  int64_t denominator = 1;

  /// floor(count * (1 - ratio)): how many of `count` go when this share, of 1 at most, is kept.
  /// count <= 2^31.
  int64_t Dropped(int64_t count) const { return count * (denominator - numerator) / denominator; }
  /// How many of `count` are kept.
  int64_t Kept(int64_t count) const { return count - Dropped(count); }
  double value() const { return static_cast<double>(numerator) / static_cast<double>(denominator); }
  std::string ToString() const;  ///< "1/16", "1"
  bool operator==(const Ratio&) const = default;
};

/// "4/64", "0.0625" or "1" as a ratio; empty when the text is none, or outside (0, 1], or has a
/// denominator above 10^6.
std::optional<Ratio> ParseRatio(std::string_view text);

/// The same for a number from 0 to `most`, with a denominator up to 10^8.
std::optional<Ratio> ParseNumber(std::string_view text, int64_t most);

}  // namespace gatewright
