#include "verif/accuracy.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gatewright {
namespace {

SignalError Difference(const std::vector<double>& real, const std::vector<int16_t>& integer,
                       double step) {
  SignalError error;
  double signal = 0;
  double noise = 0;
  double sum = 0;
  for (size_t i = 0; i < real.size(); ++i) {
    const double difference = integer[i] * step - real[i];
    signal += real[i] * real[i];
    noise += difference * difference;
    sum += std::fabs(difference);
    error.max_abs = std::max(error.max_abs, std::fabs(difference));
  }
  const double count = std::max<double>(1, static_cast<double>(real.size()));
  error.mean_abs = sum / count;
  error.rms = std::sqrt(noise / count);
  error.sqnr_db =
      noise > 0 ? 10 * std::log10(signal / noise) : std::numeric_limits<double>::infinity();
  return error;
}

/// What quantisation alone costs: the imported network, not pruned, in the design's formats.
std::vector<SignalError> MeasureUnpruned(const Design& design, double step) {
  if (design.spec.sparsity.weights == WeightPattern::kDense) return {};
  Spec dense = design.spec;
  dense.sparsity = SparsitySpec{};
  dense.sparsity.events = design.spec.sparsity.events;
  // More weights may need wider accumulators than were asked for; where sums may wrap, they do.
  if (!dense.numerics.accumulator_wrap) dense.numerics.accumulator_bits = 0;
  const Result<IntNetwork> integers = Quantise(design.network, dense, design.integers.formats);
  if (!integers) return {};  // more weights may need more than the widest accumulators
  const Trace trace = RunReference(*integers, design.x, design.stimulus.starts);
  std::vector<SignalError> errors;
  for (size_t k = 0; k < trace.h.size(); ++k) {
    errors.push_back(Difference(design.float_trace.layers[k].h, trace.h[k], step));
  }
  return errors;
}

double RelativeRms(const std::vector<double>& values, const std::vector<double>& wanted) {
  double noise = 0;
  double signal = 0;
  for (size_t i = 0; i < wanted.size(); ++i) {
    noise += (values[i] - wanted[i]) * (values[i] - wanted[i]);
    signal += wanted[i] * wanted[i];
  }
  return signal > 0 ? std::sqrt(noise / signal) : 0;
}

}  // namespace

Accuracy MeasureAccuracy(const Design& design, const Trace& trace,
                         const std::vector<double>& wanted) {
  Accuracy accuracy;
  const double step = std::ldexp(1.0, -design.integers.formats.state.fraction_bits);
  for (size_t k = 0; k < trace.h.size(); ++k) {
    accuracy.layers.push_back(Difference(design.float_trace.layers[k].h, trace.h[k], step));
  }
  if (!wanted.empty()) {
    std::vector<double> integer;
    for (const int16_t value : trace.h.back()) integer.push_back(value * step);
    accuracy.has_wanted = true;
    accuracy.float_wanted = RelativeRms(design.float_trace.outputs(), wanted);
    accuracy.integer_wanted = RelativeRms(integer, wanted);
  }
  accuracy.unpruned = MeasureUnpruned(design, step);
  accuracy.saturations = trace.saturations;
  return accuracy;
}

}  // namespace gatewright
