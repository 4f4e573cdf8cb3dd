// SPDX-License-Identifier: Apache-2.0
// gw_axis_out: words of lanes in, beats of elements out, one frame of buffer, nothing ever lost.

#include <deque>
#include <optional>
#include <vector>

#include "gw_axis_out_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

struct Beat {
  std::vector<int64_t> elements;
  bool last = false;
  bool repeated = false;
};

/// The module beside a model of its three places: memory, head word, bus.
template <typename Config>
class AxisOutBench {
 public:
  static constexpr int kWords = (Config::kWords + 1) - 1;

  explicit AxisOutBench(uint64_t seed) : dut_(seed), draw_(seed) {
    Put(dut_->push_i, 0);
    Put(dut_->repeat_i, 0);
    Put(dut_->m_axis_tready_i, 0);
    dut_.Reset();
  }

  /// One cycle. A push is the next word of the current frame; `repeat` sends the last one again.
  void Step(bool push, bool ready, bool repeat = false) {
    Put(dut_->push_i, push ? 1 : 0);
    Put(dut_->repeat_i, repeat ? 1 : 0);
    draw_.Fill(dut_->push_data_i, Config::kLanes * Config::kStateW);
    const std::deque<Beat> word = push ? MakeWord() : std::deque<Beat>{};
    for (const bool tried : {!ready, ready}) {
      Put(dut_->m_axis_tready_i, tried ? 1 : 0);
      dut_.Settle();
      Check();
    }
    dut_.Edge();
    if (bus_ && ready) {
      bus_.reset();
      ++sent_;
    }
    const bool load = !bus_ && !head_.empty();
    if (load) {
      bus_ = head_.front();
      head_.pop_front();
    }
    if (head_.empty() && !memory_.empty()) {
      head_ = memory_.front();
      memory_.pop_front();
    }
    if (push) memory_.push_back(word);
    if (push) Remember(word);
    if (!repeat) return;
    memory_ = last_frame_;
    for (std::deque<Beat>& again : memory_) {
      for (Beat& beat : again) beat.repeated = true;
    }
    ++repeats_;
  }
  bool has_frame() const { return !last_frame_.empty(); }
  int64_t repeats() const { return repeats_; }
  bool room() const { return memory_.empty(); }
  bool mid_frame() const { return word_ != 0; }
  bool empty() const { return memory_.empty() && head_.empty() && !bus_; }
  bool valid() const { return bus_.has_value(); }
  int64_t sent() const { return sent_; }
  int64_t cycle() const { return dut_.cycle(); }
  Draw& draw() { return draw_; }

 private:
  /// The beats of the word on push_data_i: Lanes / Elems of them, fewer at the end of a frame.
  std::deque<Beat> MakeWord() {
    std::deque<Beat> beats;
    for (int sub = 0; sub < Config::kLanes / Config::kElems; ++sub) {
      const int index = word_ * (Config::kLanes / Config::kElems) + sub;
      if (index >= Config::kBeats) break;
      Beat beat;
      for (int e = 0; e < Config::kElems; ++e) {
        const int64_t value =
            GetSigned(dut_->push_data_i, sub * Config::kElems + e, Config::kStateW);
        beat.elements.push_back(value);
      }
      beat.last = index == Config::kBeats - 1;
      beats.push_back(beat);
    }
    word_ = word_ + 1 == kWords ? 0 : word_ + 1;
    return beats;
  }

  void Remember(const std::deque<Beat>& word) {
    frame_.push_back(word);
    if (static_cast<int>(frame_.size()) < kWords) return;
    last_frame_ = frame_;
    frame_.clear();
  }

  void Check() {
    SCOPED_TRACE("cycle " + std::to_string(dut_.cycle()));
    EXPECT_EQ(dut_->room_o, memory_.empty() ? 1 : 0);
    EXPECT_EQ(dut_->m_axis_tvalid_o, bus_ ? 1 : 0);
    if (!bus_) return;
    EXPECT_EQ(dut_->m_axis_tlast_o, bus_->last ? 1 : 0);
    EXPECT_EQ(dut_->m_axis_tuser_o, bus_->repeated ? 1 : 0);
    for (int e = 0; e < Config::kElems; ++e) {
      // The whole element, sign extension included.
      EXPECT_EQ(GetSigned(dut_->m_axis_tdata_o, e, Config::kElemW),
                bus_->elements[static_cast<size_t>(e)]);
    }
  }

  Dut<Config> dut_;
  Draw draw_;
  std::deque<std::deque<Beat>> memory_;
  std::deque<std::deque<Beat>> frame_, last_frame_;  // being pushed, and the last complete one
  std::deque<Beat> head_;
  std::optional<Beat> bus_;
  int word_ = 0;  // of the frame being pushed
  int64_t sent_ = 0, repeats_ = 0;
};

template <typename Config>
class GwAxisOut : public testing::Test {};
TYPED_TEST_SUITE(GwAxisOut, GwAxisOutModels, SetNames);

TYPED_TEST(GwAxisOut, BeatsFollowThePushedWordsUnderAnyBackPressure) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    AxisOutBench<TypeParam> bench(seed);
    Draw& draw = bench.draw();
    int ready = 100;
    int push = 50;
    for (int n = 0; n < 8000; ++n) {
      if (n % 200 == 0) {
        ready = static_cast<int>(draw.Between(0, 3)) * 33 + 1;
        push = static_cast<int>(draw.Between(1, 4)) * 25;
      }
      // A frame starts when there is room for all of it; then its words come whatever happens.
      const bool may_push = bench.mid_frame() || bench.room();
      const bool may_repeat = bench.room() && !bench.mid_frame() && bench.has_frame();
      const bool repeat = TypeParam::kRepeats != 0 && may_repeat && draw.Percent(15);
      bench.Step(may_push && !repeat && draw.Percent(push), draw.Percent(ready), repeat);
      ASSERT_FALSE(testing::Test::HasFailure());
    }
    EXPECT_GT(bench.sent(), 500);
    EXPECT_EQ(bench.repeats() > 30, TypeParam::kRepeats != 0);
  }
}

TYPED_TEST(GwAxisOut, WordIsOnTheBusThreeCyclesAfterItsPush) {
  AxisOutBench<TypeParam> bench(5);
  bench.Step(true, false);
  EXPECT_FALSE(bench.valid());
  bench.Step(false, false);
  EXPECT_FALSE(bench.valid());
  bench.Step(false, false);
  EXPECT_TRUE(bench.valid());
  bench.Step(false, false);  // checks the outputs of cycle 3
  EXPECT_EQ(bench.cycle(), 4);
}

TYPED_TEST(GwAxisOut, BufferedFrameLeavesInOneBeatACycle) {
  AxisOutBench<TypeParam> bench(6);
  for (int word = 0; word < bench.kWords; ++word) bench.Step(true, false);
  for (int n = 0; n < 200; ++n) bench.Step(false, false);  // stands still as long as it takes
  for (int beat = 0; beat < TypeParam::kBeats; ++beat) {
    EXPECT_TRUE(bench.valid());
    bench.Step(false, true);
  }
  EXPECT_TRUE(bench.empty());
  bench.Step(false, true);
  EXPECT_EQ(bench.sent(), TypeParam::kBeats);
}

}  // namespace
}  // namespace gatewright
