// SPDX-License-Identifier: Apache-2.0
// Emits what depends on the kind of multiplier: constants and the digit table.
#include "generator/emit/multiplier.h"

#include <fmt/format.h>

#include "generator/base/bits.h"
#include "generator/base/ceil_div.h"
#include "generator/compress/weight_code.h"

namespace gatewright {
namespace {

constexpr std::string_view kTableText = R"GW(//
// Digits of the magnitudes of {digits}-sbit/{bits} weights by their index, the highest first, for
// {prefix}digit_decoder: a valid digit is +-2^position. Combinational.
`default_nettype none

module {prefix}digit_table (
  input  wire [{index_high}:0] index_i,
  output wire [{digit_high}:0] valid_o,
  output wire [{digit_high}:0] negative_o,
  output wire [{position_high}:0] position_o
);
  reg [{entry_high}:0] entry;
  assign {{valid_o, negative_o, position_o}} = entry;
  always @* begin
    case (index_i)
{rows}      default: entry = {entry_bits}'d0;
    endcase
  end
endmodule

`default_nettype wire
)GW";

/// "2^9 - 2^3"
std::string Sum(const std::vector<Digit>& digits) {
  std::string text;
  for (const Digit& digit : digits) {
    text += fmt::format("{}2^{}",
                        text.empty()     ? ""
                        : digit.negative ? " - "
                                         : " + ",
                        digit.position);
  }
  return text;
}

/// {valid, negative, position} of all digits, the first one lowest in each field.
uint64_t Entry(const std::vector<Digit>& digits, int most, int position_bits) {
  uint64_t valid = 0;
  uint64_t negative = 0;
  uint64_t positions = 0;
  for (size_t d = 0; d < digits.size(); ++d) {
    valid |= uint64_t{1} << d;
    negative |= static_cast<uint64_t>(digits[d].negative ? 1 : 0) << d;
    positions |= static_cast<uint64_t>(digits[d].position)
                 << (d * static_cast<size_t>(position_bits));
  }
  return ((valid << most | negative) << (most * position_bits)) | positions;
}

}  // namespace

std::string MultiplierName(const Plan& plan) {
  switch (plan.multiplier.kind) {
    case MultiplierKind::kOperator:
      return "operator";
    case MultiplierKind::kArray:
      return "array";
    case MultiplierKind::kBitSparse:
      return "bit-sparse";
  }
  return "";
}

std::string DigitTableText(const Plan& plan) {
  const WeightCode code(plan.formats);
  const int digits = plan.multiplier.digits;
  const int index_bits = plan.multiplier.weight_bits - 1;
  const int position_bits = IndexBits(plan.formats.weight_bits);
  const int entry_bits = digits * (2 + position_bits);
  std::string rows;
  for (size_t i = 0; i < code.table().size(); ++i) {
    const std::vector<Digit>& entry = code.table()[i];
    const bool last = i + 1 == code.table().size();
    rows += fmt::format("      {}'d{}: entry = {}'h{:0{}x};  // {}\n", index_bits, i, entry_bits,
                        Entry(entry, digits, position_bits), CeilDiv(entry_bits, 4),
                        last ? "-" + Sum(entry) + ", or nothing" : Sum(entry));
  }
  return fmt::format(kTableText, fmt::arg("digits", digits),
                     fmt::arg("bits", plan.formats.weight_bits), fmt::arg("prefix", plan.prefix),
                     fmt::arg("index_high", index_bits - 1), fmt::arg("digit_high", digits - 1),
                     fmt::arg("position_high", digits * position_bits - 1),
                     fmt::arg("entry_high", entry_bits - 1), fmt::arg("entry_bits", entry_bits),
                     fmt::arg("rows", rows));
}

}  // namespace gatewright
