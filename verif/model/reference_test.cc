// SPDX-License-Identifier: Apache-2.0
// The reference model against numbers worked out by hand from docs/numerics.md. Formats are chosen
// so that every intermediate value can be followed on paper.

#include "verif/model/reference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "generator/base/rounding.h"
#include "generator/pack/pack.h"

namespace gatewright {
namespace {

/// State Q4.4, cell Q8.8, fo = 4, exact tables of Q4.4: sigmoid(0) = 8/16, tanh(1) = 12/16 ...
NumericFormats SmallFormats() {
  NumericFormats f;
  f.state = {4, 4};
  f.cell = {8, 8};
  f.weight_bits = 8;
  f.gate_fraction = 4;
  f.table_in_integer = 4;
  f.table_in_fraction = 4;
  f.acc_bits = 24;
  return f;
}

/// One unit with the given integer pre-activation biases (fraction 4 + fw) and no weights.
IntNetwork OneUnit(const std::vector<int64_t>& bias, int fw) {
  IntNetwork network;
  network.formats = SmallFormats();
  IntLayer layer;
  layer.inputs = 1;
  layer.units = 1;
  layer.weight_fraction = fw;
  layer.bias = bias;
  layer.row_shift = {0, 0, 0, 0};
  layer.wx = {0, 0, 0, 0};
  layer.wh = {0, 0, 0, 0};
  network.layers = {layer};
  return network;
}

IntNetwork DenseOf(const IntNetwork& base, HeadActivation activation, int64_t bias, int fw) {
  IntNetwork network = base;
  IntLayer head;
  head.kind = CellKind::kDense;
  head.activation = activation;
  head.inputs = 1;
  head.units = 1;
  head.weight_fraction = fw;
  head.bias = {bias};
  head.row_shift = {0};
  head.wx = {0};
  network.layers.push_back(head);
  return network;
}

int16_t Head(HeadActivation activation, int64_t bias, int fw) {
  Reference model(DenseOf(OneUnit({0, 0, 0, 0}, 0), activation, bias, fw));
  const int16_t x = 0;
  model.Step(&x, true);
  return model.h(1)[0];
}

TEST(Reference, OneLstmStepByHand) {
  // i = f = o = sigmoid(0) = 8/16; g = tanh(1) = RNE(16 * 0.76159) = RNE(12.19) = 12/16.
  // F = 4 + max(4, 8) = 12: f*c = 0; i*g = 8*12 << (12 - 8) = 1536; c' = R(1536, 4) = 96 (0.375).
  // Tc: k' = R(96, 8 - 4) = 6 (0.375); tanh(0.375) * 16 = 5.73 -> 6; o*Tc = 48; h' = R(48, 4) = 3.
  Reference model(OneUnit({0, 0, 16, 0}, 0));
  const int16_t x = 0;
  model.Step(&x, true);
  EXPECT_EQ(model.c(0)[0], 96);
  EXPECT_EQ(model.h(0)[0], 3);
  // Second step: f*c = 8*96 << 0 = 768; sum 768 + 1536 = 2304; c' = 144 (0.5625).
  // k' = 9; tanh(0.5625) * 16 = 8.16 -> 8; o*Tc = 64; h' = 4.
  model.Step(&x, false);
  EXPECT_EQ(model.c(0)[0], 144);
  EXPECT_EQ(model.h(0)[0], 4);
  // A start forgets both.
  model.Step(&x, true);
  EXPECT_EQ(model.c(0)[0], 96);
  EXPECT_EQ(model.h(0)[0], 3);
}

/// One GRU unit: biases of the sums cx, r, u, ch; weights r, u, c of each matrix.
IntNetwork OneGruUnit(const std::vector<int64_t>& bias, int fw, const std::vector<int16_t>& wx,
                      const std::vector<int16_t>& wh) {
  IntNetwork network = OneUnit(bias, fw);
  network.layers[0].kind = CellKind::kGru;
  network.layers[0].wx = wx;
  network.layers[0].wh = wh;
  return network;
}

TEST(Reference, OneGruStepByHand) {
  // r = u = sigmoid(0) = 8/16; q = 16; Fr = 4 + max(4, 0) = 8:
  // r*q = 128, M_cx << (8 - 4) = 256, a_c = R(384, 4) = 24 (1.5); c = RNE(14.48) = 14.
  // h' = R((16 - 8) * 14, 4) + R(8 * 0, 4) = 7.
  Reference model(OneGruUnit({16, 0, 0, 16}, 0, {0, 0, 0}, {0, 0, 0}));
  const int16_t x = 0;
  model.Step(&x, true);
  EXPECT_EQ(model.h(0)[0], 7);
  // R(8 * 7, 4) = 3.5, a tie that goes to 4: 7 + 4. Then R(8 * 11, 4) = 5.5 to 6: 7 + 6.
  model.Step(&x, false);
  EXPECT_EQ(model.h(0)[0], 11);
  model.Step(&x, false);
  EXPECT_EQ(model.h(0)[0], 13);
  model.Step(&x, true);
  EXPECT_EQ(model.h(0)[0], 7);
}

TEST(Reference, GruCandidateAlignsFineWeights) {
  // fw = 6 > fo: Fr = 4 + 6; r*q << 2 = 512, M_cx = 1024, a_c = R(1536, 6) = 24, as above.
  Reference model(OneGruUnit({1024, 0, 0, 1024}, 6, {0, 0, 0}, {0, 0, 0}));
  const int16_t x = 0;
  model.Step(&x, true);
  EXPECT_EQ(model.h(0)[0], 7);
}

TEST(Reference, GruCandidateTakesInputAndStateApart) {
  Reference model(OneGruUnit({0, 0, 0, 0}, 0, {0, 0, 2}, {0, 0, 3}));
  // x = 8: M_cx = 16, q = 0: a_c = R(256, 4) = 16, c = 12, h' = R(8 * 12, 4) = 6.
  int16_t x = 8;
  model.Step(&x, true);
  EXPECT_EQ(model.h(0)[0], 6);
  // x = 0: M_ch = 3 * 6 = q; r*q = 144, a_c = 9, c = RNE(8.16) = 8; R(64, 4) + R(8 * 6, 4) = 7.
  x = 0;
  model.Step(&x, false);
  EXPECT_EQ(model.h(0)[0], 7);
}

TEST(Reference, GruUpdateGateWeighsTheOldState) {
  // u = sigmoid(127/16) = 16/16: the state never changes from 0; u = sigmoid(-8) = 0: h' = c.
  const int16_t x = 0;
  Reference keeps(OneGruUnit({32, 0, 127, 0}, 0, {0, 0, 0}, {0, 0, 0}));
  keeps.Step(&x, true);
  EXPECT_EQ(keeps.h(0)[0], 0);
  // a_c = 32 (2.0): c = RNE(15.42) = 15; h' = R(16 * 15, 4) = 15.
  Reference takes(OneGruUnit({32, 0, -128, 0}, 0, {0, 0, 0}, {0, 0, 0}));
  takes.Step(&x, true);
  EXPECT_EQ(takes.h(0)[0], 15);
}

TEST(Reference, CellStateRoundsOnceTiesToEven) {
  // i = sigmoid(15/16) = RNE(11.50): 16 * 0.71859 = 11.4975 -> 11; g = tanh(1/16) = RNE(0.9987)
  // = 1. i*g = 11 << 4 = 176; c' = R(176, 4) = 11. With fc = 8 there is no tie; the products are
  // exact.
  Reference model(OneUnit({15, 0, 1, 0}, 0));
  const int16_t x = 0;
  model.Step(&x, true);
  EXPECT_EQ(model.c(0)[0], 11);
  // f*c = 8 * 11 = 88, i*g = 176: R(264, 4) = 16.5 -> tie to even 16.
  model.Step(&x, false);
  EXPECT_EQ(model.c(0)[0], 16);
  // 8*16 + 176 = 304: 19 exactly. Then 8*19 + 176 = 328: 20.5 -> 20.
  model.Step(&x, false);
  EXPECT_EQ(model.c(0)[0], 19);
  model.Step(&x, false);
  EXPECT_EQ(model.c(0)[0], 20);
}

TEST(Reference, TruncationIsTheFloor) {
  IntNetwork network = OneUnit({15, 0, 1, 0}, 0);
  network.formats.rounding = Rounding::kTruncate;
  Reference model(network);
  const int16_t x = 0;
  model.Step(&x, true);
  model.Step(&x, false);
  EXPECT_EQ(model.c(0)[0], 16);  // floor(16.5)
  network = OneUnit({15, 0, -1, 0}, 0);
  network.formats.rounding = Rounding::kTruncate;
  Reference down(network);
  down.Step(&x, true);
  EXPECT_EQ(down.c(0)[0], -11);
  down.Step(&x, false);
  EXPECT_EQ(down.c(0)[0], -17);  // floor(-16.5)
}

TEST(Reference, CellStateSaturatesAndNeverWraps) {
  // f = sigmoid(7.94) = 16/16, i = 16/16, g = tanh(7.94) = 16/16: c grows by 1.0 = 256 a step.
  IntNetwork network = OneUnit({127, 127, 127, 127}, 0);
  Reference model(network);
  const int16_t x = 0;
  int64_t expected = 0;
  for (int t = 0; t < 200; ++t) {
    model.Step(&x, t == 0);
    expected = std::min<int64_t>(expected + 256, 32767);
    ASSERT_EQ(model.c(0)[0], expected) << t;
  }
  EXPECT_EQ(model.h(0)[0], 16);
  EXPECT_EQ(model.saturations().cell, 200 - 127);
}

TEST(Reference, PreactivationSaturatesToTheState) {
  // Linear heads show the pre-activation itself: R(bias, fw).
  EXPECT_EQ(Head(HeadActivation::kNone, 127, 0), 127);
  EXPECT_EQ(Head(HeadActivation::kNone, 128, 0), 127);
  EXPECT_EQ(Head(HeadActivation::kNone, -129, 0), -128);
  EXPECT_EQ(Head(HeadActivation::kNone, 5, 1), 2);       // 2.5 -> even
  EXPECT_EQ(Head(HeadActivation::kNone, 7, 1), 4);       // 3.5 -> even
  EXPECT_EQ(Head(HeadActivation::kNone, -5, 1), -2);     // -2.5 -> even
  EXPECT_EQ(Head(HeadActivation::kNone, 1019, 3), 127);  // 127.375
  EXPECT_EQ(Head(HeadActivation::kNone, 1020, 3), 127);  // 127.5 -> 128, saturates
}

TEST(Reference, HeadActivationsByHand) {
  EXPECT_EQ(Head(HeadActivation::kRelu, -3, 0), 0);
  EXPECT_EQ(Head(HeadActivation::kRelu, 3, 0), 3);
  EXPECT_EQ(Head(HeadActivation::kSigmoid, 0, 0), 8);
  EXPECT_EQ(Head(HeadActivation::kSigmoid, 16, 0), 12);  // sigmoid(1) * 16 = 11.70
  EXPECT_EQ(Head(HeadActivation::kTanh, -16, 0), -12);   // tanh(-1) * 16 = -12.19
}

TEST(Reference, RowShiftAddsFractionToItsRowOnly) {
  IntNetwork network = DenseOf(OneUnit({0, 0, 0, 0}, 0), HeadActivation::kNone, 40, 2);
  network.layers[1].row_shift = {1};
  Reference model(network);
  const int16_t x = 0;
  model.Step(&x, true);
  EXPECT_EQ(model.h(1)[0], 5);  // 40 / 2^(2+1)
}

TEST(Reference, WeightsMeetInputAndRecurrence) {
  // Linear head over an LSTM unit; x reaches g with weight 3 * 2^-1: a_g = R(3 * 16, 1) = 24 (1.5).
  IntNetwork network = OneUnit({0, 0, 0, 0}, 1);
  network.layers[0].wx = {0, 0, 3, 0};
  network.layers[0].wh = {0, 0, -64, 0};
  Reference model(network);
  const int16_t x = 16;  // 1.0
  model.Step(&x, true);
  // tanh(1.5) * 16 = 14.48 -> 14; i*g = 8*14 << 4 = 1792; c' = 112; k' = 7; tanh(.4375)*16 = 6.59
  // -> 7; h' = R(8*7, 4) = 3.5 -> even 4.
  EXPECT_EQ(model.c(0)[0], 112);
  EXPECT_EQ(model.h(0)[0], 4);
  // Step 2, x = 0: a_g = R(-64 * 4, 1) = -128 (-8.0): tanh -> -16. f*c = 8 * 112 = 896;
  // i*g = -128 << 4 = -2048; c' = R(-1152, 4) = -72.
  const int16_t zero = 0;
  model.Step(&zero, false);
  EXPECT_EQ(model.c(0)[0], -72);
}

TEST(Reference, InputReluTakesNegativeInputsOfTheHeadAsZero) {
  IntNetwork network = OneUnit({0, 0, 0, 0}, 0);
  IntLayer& lstm = network.layers[0];
  lstm.wx = {0, 0, 16, 0};  // g follows the sign of x, the gates stay half open
  IntLayer head;
  head.kind = CellKind::kDense;
  head.inputs = 1;
  head.units = 1;
  head.row_shift = {0};
  head.bias = {3};
  head.wx = {1};
  network.layers.push_back(head);
  for (const int16_t x : {int16_t{16}, int16_t{-16}}) {
    for (const bool relu : {false, true}) {
      network.layers[1].input_relu = relu;
      const Trace trace = RunReference(network, {x}, {true});
      const int h = trace.h[0][0];
      ASSERT_EQ(h > 0, x > 0);
      ASSERT_NE(h, 0);
      EXPECT_EQ(trace.h[1][0], 3 + (relu ? std::max(0, h) : h));
    }
  }
}

TEST(Reference, AccumulatorWrapsWhenTheDesignSaysSo) {
  IntNetwork network = DenseOf(OneUnit({0, 0, 0, 0}, 0), HeadActivation::kNone, 0, 0);
  network.formats.acc_bits = 8;
  network.layers[1].bias = {100};
  network.layers[0].bias = {0, 0, 127, 127};  // h = 12/16 after one step, as computed below
  network.layers[1].wx = {10};
  Reference model(network);
  const int16_t x = 0;
  model.Step(&x, true);
  const int h = model.h(0)[0];
  ASSERT_GT(h, 2);
  EXPECT_EQ(model.h(1)[0], WrapSigned(100 + 10 * h, 8));
}

/// The same network in double precision, with the quantised weights as they are: the integer model
/// may differ by rounding only. Bound: each pre-activation is off by half a step of A (2^-9) and
/// each gate by half a step of fo and of the table grid; slopes are at most 1; c contracts, so
/// 0.05 covers 20 steps generously while any wrong gate, sign or alignment is far outside.
TEST(Reference, FollowsTheRealNumbersOfTheSameNetwork) {
  std::mt19937_64 random(5);
  IntNetwork network;
  network.formats = SmallFormats();
  network.formats.state = {4, 12};
  network.formats.cell = {4, 12};
  network.formats.gate_fraction = 14;
  network.formats.table_in_fraction = 10;
  network.formats.acc_bits = 32;
  IntLayer layer;
  layer.inputs = 3;
  layer.units = 6;
  layer.weight_fraction = 7;
  for (int r = 0; r < layer.rows(); ++r) {
    layer.bias.push_back(static_cast<int64_t>(random() % (1 << 19)) - (1 << 18));
    layer.row_shift.push_back(0);
  }
  const auto draw = [&random](size_t count, std::vector<int16_t>* w) {
    for (size_t i = 0; i < count; ++i) w->push_back(static_cast<int16_t>(random() % 129) - 64);
  };
  draw(3 * 24, &layer.wx);
  draw(6 * 24, &layer.wh);
  network.layers = {layer};
  Reference model(network);
  std::vector<double> h(6, 0.0);
  std::vector<double> c(6, 0.0);
  for (int t = 0; t < 20; ++t) {
    std::vector<int16_t> x(3);
    for (int16_t& v : x) v = static_cast<int16_t>(static_cast<int>(random() % 8192) - 4096);
    model.Step(x.data(), t == 0);
    std::vector<double> a(24);
    for (size_t r = 0; r < 24; ++r) {
      a[r] = static_cast<double>(layer.bias[r]) / (1 << 19);
      for (size_t j = 0; j < 3; ++j) a[r] += layer.wx[j * 24 + r] / 128.0 * x[j] / 4096.0;
      for (size_t j = 0; j < 6; ++j) a[r] += layer.wh[j * 24 + r] / 128.0 * h[j];
    }
    for (size_t u = 0; u < 6; ++u) {
      const auto sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
      c[u] = sigmoid(a[6 + u]) * c[u] + sigmoid(a[u]) * std::tanh(a[12 + u]);
      h[u] = sigmoid(a[18 + u]) * std::tanh(c[u]);
      EXPECT_NEAR(model.h(0)[u] / 4096.0, h[u], 0.05) << "step " << t << " unit " << u;
      EXPECT_NEAR(model.c(0)[u] / 4096.0, c[u], 0.05) << "step " << t << " unit " << u;
    }
  }
}

}  // namespace
}  // namespace gatewright
