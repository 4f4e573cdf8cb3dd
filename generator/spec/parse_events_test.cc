// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "generator/spec/parse.h"

namespace gatewright {
namespace {

Result<Spec> Parse(const std::string& text) {
  return ParseSpecText("name = \"d\"\nnetwork.model = \"m.onnx\"\n" + text + "\n", "d.toml", "");
}

/// An error and the message it must give, the file's name left out.
struct Mistake {
  const char* name;
  const char* text;
  const char* message;
};

class EventsMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(EventsMistake, IsReportedExactly) {
  const Result<Spec> spec = Parse(GetParam().text);
  ASSERT_FALSE(spec.ok());
  EXPECT_EQ(ToString(spec.errors()), std::string("d.toml:") + GetParam().message + "\n");
}

constexpr Mistake kMistakes[] = {
    {"UnknownKind", "sparsity.events.kind = \"deltas\"",
     "3: sparsity.events.kind = \"deltas\": must be one of \"none\", \"delta\", \"similarity\" "
     "(nearest legal: \"delta\")"},
    {"ThresholdWithNone", "sparsity.events = { kind = \"none\", theta_h = \"1/16\" }",
     "3: sparsity.events.theta_h = \"1/16\": must only be given with kind \"delta\" or "
     "\"similarity\" (nearest legal: leave sparsity.events.theta_h out)"},
    {"NegativeThreshold", "sparsity.events = { kind = \"delta\", theta_x = -0.5 }",
     "3: sparsity.events.theta_x = -0.5: must be a number from 0 to 32768: a ratio \"1/16\" or a "
     "decimal \"0.0625\", in lowest terms with a denominator of 10^8 at most (nearest legal: "
     "\"1/16\")"},
    {"ThresholdTooLarge", "sparsity.events = { kind = \"delta\", theta_head = 40000 }",
     "3: sparsity.events.theta_head = 40000: must be a number from 0 to 32768: a ratio \"1/16\" or "
     "a decimal \"0.0625\", in lowest terms with a denominator of 10^8 at most (nearest legal: "
     "\"32768\")"},
    {"ScoreWithDelta", "sparsity.events = { kind = \"delta\", t_skip = 1 }",
     "3: sparsity.events.t_skip = 1: must be given with kind \"similarity\" and only then, t_skip "
     "at most t_delta (nearest legal: leave sparsity.events.t_skip out)"},
    {"ScoreMissing", "sparsity.events = { kind = \"similarity\", t_skip = 1 }",
     "3: sparsity.events.t_delta: must be given with kind \"similarity\" and only then, t_skip at "
     "most t_delta (nearest legal: t_delta = \"2\")"},
    {"SkipAboveDelta",
     "sparsity.events = { kind = \"similarity\", t_skip = \"2/3\", t_delta = 0.5 }",
     "3: sparsity.events.t_skip = \"2/3\": must be given with kind \"similarity\" and only then, "
     "t_skip at most t_delta = 1/2 (nearest legal: \"1/2\")"},
};

INSTANTIATE_TEST_SUITE_P(Events, EventsMistake, ::testing::ValuesIn(kMistakes),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(ParseEvents, RefusesAThresholdOfAHeadThatIsNotThere) {
  const Result<Spec> spec = ParseSpecText(
      "name = \"d\"\nnetwork = { inputs = 2, hidden = [4] }\nsparsity.events = { kind = \"delta\", "
      "theta_head = 1 }\n",
      "d.toml", "");
  ASSERT_FALSE(spec.ok());
  EXPECT_EQ(ToString(spec.errors()),
            "d.toml:3: sparsity.events.theta_head = 1: must only be given with kind \"delta\" or "
            "\"similarity\", and the network must have a head (nearest legal: leave "
            "sparsity.events.theta_head out)\n");
}

TEST(ParseEvents, TakesThresholdsExactly) {
  const Result<Spec> delta =
      Parse("sparsity.events = { kind = \"delta\", theta_x = 0.1, theta_h = \"2/32\" }");
  ASSERT_TRUE(delta.ok()) << ToString(delta.errors());
  EXPECT_EQ(delta->sparsity.events.kind, EventKind::kDelta);
  EXPECT_EQ(delta->sparsity.events.theta_x, (Ratio{1, 10}));
  EXPECT_EQ(delta->sparsity.events.theta_h, (Ratio{1, 16}));
  EXPECT_FALSE(delta->sparsity.events.theta_head.has_value());
  const Result<Spec> fine = Parse("sparsity.events = { kind = \"delta\", theta_x = 0.0009765625 }");
  ASSERT_TRUE(fine.ok()) << ToString(fine.errors());
  EXPECT_EQ(fine->sparsity.events.theta_x, (Ratio{1, 1024}));
  const Result<Spec> modes = Parse(
      "sparsity.events = { kind = \"similarity\", theta_head = 0, t_skip = 0, t_delta = \"9/2\" }");
  ASSERT_TRUE(modes.ok()) << ToString(modes.errors());
  EXPECT_EQ(modes->sparsity.events.kind, EventKind::kSimilarity);
  EXPECT_EQ(modes->sparsity.events.theta_head, (Ratio{0, 1}));
  EXPECT_EQ(modes->sparsity.events.t_skip, (Ratio{0, 1}));
  EXPECT_EQ(modes->sparsity.events.t_delta, (Ratio{9, 2}));
}

}  // namespace
}  // namespace gatewright
