// SPDX-License-Identifier: Apache-2.0
// Accuracy of a design on its stimulus.
#include "verif/analysis/accuracy.h"

#include <cmath>

#include "verif/analysis/float_events.h"

namespace gatewright {
namespace {

/// What quantisation alone costs: the imported network, not pruned, in the design's formats.
std::vector<SignalError> MeasureUnpruned(const Design& design, double step) {
  if (design.spec.sparsity.weights == WeightPattern::kDense) return {};
  Spec dense = design.spec;
  dense.sparsity = SparsitySpec{};
  dense.sparsity.events = design.spec.sparsity.events;
  // More weights may need wider accumulators than were requested; where sums may wrap, they do.
  if (!dense.numerics.accumulator_wrap) dense.numerics.accumulator_bits = 0;
  const Result<IntNetwork> integers = Quantise(design.network, dense, design.integers.formats);
  if (!integers) return {};  // more weights may need more than the widest accumulators
  const Trace trace = RunReference(*integers, design.x, design.stimulus.starts);
  std::vector<SignalError> errors;
  for (size_t k = 0; k < trace.h.size(); ++k) {
    errors.push_back(MeasureError(design.float_trace.layers[k].h, Scaled(trace.h[k], step)));
  }
  return errors;
}

/// The runs that tell the cost of events from that of quantisation.
void MeasureEvents(const Design& design, const OutputJudge& judge, double step,
                   Accuracy* accuracy) {
  if (design.integers.events.kind == EventKind::kNone) return;
  IntNetwork plain = design.integers;
  plain.events.kind = EventKind::kNone;
  const Trace none = RunReference(plain, design.x, design.stimulus.starts);
  accuracy->no_events = {CountEvents(EventKind::kNone, none.events),
                         judge.Judge(Scaled(none.h.back(), step))};
  const FloatEvents events = FloatEventsOf(design.spec.sparsity.events, design.network);
  const FloatEventRun real = RunFloatEvents(design.network, design.stimulus, events);
  accuracy->float_events = {CountEvents(events.kind, real.events),
                            judge.Judge(real.trace.outputs())};
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
                         const std::vector<double>& wanted,
                         const std::optional<FloatLayer>& readout) {
  Accuracy accuracy;
  const double step = std::ldexp(1.0, -design.integers.formats.state.fraction_bits);
  for (size_t k = 0; k < trace.h.size(); ++k) {
    accuracy.layers.push_back(
        MeasureError(design.float_trace.layers[k].h, Scaled(trace.h[k], step)));
  }
  if (!wanted.empty()) {
    const std::vector<double> integer = Scaled(trace.h.back(), step);
    accuracy.has_reference = true;
    accuracy.float_reference_error = RelativeRms(design.float_trace.outputs(), wanted);
    accuracy.integer_reference_error = RelativeRms(integer, wanted);
  }
  const OutputJudge judge(design.float_trace.outputs(), readout,
                          design.spec.stimulus.decision_threshold);
  accuracy.outputs = judge.Judge(Scaled(trace.h.back(), step));
  accuracy.counts = CountEvents(design.integers.events.kind, trace.events);
  MeasureEvents(design, judge, step, &accuracy);
  accuracy.unpruned = MeasureUnpruned(design, step);
  accuracy.saturations = trace.saturations;
  return accuracy;
}

}  // namespace gatewright
