// SPDX-License-Identifier: Apache-2.0
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

/// The weight rows of W_x and W_h that one sum adds up; -1: none.
struct Sum {
  int x = -1;
  int h = -1;
};

/// Sums of docs/numerics.md 3 in the order of the accumulators: gate by gate; of a GRU (rows r, u,
/// c) W_x x of c first, then r and u, then W_h h of c.
std::vector<Sum> SumsOf(const FloatLayer& layer) {
  std::vector<Sum> sums;
  const int units = layer.units;
  if (layer.kind == CellKind::kGru) {
    for (int u = 0; u < units; ++u) sums.push_back({2 * units + u, -1});
    for (int row = 0; row < 2 * units; ++row) sums.push_back({row, row});
    for (int u = 0; u < units; ++u) sums.push_back({-1, 2 * units + u});
    return sums;
  }
  for (int row = 0; row < layer.rows(); ++row) {
    sums.push_back({row, layer.kind == CellKind::kDense ? -1 : row});
  }
  return sums;
}

struct NaiveLayer {
  const FloatLayer& from;
  const NumericFormats& formats;

  /// Weights of a sum: inputs, then recurrence.
  std::vector<double> Weights(const Sum& sum) const {
    std::vector<double> weights;
    for (int j = 0; sum.x >= 0 && j < from.inputs; ++j) {
      weights.push_back(from.wx[sum.x * from.inputs + j]);
    }
    for (int j = 0; sum.h >= 0 && j < from.units; ++j) {
      weights.push_back(from.wh[sum.h * from.units + j]);
    }
    return weights;
  }
  /// The same of the integer layer, in the same order.
  std::vector<int> Stored(const Sum& sum, const IntLayer& layer) const {
    std::vector<int> weights;
    for (int j = 0; sum.x >= 0 && j < from.inputs; ++j) {
      weights.push_back(layer.wx[j * from.rows() + sum.x]);
    }
    for (int j = 0; sum.h >= 0 && j < from.units; ++j) {
      weights.push_back(layer.wh[j * from.rows() + sum.h]);
    }
    return weights;
  }
  double Bias(const Sum& sum) const {
    const double x = sum.x < 0 ? 0 : from.bias_x[static_cast<size_t>(sum.x)];
    return sum.h < 0 ? x : x + from.bias_h[static_cast<size_t>(sum.h)];
  }
  bool Fits(const Sum& sum, int fraction) const {
    const long double max = (1 << (formats.weight_bits - 1)) - 1;
    for (const double w : Weights(sum)) {
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
      for (const Sum& sum : SumsOf(from)) {
        for (const double w : Weights(sum)) zero = zero && w == 0;
        all = all && Fits(sum, fraction);
      }
      if (all) best = fraction;
    }
    return zero ? formats.weight_bits - 1 : best;
  }
  int Shift(const Sum& sum, int fraction) const {
    int best = 0;
    bool zero = true;
    for (const double w : Weights(sum)) zero = zero && w == 0;
    for (int e = 0; !zero && e < (1 << formats.row_shift_bits); ++e) {
      if (Fits(sum, fraction + e)) best = e;
    }
    return best;
  }
};

void CompareLayer(const FloatLayer& from, const NumericFormats& formats, const IntLayer& layer,
                  int& acc_bits) {
  const NaiveLayer naive{from, formats};
  const int fraction = naive.Fraction();
  ASSERT_EQ(layer.weight_fraction, fraction);
  const std::vector<Sum> sums = SumsOf(from);
  ASSERT_EQ(layer.row_shift.size(), sums.size());
  ASSERT_EQ(layer.bias.size(), sums.size());
  for (size_t s = 0; s < sums.size(); ++s) {
    const int shift = naive.Shift(sums[s], fraction);
    ASSERT_EQ(layer.row_shift[s], shift) << s;
    const long double scale = std::pow(2.0L, fraction + shift);
    const std::vector<double> weights = naive.Weights(sums[s]);
    const std::vector<int> stored = naive.Stored(sums[s], layer);
    __int128 total = 0;
    for (size_t j = 0; j < weights.size(); ++j) {
      ASSERT_EQ(stored[j], static_cast<int>(NaiveRound(weights[j] * scale))) << s << " " << j;
      total += std::abs(stored[j]);
    }
    const auto rounded = static_cast<int64_t>(
        NaiveRound(naive.Bias(sums[s]) * scale * std::pow(2.0L, formats.state.fraction_bits)));
    ASSERT_EQ(layer.bias[s], rounded) << s;
    __int128 bound = total;
    for (int bit = 1; bit < formats.state.width(); ++bit) bound *= 2;
    bound += std::abs(rounded);
    int bits = 1;
    for (__int128 max = 0; max < bound; max = 2 * max + 1) ++bits;
    acc_bits = std::max(acc_bits, bits);
  }
}

FloatLayer RandomLayer(std::mt19937_64& random, int inputs, CellKind kind) {
  std::normal_distribution<double> normal;
  FloatLayer layer;
  layer.kind = kind;
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
  if (IsRecurrent(kind)) {
    fill(layer.wh, layer.units);
    fill(layer.bias_h, 1);
  }
  return layer;
}

TEST(Quantise, EqualsAnIndependentImplementationOnRandomNetworks) {
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    FloatNetwork network;
    const int inputs = 1 + static_cast<int>(random() % 7);
    const CellKind cell = seed % 2 == 0 ? CellKind::kLstm : CellKind::kGru;
    network.layers.push_back(RandomLayer(random, inputs, cell));
    network.layers.push_back(RandomLayer(random, network.layers[0].units, CellKind::kDense));
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
