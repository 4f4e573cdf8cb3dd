// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "generator/compress/int_network.h"

namespace gatewright {

/// What a step does (docs/numerics.md 4).
enum class StepMode : uint8_t { kFull, kDelta, kSkip };

/// The value of the event of an element with value `v` and reference `reference`: their difference
/// where it is not zero and at least `theta` in magnitude, otherwise 0, which is no event.
inline int32_t EncodeEvent(int32_t v, int32_t reference, int theta) {
  const int32_t d = v - reference;
  return (d < 0 ? -d : d) >= theta ? d : 0;
}

/// The score of a frame: sum of |x - reference|.
int64_t ScoreOf(const int16_t* x, const std::vector<int16_t>& reference);

/// The mode of a step under `similarity`, by the score of its frame, the scores below which it is
/// skipped or a delta step, and the delta steps since the last full one, of which there are at most
/// `refresh` (0: any number). `Score` is the integer or the real number of a frame.
template <typename Score>
StepMode ModeOf(Score score, Score t_skip, Score t_delta, int deltas, int refresh) {
  if (score < t_skip) return StepMode::kSkip;
  const bool due = refresh > 0 && deltas >= refresh;
  return score < t_delta && !due ? StepMode::kDelta : StepMode::kFull;
}
inline StepMode ModeOf(int64_t score, const ScoreLimits& limits, int deltas, int refresh) {
  return ModeOf(score, limits.skip, limits.delta, deltas, refresh);
}
/// The delta steps since the last full one, after a step of this mode.
inline int CountDeltas(int deltas, StepMode mode) {
  return mode == StepMode::kFull ? 0 : deltas + (mode == StepMode::kDelta ? 1 : 0);
}

/// How an output element of a layer is an event for its recurrence: bits of EventTrace::h.
constexpr uint8_t kEvent = 1;      ///< none, delta; similarity: if the next step is a delta step
constexpr uint8_t kFullEvent = 2;  ///< similarity: if the next step that is not skipped is full

/// Which elements were events.
struct EventTrace {
  std::vector<StepMode> modes;          ///< [steps]
  std::vector<bool> starts;             ///< [steps]: the step starts a sequence
  std::vector<std::vector<uint8_t>> x;  ///< [layer][steps * inputs]: 1 = processed in the step
  std::vector<std::vector<uint8_t>> h;  ///< [layer][steps * units]: kEvent, kFullEvent; of a
                                        ///< skipped step those of the step before
  const uint8_t* x_of(size_t layer, int step, int inputs) const {
    return x[layer].data() + static_cast<size_t>(step) * static_cast<size_t>(inputs);
  }
  const uint8_t* h_of(size_t layer, int step, int units) const {
    return h[layer].data() + static_cast<size_t>(step) * static_cast<size_t>(units);
  }
};

/// The events of a layer's recurrence that count for a step: elements with `bit` set.
struct RecurrentEvents {
  const uint8_t* of = nullptr;  ///< [units]; nullptr = none
  uint8_t bit = kEvent;
};
/// With none and delta those that the step produces; with similarity those that it consumes, in the
/// form its mode asks for: none in a step that is skipped or starts a sequence.
RecurrentEvents RecurrentOf(EventKind kind, const EventTrace& events, size_t layer, int step,
                            int units);

/// Elements processed in a run, by use.
struct EventCounts {
  int64_t x = 0;      ///< inputs of layers, the head's included
  int64_t h = 0;      ///< recurrences: of every step (none, delta), of those consumed (similarity)
  int64_t x_all = 0;  ///< elements there were
  int64_t h_all = 0;
  int64_t steps[3] = {0, 0, 0};  ///< full, delta, skipped: by StepMode
};
EventCounts CountEvents(EventKind kind, const EventTrace& events);

}  // namespace gatewright
