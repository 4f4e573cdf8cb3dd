// SPDX-License-Identifier: Apache-2.0
// gw_mode_queue: of two sets of events the one of the mode chosen comes out, in order and complete.

#include <deque>
#include <vector>

#include "gw_mode_queue_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

struct Event {
  int64_t value = 0;
  int cand = 0, group = 0, tag = 0;
  bool operator==(const Event&) const = default;
};

enum class Mode { kDelta, kFull, kSkip };

template <typename Config>
class ModeQueueBench {
 public:
  explicit ModeQueueBench(uint64_t seed) : dut_(seed), draw_(seed) {
    Idle();
    dut_.Reset();
  }
  Draw& draw() { return draw_; }

  /// Pushes `words` words with candidates of both sets, with gaps; events leave meanwhile.
  void Push(int words) {
    for (int w = 0; w < words; ++w) {
      while (draw_.Percent(30)) Step();
      Put(dut_->push_i, 1);
      const int group = static_cast<int>(draw_.Bits(Config::kGroupW));
      const int tag = static_cast<int>(draw_.Bits(Config::kTagW));
      Put(dut_->push_group_i, group);
      Put(dut_->push_tag_i, tag);
      Draw_(&delta_, dut_->valid_i, dut_->values_i, group, tag);
      Draw_(&full_, dut_->full_valid_i, dut_->full_values_i, group, tag);
      Step();
    }
  }

  /// The mode is known; with `open` the events may leave at once.
  void Choose(Mode mode, bool open) {
    Put(dut_->commit_i, mode == Mode::kDelta ? 1 : 0);
    Put(dut_->commit_full_i, mode == Mode::kFull ? 1 : 0);
    Put(dut_->rewind_i, mode != Mode::kDelta ? 1 : 0);
    Put(dut_->rewind_full_i, mode != Mode::kFull ? 1 : 0);
    Put(dut_->open_i, open ? 1 : 0);
    Step();
    if (mode == Mode::kDelta) committed_.insert(committed_.end(), delta_.begin(), delta_.end());
    if (mode == Mode::kFull) committed_.insert(committed_.end(), full_.begin(), full_.end());
    delta_.clear();
    full_.clear();
    if (open) Opened();
  }
  void Open() {
    Put(dut_->open_i, 1);
    Step();
    Opened();
  }

  /// Runs until every event that may leave has left.
  void Drain() {
    for (int n = 0; !visible_.empty(); ++n) {
      ASSERT_LT(n, 5000) << "events left behind";
      Step();
    }
    for (int n = 0; n < 5; ++n) Step();
    dut_.Settle();
    EXPECT_EQ(dut_->unseen_o, 0);
  }

  /// One cycle; an event that leaves must be the next one of the mode chosen.
  void Step() {
    const bool ready = draw_.Percent(70);
    Put(dut_->ev_ready_i, ready ? 1 : 0);
    dut_.Settle();
    if (dut_->ev_valid_o != 0) {
      ASSERT_FALSE(visible_.empty()) << "an event that nobody let out";
      const Event seen{GetSigned(dut_->ev_value_o, 0, Config::kValueW),
                       static_cast<int>(dut_->ev_cand_o), static_cast<int>(dut_->ev_group_o),
                       static_cast<int>(dut_->ev_tag_o)};
      ASSERT_EQ(seen, visible_.front());
      if (ready) {
        visible_.pop_front();
        ++left_;
      }
    }
    dut_.Edge();
    Idle();
  }
  int left() const { return left_; }

 private:
  void Opened() {
    visible_.insert(visible_.end(), committed_.begin(), committed_.end());
    committed_.clear();
  }
  void Idle() {
    for (auto* bit : {&dut_->push_i, &dut_->commit_i, &dut_->commit_full_i, &dut_->rewind_i,
                      &dut_->rewind_full_i, &dut_->open_i}) {
      Put(*bit, 0);
    }
    draw_.Fill(dut_->valid_i, Config::kCand);
    draw_.Fill(dut_->full_valid_i, Config::kCand);
  }
  template <typename Valid, typename Values>
  void Draw_(std::vector<Event>* set, Valid& valid, Values& values, int group, int tag) {
    Put(valid, draw_.Percent(30) ? 0 : draw_.Bits(Config::kCand));
    draw_.Fill(values, Config::kCand * Config::kValueW);
    for (int c = 0; c < Config::kCand; ++c) {
      if (((valid >> c) & 1) == 0) continue;
      set->push_back({GetSigned(values, c, Config::kValueW), c, group, tag});
    }
  }

  Dut<Config> dut_;
  Draw draw_;
  std::vector<Event> delta_, full_;  // pushed, mode not known
  std::deque<Event> committed_, visible_;
  int left_ = 0;
};

template <typename Config>
class GwModeQueue : public testing::Test {};
TYPED_TEST_SUITE(GwModeQueue, GwModeQueueModels, SetNames);

TYPED_TEST(GwModeQueue, TheEventsOfTheChosenModeLeaveInOrder) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ModeQueueBench<TypeParam> bench(seed);
    for (int round = 0; round < 300; ++round) {
      const int words = static_cast<int>(bench.draw().Between(0, TypeParam::kDepth - 1));
      bench.Push(words);
      const Mode mode = static_cast<Mode>(bench.draw().Between(0, 2));
      // A frame waits for its turn; recurrent events leave as soon as the mode is known.
      const bool waits = bench.draw().Percent(50);
      bench.Choose(mode, !waits);
      if (waits) {
        for (int n = 0; n < 4; ++n) bench.Step();
        bench.Open();
      }
      ASSERT_NO_FATAL_FAILURE(bench.Drain()) << "round " << round;
      ASSERT_FALSE(testing::Test::HasFailure());
    }
    EXPECT_GT(bench.left(), 30);
  }
}

}  // namespace
}  // namespace gatewright
