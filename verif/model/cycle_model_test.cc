// SPDX-License-Identifier: Apache-2.0
// The cycle model and the figures of docs/engine.md. That prediction equals simulation is held by
// random_equivalence_test; here the predicted cycles meet the published and promised ones.

#include "verif/model/cycle_model.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "generator/design/design.h"
#include "generator/spec/parse.h"
#include "verif/analysis/performance.h"
#include "verif/model/session.h"

namespace gatewright {
namespace {

Design Make(const std::string& text) {
  const Result<Spec> spec = ParseSpecText("name = \"t\"\n" + text, "t.toml", ".");
  EXPECT_TRUE(spec.ok()) << ToString(spec.errors());
  Result<Design> design = MakeDesign(*spec);
  EXPECT_TRUE(design.ok()) << ToString(design.errors());
  return *design;
}

/// A trace in which every unit of every layer is an event in every step.
Trace AllEvents(const Plan& plan, int steps) {
  Trace trace;
  trace.steps = steps;
  for (const LayerPlan& layer : plan.layers) {
    trace.h.emplace_back(static_cast<size_t>(steps) * static_cast<size_t>(layer.units), int16_t{1});
  }
  return trace;
}

Performance WithAllEvents(const Design& design, int steps) {
  const std::vector<int16_t> x(static_cast<size_t>(steps) * static_cast<size_t>(design.plan.inputs),
                               int16_t{1});
  std::vector<bool> starts(static_cast<size_t>(steps), false);
  starts[0] = true;
  Trace trace = AllEvents(design.plan, steps);
  MarkNonZero(design.plan, x, starts, &trace);
  return MeasurePerformance(design.plan, design.integers, x, starts, trace, 8);
}

std::string Compact(int units) {
  return fmt::format(
      "[network]\ninputs = 1\nhidden = [{0}]\noutputs = 1\n[engine]\npes = {0}\ncell_lanes = {0}",
      units);
}

TEST(Cycles, CompactLstmWithHeadMeetsItsFigures) {
  EXPECT_LE(WithAllEvents(Make(Compact(5)), 40).interval, 45);    // promised 52, stretch 45
  EXPECT_LE(WithAllEvents(Make(Compact(20)), 40).interval, 120);  // promised 130
}

TEST(Cycles, DenseColumnPhaseKeepsPesBusy) {
  const Design design = Make(
      "[network]\ninputs = 64\nhidden = [64]\n[engine]\narrays = 2\npes = 16\ncell_lanes = 16\n"
      "[stream]\nelements_in = 8\nelements_out = 8");
  EXPECT_GE(WithAllEvents(design, 100).useful_share, 0.95);
}

TEST(Cycles, StepIsItsWordsItsReadsAndFewMore) {
  // 1,147 columns over 8 arrays: 144 on the busiest, 64 words each; 16 groups of 4 reads.
  const Design design = Make(
      "[network]\ninputs = 123\nhidden = [1024]\n[engine]\narrays = 8\npes = 64\ncell_lanes = 64\n"
      "[stream]\nelements_in = 8\nelements_out = 8\n[stimulus]\nsteps = 2");
  EXPECT_LE(WithAllEvents(design, 6).interval, 144 * 64 + 16 * 4 + 8);
}

/// 123 -> 1024 on 8 arrays of 64 PEs, column-balanced 4 of 64: the layer of Spartus (Gao et al.).
std::string Spartus() {
  return "[network]\ninputs = 123\nhidden = [1024]\n[engine]\narrays = 8\npes = 64\ncell_lanes = "
         "64\n"
         "[sparsity]\nweights = { kind = \"cbtd\", keep = \"4/64\" }\n"
         "[stream]\nelements_in = 8\nelements_out = 8\n[stimulus]\nsteps = 2";
}

TEST(Cycles, ColumnBalancedLayerWithEveryEventMeetsThePublishedModel) {
  const Performance performance = WithAllEvents(Make(Spartus()), 60);
  EXPECT_LE(performance.interval, 648);
  EXPECT_LE(performance.latency_max, 148);
  EXPECT_GE(performance.useful_share, 0.95);
}

TEST(Cycles, ColumnBalancedLayerWithFewEventsMeetsThePublishedModel) {
  const Design design = Make(Spartus());
  const int steps = 12;
  std::vector<int16_t> x(static_cast<size_t>(steps) * 123, int16_t{0});
  Trace trace = AllEvents(design.plan, steps);
  // 32 events on the worst array, 4 of them x: columns 0, 8, 16 ... belong to array 0.
  std::fill(trace.h[0].begin(), trace.h[0].end(), int16_t{0});
  for (size_t t = 0; t < static_cast<size_t>(steps); ++t) {
    for (size_t e = 0; e < 28; ++e) trace.h[0][t * 1024 + 8 * e * 4] = 1;
    for (size_t e = 0; e < 4; ++e) x[t * 123 + 8 * e * 3] = 1;
  }
  std::vector<bool> starts(static_cast<size_t>(steps), false);
  starts[0] = true;
  MarkNonZero(design.plan, x, starts, &trace);
  const Performance performance =
      MeasurePerformance(design.plan, design.integers, x, starts, trace, 8);
  EXPECT_LE(performance.interval, 200);
  EXPECT_LE(performance.latency_max, 100);
}

TEST(Cycles, BlockSparseColumnPhaseKeepsPesBusy) {
  const Design design = Make(
      "[network]\ninputs = 128\nhidden = [128]\n[engine]\narrays = 2\npes = 16\ncell_lanes = 16\n"
      "[sparsity]\nweights = { kind = \"hcgs\", outer = [32, 1], inner = [16, 1] }\n"
      "[stream]\nelements_in = 8\nelements_out = 8");
  EXPECT_EQ(design.plan.layers[0].h.column_words, 4);  // of 32: an eighth
  const Performance performance = WithAllEvents(design, 100);
  EXPECT_GE(performance.useful_share, 0.95);
  EXPECT_EQ(performance.stored_words * 8, performance.dense_words);
}

/// Cycles of a step when each of the 56 elements is an event with probability `share`.
double GruInterval(const Design& design, double share) {
  const int steps = 4000;
  std::mt19937_64 random(11);
  const auto draw = [&](size_t count) {
    std::vector<int16_t> values(count);
    for (int16_t& v : values) v = static_cast<double>(random() % 100000) < share * 1e5 ? 1 : 0;
    return values;
  };
  Trace trace;
  trace.steps = steps;
  trace.h = {draw(steps * 16), draw(steps * 16)};
  std::vector<bool> starts(static_cast<size_t>(steps), false);
  starts[0] = true;
  const std::vector<int16_t> x = draw(steps * 8);
  MarkNonZero(design.plan, x, starts, &trace);
  return MeasurePerformance(design.plan, design.integers, x, starts, trace, 8).interval;
}

TEST(Cycles, SmallGruMeetsItsFiguresAtThePublishedEvents) {
  // Two layers of 16, 8 inputs, 8 PEs (EdgeDRNN: 189, 117 and 110 cycles at these mean events).
  const Design design = Make(
      "[network]\ncell = \"gru\"\ninputs = 8\nhidden = [16, 16]\n[engine]\npes = 8\ncell_lanes = "
      "8\n"
      "[stream]\nelements_in = 8\nelements_out = 8");
  EXPECT_EQ(design.plan.layers[0].x.column_words, 6);  // three rows a unit, two units a PE
  EXPECT_EQ(design.plan.layers[0].h.column_words, 6);
  EXPECT_LE(GruInterval(design, 21.5 / 56), 165);
  EXPECT_LE(GruInterval(design, 3.75 / 56), 55);
  EXPECT_LE(GruInterval(design, 1.22 / 56), 40);
}

TEST(Cycles, UsefulWeightsLeaveOutWhatOnlyFillsWords) {
  const Design cbtd = Make(
      "[network]\ninputs = 3\nhidden = [5]\n[engine]\npes = 4\n[sparsity]\nweights = { kind = "
      "\"cbtd\", keep = \"3/4\" }");
  // Slots 4 x 2 a PE, 6 kept: 6 in PE 0, which owns two units; 4 rows each in the others.
  const LayerPlan& place = cbtd.plan.layers[0];
  EXPECT_EQ(UsefulWeights(cbtd.plan, place, cbtd.integers.layers[0], false),
            std::vector<int>(3, 6 + 3 * 4));
  const Design free = Make(
      "[network]\ninputs = 3\nhidden = [5]\n[engine]\npes = 4\n[sparsity]\nweights = { kind = "
      "\"unstructured\", keep = \"1/4\" }");
  const IntLayer& layer = free.integers.layers[0];
  const std::vector<int> useful = UsefulWeights(free.plan, free.plan.layers[0], layer, true);
  int sum = 0;
  for (const int count : useful) sum += count;
  EXPECT_EQ(sum, std::count_if(layer.wh.begin(), layer.wh.end(), [](int16_t w) { return w != 0; }));
}

TEST(Cycles, NothingBeatsTheLowerBound) {
  // Several layers and arrays, very short runs: where work of a step may be done ahead of it.
  for (const char* shape :
       {"hidden = [13, 5, 11]\noutputs = 3\n[engine]\narrays = 4\npes = 6\ncell_lanes = 2",
        "hidden = [16, 16, 16, 16]\n[engine]\npes = 1",
        "hidden = [5]\noutputs = 40\n[engine]\npes = 5\ncell_lanes = 5",
        "hidden = [40]\n[engine]\narrays = 2\npes = 8\ncell_lanes = 8",
        "hidden = [9, 6]\n[engine]\npes = 3\n[sparsity]\nweights = { kind = \"unstructured\", keep "
        "= "
        "0.1 }",
        "hidden = [9, 6]\n[engine]\npes = 2\n[sparsity]\nweights = { kind = \"hcgs\", outer = [4, "
        "1], "
        "inner = [2, 1] }"}) {
    SCOPED_TRACE(shape);
    for (const int steps : {2, 3, 4, 64}) {
      const Design design =
          Make(fmt::format("[network]\ninputs = 7\n{}\n[stimulus]\nsteps = {}", shape, steps));
      const Trace trace = RunReference(design.integers, design.x, design.stimulus.starts);
      const Performance performance = MeasurePerformance(design.plan, design.integers, design.x,
                                                         design.stimulus.starts, trace, 4);
      EXPECT_GE(performance.interval, performance.bound) << steps;
      EXPECT_LE(performance.useful_share, 1.0) << steps;
      EXPECT_GT(performance.bound, 0);
    }
  }
}

TEST(Cycles, AStepWithEveryEventTakesItsWordsAndReads) {
  // Steps in the middle of a run: each has the next frame beside it, whatever the layers.
  for (const char* shape :
       {"hidden = [8]", "hidden = [8, 6]\noutputs = 1", "hidden = [12, 9, 7]"}) {
    const Design design = Make(std::string("[network]\ninputs = 4\n") + shape +
                               "\n[engine]\npes = 4\ncell_lanes = 2");
    const Performance performance = WithAllEvents(design, 60);
    EXPECT_GE(performance.worst_interval, performance.stored_words + performance.read_cycles);
    EXPECT_NEAR(performance.worst_interval, performance.interval, 1) << shape;
  }
}

TEST(Cycles, ZerosCostNothing) {
  const Design design = Make(Compact(20));
  const int steps = 20;
  Trace trace = AllEvents(design.plan, steps);
  for (int16_t& h : trace.h[0]) h = 0;
  const std::vector<int16_t> x(static_cast<size_t>(steps), int16_t{0});
  std::vector<bool> starts(static_cast<size_t>(steps), false);
  starts[0] = true;
  MarkNonZero(design.plan, x, starts, &trace);
  const Performance performance =
      MeasurePerformance(design.plan, design.integers, x, starts, trace, 8);
  EXPECT_EQ(performance.words, 0);
  EXPECT_LE(performance.interval, 30);
}

TEST(Cycles, NecessaryWorkCountsTheBusiestArray) {
  const Design design =
      Make("[network]\ninputs = 4\nhidden = [4]\n[engine]\narrays = 2\npes = 2\ncell_lanes = 2");
  Trace trace = AllEvents(design.plan, 3);
  trace.h[0] = {1, 1, 1, 1, 5, 0, 7, 0, 1, 1, 1, 1};  // step 1: both events belong to array 0
  const std::vector<int16_t> x = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1};
  // Step 2: x has one event for array 0 and two for array 1, h(1) two for array 0; 8 words a
  // column, 16 rows. Two steps of two groups with four reads.
  MarkNonZero(design.plan, x, {true, false, false}, &trace);
  const NecessaryWork work = CountNecessaryWork(design.plan, design.integers, trace);
  EXPECT_EQ(work.cycles, 3 * 8 + 2 * 2 * 4);
  EXPECT_EQ(work.macs, 5 * 16);
}

}  // namespace
}  // namespace gatewright
