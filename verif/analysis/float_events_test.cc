// SPDX-License-Identifier: Apache-2.0
// The float network with events: what theta = 0 must leave as it was, a network worked by hand, and
// the same decisions as the integer model where formats are fine.

#include "verif/analysis/float_events.h"

#include <gtest/gtest.h>

#include <cmath>

#include "generator/design/design.h"
#include "generator/network/random_network.h"
#include "generator/spec/parse.h"
#include "verif/model/reference.h"

namespace gatewright {
namespace {

FloatEvents Uniform(EventKind kind, double theta, size_t layers) {
  return {kind, std::vector<double>(layers, theta), std::vector<double>(layers, theta), 0, 0};
}

Stimulus Frames(const std::vector<double>& values, int width) {
  Stimulus stimulus;
  stimulus.steps = static_cast<int>(values.size()) / width;
  stimulus.width = width;
  stimulus.values = values;
  stimulus.starts.assign(static_cast<size_t>(stimulus.steps), false);
  stimulus.starts[0] = true;
  return stimulus;
}

/// A head alone, y = x0 + 16 x1 + 3: the references can be read off its output.
FloatNetwork Sum() {
  FloatLayer layer;
  layer.kind = CellKind::kDense;
  layer.inputs = 2;
  layer.units = 1;
  layer.wx = {1, 16};
  layer.bias_x = {3};
  return {{layer}, "test"};
}

class FloatEventsOfCell : public testing::TestWithParam<CellKind> {};

TEST_P(FloatEventsOfCell, ThresholdsOfZeroChangeNothing) {
  NetworkSpec spec;
  spec.cell = GetParam();
  spec.inputs = 5;
  spec.hidden = {9, 7};
  spec.outputs = 3;
  spec.input_relu = true;
  const FloatNetwork network = RandomNetwork(spec);
  Stimulus stimulus = RandomStimulus(60, 5, 4);
  stimulus.starts[20] = true;
  stimulus.starts[21] = true;
  const FloatTrace plain = RunFloat(network, stimulus);
  FloatEvents events = Uniform(EventKind::kDelta, 0, 3);
  for (const EventKind kind : {EventKind::kNone, EventKind::kDelta, EventKind::kSimilarity}) {
    events.kind = kind;
    events.t_delta = 2.5;  // some frames change by more in sum
    const FloatEventRun run = RunFloatEvents(network, stimulus, events);
    for (size_t k = 0; k < 3; ++k) {
      EXPECT_EQ(run.trace.layers[k].h, plain.layers[k].h);
      EXPECT_EQ(run.trace.layers[k].a, plain.layers[k].a);
      EXPECT_EQ(run.trace.layers[k].c, plain.layers[k].c);
    }
    const EventCounts counts = CountEvents(kind, run.events);
    // Delta: the starts alone are full. Similarity: some other frames too, not all.
    EXPECT_EQ(counts.steps[0] == 3, kind == EventKind::kDelta);
    EXPECT_EQ(counts.steps[0] == 60, kind == EventKind::kNone);
    EXPECT_EQ(counts.steps[2], 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Cells, FloatEventsOfCell, testing::Values(CellKind::kLstm, CellKind::kGru),
                         [](const auto& row) { return std::string(CellName(row.param)); });

TEST(FloatEvents, AnElementIsAnEventWhenItChangedByTheThresholdOrMore) {
  // The first step takes everything. Then x0: +3 no, +4 since 10: yes, -3 no, -4 since 14: yes.
  const Stimulus stimulus = Frames({10, 1, 13, 1, 14, 1, 11, 1, 10, 5}, 2);
  const FloatEventRun run = RunFloatEvents(Sum(), stimulus, Uniform(EventKind::kDelta, 4, 1));
  EXPECT_EQ(run.trace.outputs(), (std::vector<double>{29, 29, 33, 33, 93}));
  EXPECT_EQ(run.events.x[0], (std::vector<uint8_t>{1, 1, 0, 0, 1, 0, 0, 0, 1, 1}));
}

TEST(FloatEvents, TheScoreChoosesTheModeOfEachStep) {
  FloatEvents events = Uniform(EventKind::kSimilarity, 3, 1);
  events.t_skip = 4;
  events.t_delta = 10;
  const Stimulus stimulus = Frames({10, 1, 12, 2, 12, 3, 10, -8, 11, 1, 11, 1}, 2);
  const FloatEventRun run = RunFloatEvents(Sum(), stimulus, events);
  EXPECT_EQ(run.events.modes,
            (std::vector<StepMode>{StepMode::kFull, StepMode::kSkip, StepMode::kDelta,
                                   StepMode::kDelta, StepMode::kFull, StepMode::kSkip}));
  EXPECT_EQ(run.trace.outputs(), (std::vector<double>{29, 29, 29, -115, 30, 30}));
}

TEST(FloatEvents, TheRecurrenceOfAFullStepIsEncodedWithoutThreshold) {
  // One LSTM unit whose every gate is constant but g, which gets h: h of the first step is below
  // the threshold and taken all the same; that of the second moves by less and is not.
  FloatLayer lstm;
  lstm.inputs = 1;
  lstm.units = 1;
  lstm.wx = {0, 0, 0, 0};
  lstm.wh = {0, 0, 1, 0};
  lstm.bias_x = {0, 0, 0.5, 0};
  lstm.bias_h = {0, 0, 0, 0};
  const FloatEventRun run =
      RunFloatEvents({{lstm}, "test"}, Frames({0, 0, 0}, 1), Uniform(EventKind::kDelta, 0.5, 1));
  const double c0 = 0.5 * std::tanh(0.5);
  const double h0 = 0.5 * std::tanh(c0);
  const double c1 = 0.5 * c0 + 0.5 * std::tanh(0.5 + h0);
  const double h1 = 0.5 * std::tanh(c1);
  const double c2 = 0.5 * c1 + 0.5 * std::tanh(0.5 + h0);  // h1 - h0 is no event
  ASSERT_LT(h1, 0.5);
  // Three roundings of numbers below 1.
  EXPECT_NEAR(run.trace.layers[0].c[1], c1, 1e-15);
  EXPECT_NEAR(run.trace.layers[0].c[2], c2, 1e-15);
  EXPECT_EQ(run.events.h[0], (std::vector<uint8_t>{3, 2, 2}));
}

/// A design whose formats are as fine as they get, on a stimulus that they hold exactly.
Design FineDesign(const std::string& cell, const std::string& events) {
  Design design = *MakeDesign(*ParseSpecText(
      "name = \"fine\"\n[network]\ncell = \"" + cell +
          "\"\ninputs = 6\nhidden = [12]\noutputs = 2\n"
          "[numerics]\nstate = \"Q2.14\"\ncell = \"Q4.20\"\nweight = { kind = \"fixed\", bits = 16 "
          "}\nactivation = { kind = \"table\", in_integer = 3, in_fraction = 10, out_fraction = 14 "
          "}\n[sparsity]\nevents = " +
          events + "\n[stimulus]\nsteps = 1\n",
      "fine.toml", "."));
  design.stimulus = RandomStimulus(400, 6, 5);
  design.stimulus.starts[150] = true;
  for (double& value : design.stimulus.values) value = std::round(value * 64) / 64;
  for (size_t i = 6; i < design.stimulus.values.size(); ++i) {  // slow enough for every mode
    const double before = design.stimulus.values[i - 6];
    design.stimulus.values[i] = before + std::round((design.stimulus.values[i] - before) * 16) / 64;
  }
  return design;
}

/// The integer trace of a design made by FineDesign.
Trace IntegerTrace(const Design& design) {
  std::vector<int16_t> x;
  for (const int32_t v : QuantiseInputs(design.stimulus, design.integers.formats.state)) {
    x.push_back(static_cast<int16_t>(v));
  }
  return RunReference(design.integers, x, design.stimulus.starts);
}

FloatEventRun RealRun(const Design& design) {
  return RunFloatEvents(design.network, design.stimulus,
                        FloatEventsOf(design.spec.sparsity.events, design.network));
}

/// How far the change of output `j` after step `t` is from the threshold: its reference is what it
/// was when it was last an event since the sequence started.
double Margin(const FloatEventRun& run, const std::vector<bool>& starts, int t, int j,
              double theta) {
  const int units = run.trace.layers[0].units;
  const auto h = [&](int step) {
    return run.trace.layers[0].h[static_cast<size_t>(step * units + j)];
  };
  double reference = 0;
  for (int u = t; u > 0 && !starts[static_cast<size_t>(u)];) {
    --u;
    if ((run.events.h_of(0, u, units)[j] & kEvent) == 0) continue;
    reference = h(u);
    break;
  }
  return std::fabs(std::fabs(h(t) - reference) - theta);
}

TEST_P(FloatEventsOfCell, DecidesAsTheIntegerModelWhereFormatsAreFine) {
  const double theta = 1.0 / 32;
  const Design design = FineDesign(std::string(CellName(GetParam())),
                                   "{ kind = \"delta\", theta_x = \"1/8\", theta_h = \"1/32\" }");
  const Trace integer = IntegerTrace(design);
  const FloatEventRun real = RealRun(design);
  EXPECT_EQ(real.events.modes, integer.events.modes);
  EXPECT_EQ(real.events.starts, integer.events.starts);
  EXPECT_EQ(real.events.x[0], integer.events.x[0]);  // the format holds the stimulus exactly
  // h differs by quantisation (activation tables of 10 fraction bits: some 2^-11), so that changes
  // just at the threshold may be decided otherwise, and all that follows them. Up to there
  // decisions are equal, and the first that is not must be so near.
  int step = 0;
  const auto event = [](const EventTrace& events, int t, int j) {
    return (events.h_of(0, t, 12)[j] & kEvent) != 0;
  };
  const auto equal = [&](int t) {
    for (int j = 0; j < 12; ++j) {
      if (event(real.events, t, j) != event(integer.events, t, j)) return false;
    }
    return true;
  };
  const double tolerance = 0x1p-10;
  for (; step < design.stimulus.steps && equal(step); ++step) {
    for (int j = 0; j < 12; ++j) {
      ASSERT_NEAR(real.trace.layers[0].h[static_cast<size_t>(step * 12 + j)],
                  integer.output(0, step, 12)[j] * 0x1p-14, tolerance);
    }
  }
  EXPECT_GE(step, 10);
  for (int j = 0; j < 12 && step < design.stimulus.steps; ++j) {
    if (event(real.events, step, j) == event(integer.events, step, j)) continue;
    EXPECT_LT(Margin(real, design.stimulus.starts, step, j, theta), 2 * tolerance) << step;
  }
}

TEST_P(FloatEventsOfCell, ChoosesTheModesOfTheIntegerModel) {
  const Design design = FineDesign(std::string(CellName(GetParam())),
                                   "{ kind = \"similarity\", theta_x = \"1/8\", theta_h = "
                                   "\"1/64\", t_skip = \"1/2\", t_delta = \"7/8\" }");
  const Trace integer = IntegerTrace(design);
  const FloatEventRun real = RealRun(design);
  EXPECT_EQ(real.events.modes, integer.events.modes);
  EXPECT_EQ(real.events.x[0], integer.events.x[0]);
  const EventCounts counts = CountEvents(EventKind::kSimilarity, real.events);
  for (const int64_t steps : counts.steps) EXPECT_GT(steps, 20);
}

}  // namespace
}  // namespace gatewright
