#pragma once

#include "generator/network/float_network.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// The network that `spec` describes by its shape (inputs, hidden, outputs, head): weights and
/// biases drawn uniformly from +-1/sqrt(units of the layer), +-1/sqrt(inputs) for the head, as
/// common frameworks initialise them. The same seed gives the same bits on every platform.
/// `spec` is validated: inputs and every hidden size are at least 1.
FloatNetwork RandomNetwork(const NetworkSpec& spec);

}  // namespace gatewright
