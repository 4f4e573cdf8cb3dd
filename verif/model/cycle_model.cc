// SPDX-License-Identifier: Apache-2.0
// The cycle model: the engine's control, cycle by cycle.
#include "verif/model/cycle_model.h"

#include <algorithm>
#include <deque>

#include "generator/base/bits.h"
#include "generator/base/ceil_div.h"
#include "verif/model/cycle_parts.h"

namespace gatewright {
namespace {

using internal::Array;
using internal::Input;
using internal::Output;

/// A result word on its way through the cell lanes.
struct Result {
  int64_t cycle = 0;
  int layer = 0;
  int group = 0;
};

class Engine {
 public:
  Engine(const Plan& plan, const Script& script, const Trace& trace)
      : plan_(plan),
        script_(script),
        trace_(trace),
        input_(plan, script),
        output_(plan),
        arrays_(static_cast<size_t>(plan.arrays), Array(plan.events.kind)) {}

  CyclePrediction Run() {
    const int64_t wanted = script_.stop_after_frames;
    for (; cycle_ < script_.max_cycles; ++cycle_) {
      if (static_cast<int64_t>(sent_) >= wanted) break;
      Cycle();
    }
    prediction_.cycles = cycle_;
    prediction_.frame_error = input_.error();
    prediction_.steps.resize(sent_);
    for (const Array& array : arrays_) prediction_.array_words.push_back(array.words);
    return prediction_;
  }

 private:
  int last_layer() const { return static_cast<int>(plan_.layers.size()) - 1; }
  const LayerPlan& at(int layer) const { return plan_.layers[static_cast<size_t>(layer)]; }

  bool similarity() const { return plan_.events.kind == EventKind::kSimilarity; }

  /// Pushes the events of a result word into the queues of every array. Returns whether the next
  /// phase may have to wait for any.
  bool PushResult(const Result& result) {
    const LayerPlan& layer = at(result.layer);
    const auto k = static_cast<size_t>(result.layer);
    const int step = static_cast<int>(step_);
    const bool onward = result.layer != last_layer();
    const bool recurrent = IsRecurrent(layer.kind);
    const uint8_t* next = onward ? trace_.events.x_of(k + 1, step, layer.units) : nullptr;
    const uint8_t* back = recurrent ? trace_.events.h_of(k, step, layer.units) : nullptr;
    const int spread = std::max(1, plan_.arrays / plan_.lanes);
    bool any = false;
    for (int m = 0; m < plan_.arrays; ++m) {
      if (spread > 1 && result.group % spread != m / plan_.lanes) continue;
      Array& array = arrays_[static_cast<size_t>(m)];
      int events[3] = {0, 0, 0};
      for (int lane = m % plan_.lanes; lane < plan_.lanes; lane += plan_.arrays) {
        const int unit = result.group * plan_.lanes + lane;
        if (unit >= layer.units) continue;
        if (onward && next[unit] != 0) {
          array.n.Candidate(at(result.layer + 1).x.words(unit));
          ++events[0];
        }
        if (recurrent && (back[unit] & kEvent) != 0) {
          array.r.delta.Candidate(layer.h.words(unit));
          ++events[1];
        }
        if (recurrent && similarity() && (back[unit] & kFullEvent) != 0) {
          array.r.full.Candidate(layer.h.words(unit));
          ++events[2];
        }
      }
      if (events[0] > 0) array.n.Push({events[0], result.layer + 1});
      if (events[1] > 0) array.r.delta.Push({events[1], result.layer});
      if (events[2] > 0) array.r.full.Push({events[2], result.layer});
      any = any || events[0] > 0 || (events[1] > 0 && !similarity());
    }
    if (result.layer == last_layer()) output_.Push();
    return any;
  }

  /// The mode of the frame let in decides on the recurrent events that wait.
  void ChooseRecurrent() {
    for (Array& array : arrays_) {
      if (input_.frame_start()) {
        array.r.Rewind();
      } else {
        array.r.Choose(input_.frame_mode());
        array.r.Open();
      }
    }
  }

  /// One clock cycle: combinational decisions first, then every register.
  void Cycle() {
    bool pending = false;
    bool quiet = true;
    bool room = true;
    for (const Array& array : arrays_) {
      pending = pending || array.Pending(layer_);
      quiet = quiet && array.Quiet();
      room = room && array.x.used() + (input_.beat() ? 1 : 0) <= XWords();
    }
    bool done = false;
    bool new_events = false;
    if (!results_.empty() && results_.front().cycle == cycle_) {
      const Result result = results_.front();
      results_.pop_front();
      done = result.group == at(result.layer).groups - 1;
      new_events = PushResult(result);
      if (done && result.layer == last_layer()) FinishStep();
    }
    const bool done_now = done && !new_events && plan_.layers.size() > 1;
    const bool start = !run_ && !arm_ && (!busy_ || done_now) && !pending &&
                       (layer_ != 0 || active_) && (layer_ != last_layer() || output_.room());
    const bool between = !arm_ && !active_ && !run_ && !busy_ && layer_ == 0;
    // Without events that last, only a start is armed for: sums are armed again as they are read.
    const bool full = plan_.events.kind == EventKind::kNone
                          ? input_.frame_start()
                          : input_.frame_mode() == StepMode::kFull;
    const bool skipped = input_.frame() && input_.frame_mode() == StepMode::kSkip;
    const bool can_arm = input_.frame() && full && !armed_ && between && quiet;
    const bool take =
        input_.frame() && !skipped && !active_ && (!full || armed_) && (!similarity() || between);
    const bool skip = skipped && between && output_.room();
    if (!room) ++prediction_.waits.queue_full;
    if (!output_.room()) {
      const bool ready = !run_ && !arm_ && (!busy_ || done_now) && !pending;
      if (ready && layer_ == last_layer() && (layer_ != 0 || active_)) {
        ++prediction_.waits.output_full;
      }
      if (skipped && between) ++prediction_.waits.skip_for_out;
    }
    if (take && similarity()) ChooseRecurrent();
    if (skip) {
      output_.Repeat();
      FinishStep();
    }
    const bool hold = run_ || arm_;
    if (hold) ++prediction_.read_cycles;
    if (output_.valid() && output_.last() && script_.Ready(cycle_)) {
      prediction_.steps[sent_++].sent = cycle_;
    }
    output_.Tick(script_.Ready(cycle_));
    input_.PushBeat(&arrays_);
    for (Array& array : arrays_) {
      if (take || skip) array.x.Open();
      array.Tick(hold);
    }
    const bool idle = quiet && layer_ == 0 && !busy_ && !active_ && !arm_;
    const auto [last, good] = input_.Tick(room, take || skip);
    if (last) prediction_.input_last_cycle.push_back(cycle_);
    if (good) {
      StepTiming timing;
      timing.accepted = cycle_;
      timing.idle_before = idle;
      prediction_.steps.push_back(timing);
    }
    Sequence(start, can_arm, take, done);
  }

  /// The sequencer's registers.
  void Sequence(bool start, bool can_arm, bool take, bool done) {
    const bool arm_done = arm_ && count_ == plan_.slots - 1;
    bool run_done = false;
    if (run_) {
      const LayerPlan& layer = at(layer_);
      const bool group_done = count_ % layer.interval == layer.interval - 1;
      if (group_done) {
        const int group = count_ / layer.interval;
        const int latency =
            IsRecurrent(layer.kind) ? plan_.timing.read_to_lstm : plan_.timing.read_to_dense;
        results_.push_back({cycle_ + 1 + latency, layer_, group});
        run_done = group == layer.groups - 1;
      }
    }
    active_ = take || (active_ && !(start && layer_ == 0));
    armed_ = arm_done || (armed_ && !take);
    busy_ = start || (busy_ && !done);
    count_ = start || can_arm ? 0 : count_ + 1;
    arm_ = can_arm || (arm_ && !arm_done);
    run_ = start || (run_ && !run_done);
    if (run_done) layer_ = layer_ == last_layer() ? 0 : layer_ + 1;
  }

  void FinishStep() { prediction_.steps[step_++].last_result = cycle_; }

  int XWords() const {
    return CeilDiv(plan_.beats_in, std::max(1, plan_.arrays / plan_.elements_in));
  }

  const Plan& plan_;
  const Script& script_;
  const Trace& trace_;
  Input input_;
  Output output_;
  std::vector<Array> arrays_;
  std::deque<Result> results_;
  CyclePrediction prediction_;
  int64_t cycle_ = 0;
  size_t step_ = 0;  ///< valid frame whose results come out next
  size_t sent_ = 0;  ///< output frames that have left
  bool active_ = false, armed_ = false, arm_ = false, run_ = false, busy_ = false;
  int layer_ = 0;
  int count_ = 0;  ///< reads or slots done in the running phase
};

}  // namespace

CyclePrediction PredictCycles(const Plan& plan, const Script& script, const Trace& trace) {
  return Engine(plan, script, trace).Run();
}

}  // namespace gatewright
