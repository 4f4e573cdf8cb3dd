// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatewright {

/// Most inputs of a function whose truth table is computed.
inline constexpr int kMaxFunctionInputs = 5;

/// Truth table of a Liberty boolean expression: bit i is the value where input k has the value of
/// bit k of i. Operators in the order of their strength: ' (after) and ! (before) invert; ^;
/// & and * and a blank between operands; + and |. Nothing for an expression that is no function
/// of `inputs` alone, has more than kMaxFunctionInputs inputs, or is not well formed.
std::optional<uint32_t> TruthTable(const std::string& expression,
                                   const std::vector<std::string>& inputs);

}  // namespace gatewright
