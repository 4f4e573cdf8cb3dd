// SPDX-License-Identifier: Apache-2.0
// A float run under the thresholds of events.
#include "verif/analysis/float_events.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace gatewright {
namespace {

/// One layer with the references of its input and of its recurrence.
class EventLayer {
 public:
  EventLayer(const FloatLayer& layer, int steps, EventKind kind, double theta_x, double theta_h)
      : runner_(layer, steps),
        kind_(kind),
        theta_x_(theta_x),
        theta_h_(theta_h),
        x_reference_(static_cast<size_t>(layer.inputs), 0.0),
        h_reference_(IsRecurrent(layer.kind) ? static_cast<size_t>(layer.units) : 0, 0.0),
        x_events_(x_reference_.size(), 0),
        h_events_(h_reference_.size(), 0) {}

  const double* Step(int step, bool starts, StepMode mode, const double* x) {
    if (mode == StepMode::kSkip) {
      std::fill(x_events_.begin(), x_events_.end(), uint8_t{0});
      runner_.Repeat(step);
      return runner_.output(step);
    }
    const bool full = mode == StepMode::kFull;
    TakeRecurrent(full, runner_.output(starts ? -1 : step - 1));
    TakeInput(full, x);
    runner_.Step(step, starts, x_reference_.data(), h_reference_.data());
    EncodeRecurrent(full, runner_.output(step));
    return runner_.output(step);
  }

  const std::vector<double>& x_reference() const { return x_reference_; }
  const std::vector<uint8_t>& x_events() const { return x_events_; }
  const std::vector<uint8_t>& h_events() const { return h_events_; }
  FloatLayerTrace& trace() { return runner_.trace(); }

 private:
  static bool IsEvent(double v, double reference, double theta) {
    const double d = v - reference;
    return d != 0 && std::fabs(d) >= theta;
  }

  /// The events that waited since the step before; in a full step all of `h`.
  void TakeRecurrent(bool full, const double* h) {
    for (size_t j = 0; j < h_reference_.size(); ++j) {
      if (full || (h_events_[j] & kEvent) != 0) h_reference_[j] = h[j];
    }
  }

  void TakeInput(bool full, const double* x) {
    for (size_t j = 0; j < x_reference_.size(); ++j) {
      const double v = runner_.layer().input_relu ? std::max(0.0, x[j]) : x[j];
      const double reference = full ? 0.0 : x_reference_[j];
      const bool event = IsEvent(v, reference, full ? 0.0 : theta_x_);
      x_events_[j] = event ? kEvent : uint8_t{0};
      x_reference_[j] = event ? v : reference;
    }
  }

  void EncodeRecurrent(bool full, const double* h) {
    const bool fresh = kind_ == EventKind::kNone;
    const double theta = fresh || (full && kind_ == EventKind::kDelta) ? 0.0 : theta_h_;
    for (size_t j = 0; j < h_reference_.size(); ++j) {
      const bool event = IsEvent(h[j], fresh ? 0.0 : h_reference_[j], theta);
      h_events_[j] = static_cast<uint8_t>((event ? kEvent : 0) | (h[j] != 0 ? kFullEvent : 0));
    }
  }

  FloatLayerRunner runner_;
  EventKind kind_;
  double theta_x_;
  double theta_h_;
  std::vector<double> x_reference_;
  std::vector<double> h_reference_;
  std::vector<uint8_t> x_events_;
  std::vector<uint8_t> h_events_;
};

StepMode ModeOfFrame(const FloatEvents& events, bool starts, int deltas, const double* x,
                     const std::vector<double>& reference) {
  if (events.kind == EventKind::kNone || starts) return StepMode::kFull;
  if (events.kind == EventKind::kDelta) return StepMode::kDelta;
  double score = 0;
  for (size_t j = 0; j < reference.size(); ++j) score += std::fabs(x[j] - reference[j]);
  return ModeOf(score, events.t_skip, events.t_delta, deltas, events.refresh);
}

}  // namespace

FloatEvents FloatEventsOf(const EventSpec& events, const FloatNetwork& network) {
  FloatEvents real;
  real.kind = events.kind;
  for (const FloatLayer& layer : network.layers) {
    const bool recurrent = IsRecurrent(layer.kind);
    const Ratio& theta_x = recurrent ? events.theta_x : events.theta_head.value_or(events.theta_x);
    real.theta_x.push_back(theta_x.value());
    real.theta_h.push_back(recurrent ? events.theta_h.value() : 0.0);
  }
  real.t_skip = events.t_skip.value();
  real.t_delta = events.t_delta.value();
  real.refresh = events.refresh;
  return real;
}

FloatEventRun RunFloatEvents(const FloatNetwork& network, const Stimulus& stimulus,
                             const FloatEvents& events) {
  assert(stimulus.width == network.inputs() && events.theta_x.size() == network.layers.size());
  std::vector<EventLayer> layers;
  layers.reserve(network.layers.size());
  for (size_t k = 0; k < network.layers.size(); ++k) {
    layers.emplace_back(network.layers[k], stimulus.steps, events.kind, events.theta_x[k],
                        events.theta_h[k]);
  }
  FloatEventRun run;
  run.events.x.resize(layers.size());
  run.events.h.resize(layers.size());
  int deltas = 0;  // delta steps since the last full one
  for (int step = 0; step < stimulus.steps; ++step) {
    const bool starts = step == 0 || stimulus.starts[static_cast<size_t>(step)];
    const double* x = stimulus.frame(step);
    const StepMode mode = ModeOfFrame(events, starts, deltas, x, layers[0].x_reference());
    deltas = CountDeltas(deltas, mode);
    run.events.modes.push_back(mode);
    run.events.starts.push_back(starts);
    for (size_t k = 0; k < layers.size(); ++k) {
      x = layers[k].Step(step, starts, mode, x);
      const auto append = [](std::vector<uint8_t>* list, const std::vector<uint8_t>& more) {
        list->insert(list->end(), more.begin(), more.end());
      };
      append(&run.events.x[k], layers[k].x_events());
      append(&run.events.h[k], layers[k].h_events());
    }
  }
  run.trace.steps = stimulus.steps;
  for (EventLayer& layer : layers) run.trace.layers.push_back(std::move(layer.trace()));
  return run;
}

}  // namespace gatewright
