// SPDX-License-Identifier: Apache-2.0
// Values of keys.
#include "generator/spec/value.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

namespace gatewright {
namespace {

struct Literal {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const {
    std::string text = fmt::format("{}", value);
    const bool reads_as_integer = text.find_first_not_of("-0123456789") == std::string::npos;
    return reads_as_integer ? text + ".0" : text;
  }
  std::string operator()(const std::string& value) const { return QuoteToml(value); }
  std::string operator()(const std::vector<int64_t>& value) const {
    return fmt::format("[{}]", fmt::join(value, ", "));
  }
  std::string operator()(const std::vector<std::string>& value) const {
    std::string text;
    for (const std::string& one : value) text += (text.empty() ? "" : ", ") + QuoteToml(one);
    return "[" + text + "]";
  }
  std::string operator()(const Table& value) const {
    std::string text;
    for (const auto& [name, member] : value) {
      text += fmt::format("{} {} = {}", text.empty() ? "" : ",", TomlKey(name),
                          std::visit([](auto v) { return fmt::format("{}", v); }, member));
    }
    return "{" + text + (text.empty() ? "}" : " }");
  }
};

}  // namespace

std::string QuoteToml(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      quoted += fmt::format("\\u{:04X}", byte);
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string TomlKey(std::string_view name) {
  const bool is_bare = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
  });
  return is_bare ? std::string(name) : QuoteToml(name);
}

std::string TomlLiteral(const Value& value) { return std::visit(Literal{}, value); }

}  // namespace gatewright
