#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gatewright {

/// The value of one key, of one of the types a design file may hold.
using Value = std::variant<bool, int64_t, double, std::string, std::vector<int64_t>>;

/// `text` as a TOML basic string: quoted, with quotes, backslashes and control characters escaped.
std::string QuoteToml(std::string_view text);

/// The TOML literal of `value`: `true`, `16`, `2.5`, `"Q8.8"`, `[128, 64]`. Parsing it gives
/// `value` again.
std::string TomlLiteral(const Value& value);

}  // namespace gatewright
