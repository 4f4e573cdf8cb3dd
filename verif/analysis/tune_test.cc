// SPDX-License-Identifier: Apache-2.0
// The sweep: what a point counts, grids, what is best, and what is chosen.

#include "verif/analysis/tune.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "generator/spec/parse.h"
#include "verif/analysis/performance.h"

namespace gatewright {
namespace {

/// `weights` is a pattern; 5 inputs, 8 units, 2 outputs.
Design SmallDesign(const std::string& events, const std::string& weights = "\"dense\"") {
  return *MakeDesign(*ParseSpecText(
      "name = \"s\"\n[network]\ninputs = 5\nhidden = [8]\noutputs = 2\n[numerics]\nstate = "
      "\"Q4.12\"\n[sparsity]\nweights = { kind = " +
          weights + " }\nevents = " + events +
          "\n[engine]\npes = 4\ncell_lanes = 2\n[stimulus]\nsteps = 50\ndecision_threshold = "
          "0.05\n",
      "s.toml", "."));
}

EventSpec Delta(Ratio x, Ratio h) {
  return {EventKind::kDelta, x, h, std::nullopt, {0, 1}, {0, 1}};
}

/// A step of rows of weights and words for every event: 4 gates of 8 units in 8 words, 1 of 2 in 1.
EventTrace Events(const std::vector<StepMode>& modes, std::vector<uint8_t> x,
                  std::vector<uint8_t> h) {
  EventTrace events;
  events.modes = modes;
  events.starts.assign(modes.size(), false);
  events.starts[0] = true;
  events.x = {std::move(x), std::vector<uint8_t>(8 * modes.size(), 0)};
  events.h = {std::move(h), {}};
  return events;
}

TEST(EventWork, CountsTheColumnsOfEventsWhereTheyAreProcessed) {
  const Design design = SmallDesign("{ kind = \"delta\" }");
  const EventWorkCounter counter(design.plan, design.integers);
  std::vector<uint8_t> h(3 * 8, 0);
  h[0] = kFullEvent;                  // step 0, unit 0: only a full step takes it
  h[1] = kEvent | kFullEvent;         // unit 1: any
  h[8] = h[9] = kEvent | kFullEvent;  // step 1: units 0, 1, the skipped step's, as they were
  h[16] = kEvent;                     // the last step: no one consumes them
  const std::vector<uint8_t> x = {1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0};
  const EventTrace events = Events({StepMode::kFull, StepMode::kSkip, StepMode::kDelta}, x, h);
  const EventWork delta = counter.Count(EventKind::kDelta, events);
  EXPECT_EQ(delta.macs, (3 + 1 + 2 + 1) * 32);
  EXPECT_EQ(delta.words, (3 + 1 + 2 + 1) * 8);
  const EventWork similarity = counter.Count(EventKind::kSimilarity, events);
  EXPECT_EQ(similarity.macs, (3 + 2) * 32);  // two of h by the last step
  EventTrace fresh = events;                 // a start discards what waits
  fresh.starts[2] = true;
  EXPECT_EQ(counter.Count(EventKind::kSimilarity, fresh).macs, 3 * 32);
  EventTrace head =
      Events({StepMode::kFull}, std::vector<uint8_t>(5, 0), std::vector<uint8_t>(8, 0));
  head.x[1][3] = 1;
  EXPECT_EQ(counter.Count(EventKind::kDelta, head).macs, 2);
  EXPECT_EQ(counter.Count(EventKind::kDelta, head).words, 1);
}

TEST(EventWork, OfEveryElementIsEveryStoredWeight) {
  for (const char* weights :
       {"\"dense\"", "\"cbtd\", keep = \"1/4\"", "\"unstructured\", keep = \"1/3\"",
        "\"hcgs\", outer = [8, 1], inner = [4, 1]"}) {
    SCOPED_TRACE(weights);
    const Design design = SmallDesign("{ kind = \"none\" }", weights);
    const EventTrace all = [] {
      EventTrace events =
          Events({StepMode::kFull}, std::vector<uint8_t>(5, 1), std::vector<uint8_t>(8, 1));
      events.x[1].assign(8, 1);
      return events;
    }();
    const EventWork work =
        EventWorkCounter(design.plan, design.integers).Count(EventKind::kNone, all);
    int64_t stored = 0;
    for (const LayerPlan& layer : design.plan.layers) {
      for (const MatrixPlan* matrix : {&layer.x, &layer.h}) {
        for (int j = 0; j < matrix->columns; ++j) stored += matrix->words(j);
      }
    }
    EXPECT_EQ(work.words, stored);
    EXPECT_LE(work.macs, stored * 4);
    EXPECT_GT(work.macs, stored * 4 / 2);
  }
}

TEST(TuneBench, APointIsWhatTheDesignWithThoseThresholdsIs) {
  const TuneBench bench(SmallDesign("{ kind = \"delta\" }"), std::nullopt);
  const TunePoint point = bench.Try(Delta({1, 4}, {1, 16}));
  const Design design = SmallDesign("{ kind = \"delta\", theta_x = 0.25, theta_h = \"1/16\" }");
  const Trace trace = RunReference(design.integers, design.x, design.stimulus.starts);
  const EventCounts counts = CountEvents(EventKind::kDelta, trace.events);
  EXPECT_EQ(point.counts.x, counts.x);
  EXPECT_EQ(point.counts.h, counts.h);
  const Performance performance =
      MeasurePerformance(design.plan, design.integers, design.x, design.stimulus.starts, trace, 4);
  EXPECT_EQ(point.cycles, performance.interval);
  const OutputJudge judge(design.float_trace.outputs(), std::nullopt, 0.05);
  const OutputError error = judge.Judge(Scaled(trace.h.back(), 0x1p-12));
  EXPECT_EQ(point.outputs.error.rms, error.error.rms);
  EXPECT_EQ(point.outputs.changed, error.changed);
  // Layers of 32 rows, and a head of 2: events of the head make the difference.
  int64_t head = 0;
  for (const uint8_t event : trace.events.x[1]) head += event;
  EXPECT_EQ(point.macs * 50, static_cast<double>((counts.x - head + counts.h) * 32 + head * 2));
}

TEST(TuneBench, WithoutEventsItIsTheDesignThatSkipsZeros) {
  const TuneBench bench(SmallDesign("{ kind = \"delta\", theta_x = 0.5, theta_h = 0.5 }"),
                        std::nullopt);
  const TunePoint none = bench.Try(EventSpec{});
  const TunePoint zero = bench.Try(Delta({0, 1}, {0, 1}));
  EXPECT_EQ(none.counts.steps[0], 50);
  EXPECT_EQ(none.outputs.error.rms, zero.outputs.error.rms);
  EXPECT_LT(bench.Try(Delta({1, 2}, {1, 2})).macs, none.macs / 2);
}

TEST(Sweep, DoesNotDependOnTheNumberOfThreads) {
  std::vector<TuneBench> benches;
  benches.emplace_back(SmallDesign("{ kind = \"delta\" }"), std::nullopt);
  benches.emplace_back(SmallDesign("{ kind = \"delta\" }"), std::nullopt);
  TuneAxes axes;
  axes.theta_x = {{0, 1}, {1, 8}, {1, 4}};
  axes.theta_h = {{0, 1}, {1, 32}};
  axes.theta_head = {std::nullopt};
  const std::vector<EventSpec> grid = Grid(EventKind::kDelta, axes);
  double last = 0;
  const auto progress = [&last](double done) {
    EXPECT_GT(done, last);
    last = done;
  };
  const std::vector<TunePoint> one = Sweep(benches, grid, 1, progress);
  EXPECT_EQ(last, 1);
  const std::vector<TunePoint> many = Sweep(benches, grid, 5, [](double) {});
  ASSERT_EQ(one.size(), 12U);
  ASSERT_EQ(many.size(), 12U);
  for (size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].format, i / 6);
    EXPECT_EQ(one[i].events.theta_x, grid[i % 6].theta_x);
    EXPECT_EQ(many[i].events.theta_h, one[i].events.theta_h);
    EXPECT_EQ(many[i].macs, one[i].macs);
    EXPECT_EQ(many[i].cycles, one[i].cycles);
    EXPECT_EQ(many[i].outputs.error.rms, one[i].outputs.error.rms);
    EXPECT_EQ(many[i].pareto, one[i].pareto);
  }
}

TEST(Grid, LeavesOutWhatNoDesignMayHold) {
  TuneAxes axes;
  axes.theta_x = {{0, 1}, {1, 8}};
  axes.theta_h = {{0, 1}};
  axes.theta_head = {std::nullopt, Ratio{1, 2}};
  axes.t_skip = {{0, 1}, {2, 1}};
  axes.t_delta = {{1, 1}, {3, 1}};
  EXPECT_EQ(Grid(EventKind::kDelta, axes).size(), 4U);
  const std::vector<EventSpec> grid = Grid(EventKind::kSimilarity, axes);
  EXPECT_EQ(grid.size(), 3U * 4);  // not t_skip 2 with t_delta 1
  for (const EventSpec& events : grid) EXPECT_LE(events.t_skip.value(), events.t_delta.value());
}

TEST(DefaultAxes, AreZeroAndPowersOfTwoScaledToTheInput) {
  Stimulus stimulus = RandomStimulus(100, 3, 1);
  EventSpec events;
  events.kind = EventKind::kDelta;
  for (double& value : stimulus.values) value = value > 0 ? 1 : -1;
  const TuneAxes plain = DefaultAxes(events, stimulus, 64);
  EXPECT_THAT(plain.theta_x,
              testing::ElementsAre(Ratio{0, 1}, Ratio{1, 128}, Ratio{1, 64}, Ratio{1, 32},
                                   Ratio{1, 16}, Ratio{1, 8}, Ratio{1, 4}, Ratio{1, 2}));
  EXPECT_EQ(plain.theta_h, plain.theta_x);
  EXPECT_EQ(Grid(events.kind, plain).size(), 64U);
  for (double& value : stimulus.values) value *= 30;
  const TuneAxes loud = DefaultAxes(events, stimulus, 9);
  EXPECT_THAT(loud.theta_x, testing::ElementsAre(Ratio{0, 1}, Ratio{1, 4}, Ratio{16, 1}));
  EXPECT_THAT(loud.theta_h, testing::ElementsAre(Ratio{0, 1}, Ratio{1, 128}, Ratio{1, 2}));
}

TEST(DefaultAxes, OfScoresAreQuantilesOfWhatFramesChange) {
  Stimulus stimulus;
  stimulus.steps = 101;
  stimulus.width = 1;
  for (int t = 0; t <= 100; ++t) stimulus.values.push_back(t * t / 2.0);  // changes t + 1/2
  stimulus.starts.assign(101, false);
  stimulus.starts[0] = true;
  EventSpec events;
  events.kind = EventKind::kSimilarity;
  const TuneAxes axes = DefaultAxes(events, stimulus, 64);
  ASSERT_EQ(axes.t_skip.size(), 4U);
  ASSERT_EQ(axes.t_delta.size(), 4U);
  EXPECT_EQ(axes.t_skip[0], (Ratio{0, 1}));
  // To three binary digits: within an eighth.
  EXPECT_NEAR(axes.t_skip[3].value(), 15, 2);
  EXPECT_NEAR(axes.t_delta[0].value(), 50, 7);
  EXPECT_NEAR(axes.t_delta[3].value(), 100, 13);
  EXPECT_EQ(Grid(events.kind, axes).size(), 64U);
}

TunePoint Made(double macs, double rms, int64_t changed, double cycles = 0) {
  TunePoint point;
  point.macs = macs;
  point.cycles = cycles;
  point.outputs.error.rms = rms;
  point.outputs.decisions = 100;
  point.outputs.changed = changed;
  return point;
}

TEST(MarkPareto, MarksWhatNothingBeatsInBoth) {
  std::vector<TunePoint> points = {Made(10, 1, 0), Made(5, 2, 0), Made(6, 2, 0), Made(5, 2, 0),
                                   Made(1, 9, 0)};
  MarkPareto(&points);
  std::vector<bool> pareto;
  for (const TunePoint& point : points) pareto.push_back(point.pareto);
  EXPECT_EQ(pareto, (std::vector<bool>{true, true, false, true, true}));
}

TEST(ChoosePoint, TakesTheFewestOperationsWithinBothLimits) {
  const std::vector<TunePoint> points = {Made(10, 0.1, 0), Made(5, 0.2, 1), Made(4, 0.3, 0),
                                         Made(3, 0.2, 9), Made(5, 0.2, 1, -1)};
  EXPECT_EQ(ChoosePoint(points, {}).point, 3U);
  EXPECT_EQ(ChoosePoint(points, {0.2, std::nullopt}).point, 3U);
  EXPECT_EQ(ChoosePoint(points, {std::nullopt, 0.0}).point, 2U);
  const TuneChoice both = ChoosePoint(points, {0.2, 0.05});
  EXPECT_EQ(both.point, 4U);  // as many operations as point 1, fewer cycles
  EXPECT_TRUE(both.within);
}

TEST(ChoosePoint, NamesTheNearestWhenNoneIsWithin) {
  const std::vector<TunePoint> points = {Made(10, 0.1, 4), Made(5, 0.3, 1), Made(4, 0.2, 2)};
  const TuneChoice choice = ChoosePoint(points, {0.1, 0.01});
  EXPECT_FALSE(choice.within);
  EXPECT_EQ(choice.point, 2U);  // twice the limits; the others 4 and 3 times
}

}  // namespace
}  // namespace gatewright
