// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "generator/spec/parse.h"

namespace gatewright {
namespace {

std::string With(const std::string& text) {
  return "name = \"d\"\nnetwork.model = \"m.onnx\"\n" + text + "\n";
}

Result<Spec> Parse(const std::string& text) { return ParseSpecText(With(text), "d.toml", ""); }

/// An error and the message it must give, the file's name left out.
struct Mistake {
  const char* name;
  const char* text;
  const char* message;
};

class SparsityMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(SparsityMistake, IsReportedExactly) {
  const Result<Spec> spec = Parse(GetParam().text);
  ASSERT_FALSE(spec.ok());
  EXPECT_EQ(ToString(spec.errors()), std::string("d.toml:") + GetParam().message + "\n");
}

constexpr Mistake kMistakes[] = {
    {"UnknownKind", "sparsity.weights.kind = \"cbtb\"",
     "3: sparsity.weights.kind = \"cbtb\": must be one of \"dense\", \"unstructured\", \"cbtd\", "
     "\"hcgs\" (nearest legal: \"cbtd\")"},
    {"KeepZero", "sparsity.weights = { kind = \"cbtd\", keep = 0 }",
     "3: sparsity.weights.keep = 0: must be a share above 0 and at most 1: a ratio \"4/64\" or a "
     "decimal \"0.0625\", millionths at the finest (nearest legal: \"1/4\")"},
    {"KeepAboveOne", "sparsity.weights = { kind = \"cbtd\", keep = 1.5 }",
     "3: sparsity.weights.keep = 1.5: must be a share above 0 and at most 1: a ratio \"4/64\" or a "
     "decimal \"0.0625\", millionths at the finest (nearest legal: \"1\")"},
    {"KeepRatioAboveOne", "sparsity.weights = { kind = \"unstructured\", keep = \"5/4\" }",
     "3: sparsity.weights.keep = \"5/4\": must be a share above 0 and at most 1: a ratio \"4/64\" "
     "or a decimal \"0.0625\", millionths at the finest (nearest legal: \"1\")"},
    {"KeepMissing", "sparsity.weights.kind = \"cbtd\"",
     "3: sparsity.weights.keep: must be given with kind \"cbtd\" unless keep_x and keep_h are, and "
     "only with \"cbtd\" or \"unstructured\" (nearest legal: keep = \"1/4\")"},
    {"KeepWithDense", "sparsity.weights = { kind = \"dense\", keep = \"1/4\" }",
     "3: sparsity.weights.keep = \"1/4\": must be given with kind \"cbtd\" unless keep_x and "
     "keep_h "
     "are, and only with \"cbtd\" or \"unstructured\" (nearest legal: leave sparsity.weights.keep "
     "out)"},
    {"ScopeWithCbtd", "sparsity.weights = { kind = \"cbtd\", keep = \"1/4\", scope = \"global\" }",
     "3: sparsity.weights.scope = \"global\": must only be given with kind \"unstructured\" "
     "(nearest legal: leave sparsity.weights.scope out)"},
    {"RandomWithCbtd",
     "sparsity.weights = { kind = \"cbtd\", keep = \"1/4\", method = \"random\" }",
     "3: sparsity.weights.method = \"random\": must be \"random\" only with kind \"hcgs\", and not "
     "be given with kind \"dense\" (nearest legal: \"magnitude\", \"check\")"},
    {"SeedWithoutRandom",
     "sparsity.weights = { kind = \"hcgs\", outer = [4, 1], inner = [2, 1], seed = 3 }",
     "3: sparsity.weights.seed = 3: must only be given with method \"random\" (nearest legal: "
     "method = \"random\")"},
    {"BlocksNotPairs", "sparsity.weights = { kind = \"hcgs\", outer = [64], inner = [16, 2] }",
     "3: sparsity.weights.outer = [64]: must be a list of 2 integers from 1 to 4096 (nearest "
     "legal: "
     "[64, 2])"},
    {"PesDoNotDivideInner",
     "engine.pes = 16\nsparsity.weights = { kind = \"hcgs\", outer = [64, 2], inner = [8, 2] }",
     "4: sparsity.weights.inner = [8, 2]: must be given with kind \"hcgs\" and only then: [B2, "
     "k2], "
     "B2 a power of two, a divisor of the outer block and a multiple of engine.pes, k2 at most B1 "
     "/ B2, but B2 = 8 (engine.pes = 16) (nearest legal: B2 = 16)"},
    {"InnerNotPowerOfTwo",
     "engine.pes = 4\nsparsity.weights = { kind = \"hcgs\", outer = [64, 2], inner = [12, 2] }",
     "4: sparsity.weights.inner = [12, 2]: must be given with kind \"hcgs\" and only then: [B2, "
     "k2], B2 a power of two, a divisor of the outer block and a multiple of engine.pes, k2 at "
     "most "
     "B1 / B2, but B2 = 12 (engine.pes = 4) (nearest legal: B2 = 8, 16)"},
    {"OuterNotAMultiple",
     "engine.pes = 4\nsparsity.weights = { kind = \"hcgs\", outer = [24, 2], inner = [16, 1] }",
     "4: sparsity.weights.outer = [24, 2]: must be given with kind \"hcgs\" and only then: [B1, "
     "k1], B1 a power of two and a multiple of the inner block, but B1 = 24, B2 = 16 (nearest "
     "legal: B1 = 16, 32)"},
    {"TooManyInnerBlocks",
     "engine.pes = 4\nsparsity.weights = { kind = \"hcgs\", outer = [32, 2], inner = [16, 3] }",
     "4: sparsity.weights.inner = [16, 3]: must be given with kind \"hcgs\" and only then: [B2, "
     "k2], B2 a power of two, a divisor of the outer block and a multiple of engine.pes, k2 at "
     "most "
     "B1 / B2, but B1 / B2 = 2 (nearest legal: [16, 2])"},
    {"PesNotPowerOfTwoWithBlocks",
     "engine.pes = 6\nsparsity.weights = { kind = \"hcgs\", outer = [32, 2], inner = [16, 1] }",
     "4: sparsity.weights.inner = [16, 1]: must be given with kind \"hcgs\" and only then: [B2, "
     "k2], B2 a power of two, a divisor of the outer block and a multiple of engine.pes, k2 at "
     "most "
     "B1 / B2, but engine.pes = 6 divides no power of two (nearest legal: engine.pes = 4, 8)"},
    {"KeptTooMany",
     "engine.pes = 4\nsparsity.weights = { kind = \"hcgs\", outer = [32, 2], inner = [16, 1], "
     "kept_x = [1, 4] }",
     "4: sparsity.weights.kept_x = [1, 4]: must only be given with kind \"hcgs\", its second "
     "number "
     "at most outer block / inner block (32 / 16 = 2) (nearest legal: [1, 2])"},
};

INSTANTIATE_TEST_SUITE_P(Sparsity, SparsityMistake, ::testing::ValuesIn(kMistakes),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(ParseSparsity, TakesEveryPattern) {
  const Result<Spec> cbtd =
      Parse("sparsity.weights = { kind = \"cbtd\", keep = 0.0625, keep_x = 1 }");
  ASSERT_TRUE(cbtd.ok()) << ToString(cbtd.errors());
  EXPECT_EQ(cbtd->sparsity.weights, WeightPattern::kCbtd);
  EXPECT_EQ(cbtd->sparsity.share_h(), (Ratio{1, 16}));
  EXPECT_EQ(cbtd->sparsity.share_x(), (Ratio{1, 1}));
  EXPECT_EQ(cbtd->sparsity.share_head(), (Ratio{1, 1}));
  const Result<Spec> hcgs = Parse(
      "engine.pes = 8\nsparsity.weights = { kind = \"hcgs\", outer = [64, 2], inner = [16, 2], "
      "kept_h = [1, 3], method = \"random\", seed = 9 }");
  ASSERT_TRUE(hcgs.ok()) << ToString(hcgs.errors());
  EXPECT_EQ(hcgs->sparsity.outer_block, 64);
  EXPECT_EQ(hcgs->sparsity.inner_block, 16);
  EXPECT_EQ(hcgs->sparsity.quota_x().outer, 2);
  EXPECT_EQ(hcgs->sparsity.quota_h().inner, 3);
  EXPECT_EQ(hcgs->sparsity.seed, 9U);
}

TEST(ParseSparsity, CanonicalTextGivesTheSameDesignAgain) {
  for (const char* text :
       {"sparsity.weights = { kind = \"unstructured\" }",
        "sparsity.weights = { kind = \"unstructured\", keep = 0.3, scope = \"global\" }",
        "sparsity.weights = { kind = \"cbtd\", keep_x = \"2/3\", keep_h = \"1/7\", method = "
        "\"check\" }",
        "engine.pes = 4\nsparsity.weights = { kind = \"hcgs\", outer = [8, 1], inner = [4, 1], "
        "kept_x = [2, 2], method = \"random\", seed = 5 }"}) {
    const Result<Spec> spec = Parse(text);
    ASSERT_TRUE(spec.ok()) << text << "\n" << ToString(spec.errors());
    const Result<Spec> again = ParseSpecText(spec->canonical, "c.toml", "");
    ASSERT_TRUE(again.ok()) << spec->canonical << ToString(again.errors());
    EXPECT_EQ(again->canonical, spec->canonical);
    EXPECT_EQ(again->hash, spec->hash);
  }
}

}  // namespace
}  // namespace gatewright
