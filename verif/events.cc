#include "verif/events.h"

#include <algorithm>
#include <cstdlib>

namespace gatewright {
namespace {

int64_t CountBits(const uint8_t* events, size_t count, uint8_t bit) {
  return std::count_if(events, events + count, [bit](uint8_t e) { return (e & bit) != 0; });
}

}  // namespace

Thresholds ThresholdsOf(const IntNetwork& network) {
  Thresholds thresholds;
  for (const IntLayer& layer : network.layers) {
    thresholds.x.push_back(layer.theta_x);
    thresholds.h.push_back(layer.theta_h);
  }
  thresholds.scores = network.scores;
  return thresholds;
}

int64_t ScoreOf(const int16_t* x, const std::vector<int16_t>& reference) {
  int64_t score = 0;
  for (size_t j = 0; j < reference.size(); ++j) {
    score += std::abs(static_cast<int32_t>(x[j]) - static_cast<int32_t>(reference[j]));
  }
  return score;
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
  for (const std::vector<uint8_t>& layer : events.h) {
    if (kind != EventKind::kSimilarity) {
      counts.h += CountBits(layer.data(), layer.size(), kEvent);
      counts.h_all += static_cast<int64_t>(layer.size());
      continue;
    }
    // The last output of a sequence waits for a step that never comes: it is not an element
    // skipped.
    const size_t units = layer.size() / steps;
    for (size_t t = 1; t < steps; ++t) {
      if (events.starts[t]) continue;
      counts.h_all += static_cast<int64_t>(units);
      if (events.modes[t] == StepMode::kSkip) continue;
      const uint8_t bit = events.modes[t] == StepMode::kFull ? kFullEvent : kEvent;
      counts.h += CountBits(layer.data() + (t - 1) * units, units, bit);
    }
  }
  return counts;
}

}  // namespace gatewright
