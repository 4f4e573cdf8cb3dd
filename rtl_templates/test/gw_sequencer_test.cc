// SPDX-License-Identifier: Apache-2.0
// gw_sequencer: when phases start, what they read, when frames are let in, when slots are armed.

#include <deque>
#include <optional>
#include <set>
#include <vector>

#include "gw_sequencer_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

struct Op {
  bool arm_all = false;
  int slot = 0;
  int sel = 0;
  int gate = 0;
  bool operator==(const Op&) const = default;
};

/// What the sequencer sees in one cycle.
struct Surroundings {
  bool frame = false, frame_start = false, frame_full = false, frame_skip = false, pending = false,
       quiet = true, room = true;
  bool new_events = true;  // in the result of this cycle
};

/// The rules of the header as a model, and the results of a phase (cell_done_i) some cycles after
/// its last read.
template <typename Config>
class SequencerBench {
 public:
  static constexpr int kSels = Config::kPes / Config::kLanes;

  explicit SequencerBench(uint64_t seed) : dut_(seed), draw_(seed) {
    Put(dut_->frame_valid_i, 0);
    Put(dut_->pending_i, 0);
    Put(dut_->quiet_i, 1);
    Put(dut_->cell_done_i, 0);
    Put(dut_->new_events_i, 1);
    Put(dut_->out_room_i, 1);
    dut_.Reset();
  }

  struct Seen {
    bool take = false, start = false, repeat = false;
    std::optional<Op> op;
  };

  /// One cycle; checks every output against the rules.
  Seen Step(const Surroundings& around) {
    const bool done = results_in_ == 1;
    Drive(around, done);
    const bool idle = ops_.empty() && !busy_;
    const bool done_now = done && !around.new_events && Config::kLayers > 1;
    const bool free = ops_.empty() && (!busy_ || done_now);
    const bool last = layer_ == Config::kLayers - 1;
    Seen seen;
    seen.start = free && !around.pending && (layer_ != 0 || let_in_) && (!last || around.room);
    const bool full = around.frame_full || around.frame_start;
    const bool between = idle && !let_in_ && layer_ == 0;
    seen.repeat = around.frame && around.frame_skip && between && around.room;
    seen.take = seen.repeat || (around.frame && !around.frame_skip && !let_in_ &&
                                (!full || armed_) && (Config::kFramesWait == 0 || between));
    seen.op = issued_;
    const bool arm = around.frame && full && !armed_ && between && around.quiet;
    Check(seen);
    dut_.Edge();
    issued_.reset();
    if (!ops_.empty()) Issue();
    if (results_in_ > 0 && --results_in_ == 0) busy_ = false;
    if (seen.start) Start();
    if (arm) {
      for (int slot = 0; slot < Config::kSlots; ++slot) ops_.push_back({true, slot, 0, 0});
    }
    if (seen.take && !seen.repeat) {
      let_in_ = true;
      let_in_first_ = around.frame_start;
      let_in_full_ = full;
      armed_ = false;
    }
    return seen;
  }
  Draw& draw() { return draw_; }
  int layer() const { return layer_; }
  static std::vector<Op> Reads(int layer) {
    const auto k = static_cast<size_t>(layer);
    const bool dense = Config::kHead != 0 && layer == Config::kLayers - 1;
    const std::vector<int> gates = dense                ? std::vector<int>{0}
                                   : Config::kCell == 1 ? std::vector<int>{1, 3, 0, 2}
                                                        : std::vector<int>{1, 0, 2, 3};
    std::vector<Op> reads;
    for (int group = 0; group <= Config::kLastGroup[k]; ++group) {
      for (const int gate : gates) {
        const int slot = Config::kFirstSlot[k] + gate * Config::kSumSlots[k] + group / kSels;
        reads.push_back({false, slot, group % kSels, gate});
      }
    }
    return reads;
  }

 private:
  void Drive(const Surroundings& around, bool done) {
    Put(dut_->frame_valid_i, around.frame ? 1 : 0);
    Put(dut_->frame_start_i, around.frame ? around.frame_start : draw_.Bits(1));
    Put(dut_->frame_full_i, around.frame ? around.frame_full || around.frame_start : draw_.Bits(1));
    Put(dut_->frame_skip_i, around.frame ? around.frame_skip : draw_.Bits(1));
    Put(dut_->pending_i, around.pending ? 1 : 0);
    Put(dut_->quiet_i, around.quiet ? 1 : 0);
    Put(dut_->new_events_i, around.new_events ? 1 : 0);
    Put(dut_->out_room_i, around.room ? 1 : 0);
    Put(dut_->cell_done_i, done ? 1 : 0);
    dut_.Settle();
  }

  void Check(const Seen& seen) {
    SCOPED_TRACE("cycle " + std::to_string(dut_.cycle()));
    EXPECT_EQ(dut_->phase_start_o, seen.start ? 1 : 0);
    EXPECT_EQ(dut_->step_start_o, seen.start && layer_ == 0 ? 1 : 0);
    EXPECT_EQ(dut_->frame_take_o, seen.take ? 1 : 0);
    EXPECT_EQ(dut_->repeat_o, seen.repeat ? 1 : 0);
    EXPECT_EQ(dut_->hold_o, ops_.empty() ? 0 : 1);
    EXPECT_EQ(dut_->layer_o, layer_);
    EXPECT_EQ(dut_->op_valid_o, seen.op ? 1 : 0);
    if (seen.op) {
      EXPECT_EQ(dut_->op_arm_all_o, seen.op->arm_all ? 1 : 0);
      EXPECT_EQ(dut_->op_slot_o, seen.op->slot);
      if (!seen.op->arm_all) {
        EXPECT_EQ(dut_->op_sel_o, seen.op->sel);
        EXPECT_EQ(dut_->op_gate_o, seen.op->gate);
      }
    }
    if (!busy_) return;
    EXPECT_EQ(dut_->phase_layer_o, phase_layer_);
    EXPECT_EQ(dut_->phase_first_o, phase_first_ ? 1 : 0);
    EXPECT_EQ(dut_->phase_full_o, phase_full_ ? 1 : 0);
  }

  void Issue() {
    issued_ = ops_.front();
    ops_.pop_front();
    if (!ops_.empty()) return;
    if (issued_->arm_all) {
      armed_ = true;
    } else {
      layer_ = layer_ + 1 == Config::kLayers ? 0 : layer_ + 1;
      results_in_ = static_cast<int>(draw_.Between(6, 14));
    }
  }

  void Start() {
    for (const Op& op : Reads(layer_)) ops_.push_back(op);
    busy_ = true;
    phase_layer_ = layer_;
    if (layer_ != 0) return;
    phase_first_ = let_in_first_;
    phase_full_ = let_in_full_;
    let_in_ = false;
  }

  Dut<Config> dut_;
  Draw draw_;
  std::deque<Op> ops_;  // still to issue; hold_o runs one cycle ahead
  std::optional<Op> issued_;
  int layer_ = 0;  // of the next phase, or of the one that reads
  int phase_layer_ = 0;
  bool phase_first_ = false, phase_full_ = false;
  bool let_in_ = false, let_in_first_ = false, let_in_full_ = false, armed_ = false, busy_ = false;
  int results_in_ = 0;  // cycles until cell_done_i
};

template <typename Config>
class GwSequencer : public testing::Test {};
TYPED_TEST_SUITE(GwSequencer, GwSequencerModels, SetNames);

TYPED_TEST(GwSequencer, FollowsItsRulesWhateverHappensAround) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    SequencerBench<TypeParam> bench(seed);
    Draw& draw = bench.draw();
    Surroundings around;
    int phases = 0;
    int frames = 0;
    int repeats = 0;
    int pending = 50;
    for (int n = 0; n < 8000; ++n) {
      if (n % 250 == 0) pending = static_cast<int>(draw.Between(0, 3)) * 30;
      if (!around.frame && draw.Percent(20)) {
        around.frame = true;
        around.frame_start = frames == 0 || draw.Percent(30);
        // Only where frames wait does a step that starts no sequence need arming, or is skipped.
        const bool modes = TypeParam::kFramesWait != 0 && !around.frame_start;
        around.frame_full = modes && draw.Percent(30);
        around.frame_skip = modes && !around.frame_full && draw.Percent(40);
      }
      around.pending = draw.Percent(pending);
      around.quiet = draw.Percent(100 - pending);
      around.room = draw.Percent(70);
      around.new_events = draw.Percent(50);
      const auto seen = bench.Step(around);
      ASSERT_FALSE(testing::Test::HasFailure());
      if (seen.take) around.frame = false;
      frames += seen.take && !seen.repeat ? 1 : 0;
      repeats += seen.repeat ? 1 : 0;
      phases += seen.start ? 1 : 0;
    }
    EXPECT_GT(frames, 30);
    EXPECT_EQ(repeats > 10, TypeParam::kFramesWait != 0);
    EXPECT_GE(phases, (frames - 2) * TypeParam::kLayers);
  }
}

TYPED_TEST(GwSequencer, StartFrameArmsEverySlotOnceThenReadsFollow) {
  SequencerBench<TypeParam> bench(5);
  // Quiet: arming starts at once; the first operation comes two cycles later.
  Surroundings around{.frame = true, .frame_start = true};
  std::set<int> armed;
  int cycle = 0;
  for (bool taken = false; !taken; ++cycle) {
    ASSERT_LT(cycle, TypeParam::kSlots + 5);
    const auto seen = bench.Step(around);
    if (seen.op) {
      EXPECT_TRUE(armed.insert(seen.op->slot).second) << "slot armed twice";
    }
    taken = seen.take;
  }
  EXPECT_EQ(armed.size(), static_cast<size_t>(TypeParam::kSlots));
  EXPECT_EQ(cycle, TypeParam::kSlots + 2) << "let in while the last slot is armed";
  around.frame = false;
  EXPECT_TRUE(bench.Step(around).start);
  EXPECT_FALSE(bench.Step(around).op.has_value());
  for (const Op& read : bench.Reads(0)) {
    const auto seen = bench.Step(around);
    ASSERT_TRUE(seen.op.has_value());
    EXPECT_EQ(*seen.op, read);
  }
  EXPECT_FALSE(bench.Step(around).op.has_value());
}

TYPED_TEST(GwSequencer, NextFrameIsLetInOnceLayerZeroIsBeingRead) {
  SequencerBench<TypeParam> bench(6);
  Surroundings around{.frame = true, .frame_start = false};
  EXPECT_TRUE(bench.Step(around).take);
  around.pending = true;
  for (int n = 0; n < 5; ++n) EXPECT_FALSE(bench.Step(around).take);
  around.pending = false;
  const auto start = bench.Step(around);
  EXPECT_TRUE(start.start);
  EXPECT_FALSE(start.take);
  EXPECT_EQ(bench.Step(around).take, TypeParam::kFramesWait == 0)
      << "or only when the step has ended";
}

TYPED_TEST(GwSequencer, NoPhaseStartsWhileWorkIsPending) {
  SequencerBench<TypeParam> bench(7);
  bench.Step({.frame = true});
  for (int n = 0; n < 50; ++n) EXPECT_FALSE(bench.Step({.pending = true}).start);
  EXPECT_TRUE(bench.Step({}).start);
}

}  // namespace
}  // namespace gatewright
