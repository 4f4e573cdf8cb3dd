// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "generator/compress/int_network.h"
#include "generator/compress/quantise.h"
#include "generator/network/float_network.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// A layer with integer weights and biases; the biases do not yet know the accumulator's width.
struct QuantisedLayer {
  IntLayer layer;
  LayerQuantisation report;
  int widest_row = 0;  ///< row that needs report.acc_bits_needed bits
};

/// Chooses fw and e_r, rounds the weights and biases of one layer, and finds the accumulator bits
/// its rows need.
QuantisedLayer QuantiseLayer(const FloatLayer& layer, const Spec& spec,
                             const NumericFormats& formats);

/// Largest fraction <= 24 with which the rounded values of [low, high] are in the range of `bits`
/// bits; bits - 1 when both are 0.
int LargestFraction(double low, double high, int bits);

/// Fewest bits of a two's complement number that holds `bound` >= 0.
int BitsFor(int64_t bound);

}  // namespace gatewright
