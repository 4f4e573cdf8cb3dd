// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "generator/spec/spec.h"

namespace gatewright {

/// Canonical TOML of `spec`: one `dotted.key = literal` a line for every key that shapes the RTL,
/// defaults spelled out, absent keys left out, sorted by key. Parsing it gives the same values.
/// [stimulus], [synth] and the folder of the design file are not in it.
std::string CanonicalToml(const Spec& spec);

/// XXH3-64 of `text` as 16 lower-case hex digits.
std::string HashText(std::string_view text);

}  // namespace gatewright
