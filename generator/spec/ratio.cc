// SPDX-License-Identifier: Apache-2.0
// Exact ratios such as 1/16.
#include "generator/spec/ratio.h"

#include <fmt/format.h>

#include <charconv>
#include <numeric>

namespace gatewright {
namespace {

constexpr int64_t kMaxShareDenominator = 1000000;
constexpr int64_t kMaxDenominator = 100000000;
constexpr size_t kMaxDigits = 18;
constexpr size_t kMaxDecimals = 12;

std::optional<int64_t> ParseInteger(std::string_view text) {
  int64_t value = 0;
  if (text.empty() || text[0] == '-' || text.size() > kMaxDigits) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Ratio> LowestTerms(int64_t numerator, int64_t denominator) {
  if (denominator <= 0) return std::nullopt;
  const int64_t common = std::gcd(numerator, denominator);
  return Ratio{numerator / common, denominator / common};
}

/// Any number of 0 or more.
std::optional<Ratio> ParseRational(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    const std::optional<int64_t> numerator = ParseInteger(text.substr(0, slash));
    const std::optional<int64_t> denominator = ParseInteger(text.substr(slash + 1));
    if (!numerator || !denominator) return std::nullopt;
    return LowestTerms(*numerator, *denominator);
  }
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view decimals =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (point != std::string_view::npos && decimals.empty()) return std::nullopt;
  std::string digits(whole);
  digits += decimals;
  const std::optional<int64_t> numerator = ParseInteger(digits);
  if (!numerator || decimals.size() > kMaxDecimals) return std::nullopt;
  int64_t denominator = 1;
  for (size_t i = 0; i < decimals.size(); ++i) denominator *= 10;
  return LowestTerms(*numerator, denominator);
}

}  // namespace

std::string Ratio::ToString() const {
  return denominator == 1 ? std::to_string(numerator)
                          : fmt::format("{}/{}", numerator, denominator);
}

std::optional<Ratio> ParseRatio(std::string_view text) {
  const std::optional<Ratio> ratio = ParseNumber(text, 1);
  const bool share = ratio && ratio->numerator > 0 && ratio->denominator <= kMaxShareDenominator;
  return share ? ratio : std::nullopt;
}

std::optional<Ratio> ParseNumber(std::string_view text, int64_t most) {
  const std::optional<Ratio> ratio = ParseRational(text);
  const bool legal = ratio && ratio->denominator <= kMaxDenominator &&
                     ratio->numerator <= most * ratio->denominator;
  return legal ? ratio : std::nullopt;
}

}  // namespace gatewright
