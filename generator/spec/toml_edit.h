// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatewright {

/// `text`, which is sound TOML, with `key` (dotted, of bare words) having the value `literal`, and
/// every other character as it was: the value is replaced where the key stands, or the key is added
/// beside the last key of its table, below its table's heading, inside an inline table, or with its
/// table at the end. Empty where none of these gives sound TOML (a part of the key that is no
/// table, dotted keys inside an inline table); callers check what the result says.
std::optional<std::string> SetTomlKey(const std::string& text, std::string_view key,
                                      const std::string& literal);

}  // namespace gatewright
