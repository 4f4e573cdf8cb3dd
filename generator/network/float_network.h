// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "generator/spec/spec.h"

namespace gatewright {

/// One layer of the trained network, in double precision. Gate order i, f, g, o for LSTM,
/// r, u, c for GRU (reset after the product; numerics.md 3); a dense layer has one "gate". Row r =
/// gate * units + unit.
struct FloatLayer {
  CellKind kind = CellKind::kLstm;
  HeadActivation activation = HeadActivation::kNone;  ///< dense only
  bool input_relu = false;                            ///< dense only: negative inputs count as zero
  int inputs = 0;
  int units = 0;
  std::vector<double> wx;      ///< [gates*units][inputs], row-major
  std::vector<double> wh;      ///< [gates*units][units], row-major; empty for dense
  std::vector<double> bias_x;  ///< [gates*units]
  std::vector<double> bias_h;  ///< [gates*units]; empty for dense
  int gates() const { return WeightGates(kind); }
  int rows() const { return gates() * units; }
  bool operator==(const FloatLayer&) const = default;
};

/// A chain of 1..8 LSTM layers, or 1..8 GRU layers, and at most one dense head (last).
struct FloatNetwork {
  std::vector<FloatLayer> layers;
  std::string source;  ///< "lstm.onnx" or "random, seed 7": shown in reports
  int inputs() const { return layers.front().inputs; }
  int outputs() const { return layers.back().units; }
  /// The same layers, wherever they come from.
  bool operator==(const FloatNetwork& other) const { return layers == other.layers; }
};

}  // namespace gatewright
