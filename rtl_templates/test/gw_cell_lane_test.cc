// SPDX-License-Identifier: Apache-2.0
// gw_cell_lane with gw_lstm_unit: gate sums of a unit to its new c and h, bit for bit and in the
// promised cycles.

#include <map>
#include <set>
#include <vector>

#include "gw_cell_lane_models.h"
#include "rtl_templates/test/lane_bench.h"

namespace gatewright {
namespace {

/// A unit's sums arrive in the order f, i, g, o.
struct LstmUnit {
  int64_t first = 0;  // cycle T of gate f
  std::array<LaneSum, 4> gates;
  int64_t c = 0;
};

template <typename Config>
class CellLaneBench : public LaneBench<Config> {
 public:
  /// Runs LSTM units, each from its cycle `first` on, and checks c_o and h_o in every cycle in
  /// which they are promised.
  void RunLstm(const std::vector<LstmUnit>& units) {
    std::map<int64_t, int64_t> c_from;  // cycle -> value shown from then on
    std::map<int64_t, int64_t> h_from;
    for (const LstmUnit& unit : units) {
      const auto a = [&](size_t n) {
        return this->math().Preactivation(unit.gates[n].value, unit.gates[n].shift);
      };
      const auto result = this->math().Lstm(a(1), a(0), a(2), a(3), unit.c);
      const int64_t f = unit.first + 2 + kX;  // F of the header
      c_from[f + 4] = result.c;
      h_from[f + 7 + kX] = result.h;
    }
    const int64_t end = units.back().first + 20;
    for (int64_t cycle = 0; cycle < end; ++cycle) {
      this->Idle();
      for (const LstmUnit& unit : units) DriveLstm(unit, cycle - unit.first);
      this->dut().Settle();
      const auto c = c_from.upper_bound(cycle);
      if (c != c_from.begin()) {
        ASSERT_EQ(GetSigned(this->dut()->kept_o, 0, Config::kCellW), std::prev(c)->second) << cycle;
      }
      const auto h = h_from.upper_bound(cycle);
      if (h != h_from.begin()) {
        ASSERT_EQ(GetSigned(this->dut()->h_o, 0, Config::kStateW), std::prev(h)->second) << cycle;
      }
      this->dut().Edge();
    }
  }

 private:
  void IdleCell() override {
    this->draw().Fill(this->dut()->kept_i, Config::kCellW);
    Put(this->dut()->gate_i, 0);
    Put(this->dut()->cell_lookup_i, 0);
  }

  static constexpr int kX = CellMath<Config>::kLookup;

  /// What a unit needs `at` cycles after T of its gate f; F = 2 + X.
  void DriveLstm(const LstmUnit& unit, int64_t at) {
    if (at >= 0 && at <= 3) this->Present(unit.gates[static_cast<size_t>(at)]);
    if (at == 1 || at == 2 || at == 4) Put(this->dut()->lookup_sigmoid_i, 1);
    if (at == 3) Put(this->dut()->lookup_tanh_i, 1);
    const int64_t gate = at - kX;  // counted from T when a gate's value is there
    if (gate == 2) {
      Put(this->dut()->gate_i, 1 << 1);
      Put(this->dut()->kept_i, Wire(unit.c, Config::kCellW));
    }
    if (gate == 3) Put(this->dut()->gate_i, 1 << 0);
    if (gate == 4) Put(this->dut()->gate_i, 1 << 2);
    if (gate == 5) Put(this->dut()->gate_i, 1 << 3);
    if (gate == 6) Put(this->dut()->cell_lookup_i, 1);
    if (gate == 7 + kX) Put(this->dut()->out_mul_i, 1);
    if (gate == 8 + kX) Put(this->dut()->h_load_i, 1);
  }
};

template <typename Config>
class GwCellLane : public testing::Test {
 protected:
  /// Units at random distances: every four cycles, or far enough apart not to meet.
  static std::vector<LstmUnit> DrawUnits(CellLaneBench<Config>& bench, int count, int packed) {
    std::vector<LstmUnit> units;
    int64_t first = 0;
    for (int n = 0; n < count; ++n) {
      LstmUnit unit;
      unit.first = first;
      for (LaneSum& gate : unit.gates) gate = bench.DrawOne();
      unit.c = bench.draw().Percent(50) ? bench.draw().Signed(Config::kCellW)
                                        : bench.draw().Scaled(Config::kCellW);
      units.push_back(unit);
      first += bench.draw().Percent(packed) ? 4 : bench.draw().Between(10, 15);
    }
    return units;
  }
};
TYPED_TEST_SUITE(GwCellLane, GwCellLaneModels, SetNames);

TYPED_TEST(GwCellLane, LstmUnitsEqualTheFormulasEveryFourCycles) {
  SCOPED_TRACE("seed 9");
  CellLaneBench<TypeParam> bench;
  for (int n = 0; n < 200; ++n) {
    ASSERT_NO_FATAL_FAILURE(bench.RunLstm(this->DrawUnits(bench, 30, 100)));
  }
}

TYPED_TEST(GwCellLane, LstmUnitsEqualTheFormulasAtAnyDistance) {
  SCOPED_TRACE("seed 9");
  CellLaneBench<TypeParam> bench;
  for (int n = 0; n < 40; ++n) {
    ASSERT_NO_FATAL_FAILURE(bench.RunLstm(this->DrawUnits(bench, 20, 50)));
  }
}

TYPED_TEST(GwCellLane, LstmUnitsEqualTheFormulasAtEveryExtreme) {
  CellLaneBench<TypeParam> bench;
  const int64_t acc = (int64_t{1} << (TypeParam::kAccW - 1)) - 1;
  const int64_t cell = (int64_t{1} << (TypeParam::kCellW - 1)) - 1;
  std::vector<LstmUnit> units;
  for (int mask = 0; mask < 64; ++mask) {
    LstmUnit unit;
    unit.first = 4 * mask;
    for (size_t g = 0; g < 4; ++g) unit.gates[g] = {((mask >> g) & 1) != 0 ? acc : -acc - 1, 0};
    unit.c = std::array<int64_t, 4>{cell, -cell - 1, 0, -1}[static_cast<size_t>(mask / 16)];
    units.push_back(unit);
  }
  bench.RunLstm(units);
}

template <typename Config>
class GwCellLaneHead : public testing::Test {};
using HeadModels = testing::Types<GwCellLaneDefault, GwCellLaneFineCell, GwCellLaneCoarse,
                                  GwCellLaneFineState, GwCellLaneSigmoid, GwCellLaneTanh,
                                  GwCellLaneLines, GwCellLaneLinesFineCell, GwCellLaneLinesTanh>;
TYPED_TEST_SUITE(GwCellLaneHead, HeadModels, SetNames);

TYPED_TEST(GwCellLaneHead, DenseUnitsEqualTheFormulasEveryCycle) {
  SCOPED_TRACE("seed 9");
  CellLaneBench<TypeParam> bench;
  std::vector<LaneSum> units;
  // Every pre-activation there is (also a complete test of the tables), then any sum.
  const int width = std::min(TypeParam::kStateW, TypeParam::kAccW);
  for (int64_t a = -(int64_t{1} << (width - 1)); a < int64_t{1} << (width - 1); ++a) {
    units.push_back({a, 0});
  }
  for (int n = 0; n < 5000; ++n) units.push_back(bench.DrawOne());
  bench.RunDense(units);
}

TEST(GwCellLaneSets, CoverEveryHeadAndBothAlignments) {
  std::set<int> heads;
  bool fine = false;
  bool coarse = false;
  const auto visit = [&](auto config) {
    using Config = decltype(config);
    heads.insert(Config::kHead);
    fine = fine || Config::kCellF > Config::kGateF;
    coarse = coarse || Config::kCellF < Config::kGateF;
  };
  const auto visit_all = [&]<typename... Configs>(testing::Types<Configs...> /*list*/) {
    (visit(Configs{}), ...);
  };
  visit_all(GwCellLaneModels{});
  EXPECT_EQ(heads, (std::set<int>{0, 1, 2, 3, 4}));
  EXPECT_TRUE(fine);
  EXPECT_TRUE(coarse);
}

}  // namespace
}  // namespace gatewright
