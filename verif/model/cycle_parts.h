// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "generator/plan/plan.h"
#include "sim/script.h"
#include "verif/model/events.h"

// Private to the cycle model: its parts, one for each module whose control it follows.
namespace gatewright::internal {

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
    if (commit_) {
      // A frame is let out only after it was committed, or in that very cycle.
      committed_ += uncommitted_;
      uncommitted_ = 0;
    }
    if (open_) {
      visible_ += committed_;
      committed_ = 0;
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

/// gw_mode_queue; a plain queue is one whose second set stays empty.
struct ModeQueue {
  Queue delta, full;
  bool valid() const { return delta.valid() || full.valid(); }
  int layer() const { return shown().layer(); }
  int column_words() const { return shown().column_words(); }
  bool unseen() const { return delta.unseen() || full.unseen(); }
  int used() const { return delta.used() > full.used() ? delta.used() : full.used(); }
  void Pop() { full.valid() ? full.Pop() : delta.Pop(); }
  void Open() {
    delta.Open();
    full.Open();
  }
  void Rewind() {
    delta.Rewind();
    full.Rewind();
  }
  /// The events that wait are those of a step of this mode; skipped: of none.
  void Choose(StepMode mode) {
    mode == StepMode::kDelta ? delta.Commit() : delta.Rewind();
    mode == StepMode::kFull ? full.Commit() : full.Rewind();
  }
  void Tick(bool framed) {
    delta.Tick(framed);
    full.Tick(framed);
  }

 private:
  const Queue& shown() const { return full.valid() ? full : delta; }
};

/// gw_column_fetch with the queues of one array.
class Array {
 public:
  explicit Array(EventKind kind) : kind_(kind) {}
  ModeQueue x, r;
  Queue n;
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
      const auto from = [this](auto* source, int layer) {
        event_layer_ = layer;
        event_words_ = source->column_words();
        source->Pop();
      };
      if (n.valid()) {
        from(&n, n.layer());
      } else if (x.valid()) {
        from(&x, 0);
      } else {
        from(&r, r.layer());
      }
    }
    event_ = load || (event_ && !take && !empty);
    x.Tick(true);
    n.Tick(false);
    r.Tick(kind_ == EventKind::kSimilarity);
  }

 private:
  EventKind kind_;
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
      : subs_(plan.lanes / plan.elements_out),
        beats_(plan.beats_out),
        groups_(plan.layers.back().groups) {}
  bool room() const { return words_ == 0; }
  bool valid() const { return valid_; }
  bool last() const { return last_; }
  void Push() { push_ = true; }
  void Repeat() { repeat_ = true; }
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
    words_ += (push_ ? 1 : 0) - (read ? 1 : 0) + (repeat_ ? groups_ : 0);
    push_ = repeat_ = false;
  }

 private:
  int subs_, beats_, groups_;
  int words_ = 0, sub_ = 0, beat_ = 0;
  bool head_ = false, valid_ = false, last_ = false, push_ = false, repeat_ = false;
};

/// gw_input with the driver in front of it.
class Input {
 public:
  Input(const Plan& plan, const Script& script);
  bool frame() const { return frame_; }
  bool frame_start() const { return frame_start_; }
  StepMode frame_mode() const { return frame_mode_; }
  bool error() const { return error_; }
  bool beat() const { return beat_ != nullptr; }

  /// Pushes the events of the beat that was accepted in the cycle before; ends frames.
  void PushBeat(std::vector<Array>* arrays);

  /// Clock edge; returns whether a beat with tlast was accepted, and whether it was good.
  std::pair<bool, bool> Tick(bool room, bool take);

 private:
  bool commit() const { return commit_.back(); }
  bool deciding() const;
  void Encode();
  void Decide();
  void Use(const InputThresholds& thresholds);
  void SampleThresholds();

  const Plan& plan_;
  const Script& script_;
  size_t next_ = 0;
  int gap_ = 0;
  int count_ = 0, index_ = 0;
  const Beat* beat_ = nullptr;
  bool drop_ = false, start_ = true, error_ = false, frame_ = false, frame_start_ = false;
  bool beat_start_ = false;   ///< the frame that arrives starts a sequence
  std::vector<bool> commit_;  ///< valid frames on their way to be decided on, the oldest last
  bool rewind_ = false;
  StepMode frame_mode_ = StepMode::kFull;
  int deltas_since_full_ = 0;
  int theta_x_;         ///< of the frame that arrives: thresholds as its first beat found them
  ScoreLimits scores_;  ///< likewise
  /// [inputs]: references, and what they become after a delta and after a full step.
  std::vector<int16_t> reference_, after_delta_, after_full_;
  std::vector<int32_t> deltas_;  ///< [elements_in]: of the beat, 0 = no event
};

}  // namespace gatewright::internal
