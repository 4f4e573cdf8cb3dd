// SPDX-License-Identifier: Apache-2.0
// How outputs are judged: errors and decisions by hand, and what is told apart of events and
// formats.

#include "verif/analysis/accuracy.h"

#include <gtest/gtest.h>

#include <cmath>

#include "generator/spec/parse.h"

namespace gatewright {
namespace {

TEST(OutputJudge, CountsErrorsAndDecisionsOfTheOutputsThemselves) {
  const OutputJudge judge({0.4, 0.6, 0.5, -1}, std::nullopt, 0.5);
  const OutputError same = judge.Judge({0.4, 0.6, 0.5, -1});
  EXPECT_EQ(same.error.rms, 0);
  EXPECT_TRUE(std::isinf(same.error.sqnr_db));
  EXPECT_EQ(same.decisions, 4);
  EXPECT_EQ(same.changed, 0);
  // 0.6 -> 0.5 is none any more, 0.5 -> 0.75 becomes one; a threshold itself is no decision.
  const OutputError other = judge.Judge({0.4, 0.5, 0.75, -1});
  EXPECT_EQ(other.changed, 2);
  EXPECT_EQ(other.changed_share(), 0.5);
  EXPECT_NEAR(other.error.mean_abs, 0.35 / 4, 1e-15);
  EXPECT_NEAR(other.error.rms, std::sqrt((0.01 + 0.0625) / 4), 1e-15);
  EXPECT_NEAR(other.error.max_abs, 0.25, 1e-15);
}

TEST(OutputJudge, ReadsOutputsThroughTheLayerOutsideTheHardware) {
  FloatLayer readout;
  readout.kind = CellKind::kDense;
  readout.inputs = 2;
  readout.units = 1;
  readout.wx = {1, -1};
  readout.bias_x = {0.5};
  const OutputJudge judge({3, 1, 1, 3}, readout, 0);  // 2.5 and -1.5
  const OutputError error = judge.Judge({3, 2, 3, 2});
  EXPECT_EQ(error.decisions, 2);
  EXPECT_EQ(error.changed, 1);
  EXPECT_EQ(error.error.max_abs, 3);
}

TEST(OutputJudge, WithoutAThresholdNothingIsDecided) {
  const OutputJudge judge({1, 2}, std::nullopt, std::nullopt);
  EXPECT_FALSE(judge.decides());
  EXPECT_EQ(judge.Judge({2, 1}).decisions, 0);
  EXPECT_EQ(judge.Judge({2, 1}).changed_share(), 0);
}

Accuracy Measure(const std::string& events) {
  const Design design = *MakeDesign(*ParseSpecText(
      "name = \"a\"\n[network]\ninputs = 4\nhidden = [8]\noutputs = 1\n[numerics]\nstate = "
      "\"Q4.12\"\n[sparsity]\nevents = " +
          events + "\n[stimulus]\nsteps = 80\ndecision_threshold = 0.05\n",
      "a.toml", "."));
  const Trace trace = RunReference(design.integers, design.x, design.stimulus.starts);
  return MeasureAccuracy(design, trace, {}, std::nullopt);
}

TEST(Accuracy, TellsTheCostOfThresholdsFromThatOfFormats) {
  const Accuracy delta = Measure("{ kind = \"delta\", theta_x = \"1/2\", theta_h = \"1/8\" }");
  ASSERT_TRUE(delta.no_events.has_value());
  ASSERT_TRUE(delta.float_events.has_value());
  // Thresholds this coarse cost far more than 8-bit weights, in float as in integers.
  EXPECT_GT(delta.float_events->outputs.error.rms, 2 * delta.no_events->outputs.error.rms);
  EXPECT_GT(delta.outputs.error.rms, 2 * delta.no_events->outputs.error.rms);
  EXPECT_LT(delta.counts.h, delta.no_events->counts.h / 2);
  EXPECT_EQ(delta.no_events->counts.steps[0], 80);
  EXPECT_EQ(delta.float_events->counts.steps[1], 79);
  // Thresholds of nothing: the formats are all there is.
  const Accuracy zero = Measure("{ kind = \"delta\" }");
  EXPECT_EQ(zero.float_events->outputs.error.rms, 0);
  EXPECT_EQ(zero.float_events->outputs.changed, 0);
  EXPECT_EQ(zero.outputs.error.rms, zero.no_events->outputs.error.rms);
  EXPECT_EQ(zero.no_events->outputs.error.rms, delta.no_events->outputs.error.rms);
  EXPECT_FALSE(Measure("{ kind = \"none\" }").no_events.has_value());
}

}  // namespace
}  // namespace gatewright
