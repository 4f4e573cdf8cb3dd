// SPDX-License-Identifier: Apache-2.0
// From a float network to the integer network.
#include "generator/compress/quantise.h"

#include <fmt/format.h>

#include <algorithm>

#include "generator/base/rounding.h"
#include "generator/compress/events.h"
#include "generator/compress/pattern.h"
#include "generator/compress/quantise_layer.h"

namespace gatewright {
namespace {

constexpr int kMinAccBits = 8;   // least legal numerics.accumulator.bits
constexpr int kMaxAccBits = 48;  // docs/numerics.md 2

/// "gate f, unit 3 of layer 0", or "unit 0 of layer 1 (dense)", layers from 0.
std::string RowName(const IntLayer& layer, size_t index, int row) {
  const int unit = row % layer.units;
  if (layer.kind == CellKind::kDense)
    return fmt::format("unit {} of layer {} (dense)", unit, index);
  return fmt::format("gate {}, unit {} of layer {}", GroupName(layer.kind, row / layer.units), unit,
                     index);
}

/// The row of the network that needs the most accumulator bits.
struct WidestRow {
  int bits = 0;
  size_t layer = 0;
  int row = 0;
};

/// Why the accumulators cannot be built, if so.
Diagnostics CheckWidth(const NumericsSpec& numerics, const IntLayer& layer,
                       const WidestRow& widest) {
  const int needed = widest.bits;
  const int asked = numerics.accumulator_bits;
  if (asked != 0 && (numerics.accumulator_wrap || asked >= needed)) return {};
  const std::string row = RowName(layer, widest.layer, widest.row);
  if (needed > kMaxAccBits) {
    const int fraction = layer.weight_fraction + layer.row_shift[static_cast<size_t>(widest.row)] -
                         (needed - kMaxAccBits);
    return {{.key = "numerics.accumulator.bits",
             .value = asked == 0 ? "" : std::to_string(asked),
             .rule = fmt::format("must hold every row sum, but {} needs {} bits and at most {} are "
                                 "supported",
                                 row, needed, kMaxAccBits),
             .nearest = fraction < 0 ? "fewer fraction bits in numerics.state"
                                     : fmt::format("numerics.weight.fraction = {} with "
                                                   "row_shift_bits = 0",
                                                   fraction)}};
  }
  if (asked == 0) return {};
  return {{.key = "numerics.accumulator.bits",
           .value = std::to_string(asked),
           .rule = fmt::format("must hold every row sum unless numerics.accumulator.wrap is true, "
                               "but {} needs {} bits",
                               row, needed),
           .nearest = std::to_string(std::max(needed, kMinAccBits))}};
}

/// Biases saturate to the accumulators; this matters only where wrapping is allowed.
void SaturateBiases(int acc_bits, IntLayer& layer, LayerQuantisation& report) {
  int64_t clipped = 0;
  for (int64_t& bias : layer.bias) {
    const int64_t stored = Saturate(bias, acc_bits);
    clipped += stored != bias ? 1 : 0;
    bias = stored;
  }
  const double share = static_cast<double>(clipped) / static_cast<double>(layer.sums());
  report.bias_clipped_share = std::max(report.bias_clipped_share, share);
}

}  // namespace

Result<IntNetwork> Quantise(const FloatNetwork& network, const Spec& spec,
                            const NumericFormats& formats, QuantisationReport* report) {
  IntNetwork integers;
  integers.formats = formats;
  QuantisationReport facts;
  WidestRow widest;
  for (const FloatLayer& layer : network.layers) {
    QuantisedLayer quantised = QuantiseLayer(layer, spec, formats);
    facts.layers.push_back(quantised.report);
    if (quantised.report.acc_bits_needed > widest.bits) {
      widest = {quantised.report.acc_bits_needed, integers.layers.size(), quantised.widest_row};
    }
    integers.layers.push_back(std::move(quantised.layer));
  }
  facts.acc_bits_needed = widest.bits;
  Diagnostics errors = CheckWidth(spec.numerics, integers.layers[widest.layer], widest);
  const int asked = spec.numerics.accumulator_bits;
  integers.formats.acc_bits = asked != 0 ? asked : std::max(facts.acc_bits_needed, kMinAccBits);
  for (size_t l = 0; l < integers.layers.size() && errors.empty(); ++l) {
    SaturateBiases(integers.formats.acc_bits, integers.layers[l], facts.layers[l]);
  }
  if (report != nullptr) *report = std::move(facts);
  if (!errors.empty()) return errors;
  CountColumnWords(spec, &integers);
  ResolveEvents(spec, &integers);
  return integers;
}

std::vector<int32_t> QuantiseInputs(const Stimulus& stimulus, const QFormat& state) {
  std::vector<int32_t> frames;
  frames.reserve(stimulus.values.size());
  for (const double x : stimulus.values) {
    frames.push_back(static_cast<int32_t>(QuantiseDouble(x, state.fraction_bits, state.width())));
  }
  return frames;
}

}  // namespace gatewright
