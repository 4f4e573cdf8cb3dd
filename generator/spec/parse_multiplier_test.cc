// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "generator/spec/parse.h"

namespace gatewright {
namespace {

constexpr char kSimilarity[] =
    "sparsity.events = { kind = \"similarity\", t_skip = 1, t_delta = 2, refresh = 8 }\n";

Result<Spec> Parse(const std::string& text) {
  return ParseSpecText("name = \"d\"\nnetwork.model = \"m.onnx\"\n" + text + "\n", "d.toml", "");
}

/// An error and the message it must give, the file's name left out.
struct Mistake {
  const char* name;
  std::string text;
  const char* message;
};

class MultiplierMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(MultiplierMistake, IsReportedExactly) {
  const Result<Spec> spec = Parse(GetParam().text);
  ASSERT_FALSE(spec.ok());
  EXPECT_EQ(ToString(spec.errors()), std::string("d.toml:") + GetParam().message + "\n");
}

const Mistake kMistakes[] = {
    {"DigitsMissing", "numerics.weight.kind = \"bit-sparse\"",
     "3: numerics.weight.digits: must be given with kind \"bit-sparse\" and only then, and be "
     "fewer "
     "than half of numerics.weight.bits, rounded up: with more every weight can be stored (nearest "
     "legal: digits = 2)"},
    {"DigitsOfFixedWeights", "numerics.weight.digits = 2",
     "3: numerics.weight.digits = 2: must be given with kind \"bit-sparse\" and only then, and be "
     "fewer than half of numerics.weight.bits, rounded up: with more every weight can be stored "
     "(nearest legal: leave numerics.weight.digits out)"},
    {"MoreDigitsThanWeightsHave",
     "numerics.weight = { kind = \"bit-sparse\", digits = 3, bits = 6 }",
     "3: numerics.weight.digits = 3: must be given with kind \"bit-sparse\" and only then, and be "
     "fewer than half of numerics.weight.bits, rounded up: with more every weight can be stored "
     "(numerics.weight.bits = 6) (nearest legal: 2)"},
    {"NoDigitsForTwoBits", "numerics.weight = { kind = \"bit-sparse\", digits = 1, bits = 2 }",
     "3: numerics.weight.digits = 1: must be given with kind \"bit-sparse\" and only then, and be "
     "fewer than half of numerics.weight.bits, rounded up: with more every weight can be stored "
     "(numerics.weight.bits = 2) (nearest legal: numerics.weight.bits = 3)"},
    {"TruncatedWithDelta",
     "sparsity.events.kind = \"delta\"\nnumerics.multiplier = { kind = \"truncated\", columns = 4 "
     "}",
     "4: numerics.multiplier.kind = \"truncated\": must be \"exact\" unless numerics.weight.kind "
     "is "
     "\"fixed\" and sparsity.events.kind is \"similarity\": truncated products are not linear, so "
     "only delta steps that a full step ends may use them (nearest legal: \"exact\")"},
    {"TruncatedWithoutColumns",
     std::string(kSimilarity) + "numerics.multiplier.kind = \"truncated\"",
     "4: numerics.multiplier.columns: must be given with kind \"truncated\" and only then, at most "
     "numerics.weight.bits (nearest legal: columns = 4)"},
    {"MoreColumnsThanWeightBits",
     std::string(kSimilarity) + "numerics.multiplier = { kind = \"truncated\", columns = 9 }",
     "4: numerics.multiplier.columns = 9: must be given with kind \"truncated\" and only then, at "
     "most numerics.weight.bits = 8 (nearest legal: 8)"},
    {"ColumnsOfExactProducts", "numerics.multiplier.columns = 4",
     "3: numerics.multiplier.columns = 4: must be given with kind \"truncated\" and only then, at "
     "most numerics.weight.bits (nearest legal: leave numerics.multiplier.columns out)"},
    {"TruncatedWithoutRefresh",
     "sparsity.events = { kind = \"similarity\", t_skip = 1, t_delta = 2 }\n"
     "numerics.multiplier = { kind = \"truncated\", columns = 4 }",
     "3: sparsity.events.refresh: must only be given with kind \"similarity\", and be given with "
     "numerics.multiplier.kind \"truncated\" (nearest legal: refresh = 32)"},
    {"RefreshWithDelta", "sparsity.events = { kind = \"delta\", refresh = 4 }",
     "3: sparsity.events.refresh = 4: must only be given with kind \"similarity\", and be given "
     "with "
     "numerics.multiplier.kind \"truncated\" (nearest legal: leave sparsity.events.refresh out)"},
    {"ArrayOfBitSparseWeights",
     "numerics.weight = { kind = \"bit-sparse\", digits = 2 }\nengine.multiplier.form = \"array\"",
     "4: engine.multiplier.form = \"array\": must be \"auto\" with bit-sparse weights "
     "(nearest legal: \"auto\")"},
};

INSTANTIATE_TEST_SUITE_P(Multiplier, MultiplierMistake, ::testing::ValuesIn(kMistakes),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(ParseMultiplier, ReadsBitSparseWeights) {
  const Result<Spec> spec =
      Parse("numerics.weight = { kind = \"bit-sparse\", digits = 3, bits = 7 }");
  ASSERT_TRUE(spec.ok()) << ToString(spec.errors());
  EXPECT_EQ(spec->numerics.weight_kind, WeightKind::kBitSparse);
  EXPECT_EQ(spec->numerics.weight_digits, 3);
  EXPECT_EQ(spec->numerics.weight_bits, 7);
}

TEST(ParseMultiplier, ReadsTruncatedMultipliers) {
  const Result<Spec> spec = Parse(std::string(kSimilarity) +
                                  "numerics.multiplier = { kind = \"truncated\", columns = 8 }");
  ASSERT_TRUE(spec.ok()) << ToString(spec.errors());
  EXPECT_TRUE(spec->numerics.truncated);
  EXPECT_EQ(spec->numerics.dropped_columns, 8);
  EXPECT_EQ(spec->sparsity.events.refresh, 8);
}

TEST(ParseMultiplier, KindsAreDifferentHardware) {
  const std::string fixed = Parse(kSimilarity)->hash;
  EXPECT_NE(Parse(std::string(kSimilarity) +
                  "numerics.multiplier = { kind = \"truncated\", columns = 8 }")
                ->hash,
            fixed);
  EXPECT_NE(
      Parse(std::string(kSimilarity) + "numerics.weight = { kind = \"bit-sparse\", digits = 2 }")
          ->hash,
      fixed);
}

}  // namespace
}  // namespace gatewright
