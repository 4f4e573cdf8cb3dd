// SPDX-License-Identifier: Apache-2.0
// Which thresholds a sweep tries.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "verif/analysis/tune.h"

namespace gatewright {
namespace {

constexpr double kMax = 1e6;     // of a score in a design file
constexpr int kFinestBits = 12;  // of the fraction of a threshold offered

/// `value` to three significant binary digits, as a ratio: 1/16, 3/64, 5.
Ratio Rounded(double value) {
  if (value <= 0) return {0, 1};
  const int exponent = std::max(std::ilogb(std::min(value, kMax)) - 2, -kFinestBits);
  const int64_t units =
      std::max<int64_t>(1, std::llround(std::ldexp(std::min(value, kMax), -exponent)));
  const int64_t numerator = exponent >= 0 ? units << exponent : units;
  const int64_t denominator = exponent >= 0 ? 1 : int64_t{1} << -exponent;
  const int64_t common = std::gcd(numerator, denominator);
  return {numerator / common, denominator / common};
}

/// 0, then `count` - 1 values from 1/128 to 1/2 of `unit`, evenly spaced as powers of two.
std::vector<Ratio> ThresholdAxis(int count, double unit) {
  std::vector<Ratio> values = {{0, 1}};
  for (int i = 1; i < count; ++i) {
    const double power = count > 2 ? -7 + 6.0 * (i - 1) / (count - 2) : -4;
    const Ratio value = Rounded(std::exp2(power) * unit);
    if (value.value() > values.back().value()) values.push_back(value);
  }
  return values;
}

/// The power of two next to the RMS of the stimulus; 1 when all of it is zero.
double UnitOf(const Stimulus& stimulus) {
  double sum = 0;
  for (const double value : stimulus.values) sum += value * value;
  if (sum == 0) return 1;
  const double rms = std::sqrt(sum / static_cast<double>(stimulus.values.size()));
  return std::exp2(std::clamp(std::round(std::log2(rms)), -4.0, 12.0));
}

/// How much each frame differs from the one before, rising.
std::vector<double> Changes(const Stimulus& stimulus) {
  std::vector<double> changes = {0};
  for (int t = 1; t < stimulus.steps; ++t) {
    if (stimulus.starts[static_cast<size_t>(t)]) continue;
    double sum = 0;
    for (int j = 0; j < stimulus.width; ++j) {
      sum += std::fabs(stimulus.frame(t)[j] - stimulus.frame(t - 1)[j]);
    }
    changes.push_back(sum);
  }
  std::sort(changes.begin(), changes.end());
  return changes;
}

/// `count` values between two quantiles of `sorted`, each once.
std::vector<Ratio> Quantiles(const std::vector<double>& sorted, int count, double from, double to) {
  std::vector<Ratio> values;
  for (int i = 0; i < count; ++i) {
    const double share = count > 1 ? from + (to - from) * i / (count - 1) : from;
    const double place = share * static_cast<double>(sorted.size() - 1);
    const Ratio value = share == 0 ? Ratio{0, 1} : Rounded(sorted[static_cast<size_t>(place)]);
    if (values.empty() || value.value() > values.back().value()) values.push_back(value);
  }
  return values;
}

}  // namespace

TuneAxes DefaultAxes(const EventSpec& events, const Stimulus& stimulus, int points) {
  TuneAxes axes;
  axes.theta_head = {events.theta_head};
  const double unit = UnitOf(stimulus);
  if (events.kind != EventKind::kSimilarity) {
    const int side = std::max(2, static_cast<int>(std::sqrt(points)));
    axes.theta_x = ThresholdAxis(side, unit);
    axes.theta_h = ThresholdAxis(side, 1);
    return axes;
  }
  axes.theta_x = ThresholdAxis(2, unit);
  axes.theta_h = ThresholdAxis(2, 1);
  const int side = std::max(1, static_cast<int>(std::sqrt(points / 4)));
  const std::vector<double> changes = Changes(stimulus);
  axes.t_skip = Quantiles(changes, side, 0, 0.15);
  axes.t_delta = Quantiles(changes, side, 0.5, 1);
  return axes;
}

std::vector<EventSpec> Grid(EventKind kind, const TuneAxes& axes) {
  const bool similarity = kind == EventKind::kSimilarity;
  const std::vector<Ratio> none = {{0, 1}};
  std::vector<EventSpec> grid;
  for (const Ratio& skip : similarity ? axes.t_skip : none) {
    for (const Ratio& delta : similarity ? axes.t_delta : none) {
      if (skip.numerator * delta.denominator > delta.numerator * skip.denominator) continue;
      for (const Ratio& x : axes.theta_x) {
        for (const Ratio& h : axes.theta_h) {
          for (const std::optional<Ratio>& head : axes.theta_head) {
            grid.push_back({kind, x, h, head, skip, delta});
          }
        }
      }
    }
  }
  return grid;
}

}  // namespace gatewright
