// SPDX-License-Identifier: Apache-2.0
// Fits lines to sigmoid and tanh.
#include "generator/compress/pwl.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>

#include "generator/base/rounding.h"

namespace gatewright {
namespace {

constexpr int kFineBits = 8;        // errors are counted in units of 2^-(fo + kFineBits)
constexpr int kMaxOffsetBits = 31;  // of an offset

/// What a segment has to meet: the least and the greatest value wanted at each input. They differ
/// only at the last input, which stands for all beyond it.
struct Segment {
  std::vector<int64_t> low;
  std::vector<int64_t> high;
  bool anchored = false;  ///< the result at its first input is exact
  int64_t one = 0;        ///< results are at most this
};

struct Fit {
  PwlLine line;
  int64_t worst = std::numeric_limits<int64_t>::max();
};

/// Greatest error of a line over its segment.
int64_t WorstOf(const Segment& segment, int64_t offset, int64_t slope, int t) {
  int64_t worst = 0;
  int64_t sum = offset;
  for (size_t d = 0; d < segment.low.size(); ++d, sum += slope) {
    const int64_t y = (sum >> t) * (int64_t{1} << kFineBits);
    worst = std::max({worst, segment.high[d] - y, y - segment.low[d]});
  }
  return worst;
}

/// The offset in the middle of what a slope needs: the best real line of that slope, moved up by
/// the half that rounds and into the legal range. `spread`: twice the error of the real line. Looks
/// at every `stride`-th input and the last.
int64_t MiddleOffset(const Segment& segment, int64_t slope, int t, size_t stride, int64_t* spread) {
  int64_t least = std::numeric_limits<int64_t>::max();
  int64_t most = std::numeric_limits<int64_t>::min();
  const int64_t scale = int64_t{1} << t;
  const auto look = [&](size_t d) {
    const int64_t line = (slope * static_cast<int64_t>(d)) << kFineBits;
    least = std::min(least, segment.low[d] * scale - line);
    most = std::max(most, segment.high[d] * scale - line);
  };
  for (size_t d = 0; d < segment.low.size(); d += stride) look(d);
  look(segment.low.size() - 1);
  const int64_t half = t > 0 ? scale / 2 : 0;
  const int64_t ceiling =
      ((segment.one + 1) << t) - 1 - slope * (static_cast<int64_t>(segment.low.size()) - 1);
  int64_t offset = Round(least + most, kFineBits + 1, Rounding::kNearestEven) + half;
  if (segment.anchored) {
    offset = (segment.low[0] >> kFineBits) * scale + half;
  }
  offset = std::clamp<int64_t>(offset, 0, std::max<int64_t>(ceiling, 0));
  const int64_t centre = (offset - half) * (int64_t{1} << kFineBits);
  *spread = 2 * std::max(most - centre, centre - least);
  return offset;
}

/// The best line of a segment. The error of the real line is convex in its slope, so halving steps
/// find the best one; around it integer lines are compared exactly.
Fit FitSegment(const Segment& segment, int t) {
  constexpr size_t kLooks = 256;
  const size_t stride = std::max<size_t>(1, segment.low.size() / kLooks);
  const auto spread_of = [&](int64_t slope) {
    int64_t spread = 0;
    MiddleOffset(segment, slope, t, stride, &spread);
    return spread;
  };
  const auto count = static_cast<int64_t>(segment.low.size());
  const int64_t rise = segment.high.back() - segment.low.front();
  int64_t slope = count > 1 ? (rise << t) / ((count - 1) << kFineBits) : 0;
  int64_t best = spread_of(slope);
  for (int64_t step = std::bit_floor(static_cast<uint64_t>(slope) + 1); step > 0;) {
    const int64_t down = slope >= step ? spread_of(slope - step) : best;
    const int64_t up = spread_of(slope + step);
    if (down < best && down <= up) {
      slope -= step;
      best = down;
    } else if (up < best) {
      slope += step;
      best = up;
    } else {
      step /= 2;
    }
  }
  Fit fit;
  for (int64_t s = std::max<int64_t>(0, slope - 1); s <= slope + 1; ++s) {
    int64_t unused = 0;
    const int64_t middle = MiddleOffset(segment, s, t, 1, &unused);
    const int64_t quarter = t >= 2 && !segment.anchored ? int64_t{1} << (t - 2) : 0;
    for (int64_t offset = middle - quarter; offset <= middle + quarter;
         offset += std::max<int64_t>(quarter, 1)) {
      const int64_t top = (offset + s * (count - 1)) >> t;
      if (offset < 0 || top > segment.one) continue;
      const int64_t worst = WorstOf(segment, offset, s, t);
      if (worst >= fit.worst) continue;
      fit = {{static_cast<int32_t>(offset), static_cast<int32_t>(s)}, worst};
    }
  }
  return fit;
}

/// The function at every input that counts, and at the greatest one.
struct Values {
  std::vector<int64_t> of;
  int64_t at_most = 0;
};

/// What the segments of width 2^bits have to meet; those no input reaches are left out.
std::vector<Segment> Targets(const Values& values, int segments, int bits, int gate_fraction) {
  const auto width = static_cast<ptrdiff_t>(1) << bits;
  const auto count =
      std::min(static_cast<ptrdiff_t>(values.of.size()), static_cast<ptrdiff_t>(segments) << bits);
  std::vector<Segment> targets;
  for (ptrdiff_t k = 0; k < count; k += width) {
    const std::vector<int64_t> part(values.of.begin() + k,
                                    values.of.begin() + std::min(count, k + width));
    targets.push_back({part, part, k == 0, int64_t{1} << gate_fraction});
  }
  targets.back().high.back() = values.at_most;
  return targets;
}

struct Attempt {
  std::vector<PwlLine> lines;
  int64_t worst = 0;
};

Attempt FitAll(const std::vector<Segment>& targets, int t) {
  Attempt attempt;
  for (const Segment& segment : targets) {
    const Fit fit = FitSegment(segment, t);
    attempt.lines.push_back(fit.line);
    attempt.worst = std::max(attempt.worst, fit.worst);
  }
  return attempt;
}

/// Finest fraction of the slopes worth a try: a slope is then off by a sixteenth of a unit at most
/// at the end of a segment.
int MaxSlopeFraction(int segment_bits, int gate_fraction) {
  return std::min(segment_bits + 3, kMaxOffsetBits - 1 - gate_fraction);
}

/// What inputs between those of kMaxPwlFraction bits may differ by: no slope exceeds one.
int64_t CutError(int gate_fraction) {
  return ((int64_t{1} << (gate_fraction + kFineBits)) >> kMaxPwlFraction) + 1;
}

/// The last input with the greatest error.
int64_t FindWorst(const PwlLines& lines, const Values& values, int64_t most) {
  int64_t worst = -1;
  int64_t at = 0;
  const auto look = [&](int64_t k, int64_t wanted) {
    const int64_t error = std::abs(Evaluate(lines, k) * (int64_t{1} << kFineBits) - wanted);
    if (error < worst) return;
    worst = error;
    at = k;
  };
  for (size_t k = 0; k < values.of.size(); ++k) look(static_cast<int64_t>(k), values.of[k]);
  look(most, values.at_most);
  return at;
}

}  // namespace

int PwlLines::slope_bits() const {
  int32_t most = 1;
  for (const PwlLine& line : lines) most = std::max(most, line.slope);
  return static_cast<int>(std::bit_width(static_cast<uint32_t>(most)));
}

int64_t PwlLines::table_bits() const {
  return static_cast<int64_t>(lines.size()) * (gate_fraction + 1 + slope_fraction + slope_bits());
}

double PwlLines::worst_error() const {
  return std::ldexp(static_cast<double>(worst), -gate_fraction - kFineBits);
}

int64_t Evaluate(const PwlLines& lines, int64_t k) {
  const int64_t magnitude = std::min(k < 0 ? -k : k, lines.last());
  const PwlLine& line = lines.lines[static_cast<size_t>(magnitude >> lines.segment_bits)];
  const int64_t d = magnitude & ((int64_t{1} << lines.segment_bits) - 1);
  const int64_t y = (line.offset + line.slope * d) >> lines.slope_fraction;
  if (k >= 0) return y;
  return lines.function == Squash::kTanh ? -y : (int64_t{1} << lines.gate_fraction) - y;
}

int64_t FineValue(Squash function, int64_t k, int fraction, int gate_fraction) {
  const long double x = std::ldexp(static_cast<long double>(k), -fraction);
  const long double value = function == Squash::kTanh ? std::tanh(x) : 1.0L / (1.0L + std::exp(-x));
  const long double fine = std::ldexp(value, gate_fraction + kFineBits);
  const long double floor = std::floor(fine);
  // The library is off by less than four of the last bits of 1.
  assert(std::fabs(fine - floor - 0.5L) > std::ldexp(1.0L, gate_fraction + kFineBits - 61) &&
         "a value too close to a tie");
  return static_cast<int64_t>(floor) + (fine - floor > 0.5L ? 1 : 0);
}

PwlLines FitLines(Squash function, int segments, int fraction, int64_t most, int gate_fraction) {
  const int index_bits = std::countr_zero(static_cast<unsigned>(segments));
  PwlLines result{.function = function, .fraction = fraction, .gate_fraction = gate_fraction};
  // The functions are flat beyond 16: no wider segments than reach there, or the greatest input.
  const int max_bits =
      std::min(static_cast<int>(std::bit_width(static_cast<uint64_t>(most))), fraction + 4);
  const int first = std::max(1, std::min(fraction, max_bits) - index_bits);
  const int last = std::max(1, max_bits - index_bits);
  Values values;
  for (int64_t k = 0; k <= std::min(most, (int64_t{segments} << last) - 1); ++k) {
    values.of.push_back(FineValue(function, k, fraction, gate_fraction));
  }
  values.at_most = FineValue(function, most, fraction, gate_fraction);
  std::vector<Segment> targets;
  Attempt best;
  for (int bits = first; bits <= last; ++bits) {
    std::vector<Segment> tried = Targets(values, segments, bits, gate_fraction);
    Attempt attempt = FitAll(tried, MaxSlopeFraction(bits, gate_fraction));
    if (!best.lines.empty() && attempt.worst >= best.worst) continue;
    best = std::move(attempt);
    targets = std::move(tried);
    result.segment_bits = bits;
  }
  result.slope_fraction = MaxSlopeFraction(result.segment_bits, gate_fraction);
  const int64_t enough = best.worst + std::max<int64_t>(best.worst / 32, 1 << (kFineBits - 3));
  for (int t = result.slope_fraction - 1; t >= 0; --t) {
    Attempt coarser = FitAll(targets, t);
    if (coarser.worst > enough) break;
    best = std::move(coarser);
    result.slope_fraction = t;
  }
  result.lines = std::move(best.lines);
  result.lines.resize(static_cast<size_t>(segments), result.lines.back());
  result.worst = best.worst + 1;  // the values themselves are rounded to half a unit of it
  result.worst_input = FindWorst(result, values, most);
  return result;
}

PwlLines SigmoidLines(const NumericFormats& formats) {
  return FitLines(Squash::kSigmoid, formats.segments, formats.state.fraction_bits,
                  -formats.state.min(), formats.gate_fraction);
}

PwlLines TanhLines(const NumericFormats& formats, CellKind cell) {
  const QFormat& a = formats.state;
  const QFormat& c = cell == CellKind::kGru ? a : formats.cell;
  const int fraction = std::min(kMaxPwlFraction, std::max(a.fraction_bits, c.fraction_bits));
  const auto most = [fraction](const QFormat& format) {
    return Round(-format.min(), format.fraction_bits - fraction, Rounding::kTruncate);
  };
  PwlLines lines = FitLines(Squash::kTanh, formats.segments, fraction, std::max(most(a), most(c)),
                            formats.gate_fraction);
  // Inputs that are finer still are cut off; tanh then differs by less than their last bit.
  if (c.fraction_bits > fraction) lines.worst += CutError(formats.gate_fraction);
  return lines;
}

int64_t EvaluateFrom(const PwlLines& lines, int64_t k, int fraction) {
  return Evaluate(lines, Round(k, fraction - lines.fraction, Rounding::kTruncate));
}

int64_t TableError(Squash function, const std::vector<int32_t>& table,
                   const NumericFormats& formats, const QFormat& input) {
  const int bits = formats.table_in_integer + formats.table_in_fraction;
  const int f = input.fraction_bits;
  const auto error = [&](int64_t k) {
    const int64_t index = Saturate(Round(k, f - formats.table_in_fraction, formats.rounding), bits);
    const int64_t value = table[static_cast<size_t>(index) & (table.size() - 1)];
    const int64_t wanted = FineValue(function, k < 0 ? -k : k, f, formats.gate_fraction);
    const int64_t one = int64_t{1} << (formats.gate_fraction + kFineBits);
    const int64_t signed_wanted = k >= 0                      ? wanted
                                  : function == Squash::kTanh ? -wanted
                                                              : one - wanted;
    return std::abs(value * (int64_t{1} << kFineBits) - signed_wanted);
  };
  // Beyond twice the range of the table the result is constant and the function is monotonic.
  const int64_t limit =
      std::min<int64_t>(input.max(), int64_t{1} << (f + formats.table_in_integer));
  int64_t worst = std::max(error(input.min()), error(input.max()));
  const int finer = std::max(0, f - kMaxPwlFraction);
  for (int64_t k = -limit - 1; k <= limit; k += int64_t{1} << finer)
    worst = std::max(worst, error(k));
  return worst + 1 + (finer > 0 ? CutError(formats.gate_fraction) : 0);
}

}  // namespace gatewright
