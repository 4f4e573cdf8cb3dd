// SPDX-License-Identifier: Apache-2.0
// Quantises one layer: weights, row shifts, biases, accumulator bounds.
#include "generator/compress/quantise_layer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "generator/base/rounding.h"
#include "generator/compress/product.h"
#include "generator/compress/weight_code.h"

namespace gatewright {
namespace {

constexpr int kMaxFraction = 24;
constexpr int kUnbounded = 63;  // width at which nothing saturates

/// Least and greatest weight of a row or layer; both 0 only when every weight is 0 or the other
/// sign is missing, which does not change what is in range.
struct Range {
  double low = 0;
  double high = 0;
  bool AllZero() const { return low == 0 && high == 0; }
  void Add(const double* values, int count) {
    for (int i = 0; i < count; ++i) {
      assert(std::isfinite(values[i]));
      low = std::min(low, values[i]);
      high = std::max(high, values[i]);
    }
  }
};

bool Fits(const Range& range, int fraction, int bits) {
  const int64_t max = (int64_t{1} << (bits - 1)) - 1;
  return RoundDouble(std::ldexp(range.high, fraction)) <= max &&
         RoundDouble(std::ldexp(range.low, fraction)) >= -max - 1;
}

/// Sum that weight row `row` of W_x, or of W_h if `recurrent`, adds to.
size_t SumOf(CellKind kind, bool recurrent, int row, int units) {
  return static_cast<size_t>(GroupOf(kind, recurrent, row / units)) * static_cast<size_t>(units) +
         static_cast<size_t>(row % units);
}

/// Range of the weights of each sum.
std::vector<Range> SumRanges(const FloatLayer& layer) {
  std::vector<Range> ranges(static_cast<size_t>(SumGroups(layer.kind)) *
                            static_cast<size_t>(layer.units));
  for (int row = 0; row < layer.rows(); ++row) {
    const auto r = static_cast<size_t>(row);
    ranges[SumOf(layer.kind, false, row, layer.units)].Add(
        layer.wx.data() + r * static_cast<size_t>(layer.inputs), layer.inputs);
    if (!layer.wh.empty()) {
      ranges[SumOf(layer.kind, true, row, layer.units)].Add(
          layer.wh.data() + r * static_cast<size_t>(layer.units), layer.units);
    }
  }
  return ranges;
}

/// e_r: largest extra fraction that keeps the row in range; 0 for a row of zeros.
uint8_t RowShift(const Range& row, int weight_fraction, const NumericFormats& formats) {
  if (row.AllZero()) return 0;
  int shift = (1 << formats.row_shift_bits) - 1;
  while (shift > 0 && !Fits(row, weight_fraction + shift, formats.weight_bits)) --shift;
  return static_cast<uint8_t>(shift);
}

/// Signal and error energy and saturations of everything rounded so far.
struct Tally {
  double signal = 0;
  double noise = 0;
  int64_t clipped = 0;
  int64_t count = 0;
  double Share() const {
    return count == 0 ? 0 : static_cast<double>(clipped) / static_cast<double>(count);
  }
  double SqnrDb() const {
    return noise == 0 ? std::numeric_limits<double>::infinity() : 10 * std::log10(signal / noise);
  }
};

/// Rounds one row-major matrix [rows][columns] into its column-major integer twin.
void QuantiseMatrix(const std::vector<double>& matrix, bool recurrent, const IntLayer& layer,
                    const WeightCode& code, std::vector<int16_t>& out, Tally& tally) {
  const int columns = recurrent ? layer.units : layer.inputs;
  const auto rows = static_cast<size_t>(layer.rows());
  out.resize(matrix.size());
  for (size_t r = 0; r < rows && !matrix.empty(); ++r) {
    const size_t sum = SumOf(layer.kind, recurrent, static_cast<int>(r), layer.units);
    const int fraction = layer.weight_fraction + layer.row_shift[sum];
    const double scale = std::ldexp(1.0, fraction);
    const double step = std::ldexp(1.0, -fraction);
    for (size_t j = 0; j < static_cast<size_t>(columns); ++j) {
      const double weight = matrix[r * static_cast<size_t>(columns) + j];
      const double exact = weight * scale;  // a power of two: nothing is rounded
      const int64_t stored = code.Nearest(exact);
      out[j * rows + r] = static_cast<int16_t>(stored);
      const double error = weight - static_cast<double>(stored) * step;
      tally.signal += weight * weight;
      tally.noise += error * error;
      tally.clipped +=
          RoundDouble(exact) != Saturate(RoundDouble(exact), code.weight_bits()) ? 1 : 0;
      ++tally.count;
    }
  }
}

/// SQNR of the weights with 1, 2, 3 digits in place of those of the design.
std::vector<double> SqnrOfDigits(const FloatLayer& layer, const IntLayer& integers,
                                 NumericFormats formats) {
  constexpr int kMaxDigits = 3;
  std::vector<double> sqnr_db;
  if (formats.weight_kind == WeightKind::kFixed) return sqnr_db;
  for (int digits = 1; digits <= kMaxDigits && 2 * digits < formats.weight_bits; ++digits) {
    formats.weight_digits = digits;
    const WeightCode code(formats);
    Tally tally;
    std::vector<int16_t> unused;
    QuantiseMatrix(layer.wx, false, integers, code, unused, tally);
    QuantiseMatrix(layer.wh, true, integers, code, unused, tally);
    sqnr_db.push_back(tally.SqnrDb());
  }
  return sqnr_db;
}

/// The bias of each sum, bW + bR where both matrices add to it, in double.
std::vector<double> SumBiases(const FloatLayer& layer) {
  std::vector<double> biases(
      static_cast<size_t>(SumGroups(layer.kind)) * static_cast<size_t>(layer.units), 0.0);
  for (int row = 0; row < layer.rows(); ++row) {
    const auto r = static_cast<size_t>(row);
    biases[SumOf(layer.kind, false, row, layer.units)] += layer.bias_x[r];
    if (!layer.bias_h.empty()) {
      biases[SumOf(layer.kind, true, row, layer.units)] += layer.bias_h[r];
    }
  }
  return biases;
}

/// The biases, through the bias format if there is one, then to the row's fraction.
void QuantiseBiases(const FloatLayer& from, const NumericsSpec& numerics,
                    const NumericFormats& formats, IntLayer& layer, Tally& tally) {
  const std::vector<double> biases = SumBiases(from);
  for (size_t r = 0; r < layer.row_shift.size(); ++r) {
    double bias = biases[r];
    assert(std::isfinite(bias));
    ++tally.count;
    if (numerics.bias_format) {
      const QFormat format = *numerics.bias_format;
      const int64_t rounded = RoundDouble(std::ldexp(bias, format.fraction_bits));
      const int64_t stored = Saturate(rounded, format.width());
      tally.clipped += stored != rounded ? 1 : 0;
      bias = std::ldexp(static_cast<double>(stored), -format.fraction_bits);
    }
    const int fraction = formats.state.fraction_bits + layer.weight_fraction + layer.row_shift[r];
    layer.bias.push_back(QuantiseDouble(bias, fraction, kUnbounded));
  }
}

/// |bias| + sum |w| * 2^(A-1) of every sum, and what truncated products of `refresh` delta steps
/// can add to it: their worst error for every weight that is not zero.
std::vector<int64_t> SumBounds(const IntLayer& layer, const NumericFormats& formats, int refresh) {
  std::vector<int64_t> bounds(layer.bias.size(), 0);
  std::vector<int64_t> weights(layer.bias.size(), 0);
  const auto add = [&](const std::vector<int16_t>& matrix, bool recurrent) {
    const int rows = layer.rows();
    for (size_t i = 0; i < matrix.size(); i += static_cast<size_t>(rows)) {
      for (int r = 0; r < rows; ++r) {
        const int weight = matrix[i + static_cast<size_t>(r)];
        const size_t sum = SumOf(layer.kind, recurrent, r, layer.units);
        bounds[sum] += std::abs(weight);
        weights[sum] += weight != 0 ? 1 : 0;
      }
    }
  };
  add(layer.wx, false);
  add(layer.wh, true);
  const int64_t drift =
      formats.dropped_columns == 0 ? 0 : refresh * TruncatedProductOf(formats).worst_error();
  for (size_t r = 0; r < bounds.size(); ++r) {
    bounds[r] =
        (bounds[r] << (formats.state.width() - 1)) + std::abs(layer.bias[r]) + weights[r] * drift;
  }
  return bounds;
}

}  // namespace

int LargestFraction(double low, double high, int bits) {
  const Range range{low, high};
  if (range.AllZero()) return bits - 1;
  int fraction = kMaxFraction;
  while (!Fits(range, fraction, bits)) --fraction;
  return fraction;
}

int BitsFor(int64_t bound) {
  int bits = 1;
  while (bits < 63 && bound > (int64_t{1} << (bits - 1)) - 1) ++bits;
  return bits;
}

QuantisedLayer QuantiseLayer(const FloatLayer& layer, const Spec& spec,
                             const NumericFormats& formats) {
  const NumericsSpec& numerics = spec.numerics;
  const std::vector<Range> rows = SumRanges(layer);
  Range whole;
  for (const Range& row : rows) {
    whole.low = std::min(whole.low, row.low);
    whole.high = std::max(whole.high, row.high);
  }
  QuantisedLayer out;
  IntLayer& integers = out.layer;
  integers.kind = layer.kind;
  integers.activation = layer.activation;
  integers.input_relu = layer.input_relu;
  integers.inputs = layer.inputs;
  integers.units = layer.units;
  integers.weight_fraction = numerics.weight_fraction.value_or(
      LargestFraction(whole.low, whole.high, formats.weight_bits));
  for (const Range& row : rows) {
    integers.row_shift.push_back(RowShift(row, integers.weight_fraction, formats));
  }
  Tally weights;
  const WeightCode code(formats);
  QuantiseMatrix(layer.wx, false, integers, code, integers.wx, weights);
  QuantiseMatrix(layer.wh, true, integers, code, integers.wh, weights);
  Tally biases;
  QuantiseBiases(layer, numerics, formats, integers, biases);

  const std::vector<int64_t> bounds = SumBounds(integers, formats, spec.sparsity.events.refresh);
  const auto widest = std::max_element(bounds.begin(), bounds.end());
  out.widest_row = static_cast<int>(widest - bounds.begin());
  const auto [least, greatest] =
      std::minmax_element(integers.row_shift.begin(), integers.row_shift.end());
  out.report = {.weight_fraction = integers.weight_fraction,
                .min_row_shift = *least,
                .max_row_shift = *greatest,
                .weight_sqnr_db = weights.SqnrDb(),
                .sqnr_db_of_digits = SqnrOfDigits(layer, integers, formats),
                .weight_clipped_share = weights.Share(),
                .bias_clipped_share = biases.Share(),
                .acc_bits_needed = BitsFor(*widest)};
  return out;
}

}  // namespace gatewright
