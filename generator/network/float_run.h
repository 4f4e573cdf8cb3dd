// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "generator/network/float_network.h"
#include "generator/network/stimulus.h"

namespace gatewright {

/// What one layer computed over a stimulus; rows and units as in FloatLayer.
struct FloatLayerTrace {
  int units = 0;
  int rows = 0;
  /// [steps][rows]: pre-activations, gates i, f, g, o; of GRU c, r, u and W_h h + bR of c
  std::vector<double> a;
  std::vector<double> c;  ///< [steps][units]: cell state after the step; LSTM only
  std::vector<double> h;  ///< [steps][units]: output of the layer (y for dense)
};

/// One entry a layer, in order.
struct FloatTrace {
  int steps = 0;
  std::vector<FloatLayerTrace> layers;
  /// [steps][outputs] of the network.
  const std::vector<double>& outputs() const { return layers.back().h; }
};

/// One layer of a float run, stepped by the caller, who may feed its products with other values
/// than its true input and output: verif/float_events.h does.
class FloatLayerRunner {
 public:
  /// Makes room for `steps` steps. `layer` must outlive the runner.
  FloatLayerRunner(const FloatLayer& layer, int steps);

  /// Computes step `step`: W_x times `x` [inputs] and W_h times `h` [units], cell state and the
  /// hidden state a GRU interpolates from being those of the step before, zero where it `starts` a
  /// sequence. A dense layer ignores `h`.
  void Step(int step, bool starts, const double* x, const double* h);
  /// Step `step` repeats the results of the step before.
  void Repeat(int step);

  /// Output of the layer after step `step`; of zeros for step -1.
  const double* output(int step) const;
  const FloatLayer& layer() const { return layer_; }
  /// What was computed so far.
  FloatLayerTrace& trace() { return trace_; }

 private:
  const double* Positive(const double* x);
  double* Row(std::vector<double>& values, int width, int step);
  void Lstm(int step, bool starts, const double* x, const double* h, double* a);
  void Gru(int step, bool starts, const double* x, const double* h, double* a);

  const FloatLayer& layer_;
  FloatLayerTrace trace_;
  std::vector<double> zero_;
  std::vector<double> positive_;
};

/// The LSTM and GRU (linear_before_reset = 1) of the ONNX standard in double precision: i, f, o =
/// sigmoid, g = tanh, c' = f*c + i*g, h' = o*tanh(c'), no peepholes; GRU h' = (1-u)*tanh(a_c) +
/// u*h; h = c = 0 at every sequence start. The widths of network and stimulus agree (LoadStimulus
/// checked it).
FloatTrace RunFloat(const FloatNetwork& network, const Stimulus& stimulus);

}  // namespace gatewright
