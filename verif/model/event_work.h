// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "generator/compress/int_network.h"
#include "generator/plan/plan.h"
#include "verif/model/events.h"

namespace gatewright {

/// What the events of a run cost, whatever the schedule.
struct EventWork {
  int64_t macs = 0;   ///< multiply-accumulates with stored weights of real rows (UsefulWeights)
  int64_t words = 0;  ///< weight words fetched, N weights each
};

/// Counts the work of runs of one design: the costs of its columns are worked out once.
class EventWorkCounter {
 public:
  EventWorkCounter(const Plan& plan, const IntNetwork& network);
  /// Work of the events that `events` says were processed, by the rules of CountEvents.
  EventWork Count(EventKind kind, const EventTrace& events) const;

 private:
  struct Matrix {
    std::vector<int> macs;   ///< [columns]
    std::vector<int> words;  ///< [columns]
  };
  struct Layer {
    Matrix x, h;
  };
  std::vector<Layer> layers_;
};

}  // namespace gatewright
