// SPDX-License-Identifier: Apache-2.0
// Functional coverage of what happened in a session.
#include "verif/campaign/event_bins.h"

#include <algorithm>
#include <cstdlib>

#include "verif/model/reference.h"

namespace gatewright {
namespace {

constexpr const char* kSaturatedGate = "pre-activation saturates";
constexpr const char* kSaturatedReset = "reset product saturates (GRU)";
constexpr const char* kSaturatedCandidate = "candidate saturates (GRU)";
constexpr const char* kSaturatedCell = "cell state saturates";
constexpr const char* kSaturatedOutput = "output of a cell saturates";
constexpr const char* kSaturatedHead = "output of the head saturates";
constexpr const char* kNoInputEvent = "step without an event of the input";
constexpr const char* kNoEvent = "step without any event";
constexpr const char* kAllEvents = "every element of the input is an event";
constexpr const char* kSkipped = "step skipped";
constexpr const char* kSkippedTwice = "two steps skipped in a row";
constexpr const char* kDelta = "delta step after a full one (similarity)";
constexpr const char* kRefreshed = "step full because of refresh";
constexpr const char* kFullByScore = "step full by its score";
constexpr const char* kStartInside = "sequence starts on the state of another";
constexpr const char* kAtTheta = "change of an input equal to its threshold";
constexpr const char* kBelowTheta = "change of an input one below its threshold";
constexpr const char* kAtThetaH = "change of a hidden unit equal to its threshold (delta)";
constexpr const char* kBelowThetaH = "change of a hidden unit one below its threshold (delta)";
constexpr const char* kThresholdsWritten = "thresholds written to registers";
constexpr const char* kThresholdsChanged = "thresholds changed between two frames";
constexpr const char* kThresholdsWithin = "thresholds changed within a frame, for the next";
constexpr const char* kResetInFrame = "reset within an input frame";
constexpr const char* kResetInOutput = "reset within an output frame";
constexpr const char* kResetBetween = "reset while a step is computed";
constexpr const char* kShort = "frame too short";
constexpr const char* kLong = "frame too long";
constexpr const char* kBadStart = "start on an invalid frame stays pending";
constexpr const char* kLate = "input beat late";
constexpr const char* kInputHeld = "input waits for tready";
constexpr const char* kOutputHeld = "output waits for tready";
constexpr const char* kQueueFull = "input waits for room in an event queue";
constexpr const char* kOutputFull = "last layer waits for the output buffer";
constexpr const char* kSkipWaits = "skipped frame waits for the output buffer";
constexpr const char* kCounters = "all counters read and equal";
constexpr const char* kExtremes = "least and greatest value in one frame";

/// Changes of an input against its threshold, step by step, as docs/numerics.md 4 encodes them.
class Changes {
 public:
  Changes(int inputs, int theta) : reference_(static_cast<size_t>(inputs), 0), theta_(theta) {}
  void Full(const int16_t* v) { std::copy(v, v + reference_.size(), reference_.begin()); }
  void Delta(const int16_t* v, bool* at, bool* below) {
    for (size_t j = 0; j < reference_.size(); ++j) {
      const int change = std::abs(v[j] - reference_[j]);
      *at = *at || (change == theta_ && theta_ > 0);
      *below = *below || (change == theta_ - 1 && theta_ > 1);
      if (change >= theta_) reference_[j] = v[j];
    }
  }

 private:
  std::vector<int16_t> reference_;
  int theta_;
};

class Happened {
 public:
  Happened(const Design& design, const CaseSession& session, const Session& played,
           const Equivalence& result)
      : plan_(design.plan), session_(session), played_(played), result_(result) {
    complete_ = result.steps == session.steps();
    trace_ = RunReference(design.integers, played);
    thresholds_ = session.thresholds.value_or(plan_.events.thresholds);
  }

  std::set<std::string> All() {
    World();
    if (!complete_) {
      Cut();
    } else {
      Saturated();
      Modes();
      InputEvents();
      if (session_.changes.empty()) {  // else thresholds are not the same in every step
        Thresholds();
        if (plan_.events.kind == EventKind::kDelta) RecurrentThresholds();
      }
      See(kCounters, result_.counters > 0);
      See(kThresholdsWritten, session_.thresholds.has_value());
      const std::vector<ThresholdChange>& changes = session_.changes;
      const auto within = [](const ThresholdChange& change) { return change.ahead > 0; };
      See(kThresholdsWithin, std::any_of(changes.begin(), changes.end(), within));
      See(kThresholdsChanged, !std::all_of(changes.begin(), changes.end(), within));
    }
    return names_;
  }

 private:
  void See(const char* name, bool happened) {
    if (happened) names_.insert(name);
  }

  void World() {
    int beats = 0;
    bool bad_start = false;
    for (const Beat& beat : played_.script.beats) {
      See(kLate, beat.gap > 0);
      bad_start = beats == 0 ? beat.start : bad_start;
      ++beats;
      if (!beat.last) continue;
      See(kShort, beats < plan_.beats_in);
      See(kLong, beats > plan_.beats_in);
      See(kBadStart, beats != plan_.beats_in && bad_start);
      beats = 0;
    }
    See(kInputHeld, result_.observed.input_held > 0);
    See(kOutputHeld, result_.observed.output_held > 0);
    const Waits& waits = result_.prediction.waits;
    See(kQueueFull, waits.queue_full > 0);
    See(kOutputFull, waits.output_full > 0);
    See(kSkipWaits, waits.skip_for_out > 0);
  }

  void Cut() {
    const Observed& seen = result_.observed;
    const size_t sent = seen.input_last_cycle.size();
    int64_t beats = 0;
    for (const Beat& beat : played_.script.beats) beats += beat.last ? 1 : 0;
    See(kResetInFrame, static_cast<int64_t>(sent) < beats && plan_.beats_in > 1);
    See(kResetInOutput, !seen.unfinished.empty());
    See(kResetBetween, sent > seen.frames.size() && seen.unfinished.empty());
  }

  void Saturated() {
    const Saturations& cut = trace_.saturations;
    See(kSaturatedGate, cut.preactivation > 0);
    See(kSaturatedReset, cut.reset_product > 0);
    See(kSaturatedCandidate, cut.candidate > 0);
    See(kSaturatedCell, cut.cell > 0);
    See(kSaturatedOutput, cut.output > 0);
    See(kSaturatedHead, cut.head > 0);
  }

  void Modes() {
    const std::vector<StepMode>& modes = trace_.events.modes;
    for (size_t t = 0; t < modes.size(); ++t) {
      const bool start = played_.starts[t];
      See(kStartInside, start && t > 0);
      if (plan_.events.kind != EventKind::kSimilarity || start) continue;
      See(kSkipped, modes[t] == StepMode::kSkip);
      See(kSkippedTwice, modes[t] == StepMode::kSkip && modes[t - 1] == StepMode::kSkip);
      See(kDelta, modes[t] == StepMode::kDelta && modes[t - 1] == StepMode::kFull);
      if (modes[t] != StepMode::kFull) continue;
      int deltas = 0;
      for (size_t b = t; b > 0 && modes[b - 1] != StepMode::kFull; --b) {
        if (modes[b - 1] == StepMode::kDelta) ++deltas;
      }
      const bool due = plan_.events.refresh > 0 && deltas >= plan_.events.refresh;
      See(kRefreshed, due);
      See(kFullByScore, !due);
    }
  }

  void InputEvents() {
    const int high = static_cast<int>(plan_.formats.state.max());
    const int low = static_cast<int>(plan_.formats.state.min());
    for (int t = 0; t < trace_.steps; ++t) {
      const uint8_t* events = trace_.events.x_of(0, t, plan_.inputs);
      const auto count = std::count(events, events + plan_.inputs, kEvent);
      const bool skipped = trace_.events.modes[static_cast<size_t>(t)] == StepMode::kSkip;
      See(kNoInputEvent, !skipped && count == 0);
      See(kAllEvents, count == plan_.inputs);
      See(kNoEvent, !skipped && count == 0 && NoOther(t));
      const auto frame = played_.x.begin() + static_cast<std::ptrdiff_t>(t) * plan_.inputs;
      See(kExtremes, std::find(frame, frame + plan_.inputs, low) != frame + plan_.inputs &&
                         std::find(frame, frame + plan_.inputs, high) != frame + plan_.inputs);
    }
  }

  /// No inner input and no recurrence of the step has an event.
  bool NoOther(int t) const {
    for (size_t k = 0; k < plan_.layers.size(); ++k) {
      const LayerPlan& layer = plan_.layers[k];
      const uint8_t* x = trace_.events.x_of(k, t, layer.inputs);
      if (std::find(x, x + layer.inputs, kEvent) != x + layer.inputs) return false;
      if (layer.h.columns == 0) continue;
      const RecurrentEvents h = RecurrentOf(plan_.events.kind, trace_.events, k, t, layer.units);
      const auto is_event = [&h](uint8_t bits) { return (bits & h.bit) != 0; };
      if (h.of != nullptr && std::any_of(h.of, h.of + layer.units, is_event)) return false;
    }
    return true;
  }

  const int16_t* InputOf(size_t k, int t) const {
    if (k == 0)
      return played_.x.data() + static_cast<size_t>(t) * static_cast<size_t>(plan_.inputs);
    return trace_.output(k - 1, t, plan_.layers[k].inputs);
  }

  void Thresholds() {
    if (plan_.events.kind == EventKind::kNone) return;
    for (size_t k = 0; k < plan_.layers.size(); ++k) {
      if (plan_.layers[k].input_relu) continue;  // its references are of other values
      Changes changes(plan_.layers[k].inputs, thresholds_.theta_x(k));
      Follow(&changes, kAtTheta, kBelowTheta, [this, k](int t) { return InputOf(k, t); });
    }
  }

  void RecurrentThresholds() {
    for (size_t k = 0; k < plan_.layers.size(); ++k) {
      const LayerPlan& layer = plan_.layers[k];
      if (!IsRecurrent(layer.kind)) continue;
      Changes changes(layer.units, thresholds_.theta_h(k));
      Follow(&changes, kAtThetaH, kBelowThetaH,
             [this, k, &layer](int t) { return trace_.output(k, t, layer.units); });
    }
  }

  template <typename Frame>
  void Follow(Changes* changes, const char* at_name, const char* below_name, Frame frame) {
    bool at = false, below = false;
    for (int t = 0; t < trace_.steps; ++t) {
      const StepMode mode = trace_.events.modes[static_cast<size_t>(t)];
      const bool full = mode == StepMode::kFull || played_.starts[static_cast<size_t>(t)];
      if (full) changes->Full(frame(t));
      if (!full && mode == StepMode::kDelta) changes->Delta(frame(t), &at, &below);
    }
    See(at_name, at);
    See(below_name, below);
  }

  const Plan& plan_;
  const CaseSession& session_;
  const Session& played_;
  const Equivalence& result_;
  bool complete_ = false;
  Trace trace_;
  gatewright::Thresholds thresholds_;
  std::set<std::string> names_;
};

}  // namespace

std::vector<std::string> EventBinNames() {
  return {kSaturatedGate,
          kSaturatedReset,
          kSaturatedCandidate,
          kSaturatedCell,
          kSaturatedOutput,
          kSaturatedHead,
          kNoInputEvent,
          kNoEvent,
          kAllEvents,
          kSkipped,
          kSkippedTwice,
          kDelta,
          kRefreshed,
          kFullByScore,
          kStartInside,
          kAtTheta,
          kBelowTheta,
          kAtThetaH,
          kBelowThetaH,
          kThresholdsWritten,
          kThresholdsChanged,
          kThresholdsWithin,
          kResetInFrame,
          kResetInOutput,
          kResetBetween,
          kShort,
          kLong,
          kBadStart,
          kLate,
          kInputHeld,
          kOutputHeld,
          kQueueFull,
          kOutputFull,
          kSkipWaits,
          kCounters,
          kExtremes};
}

std::set<std::string> EventsOfSession(const Design& design, const CaseSession& session,
                                      const Session& played, const Equivalence& result) {
  return Happened(design, session, played, result).All();
}

}  // namespace gatewright
