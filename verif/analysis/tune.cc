// SPDX-License-Identifier: Apache-2.0
// Tries thresholds with the reference and cycle models.
#include "verif/analysis/tune.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cmath>
#include <limits>
#include <mutex>
#include <thread>
#include <tuple>

#include "generator/compress/events.h"
#include "verif/model/cycle_model.h"
#include "verif/model/reference.h"
#include "verif/model/session.h"

namespace gatewright {
namespace {

/// Mean cycles between the outputs of a run without stalls.
double MeanInterval(const Plan& plan, const Design& design, const Trace& trace) {
  const Session session = MakeSession(plan, design.x, design.stimulus.starts, StallProfile{});
  const std::vector<StepTiming> steps = PredictCycles(plan, session.script, trace).steps;
  if (steps.size() < 2) return 0;
  return static_cast<double>(steps.back().sent - steps.front().sent) /
         static_cast<double>(steps.size() - 1);
}

/// How far a point is above the limits: the greatest quotient, at most 1 within them.
double Excess(const TunePoint& point, const TuneLimits& limits) {
  const auto quotient = [](double value, double limit) {
    if (value <= limit) return 0.0;
    return limit > 0 ? value / limit : std::numeric_limits<double>::max();
  };
  double excess = 0;
  if (limits.max_error)
    excess = std::max(excess, quotient(point.outputs.error.rms, *limits.max_error));
  if (limits.max_flips) {
    excess = std::max(excess, quotient(point.outputs.changed_share(), *limits.max_flips));
  }
  return excess;
}

}  // namespace

TuneBench::TuneBench(Design design, const std::optional<FloatLayer>& readout)
    : design_(std::move(design)),
      judge_(design_.float_trace.outputs(), readout, design_.spec.stimulus.decision_threshold),
      counter_(design_.plan, design_.integers) {}

TunePoint TuneBench::Try(const EventSpec& events) const {
  Spec spec = design_.spec;
  spec.sparsity.events = events;
  IntNetwork network = design_.integers;
  ResolveEvents(spec, &network);
  const Result<Plan> plan = MakePlan(spec, network);
  assert(plan.ok());  // events change no size that a plan could refuse
  const Trace trace = RunReference(network, design_.x, design_.stimulus.starts);
  TunePoint point;
  point.events = events;
  point.counts = CountEvents(events.kind, trace.events);
  const EventWork work = counter_.Count(events.kind, trace.events);
  const double steps = std::max(1, trace.steps);
  point.macs = static_cast<double>(work.macs) / steps;
  point.words = static_cast<double>(work.words) / steps;
  point.cycles = MeanInterval(*plan, design_, trace);
  const double step = std::ldexp(1.0, -network.formats.state.fraction_bits);
  point.outputs = judge_.Judge(Scaled(trace.h.back(), step));
  return point;
}

std::vector<TunePoint> Sweep(const std::vector<TuneBench>& benches,
                             const std::vector<EventSpec>& grid, int jobs,
                             const std::function<void(double)>& progress) {
  std::vector<TunePoint> points(benches.size() * grid.size());
  std::atomic<size_t> next{0};
  std::mutex mutex;
  size_t done = 0;
  const auto work = [&] {
    for (size_t i = next++; i < points.size(); i = next++) {
      points[i] = benches[i / grid.size()].Try(grid[i % grid.size()]);
      points[i].format = i / grid.size();
      const std::lock_guard<std::mutex> lock(mutex);
      progress(static_cast<double>(++done) / static_cast<double>(points.size()));
    }
  };
  std::vector<std::thread> threads;
  for (int job = 1; job < jobs; ++job) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  MarkPareto(&points);
  return points;
}

void MarkPareto(std::vector<TunePoint>* points) {
  for (TunePoint& point : *points) {
    const double macs = point.macs;
    const double error = point.outputs.error.rms;
    point.pareto = std::none_of(points->begin(), points->end(), [&](const TunePoint& other) {
      const double rms = other.outputs.error.rms;
      return (other.macs < macs && rms <= error) || (other.macs <= macs && rms < error);
    });
  }
}

TuneChoice ChoosePoint(const std::vector<TunePoint>& points, const TuneLimits& limits) {
  assert(!points.empty());
  const auto rank = [&limits](const TunePoint& point) {
    return std::tuple(Excess(point, limits), point.macs, point.cycles, point.outputs.error.rms);
  };
  const auto best = std::min_element(
      points.begin(), points.end(),
      [&rank](const TunePoint& a, const TunePoint& b) { return rank(a) < rank(b); });
  return {static_cast<size_t>(best - points.begin()), Excess(*best, limits) == 0};
}

}  // namespace gatewright
