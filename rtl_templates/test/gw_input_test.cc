// SPDX-License-Identifier: Apache-2.0
// gw_input: which elements of good and invalid frames are events, and what mode a frame gets,
// against docs/numerics.md 4; gw_axis_in_test has the frames.

#include <deque>
#include <vector>

#include "generator/base/bits.h"
#include "gw_input_models.h"
#include "rtl_templates/test/dut.h"
#include "verif/model/events.h"

namespace gatewright {
namespace {

struct Seen {
  int good = 0, bad = 0, skipped = 0, delta = 0, full = 0;
};

template <typename Config>
class InputBench {
 public:
  static constexpr int kBeats = (Config::kInputs + Config::kElemsIn - 1) / Config::kElemsIn;

  explicit InputBench(uint64_t seed) : dut_(seed), draw_(seed) {
    Put(dut_->s_axis_tvalid_i, 0);
    Put(dut_->room_i, 1);
    Put(dut_->frame_take_i, 0);
    dut_.Reset();
    const auto inputs = static_cast<size_t>(Config::kInputs);
    reference_.assign(inputs, 0);
    frame_.assign(inputs, 0);
    deltas_.assign(inputs, 0);
  }

  /// Sends one frame of `beats` beats and waits until it is decided on.
  void Frame(int beats, bool start) {
    DrawThresholds();
    pending_start_ = pending_start_ || start;
    for (int b = 0; b < beats; ++b) {
      SendBeat(b, b == beats - 1, b == 0 && start);
      ASSERT_FALSE(testing::Test::HasFailure());
    }
    const bool good = beats == kBeats;
    End(good);
    if (!good) {
      ++seen_.bad;
      return;
    }
    ++seen_.good;
    pending_start_ = false;
  }
  const Seen& seen() const { return seen_; }
  Draw& draw() { return draw_; }

 private:
  static constexpr bool kModes = Config::kEvents == 2;

  void DrawThresholds() {
    if (Config::kRuntime == 0 && seen_.good + seen_.bad > 0) return;  // they never change
    theta_ = draw_.Percent(30) ? 0 : std::abs(draw_.Scaled(Config::kStateW - 1));
    const int64_t most = (int64_t{1} << Config::kScoreW) - 1;
    limits_ = {draw_.Percent(20) ? 0 : Score(), draw_.Percent(20) ? most : Score()};
  }
  /// Any limit of a score; one bit stands for it where there are no scores.
  int64_t Score() {
    return Config::kScoreW == 1 ? draw_.Between(0, 1) : std::abs(draw_.Scaled(Config::kScoreW - 1));
  }

  /// Before the first beat the thresholds of the frame, afterwards any: they are not looked at.
  void PutThresholds(bool first) {
    if (!first && Config::kRuntime != 0) {
      draw_.Fill(dut_->thresholds_i, 2 * (Config::kScoreW + Config::kThetaW));
      return;
    }
    SetBits(dut_->thresholds_i, 0, Config::kStateW, Wire(theta_, Config::kStateW));
    const int limits = 2 * Config::kThetaW;
    SetBits(dut_->thresholds_i, limits, Config::kScoreW, static_cast<uint64_t>(limits_.delta));
    SetBits(dut_->thresholds_i, limits + Config::kScoreW, Config::kScoreW,
            static_cast<uint64_t>(limits_.skip));
  }

  void SendBeat(int beat, bool last, bool start) {
    std::vector<int64_t> elements;
    for (int e = 0; e < Config::kElemsIn; ++e) {
      const auto column = static_cast<size_t>(beat * Config::kElemsIn + e);
      const bool inside = column < reference_.size();
      int64_t v = draw_.Percent(30) ? 0 : draw_.Signed(Config::kStateW);
      if (inside && draw_.Percent(50)) {
        v = Saturate(reference_[column] + draw_.Between(-1, 1) * theta_, Config::kStateW);
      }
      elements.push_back(v);
      SetElement(dut_->s_axis_tdata_i, e, Config::kElemW, v);
    }
    PutThresholds(beat == 0);
    Put(dut_->s_axis_tvalid_i, 1);
    Put(dut_->s_axis_tlast_i, last ? 1 : 0);
    Put(dut_->s_axis_tuser_i, beat == 0 ? start : draw_.Bits(1));
    for (int n = 0;; ++n) {
      ASSERT_LT(n, 30) << "beat never accepted";
      dut_.Settle();
      Put(dut_->frame_take_i, dut_->frame_valid_o);
      dut_.Settle();
      const bool ready = dut_->s_axis_tready_o != 0;
      dut_.Edge();
      if (ready) break;
    }
    Put(dut_->s_axis_tvalid_i, 0);
    PutThresholds(false);
    dut_.Settle();
    CheckBeat(beat, elements);
  }

  /// The cycle after acceptance: the beat with its events.
  void CheckBeat(int beat, const std::vector<int64_t>& elements) {
    if (beat >= kBeats) {
      ASSERT_EQ(dut_->beat_valid_o, 0);
      return;
    }
    ASSERT_EQ(dut_->beat_valid_o, 1);
    ASSERT_EQ(dut_->beat_index_o, beat);
    for (int e = 0; e < Config::kElemsIn; ++e) {
      const auto column = static_cast<size_t>(beat * Config::kElemsIn + e);
      const auto v = static_cast<int32_t>(elements[static_cast<size_t>(e)]);
      const bool inside = column < reference_.size();
      const bool fresh = Config::kEvents == 0 || pending_start_;
      const int32_t reference = fresh || !inside ? 0 : static_cast<int32_t>(reference_[column]);
      const int32_t d =
          inside ? EncodeEvent(v, reference, fresh ? 0 : static_cast<int>(theta_)) : 0;
      ASSERT_EQ(GetBits(dut_->valid_o, e, 1), d != 0 ? 1 : 0) << "element " << column;
      if (d != 0) {
        ASSERT_EQ(GetSigned(dut_->values_o, e, Config::kValueW), d);
      }
      const bool full = kModes && inside && v != 0;
      ASSERT_EQ(GetBits(dut_->full_valid_o, e, 1), full ? 1 : 0) << "element " << column;
      if (full) {
        ASSERT_EQ(GetSigned(dut_->full_values_o, e, Config::kValueW), v);
      }
      if (!inside) continue;
      frame_[column] = static_cast<int16_t>(v);
      deltas_[column] = static_cast<int16_t>(reference + d);
    }
  }

  /// Commit and forget of both sets, in the cycle in which they are promised.
  void End(bool good) {
    StepMode mode = pending_start_ ? StepMode::kFull : StepMode::kDelta;
    if (kModes && !pending_start_) {
      mode =
          ModeOf(ScoreOf(frame_.data(), reference_), limits_, deltas_since_full_, Config::kRefresh);
    }
    const int decided = good && kModes ? 4 : 0;  // cycles after the beat's
    for (int n = 0; n <= decided; ++n) {
      const bool now = n == decided;
      const bool delta = mode == StepMode::kDelta || !kModes;
      const bool full = kModes && mode == StepMode::kFull;
      ASSERT_EQ(dut_->commit_o, good && now && delta ? 1 : 0) << n;
      ASSERT_EQ(dut_->commit_full_o, good && now && full ? 1 : 0) << n;
      ASSERT_EQ(dut_->forget_o, (good ? now && !delta : n == 0) ? 1 : 0) << n;
      if (kModes) {
        ASSERT_EQ(dut_->forget_full_o, (good ? now && !full : n == 0) ? 1 : 0) << n;
      }
      Put(dut_->frame_take_i, 0);
      dut_.Edge();
      dut_.Settle();
    }
    ASSERT_EQ(dut_->frame_valid_o, good ? 1 : 0);
    if (!good) return;
    deltas_since_full_ = CountDeltas(deltas_since_full_, mode);
    ASSERT_EQ(dut_->frame_start_o, pending_start_ ? 1 : 0);
    ASSERT_EQ(dut_->frame_full_o, (kModes ? mode == StepMode::kFull : pending_start_) ? 1 : 0);
    ASSERT_EQ(dut_->frame_skip_o, mode == StepMode::kSkip ? 1 : 0);
    if (mode == StepMode::kFull) reference_ = pending_start_ && !kModes ? deltas_ : frame_;
    if (mode == StepMode::kDelta) reference_ = deltas_;
    seen_.full += mode == StepMode::kFull ? 1 : 0;
    seen_.delta += mode == StepMode::kDelta ? 1 : 0;
    seen_.skipped += mode == StepMode::kSkip ? 1 : 0;
  }

  Dut<Config> dut_;
  Draw draw_;
  int64_t theta_ = 0;
  ScoreLimits limits_;
  bool pending_start_ = true;  // after reset
  int deltas_since_full_ = 0;
  std::vector<int16_t> reference_, frame_, deltas_;
  Seen seen_;
};

template <typename Config>
class GwInput : public testing::Test {};
TYPED_TEST_SUITE(GwInput, GwInputModels, SetNames);

TYPED_TEST(GwInput, EventsAndModesFollowTheDefinitionAndInvalidFramesLeaveNoTrace) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    InputBench<TypeParam> bench(seed);
    for (int n = 0; n < 600; ++n) {
      const bool bad = bench.draw().Percent(20);
      int beats = InputBench<TypeParam>::kBeats;
      if (bad)
        beats = static_cast<int>(bench.draw().Between(1, 2 * InputBench<TypeParam>::kBeats + 1));
      ASSERT_NO_FATAL_FAILURE(bench.Frame(beats, bench.draw().Percent(10))) << "frame " << n;
    }
    EXPECT_GT(bench.seen().good, 300);
    EXPECT_GT(bench.seen().bad, 30);
    if (TypeParam::kEvents != 2 || TypeParam::kRuntime == 0) continue;
    EXPECT_GT(bench.seen().full, 30);
    EXPECT_GT(bench.seen().delta, 30);
    EXPECT_GT(bench.seen().skipped, 15);
  }
}

}  // namespace
}  // namespace gatewright
