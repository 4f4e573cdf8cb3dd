// SPDX-License-Identifier: Apache-2.0
#include "generator/compress/events.h"

#include <gtest/gtest.h>

namespace gatewright {
namespace {

/// An LSTM and a dense head of 3 inputs, Q4.4.
IntNetwork Network() {
  IntNetwork network;
  network.formats.state = {4, 4};
  network.layers.resize(2);
  network.layers[0].inputs = 3;
  network.layers[1].kind = CellKind::kDense;
  return network;
}

Spec Thresholds(EventKind kind, Ratio x, Ratio h) {
  Spec spec;
  spec.sparsity.events.kind = kind;
  spec.sparsity.events.theta_x = x;
  spec.sparsity.events.theta_h = h;
  return spec;
}

TEST(Events, ThresholdsAreRoundedToTheNearestInteger) {
  IntNetwork network = Network();
  // 16/10 = 1.6, 16 * 5/32 = 2.5: a tie, to even.
  ResolveEvents(Thresholds(EventKind::kDelta, {1, 10}, {5, 32}), &network);
  EXPECT_EQ(network.events.kind, EventKind::kDelta);
  EXPECT_EQ(network.events.thresholds.theta_x(0), 2);
  EXPECT_EQ(network.events.thresholds.theta_h(0), 2);
  EXPECT_EQ(network.events.thresholds.theta_x(1), 2);  // the head, as theta_x
  EXPECT_EQ(network.events.thresholds.theta_h(1), 0);
  ResolveEvents(Thresholds(EventKind::kDelta, {7, 32}, {1, 40}), &network);
  EXPECT_EQ(network.events.thresholds.theta_x(0), 4);  // 3.5, to even
  EXPECT_EQ(network.events.thresholds.theta_h(0), 0);  // 0.4
}

TEST(Events, ThresholdsSaturateAndTheHeadMayHaveItsOwn) {
  IntNetwork network = Network();
  Spec spec = Thresholds(EventKind::kDelta, {100, 1}, {127, 16});
  spec.sparsity.events.theta_head = Ratio{1, 2};
  ResolveEvents(spec, &network);
  EXPECT_EQ(network.events.thresholds.theta_x(0), 127);
  EXPECT_EQ(network.events.thresholds.theta_h(0), 127);
  EXPECT_EQ(network.events.thresholds.theta_x(1), 8);
}

TEST(Events, ScoreLimitsHaveRoomForEveryScore) {
  IntNetwork network = Network();
  EXPECT_EQ(ScoreBits({4, 4}, 1), 9);
  EXPECT_EQ(ScoreBits({4, 4}, 3), 11);
  EXPECT_EQ(ScoreBits({4, 4}, 4), 11);
  EXPECT_EQ(ScoreBits({4, 4}, 5), 12);
  Spec spec = Thresholds(EventKind::kSimilarity, {0, 1}, {0, 1});
  spec.sparsity.events.t_skip = {3, 2};
  spec.sparsity.events.t_delta = {1000, 1};
  ResolveEvents(spec, &network);
  EXPECT_EQ(network.events.thresholds.scores.skip, 24);
  EXPECT_EQ(network.events.thresholds.scores.delta, 2047);
}

TEST(Events, WithNoneThereAreNoThresholds) {
  IntNetwork network = Network();
  ResolveEvents(Thresholds(EventKind::kNone, {1, 1}, {1, 1}), &network);
  EXPECT_EQ(network.events.thresholds.theta_x(0), 0);
  EXPECT_EQ(network.events.thresholds.theta_h(0), 0);
}

}  // namespace
}  // namespace gatewright
