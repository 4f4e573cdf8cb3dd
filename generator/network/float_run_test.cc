// SPDX-License-Identifier: Apache-2.0
#include "generator/network/float_run.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "generator/network/random_network.h"

namespace gatewright {
namespace {

double Sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

FloatNetwork OneUnit() {
  FloatLayer layer;
  layer.inputs = 1;
  layer.units = 1;
  layer.wx = {0.5, -0.25, 0.75, 1.0};
  layer.wh = {0.1, 0.2, -0.3, 0.4};
  layer.bias_x = {0.01, 0.02, 0.03, 0.04};
  layer.bias_h = {0.1, 0.2, 0.3, 0.4};
  return {{layer}, "test"};
}

Stimulus Frames(std::vector<double> values, int width) {
  Stimulus stimulus;
  stimulus.steps = static_cast<int>(values.size()) / width;
  stimulus.width = width;
  stimulus.values = std::move(values);
  stimulus.starts.assign(static_cast<size_t>(stimulus.steps), false);
  stimulus.starts[0] = true;
  return stimulus;
}

TEST(RunFloat, ComputesTheLstmEquationsStepByStep) {
  const FloatTrace trace = RunFloat(OneUnit(), Frames({2.0, -1.0}, 1));
  double h = 0;
  double c = 0;
  for (int step = 0; step < 2; ++step) {
    const double x = step == 0 ? 2.0 : -1.0;
    const double ai = 0.5 * x + 0.1 * h + 0.11;
    const double af = -0.25 * x + 0.2 * h + 0.22;
    const double ag = 0.75 * x - 0.3 * h + 0.33;
    const double ao = 1.0 * x + 0.4 * h + 0.44;
    c = Sigmoid(af) * c + Sigmoid(ai) * std::tanh(ag);
    h = Sigmoid(ao) * std::tanh(c);
    const FloatLayerTrace& layer = trace.layers[0];
    const auto at = static_cast<size_t>(step);
    // A few roundings of numbers below 4: 1e-14 is generous, and any wrong term is far larger.
    EXPECT_NEAR(layer.a[4 * at], ai, 1e-14);
    EXPECT_NEAR(layer.a[4 * at + 1], af, 1e-14);
    EXPECT_NEAR(layer.a[4 * at + 2], ag, 1e-14);
    EXPECT_NEAR(layer.a[4 * at + 3], ao, 1e-14);
    EXPECT_NEAR(layer.c[at], c, 1e-14);
    EXPECT_NEAR(layer.h[at], h, 1e-14);
  }
}

TEST(RunFloat, ComputesTheGruEquationsStepByStep) {
  FloatLayer gru;
  gru.kind = CellKind::kGru;
  gru.inputs = 1;
  gru.units = 1;
  gru.wx = {0.5, -0.25, 0.75};  // r, u, c
  gru.wh = {0.1, 0.2, -0.3};
  gru.bias_x = {0.01, 0.02, 0.03};
  gru.bias_h = {0.1, 0.2, 0.3};
  const FloatTrace trace = RunFloat({{gru}, "test"}, Frames({2.0, -1.0}, 1));
  double h = 0;
  for (int step = 0; step < 2; ++step) {
    const double x = step == 0 ? 2.0 : -1.0;
    const double ar = 0.5 * x + 0.1 * h + 0.11;
    const double au = -0.25 * x + 0.2 * h + 0.22;
    const double reset_sum = -0.3 * h + 0.3;
    const double ac = 0.75 * x + 0.03 + Sigmoid(ar) * reset_sum;
    h = (1 - Sigmoid(au)) * std::tanh(ac) + Sigmoid(au) * h;
    const FloatLayerTrace& layer = trace.layers[0];
    const auto at = static_cast<size_t>(step);
    EXPECT_EQ(layer.rows, 4);
    EXPECT_NEAR(layer.a[4 * at], ac, 1e-14);
    EXPECT_NEAR(layer.a[4 * at + 1], ar, 1e-14);
    EXPECT_NEAR(layer.a[4 * at + 2], au, 1e-14);
    EXPECT_NEAR(layer.a[4 * at + 3], reset_sum, 1e-14);
    EXPECT_NEAR(layer.h[at], h, 1e-14);
  }
  // By hand: r = S(1.11) = 0.75213, u = S(-0.28) = 0.43045, c = tanh(1.53 + 0.3 r) = 0.94201,
  // h = (1 - u) c.
  EXPECT_NEAR(trace.layers[0].h[0], 0.53652, 1e-5);
  EXPECT_TRUE(trace.layers[0].c.empty());
}

// The GRU of the ONNX standard, written with its own letters, matrices and loops of its own.
std::vector<double> SlowGru(const FloatLayer& layer, const Stimulus& stimulus) {
  const auto units = static_cast<size_t>(layer.units);
  const auto inputs = static_cast<size_t>(layer.inputs);
  std::vector<double> state(units, 0.0);
  std::vector<double> outputs;
  for (int step = 0; step < stimulus.steps; ++step) {
    if (stimulus.starts[static_cast<size_t>(step)]) state.assign(units, 0.0);
    std::vector<double> next(units);
    for (size_t n = 0; n < units; ++n) {
      const auto of_x = [&](size_t gate) {
        double sum = layer.bias_x[gate * units + n];
        for (size_t j = 0; j < inputs; ++j) {
          sum += layer.wx[(gate * units + n) * inputs + j] * stimulus.frame(step)[j];
        }
        return sum;
      };
      const auto of_h = [&](size_t gate) {
        double sum = layer.bias_h[gate * units + n];
        for (size_t j = 0; j < units; ++j) {
          sum += layer.wh[(gate * units + n) * units + j] * state[j];
        }
        return sum;
      };
      const double z = Sigmoid(of_x(1) + of_h(1));
      const double r = Sigmoid(of_x(0) + of_h(0));
      const double candidate = std::tanh(of_x(2) + r * of_h(2));
      next[n] = (1 - z) * candidate + z * state[n];
    }
    state = next;
    outputs.insert(outputs.end(), state.begin(), state.end());
  }
  return outputs;
}

TEST(RunFloat, EqualsASlowGruOnRandomLayersAndSequences) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    NetworkSpec spec;
    spec.cell = CellKind::kGru;
    spec.inputs = 1 + static_cast<int>(seed % 5);
    spec.hidden = {1 + static_cast<int>(seed % 7)};
    spec.seed = seed;
    FloatNetwork network = RandomNetwork(spec);
    for (double& weight : network.layers[0].wx) weight *= 3;  // out of the linear range
    Stimulus stimulus = RandomStimulus(40, spec.inputs, seed);
    stimulus.starts[13] = true;
    stimulus.starts[14] = true;
    const std::vector<double> ours = RunFloat(network, stimulus).outputs();
    const std::vector<double> slow = SlowGru(network.layers[0], stimulus);
    ASSERT_EQ(ours.size(), slow.size());
    // 40 steps of sums in another order, of numbers below 16: far below 1e-12.
    for (size_t i = 0; i < ours.size(); ++i) ASSERT_NEAR(ours[i], slow[i], 1e-12) << seed;
  }
}

TEST(RunFloat, FeedsAGruChainAndItsHead) {
  NetworkSpec spec;
  spec.cell = CellKind::kGru;
  spec.inputs = 2;
  spec.hidden = {3, 4};
  spec.outputs = 2;
  const FloatNetwork chain = RandomNetwork(spec);
  const Stimulus stimulus = RandomStimulus(9, 2, 5);
  const FloatTrace whole = RunFloat(chain, stimulus);
  const FloatTrace first = RunFloat({{chain.layers[0]}, ""}, stimulus);
  const FloatTrace second = RunFloat({{chain.layers[1]}, ""}, Frames(first.outputs(), 3));
  const FloatTrace head = RunFloat({{chain.layers[2]}, ""}, Frames(second.outputs(), 4));
  EXPECT_EQ(whole.layers[0].h, first.outputs());
  EXPECT_EQ(whole.layers[1].h, second.outputs());
  EXPECT_EQ(whole.outputs(), head.outputs());
}

TEST(RunFloat, StartsEverySequenceFromZeroState) {
  NetworkSpec spec;
  spec.inputs = 3;
  spec.hidden = {5, 2};
  spec.outputs = 4;
  const FloatNetwork network = RandomNetwork(spec);
  Stimulus twice = RandomStimulus(12, 3, 3);
  std::copy_n(twice.values.begin(), 18, twice.values.begin() + 18);
  const FloatTrace joined = RunFloat(network, twice);
  twice.starts[6] = true;
  const FloatTrace apart = RunFloat(network, twice);
  for (size_t i = 0; i < 24; ++i) EXPECT_EQ(apart.outputs()[i], apart.outputs()[24 + i]);
  EXPECT_NE(joined.outputs()[24], apart.outputs()[24]);
}

TEST(RunFloat, FeedsEachLayerWithTheLayerBefore) {
  NetworkSpec spec;
  spec.inputs = 2;
  spec.hidden = {3, 4};
  const FloatNetwork chain = RandomNetwork(spec);
  const Stimulus stimulus = RandomStimulus(9, 2, 5);
  const FloatTrace whole = RunFloat(chain, stimulus);
  const FloatTrace first = RunFloat({{chain.layers[0]}, ""}, stimulus);
  const FloatTrace second = RunFloat({{chain.layers[1]}, ""}, Frames(first.outputs(), 3));
  EXPECT_EQ(whole.layers[0].h, first.outputs());
  EXPECT_EQ(whole.outputs(), second.outputs());
  EXPECT_EQ(whole.layers[1].c, second.layers[0].c);
}

TEST(RunFloat, AppliesTheActivationOfTheHead) {
  NetworkSpec spec;
  spec.inputs = 2;
  spec.hidden = {3};
  spec.outputs = 8;
  FloatNetwork network = RandomNetwork(spec);
  const Stimulus stimulus = RandomStimulus(9, 2, 5);
  const auto outputs = [&](HeadActivation activation) {
    network.layers[1].activation = activation;
    return RunFloat(network, stimulus).outputs();
  };
  const std::vector<double> plain = outputs(HeadActivation::kNone);
  const std::vector<double> relu = outputs(HeadActivation::kRelu);
  const std::vector<double> sigmoid = outputs(HeadActivation::kSigmoid);
  const std::vector<double> tanh = outputs(HeadActivation::kTanh);
  EXPECT_EQ(RunFloat(network, stimulus).layers[1].a, plain);
  bool some_negative = false;
  for (size_t i = 0; i < plain.size(); ++i) {
    some_negative = some_negative || plain[i] < 0;
    EXPECT_EQ(relu[i], plain[i] > 0 ? plain[i] : 0.0);
    EXPECT_DOUBLE_EQ(sigmoid[i], Sigmoid(plain[i]));
    EXPECT_DOUBLE_EQ(tanh[i], std::tanh(plain[i]));
  }
  EXPECT_TRUE(some_negative);
}

TEST(RunFloat, InputReluTakesNegativeInputsOfTheHeadAsZero) {
  NetworkSpec spec;
  spec.inputs = 2;
  spec.hidden = {3};
  spec.outputs = 1;
  FloatNetwork network = RandomNetwork(spec);
  network.layers[1].wx = {1, 10, 100};
  network.layers[1].bias_x = {0.5};
  network.layers[1].input_relu = true;
  const FloatTrace trace = RunFloat(network, RandomStimulus(9, 2, 5));
  bool some_negative = false;
  for (size_t step = 0; step < 9; ++step) {
    const double* h = trace.layers[0].h.data() + 3 * step;
    some_negative = some_negative || h[0] < 0 || h[1] < 0 || h[2] < 0;
    const double sum = std::max(0.0, h[0]) + 10 * std::max(0.0, h[1]) + 100 * std::max(0.0, h[2]);
    EXPECT_NEAR(trace.outputs()[step], sum + 0.5, 1e-12);
  }
  EXPECT_TRUE(some_negative);
}

}  // namespace
}  // namespace gatewright
