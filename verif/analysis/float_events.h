// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "generator/network/float_network.h"
#include "generator/network/float_run.h"
#include "generator/network/stimulus.h"
#include "generator/spec/spec.h"
#include "verif/model/events.h"

namespace gatewright {

/// Thresholds of events in the unit of the signals, not rounded to any format.
struct FloatEvents {
  EventKind kind = EventKind::kNone;
  std::vector<double> theta_x;  ///< [layers]: of the input of each layer
  std::vector<double> theta_h;  ///< [layers]: of the recurrence
  double t_skip = 0;            ///< similarity only
  double t_delta = 0;
  int refresh = 0;  ///< delta steps before a full one; 0 = no limit
};
FloatEvents FloatEventsOf(const EventSpec& events, const FloatNetwork& network);

/// A float run with events, and which elements were events.
struct FloatEventRun {
  FloatTrace trace;
  EventTrace events;
};

/// The float network with temporal sparsity: docs/numerics.md 4 in double precision, with the same
/// order of encoding as the reference model, so that accuracy tells what the thresholds cost from
/// what quantisation costs. Products are taken with the references whole (W times v^ instead of
/// the sum of the columns of the events): the two are equal but for rounding, and thresholds of
/// zero give RunFloat's results exactly. Without events (kind none) it is RunFloat.
FloatEventRun RunFloatEvents(const FloatNetwork& network, const Stimulus& stimulus,
                             const FloatEvents& events);

}  // namespace gatewright
