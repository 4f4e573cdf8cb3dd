// SPDX-License-Identifier: Apache-2.0
// gw_axis_in: frames checked for their length, beats passed on, at most one valid frame waiting.

#include <algorithm>
#include <deque>
#include <optional>
#include <vector>

#include "gw_axis_in_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

struct Beat {
  bool valid = false, last = false, start = false;
};

/// What beat_*_o must show in the cycle after an acceptance; `good`: the frame ends here.
struct Passed {
  bool valid = false, good = false, rewind = false, start = false;
  int index = 0;
  std::vector<int64_t> elements;
};

template <typename Config>
class AxisInBench {
 public:
  explicit AxisInBench(uint64_t seed) : dut_(seed), draw_(seed) {
    Put(dut_->s_axis_tvalid_i, 0);
    Put(dut_->room_i, 1);
    Put(dut_->frame_take_i, 0);
    dut_.Reset();
  }

  /// One cycle with this beat on the bus; returns whether it was accepted.
  bool Step(const Beat& beat, bool room, bool take) {
    Put(dut_->room_i, room ? 1 : 0);
    Put(dut_->frame_take_i, take && waiting_ ? 1 : 0);
    Put(dut_->s_axis_tlast_i, beat.valid ? beat.last : draw_.Bits(1));
    Put(dut_->s_axis_tuser_i, beat.valid ? beat.start : draw_.Bits(1));
    if (!presented_) draw_.Fill(dut_->s_axis_tdata_i, Config::kElems * Config::kElemW);
    const bool ready = CheckReady(beat.valid, room);
    CheckOutputs();
    const bool accept = beat.valid && ready;
    const bool inside = accept && position_ < Config::kBeats;
    EXPECT_EQ(dut_->accept_o, inside ? 1 : 0);
    EXPECT_EQ(dut_->accept_first_o, accept && position_ == 0 ? 1 : 0);
    if (inside) {
      EXPECT_EQ(dut_->accept_index_o, position_);
    }
    presented_ = beat.valid && !accept;
    const Passed passed = accept ? Accept(beat) : Passed{};
    dut_.Edge();
    if (take) waiting_ = false;
    if (deciding_.back()) waiting_ = true;
    deciding_.pop_back();
    deciding_.push_front(passed.good);
    passed_ = passed;
    return accept;
  }
  bool waiting() const { return waiting_; }
  bool error() const { return error_; }
  int64_t good_frames() const { return good_; }
  int64_t starts() const { return starts_; }
  bool frame_start() const { return frame_start_; }
  Draw& draw() { return draw_; }

 private:
  /// tready: dropped beats always, others when there is room, the last of a frame when none waits.
  bool CheckReady(bool valid, bool room) {
    const bool last_place = position_ == Config::kBeats - 1;
    const bool deciding = std::find(deciding_.begin(), deciding_.end(), true) != deciding_.end();
    const bool held = Config::kDecisionCycles > 0 && position_ == 0 && deciding;
    const bool expected =
        position_ >= Config::kBeats || (room && !(last_place && (waiting_ || deciding)) && !held);
    for (const bool tried : {!valid, valid}) {
      Put(dut_->s_axis_tvalid_i, tried ? 1 : 0);
      dut_.Settle();
      EXPECT_EQ(dut_->s_axis_tready_o, expected ? 1 : 0) << "cycle " << dut_.cycle();
    }
    return expected;
  }

  void CheckOutputs() {
    SCOPED_TRACE("cycle " + std::to_string(dut_.cycle()));
    EXPECT_EQ(dut_->beat_valid_o, passed_.valid ? 1 : 0);
    EXPECT_EQ(dut_->beat_commit_o, deciding_.back() ? 1 : 0);
    if (Config::kDecisionCycles > 1) {
      EXPECT_EQ(dut_->beat_decide_o, deciding_[deciding_.size() - 2] ? 1 : 0);
    }
    EXPECT_EQ(dut_->beat_rewind_o, passed_.rewind ? 1 : 0);
    EXPECT_EQ(dut_->frame_valid_o, waiting_ ? 1 : 0);
    EXPECT_EQ(dut_->error_o, error_ ? 1 : 0);
    if (waiting_) {
      EXPECT_EQ(dut_->frame_start_o, frame_start_ ? 1 : 0);
    }
    if (!passed_.valid) return;
    EXPECT_EQ(dut_->beat_start_o, passed_.start ? 1 : 0);
    EXPECT_EQ(dut_->beat_index_o, passed_.index);
    for (int e = 0; e < Config::kElems; ++e) {
      EXPECT_EQ(GetSigned(dut_->beat_data_o, e, Config::kStateW),
                passed_.elements[static_cast<size_t>(e)]);
    }
  }

  /// The contract of one accepted beat.
  Passed Accept(const Beat& beat) {
    if (position_ == 0 && beat.start) pending_start_ = true;
    if (position_ == 0) arriving_start_ = pending_start_;
    Passed passed;
    passed.start = arriving_start_;
    passed.valid = position_ < Config::kBeats;
    passed.index = position_;
    for (int e = 0; e < Config::kElems; ++e) {
      passed.elements.push_back(
          WrapSigned(GetSigned(dut_->s_axis_tdata_i, e, Config::kElemW), Config::kStateW));
    }
    ++position_;
    if (!beat.last) return passed;
    passed.good = position_ == Config::kBeats;
    passed.rewind = !passed.good;
    position_ = 0;
    if (passed.rewind) {
      error_ = true;
      return passed;
    }
    frame_start_ = pending_start_;
    pending_start_ = false;
    ++good_;
    if (frame_start_) ++starts_;
    return passed;
  }

  Dut<Config> dut_;
  Draw draw_;
  Passed passed_;
  /// Valid frames on their way to be decided on, the oldest last.
  std::deque<bool> deciding_ = std::deque<bool>(std::max(1, Config::kDecisionCycles), false);
  int position_ = 0;
  bool presented_ = false, waiting_ = false, frame_start_ = false, error_ = false;
  bool pending_start_ = true;  // after reset
  bool arriving_start_ = false;
  int64_t good_ = 0, starts_ = 0;
};

template <typename Config>
class GwAxisIn : public testing::Test {
 protected:
  /// Sends a frame of `beats` beats; always room, the frame before is taken when `take`.
  static void Send(AxisInBench<Config>& bench, int beats, bool start, bool take) {
    for (int b = 0; b < beats; ++b) {
      const Beat beat{true, b == beats - 1, b == 0 && start};
      int waited = 0;
      while (!bench.Step(beat, true, take)) ASSERT_LT(++waited, 10) << "beat never accepted";
    }
  }
};
TYPED_TEST_SUITE(GwAxisIn, GwAxisInModels, SetNames);

TYPED_TEST(GwAxisIn, RandomFramesFollowTheContract) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    AxisInBench<TypeParam> bench(seed);
    Draw& draw = bench.draw();
    int left = 0;
    bool first = true;
    Beat beat;
    for (int n = 0; n < 8000; ++n) {
      if (!beat.valid && draw.Percent(70)) {
        if (left == 0) {
          left = draw.Percent(70) ? TypeParam::kBeats
                                  : static_cast<int>(draw.Between(1, 2 * TypeParam::kBeats + 1));
          first = true;
        }
        beat = {true, left == 1, first ? draw.Percent(20) : draw.Percent(50)};
      }
      if (bench.Step(beat, draw.Percent(80), draw.Percent(n < 4000 ? 60 : 10))) {
        --left;
        first = false;
        beat.valid = false;
      }
      ASSERT_FALSE(testing::Test::HasFailure());
    }
    EXPECT_GT(bench.good_frames(), 100);
    EXPECT_GT(bench.starts(), 10);
    EXPECT_LT(bench.starts(), bench.good_frames());
  }
}

TYPED_TEST(GwAxisIn, FirstGoodFrameStartsASequenceWhateverTuserSays) {
  AxisInBench<TypeParam> bench(5);
  this->Send(bench, TypeParam::kBeats + 1, false, true);  // bad: too long
  this->Send(bench, TypeParam::kBeats, false, true);
  EXPECT_TRUE(bench.frame_start());
  this->Send(bench, TypeParam::kBeats, false, true);
  EXPECT_FALSE(bench.frame_start());
}

TYPED_TEST(GwAxisIn, StartOfAInvalidFrameStaysPending) {
  AxisInBench<TypeParam> bench(6);
  this->Send(bench, TypeParam::kBeats, false, true);
  EXPECT_FALSE(bench.error());
  this->Send(bench, TypeParam::kBeats + 2, true, true);
  EXPECT_TRUE(bench.error());
  if (TypeParam::kBeats > 1) this->Send(bench, TypeParam::kBeats - 1, false, true);
  this->Send(bench, TypeParam::kBeats, false, true);
  EXPECT_TRUE(bench.frame_start());
  this->Send(bench, TypeParam::kBeats, false, true);
  EXPECT_FALSE(bench.frame_start());
}

TYPED_TEST(GwAxisIn, LastBeatOfTheNextFrameWaitsForTheFrameBefore) {
  AxisInBench<TypeParam> bench(7);
  this->Send(bench, TypeParam::kBeats, false, false);
  for (int b = 0; b + 1 < TypeParam::kBeats; ++b) {
    int waited = 0;
    while (!bench.Step({true, false, false}, true, false)) ASSERT_LT(++waited, 10);
  }
  for (int n = 0; n < 20; ++n) EXPECT_FALSE(bench.Step({true, true, false}, true, false));
  EXPECT_TRUE(bench.waiting());
  EXPECT_FALSE(bench.Step({true, true, false}, true, true));  // taken in this cycle
  EXPECT_TRUE(bench.Step({true, true, false}, true, false));
  EXPECT_EQ(bench.good_frames(), 2);
}

TYPED_TEST(GwAxisIn, OneBeatACycle) {
  AxisInBench<TypeParam> bench(8);
  for (int n = 0; n < 3 * TypeParam::kBeats; ++n) {
    // Frames that are too long never wait.
    EXPECT_TRUE(bench.Step({true, n + 1 == 3 * TypeParam::kBeats, n == 0}, true, true));
  }
}

}  // namespace
}  // namespace gatewright
