// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "generator/spec/parse.h"

namespace gatewright {
namespace {

/// A design with an error and the message it must give, the file's name left out.
struct Mistake {
  const char* name;
  const char* text;     ///< added below the two lines of a sound design
  const char* message;  ///< from the line number on
};

class NumericsMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(NumericsMistake, IsReportedExactly) {
  const std::string sound = "name = \"d\"\nnetwork.model = \"m.onnx\"\n";
  ASSERT_TRUE(ParseSpecText(sound, "d.toml", "").ok());
  const Result<Spec> spec = ParseSpecText(sound + GetParam().text + "\n", "d.toml", "");
  ASSERT_FALSE(spec.ok());
  EXPECT_EQ(ToString(spec.errors()), std::string("d.toml:") + GetParam().message + "\n");
}

constexpr Mistake kMistakes[] = {
    {"StateTooWide", "numerics.state = \"Q12.8\"",
     "3: numerics.state = \"Q12.8\": must be a format \"Qi.f\" of 4 to 16 bits with i >= 1 and f "
     ">= 0, or \"auto\", or \"auto:WIDTH\" (nearest legal: \"Q12.4\", \"Q8.8\")"},
    {"StateTooNarrow", "numerics.state = \"Q1.2\"",
     "3: numerics.state = \"Q1.2\": must be a format \"Qi.f\" of 4 to 16 bits with i >= 1 and f >= "
     "0, or \"auto\", or \"auto:WIDTH\" (nearest legal: \"Q1.3\", \"Q2.2\")"},
    {"StateWithoutSign", "numerics.state = \"Q0.16\"",
     "3: numerics.state = \"Q0.16\": must be a format \"Qi.f\" of 4 to 16 bits with i >= 1 and f "
     ">= 0, or \"auto\", or \"auto:WIDTH\" (nearest legal: \"Q1.15\")"},
    {"StateNotAFormat", "numerics.state = \"16\"",
     "3: numerics.state = \"16\": must be a format \"Qi.f\" of 4 to 16 bits with i >= 1 and f >= "
     "0, or \"auto\", or \"auto:WIDTH\" (nearest legal: \"Q8.8\")"},
    {"StateNotText", "numerics.state = 16",
     "3: numerics.state = 16: must be a format \"Qi.f\" of 4 to 16 bits with i >= 1 and f >= 0, or "
     "\"auto\", or \"auto:WIDTH\" (nearest legal: \"Q8.8\")"},
    {"StateAutoTooWide", "numerics.state = \"auto:17\"",
     "3: numerics.state = \"auto:17\": must be a format \"Qi.f\" of 4 to 16 bits with i >= 1 and f "
     ">= 0, or \"auto\", or \"auto:WIDTH\" (nearest legal: \"auto:16\")"},
    {"StateAutoTooNarrow", "numerics.state = \"auto:3\"",
     "3: numerics.state = \"auto:3\": must be a format \"Qi.f\" of 4 to 16 bits with i >= 1 and f "
     ">= 0, or \"auto\", or \"auto:WIDTH\" (nearest legal: \"auto:4\")"},
    {"CellTooWide", "numerics.cell = \"Q16.9\"",
     "3: numerics.cell = \"Q16.9\": must be a format \"Qi.f\" of 9 to 24 bits with i >= 1 and f >= "
     "8, or \"auto\", or \"auto:WIDTH\" (nearest legal: \"Q16.8\", \"Q15.9\")"},
    {"CellTooFewFractionBits", "numerics.cell = \"Q9.7\"",
     "3: numerics.cell = \"Q9.7\": must be a format \"Qi.f\" of 9 to 24 bits with i >= 1 and f >= "
     "8, or \"auto\", or \"auto:WIDTH\" (nearest legal: \"Q9.8\")"},
    {"CellWithoutSign", "numerics.cell = \"Q0.8\"",
     "3: numerics.cell = \"Q0.8\": must be a format \"Qi.f\" of 9 to 24 bits with i >= 1 and f >= "
     "8, or \"auto\", or \"auto:WIDTH\" (nearest legal: \"Q1.8\")"},
    {"CellAutoTooNarrow", "numerics.cell = \"auto:8\"",
     "3: numerics.cell = \"auto:8\": must be a format \"Qi.f\" of 9 to 24 bits with i >= 1 and f "
     ">= 8, or \"auto\", or \"auto:WIDTH\" (nearest legal: \"auto:9\")"},
    {"WeightBitsTooFew", "numerics.weight.bits = 1",
     "3: numerics.weight.bits = 1: must be an integer from 2 to 16 (nearest legal: 2)"},
    {"WeightBitsTooMany", "numerics.weight.bits = 17",
     "3: numerics.weight.bits = 17: must be an integer from 2 to 16 (nearest legal: 16)"},
    {"RowShiftBitsTooMany", "numerics.weight.row_shift_bits = 4",
     "3: numerics.weight.row_shift_bits = 4: must be an integer from 0 to 3 (nearest legal: 3)"},
    {"RowShiftBitsNegative", "numerics.weight.row_shift_bits = -1",
     "3: numerics.weight.row_shift_bits = -1: must be an integer from 0 to 3 (nearest legal: 0)"},
    {"WeightFractionTooMany", "numerics.weight.fraction = 25",
     "3: numerics.weight.fraction = 25: must be an integer from 0 to 24 (nearest legal: 24)"},
    {"WeightKindUnknown", "numerics.weight.kind = \"fix\"",
     "3: numerics.weight.kind = \"fix\": must be one of \"fixed\", \"bit-sparse\" (nearest legal: "
     "\"fixed\")"},
    {"WeightNotATable", "numerics.weight = \"fixed\"",
     "3: numerics.weight = \"fixed\": must be a table (nearest legal: { kind = \"fixed\" })"},
    {"SegmentsOfTable", "numerics.activation = { kind = \"table\", segments = 8 }",
     "3: numerics.activation.segments = 8: must only be given with kind \"pwl\" (nearest legal: "
     "leave numerics.activation.segments out)"},
    {"TableInputOfPwl", "numerics.activation = { kind = \"pwl\", in_fraction = 6 }",
     "3: numerics.activation.in_fraction = 6: must only be given with kind \"table\", and be small "
     "enough that in_integer + in_fraction is at most 14 (nearest legal: leave "
     "numerics.activation.in_fraction out)"},
    {"SegmentsNoPowerOfTwo", "numerics.activation = { kind = \"pwl\", segments = 12 }",
     "3: numerics.activation.segments = 12: must be a power of two from 2 to 256 (nearest legal: "
     "8, "
     "16)"},
    {"TableInFractionTooMany", "numerics.activation.in_fraction = 11",
     "3: numerics.activation.in_fraction = 11: must be an integer from 1 to 10 (nearest legal: "
     "10)"},
    {"TableInFractionZero", "numerics.activation.in_fraction = 0",
     "3: numerics.activation.in_fraction = 0: must be an integer from 1 to 10 (nearest legal: 1)"},
    {"TableInIntegerTooFew", "numerics.activation.in_integer = 1",
     "3: numerics.activation.in_integer = 1: must be an integer from 2 to 6 (nearest legal: 2)"},
    {"TableInIntegerTooMany", "numerics.activation.in_integer = 7",
     "3: numerics.activation.in_integer = 7: must be an integer from 2 to 6 (nearest legal: 6)"},
    {"TableTooLarge", "numerics.activation = { in_fraction = 10, in_integer = 5 }",
     "3: numerics.activation.in_fraction = 10: must only be given with kind \"table\", and be "
     "small "
     "enough that in_integer + in_fraction is at most 14 (5 + 10 = 15) (nearest legal: in_fraction "
     "= 9, or in_integer = 4)"},
    {"TableOutFractionTooFew", "numerics.activation.out_fraction = 3",
     "3: numerics.activation.out_fraction = 3: must be an integer from 4 to 14 (nearest legal: 4)"},
    {"TableOutFractionTooMany", "numerics.activation.out_fraction = 15",
     "3: numerics.activation.out_fraction = 15: must be an integer from 4 to 14 (nearest legal: "
     "14)"},
    {"BiasFormatAuto", "numerics.bias_format = \"auto\"",
     "3: numerics.bias_format = \"auto\": must be a format \"Qi.f\" of 2 to 32 bits with i >= 1 "
     "and f >= 0 (nearest legal: \"Q4.12\")"},
    {"BiasFormatTooWide", "numerics.bias_format = \"Q20.13\"",
     "3: numerics.bias_format = \"Q20.13\": must be a format \"Qi.f\" of 2 to 32 bits with i >= 1 "
     "and f >= 0 (nearest legal: \"Q20.12\", \"Q19.13\")"},
    {"RoundingUnknown", "numerics.rounding = \"nearest\"",
     "3: numerics.rounding = \"nearest\": must be one of \"nearest-even\", \"truncate\" (nearest "
     "legal: \"nearest-even\")"},
    {"AccumulatorBitsTooFew", "numerics.accumulator.bits = 7",
     "3: numerics.accumulator.bits = 7: must be an integer from 8 to 48 (nearest legal: 8)"},
    {"AccumulatorBitsTooMany", "numerics.accumulator.bits = 49",
     "3: numerics.accumulator.bits = 49: must be an integer from 8 to 48 (nearest legal: 48)"},
    {"AccumulatorWrapNotBoolean", "numerics.accumulator.wrap = 1",
     "3: numerics.accumulator.wrap = 1: must be true or false (nearest legal: true, false)"},
};

INSTANTIATE_TEST_SUITE_P(Mistakes, NumericsMistake, ::testing::ValuesIn(kMistakes),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace gatewright
