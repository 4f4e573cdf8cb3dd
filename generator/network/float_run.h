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

/// The LSTM and GRU (linear_before_reset = 1) of the ONNX standard in double precision: i, f, o =
/// sigmoid, g = tanh, c' = f*c + i*g, h' = o*tanh(c'), no peepholes; GRU h' = (1-u)*tanh(a_c) +
/// u*h; h = c = 0 at every sequence start. The widths of network and stimulus agree (LoadStimulus
/// checked it).
FloatTrace RunFloat(const FloatNetwork& network, const Stimulus& stimulus);

}  // namespace gatewright
