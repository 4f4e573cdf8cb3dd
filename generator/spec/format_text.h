// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "generator/spec/format.h"

namespace gatewright {

/// "Q8.8" -> QFormat{8, 8}; empty when `text` is not written so (digits without leading zeros, two
/// at most on each side).
std::optional<QFormat> ParseFormat(std::string_view text);

/// "auto" -> `default_width`, "auto:12" -> 12; empty when `text` is neither.
std::optional<int> ParseAutoWidth(std::string_view text, int default_width);

}  // namespace gatewright
