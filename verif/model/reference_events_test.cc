// SPDX-License-Identifier: Apache-2.0
// The reference model's events: which elements are processed, docs/numerics.md 4 by hand, and what
// thresholds of zero must leave as it was.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "generator/design/design.h"
#include "generator/spec/parse.h"
#include "verif/campaign/random_design.h"
#include "verif/model/reference.h"

namespace gatewright {
namespace {

/// A dense layer of one output, y = 1 * x0 + 16 * x1 + 3 in Q8.8 with integer weights: what the
/// references hold can be read off the output.
IntNetwork DenseSum(EventKind kind, int theta) {
  IntNetwork network;
  network.formats.state = {8, 8};
  network.formats.acc_bits = 32;
  network.events.kind = kind;
  IntLayer layer;
  layer.kind = CellKind::kDense;
  layer.inputs = 2;
  layer.units = 1;
  layer.bias = {3};
  layer.row_shift = {0};
  layer.wx = {1, 16};
  network.events.thresholds.x = {theta};
  network.layers = {layer};
  return network;
}

/// y of each frame, one sequence.
std::vector<int> Outputs(const IntNetwork& network, const std::vector<std::vector<int16_t>>& frames,
                         std::vector<StepMode>* modes = nullptr) {
  Reference model(network);
  std::vector<int> outputs;
  for (size_t t = 0; t < frames.size(); ++t) {
    model.Step(frames[t].data(), t == 0);
    outputs.push_back(model.h(0)[0]);
    if (modes != nullptr) modes->push_back(model.mode());
  }
  return outputs;
}

TEST(Delta, AnElementIsAnEventWhenItChangedByTheThresholdOrMore) {
  // The first step takes everything. Then x0: +3 no, +4 since 10: yes, -3 no, -4 since 14: yes.
  const std::vector<std::vector<int16_t>> frames = {{10, 1}, {13, 1}, {14, 1}, {11, 1}, {10, 5}};
  EXPECT_EQ(Outputs(DenseSum(EventKind::kDelta, 4), frames),
            (std::vector<int>{10 + 16 + 3, 10 + 16 + 3, 14 + 16 + 3, 14 + 16 + 3, 10 + 80 + 3}));
}

TEST(Delta, TheFirstStepOfASequenceTakesValuesBelowTheThreshold) {
  EXPECT_EQ(Outputs(DenseSum(EventKind::kDelta, 1000), {{1, 1}, {900, 900}}),
            (std::vector<int>{20, 20}));
}

TEST(Delta, ASwingOverTheWholeRangeIsExact) {
  // -2 changed by 32766 only, -1 by the threshold.
  EXPECT_EQ(
      Outputs(DenseSum(EventKind::kDelta, 32767), {{32767, 0}, {-32768, 0}, {-2, 0}, {-1, 0}}),
      (std::vector<int>{32767, -32765, -32765, 2}));
}

TEST(Delta, AThresholdOfZeroTakesEveryChangeAndNothingElse) {
  Reference model(DenseSum(EventKind::kDelta, 0));
  const std::vector<int16_t> frame = {5, 0};
  model.Step(frame.data(), true);
  EXPECT_EQ(model.x_events(0), (std::vector<uint8_t>{1, 0}));
  model.Step(frame.data(), false);
  EXPECT_EQ(model.x_events(0), (std::vector<uint8_t>{0, 0}));
}

TEST(Similarity, TheScoreChoosesTheModeOfEachStep) {
  IntNetwork network = DenseSum(EventKind::kSimilarity, 3);
  network.events.thresholds.scores = {4, 10};
  std::vector<StepMode> modes;
  // Scores against what was processed last: 3 (skip), 4 (delta: x0 +2 no event, x1 +2 none:
  // nothing), 9 (delta: x1 -9), 10 (full: every value counts).
  const std::vector<int> outputs =
      Outputs(network, {{10, 1}, {12, 2}, {12, 3}, {10, -8}, {11, 1}, {11, 1}}, &modes);
  EXPECT_EQ(modes, (std::vector<StepMode>{StepMode::kFull, StepMode::kSkip, StepMode::kDelta,
                                          StepMode::kDelta, StepMode::kFull, StepMode::kSkip}));
  EXPECT_EQ(outputs, (std::vector<int>{29, 29, 29, 10 - 128 + 3, 11 + 16 + 3, 11 + 16 + 3}));
}

TEST(Similarity, AStartIsFullWhateverTheScore) {
  IntNetwork network = DenseSum(EventKind::kSimilarity, 3);
  network.events.thresholds.scores = {1000, 1000};
  Reference model(network);
  const std::vector<int16_t> frame = {5, 1};
  model.Step(frame.data(), true);
  model.Step(frame.data(), true);
  EXPECT_EQ(model.mode(), StepMode::kFull);
}

TEST(Similarity, RefreshMakesTheStepAfterSoManyDeltaStepsFull) {
  IntNetwork network = DenseSum(EventKind::kSimilarity, 0);
  network.events.thresholds.scores = {1, 1000};
  network.events.refresh = 2;
  std::vector<StepMode> modes;
  // The sixth frame is that before it: a skipped step neither counts nor ends the count.
  Outputs(network, {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}, {4, 0}, {5, 0}, {6, 0}, {7, 0}},
          &modes);
  constexpr StepMode kF = StepMode::kFull;
  constexpr StepMode kD = StepMode::kDelta;
  EXPECT_EQ(modes, (std::vector<StepMode>{kF, kD, kD, kF, kD, StepMode::kSkip, kD, kF, kD}));
}

TEST(Similarity, TruncatedProductsCountInDeltaStepsAlone) {
  IntNetwork network = DenseSum(EventKind::kSimilarity, 0);
  network.events.thresholds.scores = {1, 1000};
  network.events.refresh = 2;
  network.formats.weight_bits = 8;
  network.formats.dropped_columns = 4;
  // Four columns are left out and 2^4 stands for them. 1 * 3 lies in them whole: 16. 16 * 1 lies
  // above them: 16 + 16. Then a full step, exact.
  EXPECT_EQ(Outputs(network, {{10, 1}, {13, 1}, {13, 2}, {14, 2}}),
            (std::vector<int>{10 + 16 + 3, 29 + 16, 45 + 32, 14 + 32 + 3}));
}

/// A random design's network with `events` instead of its own, exact products, and frames for it.
struct Case {
  IntNetwork network;
  std::vector<int16_t> x;
  std::vector<bool> starts;
};

Case RandomCase(uint64_t seed) {
  const Design design = *MakeDesign(*ParseSpecText(RandomDesignText(seed, 20), "r.toml", "."));
  Case random{design.integers, {}, {}};
  random.network.formats.dropped_columns = 0;
  RandomFrames(design.plan, 40, seed, &random.x, &random.starts);
  return random;
}

void SetEvents(EventKind kind, int theta, ScoreLimits scores, IntNetwork* network) {
  network->events.kind = kind;
  network->events.thresholds.scores = scores;
  network->events.thresholds.x.assign(network->layers.size(), theta);
  network->events.thresholds.h.clear();
  for (const IntLayer& layer : network->layers) {
    network->events.thresholds.h.push_back(IsRecurrent(layer.kind) ? theta : 0);
  }
}

class EventProperty : public testing::TestWithParam<int> {};

TEST_P(EventProperty, ThresholdsOfZeroGiveTheOutputsOfNone) {
  const uint64_t seed = static_cast<uint64_t>(GetParam());
  SCOPED_TRACE("seed " + std::to_string(seed));
  Case random = RandomCase(seed);
  SetEvents(EventKind::kNone, 0, {}, &random.network);
  const Trace none = RunReference(random.network, random.x, random.starts);
  SetEvents(EventKind::kDelta, 0, {}, &random.network);
  const Trace delta = RunReference(random.network, random.x, random.starts);
  EXPECT_EQ(none.h, delta.h);
  EXPECT_EQ(none.c, delta.c);
  // Frames that score below T_delta are delta steps, the others full; none is skipped.
  SetEvents(EventKind::kSimilarity, 0,
            {0, 3 * random.network.inputs() << random.network.formats.state.fraction_bits},
            &random.network);
  const Trace similarity = RunReference(random.network, random.x, random.starts);
  EXPECT_EQ(none.h, similarity.h);
  EXPECT_EQ(none.c, similarity.c);
}

TEST_P(EventProperty, EventsAreFewerWithHigherThresholdsAndNeverZeroChanges) {
  const uint64_t seed = static_cast<uint64_t>(GetParam());
  SCOPED_TRACE("seed " + std::to_string(seed));
  Case random = RandomCase(seed);
  const int most = static_cast<int>(random.network.formats.state.max());
  SetEvents(EventKind::kDelta, most, {}, &random.network);
  const Trace trace = RunReference(random.network, random.x, random.starts);
  const size_t inputs = static_cast<size_t>(random.network.inputs());
  std::vector<int> reference(inputs, 0);
  for (size_t t = 0; t < random.starts.size(); ++t) {
    for (size_t j = 0; j < inputs; ++j) {
      const int x = random.x[t * inputs + j];
      if (random.starts[t]) reference[j] = 0;
      const bool event =
          x != reference[j] && (random.starts[t] || std::abs(x - reference[j]) >= most);
      ASSERT_EQ(trace.events.x[0][t * inputs + j] != 0, event) << "step " << t << " input " << j;
      if (event) reference[j] = x;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, EventProperty, testing::Range(1, 25));

TEST(EventCounts, CountWhatEachKindProcesses) {
  EventTrace events;
  events.modes = {StepMode::kFull, StepMode::kSkip, StepMode::kDelta, StepMode::kFull};
  events.starts = {true, false, false, false};
  events.x = {{1, 1, 0, 0, 1, 0, 1, 1}};
  events.h = {{kFullEvent, 3, kFullEvent, 3, kEvent, 0, 3, 3}};
  const EventCounts waiting = CountEvents(EventKind::kSimilarity, events);
  EXPECT_EQ(waiting.x, 5);
  EXPECT_EQ(waiting.h, 1 + 0);  // delta after the skipped step: unit 1; full: none is kFullEvent
  EXPECT_EQ(waiting.steps[0], 2);
  EXPECT_EQ(waiting.steps[1], 1);
  EXPECT_EQ(waiting.steps[2], 1);
  EXPECT_EQ(CountEvents(EventKind::kDelta, events).h, 1 + 1 + 1 + 2);
  EXPECT_EQ(CountEvents(EventKind::kDelta, events).h_all, 8);
  EXPECT_EQ(waiting.h_all, 6);  // the last output waits for nothing
  EXPECT_EQ(waiting.x_all, 8);
}

}  // namespace
}  // namespace gatewright
