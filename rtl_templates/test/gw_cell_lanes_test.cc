// SPDX-License-Identifier: Apache-2.0
// gw_cell_lanes: reads of a phase become result words; sums over arrays, row table, cell state.

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "generator/base/bits.h"
#include "gw_cell_lanes_models.h"
#include "rtl_templates/test/cell_math.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

/// Saturations by place.
struct Cuts {
  int64_t a = 0, q = 0, state = 0;
  bool operator==(const Cuts&) const = default;
};

struct Result {
  int group = 0;
  bool last = false;
  std::vector<int64_t> values;
};

/// Plays phases as the sequencer and the arrays would, and checks every output in every cycle.
template <typename Config>
class CellLanesBench {
 public:
  explicit CellLanesBench(uint64_t seed)
      : draw_(seed),
        rows_(MemoryFolder::Blank(
            Config::kRowFile, Config::kPes * (Config::kAccW + Config::kRowShiftW), Config::kSlots)),
        cells_(Config::kRecurrentGroups, std::vector<int64_t>(Config::kLanes, 0)) {
    math_.WriteTables();
    for (int slot = 0; slot < Config::kSlots; ++slot) {
      for (int at = 0; at < rows_.width; at += 32) {
        rows_.Set(slot, at, std::min(32, rows_.width - at), draw_.Bits(32));
      }
    }
    MemoryFolder::Write(rows_);
    dut_ = std::make_unique<Dut<Config>>(seed);
    Put(dut()->op_valid_i, 0);
    Put(dut()->phase_start_i, 0);
    Put(dut()->phase_layer_i, 0);
    Put(dut()->phase_first_i, 0);
    dut_->Reset();
  }

  /// One phase from its start to its last result.
  void RunPhase(int layer, bool first) {
    Put(dut()->phase_start_i, 1);
    Step();
    Put(dut()->phase_start_i, 0);
    Put(dut()->phase_layer_i, layer);
    Put(dut()->phase_first_i, first ? 1 : 0);
    Step();
    const auto k = static_cast<size_t>(layer);
    for (int group = 0; group <= Config::kLastGroup[k]; ++group) IssueGroup(layer, first, group);
    Idle();
    for (int n = 0; !results_.empty() && n < 20; ++n) Step();
    EXPECT_TRUE(results_.empty());
    Step();  // counts of the last results
    EXPECT_TRUE(counted_ == expected_)
        << "a " << counted_.a << " of " << expected_.a << ", q " << counted_.q << " of "
        << expected_.q << ", state " << counted_.state << " of " << expected_.state;
  }
  const Cuts& counted() const { return counted_; }

  /// Arms every slot: no result comes of it.
  void Arm() {
    for (int slot = 0; slot < Config::kSlots; ++slot) {
      Put(dut()->op_valid_i, 1);
      Put(dut()->op_arm_all_i, 1);
      Put(dut()->op_slot_i, slot);
      draw_.Fill(dut()->op_gate_i, 2);
      armings_[dut_->cycle() + 1 + kStages] = slot;
      Step();
    }
    Idle();
    for (int n = 0; n < 15; ++n) Step();
  }
  bool dense(int layer) const { return Config::kHead != 0 && layer == Config::kLayers - 1; }
  Draw& draw() { return draw_; }

 private:
  using Sums = std::vector<int64_t>;  // [array * Lanes + lane]
  static constexpr int kStages = [] {
    if constexpr (requires { Config::kStages; }) return Config::kStages;
    return 1;
  }();
  static constexpr int kReadToSum = 2 + kStages;
  static constexpr int kMoreArrays = Config::kArrays > 1 ? 1 : 0;
  /// Cycles that lines make a recurrent result later.
  static constexpr int kLookups = CellMath<Config>::kLookup == 0 ? 0 : Config::kCell == 1 ? 3 : 4;

  Dut<Config>& dut() { return *dut_; }

  void Idle() {
    Put(dut()->op_valid_i, 0);
    draw_.Fill(dut()->op_arm_all_i, 1);
    Put(dut()->op_slot_i, draw_.Between(0, Config::kSlots - 1));
    draw_.Fill(dut()->op_gate_i, 2);
  }

  int RowShift(int slot, int pe) const {
    if constexpr (Config::kRowShiftW == 0) return 0;
    return static_cast<int>(rows_.Get(slot, Config::kPes * Config::kAccW + pe * Config::kRowShiftW,
                                      Config::kRowShiftW));
  }

  /// What a lane gets of one read.
  struct Operand {
    int64_t a = 0;  ///< pre-activation
    int64_t sum = 0;
    int shift = 0;
    bool cut = false;  ///< the pre-activation saturates
  };

  /// Issues one read; returns the operands of its lanes.
  std::vector<Operand> Read(int layer, int gate, int sel) {
    const int slot = static_cast<int>(draw_.Between(0, Config::kSlots - 1));
    Put(dut()->op_valid_i, 1);
    Put(dut()->op_arm_all_i, 0);
    Put(dut()->op_slot_i, slot);
    Put(dut()->op_sel_i, sel);
    Put(dut()->op_gate_i, gate);
    armings_[dut_->cycle() + 1 + kStages] = slot;
    Sums& sums = parts_[dut_->cycle() + kReadToSum];
    std::vector<Operand> operands;
    for (int lane = 0; lane < Config::kLanes; ++lane) {
      const int shift = Config::kFraction[static_cast<size_t>(layer)] +
                        RowShift(slot, sel * Config::kLanes + lane);
      const int64_t sum = DrawParts(&sums, shift);
      operands.push_back(
          {math_.Preactivation(sum, shift), sum, shift, math_.CutsPreactivation(sum, shift)});
    }
    Step();
    return operands;
  }

  /// One partial sum an array; their sum, modulo 2^AccW, is worth a test.
  int64_t DrawParts(Sums* sums, int shift) {
    const int64_t total = DrawSum<Config>(draw_, shift);
    int64_t rest = total;
    for (int m = 1; m < Config::kArrays; ++m) {
      const int64_t part = draw_.Signed(Config::kAccW);
      sums->push_back(part);
      rest = WrapSigned(rest - part, Config::kAccW);
    }
    sums->push_back(rest);
    return total;
  }

  void IssueGroup(int layer, bool first, int group) {
    const auto k = static_cast<size_t>(layer);
    const int sel = group % (Config::kPes / Config::kLanes);
    Result result{group, group == Config::kLastGroup[k], {}};
    if (dense(layer)) {
      const auto operands = Read(layer, 0, sel);
      for (size_t lane = 0; lane < operands.size(); ++lane) {
        result.values.push_back(math_.Dense(operands[lane].a));
      }
      expected_.a += CutUnits(layer, group, operands);
      results_[dut_->cycle() - 1 + 5 + kStages + kMoreArrays + CellMath<Config>::kDenseLookup] =
          result;
      return;
    }
    auto& kept = cells_[static_cast<size_t>(Config::kFirstGroup[k] + group)];
    if (Config::kCell == 1) {
      const auto r = Read(layer, 1, sel);
      const auto ch = Read(layer, 3, sel);
      const auto cx = Read(layer, 0, sel);
      const auto u = Read(layer, 2, sel);
      expected_.a += CutUnits(layer, group, r) + CutUnits(layer, group, u);
      expected_.q += CutUnits(layer, group, ch);
      for (size_t lane = 0; lane < kept.size(); ++lane) {
        bool cut = false;
        kept[lane] = math_.Gru(r[lane].a, u[lane].a, ch[lane].a, cx[lane].sum, cx[lane].shift,
                               first ? 0 : kept[lane], &cut);
        if (cut && IsReal(layer, group, lane)) ++expected_.state;
        result.values.push_back(kept[lane]);
      }
    } else {
      const auto f = Read(layer, 1, sel);
      const auto i = Read(layer, 0, sel);
      const auto g = Read(layer, 2, sel);
      const auto o = Read(layer, 3, sel);
      for (const auto& gate : {f, i, g, o}) expected_.a += CutUnits(layer, group, gate);
      for (size_t lane = 0; lane < kept.size(); ++lane) {
        const auto unit =
            math_.Lstm(i[lane].a, f[lane].a, g[lane].a, o[lane].a, first ? 0 : kept[lane]);
        kept[lane] = unit.c;
        if (unit.c_cut && IsReal(layer, group, lane)) ++expected_.state;
        result.values.push_back(unit.h);
      }
    }
    results_[dut_->cycle() - 1 + 8 + kStages + kMoreArrays + kLookups] = result;
  }

  /// Whether a lane has a unit of the layer in this group, not one that pads it.
  static bool IsReal(int layer, int group, size_t lane) {
    return group * Config::kLanes + static_cast<int>(lane) <
           Config::kUnits[static_cast<size_t>(layer)];
  }
  static int64_t CutUnits(int layer, int group, const std::vector<Operand>& operands) {
    int64_t cut = 0;
    for (size_t lane = 0; lane < operands.size(); ++lane) {
      cut += operands[lane].cut && IsReal(layer, group, lane) ? 1 : 0;
    }
    return cut;
  }

  void DrivePart() {
    draw_.Fill(dut()->parts_i, Config::kArrays * Config::kLanes * Config::kAccW);
    const auto sums = parts_.find(dut_->cycle());
    if (sums == parts_.end()) return;
    for (int lane = 0; lane < Config::kLanes; ++lane) {
      for (int m = 0; m < Config::kArrays; ++m) {
        SetElement(dut()->parts_i, m * Config::kLanes + lane, Config::kAccW,
                   sums->second[static_cast<size_t>(lane * Config::kArrays + m)]);
      }
    }
    parts_.erase(sums);
  }

  void Step() {
    const int64_t now = dut_->cycle();
    SCOPED_TRACE("cycle " + std::to_string(now));
    DrivePart();
    dut_->Settle();
    const auto arming = armings_.find(now);
    if (arming != armings_.end()) {
      for (int pe = 0; pe < Config::kPes; ++pe) {
        EXPECT_EQ(GetBits(dut()->arm_values_o, pe * Config::kAccW, Config::kAccW),
                  rows_.Get(arming->second, pe * Config::kAccW, Config::kAccW));
      }
      armings_.erase(arming);
    }
    const auto result = results_.find(now);
    EXPECT_EQ(dut()->result_valid_o, result != results_.end() ? 1 : 0);
    EXPECT_EQ(dut()->result_last_o, result != results_.end() && result->second.last ? 1 : 0);
    if (result != results_.end()) {
      EXPECT_EQ(dut()->result_group_o, result->second.group);
      for (int lane = 0; lane < Config::kLanes; ++lane) {
        EXPECT_EQ(GetSigned(dut()->result_values_o, lane, Config::kStateW),
                  result->second.values[static_cast<size_t>(lane)])
            << "lane " << lane;
      }
      results_.erase(result);
    }
    const auto count = [this](int place) {  // 0 = state; q of GRU; a
      return static_cast<int64_t>(
          GetBits(dut()->saturations_o, place * Config::kCountW, Config::kCountW));
    };
    counted_.a += count(Config::kCell + 1);
    if (Config::kCell == 1) counted_.q += count(1);
    counted_.state += count(0);
    dut_->Edge();
  }

  MemoryFolder folder_;
  Draw draw_;
  CellMath<Config> math_;
  MemoryImage rows_;
  std::vector<std::vector<int64_t>> cells_;  // [word][lane]: c of LSTM, h of GRU
  std::unique_ptr<Dut<Config>> dut_;
  std::map<int64_t, int> armings_;     // cycle -> slot whose biases are due
  std::map<int64_t, Sums> parts_;      // cycle -> [lane * Arrays + array]
  std::map<int64_t, Result> results_;  // cycle -> result due
  Cuts counted_, expected_;            // since reset
};

template <typename Config>
class GwCellLanes : public testing::Test {};
TYPED_TEST_SUITE(GwCellLanes, GwCellLanesModels, SetNames);

TYPED_TEST(GwCellLanes, PhasesGiveResultsAsTheFormulasAndInTheirCycles) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    CellLanesBench<TypeParam> bench(seed);
    for (int step = 0; step < 60; ++step) {
      const bool first = step == 0 || bench.draw().Percent(15);
      for (int layer = 0; layer < TypeParam::kLayers; ++layer) {
        bench.RunPhase(layer, first);
        ASSERT_FALSE(testing::Test::HasFailure()) << "step " << step << " layer " << layer;
      }
    }
    EXPECT_GT(bench.counted().a, 10) << "the test must see saturations";
  }
}

TYPED_TEST(GwCellLanes, ArmingShowsEveryBiasAndGivesNoResult) {
  CellLanesBench<TypeParam> bench(4);
  bench.Arm();
  bench.RunPhase(0, true);
  bench.Arm();
  bench.RunPhase(0, false);
}

}  // namespace
}  // namespace gatewright
