// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/compress/int_network.h"
#include "generator/network/float_network.h"
#include "generator/network/stimulus.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// What quantisation did to one layer.
struct LayerQuantisation {
  int weight_fraction = 0;    ///< fw
  int min_row_shift = 0;      ///< least e_r
  int max_row_shift = 0;      ///< greatest e_r
  double weight_sqnr_db = 0;  ///< weights over their error; infinite when exact
  /// The same had the weights at most 1, 2, 3 digits, as far as legal; empty for fixed weights.
  std::vector<double> sqnr_db_of_digits;
  double weight_clipped_share = 0;  ///< weights that saturated, 0..1
  double bias_clipped_share = 0;    ///< biases that saturated, 0..1
  int acc_bits_needed = 0;          ///< fewest accumulator bits that hold every row sum
};

/// One entry a layer, in order.
struct QuantisationReport {
  std::vector<LayerQuantisation> layers;
  int acc_bits_needed = 0;  ///< of the whole network: the derived width
};

/// Quantises weights and biases as docs/numerics.md 2, 3 and 5 (`fixed`) say. `formats` gives every
/// field but acc_bits, which is derived: the fewest bits (8 at least) in which |bias| + sum |w| *
/// 2^(A-1) of every row fits, or the width the design asks for. Weights and biases are finite.
/// Errors: more than 48 bits needed, or more than requested without numerics.accumulator.wrap.
/// `report`, when given, is filled even on an error.
Result<IntNetwork> Quantise(const FloatNetwork& network, const Spec& spec,
                            const NumericFormats& formats, QuantisationReport* report = nullptr);

/// The input frames in the state format, [steps][width]: always nearest even, saturated.
std::vector<int32_t> QuantiseInputs(const Stimulus& stimulus, const QFormat& state);

}  // namespace gatewright
