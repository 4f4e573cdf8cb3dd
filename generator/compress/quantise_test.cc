// SPDX-License-Identifier: Apache-2.0
#include "generator/compress/quantise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "generator/compress/quantise_layer.h"

namespace gatewright {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A dense layer [units][inputs] with biases of 0.
FloatLayer Dense(int units, int inputs, std::vector<double> weights) {
  FloatLayer layer;
  layer.kind = CellKind::kDense;
  layer.inputs = inputs;
  layer.units = units;
  layer.wx = std::move(weights);
  layer.bias_x.assign(static_cast<size_t>(units), 0.0);
  return layer;
}

FloatNetwork Network(FloatLayer layer) {
  FloatNetwork network;
  network.layers.push_back(std::move(layer));
  return network;
}

NumericFormats Formats(int weight_bits, int row_shift_bits, QFormat state = {8, 8}) {
  NumericFormats formats;
  formats.state = state;
  formats.weight_bits = weight_bits;
  formats.row_shift_bits = row_shift_bits;
  return formats;
}

IntNetwork Quantised(const FloatLayer& layer, const NumericFormats& formats, const Spec& spec = {},
                     QuantisationReport* report = nullptr) {
  Result<IntNetwork> network = Quantise(Network(layer), spec, formats, report);
  EXPECT_TRUE(network.ok()) << (network.ok() ? "" : ToString(network.errors()));
  return network.ok() ? *network : IntNetwork{};
}

TEST(LargestFraction, IsTheLastOneInRange) {
  // 8 bits hold [-128, 127].
  EXPECT_EQ(LargestFraction(0, 0.99, 8), 7);  // 126.72 -> 127
  EXPECT_EQ(LargestFraction(0, 1.0, 8), 6);   // 128 at 7
  EXPECT_EQ(LargestFraction(-1.0, 0, 8), 7);  // -128 fits
  EXPECT_EQ(LargestFraction(-1.0, 1.0, 8), 6);
  EXPECT_EQ(LargestFraction(0, 200.0, 8), -1);  // 100
  EXPECT_EQ(LargestFraction(0, 1.5, 2), -1);    // 2 bits hold [-2, 1]: 1.5 -> 2 at 0, 0.75 -> 1
}

TEST(LargestFraction, RoundsBeforeItComparesWithTheRange) {
  EXPECT_EQ(LargestFraction(0, 127.25 / 128, 8), 7);  // rounds down to 127
  EXPECT_EQ(LargestFraction(0, 127.5 / 128, 8), 6);   // the tie goes to 128
  EXPECT_EQ(LargestFraction(-128.5 / 128, 0, 8), 7);  // the tie goes to -128
  EXPECT_EQ(LargestFraction(-128.75 / 128, 0, 8), 6);
}

TEST(LargestFraction, StopsAtTwentyFour) {
  EXPECT_EQ(LargestFraction(0, 1e-9, 8), 24);
  EXPECT_EQ(LargestFraction(0, 127.0 / (1 << 24), 8), 24);
  EXPECT_EQ(LargestFraction(0, 127.0 / (1 << 23), 8), 23);
}

TEST(LargestFraction, IsOneLessThanTheWidthForZeros) {
  EXPECT_EQ(LargestFraction(0, 0, 8), 7);
  EXPECT_EQ(LargestFraction(0, 0, 16), 15);
}

TEST(BitsFor, CountsTheSign) {
  EXPECT_EQ(BitsFor(0), 1);
  EXPECT_EQ(BitsFor(1), 2);
  EXPECT_EQ(BitsFor(127), 8);
  EXPECT_EQ(BitsFor(128), 9);
  EXPECT_EQ(BitsFor((int64_t{1} << 47) - 1), 48);
  EXPECT_EQ(BitsFor(int64_t{1} << 47), 49);
}

TEST(Quantise, GivesEachRowTheLargestShiftThatFits) {
  // Rows with greatest magnitudes 0.9, 0.2, 0.01, 0 at 8 bits: fw = 7; 0.2 -> 25.6, two more bits
  // give 102.4; 0.01 -> 1.28, six more give 81.92.
  const FloatLayer layer = Dense(4, 2, {0.9, -0.5, 0.2, 0.0, 0.01, -0.01, 0.0, 0.0});
  const IntLayer fine = Quantised(layer, Formats(8, 3)).layers[0];
  EXPECT_EQ(fine.weight_fraction, 7);
  EXPECT_EQ(fine.row_shift, (std::vector<uint8_t>{0, 2, 6, 0}));
  // Column-major: 115.2, 102.4, 81.92, 0 | -64, 0, -81.92, 0.
  EXPECT_EQ(fine.wx, (std::vector<int16_t>{115, 102, 82, 0, -64, 0, -82, 0}));
  const IntLayer coarse = Quantised(layer, Formats(8, 1)).layers[0];
  EXPECT_EQ(coarse.row_shift, (std::vector<uint8_t>{0, 1, 1, 0}));
  const IntLayer off = Quantised(layer, Formats(8, 0)).layers[0];
  EXPECT_EQ(off.row_shift, (std::vector<uint8_t>{0, 0, 0, 0}));
}

TEST(Quantise, RoundsWeightTiesToEven) {
  // fw = 7 because of 0.75 = 96; 0.5/128 -> 0, 1.5/128 -> 2, 2.5/128 -> 2, -0.5/128 -> 0.
  const FloatLayer layer = Dense(1, 5, {0.75, 0.5 / 128, 1.5 / 128, 2.5 / 128, -0.5 / 128});
  EXPECT_EQ(Quantised(layer, Formats(8, 0)).layers[0].wx, (std::vector<int16_t>{96, 0, 2, 2, 0}));
}

TEST(Quantise, GivesAZeroLayerTheFractionOfItsWidth) {
  const IntLayer layer = Quantised(Dense(1, 1, {0.0}), Formats(6, 3)).layers[0];
  EXPECT_EQ(layer.weight_fraction, 5);
  EXPECT_EQ(layer.row_shift, (std::vector<uint8_t>{0}));
}

TEST(Quantise, SaturatesWeightsAtAFractionTheUserFixed) {
  Spec spec;
  spec.numerics.weight_fraction = 7;
  QuantisationReport report;
  const IntNetwork network =
      Quantised(Dense(1, 4, {1.5, -1.5, 0.5, 0.25}), Formats(8, 2), spec, &report);
  EXPECT_EQ(network.layers[0].weight_fraction, 7);
  EXPECT_EQ(network.layers[0].row_shift, (std::vector<uint8_t>{0}));
  EXPECT_EQ(network.layers[0].wx, (std::vector<int16_t>{127, -128, 64, 32}));
  EXPECT_EQ(report.layers[0].weight_clipped_share, 0.5);
}

TEST(Quantise, SharesOneFractionAndOneRowShiftBetweenInputsAndRecurrence) {
  FloatLayer layer;
  layer.inputs = 1;
  layer.units = 1;
  layer.wx = {0.9, 0.1, 0.1, 0.1};
  layer.wh = {0.1, 0.4, 0.1, 0.1};  // row 1 is bound by its recurrent weight: 51.2 at 7
  layer.bias_x = {0, 0, 0, 0};
  layer.bias_h = {0, 0, 0, 0};
  const IntLayer integers = Quantised(layer, Formats(8, 3)).layers[0];
  EXPECT_EQ(integers.weight_fraction, 7);
  EXPECT_EQ(integers.row_shift, (std::vector<uint8_t>{0, 1, 3, 3}));
  EXPECT_EQ(integers.wx, (std::vector<int16_t>{115, 26, 102, 102}));
  EXPECT_EQ(integers.wh, (std::vector<int16_t>{13, 102, 102, 102}));
}

/// A GRU of one input and one unit, rows r, u, c, with biases of 0.
FloatLayer Gru(std::vector<double> wx, std::vector<double> wh) {
  FloatLayer layer;
  layer.kind = CellKind::kGru;
  layer.inputs = 1;
  layer.units = 1;
  layer.wx = std::move(wx);
  layer.wh = std::move(wh);
  layer.bias_x = {0, 0, 0};
  layer.bias_h = {0, 0, 0};
  return layer;
}

TEST(Quantise, GivesTheTwoSumsOfAGruCandidateTheirOwnRowShifts) {
  // fw = 7 by 0.9. Sums cx, r, u, ch: cx holds 0.2 alone (25.6, two more bits), r 0.9 and 0.1, u
  // 0.1 and 0.4 (51.2, one more), ch 0.05 alone (6.4, four more are 102.4 but k = 2 allows three).
  const IntLayer layer = Quantised(Gru({0.9, 0.1, 0.2}, {0.1, 0.4, 0.05}), Formats(8, 2)).layers[0];
  EXPECT_EQ(layer.weight_fraction, 7);
  EXPECT_EQ(layer.row_shift, (std::vector<uint8_t>{2, 0, 1, 3}));
  EXPECT_EQ(layer.wx, (std::vector<int16_t>{115, 26, 102}));  // 12.8 * 2, 25.6 * 4
  EXPECT_EQ(layer.wh, (std::vector<int16_t>{13, 102, 51}));   // 12.8, 51.2 * 2, 6.4 * 8
  EXPECT_EQ(layer.sums(), 4);
  EXPECT_EQ(layer.rows(), 3);
}

TEST(Quantise, AddsTheBiasesOfAGruWhereOneSumHoldsBoth) {
  // State Q8.8, fw = 7: fraction 15, and no row shifts.
  FloatLayer gru = Gru({0.75, 0.75, 0.75}, {0.75, 0.75, 0.75});
  gru.bias_x = {1, 2, 3};
  gru.bias_h = {10, 20, 30};
  const int64_t one = 1 << 15;
  EXPECT_EQ(Quantised(gru, Formats(8, 0)).layers[0].bias,
            (std::vector<int64_t>{3 * one, 11 * one, 22 * one, 30 * one}));
}

TEST(Quantise, BoundsEverySumOfAGruApart) {
  // State of 4 bits (2^3 = 8): r needs 8 * 96 = 768, cx and ch 8 * 64 = 512 each: 11 bits. The sum
  // of those two, 1024, would need 12.
  FloatLayer gru = Gru({0.75, 0, 0.5}, {0, 0, 0.5});
  EXPECT_EQ(Quantised(gru, Formats(8, 0, {2, 2})).formats.acc_bits, 11);
  gru.bias_h[2] = 511.0 / 512;  // the fraction is 9: 512 + 511 = 1023, still 11
  EXPECT_EQ(Quantised(gru, Formats(8, 0, {2, 2})).formats.acc_bits, 11);
  gru.bias_h[2] = 1.0;
  EXPECT_EQ(Quantised(gru, Formats(8, 0, {2, 2})).formats.acc_bits, 12);
}

TEST(Quantise, NamesTheSumOfAGruThatNeedsMost) {
  Spec spec;
  spec.numerics.accumulator_bits = 8;
  const char* const names[] = {"cx", "r", "u", "ch"};
  for (int sum = 0; sum < 4; ++sum) {
    FloatLayer gru = Gru({0, 0, 0}, {0, 0, 0});
    std::vector<double>& matrix = sum == 3 ? gru.wh : gru.wx;
    matrix[sum == 1 ? 0U : sum == 2 ? 1U : 2U] = 0.75;
    const Result<IntNetwork> network = Quantise(Network(gru), spec, Formats(8, 0, {2, 2}));
    ASSERT_FALSE(network.ok());
    EXPECT_EQ(ToString(network.errors()),
              "numerics.accumulator.bits = 8: must hold every row sum unless "
              "numerics.accumulator.wrap is true, but gate " +
                  std::string(names[sum]) +
                  ", unit 0 of layer 0 needs 11 bits (nearest legal: 11)\n");
  }
}

TEST(Quantise, AddsTheBiasesInDoubleAndRoundsOnce) {
  // State Q8.8, fw = 7 (0.75 = 96), e = 0: fraction 15. Each bias alone is a tie.
  FloatLayer layer;
  layer.inputs = 1;
  layer.units = 1;
  layer.wx = {0.75, 0.75, 0.75, 0.75};
  layer.wh = {0, 0, 0, 0};
  const double half = 0.5 / 32768;
  layer.bias_x = {half, 3 * half, 1.0, -half};
  layer.bias_h = {half, 0.0, 2.0, 0.0};
  EXPECT_EQ(Quantised(layer, Formats(8, 0)).layers[0].bias, (std::vector<int64_t>{1, 2, 98304, 0}));
}

TEST(Quantise, GivesTheBiasTheFractionOfItsRow) {
  FloatLayer layer = Dense(2, 1, {0.9, 0.2});  // fw = 7, e = 0 and 2
  layer.bias_x = {0.5, 0.5};
  EXPECT_EQ(Quantised(layer, Formats(8, 3, {6, 10})).layers[0].bias,
            (std::vector<int64_t>{1 << 16, 1 << 18}));
}

TEST(Quantise, TakesTheBiasFormatFirstAndReportsWhatItClips) {
  Spec spec;
  spec.numerics.bias_format = QFormat{2, 2};  // quarters in [-2, 1.75]
  FloatLayer layer = Dense(4, 1, {0.75, 0.75, 0.75, 0.75});
  layer.bias_x = {0.375, 0.6, 5.0, -1.9};  // 1.5 -> 2, 2.4 -> 2, clipped to 7, -7.6 -> -8
  QuantisationReport report;
  const IntNetwork network = Quantised(layer, Formats(8, 0), spec, &report);
  EXPECT_EQ(network.layers[0].bias, (std::vector<int64_t>{2 << 13, 2 << 13, 7 << 13, -(8 << 13)}));
  EXPECT_EQ(report.layers[0].bias_clipped_share, 0.25);
}

TEST(Quantise, DerivesTheFewestAccumulatorBits) {
  // State of 4 bits (2^3 = 8); weights 96 and -64: 8 * 160 = 1280 -> 12 bits. A bias of 767 gives
  // 2047, still 12; 768 gives 2048 -> 13. The bias has the fraction 2 + 7.
  FloatLayer layer = Dense(1, 2, {0.75, -0.5});
  EXPECT_EQ(Quantised(layer, Formats(8, 0, {2, 2})).formats.acc_bits, 12);
  layer.bias_x = {-767.0 / 512};
  EXPECT_EQ(Quantised(layer, Formats(8, 0, {2, 2})).formats.acc_bits, 12);
  layer.bias_x = {-768.0 / 512};
  EXPECT_EQ(Quantised(layer, Formats(8, 0, {2, 2})).formats.acc_bits, 13);
}

TEST(Quantise, TakesTheWidestRowOfAllLayers) {
  FloatNetwork network = Network(Dense(1, 1, {0.75}));  // 96 * 8 -> 11
  network.layers.push_back(Dense(2, 1, {0.01, 0.75}));
  network.layers.back().bias_x = {0, 2.5};  // 768 + 1280 = 2048 -> 13
  QuantisationReport report;
  const Result<IntNetwork> integers = Quantise(network, {}, Formats(8, 0, {2, 2}), &report);
  ASSERT_TRUE(integers.ok());
  EXPECT_EQ(report.layers[0].acc_bits_needed, 11);
  EXPECT_EQ(report.layers[1].acc_bits_needed, 13);
  EXPECT_EQ(integers->formats.acc_bits, 13);
}

TEST(Quantise, GivesAtLeastEightAccumulatorBits) {
  QuantisationReport report;
  EXPECT_EQ(Quantised(Dense(1, 1, {0.0}), Formats(8, 0), {}, &report).formats.acc_bits, 8);
  EXPECT_EQ(report.acc_bits_needed, 1);
}

TEST(Quantise, AcceptsAsManyAccumulatorBitsAsNeededAndMore) {
  Spec spec;
  spec.numerics.accumulator_bits = 12;
  EXPECT_EQ(Quantised(Dense(1, 2, {0.75, -0.5}), Formats(8, 0, {2, 2}), spec).formats.acc_bits, 12);
  spec.numerics.accumulator_bits = 40;
  EXPECT_EQ(Quantised(Dense(1, 1, {0.75}), Formats(8, 0), spec).formats.acc_bits, 40);
}

TEST(Quantise, RefusesFewerAccumulatorBitsThanNeeded) {
  Spec spec;
  spec.numerics.accumulator_bits = 11;
  const Result<IntNetwork> network =
      Quantise(Network(Dense(1, 2, {0.75, -0.5})), spec, Formats(8, 0, {2, 2}));
  ASSERT_FALSE(network.ok());
  EXPECT_EQ(ToString(network.errors()),
            "numerics.accumulator.bits = 11: must hold every row sum unless "
            "numerics.accumulator.wrap is true, but unit 0 of layer 0 (dense) needs 12 bits "
            "(nearest legal: 12)\n");
}

TEST(Quantise, NamesTheGateOfTheRowThatNeedsMost) {
  Spec spec;
  spec.numerics.accumulator_bits = 8;
  FloatLayer layer;
  layer.inputs = 1;
  layer.units = 2;
  layer.wx = {0, 0, 0, 0.75, 0, 0, 0, 0};  // row 3: gate f, unit 1
  layer.wh.assign(16, 0.0);
  layer.bias_x.assign(8, 0.0);
  layer.bias_h.assign(8, 0.0);
  const Result<IntNetwork> network = Quantise(Network(layer), spec, Formats(8, 0, {2, 2}));
  ASSERT_FALSE(network.ok());
  EXPECT_EQ(ToString(network.errors()),
            "numerics.accumulator.bits = 8: must hold every row sum unless "
            "numerics.accumulator.wrap is true, but gate f, unit 1 of layer 0 needs 11 bits "
            "(nearest legal: 11)\n");
}

TEST(Quantise, WrapsWhenAskedToAndSaturatesTheBiases) {
  Spec spec;
  spec.numerics.accumulator_bits = 11;
  spec.numerics.accumulator_wrap = true;
  FloatLayer layer = Dense(2, 2, {0.75, -0.5, 0.0, 0.0});
  layer.bias_x = {3.0, -0.5};  // 1536 and -256 at the fraction 9; 11 bits hold [-1024, 1023]
  QuantisationReport report;
  const IntNetwork network = Quantised(layer, Formats(8, 0, {2, 2}), spec, &report);
  EXPECT_EQ(network.formats.acc_bits, 11);
  EXPECT_EQ(network.layers[0].bias, (std::vector<int64_t>{1023, -256}));
  EXPECT_EQ(report.layers[0].bias_clipped_share, 0.5);
}

TEST(Quantise, RefusesMoreThanFortyEightAccumulatorBits) {
  FloatLayer layer = Dense(1, 1, {1e-6});  // fw = 24 (16.8), fraction 8 + 24
  layer.bias_x = {32768.0};                // 2^47, and 17 * 2^15 for the weight
  const Result<IntNetwork> network = Quantise(Network(layer), {}, Formats(8, 0));
  ASSERT_FALSE(network.ok());
  EXPECT_EQ(ToString(network.errors()),
            "numerics.accumulator.bits: must hold every row sum, but unit 0 of layer 0 (dense) "
            "needs 49 bits and at most 48 are supported (nearest legal: numerics.weight.fraction = "
            "23 with row_shift_bits = 0)\n");
}

TEST(Quantise, AcceptsExactlyFortyEightAccumulatorBits) {
  FloatLayer layer = Dense(1, 1, {1e-6});
  layer.bias_x = {32767.0};
  EXPECT_EQ(Quantised(layer, Formats(8, 0)).formats.acc_bits, 48);
}

TEST(Quantise, ReportsTheSqnrOfTheWeights) {
  QuantisationReport report;
  Quantised(Dense(1, 2, {0.75, 0.5}), Formats(8, 0), {}, &report);
  EXPECT_EQ(report.layers[0].weight_sqnr_db, kInfinity);
  // 0.75 is exact, 0.5/128 rounds to 0: (0.75^2 + (1/256)^2) / (1/256)^2 = 36865.
  Quantised(Dense(1, 2, {0.75, 0.5 / 128}), Formats(8, 0), {}, &report);
  EXPECT_DOUBLE_EQ(report.layers[0].weight_sqnr_db, 10 * std::log10(36865.0));
}

TEST(Quantise, CarriesFormatsShapesAndActivation) {
  FloatLayer layer = Dense(2, 3, {1, 2, 3, 4, 5, 6});
  layer.activation = HeadActivation::kTanh;
  NumericFormats formats = Formats(8, 1);
  formats.gate_fraction = 9;
  const IntNetwork network = Quantised(layer, formats);
  EXPECT_EQ(network.formats.gate_fraction, 9);
  EXPECT_EQ(network.layers[0].kind, CellKind::kDense);
  EXPECT_EQ(network.layers[0].activation, HeadActivation::kTanh);
  EXPECT_EQ(network.inputs(), 3);
  EXPECT_EQ(network.outputs(), 2);
  EXPECT_TRUE(network.layers[0].wh.empty());
}

TEST(QuantiseInputs, RoundsToNearestEvenAndSaturates) {
  Stimulus stimulus;
  stimulus.steps = 2;
  stimulus.width = 3;
  stimulus.values = {0.5 / 256, 1.5 / 256, -0.5 / 256, 200.0, -200.0, 1.0};
  EXPECT_EQ(QuantiseInputs(stimulus, {8, 8}), (std::vector<int32_t>{0, 2, 0, 32767, -32768, 256}));
}

}  // namespace
}  // namespace gatewright
