// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "generator/plan/plan.h"
#include "verif/model/session.h"

namespace gatewright {

/// A random legal design file, as text: sizes 1..max_units, layers 1..4, M 1..8, N 1..16, every
/// legal L, formats, accumulators (wrapping ones too), rounding, head, storage, every pattern of
/// weights, every kind of events with thresholds from none to the greatest. The same seed gives the
/// same text.
std::string RandomDesignText(uint64_t seed, int max_units);

/// Random input for a network of `plan`: [steps][inputs] in format A, with zeros, small values,
/// extremes, whole zero frames, frames that changed a little or not at all; and random sequence
/// starts.
void RandomFrames(const Plan& plan, int steps, uint64_t seed, std::vector<int16_t>* x,
                  std::vector<bool>* starts);

/// Random thresholds for the registers of a design with delta or similarity events: none, small
/// ones, any, the greatest.
Thresholds RandomThresholds(const Plan& plan, uint64_t seed);

/// A random behaviour of the outside world, from none to heavy stalls and invalid frames.
StallProfile RandomProfile(uint64_t seed);

}  // namespace gatewright
