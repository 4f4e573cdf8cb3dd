// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "verif/formal/formal_proof.h"

namespace gatewright {

/// Proofs of the input, what it hands over, fetch, sequencer and rounding: part of FormalProofs.
std::vector<FormalProof> EngineProofs();

}  // namespace gatewright
