// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatewright {

/// Most inputs of a function whose truth table is computed. Real libraries go up to nine (three
/// times three behind an AND-OR).
inline constexpr int kMaxFunctionInputs = 12;

/// A truth table: bit i of the words is the value where input k has the value of bit k of i. At
/// least one word; bits behind the last row are 0.
struct LogicTable {
  int inputs = 0;
  std::vector<uint64_t> words = {0};

  size_t rows() const { return size_t{1} << inputs; }
  bool At(size_t row) const { return ((words[row / 64] >> (row % 64)) & 1) != 0; }
  /// The table where input `input` has the value `value`, of the other inputs in their order.
  LogicTable Where(int input, bool value) const;
  /// False where the value is the same for both values of the input.
  bool DependsOn(int input) const;

  auto operator<=>(const LogicTable&) const = default;
  bool operator==(const LogicTable&) const = default;
  /// Of a table with up to 64 rows.
  bool operator==(uint64_t bits) const { return words.size() == 1 && words[0] == bits; }
};

/// Truth table of a Liberty boolean expression. Operators in the order of their strength: ' (after)
/// and ! (before) invert; ^; & and * and a blank between operands; + and |. Nothing for an
/// expression that is no function of `inputs` alone, has more than kMaxFunctionInputs inputs, or is
/// not well formed.
std::optional<LogicTable> TruthTable(const std::string& expression,
                                     const std::vector<std::string>& inputs);

}  // namespace gatewright
