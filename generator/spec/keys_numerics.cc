// SPDX-License-Identifier: Apache-2.0
// Keys of [numerics].

#include <fmt/format.h>

#include "generator/spec/format_text.h"
#include "generator/spec/keys_parts.h"

namespace gatewright::internal {
namespace {

constexpr int kAutoWidth = 16;
constexpr std::string_view kWeightWords[] = {"fixed", "bit-sparse"};
constexpr std::string_view kMultiplierWords[] = {"exact", "truncated"};
constexpr std::string_view kRoundingWords[] = {"nearest-even", "truncate"};
constexpr std::string_view kActivationWords[] = {"table", "pwl"};

bool IsTable(const Spec& spec) { return spec.numerics.activation == ActivationKind::kTable; }

std::optional<Value> FromFormat(const std::optional<QFormat>& format, int auto_bits) {
  return FromText(format ? format->ToString() : fmt::format("auto:{}", auto_bits));
}

void StoreFormat(const Value& value, std::optional<QFormat>& format, int& auto_bits) {
  const std::string text = ToText(value);
  format = ParseFormat(text);
  if (!format) auto_bits = ParseAutoWidth(text, kAutoWidth).value_or(kAutoWidth);
}

std::vector<Key> FormatKeys() {
  return {
      {.name = "numerics.state",
       .domain = FormatDomain{4, 16, 0, kAutoWidth},
       .rule = "",
       .absent = "",
       .meaning = "Format of inputs, hidden states, pre-activations and outputs. \"auto\" chooses "
                  "the integer bits from the stimulus at a width of 16 bits, \"auto:12\" at 12; "
                  "the choice is printed with its reason.",
       .example = "\"Q6.10\"",
       .store =
           [](Spec& spec, const Value& value) {
             StoreFormat(value, spec.numerics.state, spec.numerics.auto_state_bits);
           },
       .load =
           [](const Spec& spec) {
             return FromFormat(spec.numerics.state, spec.numerics.auto_state_bits);
           }},
      {.name = "numerics.cell",
       .domain = FormatDomain{8, 24, 8, kAutoWidth},
       .rule = "",
       .absent = "",
       .meaning = "Format of the LSTM cell state. It saturates harmlessly when it grows, so "
                  "fraction bits matter more than range. \"auto\" works as for numerics.state.",
       .example = "\"Q6.10\"",
       .store =
           [](Spec& spec, const Value& value) {
             StoreFormat(value, spec.numerics.cell, spec.numerics.auto_cell_bits);
           },
       .load =
           [](const Spec& spec) {
             return FromFormat(spec.numerics.cell, spec.numerics.auto_cell_bits);
           }},
  };
}

std::vector<Key> WeightKeys() {
  return {
      {.name = "numerics.weight.kind",
       .domain = Choice(kWeightWords),
       .rule = "",
       .absent = "",
       .meaning = "How weights are stored, with a binary point per layer. \"fixed\": two's "
                  "complement. \"bit-sparse\": as sums of a few signed powers of two, which need "
                  "shifters in place of multipliers and have codes shorter than the weights.",
       .example = "\"bit-sparse\"",
       .store =
           [](Spec& spec, const Value& value) {
             spec.numerics.weight_kind = ToEnum<WeightKind>(value, kWeightWords);
           },
       .load = [](const Spec& spec) { return FromEnum(spec.numerics.weight_kind, kWeightWords); }},
      {.name = "numerics.weight.digits",
       .domain = IntegerDomain{1, 3},
       .rule = "must be given with kind \"bit-sparse\" and only then, and be fewer than half of "
               "numerics.weight.bits, rounded up: with more every weight can be stored",
       .absent = "required with kind \"bit-sparse\"",
       .meaning =
           "Signed powers of two that a bit-sparse weight is a sum of, at most. Four of them "
           "would take as much logic as the exact multiplier.",
       .example = "2",
       .store = [](Spec& spec, const Value& value) { spec.numerics.weight_digits = ToInt(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (spec.numerics.weight_kind == WeightKind::kFixed) return std::nullopt;
         return FromInt(spec.numerics.weight_digits);
       }},
      {.name = "numerics.weight.bits",
       .domain = IntegerDomain{2, 16},
       .rule = "",
       .absent = "",
       .meaning = "Width of a weight as a number in two's complement. A fixed weight is stored in "
                  "as many bits, a bit-sparse one as a shorter code.",
       .example = "8",
       .store = [](Spec& spec, const Value& value) { spec.numerics.weight_bits = ToInt(value); },
       .load = [](const Spec& spec) { return FromInt(spec.numerics.weight_bits); }},
      {.name = "numerics.weight.row_shift_bits",
       .domain = IntegerDomain{0, 3},
       .rule = "",
       .absent = "",
       .meaning = "Bits of the extra fraction each weight row may have: with k bits a row of small "
                  "weights is stored with up to 2^k - 1 more fraction bits. 0 turns it off.",
       .example = "3",
       .store = [](Spec& spec, const Value& value) { spec.numerics.row_shift_bits = ToInt(value); },
       .load = [](const Spec& spec) { return FromInt(spec.numerics.row_shift_bits); }},
      {.name = "numerics.weight.fraction",
       .domain = IntegerDomain{0, 24},
       .rule = "",
       .absent = "derived: the most fraction bits with which no weight of the layer saturates",
       .meaning =
           "Fraction bits of the weights of every layer. Weights out of range then saturate, "
           "and the clipped share is reported.",
       .example = "7",
       .store = [](Spec& spec,
                   const Value& value) { spec.numerics.weight_fraction = ToInt(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (!spec.numerics.weight_fraction) return std::nullopt;
         return FromInt(*spec.numerics.weight_fraction);
       }},
  };
}

/// The multiplier, as far as results depend on it.
std::vector<Key> MultiplierKeys() {
  return {
      {.name = "numerics.multiplier.kind",
       .domain = Choice(kMultiplierWords),
       .rule = "must be \"exact\" unless numerics.weight.kind is \"fixed\" and "
               "sparsity.events.kind is \"similarity\": truncated products are not linear, so only "
               "delta steps that a full step ends may use them",
       .absent = "",
       .meaning = "\"truncated\": in delta steps of similarity the lowest columns of the products "
                  "are left out, which saves switching; normal steps are exact.",
       .example = "\"truncated\"",
       .store =
           [](Spec& spec, const Value& value) {
             spec.numerics.truncated = ToText(value) == kMultiplierWords[1];
           },
       .load =
           [](const Spec& spec) {
             return FromText(kMultiplierWords[spec.numerics.truncated ? 1 : 0]);
           }},
      {.name = "numerics.multiplier.columns",
       .domain = IntegerDomain{1, 16},
       .rule = "must be given with kind \"truncated\" and only then, at most numerics.weight.bits",
       .absent = "required with kind \"truncated\"",
       .meaning = "Columns of the product that delta steps leave out, the lowest first.",
       .example = "8",
       .store = [](Spec& spec,
                   const Value& value) { spec.numerics.dropped_columns = ToInt(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (!spec.numerics.truncated) return std::nullopt;
         return FromInt(spec.numerics.dropped_columns);
       }},
  };
}

std::vector<Key> ActivationKeys() {
  constexpr std::string_view kTableSize =
      "must only be given with kind \"table\", and be small enough that in_integer + in_fraction "
      "is "
      "at most 14";
  return {
      {.name = "numerics.activation.kind",
       .domain = Choice(kActivationWords),
       .rule = "",
       .absent = "",
       .meaning = "How sigmoid and tanh are evaluated: \"table\", one entry per representable "
                  "input, in a memory; \"pwl\", straight lines in logic with a small multiplier "
                  "each, fitted so that the worst error is least. `gatewright activation` "
                  "compares them for an accuracy and a target.",
       .example = "\"pwl\"",
       .store =
           [](Spec& spec, const Value& value) {
             spec.numerics.activation = ToEnum<ActivationKind>(value, kActivationWords);
           },
       .load =
           [](const Spec& spec) { return FromEnum(spec.numerics.activation, kActivationWords); }},
      {.name = "numerics.activation.segments",
       .domain = IntegerDomain{2, 256, /*power_of_two=*/true},
       .rule = "must only be given with kind \"pwl\"",
       .absent = "16 with kind \"pwl\"",
       .meaning = "Straight lines of each function, on one side of zero. Twice as many make the "
                  "error of the lines a quarter, down to that of the results' own fraction.",
       .example = "32",
       .store = [](Spec& spec, const Value& value) { spec.numerics.segments = ToInt(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (IsTable(spec)) return std::nullopt;
         return FromInt(spec.numerics.segments);
       }},
      {.name = "numerics.activation.in_fraction",
       .domain = IntegerDomain{1, 10},
       .rule = kTableSize,
       .absent = "",
       .meaning = "Fraction bits of the table's input. One more doubles the table.",
       .example = "7",
       .store = [](Spec& spec,
                   const Value& value) { spec.numerics.table_in_fraction = ToInt(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (!IsTable(spec)) return std::nullopt;
         return FromInt(spec.numerics.table_in_fraction);
       }},
      {.name = "numerics.activation.in_integer",
       .domain = IntegerDomain{2, 6},
       .rule = kTableSize,
       .absent = "",
       .meaning = "Integer bits of the table's input, sign included: 4 covers -8 to 8, beyond "
                  "which sigmoid and tanh are flat.",
       .example = "4",
       .store = [](Spec& spec,
                   const Value& value) { spec.numerics.table_in_integer = ToInt(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (!IsTable(spec)) return std::nullopt;
         return FromInt(spec.numerics.table_in_integer);
       }},
      {.name = "numerics.activation.out_fraction",
       .domain = IntegerDomain{4, 14},
       .rule = "",
       .absent = "",
       .meaning = "Fraction bits of sigmoid and tanh results.",
       .example = "12",
       .store = [](Spec& spec, const Value& value) { spec.numerics.gate_fraction = ToInt(value); },
       .load = [](const Spec& spec) { return FromInt(spec.numerics.gate_fraction); }},
  };
}

std::vector<Key> RoundingKeys() {
  return {
      {.name = "numerics.bias_format",
       .domain = FormatDomain{2, 32, 0, 0},
       .rule = "",
       .absent = "none: biases are rounded once, to the fraction of their row",
       .meaning = "Format that biases are quantised to before they take the fraction of their row.",
       .example = "\"Q4.12\"",
       .store = [](Spec& spec,
                   const Value& value) { spec.numerics.bias_format = ParseFormat(ToText(value)); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (!spec.numerics.bias_format) return std::nullopt;
         return FromText(spec.numerics.bias_format->ToString());
       }},
      {.name = "numerics.rounding",
       .domain = Choice(kRoundingWords),
       .rule = "",
       .absent = "",
       .meaning = "How the hardware rounds when it narrows a value: to nearest with ties to even, "
                  "or down. Inputs, weights and biases are always rounded to nearest even.",
       .example = "\"truncate\"",
       .store =
           [](Spec& spec, const Value& value) {
             spec.numerics.rounding = ToEnum<Rounding>(value, kRoundingWords);
           },
       .load = [](const Spec& spec) { return FromEnum(spec.numerics.rounding, kRoundingWords); }},
      {.name = "numerics.accumulator.bits",
       .domain = IntegerDomain{8, 48},
       .rule = "",
       .absent = "derived: the fewest bits with which no row sum can overflow",
       .meaning = "Width of the accumulators. A width below the derived one is refused unless "
                  "numerics.accumulator.wrap is true.",
       .example = "32",
       .store = [](Spec& spec,
                   const Value& value) { spec.numerics.accumulator_bits = ToInt(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (spec.numerics.accumulator_bits == 0) return std::nullopt;
         return FromInt(spec.numerics.accumulator_bits);
       }},
      {.name = "numerics.accumulator.wrap",
       .domain = BooleanDomain{},
       .rule = "",
       .absent = "",
       .meaning = "Accept accumulators in which a row sum may wrap around. The model and the RTL "
                  "still agree bit for bit; the result may be wrong for large inputs.",
       .example = "true",
       .store = [](Spec& spec,
                   const Value& value) { spec.numerics.accumulator_wrap = std::get<bool>(value); },
       .load =
           [](const Spec& spec) { return std::optional<Value>(spec.numerics.accumulator_wrap); }},
  };
}

}  // namespace

std::vector<Key> NumericsKeys() {
  std::vector<Key> keys;
  for (auto part : {FormatKeys, WeightKeys, MultiplierKeys, ActivationKeys, RoundingKeys}) {
    for (Key& key : part()) keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace gatewright::internal
