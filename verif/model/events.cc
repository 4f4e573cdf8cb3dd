// SPDX-License-Identifier: Apache-2.0
// Events, scores and modes of steps.
#include "verif/model/events.h"

#include <algorithm>
#include <cstdlib>

namespace gatewright {
namespace {

int64_t CountBits(const uint8_t* events, size_t count, uint8_t bit) {
  return std::count_if(events, events + count, [bit](uint8_t e) { return (e & bit) != 0; });
}

}  // namespace

int64_t ScoreOf(const int16_t* x, const std::vector<int16_t>& reference) {
  int64_t score = 0;
  for (size_t j = 0; j < reference.size(); ++j) {
    score += std::abs(static_cast<int32_t>(x[j]) - static_cast<int32_t>(reference[j]));
  }
  return score;
}

RecurrentEvents RecurrentOf(EventKind kind, const EventTrace& events, size_t layer, int step,
                            int units) {
  if (kind != EventKind::kSimilarity) return {events.h_of(layer, step, units), kEvent};
  const auto now = static_cast<size_t>(step);
  if (step == 0 || events.modes[now] == StepMode::kSkip || events.starts[now]) return {};
  return {events.h_of(layer, step - 1, units),
          events.modes[now] == StepMode::kFull ? kFullEvent : kEvent};
}

EventCounts CountEvents(EventKind kind, const EventTrace& events) {
  EventCounts counts;
  const size_t steps = events.modes.size();
  for (const StepMode mode : events.modes) ++counts.steps[static_cast<size_t>(mode)];
  if (steps == 0) return counts;
  for (const std::vector<uint8_t>& layer : events.x) {
    counts.x += CountBits(layer.data(), layer.size(), kEvent);
    counts.x_all += static_cast<int64_t>(layer.size());
  }
  for (size_t k = 0; k < events.h.size(); ++k) {
    const size_t units = events.h[k].size() / steps;
    for (size_t t = 0; t < steps && units > 0; ++t) {
      const RecurrentEvents events_h =
          RecurrentOf(kind, events, k, static_cast<int>(t), static_cast<int>(units));
      if (events_h.of != nullptr) counts.h += CountBits(events_h.of, units, events_h.bit);
      // With similarity the last output of a sequence waits for a step that never comes: it is not
      // an element skipped.
      const bool counted = kind != EventKind::kSimilarity || (t > 0 && !events.starts[t]);
      if (counted) counts.h_all += static_cast<int64_t>(units);
    }
  }
  return counts;
}

}  // namespace gatewright
