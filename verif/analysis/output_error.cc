// SPDX-License-Identifier: Apache-2.0
// Errors of outputs, and of the decisions made of them.
#include "verif/analysis/output_error.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "generator/network/readout.h"

namespace gatewright {

SignalError MeasureError(const std::vector<double>& wanted, const std::vector<double>& got) {
  assert(wanted.size() == got.size());
  SignalError error;
  double signal = 0;
  double noise = 0;
  double sum = 0;
  for (size_t i = 0; i < wanted.size(); ++i) {
    const double difference = got[i] - wanted[i];
    signal += wanted[i] * wanted[i];
    noise += difference * difference;
    sum += std::fabs(difference);
    error.max_abs = std::max(error.max_abs, std::fabs(difference));
  }
  const double count = std::max<double>(1, static_cast<double>(wanted.size()));
  error.mean_abs = sum / count;
  error.rms = std::sqrt(noise / count);
  error.sqnr_db =
      noise > 0 ? 10 * std::log10(signal / noise) : std::numeric_limits<double>::infinity();
  return error;
}

std::vector<double> Scaled(const std::vector<int16_t>& integers, double step) {
  std::vector<double> values;
  values.reserve(integers.size());
  for (const int16_t integer : integers) values.push_back(integer * step);
  return values;
}

OutputJudge::OutputJudge(const std::vector<double>& wanted, std::optional<FloatLayer> readout,
                         std::optional<double> threshold)
    : readout_(std::move(readout)),
      threshold_(threshold),
      wanted_(readout_ ? ReadOut(*readout_, wanted) : wanted) {}

OutputError OutputJudge::Judge(const std::vector<double>& outputs) const {
  const std::vector<double> got = readout_ ? ReadOut(*readout_, outputs) : outputs;
  OutputError result;
  result.error = MeasureError(wanted_, got);
  if (!threshold_) return result;
  result.decisions = static_cast<int64_t>(got.size());
  for (size_t i = 0; i < got.size(); ++i) {
    if ((got[i] > *threshold_) != (wanted_[i] > *threshold_)) ++result.changed;
  }
  return result;
}

}  // namespace gatewright
