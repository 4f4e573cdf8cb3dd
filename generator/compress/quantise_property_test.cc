// Quantise against an independent reading of docs/numerics.md: every fraction is tried, in long
// double and 128-bit integers, weight by weight.

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "generator/compress/quantise.h"

namespace gatewright {
namespace {

/// Ties to even by comparing the two neighbours.
long double NaiveRound(long double x) {
  const long double below = std::floor(x);
  const long double above = below + 1;
  if (x - below < above - x) return below;
  if (x - below > above - x) return above;
  return std::fmod(below, 2.0L) == 0 ? below : above;
}

struct NaiveLayer {
  const FloatLayer& from;
  const NumericFormats& formats;

  /// Weights of row r: inputs, then recurrence.
  std::vector<double> Row(int r) const {
    const auto x = from.wx.begin() + r * from.inputs;
    std::vector<double> row(x, x + from.inputs);
    if (!from.wh.empty()) {
      const auto h = from.wh.begin() + r * from.units;
      row.insert(row.end(), h, h + from.units);
    }
    return row;
  }
  bool RowFits(int r, int fraction) const {
    const long double max = (1 << (formats.weight_bits - 1)) - 1;
    for (const double w : Row(r)) {
      const long double rounded = NaiveRound(w * std::pow(2.0L, fraction));
      if (rounded > max || rounded < -max - 1) return false;
    }
    return true;
  }
  int Fraction() const {
    bool zero = true;
    int best = -100;
    for (int fraction = -60; fraction <= 24; ++fraction) {
      bool all = true;
      for (int r = 0; r < from.rows(); ++r) {
        for (const double w : Row(r)) zero = zero && w == 0;
        all = all && RowFits(r, fraction);
      }
      if (all) best = fraction;
    }
    return zero ? formats.weight_bits - 1 : best;
  }
  int Shift(int r, int fraction) const {
    int best = 0;
    bool zero = true;
    for (const double w : Row(r)) zero = zero && w == 0;
    for (int e = 0; !zero && e < (1 << formats.row_shift_bits); ++e) {
      if (RowFits(r, fraction + e)) best = e;
    }
    return best;
  }
};

void CompareLayer(const FloatLayer& from, const NumericFormats& formats, const IntLayer& layer,
                  int& acc_bits) {
  const NaiveLayer naive{from, formats};
  const int fraction = naive.Fraction();
  ASSERT_EQ(layer.weight_fraction, fraction);
  for (int r = 0; r < from.rows(); ++r) {
    const int shift = naive.Shift(r, fraction);
    ASSERT_EQ(layer.row_shift[r], shift) << r;
    const long double scale = std::pow(2.0L, fraction + shift);
    const std::vector<double> row = naive.Row(r);
    __int128 sum = 0;
    for (size_t j = 0; j < row.size(); ++j) {
      const auto inputs = static_cast<size_t>(from.inputs);
      const int stored =
          j < inputs ? layer.wx[j * from.rows() + r] : layer.wh[(j - inputs) * from.rows() + r];
      ASSERT_EQ(stored, static_cast<int>(NaiveRound(row[j] * scale))) << r << " " << j;
      sum += std::abs(stored);
    }
    const double bias = from.bias_x[r] + (from.bias_h.empty() ? 0.0 : from.bias_h[r]);
    const auto rounded = static_cast<int64_t>(
        NaiveRound(bias * scale * std::pow(2.0L, formats.state.fraction_bits)));
    ASSERT_EQ(layer.bias[r], rounded) << r;
    __int128 bound = sum;
    for (int bit = 1; bit < formats.state.width(); ++bit) bound *= 2;
    bound += std::abs(rounded);
    int bits = 1;
    for (__int128 max = 0; max < bound; max = 2 * max + 1) ++bits;
    acc_bits = std::max(acc_bits, bits);
  }
}

FloatLayer RandomLayer(std::mt19937_64& random, int inputs, bool dense) {
  std::normal_distribution<double> normal;
  FloatLayer layer;
  layer.kind = dense ? CellKind::kDense : CellKind::kLstm;
  layer.inputs = inputs;
  layer.units = 1 + static_cast<int>(random() % 6);
  const double scale = std::pow(2.0, static_cast<double>(random() % 9) - 5);
  const auto fill = [&](std::vector<double>& values, int columns) {
    for (int r = 0; r < layer.rows(); ++r) {
      const double row_scale = random() % 8 == 0 ? 0 : scale * std::pow(0.5, random() % 6);
      for (int j = 0; j < columns; ++j) {
        double w = normal(random) * row_scale;
        if (random() % 3 == 0) w = std::ldexp(std::round(std::ldexp(w, 9)), -9);  // ties
        values.push_back(w);
      }
    }
  };
  fill(layer.wx, inputs);
  fill(layer.bias_x, 1);
  if (!dense) {
    fill(layer.wh, layer.units);
    fill(layer.bias_h, 1);
  }
  return layer;
}

TEST(Quantise, EqualsAnIndependentImplementationOnRandomNetworks) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    FloatNetwork network;
    network.layers.push_back(RandomLayer(random, 1 + static_cast<int>(random() % 7), false));
    network.layers.push_back(RandomLayer(random, network.layers[0].units, true));
    NumericFormats formats;
    formats.weight_bits = 2 + static_cast<int>(random() % 15);
    formats.row_shift_bits = static_cast<int>(random() % 4);
    const int width = 4 + static_cast<int>(random() % 13);
    formats.state.integer_bits = 1 + static_cast<int>(random() % width);
    formats.state.fraction_bits = width - formats.state.integer_bits;
    const Result<IntNetwork> integers = Quantise(network, Spec{}, formats);
    if (!integers.ok()) {
      // Only tiny weights beside large biases need so many bits.
      EXPECT_NE(ToString(integers.errors()).find("at most 48"), std::string::npos);
      continue;
    }
    int acc_bits = 8;
    for (size_t l = 0; l < network.layers.size(); ++l) {
      CompareLayer(network.layers[l], formats, integers->layers[l], acc_bits);
      if (HasFatalFailure()) return;
    }
    ASSERT_EQ(integers->formats.acc_bits, acc_bits);
  }
}

}  // namespace
}  // namespace gatewright
