// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gatewright {

/// Names, free to choose, with an integer or a truth value each: `{ sr = 16000, "a/b" = true }`.
using Table = std::map<std::string, std::variant<bool, int64_t>>;

/// The value of one key, of one of the types a design file may hold.
using Value = std::variant<bool, int64_t, double, std::string, std::vector<int64_t>, Table,
                           std::vector<std::string>>;

/// `text` as a TOML basic string: quoted, with quotes, backslashes and control characters escaped.
std::string QuoteToml(std::string_view text);

/// `name` as a key of TOML: quoted unless it is a bare word.
std::string TomlKey(std::string_view name);

/// The TOML literal of `value`: `true`, `16`, `2.5`, `"Q8.8"`, `[128, 64]`,
/// `{ sr = 16000 }`. Parsing it gives
/// `value` again.
std::string TomlLiteral(const Value& value);

}  // namespace gatewright
