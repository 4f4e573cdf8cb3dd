// SPDX-License-Identifier: Apache-2.0
// Numbers as pages show them.

#include "cli/pages/numbers.h"

#include <fmt/format.h>

#include <cmath>

namespace gatewright::report {

std::string Show(const nlohmann::ordered_json& value) {
  if (value.is_number_integer()) return std::to_string(value.get<int64_t>());
  if (value.is_number()) {
    const double number = value.get<double>();
    const bool large = std::fabs(number) >= 1e4 && std::fabs(number) < 1e15;
    return large ? Grouped(std::llround(number)) : fmt::format("{:.4g}", number);
  }
  if (value.is_string()) return value.get<std::string>();
  return "-";
}

std::string Grouped(int64_t value) {
  const std::string digits = std::to_string(value);
  const size_t first = value < 0 ? 1 : 0;
  std::string text;
  for (size_t at = 0; at < digits.size(); ++at) {
    if (at > first && (digits.size() - at) % 3 == 0) text += ',';
    text += digits[at];
  }
  return text;
}

std::string Rounded(const nlohmann::ordered_json& value) {
  return value.is_number() ? Grouped(std::llround(value.get<double>())) : "-";
}

std::string PercentOf(double share) {
  if (share < 1 && share >= 0.9995) return "99.9 %";
  return fmt::format("{:.3g} %", 100 * share);
}

}  // namespace gatewright::report
