// SPDX-License-Identifier: Apache-2.0
// Random designs against the reference model and the cycle model: every output, the final cell
// states, every accumulator, every counter and every predicted cycle must be equal, under stalls,
// invalid frames, sequence starts and a reset in the middle of a step.

#include <gtest/gtest.h>

#include <cstdlib>

#include "sim/other_tools.h"
#include "verif/campaign/campaign.h"

namespace gatewright {
namespace {

constexpr int kDesigns = 48;
constexpr int kMaxUnits = 40;
constexpr uint64_t kBenchEvery = 4;  // designs whose bench also runs in Icarus, four-state

int64_t Rows(const Plan& plan) {
  int64_t rows = 0;
  for (const LayerPlan& layer : plan.layers)
    rows += static_cast<int64_t>(layer.interval) * layer.units;
  return rows;
}

class RandomEquivalence : public testing::TestWithParam<int> {};

TEST_P(RandomEquivalence, RtlEqualsReferenceAndPredictedCyclesEqualSimulated) {
  const uint64_t seed = static_cast<uint64_t>(GetParam());
  const Result<Case> which = RandomCase(seed, kMaxUnits, {});
  ASSERT_TRUE(which.ok());
  SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + which->design);
  CaseOptions options;
  options.icarus = seed % kBenchEvery == 0;
  std::unique_ptr<BuiltCase> built;
  const CaseFailure failure = BuildCase(*which, options, &built);
  ASSERT_FALSE(failure) << failure.ToString();
  const Plan& plan = built->design().plan;
  const Result<std::string> icarus = ReadByIcarus(plan, built->tree());
  EXPECT_TRUE(icarus.ok() && !icarus->empty()) << "iverilog -g2005 must read the design";
  const Result<std::string> yosys = ReadByYosys(plan, built->tree());
  EXPECT_TRUE(yosys.ok() && !yosys->empty()) << "Yosys must read the design";
  const std::vector<CaseSession> sessions = RandomSessions(plan, seed);
  ASSERT_EQ(sessions.size(), 4U);
  EXPECT_TRUE(built->Play(sessions[0]).ok()) << "the session cut by a reset";
  for (size_t run = 1; run < sessions.size(); ++run) {
    SCOPED_TRACE("session " + std::to_string(run));
    const Equivalence result = built->Play(sessions[run]);
    EXPECT_EQ(result.steps, sessions[run].steps());
    EXPECT_EQ(result.elements, sessions[run].steps() * plan.outputs);
    EXPECT_EQ(result.sums, Rows(plan));
    EXPECT_EQ(result.counters > 0, plan.control != ControlBus::kNone);
    EXPECT_EQ(result.mismatches, 0);
    EXPECT_TRUE(result.cycles_equal);
    EXPECT_TRUE(result.ok()) << result.first_failure;
  }
}

/// Seeds 1..kDesigns, or 1..N with GATEWRIGHT_RANDOM_DESIGNS=N. Campaigns: `gatewright verify`.
int LastSeed() {
  const char* asked = std::getenv("GATEWRIGHT_RANDOM_DESIGNS");
  return asked != nullptr ? std::max(1, std::atoi(asked)) : kDesigns;
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomEquivalence, testing::Range(1, LastSeed() + 1));

}  // namespace
}  // namespace gatewright
