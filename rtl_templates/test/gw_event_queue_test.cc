// SPDX-License-Identifier: Apache-2.0
// gw_event_queue: words of candidates in, single events out, against a double-ended queue of words.

#include <deque>
#include <vector>

#include "gw_event_queue_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

struct Event {
  int64_t value = 0;
  int cand = 0;
  int group = 0;
  int tag = 0;
};

/// What a user asks of the queue in one cycle.
struct Request {
  bool push = false, commit = false, rewind = false, open = false, ready = false;
};

/// The queue beside its model. A word may leave from the cycle in which it is visible on; it shows
/// one cycle later, or right after the last event of the word before.
template <typename Config>
class QueueBench {
 public:
  explicit QueueBench(uint64_t seed) : dut_(seed), draw_(seed) {
    Put(dut_->push_i, 0);
    Put(dut_->commit_i, 0);
    Put(dut_->rewind_i, 0);
    Put(dut_->open_i, 0);
    Put(dut_->ev_ready_i, 0);
    dut_.Reset();
  }

  bool room() const { return static_cast<int>(memory_.size()) < Config::kDepth - 1; }
  bool frame_waits() const { return frame_waits_; }
  bool empty() const { return memory_.empty() && head_.empty(); }
  bool shows_event() const { return !head_.empty(); }
  int64_t popped() const { return popped_; }
  int64_t cycle() const { return dut_.cycle(); }
  Draw& draw() { return draw_; }

  /// One cycle: checks all outputs, then lets the model follow.
  void Step(const Request& request) {
    const std::deque<Event> word = Drive(request);
    dut_.Settle();
    CheckOutputs();
    const int64_t now = dut_.cycle();
    dut_.Edge();
    if (request.ready && !head_.empty()) {
      head_.pop_front();
      ++popped_;
    }
    if (head_.empty() && Visible(now)) {
      head_ = memory_.front().events;
      memory_.pop_front();
    }
    Follow(request, word, now);
  }

 private:
  static constexpr int64_t kNever = INT64_MAX;
  struct Word {
    std::deque<Event> events;
    int64_t visible = kNever;
    bool committed = false;
  };

  bool Visible(int64_t now) const { return !memory_.empty() && memory_.front().visible <= now; }

  std::deque<Event> Drive(const Request& request) {
    Put(dut_->push_i, request.push ? 1 : 0);
    Put(dut_->ev_ready_i, request.ready ? 1 : 0);
    const bool framed = Config::kFramed != 0;
    Put(dut_->commit_i, framed ? request.commit : draw_.Bits(1));
    Put(dut_->rewind_i, framed ? request.rewind : draw_.Bits(1));
    Put(dut_->open_i, framed ? request.open : draw_.Bits(1));
    uint64_t valid = draw_.Percent(30) ? Mask(Config::kCand) : draw_.Bits(Config::kCand);
    if (valid == 0) valid = uint64_t{1} << draw_.Between(0, Config::kCand - 1);
    Put(dut_->push_valid_i, valid);
    draw_.Fill(dut_->push_values_i, Config::kCand * Config::kValueW);
    draw_.Fill(dut_->push_group_i, Config::kGroupW);
    draw_.Fill(dut_->push_tag_i, Config::kTagW);
    std::deque<Event> events;
    for (int c = 0; c < Config::kCand; ++c) {
      if (((valid >> c) & 1) == 0) continue;
      events.push_back({GetSigned(dut_->push_values_i, c, Config::kValueW), c,
                        static_cast<int>(dut_->push_group_i), static_cast<int>(dut_->push_tag_i)});
    }
    return events;
  }

  void CheckOutputs() {
    SCOPED_TRACE("cycle " + std::to_string(dut_.cycle()));
    EXPECT_EQ(dut_->ev_valid_o, head_.empty() ? 0 : 1);
    EXPECT_EQ(dut_->used_o, memory_.size());
    EXPECT_EQ(dut_->unseen_o, head_.empty() && Visible(dut_.cycle()) ? 1 : 0);
    if (head_.empty()) return;
    EXPECT_EQ(GetSigned(dut_->ev_value_o, 0, Config::kValueW), head_.front().value);
    EXPECT_EQ(dut_->ev_cand_o, head_.front().cand);
    EXPECT_EQ(dut_->ev_group_o, head_.front().group);
    EXPECT_EQ(dut_->ev_tag_o, head_.front().tag);
  }

  void Follow(const Request& request, const std::deque<Event>& word, int64_t now) {
    const bool framed = Config::kFramed != 0;
    if (framed && request.open) {
      for (Word& w : memory_) {
        if (w.committed && w.visible == kNever) w.visible = now + 1;
      }
      frame_waits_ = false;
    }
    if (request.push) memory_.push_back({word, framed ? kNever : now + 1, false});
    if (framed && request.rewind) {
      std::erase_if(memory_, [](const Word& w) { return !w.committed; });
    }
    if (framed && request.commit) {
      for (Word& w : memory_) w.committed = true;
      frame_waits_ = true;
    }
  }

  Dut<Config> dut_;
  Draw draw_;
  std::deque<Word> memory_;
  std::deque<Event> head_;
  bool frame_waits_ = false;
  int64_t popped_ = 0;
};

template <typename Config>
class GwEventQueue : public testing::Test {};
TYPED_TEST_SUITE(GwEventQueue, GwEventQueueModels, SetNames);

TYPED_TEST(GwEventQueue, NothingIsLostDuplicatedOrReordered) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    QueueBench<TypeParam> bench(seed);
    Draw& draw = bench.draw();
    int push = 50;
    int ready = 50;
    for (int n = 0; n < 6000; ++n) {
      if (n % 100 == 0) {
        push = static_cast<int>(draw.Between(0, 2)) * 45 + 10;
        ready = static_cast<int>(draw.Between(0, 2)) * 50;
      }
      Request request;
      request.push = bench.room() && draw.Percent(push);
      request.ready = draw.Percent(ready);
      request.rewind = draw.Percent(5);
      request.commit = !request.rewind && !bench.frame_waits() && draw.Percent(20);
      request.open = bench.frame_waits() && draw.Percent(30);
      bench.Step(request);
      ASSERT_FALSE(testing::Test::HasFailure());
    }
    EXPECT_GT(bench.popped(), 300);
  }
}

TYPED_TEST(GwEventQueue, EventShowsTwoCyclesAfterThePush) {
  QueueBench<TypeParam> bench(1);
  bench.Step({.push = true, .commit = true});
  if (TypeParam::kFramed != 0) {
    for (int n = 0; n < 5; ++n) bench.Step({});
    EXPECT_FALSE(bench.shows_event()) << "not opened yet";
    bench.Step({.open = true});
  }
  const int64_t asked = bench.cycle() - 1;
  bench.Step({});  // visible in this cycle: unseen_o
  EXPECT_TRUE(bench.shows_event());
  EXPECT_EQ(bench.cycle(), asked + 2);
  bench.Step({});  // checks that the output agrees
}

TYPED_TEST(GwEventQueue, FullQueueEmptiesWithoutGaps) {
  QueueBench<TypeParam> bench(2);
  while (bench.room()) bench.Step({.push = true});
  bench.Step({.commit = true});
  bench.Step({.open = true});
  bench.Step({});
  // Unframed queues have moved a word to the output by now and take one more.
  if (bench.room() && TypeParam::kFramed == 0) bench.Step({.push = true});
  bench.Step({});
  while (!bench.empty()) {
    ASSERT_TRUE(bench.shows_event());
    const int64_t before = bench.popped();
    bench.Step({.ready = true});
    ASSERT_FALSE(testing::Test::HasFailure());
    ASSERT_EQ(bench.popped(), before + 1);
  }
}

template <typename Config>
class GwFramedEventQueue : public testing::Test {};
using FramedModels =
    testing::Types<GwEventQueueSmallestFrame, GwEventQueueThreeFrame, GwEventQueueFourFrame>;
TYPED_TEST_SUITE(GwFramedEventQueue, FramedModels, SetNames);

TYPED_TEST(GwFramedEventQueue, RewindForgetsTheWordsOfAInvalidFrameOnly) {
  QueueBench<TypeParam> bench(3);
  bench.Step({.push = true, .commit = true});
  if (bench.room()) bench.Step({.push = true});
  if (bench.room()) {
    bench.Step({.push = true, .rewind = true});
  } else {
    bench.Step({.rewind = true});
  }
  bench.Step({.open = true});
  for (int n = 0; n < 20; ++n) {
    bench.Step({.ready = true});
    ASSERT_FALSE(testing::Test::HasFailure());
  }
  EXPECT_TRUE(bench.empty());
  EXPECT_LE(bench.popped(), TypeParam::kCand);
  // An empty frame passes as well as any other.
  bench.Step({.commit = true});
  bench.Step({.open = true});
  bench.Step({.push = true, .commit = true});
  bench.Step({.open = true});
  for (int n = 0; n < 20; ++n) {
    bench.Step({.ready = true});
    ASSERT_FALSE(testing::Test::HasFailure());
  }
  EXPECT_TRUE(bench.empty());
}

TYPED_TEST(GwEventQueue, ResetEmptiesTheQueue) {
  QueueBench<TypeParam> first(4);
  first.Step({.push = true, .commit = true});
  first.Step({.open = true});
  first.Step({});
  EXPECT_TRUE(first.shows_event());
  // A bench starts with a reset of registers that hold random values.
  for (uint64_t seed = 10; seed < 30; ++seed) {
    QueueBench<TypeParam> bench(seed);
    for (int n = 0; n < 5; ++n) {
      bench.Step({.ready = true});
      ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace gatewright
