// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generator/compress/int_network.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// Bits of the score of a frame of `inputs` elements of format A: A + 1 + ceil(log2 inputs).
int ScoreBits(const QFormat& state, int inputs);

/// Quantises the thresholds of the design to format A, each once, to nearest even, and stores them
/// in `network`, whose formats and layers are complete (docs/numerics.md 4). Thresholds saturate to
/// 2^(A-1)-1, limits of the score to the greatest score there can be and one.
void ResolveEvents(const Spec& spec, IntNetwork* network);

}  // namespace gatewright
