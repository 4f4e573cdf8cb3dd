// Random designs against the reference model and the cycle model: every output, the final cell
// states and every predicted cycle must be equal, under stalls, bad frames, sequence starts and a
// reset in the middle of a step.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "generator/design/design.h"
#include "generator/design/saved.h"
#include "generator/emit/output.h"
#include "generator/spec/parse.h"
#include "generator/tools/process.h"
#include "sim/build.h"
#include "sim/other_tools.h"
#include "verif/equivalence.h"
#include "verif/random_design.h"

namespace gatewright {
namespace {

constexpr int kDesigns = 48;
constexpr int kMaxUnits = 40;
constexpr int kBenchSteps = 4;
constexpr uint64_t kBenchEvery = 4;  // designs whose bench also runs in Icarus, four-state

/// What the emitted bench must see in its first steps.
std::vector<std::vector<int16_t>> Expected(const Design& design) {
  const Trace trace = RunReference(design.integers, design.x, design.stimulus.starts);
  std::vector<std::vector<int16_t>> outputs;
  for (int t = 0; t < kBenchSteps; ++t) {
    const int16_t* y = trace.output(trace.h.size() - 1, t, design.plan.outputs);
    outputs.emplace_back(y, y + design.plan.outputs);
  }
  return outputs;
}

/// Which of them are skipped.
std::vector<bool> Repeats(const Design& design) {
  const Trace trace = RunReference(design.integers, design.x, design.stimulus.starts);
  std::vector<bool> repeats;
  for (int t = 0; t < kBenchSteps; ++t) {
    repeats.push_back(trace.events.modes[static_cast<size_t>(t)] == StepMode::kSkip);
  }
  return repeats;
}

/// A session cut short at a random cycle, as a reset in the middle would.
Session Cut(const Plan& plan, uint64_t seed) {
  std::vector<int16_t> x;
  std::vector<bool> starts;
  RandomFrames(plan, 4, seed, &x, &starts);
  Session session = MakeSession(plan, x, starts, RandomProfile(seed + 1));
  session.script.max_cycles = 1 + static_cast<int64_t>(seed % 997);
  return session;
}

int64_t Rows(const Plan& plan) {
  int64_t rows = 0;
  for (const LayerPlan& layer : plan.layers)
    rows += static_cast<int64_t>(layer.interval) * layer.units;
  return rows;
}

void CheckSessions(const Design& design, Simulation* simulation, uint64_t seed) {
  const Equivalence cut =
      CheckEquivalence(design.plan, design.integers, Cut(design.plan, seed), simulation);
  EXPECT_TRUE(cut.ok()) << "cut session: " << cut.first_failure;
  for (uint64_t run = 0; run < 3; ++run) {
    std::vector<int16_t> x;
    std::vector<bool> starts;
    RandomFrames(design.plan, 12, seed * 10 + run, &x, &starts);
    StallProfile profile = run == 0 ? StallProfile{} : RandomProfile(seed * 10 + run);
    Session session = MakeSession(design.plan, x, starts, profile);
    const bool registers = design.plan.control != ControlBus::kNone;
    if (run == 2 && registers && design.plan.events != EventKind::kNone) {
      UseThresholds(design.plan, RandomThresholds(design.plan, seed), &session);
    }
    const Equivalence result = CheckEquivalence(design.plan, design.integers, session, simulation);
    EXPECT_EQ(result.steps, 12);
    EXPECT_EQ(result.elements, 12 * design.plan.outputs);
    EXPECT_EQ(result.sums, Rows(design.plan));
    EXPECT_EQ(result.counters > 0, registers);
    EXPECT_EQ(result.mismatches, 0);
    EXPECT_TRUE(result.cycles_equal);
    EXPECT_TRUE(result.ok()) << "session " << run << ": " << result.first_failure;
  }
}

class RandomEquivalence : public testing::TestWithParam<int> {};

TEST_P(RandomEquivalence, RtlEqualsReferenceAndPredictedCyclesEqualSimulated) {
  const uint64_t seed = static_cast<uint64_t>(GetParam());
  const std::string text = RandomDesignText(seed, kMaxUnits);
  SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + text);
  const Result<Spec> spec = ParseSpecText(text, "random.toml", ".");
  ASSERT_TRUE(spec.ok()) << ToString(spec.errors());
  const Result<Design> design = MakeDesign(*spec);
  ASSERT_TRUE(design.ok()) << ToString(design.errors());
  const Result<std::vector<OutputFile>> files =
      EmitTree(*design, kBenchSteps, Expected(*design), Repeats(*design));
  ASSERT_TRUE(files.ok()) << ToString(files.errors());
  const ScratchFolder scratch;
  const std::string tree = scratch.path() + "/out";
  ASSERT_TRUE(WriteTree(tree, *files).ok());
  const Status lint = LintDesign(design->plan, tree);
  ASSERT_TRUE(lint.ok()) << ToString(lint.errors());
  const Result<std::string> icarus = ReadByIcarus(design->plan, tree);
  EXPECT_TRUE(icarus.ok() && !icarus->empty()) << "iverilog -g2005 must read the design";
  const Result<std::string> yosys = ReadByYosys(design->plan, tree);
  EXPECT_TRUE(yosys.ok() && !yosys->empty()) << "Yosys must read the design";
  if (seed % kBenchEvery == 0) {
    const Result<std::string> bench = RunBenchInIcarus(design->plan, tree);
    EXPECT_TRUE(bench.ok()) << ToString(bench.errors());
  }
  const Result<std::string> library =
      BuildSimulation(design->plan, tree, scratch.path() + "/sim", {});
  ASSERT_TRUE(library.ok()) << ToString(library.errors());
  const auto simulation = Simulation::Load(design->plan, *library, static_cast<uint32_t>(seed));
  ASSERT_TRUE(simulation.ok()) << ToString(simulation.errors());
  CheckSessions(*design, simulation->get(), seed);
}

/// Seeds 1..kDesigns, or 1..N with GATEWRIGHT_RANDOM_DESIGNS=N for a longer campaign by hand.
int LastSeed() {
  const char* asked = std::getenv("GATEWRIGHT_RANDOM_DESIGNS");
  return asked != nullptr ? std::max(1, std::atoi(asked)) : kDesigns;
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomEquivalence, testing::Range(1, LastSeed() + 1));

}  // namespace
}  // namespace gatewright
