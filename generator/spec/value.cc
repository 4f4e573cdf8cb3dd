#include "generator/spec/value.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

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

std::string TomlLiteral(const Value& value) { return std::visit(Literal{}, value); }

}  // namespace gatewright
