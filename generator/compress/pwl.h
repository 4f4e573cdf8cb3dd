// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "generator/compress/int_network.h"

namespace gatewright {

/// Most fraction bits of an input of lines; finer ones are cut off.
inline constexpr int kMaxPwlFraction = 16;

enum class Squash { kSigmoid, kTanh };

/// One straight line: (offset + slope * d) / 2^slope_fraction, d from the start of its segment.
struct PwlLine {
  int32_t offset = 0;  ///< includes the half that rounds
  int32_t slope = 0;
};

/// Sigmoid or tanh by straight lines over the non-negative inputs, docs/numerics.md 3. Segments are
/// equally wide, their number is a power of two.
struct PwlLines {
  Squash function = Squash::kSigmoid;
  int fraction = 8;        ///< f: fraction bits of the input
  int gate_fraction = 12;  ///< fo: of the result
  int segment_bits = 1;    ///< sh: log2 of the inputs of a segment
  int slope_fraction = 0;  ///< t
  std::vector<PwlLine> lines = {};
  int64_t worst = 0;        ///< greatest error over all inputs, units of 2^-(fo + 8), rounded up
  int64_t worst_input = 0;  ///< an input that has it
  /// Greatest magnitude that counts: larger ones give the same result.
  int64_t last() const { return (static_cast<int64_t>(lines.size()) << segment_bits) - 1; }
  /// Bits of the greatest slope, 1 at least.
  int slope_bits() const;
  /// Bits of all lines as the hardware stores them.
  int64_t table_bits() const;
  double worst_error() const;  ///< as a real number
};

/// The result for input k, in units of 2^-f: what hardware and reference model compute.
int64_t Evaluate(const PwlLines& lines, int64_t k);

/// The result for an input of another fraction: aligned to that of the lines, finer bits cut off.
int64_t EvaluateFrom(const PwlLines& lines, int64_t k, int fraction);

/// The function at k * 2^-fraction for k >= 0, in units of 2^-(fo + 8), to nearest; asserts that no
/// value is so near a tie that the library's last bit could decide it.
int64_t FineValue(Squash function, int64_t k, int fraction, int gate_fraction);

/// Fits `segments` lines for inputs of up to `most` = max |k|. Their width and the fraction of the
/// slopes are chosen: the least worst error over all inputs, then the fewest bits that keep it
/// within 1/32 or an eighth of a unit. Deterministic: errors are compared as integers.
PwlLines FitLines(Squash function, int segments, int fraction, int64_t most, int gate_fraction);

/// The lines of a design. tanh takes the finer of the formats A and, in LSTM networks, C; its worst
/// error includes that of inputs cut off.
PwlLines SigmoidLines(const NumericFormats& formats);
PwlLines TanhLines(const NumericFormats& formats, CellKind cell);

/// Greatest error of a table's result against the function at the unrounded input, over all inputs
/// of a format, in units of 2^-(fo + 8), rounded up. Of a format with more than kMaxPwlFraction
/// bits, the inputs of so many bits and what may lie between.
int64_t TableError(Squash function, const std::vector<int32_t>& table,
                   const NumericFormats& formats, const QFormat& input);

}  // namespace gatewright
