// SPDX-License-Identifier: Apache-2.0
// gw_array: events in, weighted columns accumulated, sums read and re-armed in the same stream.

#include <functional>
#include <map>
#include <vector>

#include "generator/compress/weight_code.h"
#include "gw_array_models.h"
#include "rtl_templates/test/column_layout.h"
#include "rtl_templates/test/dut.h"
#include "rtl_templates/test/memory_folder.h"

namespace gatewright {
namespace {

/// Plays steps as the engine would: input frame, then layer by layer reads and new events, while
/// recurrent events of other layers are still under way. The model only knows sums.
template <typename Config>
class ArrayBench {
 public:
  static constexpr int kSels = Config::kPes / Config::kLanes;

  static constexpr int kEntryW = Config::kStoredW + Config::kStoredSlotW;
  static constexpr bool kModes = Config::kEvents == 2;
  static constexpr int kXDepth = Config::kFrameWords + 2;
  static constexpr int kXGroupW = WidthOfIndex(Config::kFrameWords);
  static constexpr int kStages = [] {
    if constexpr (requires { Config::kStages; }) return Config::kStages;
    return 1;
  }();

  explicit ArrayBench(uint64_t seed)
      : draw_(seed),
        layout_(&draw_),
        weights_(
            MemoryFolder::Blank(Config::kWeightFile, Config::kPes * kEntryW, Config::kWeightWords)),
        indices_(MemoryFolder::Blank(Config::kIndexFile, Config::kIndexW, Config::kIndexWords)),
        sums_(Config::kPes, std::vector<int64_t>(Config::kSlots, 0)) {
    // Stored slots and block indices stay below the slots of the smallest layer: any column may use
    // any word.
    const int slots = FewestSlots();
    for (int word = 0; word < Config::kWeightWords; ++word) {
      for (int pe = 0; pe < Config::kPes; ++pe) {
        weights_.Set(word, pe * kEntryW, Config::kStoredW, code_.Encode(DrawWeight()));
        if (Config::kStoredSlotW == 0) continue;
        weights_.Set(word, pe * kEntryW + Config::kStoredW, Config::kStoredSlotW,
                     static_cast<uint64_t>(draw_.Between(0, slots - 1)));
      }
    }
    const int places = std::max(1, slots / std::max(1, Config::kBlockWords));
    for (int entry = 0; entry < Config::kIndexWords; ++entry) {
      indices_.Set(entry, 0, Config::kIndexW, static_cast<uint64_t>(draw_.Between(0, places - 1)));
    }
    MemoryFolder::Write(weights_);
    MemoryFolder::Write(indices_);
    dut_ = std::make_unique<Dut<Config>>(seed);
    Idle();
    Put(dut()->hold_i, 0);
    Put(dut()->layer_i, 0);
    dut_->Reset();
  }

  /// Arms every slot of every PE, one a cycle.
  void ArmAll() {
    Put(dut()->hold_i, 1);
    Step();
    for (int slot = 0; slot < Config::kSlots; ++slot) {
      Put(dut()->hold_i, slot + 1 < Config::kSlots ? 1 : 0);
      Issue(true, slot, 0);
    }
    for (int n = 0; n < 2 + kStages; ++n) Step();
  }

  /// Pushes the words of one input frame, good or not, with random gaps. With modes a good one is
  /// for a full step or for a delta step, by chance.
  void PushFrame(bool good) {
    full_ = kModes && draw_.Percent(50);
    const int words = static_cast<int>(draw_.Between(1, kXDepth - 2));
    frame_has_events_ = false;
    for (int w = 0; w < words; ++w) {
      while (draw_.Percent(20)) Step();
      for (int n = 0; dut()->x_used_o >= kXDepth - 1; ++n) {
        ASSERT_LT(n, 5000) << "input queue full forever";
        Step();
      }
      const bool end = w == words - 1;
      const auto valid =
          DrawWord(Config::kXCand, true, 0, dut()->x_values_i, kXGroupW, dut()->x_group_i);
      const int group = static_cast<int>(dut()->x_group_i);
      const auto full_valid =
          draw_.Bits(Config::kXCand) & DrawInside(Config::kXCand, true, 0, group);
      FillValues(Config::kXCand, dut()->x_full_values_i);
      Put(dut()->x_valid_i, valid);
      Put(dut()->x_full_valid_i, full_valid);
      Put(dut()->x_push_i, 1);
      frame_has_events_ = frame_has_events_ || (full_ ? full_valid : valid) != 0;
      Put(dut()->x_commit_i, end && good && !full_ ? 1 : 0);
      Put(dut()->x_commit_full_i, end && good && full_ ? 1 : 0);
      Put(dut()->x_forget_i, end && (!good || full_) ? 1 : 0);
      Put(dut()->x_forget_full_i, end && (!good || !full_) ? 1 : 0);
      if (good && !full_) Count(Config::kXCand, true, 0, valid, dut()->x_values_i, group);
      if (good && full_) Count(Config::kXCand, true, 0, full_valid, dut()->x_full_values_i, group);
      Step();
    }
  }
  /// Lets the frame in; with modes its mode decides on the recurrent events that wait.
  void OpenFrame() {
    Put(dut()->x_open_i, 1);
    if (kModes) {
      Put(dut()->r_commit_i, full_ ? 0 : 1);
      Put(dut()->r_commit_full_i, full_ ? 1 : 0);
      Put(dut()->r_forget_i, full_ ? 1 : 0);
      Put(dut()->r_forget_full_i, full_ ? 0 : 1);
      for (const auto& count : full_ ? waiting_full_ : waiting_) count();
      waiting_.clear();
      waiting_full_.clear();
    }
    Step();
  }
  /// The recurrent events that wait for a mode are not wanted.
  void ForgetRecurrent() {
    Put(dut()->r_forget_i, 1);
    Put(dut()->r_forget_full_i, 1);
    waiting_.clear();
    waiting_full_.clear();
    Step();
  }

  /// Waits until nothing is left for the layer.
  void WaitForLayer(int layer) {
    Put(dut()->layer_i, layer);
    dut_->Settle();
    for (int n = 0; dut()->pending_o != 0; ++n) {
      ASSERT_LT(n, 5000) << "pending forever";
      Step();
      dut_->Settle();
    }
  }

  /// Reads and re-arms all sums of a layer, in any order.
  void ReadLayer(int layer) {
    const int base = Config::kXSlot[static_cast<size_t>(layer)];
    std::vector<std::pair<int, int>> reads;
    for (int slot = 0; slot < SlotsOf(layer); ++slot) {
      for (int sel = 0; sel < kSels; ++sel) reads.emplace_back(base + slot, sel);
    }
    for (size_t n = reads.size() - 1; n > 0; --n) {
      std::swap(reads[n], reads[draw_.Bits(32) % (n + 1)]);
    }
    // Reads one a cycle, or with words of other layers between them.
    bool held = false;
    for (const auto& [slot, sel] : reads) {
      if (!held || draw_.Percent(30)) {
        while (draw_.Percent(30)) Step();
        Put(dut()->hold_i, 1);
        Step();
      }
      held = &slot != &reads.back().first && draw_.Percent(70);
      Put(dut()->hold_i, held ? 1 : 0);
      Issue(false, slot, sel);
    }
    Put(dut()->hold_i, 0);
    for (int n = 0; n < 2 + kStages; ++n) Step();  // results take longer than that to become events
  }

  /// Pushes the events of a layer's new outputs with random gaps between the words. Returns whether
  /// the last word, pushed in the cycle before, had any.
  bool PushOutputs(int layer, int words, bool recurrent, bool next) {
    bool any = false;
    for (int w = 0; w < words; ++w) {
      while (w > 0 && draw_.Percent(50)) Step();
      const uint64_t valid = DrawWord(Config::kHCand, false, layer, dut()->r_values_i,
                                      Config::kGroupW, dut()->h_group_i);
      const int group = static_cast<int>(dut()->h_group_i);
      FillValues(Config::kHCand, dut()->n_values_i);
      FillValues(Config::kHCand, dut()->r_full_values_i);
      const uint64_t to_next =
          next ? draw_.Bits(Config::kHCand) & DrawInside(Config::kHCand, true, layer + 1, group)
               : 0;
      const uint64_t full =
          draw_.Bits(Config::kHCand) & DrawInside(Config::kHCand, false, layer, group);
      Put(dut()->r_valid_i, valid);
      Put(dut()->r_full_valid_i, full);
      Put(dut()->n_valid_i, to_next);
      Put(dut()->h_layer_i, layer);
      Put(dut()->r_push_i, recurrent ? 1 : 0);
      Put(dut()->n_push_i, next ? 1 : 0);
      if (recurrent && !kModes) {
        Count(Config::kHCand, false, layer, valid, dut()->r_values_i, group);
      } else if (recurrent) {
        waiting_.push_back([this, layer, valid, group, values = dut()->r_values_i] {
          Count(Config::kHCand, false, layer, valid, values, group);
        });
        waiting_full_.push_back([this, layer, full, group, values = dut()->r_full_values_i] {
          Count(Config::kHCand, false, layer, full, values, group);
        });
      }
      if (next) Count(Config::kHCand, true, layer + 1, to_next, dut()->n_values_i, group);
      any = (valid != 0 && recurrent && !kModes) || (to_next != 0 && next);
      Step();
    }
    return any;
  }

  void WaitQuiet() {
    dut_->Settle();
    for (int n = 0; dut()->quiet_o == 0; ++n) {
      ASSERT_LT(n, 5000) << "never quiet";
      Step();
      dut_->Settle();
    }
  }
  bool quiet() {
    dut_->Settle();
    return dut()->quiet_o != 0;
  }
  bool pending() {
    dut_->Settle();
    return dut()->pending_o != 0;
  }
  /// The layer that pending_o is asked about.
  void SetLayer(int layer) { Put(dut()->layer_i, layer); }
  bool frame_has_events() const { return frame_has_events_; }

  /// One cycle without anything new.
  void Step() {
    const int64_t now = dut_->cycle();
    SCOPED_TRACE("cycle " + std::to_string(now));
    draw_.Fill(dut()->arm_values_i, Config::kPes * Config::kAccW);
    dut_->Settle();
    if (part_known_) {
      for (size_t lane = 0; lane < part_.size(); ++lane) {
        EXPECT_EQ(GetSigned(dut()->part_o, static_cast<int>(lane), Config::kAccW), part_[lane])
            << "lane " << lane;
      }
    }
    const auto arming = armings_.find(now);
    if (arming != armings_.end()) {
      Finish(arming->second);
      armings_.erase(arming);
    }
    dut_->Edge();
    Idle();
  }
  Draw& draw() { return draw_; }

 private:
  struct Op {
    bool arm_all = false;
    int slot = 0;
    int sel = 0;
  };

  Dut<Config>& dut() { return *dut_; }

  /// Everything but hold_i and layer_i back to rest, with any data.
  void Idle() {
    Put(dut()->x_push_i, 0);
    Put(dut()->x_commit_i, 0);
    Put(dut()->x_commit_full_i, 0);
    Put(dut()->x_forget_i, 0);
    Put(dut()->x_forget_full_i, 0);
    Put(dut()->r_commit_i, 0);
    Put(dut()->r_commit_full_i, 0);
    Put(dut()->r_forget_i, 0);
    Put(dut()->r_forget_full_i, 0);
    Put(dut()->x_open_i, 0);
    Put(dut()->n_push_i, 0);
    Put(dut()->r_push_i, 0);
    Put(dut()->op_valid_i, 0);
    draw_.Fill(dut()->x_valid_i, Config::kXCand);
    draw_.Fill(dut()->x_full_valid_i, Config::kXCand);
    draw_.Fill(dut()->r_valid_i, Config::kHCand);
    draw_.Fill(dut()->r_full_valid_i, Config::kHCand);
    draw_.Fill(dut()->n_valid_i, Config::kHCand);
    draw_.Fill(dut()->op_arm_all_i, 1);
    Put(dut()->op_slot_i, draw_.Between(0, Config::kSlots - 1));
    Put(dut()->op_sel_i, draw_.Between(0, kSels - 1));
  }

  /// The operation of this cycle; hold_i was up in the cycle before.
  void Issue(bool arm_all, int slot, int sel) {
    Put(dut()->op_valid_i, 1);
    Put(dut()->op_arm_all_i, arm_all ? 1 : 0);
    Put(dut()->op_slot_i, slot);
    Put(dut()->op_sel_i, sel);
    armings_[dut_->cycle() + 1 + kStages] = {arm_all, slot, sel};
    Step();
  }

  /// 1 + Stages cycles after its issue an operation reads, and arms with the values of that cycle.
  void Finish(const Op& op) {
    const auto slot = static_cast<size_t>(op.slot);
    part_.clear();
    for (int lane = 0; lane < Config::kLanes; ++lane) {
      part_.push_back(sums_[static_cast<size_t>(op.sel * Config::kLanes + lane)][slot]);
    }
    part_known_ = !op.arm_all;
    if (!op.arm_all && Config::kEvents != 0) return;  // sums that last are armed all at once
    for (int pe = 0; pe < Config::kPes; ++pe) {
      if (!op.arm_all && pe / Config::kLanes != op.sel) continue;
      sums_[static_cast<size_t>(pe)][slot] =
          Config::kArmsBias != 0 ? GetSigned(dut()->arm_values_i, pe, Config::kAccW) : 0;
    }
  }

  static NumericFormats Formats() {
    NumericFormats formats;
    formats.weight_bits = Config::kStoredW;
    if (Config::kMultiplierKind == 2) {
      formats.weight_kind = WeightKind::kBitSparse;
      formats.weight_bits = Config::kWeightW;
      formats.weight_digits = Config::kDigits;
    }
    return formats;
  }
  int16_t DrawWeight() {
    const std::vector<int16_t>& values = code_.values();
    if (values.empty()) return static_cast<int16_t>(draw_.Signed(Config::kStoredW));
    return values[draw_.Bits(32) % values.size()];
  }

  static int SlotsOf(int layer) {
    const auto k = static_cast<size_t>(layer);
    return (layer + 1 < Config::kLayers ? Config::kXSlot[k + 1] : Config::kSlots) -
           Config::kXSlot[k];
  }
  static int FewestSlots() {
    int slots = Config::kSlots;
    for (int layer = 0; layer < Config::kLayers; ++layer) slots = std::min(slots, SlotsOf(layer));
    return slots;
  }

  /// Candidates of a group whose columns lie inside the memories.
  uint64_t DrawInside(int cands, bool x, int layer, int group) const {
    uint64_t inside = 0;
    for (int c = 0; c < cands; ++c) {
      if (layout_.Inside(layer, x, group * cands + c, Config::kWeightWords, Config::kIndexWords)) {
        inside |= uint64_t{1} << c;
      }
    }
    return inside;
  }

  /// Random candidates of a random group with at least its first column inside the memory.
  template <typename Values, typename Group>
  uint64_t DrawWord(int cands, bool x, int layer, Values& values, int group_bits, Group& group) {
    uint64_t inside = 0;
    while ((inside & 1) == 0) {
      Put(group, draw_.Between(0, (1 << group_bits) - 1));
      inside = DrawInside(cands, x, layer, static_cast<int>(group));
    }
    FillValues(cands, values);
    return draw_.Bits(cands) & inside;
  }
  template <typename Values>
  void FillValues(int cands, Values& values) {
    for (int c = 0; c < cands; ++c) {
      SetElement(values, c, Config::kValueW, draw_.Signed(Config::kValueW));
    }
  }

  /// Slot that PE `pe` adds word `w` of a column to.
  int Slot(int layer, bool x, int column, int w, int address, int pe) const {
    int slot = layout_.FetchSlot(layer, x, w);
    if (Config::kStoredSlotW > 0) {
      slot += static_cast<int>(weights_.Get(address, pe * kEntryW + Config::kStoredW,
                                            std::max(1, Config::kStoredSlotW)));
    }
    if (Config::kPattern == 3) {
      slot += Config::kBlockWords * static_cast<int>(indices_.Get(
                                        layout_.Index(layer, x, column, w), 0, Config::kIndexW));
    }
    return slot;
  }

  /// Adds the columns of a word's valid candidates to the sums.
  template <typename Values>
  void Count(int cands, bool x, int layer, uint64_t valid, const Values& values, int group) {
    for (int c = 0; c < cands; ++c) {
      if (((valid >> c) & 1) == 0) continue;
      const int64_t value = GetSigned(values, c, Config::kValueW);
      const int column = group * cands + c;
      for (int w = 0; w < layout_.Words(layer, x, column); ++w) {
        const int address = layout_.Address(layer, x, column) + w;
        for (int pe = 0; pe < Config::kPes; ++pe) {
          const int64_t weight =
              code_.Decode(weights_.Get(address, pe * kEntryW, Config::kStoredW));
          int64_t& sum = sums_[static_cast<size_t>(pe)]
                              [static_cast<size_t>(Slot(layer, x, column, w, address, pe))];
          sum = WrapSigned(sum + weight * value, Config::kAccW);
        }
      }
    }
  }

  MemoryFolder folder_;
  Draw draw_;
  const WeightCode code_{Formats()};
  ColumnLayout<Config> layout_;
  MemoryImage weights_;
  MemoryImage indices_;
  std::vector<std::vector<int64_t>> sums_;  // [pe][slot]
  std::unique_ptr<Dut<Config>> dut_;
  std::map<int64_t, Op> armings_;  // cycle -> operation that reads and writes then
  std::vector<int64_t> part_;      // of the last read, [lane]
  bool part_known_ = false;
  bool frame_has_events_ = false;
  bool full_ = false;  // the frame pushed last is for a full step
  // With modes: what the recurrent events that wait will add, in a delta and in a full step.
  std::vector<std::function<void()>> waiting_, waiting_full_;
};

template <typename Config>
class GwArray : public testing::Test {
 protected:
  static constexpr int kLayers = Config::kLayers;
  static bool HasNext(int layer) { return layer + 1 < kLayers; }
};
TYPED_TEST_SUITE(GwArray, GwArrayModels, SetNames);

TYPED_TEST(GwArray, SumsOfEveryStepAreExact) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ArrayBench<TypeParam> bench(seed);
    bench.ArmAll();
    // A queue of Depth words holds Depth - 1; the recurrent one those of all layers.
    const int words =
        std::min((TypeParam::kRecurrentGroups) / this->kLayers, TypeParam::kMaxGroups);
    for (int step = 0; step < 60; ++step) {
      if (bench.draw().Percent(30)) bench.PushFrame(false);
      bench.PushFrame(true);
      bench.OpenFrame();
      for (int layer = 0; layer < this->kLayers; ++layer) {
        ASSERT_NO_FATAL_FAILURE(bench.WaitForLayer(layer));
        bench.ReadLayer(layer);
        bench.PushOutputs(layer, words, true, this->HasNext(layer));
        ASSERT_FALSE(testing::Test::HasFailure()) << "step " << step << " layer " << layer;
      }
    }
  }
}

TYPED_TEST(GwArray, QuietMeansThatNoEventOfTheLanesIsLeft) {
  ArrayBench<TypeParam> bench(4);
  bench.ArmAll();
  for (int n = 0; n < 20; ++n) {
    for (int layer = 0; layer < this->kLayers; ++layer) {
      const bool recurrent = bench.draw().Percent(50);
      const bool was_quiet = bench.quiet();
      const bool any = bench.PushOutputs(layer, 1, recurrent, this->HasNext(layer));
      if (any || was_quiet) {
        EXPECT_EQ(bench.quiet(), !any);
      }
      if (bench.draw().Percent(70)) {
        ASSERT_NO_FATAL_FAILURE(bench.WaitQuiet());
      }
    }
    ASSERT_NO_FATAL_FAILURE(bench.WaitQuiet());
    for (int layer = 0; layer < this->kLayers; ++layer) bench.ReadLayer(layer);
    bench.ForgetRecurrent();
    bench.PushFrame(false);
    ASSERT_FALSE(testing::Test::HasFailure());
  }
}

TYPED_TEST(GwArray, EventsArePendingFromTheCycleAfterTheirPush) {
  ArrayBench<TypeParam> bench(6);
  bench.ArmAll();
  for (int n = 0; n < 20; ++n) {
    for (int layer = 0; layer < this->kLayers; ++layer) {
      const bool any = bench.PushOutputs(layer, 1, true, false);
      bench.SetLayer(layer);
      EXPECT_EQ(bench.pending(), any);
      ASSERT_NO_FATAL_FAILURE(bench.WaitForLayer(layer));
      bench.ReadLayer(layer);
      bench.ForgetRecurrent();
      ASSERT_FALSE(testing::Test::HasFailure());
    }
  }
}

TYPED_TEST(GwArray, UnopenedFrameIsNeitherPendingNorUnquiet) {
  ArrayBench<TypeParam> bench(5);
  bench.ArmAll();
  bench.PushFrame(true);
  for (int n = 0; n < 20; ++n) {
    EXPECT_TRUE(bench.quiet());
    EXPECT_FALSE(bench.pending());
    bench.Step();
  }
  bench.OpenFrame();
  EXPECT_EQ(bench.pending(), bench.frame_has_events());
  ASSERT_NO_FATAL_FAILURE(bench.WaitForLayer(0));
  bench.ReadLayer(0);
}

}  // namespace
}  // namespace gatewright
