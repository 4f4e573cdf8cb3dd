#include "verif/cycle_model.h"

#include <algorithm>
#include <deque>

#include "generator/plan/bits.h"

namespace gatewright {
namespace {

/// A queue word: how many valid candidates, and the layer that consumes them.
struct Word {
  int events = 0;
  int layer = 0;
};

/// gw_event_queue. Of an event only the words of its column matter to the timing.
class Queue {
 public:
  // Combinational view of this cycle.
  bool valid() const { return head_.events > 0; }
  int layer() const { return head_.layer; }
  int column_words() const { return lengths_.front(); }  ///< of the event on the output
  bool unseen() const { return !valid() && visible_ > 0; }
  int used() const { return static_cast<int>(words_.size()); }

  void Pop() { popped_ = true; }
  /// Adds a candidate to the word that Push will push, in order.
  void Candidate(int column_words) { lengths_.push_back(column_words); }
  void Push(Word word) { pushed_ = word; }
  void Commit() { commit_ = true; }
  void Rewind() { rewind_ = true; }
  void Open() { open_ = true; }

  /// Clock edge. `framed` as the module's parameter.
  void Tick(bool framed) {
    const bool done = popped_ && head_.events == 1;
    const bool read = (!valid() || done) && visible_ > 0;
    if (popped_) {
      --head_.events;
      lengths_.pop_front();
    }
    const size_t uncommitted_before = uncommitted_;
    if (read) {
      head_ = words_.front();
      words_.pop_front();
      --visible_;
    }
    if (pushed_.events > 0 && !rewind_) {
      words_.push_back(pushed_);
      framed ? ++uncommitted_ : ++visible_;
    }
    if (rewind_) {
      int forgotten = pushed_.events;
      for (size_t i = words_.size() - uncommitted_before; i < words_.size(); ++i) {
        forgotten += words_[i].events;
      }
      words_.resize(words_.size() - uncommitted_before);
      lengths_.resize(lengths_.size() - static_cast<size_t>(forgotten));
      uncommitted_ = 0;
    }
    if (open_) {
      visible_ += committed_;
      committed_ = 0;
    }
    if (commit_) {
      committed_ += uncommitted_;
      uncommitted_ = 0;
    }
    pushed_ = {};
    popped_ = commit_ = rewind_ = open_ = false;
  }

 private:
  std::deque<Word> words_;   ///< in memory, oldest first: visible, committed, uncommitted
  std::deque<int> lengths_;  ///< words of each event's column: head, memory, the word being pushed
  size_t visible_ = 0, committed_ = 0, uncommitted_ = 0;
  Word head_;
  Word pushed_;
  bool popped_ = false, commit_ = false, rewind_ = false, open_ = false;
};

/// gw_column_fetch with the queues of one array.
class Array {
 public:
  Queue x, n, r;
  int64_t words = 0;

  bool Pending(int layer) const {
    return (event_ && event_layer_ == layer) || (left_ > 0 && layer_ == layer) || n.valid() ||
           n.unseen() || r.unseen() || (r.valid() && r.layer() == layer) ||
           (layer == 0 && (x.valid() || x.unseen()));
  }
  bool Quiet() const {
    return !event_ && left_ == 0 && !n.valid() && !n.unseen() && !r.valid() && !r.unseen();
  }

  void Tick(bool hold) {
    const bool empty = event_ && event_words_ == 0;
    const bool take = event_ && !empty && left_ == 0 && !hold;
    const bool step = left_ > 0 && !hold;
    const bool any = n.valid() || x.valid() || r.valid();
    const bool load = any && (!event_ || take || empty);
    if (take || step) ++words;
    if (take) {
      layer_ = event_layer_;
      left_ = event_words_ - 1;
    } else if (step) {
      --left_;
    }
    if (load) {
      Queue& source = n.valid() ? n : x.valid() ? x : r;
      event_layer_ = &source == &x ? 0 : source.layer();
      event_words_ = source.column_words();
      source.Pop();
    }
    event_ = load || (event_ && !take && !empty);
    x.Tick(true);
    n.Tick(false);
    r.Tick(false);
  }

 private:
  bool event_ = false;
  int event_layer_ = 0;
  int event_words_ = 0;
  int left_ = 0;
  int layer_ = 0;
};

/// gw_axis_out.
class Output {
 public:
  explicit Output(const Plan& plan)
      : subs_(plan.lanes / plan.elements_out), beats_(plan.beats_out) {}
  bool room() const { return words_ == 0; }
  bool valid() const { return valid_; }
  bool last() const { return last_; }
  void Push() { push_ = true; }
  void Tick(bool ready) {
    const bool load = head_ && (!valid_ || ready);
    const bool last_beat = beat_ == beats_ - 1;
    const bool done = load && (sub_ == subs_ - 1 || last_beat);
    const bool read = (!head_ || done) && words_ > 0;
    valid_ = load || (valid_ && !ready);
    if (load) {
      last_ = last_beat;
      sub_ = done ? 0 : sub_ + 1;
      beat_ = last_beat ? 0 : beat_ + 1;
    }
    head_ = read || (head_ && !done);
    words_ += (push_ ? 1 : 0) - (read ? 1 : 0);
    push_ = false;
  }

 private:
  int subs_, beats_;
  int words_ = 0, sub_ = 0, beat_ = 0;
  bool head_ = false, valid_ = false, last_ = false, push_ = false;
};

/// gw_axis_in with the driver in front of it.
class Input {
 public:
  Input(const Plan& plan, const Script& script) : plan_(plan), script_(script) {
    if (!script.beats.empty()) gap_ = script.beats[0].gap;
  }
  bool frame() const { return frame_; }
  bool frame_start() const { return frame_start_; }
  bool error() const { return error_; }
  bool beat() const { return beat_ != nullptr; }

  /// Pushes the events of the beat that was accepted in the cycle before.
  void PushBeat(std::vector<Array>* arrays) const {
    if (beat_ != nullptr) {
      const int spread = std::max(1, plan_.arrays / plan_.elements_in);
      for (int m = 0; m < plan_.arrays; ++m) {
        if (index_ % spread != m / plan_.elements_in && spread > 1) continue;
        Queue& queue = (*arrays)[static_cast<size_t>(m)].x;
        int events = 0;
        for (int e = m % plan_.elements_in; e < plan_.elements_in; e += plan_.arrays) {
          const int column = index_ * plan_.elements_in + e;
          if (column >= plan_.inputs || beat_->elements[static_cast<size_t>(e)] == 0) continue;
          queue.Candidate(plan_.layers[0].x.words(column));
          ++events;
        }
        if (events > 0) queue.Push({events, 0});
      }
    }
    for (Array& array : *arrays) {
      if (commit_) array.x.Commit();
      if (rewind_) array.x.Rewind();
    }
  }

  /// Clock edge; returns whether a beat with tlast was accepted, and whether it was good.
  std::pair<bool, bool> Tick(bool room, bool take) {
    const bool valid = next_ < script_.beats.size() && gap_ == 0;
    const bool at_last = count_ == plan_.beats_in - 1;
    const bool ready = drop_ || (room && !(at_last && (frame_ || commit_)));
    const bool accept = valid && ready;
    const Beat* beat = accept ? &script_.beats[next_] : nullptr;
    const bool good = accept && beat->last && at_last && !drop_;
    const bool bad = accept && beat->last && !good;
    const bool start = start_ || (accept && count_ == 0 && !drop_ && beat->start);
    frame_ = commit_ || (frame_ && !take);
    error_ = error_ || bad;
    beat_ = accept && !drop_ ? beat : nullptr;
    commit_ = good;
    rewind_ = bad;
    if (accept) index_ = count_;
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

 private:
  const Plan& plan_;
  const Script& script_;
  size_t next_ = 0;
  int gap_ = 0;
  int count_ = 0, index_ = 0;
  const Beat* beat_ = nullptr;
  bool drop_ = false, start_ = true, error_ = false, frame_ = false, frame_start_ = false;
  bool commit_ = false, rewind_ = false;
};

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
        arrays_(static_cast<size_t>(plan.arrays)) {}

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

  /// Pushes the events of a result word into the queues of every array. Returns whether there are
  /// any.
  bool PushResult(const Result& result) {
    const LayerPlan& layer = at(result.layer);
    const int16_t* h =
        trace_.output(static_cast<size_t>(result.layer), static_cast<int>(step_), layer.units);
    const int spread = std::max(1, plan_.arrays / plan_.lanes);
    bool any = false;
    for (int m = 0; m < plan_.arrays; ++m) {
      if (spread > 1 && result.group % spread != m / plan_.lanes) continue;
      Array& array = arrays_[static_cast<size_t>(m)];
      const bool onward = result.layer != last_layer();
      const bool recurrent = IsRecurrent(layer.kind);
      const bool relu = onward && at(result.layer + 1).input_relu;
      int next_events = 0;
      int events = 0;
      for (int lane = m % plan_.lanes; lane < plan_.lanes; lane += plan_.arrays) {
        const int unit = result.group * plan_.lanes + lane;
        if (unit >= layer.units || h[unit] == 0) continue;
        if (onward && !(relu && h[unit] < 0)) {
          array.n.Candidate(at(result.layer + 1).x.words(unit));
          ++next_events;
        }
        if (recurrent) array.r.Candidate(layer.h.words(unit));
        ++events;
      }
      if (next_events > 0) array.n.Push({next_events, result.layer + 1});
      if (recurrent && events > 0) array.r.Push({events, result.layer});
      any = any || (recurrent && events > 0);
    }
    if (result.layer == last_layer()) output_.Push();
    return any;
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
    const bool can_arm = input_.frame() && input_.frame_start() && !armed_ && !arm_ && !active_ &&
                         !run_ && !busy_ && layer_ == 0 && quiet;
    const bool take = input_.frame() && !active_ && (!input_.frame_start() || armed_);
    const bool hold = run_ || arm_;
    if (hold) ++prediction_.read_cycles;
    if (output_.valid() && output_.last() && script_.Ready(cycle_)) {
      prediction_.steps[sent_++].sent = cycle_;
    }
    output_.Tick(script_.Ready(cycle_));
    input_.PushBeat(&arrays_);
    for (Array& array : arrays_) {
      if (take) array.x.Open();
      array.Tick(hold);
    }
    const bool idle = quiet && layer_ == 0 && !busy_ && !active_ && !arm_;
    const auto [last, good] = input_.Tick(room, take);
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
  size_t step_ = 0;  ///< good frame whose results come out next
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
