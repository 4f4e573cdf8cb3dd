// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "generator/design/design.h"
#include "generator/spec/ratio.h"
#include "generator/spec/spec.h"
#include "verif/analysis/output_error.h"
#include "verif/model/event_work.h"
#include "verif/model/events.h"

namespace gatewright {

/// Values to try of every threshold; those of the score only with similarity.
struct TuneAxes {
  std::vector<Ratio> theta_x;
  std::vector<Ratio> theta_h;
  std::vector<std::optional<Ratio>> theta_head;  ///< empty value: as theta_x
  std::vector<Ratio> t_skip;
  std::vector<Ratio> t_delta;
};

/// Axes whose grid has about `points` points (4 to 4096). Thresholds are 0 and powers of two (and
/// values between them when there are more than eight), those of x scaled by the power of two next
/// to the RMS of the stimulus; limits of the score are quantiles of how much adjacent frames
/// differ. theta_head stays as the design has it.
TuneAxes DefaultAxes(const EventSpec& events, const Stimulus& stimulus, int points);

/// Every combination of the axes, in order, those with t_skip above t_delta left out.
std::vector<EventSpec> Grid(EventKind kind, const TuneAxes& axes);

/// One setting of events and what it gives. Means are over the steps of the stimulus.
struct TunePoint {
  size_t format = 0;  ///< which of the formats tried
  EventSpec events;
  EventCounts counts;
  double macs = 0;      ///< multiply-accumulates of a step
  double words = 0;     ///< weight words of a step
  double cycles = 0;    ///< mean cycles between outputs by the cycle model, input always valid; 0
                        ///< when the stimulus has one step
  OutputError outputs;  ///< against the plain float network, through the readout
  bool pareto = false;  ///< no point has both fewer MACs and a lower RMS error
};

/// One state format: the design in it, judged with and without events.
class TuneBench {
 public:
  /// Keeps `design`, which has events of some kind, and works out what all points share.
  TuneBench(Design design, const std::optional<FloatLayer>& readout);
  /// The same network, formats and engine with other events; safe to call from several threads.
  TunePoint Try(const EventSpec& events) const;
  const Design& design() const { return design_; }

 private:
  Design design_;
  OutputJudge judge_;
  EventWorkCounter counter_;
};

/// Tries every point of `grid` on every bench, benches in order, with `jobs` threads. The results
/// do not depend on `jobs`. `progress` is called with the share done, by one thread at a time.
std::vector<TunePoint> Sweep(const std::vector<TuneBench>& benches,
                             const std::vector<EventSpec>& grid, int jobs,
                             const std::function<void(double)>& progress);

/// Sets TunePoint::pareto.
void MarkPareto(std::vector<TunePoint>* points);

/// Limits of what a design may cost; empty = any.
struct TuneLimits {
  std::optional<double> max_error;  ///< RMS error of the outputs
  std::optional<double> max_flips;  ///< share of decisions changed, 0..1
};

/// The point with the fewest MACs within the limits (ties: fewer cycles, lower error, first), or
/// when none is within them the one that exceeds them by the least factor.
struct TuneChoice {
  size_t point = 0;
  bool within = false;
};
TuneChoice ChoosePoint(const std::vector<TunePoint>& points, const TuneLimits& limits);

}  // namespace gatewright
