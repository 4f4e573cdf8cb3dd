// SPDX-License-Identifier: Apache-2.0
#include "generator/compress/pwl.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace gatewright {
namespace {

double Exact(Squash function, double x) {
  return function == Squash::kTanh ? std::tanh(x) : 1 / (1 + std::exp(-x));
}

std::string Name(const PwlLines& lines) {
  return std::string(lines.function == Squash::kTanh ? "tanh" : "sigmoid") + ", " +
         std::to_string(lines.lines.size()) + " segments, f " + std::to_string(lines.fraction) +
         ", fo " + std::to_string(lines.gate_fraction);
}

/// Fits over many formats; the greatest input is 32.
std::vector<PwlLines> Fits() {
  std::vector<PwlLines> fits;
  for (const Squash function : {Squash::kSigmoid, Squash::kTanh}) {
    for (const int fraction : {0, 2, 5, 8, 11}) {
      for (const int gate_fraction : {4, 9, 12, 14}) {
        for (int segments = 2; segments <= 256; segments *= 2) {
          fits.push_back(
              FitLines(function, segments, fraction, int64_t{32} << fraction, gate_fraction));
        }
      }
    }
  }
  return fits;
}

TEST(Pwl, WorstErrorIsThatOfEveryInputAndIsWhereItIsSaidToBe) {
  for (const PwlLines& lines : Fits()) {
    SCOPED_TRACE(Name(lines));
    const int64_t most = int64_t{32} << lines.fraction;
    const double unit = std::ldexp(1.0, -lines.gate_fraction);
    double worst = 0;
    for (int64_t k = -most; k <= most; ++k) {
      const double x = std::ldexp(static_cast<double>(k), -lines.fraction);
      const double error =
          std::fabs(static_cast<double>(Evaluate(lines, k)) * unit - Exact(lines.function, x));
      worst = std::max(worst, error);
      if (k == lines.worst_input) {
        EXPECT_NEAR(error, lines.worst_error(), unit / 128);
      }
    }
    // Wanted values are rounded to 1/256 of a unit; what is reported is not below the truth.
    EXPECT_LE(worst, lines.worst_error());
    EXPECT_GE(worst, lines.worst_error() - unit / 128);
  }
}

TEST(Pwl, IsExactAtZeroAndStaysInRange) {
  for (const PwlLines& lines : Fits()) {
    SCOPED_TRACE(Name(lines));
    const int64_t one = int64_t{1} << lines.gate_fraction;
    const bool tanh = lines.function == Squash::kTanh;
    EXPECT_EQ(Evaluate(lines, 0), tanh ? 0 : one / 2);
    for (int64_t k = 1; k <= lines.last() + 2; ++k) {
      ASSERT_LE(Evaluate(lines, k), one);
      ASSERT_GE(Evaluate(lines, k), 0);
      ASSERT_EQ(Evaluate(lines, -k), tanh ? -Evaluate(lines, k) : one - Evaluate(lines, k));
    }
    // What gw_pwl relies on: no line leaves its word.
    for (const PwlLine& line : lines.lines) {
      EXPECT_GE(line.offset, 0);
      EXPECT_GE(line.slope, 0);
      const int64_t top =
          int64_t{line.offset} + int64_t{line.slope} * ((int64_t{1} << lines.segment_bits) - 1);
      EXPECT_LT(line.offset, (one + 1) << lines.slope_fraction);
      if (lines.last() <= int64_t{32} << lines.fraction) {
        EXPECT_LT(top, (one + 1) << lines.slope_fraction);
      }
    }
  }
}

/// Least error that any legal line has over inputs first .. last of its segment, by trying all.
int64_t BestOfAllLines(const PwlLines& lines, size_t index) {
  const int64_t width = int64_t{1} << lines.segment_bits;
  const int64_t one = int64_t{1} << lines.gate_fraction;
  const int64_t first = static_cast<int64_t>(index) * width;
  const int64_t most = int64_t{8} << lines.fraction;
  int64_t best = INT64_MAX;
  PwlLines tried = lines;
  PwlLine& line = tried.lines[index];
  for (line.slope = 0; line.slope <= 40; ++line.slope) {
    for (line.offset = 0; line.offset < (one + 1) << lines.slope_fraction; ++line.offset) {
      if (index == 0 && Evaluate(tried, 0) != Evaluate(lines, 0)) continue;
      if (Evaluate(tried, first + width - 1) > one) continue;
      int64_t worst = 0;
      for (int64_t k = first; k < first + width && k <= most; ++k) {
        worst = std::max(
            worst, std::abs(Evaluate(tried, k) * 256 -
                            FineValue(lines.function, k, lines.fraction, lines.gate_fraction)));
      }
      best = std::min(best, worst);
    }
  }
  return best;
}

TEST(Pwl, IsWithinAQuarterUnitOfTheBestLinesThereAre) {
  for (const Squash function : {Squash::kSigmoid, Squash::kTanh}) {
    for (const int segments : {2, 4, 8}) {
      const PwlLines lines = FitLines(function, segments, 3, 64, 5);
      SCOPED_TRACE(Name(lines));
      int64_t best = 0;
      for (size_t i = 0; i < lines.lines.size(); ++i) {
        if (static_cast<int64_t>(i) << lines.segment_bits > 64) break;
        best = std::max(best, BestOfAllLines(lines, i));
      }
      EXPECT_GE(lines.worst - 1, best);
      EXPECT_LE(lines.worst - 1, best + 64);
    }
  }
}

TEST(Pwl, ErrorOfManyBitsIsThatOfTheBestRealLines) {
  // Equal segments of width w: the best lines miss by w^2 / 16 of the greatest second derivative,
  // 0.0962 of sigmoid and 0.7698 of tanh. Beside it half a unit for the result, 1/32 and 1/8 of a
  // unit for the slopes' bits.
  for (const Squash function : {Squash::kSigmoid, Squash::kTanh}) {
    for (const int segments : {8, 16, 32}) {
      const PwlLines lines = FitLines(function, segments, 10, 16 << 10, 14);
      SCOPED_TRACE(Name(lines));
      const double width = std::ldexp(1.0, lines.segment_bits - 10);
      const double curve = function == Squash::kTanh ? 0.7698 : 0.0962;
      const double unit = std::ldexp(1.0, -14);
      EXPECT_LE(lines.worst_error(), width * width / 16 * curve * 33 / 32 + 0.75 * unit);
    }
  }
}

TEST(Pwl, WantedValuesKeepAwayFromTies) {
  // Inputs of 16 fraction bits contain those of fewer. FineValue asserts half this distance.
  for (int64_t k = 0; k <= int64_t{16} << 16; ++k) {
    const long double x = std::ldexp(static_cast<long double>(k), -16);
    for (const long double value : {std::tanh(x), 1 / (1 + std::exp(-x))}) {
      for (int gate_fraction = 4; gate_fraction <= 14; ++gate_fraction) {
        const long double fine = std::ldexp(value, gate_fraction + 8);
        ASSERT_GT(std::fabs(fine - std::floor(fine) - 0.5L), std::ldexp(1.0L, gate_fraction - 52))
            << k << " " << gate_fraction;
      }
    }
  }
}

TEST(Pwl, TanhTakesTheFinerFormatAndAtMostSixteenBits) {
  NumericFormats formats;
  formats.segments = 16;
  formats.state = {8, 8};
  formats.cell = {6, 12};
  EXPECT_EQ(TanhLines(formats, CellKind::kLstm).fraction, 12);
  EXPECT_EQ(TanhLines(formats, CellKind::kGru).fraction, 8);
  formats.state = {4, 12};
  formats.cell = {8, 8};
  EXPECT_EQ(TanhLines(formats, CellKind::kLstm).fraction, 12);
  formats.cell = {4, 20};
  const PwlLines cut = TanhLines(formats, CellKind::kLstm);
  EXPECT_EQ(cut.fraction, 16);
  EXPECT_EQ(EvaluateFrom(cut, 0x12345, 20), Evaluate(cut, 0x1234));
  EXPECT_EQ(EvaluateFrom(cut, 0x123, 12), Evaluate(cut, 0x1230));
}

TEST(Pwl, ErrorOfATableIsThatOfEveryInput) {
  NumericFormats formats;
  formats.gate_fraction = 10;
  formats.table_in_fraction = 4;
  formats.table_in_integer = 3;
  std::vector<int32_t> table;
  for (int i = 0; i < 128; ++i) {
    const double x = (i < 64 ? i : i - 128) / 16.0;
    table.push_back(static_cast<int32_t>(std::lround(std::tanh(x) * 1024)));
  }
  double worst = 0;
  for (int k = -(1 << 11); k < 1 << 11; ++k) {  // Q4.8, to nearest even
    const int at = std::clamp(static_cast<int>(std::nearbyint(k / 16.0)), -64, 63);
    const int32_t value = table[static_cast<size_t>(at & 127)];
    worst = std::max(worst, std::fabs(value / 1024.0 - std::tanh(k / 256.0)));
  }
  const int64_t found = TableError(Squash::kTanh, table, formats, {4, 8});
  EXPECT_LE(worst * 1024 * 256, static_cast<double>(found));
  EXPECT_GE(worst * 1024 * 256, static_cast<double>(found - 2));
}

}  // namespace
}  // namespace gatewright
