#pragma once

#include <vector>

#include "generator/network/float_network.h"
#include "generator/network/stimulus.h"

namespace gatewright {

/// What one layer computed over a stimulus; rows and units as in FloatLayer.
struct FloatLayerTrace {
  int units = 0;
  int rows = 0;
  std::vector<double> a;  ///< [steps][rows]: pre-activations, gates i, f, g, o
  std::vector<double> c;  ///< [steps][units]: cell state after the step; empty for dense
  std::vector<double> h;  ///< [steps][units]: output of the layer (y for dense)
};

/// One entry a layer, in order.
struct FloatTrace {
  int steps = 0;
  std::vector<FloatLayerTrace> layers;
  /// [steps][outputs] of the network.
  const std::vector<double>& outputs() const { return layers.back().h; }
};

/// The LSTM of the ONNX standard in double precision: i, f, o = sigmoid, g = tanh,
/// c' = f*c + i*g, h' = o*tanh(c'), no peepholes; h = c = 0 at every sequence start. The widths of
/// network and stimulus agree (LoadStimulus checked it).
FloatTrace RunFloat(const FloatNetwork& network, const Stimulus& stimulus);

}  // namespace gatewright
