// SPDX-License-Identifier: Apache-2.0
// Cycles of designs with delta and similarity events, and the figures of docs/engine.md about them.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "generator/design/design.h"
#include "generator/spec/parse.h"
#include "verif/analysis/performance.h"
#include "verif/model/cycle_model.h"
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

/// A run of the same frame again and again, one sequence.
struct SameFrames {
  std::vector<int16_t> x;
  std::vector<bool> starts;
  Trace trace;
};

SameFrames Same(const Design& design, int steps) {
  SameFrames run;
  run.x.assign(static_cast<size_t>(steps * design.plan.inputs), int16_t{40});
  run.starts.assign(static_cast<size_t>(steps), false);
  run.starts[0] = true;
  run.trace = RunReference(design.integers, run.x, run.starts);
  return run;
}

TEST(EventCycles, AStepWithoutEventsIsItsCellPhaseAndSixteenCycles) {
  for (const char* cell : {"lstm", "gru"}) {
    for (const int arrays : {1, 2}) {
      SCOPED_TRACE(cell);
      const Design design = Make(fmt::format(
          "[network]\ncell = \"{}\"\ninputs = 8\nhidden = [24]\n[engine]\narrays = {}\npes = 8\n"
          "cell_lanes = 4\n[stream]\nelements_in = 8\nelements_out = 4\n"
          "[sparsity]\nevents = {{ kind = \"delta\", theta_x = 1, theta_h = 32768 }}",
          cell, arrays));
      const SameFrames run = Same(design, 10);
      const Performance performance =
          MeasurePerformance(design.plan, design.integers, run.x, run.starts, run.trace, 10);
      const int phase = design.plan.layers[0].groups * design.plan.layers[0].interval;
      EXPECT_LE(performance.latency_max, 16 + phase);
      const EventCounts counts = CountEvents(EventKind::kDelta, run.trace.events);
      EXPECT_EQ(counts.x, 8);         // the first step's
      EXPECT_EQ(counts.steps[1], 9);  // delta
    }
  }
}

TEST(EventCycles, ASkippedStepTakesSixteenCyclesAtMost) {
  const Design design = Make(
      "[network]\ninputs = 8\nhidden = [24, 24]\noutputs = 3\n[engine]\npes = 8\ncell_lanes = 4\n"
      "[stream]\nelements_in = 8\nelements_out = 4\n"
      "[sparsity]\nevents = { kind = \"similarity\", t_skip = 1, t_delta = 2 }");
  const SameFrames run = Same(design, 10);
  const EventCounts counts = CountEvents(EventKind::kSimilarity, run.trace.events);
  EXPECT_EQ(counts.steps[2], 9);
  const Performance performance =
      MeasurePerformance(design.plan, design.integers, run.x, run.starts, run.trace, 10);
  EXPECT_GT(performance.latency_steps, 0);
  EXPECT_LE(performance.latency_max, 16);
  EXPECT_LE(performance.interval, 16);
}

/// Cycles of a delta step when each of the 56 elements changes with probability `share`.
Performance GruAtShare(const Design& design, double share) {
  const int steps = 4000;
  std::mt19937_64 random(11);
  const auto draw = [&](size_t count) {
    std::vector<int16_t> values(count);
    for (int16_t& v : values) v = static_cast<double>(random() % 100000) < share * 1e5 ? 1 : 0;
    return values;
  };
  Trace trace;  // h here tells events, not outputs
  trace.steps = steps;
  trace.h = {draw(steps * 16), draw(steps * 16)};
  std::vector<bool> starts(static_cast<size_t>(steps), false);
  starts[0] = true;
  const std::vector<int16_t> changes = draw(steps * 8);
  MarkNonZero(design.plan, changes, starts, &trace);
  std::vector<int16_t> x = changes;
  for (size_t i = 8; i < x.size(); ++i) x[i] = static_cast<int16_t>(x[i - 8] ^ changes[i]);
  return MeasurePerformance(design.plan, design.integers, x, starts, trace, 200);
}

TEST(EventCycles, SmallDeltaGruMeetsItsFiguresAtThePublishedEvents) {
  // Two layers of 16, 8 inputs, 8 PEs (EdgeDRNN: 189, 117 and 110 cycles at these mean events).
  const Design design = Make(
      "[network]\ncell = \"gru\"\ninputs = 8\nhidden = [16, 16]\n[engine]\npes = 8\ncell_lanes = "
      "8\n[stream]\nelements_in = 8\nelements_out = 8\n[sparsity]\nevents = { kind = \"delta\" }");
  EXPECT_LE(GruAtShare(design, 21.5 / 56).interval, 165);
  EXPECT_LE(GruAtShare(design, 3.75 / 56).interval, 55);
  EXPECT_LE(GruAtShare(design, 1.22 / 56).interval, 40);
  for (const double events : {21.5, 3.75, 1.22}) {
    const Performance performance = GruAtShare(design, events / 56);
    RecordProperty(fmt::format("mean_events_{}", events),
                   fmt::format("{:.1f} cycles, latency {:.1f}", performance.interval,
                               performance.latency_mean));
    EXPECT_GE(performance.interval, performance.bound);
  }
}

TEST(EventCycles, FewerEventsTakeFewerCyclesAndNeverLessThanTheirWork) {
  double before = 0;
  for (const char* theta : {"4", "1/4", "1/16", "0"}) {
    const Design design = Make(fmt::format(
        "[network]\ninputs = 12\nhidden = [40]\n[engine]\narrays = 2\npes = 8\ncell_lanes = 8\n"
        "[stream]\nelements_in = 4\nelements_out = 4\n[stimulus]\nsteps = 200\n"
        "[sparsity]\nevents = {{ kind = \"delta\", theta_x = {0}, theta_h = {0} }}",
        fmt::format("\"{}\"", theta)));
    const Trace trace = RunReference(design.integers, design.x, design.stimulus.starts);
    const Performance performance = MeasurePerformance(design.plan, design.integers, design.x,
                                                       design.stimulus.starts, trace, 20);
    EXPECT_GT(performance.interval, before) << theta;
    EXPECT_GE(performance.interval, performance.bound) << theta;
    before = performance.interval;
  }
}

}  // namespace
}  // namespace gatewright
