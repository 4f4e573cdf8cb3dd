// SPDX-License-Identifier: Apache-2.0
#include "generator/compress/calibrate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace gatewright {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

const FormatCandidate& Of(const FormatChoice& choice, QFormat format) {
  for (const FormatCandidate& candidate : choice.candidates) {
    if (candidate.format == format) return candidate;
  }
  ADD_FAILURE() << "no candidate " << format.ToString();
  return choice.candidates.front();
}

/// 400 values spread over (-limit, limit) that no binary fraction holds exactly.
std::vector<double> Spread(double limit) {
  std::vector<double> values;
  for (int i = -200; i < 200; ++i) values.push_back(limit * (i + 1.0 / 3) / 200.7);
  return values;
}

TEST(ChooseFormat, TakesTheFewestIntegerBitsThatHoldTheValues) {
  const std::vector<double> values = {3.14159, -2.71828, 0.57721};
  const FormatChoice choice = ChooseFormat("state", {{values, kInfinity}}, {}, 8, 0);
  EXPECT_TRUE(choice.automatic);
  EXPECT_EQ(choice.chosen, (QFormat{3, 5}));
  EXPECT_EQ(choice.observed_low, -2.71828);
  EXPECT_EQ(choice.observed_high, 3.14159);
  EXPECT_EQ(choice.candidates.size(), 8U);
}

TEST(ChooseFormat, ComputesRangeClippedShareAndSqnrOfACandidate) {
  // Q1.3 holds [-1, 0.875] in eighths. 0.3 -> 2 (0.25), 2.0 -> 0.875, -1.0 exact, 0.5 exact.
  const std::vector<double> values = {0.3, 2.0, -1.0, 0.5};
  const FormatCandidate candidate =
      Of(ChooseFormat("state", {{values, kInfinity}}, {}, 4, 0), {1, 3});
  EXPECT_EQ(candidate.low, -1.0);
  EXPECT_EQ(candidate.high, 0.875);
  EXPECT_EQ(candidate.clipped_share, 0.25);
  EXPECT_EQ(candidate.harmful_share, 0.25);
  const double signal = 0.3 * 0.3 + 4.0 + 1.0 + 0.25;
  const double noise = 0.05 * 0.05 + 1.125 * 1.125;
  // The sums differ from these in the order of additions only: 1e-12 dB is far above 2^-50.
  EXPECT_NEAR(candidate.sqnr_db, 10 * std::log10(signal / noise), 1e-12);
}

TEST(ChooseFormat, AcceptsSomeClippingForMuchPrecision) {
  // 10,000 values of 0.01 and one of 1.05: clipping the one to 0.992 in Q1.7 costs 0.0033, rounding
  // all the others in Q2.6 (0.015625) costs 0.32.
  std::vector<double> values(10000, 0.01);
  values.push_back(1.05);
  const FormatChoice choice = ChooseFormat("state", {{values, kInfinity}}, {}, 8, 0);
  EXPECT_EQ(choice.chosen, (QFormat{1, 7}));
}

TEST(ChooseFormat, DoesNotPayForValuesBeyondTheirLimit) {
  std::vector<double> values = Spread(3.5);
  values.insert(values.end(), 100, 500.0);
  EXPECT_EQ(ChooseFormat("cell", {{values, kInfinity}}, {}, 12, 0).chosen, (QFormat{10, 2}));
  const FormatChoice limited = ChooseFormat("cell", {{values, 4.0}}, {}, 12, 0);
  EXPECT_EQ(limited.chosen, (QFormat{3, 9}));
  // 500 saturates at 4 - 2^-9, one step below the limit: without effect.
  EXPECT_EQ(Of(limited, {3, 9}).clipped_share, 0.2);
  EXPECT_EQ(Of(limited, {3, 9}).harmful_share, 0.0);
  EXPECT_GT(Of(limited, {2, 10}).harmful_share, 0.2);
}

TEST(ChooseFormat, GivesTiesToTheFewestIntegerBits) {
  const std::vector<double> values = {0.5, -0.25, 0.0};  // exact in Q1.3 and Q2.2
  const FormatChoice choice = ChooseFormat("state", {{values, kInfinity}}, {}, 4, 0);
  EXPECT_EQ(choice.chosen, (QFormat{1, 3}));
  EXPECT_EQ(Of(choice, {1, 3}).sqnr_db, kInfinity);
  EXPECT_EQ(Of(choice, {2, 2}).sqnr_db, kInfinity);
}

TEST(ChooseFormat, KeepsTheLeastFractionBits) {
  const std::vector<double> values = {1600.0};
  const FormatChoice choice = ChooseFormat("cell", {{values, kInfinity}}, {}, 16, 8);
  EXPECT_EQ(choice.candidates.size(), 8U);
  EXPECT_EQ(choice.chosen, (QFormat{8, 8}));
}

TEST(ChooseFormat, ExaminesAGivenFormatAlone) {
  const std::vector<double> values = {3.0, 0.5};
  const FormatChoice choice = ChooseFormat("state", {{values, kInfinity}}, QFormat{2, 6}, 16, 0);
  EXPECT_FALSE(choice.automatic);
  EXPECT_EQ(choice.chosen, (QFormat{2, 6}));
  ASSERT_EQ(choice.candidates.size(), 1U);
  EXPECT_TRUE(choice.candidates[0].chosen);
  EXPECT_EQ(choice.candidates[0].clipped_share, 0.5);
}

TEST(ChooseFormat, SaysWhyInOneSentence) {
  const std::vector<double> values = {3.14159, -2.71828, 0.57721, 0.1};
  const FormatChoice choice = ChooseFormat("state", {{values, kInfinity}}, {}, 8, 0);
  EXPECT_EQ(Of(choice, {3, 5}).reason,
            "Best SQNR of all 8-bit formats; 0 % of the values saturate, 0 % where it matters.");
  EXPECT_EQ(Of(choice, {2, 6}).reason,
            "Too small a range: 50 % of the values saturate, 50 % where it matters.");
  EXPECT_EQ(Of(choice, {5, 3}).reason,
            "More range than the values need: its step of 2^-3 is 4 times as coarse.");
  EXPECT_EQ(ChooseFormat("state", {{values, kInfinity}}, QFormat{8, 8}, 16, 0).candidates[0].reason,
            "Not chosen from the stimulus; 0 % of the values saturate, 0 % where it matters.");
}

TEST(ChooseFormat, WorksWithoutValues) {
  const FormatChoice choice = ChooseFormat("cell", {}, {}, 16, 8);
  EXPECT_EQ(choice.chosen, (QFormat{1, 15}));
  EXPECT_EQ(choice.candidates[0].clipped_share, 0.0);
}

/// An LSTM layer and a head; the numbers are not those of a real network.
struct Fixture {
  FloatNetwork network;
  FloatTrace trace;
  Stimulus stimulus;
  Fixture() {
    network.layers.resize(2);
    network.layers[1].kind = CellKind::kDense;
    trace.steps = 2;
    trace.layers.resize(2);
    trace.layers[0].a = Spread(3.5);
    trace.layers[0].a.insert(trace.layers[0].a.end(), {40.0, -40.0});
    trace.layers[0].c = Spread(3.5);
    trace.layers[0].c.push_back(900.0);
    trace.layers[0].h = {0.7, -0.7};
    trace.layers[1].a = {0.3, 0.3};
    trace.layers[1].h = {0.3, 0.3};
    stimulus.steps = 2;
    stimulus.width = 1;
    stimulus.values = {0.1, 0.2};
  }
};

NumericsSpec Automatic() {
  NumericsSpec numerics;
  numerics.state.reset();
  numerics.cell.reset();
  return numerics;
}

TEST(Calibrate, CountsPreActivationsToTheTablesRangeAndCellsToTwiceIt) {
  const Fixture f;
  NumericsSpec numerics = Automatic();
  Calibration calibration = Calibrate(f.network, f.trace, f.stimulus, numerics);
  EXPECT_EQ(calibration.state.chosen, (QFormat{4, 12}));  // +-8
  EXPECT_EQ(calibration.cell.chosen, (QFormat{5, 11}));   // +-16
  EXPECT_EQ(calibration.state.observed_high, 40.0);
  EXPECT_EQ(calibration.cell.observed_high, 900.0);
  numerics.table_in_integer = 3;
  calibration = Calibrate(f.network, f.trace, f.stimulus, numerics);
  EXPECT_EQ(calibration.state.chosen, (QFormat{3, 13}));
  EXPECT_EQ(calibration.cell.chosen, (QFormat{4, 12}));
}

TEST(Calibrate, CountsInputsHiddenStatesAndOutputsInFull) {
  for (int where = 0; where < 3; ++where) {
    Fixture f;
    double* const value[] = {&f.stimulus.values[0], &f.trace.layers[0].h[0],
                             &f.trace.layers[1].h[0]};
    *value[where] = 100.0;
    EXPECT_EQ(Calibrate(f.network, f.trace, f.stimulus, Automatic()).state.chosen, (QFormat{8, 8}))
        << where;
  }
}

TEST(Calibrate, CountsPreActivationsOfAHeadOnlyWhereATableReadsThem) {
  Fixture f;
  f.trace.layers[1].a = {-1000.0, -1000.0};
  f.network.layers[1].activation = HeadActivation::kRelu;
  EXPECT_EQ(Calibrate(f.network, f.trace, f.stimulus, Automatic()).state.observed_low, -40.0);
  f.network.layers[1].activation = HeadActivation::kSigmoid;
  EXPECT_EQ(Calibrate(f.network, f.trace, f.stimulus, Automatic()).state.observed_low, -1000.0);
}

/// A GRU layer of one unit over 400 steps; the numbers are not those of a real network.
FloatTrace GruTrace() {
  FloatTrace trace;
  trace.layers.resize(1);
  FloatLayerTrace& layer = trace.layers[0];
  layer.units = 1;
  layer.rows = 4;
  for (const double value : Spread(3.5)) {
    layer.a.insert(layer.a.end(), {value, -value, value / 2, value / 3});
    layer.h.push_back(value / 4);
  }
  trace.steps = static_cast<int>(layer.h.size());
  return trace;
}

TEST(Calibrate, CountsOfAGruWhatTheTablesReadToTheirRangeAndTheResetSumInFull) {
  FloatNetwork network;
  network.layers.resize(1);
  network.layers[0].kind = CellKind::kGru;
  const Stimulus stimulus = Fixture().stimulus;
  EXPECT_EQ(Calibrate(network, GruTrace(), stimulus, Automatic()).state.chosen, (QFormat{3, 13}));
  for (size_t sum = 0; sum < 4; ++sum) {  // c, r, u, and W_h h + bR of c
    FloatTrace trace = GruTrace();
    trace.layers[0].a[68 + sum] = -100.0;
    const FormatChoice state = Calibrate(network, trace, stimulus, Automatic()).state;
    EXPECT_EQ(state.observed_low, -100.0);
    EXPECT_EQ(state.chosen, sum < 3 ? (QFormat{4, 12}) : (QFormat{8, 8})) << sum;
  }
}

TEST(Calibrate, FindsNoCellStatesInAGru) {
  FloatNetwork network;
  network.layers.resize(1);
  network.layers[0].kind = CellKind::kGru;
  const FormatChoice cell = Calibrate(network, GruTrace(), Fixture().stimulus, Automatic()).cell;
  EXPECT_EQ(cell.observed_low, 0.0);
  EXPECT_EQ(cell.observed_high, 0.0);
}

TEST(Calibrate, KeepsTheWidthRequestedAndFormatsGiven) {
  const Fixture f;
  NumericsSpec numerics = Automatic();
  numerics.auto_state_bits = 12;
  numerics.cell = QFormat{6, 10};
  const Calibration calibration = Calibrate(f.network, f.trace, f.stimulus, numerics);
  EXPECT_EQ(calibration.state.chosen, (QFormat{4, 8}));
  EXPECT_EQ(calibration.cell.chosen, (QFormat{6, 10}));
  EXPECT_FALSE(calibration.cell.automatic);
}

TEST(FormatsOf, JoinsTheChoiceWithTheDesign) {
  NumericsSpec numerics;
  numerics.weight_bits = 6;
  numerics.row_shift_bits = 2;
  numerics.gate_fraction = 11;
  numerics.table_in_fraction = 5;
  numerics.table_in_integer = 3;
  numerics.rounding = Rounding::kTruncate;
  Calibration calibration;
  calibration.state.chosen = {4, 12};
  calibration.cell.chosen = {5, 11};
  const NumericFormats formats = FormatsOf(numerics, calibration);
  EXPECT_EQ(formats.state, (QFormat{4, 12}));
  EXPECT_EQ(formats.cell, (QFormat{5, 11}));
  EXPECT_EQ(formats.weight_bits, 6);
  EXPECT_EQ(formats.row_shift_bits, 2);
  EXPECT_EQ(formats.gate_fraction, 11);
  EXPECT_EQ(formats.table_in_fraction, 5);
  EXPECT_EQ(formats.table_in_integer, 3);
  EXPECT_EQ(formats.rounding, Rounding::kTruncate);
  EXPECT_EQ(formats.acc_bits, 0);
}

}  // namespace
}  // namespace gatewright
