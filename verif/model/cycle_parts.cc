// SPDX-License-Identifier: Apache-2.0
// The parts of the cycle model: input, queues, arrays, output.
#include "verif/model/cycle_parts.h"

#include <algorithm>

#include "generator/base/bits.h"

namespace gatewright::internal {
namespace {

/// Cycles in which a valid frame is decided on: gw_axis_in's Decide, 1 at least.
size_t DecideCycles(EventKind kind) { return kind == EventKind::kSimilarity ? 5 : 1; }

}  // namespace

Input::Input(const Plan& plan, const Script& script)
    : plan_(plan),
      script_(script),
      commit_(DecideCycles(plan.events.kind), false),
      theta_x_(plan.events.thresholds.theta_x(0)),
      scores_(plan.events.thresholds.scores) {
  if (script.input) Use(*script.input);
  if (!script.beats.empty()) gap_ = script.beats[0].gap;
  const auto inputs = static_cast<size_t>(plan.inputs);
  reference_.assign(inputs, 0);
  after_delta_.assign(inputs, 0);
  after_full_.assign(inputs, 0);
  deltas_.assign(static_cast<size_t>(plan.elements_in), 0);
}

bool Input::deciding() const {
  return std::find(commit_.begin(), commit_.end(), true) != commit_.end();
}

/// The events of the beat, and the references after it.
void Input::Encode() {
  const bool fresh = beat_start_ || plan_.events.kind == EventKind::kNone;
  const int theta = fresh ? 0 : theta_x_;
  for (int e = 0; e < plan_.elements_in; ++e) {
    int32_t& d = deltas_[static_cast<size_t>(e)];
    d = 0;
    const int place = index_ * plan_.elements_in + e;
    if (place >= plan_.inputs) continue;
    const auto column = static_cast<size_t>(place);
    const int16_t v = beat_->elements[static_cast<size_t>(e)];
    const int32_t reference = fresh ? 0 : reference_[column];
    d = EncodeEvent(v, reference, theta);
    after_delta_[column] = static_cast<int16_t>(reference + d);
    after_full_[column] = v;
  }
}

void Input::Use(const InputThresholds& thresholds) {
  theta_x_ = thresholds.theta_x;
  scores_ = {thresholds.t_skip, thresholds.t_delta};
}

void Input::SampleThresholds() {
  for (const RegisterChange& change : script_.changes) {
    if (change.beat > next_) break;
    Use(change.input);
  }
}

/// The mode of the frame that is complete, and the references after it.
void Input::Decide() {
  frame_mode_ =
      frame_start_ || plan_.events.kind == EventKind::kNone ? StepMode::kFull : StepMode::kDelta;
  if (plan_.events.kind == EventKind::kSimilarity && !frame_start_) {
    frame_mode_ = ModeOf(ScoreOf(after_full_.data(), reference_), scores_, deltas_since_full_,
                         plan_.events.refresh);
  }
  deltas_since_full_ = CountDeltas(deltas_since_full_, frame_mode_);
  if (frame_mode_ == StepMode::kDelta) reference_ = after_delta_;
  if (frame_mode_ == StepMode::kFull) reference_ = after_full_;
}

void Input::PushBeat(std::vector<Array>* arrays) {
  const bool similarity = plan_.events.kind == EventKind::kSimilarity;
  if (beat_ != nullptr) {
    Encode();
    const int spread = std::max(1, plan_.arrays / plan_.elements_in);
    for (int m = 0; m < plan_.arrays; ++m) {
      if (index_ % spread != m / plan_.elements_in && spread > 1) continue;
      ModeQueue& queue = (*arrays)[static_cast<size_t>(m)].x;
      int deltas = 0;
      int full = 0;
      for (int e = m % plan_.elements_in; e < plan_.elements_in; e += plan_.arrays) {
        const int column = index_ * plan_.elements_in + e;
        if (column >= plan_.inputs) continue;
        const int words = plan_.layers[0].x.words(column);
        if (deltas_[static_cast<size_t>(e)] != 0) {
          queue.delta.Candidate(words);
          ++deltas;
        }
        if (similarity && beat_->elements[static_cast<size_t>(e)] != 0) {
          queue.full.Candidate(words);
          ++full;
        }
      }
      if (deltas > 0) queue.delta.Push({deltas, 0});
      if (full > 0) queue.full.Push({full, 0});
    }
  }
  if (commit()) Decide();
  for (Array& array : *arrays) {
    // Without a choice of modes all events are in the first set.
    if (commit()) array.x.Choose(similarity ? frame_mode_ : StepMode::kDelta);
    if (rewind_) array.x.Rewind();
  }
}

std::pair<bool, bool> Input::Tick(bool room, bool take) {
  const bool valid = next_ < script_.beats.size() && gap_ == 0;
  const bool at_last = count_ == plan_.beats_in - 1;
  const bool first = count_ == 0 && !drop_;
  const bool held = plan_.events.kind != EventKind::kNone && first && deciding();
  const bool ready = drop_ || (room && !(at_last && (frame_ || deciding())) && !held);
  const bool accept = valid && ready;
  const Beat* beat = accept ? &script_.beats[next_] : nullptr;
  const bool good = accept && beat->last && at_last && !drop_;
  const bool bad = accept && beat->last && !good;
  const bool start = start_ || (accept && first && beat->start);
  frame_ = commit() || (frame_ && !take);
  error_ = error_ || bad;
  beat_ = accept && !drop_ ? beat : nullptr;
  commit_.pop_back();
  commit_.insert(commit_.begin(), good);
  rewind_ = bad;
  if (accept) index_ = count_;
  if (accept && first) beat_start_ = start;
  if (accept && first) SampleThresholds();
  if (good) frame_start_ = start;
  start_ = start && !good;
  if (accept) {
    drop_ = !beat->last && (drop_ || at_last);
    count_ = beat->last ? 0 : at_last ? count_ : count_ + 1;
    ++next_;
    gap_ = next_ < script_.beats.size() ? script_.beats[next_].gap : 0;
  } else if (gap_ > 0) {
    --gap_;
  }
  return {good || bad, good};
}

}  // namespace gatewright::internal
