// SPDX-License-Identifier: Apache-2.0
// Reads and writes formats such as Q8.8.
#include "generator/spec/format_text.h"

#include <cctype>

namespace gatewright {
namespace {

std::optional<int> ParseSmall(std::string_view text) {
  if (text.empty() || text.size() > 2 || (text.size() == 2 && text[0] == '0')) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (std::isdigit(static_cast<unsigned char>(c)) == 0) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<QFormat> ParseFormat(std::string_view text) {
  const size_t dot = text.find('.');
  if (text.empty() || text[0] != 'Q' || dot == std::string_view::npos) return std::nullopt;
  const std::optional<int> integer = ParseSmall(text.substr(1, dot - 1));
  const std::optional<int> fraction = ParseSmall(text.substr(dot + 1));
  if (!integer || !fraction) return std::nullopt;
  return QFormat{*integer, *fraction};
}

std::optional<int> ParseAutoWidth(std::string_view text, int default_width) {
  constexpr std::string_view kAuto = "auto";
  if (text.substr(0, kAuto.size()) != kAuto) return std::nullopt;
  text.remove_prefix(kAuto.size());
  if (text.empty()) return default_width;
  if (text[0] != ':') return std::nullopt;
  return ParseSmall(text.substr(1));
}

}  // namespace gatewright
