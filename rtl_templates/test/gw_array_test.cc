// gw_array: events in, weighted columns accumulated, sums read and re-armed in the same stream.

#include <map>
#include <vector>

#include "gw_array_models.h"
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

  explicit ArrayBench(uint64_t seed)
      : draw_(seed),
        weights_(MemoryFolder::Blank(Config::kWeightFile, Config::kPes * Config::kWeightW,
                                     Config::kWeightWords)),
        sums_(Config::kPes, std::vector<int64_t>(Config::kSlots, 0)) {
    for (int word = 0; word < Config::kWeightWords; ++word) {
      for (int pe = 0; pe < Config::kPes; ++pe) {
        weights_.Set(word, pe * Config::kWeightW, Config::kWeightW,
                     Wire(draw_.Signed(Config::kWeightW), Config::kWeightW));
      }
    }
    MemoryFolder::Write(weights_);
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
    for (int n = 0; n < 3; ++n) Step();
  }

  /// Pushes the words of one input frame, good or not, with random gaps.
  void PushFrame(bool good) {
    const int words = static_cast<int>(draw_.Between(1, Config::kXDepth - 2));
    frame_has_events_ = false;
    for (int w = 0; w < words; ++w) {
      while (draw_.Percent(20)) Step();
      for (int n = 0; dut()->x_used_o >= Config::kXDepth - 1; ++n) {
        ASSERT_LT(n, 5000) << "input queue full for ever";
        Step();
      }
      const bool end = w == words - 1;
      const auto valid = DrawWord(Config::kXCand, Config::kXBase[0], 0, dut()->x_values_i,
                                  Config::kXGroupW, dut()->x_group_i);
      Put(dut()->x_valid_i, valid);
      Put(dut()->x_push_i, valid != 0 ? 1 : 0);
      frame_has_events_ = frame_has_events_ || valid != 0;
      Put(dut()->x_commit_i, end && good ? 1 : 0);
      Put(dut()->x_rewind_i, end && !good ? 1 : 0);
      if (good) {
        Count(Config::kXCand, Config::kXBase[0], 0, valid, dut()->x_values_i,
              static_cast<int>(dut()->x_group_i));
      }
      Step();
    }
  }
  void OpenFrame() {
    Put(dut()->x_open_i, 1);
    Step();
  }

  /// Waits until nothing is left for the layer.
  void WaitForLayer(int layer) {
    Put(dut()->layer_i, layer);
    dut_->Settle();
    for (int n = 0; dut()->pending_o != 0; ++n) {
      ASSERT_LT(n, 5000) << "pending for ever";
      Step();
      dut_->Settle();
    }
  }

  /// Reads and re-arms all sums of a layer, in any order.
  void ReadLayer(int layer) {
    const auto k = static_cast<size_t>(layer);
    std::vector<std::pair<int, int>> reads;
    for (int w = 0; w <= Config::kLastWord[k]; ++w) {
      for (int sel = 0; sel < kSels; ++sel) reads.emplace_back(Config::kSlotBase[k] + w, sel);
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
    for (int n = 0; n < 3; ++n) Step();  // results take longer than that to become events
  }

  /// Pushes the events of a layer's new outputs with random gaps between the words. Returns whether
  /// the last word, pushed in the cycle before, had any.
  bool PushOutputs(int layer, int words, bool recurrent, bool next) {
    bool any = false;
    for (int w = 0; w < words; ++w) {
      while (w > 0 && draw_.Percent(50)) Step();
      const auto k = static_cast<size_t>(layer);
      uint64_t valid = DrawWord(Config::kHCand, Config::kHBase[k], layer, dut()->h_values_i,
                                Config::kHGroupW, dut()->h_group_i);
      if (next) {
        valid &= DrawInside(Config::kHCand, Config::kXBase[k + 1], layer + 1,
                            static_cast<int>(dut()->h_group_i));
      }
      Put(dut()->h_valid_i, valid);
      Put(dut()->h_layer_i, layer);
      Put(dut()->r_push_i, recurrent && valid != 0 ? 1 : 0);
      Put(dut()->n_push_i, next && valid != 0 ? 1 : 0);
      const int group = static_cast<int>(dut()->h_group_i);
      if (recurrent) {
        Count(Config::kHCand, Config::kHBase[k], layer, valid, dut()->h_values_i, group);
      }
      if (next) {
        Count(Config::kHCand, Config::kXBase[k + 1], layer + 1, valid, dut()->h_values_i, group);
      }
      any = valid != 0 && (recurrent || next);
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
    Put(dut()->x_rewind_i, 0);
    Put(dut()->x_open_i, 0);
    Put(dut()->n_push_i, 0);
    Put(dut()->r_push_i, 0);
    Put(dut()->op_valid_i, 0);
    draw_.Fill(dut()->x_valid_i, Config::kXCand);
    draw_.Fill(dut()->h_valid_i, Config::kHCand);
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
    armings_[dut_->cycle() + 2] = {arm_all, slot, sel};
    Step();
  }

  /// Two cycles after its issue an operation reads, and arms with the values of that cycle.
  void Finish(const Op& op) {
    const auto slot = static_cast<size_t>(op.slot);
    part_.clear();
    for (int lane = 0; lane < Config::kLanes; ++lane) {
      part_.push_back(sums_[static_cast<size_t>(op.sel * Config::kLanes + lane)][slot]);
    }
    part_known_ = !op.arm_all;
    for (int pe = 0; pe < Config::kPes; ++pe) {
      if (!op.arm_all && pe / Config::kLanes != op.sel) continue;
      sums_[static_cast<size_t>(pe)][slot] =
          Config::kArmsBias != 0 ? GetSigned(dut()->arm_values_i, pe, Config::kAccW) : 0;
    }
  }

  static int Words(int layer) { return Config::kLastWord[static_cast<size_t>(layer)] + 1; }

  /// Candidates of a group whose columns lie inside the weight memory.
  uint64_t DrawInside(int cands, int base, int layer, int group) const {
    uint64_t inside = 0;
    for (int c = 0; c < cands; ++c) {
      const int end = base + (group * cands + c + 1) * Words(layer);
      if (end <= Config::kWeightWords) inside |= uint64_t{1} << c;
    }
    return inside;
  }

  /// Random candidates of a random group with at least its first column inside the memory.
  template <typename Values, typename Group>
  uint64_t DrawWord(int cands, int base, int layer, Values& values, int group_bits, Group& group) {
    const int groups = (Config::kWeightWords - base) / Words(layer) / cands;
    Put(group, draw_.Between(0, std::min(groups, 1 << group_bits) - 1));
    for (int c = 0; c < cands; ++c) {
      SetElement(values, c, Config::kValueW, draw_.Signed(Config::kValueW));
    }
    return draw_.Bits(cands) & DrawInside(cands, base, layer, static_cast<int>(group));
  }

  /// Adds the columns of a word's valid candidates to the sums.
  template <typename Values>
  void Count(int cands, int base, int layer, uint64_t valid, const Values& values, int group) {
    for (int c = 0; c < cands; ++c) {
      if (((valid >> c) & 1) == 0) continue;
      const int64_t value = GetSigned(values, c, Config::kValueW);
      for (int w = 0; w < Words(layer); ++w) {
        const int address = base + (group * cands + c) * Words(layer) + w;
        const auto slot = static_cast<size_t>(Config::kSlotBase[static_cast<size_t>(layer)] + w);
        for (int pe = 0; pe < Config::kPes; ++pe) {
          const int64_t weight = WrapSigned(
              static_cast<int64_t>(weights_.Get(address, pe * Config::kWeightW, Config::kWeightW)),
              Config::kWeightW);
          int64_t& sum = sums_[static_cast<size_t>(pe)][slot];
          sum = WrapSigned(sum + weight * value, Config::kAccW);
        }
      }
    }
  }

  MemoryFolder folder_;
  Draw draw_;
  MemoryImage weights_;
  std::vector<std::vector<int64_t>> sums_;  // [pe][slot]
  std::unique_ptr<Dut<Config>> dut_;
  std::map<int64_t, Op> armings_;  // cycle -> operation that reads and writes then
  std::vector<int64_t> part_;      // of the last read, [lane]
  bool part_known_ = false;
  bool frame_has_events_ = false;
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
    const int words = std::min((TypeParam::kRDepth - 1) / this->kLayers, TypeParam::kNDepth - 1);
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
