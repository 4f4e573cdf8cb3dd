// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generator/network/float_network.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// The network that `spec` describes by its shape (inputs, hidden, outputs, head): weights and
/// biases drawn uniformly from +-gain/sqrt(units of the layer), +-gain/sqrt(inputs) for the head;
/// with a gain of 1 as common frameworks initialise them. The same seed gives the same bits on
/// every platform. `spec` is validated: inputs and every hidden size are at least 1.
FloatNetwork RandomNetwork(const NetworkSpec& spec);

}  // namespace gatewright
