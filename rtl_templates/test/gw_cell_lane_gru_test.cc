// SPDX-License-Identifier: Apache-2.0
// gw_cell_lane with gw_gru_unit: sums of a unit to its new h, bit for bit and in the promised
// cycles.

#include <map>
#include <vector>

#include "gw_cell_lane_gru_models.h"
#include "rtl_templates/test/lane_bench.h"

namespace gatewright {
namespace {

/// A unit's sums arrive in the order r, ch, cx, u.
struct GruUnit {
  int64_t first = 0;  // cycle T of sum r
  std::array<LaneSum, 4> sums;
  int64_t h = 0;
};

template <typename Config>
class GruLaneBench : public LaneBench<Config> {
 public:
  /// Runs units, each from its cycle `first` on; h_o in every cycle in which it is promised.
  void RunGru(const std::vector<GruUnit>& units) {
    std::map<int64_t, int64_t> h_from;  // cycle -> value shown from then on
    for (const GruUnit& unit : units) {
      const auto a = [&](size_t n) {
        return this->math().Preactivation(unit.sums[n].value, unit.sums[n].shift);
      };
      h_from[unit.first + 9 + (kX > 0 ? 3 : 0)] =
          this->math().Gru(a(0), a(3), a(1), unit.sums[2].value, unit.sums[2].shift, unit.h);
    }
    const int64_t end = units.back().first + 20;
    for (int64_t cycle = 0; cycle < end; ++cycle) {
      this->Idle();
      for (const GruUnit& unit : units) Drive(unit, cycle - unit.first);
      this->dut().Settle();
      const auto h = h_from.upper_bound(cycle);
      if (h != h_from.begin()) {
        ASSERT_EQ(GetSigned(this->dut()->h_o, 0, Config::kStateW), std::prev(h)->second) << cycle;
      }
      this->dut().Edge();
    }
  }

 private:
  void IdleCell() override {
    this->draw().Fill(this->dut()->kept_i, Config::kStateW);
    Put(this->dut()->gate_i, 0);
    this->draw().Fill(this->dut()->cell_lookup_i, 1);  // of an LSTM
  }

  static constexpr int kX = CellMath<Config>::kLookup;

  /// What a unit needs `at` cycles after T of its sum r; U = 5 + X.
  void Drive(const GruUnit& unit, int64_t at) {
    if (at >= 0 && at <= 3) this->Present(unit.sums[static_cast<size_t>(at)]);
    if (at == 1 || at == 4) Put(this->dut()->lookup_sigmoid_i, 1);
    const int64_t gate = at - kX;  // counted from T when a gate's value is there
    if (gate == 2) Put(this->dut()->gate_i, 1 << 1);
    if (gate == 3) Put(this->dut()->gate_i, 1 << 3);
    if (gate == 4) Put(this->dut()->gate_i, 1 << 0);
    if (gate == 5) {
      Put(this->dut()->gate_i, 1 << 2);
      Put(this->dut()->kept_i, Wire(unit.h, Config::kStateW));
    }
    const int out = kX > 0 ? 8 : 7;
    if (gate == out) Put(this->dut()->out_mul_i, 1);
    if (gate == out + 1) Put(this->dut()->h_load_i, 1);
  }
};

template <typename Config>
class GwCellLaneGru : public testing::Test {
 protected:
  /// Units at random distances: every four cycles, or far enough apart not to meet.
  static std::vector<GruUnit> DrawUnits(GruLaneBench<Config>& bench, int count, int packed) {
    std::vector<GruUnit> units;
    int64_t first = 0;
    for (int n = 0; n < count; ++n) {
      GruUnit unit;
      unit.first = first;
      for (LaneSum& sum : unit.sums) sum = bench.DrawOne();
      unit.h = bench.draw().Percent(50) ? bench.draw().Signed(Config::kStateW)
                                        : bench.draw().Scaled(Config::kStateW);
      units.push_back(unit);
      first += bench.draw().Percent(packed) ? 4 : bench.draw().Between(10, 15);
    }
    return units;
  }
};
TYPED_TEST_SUITE(GwCellLaneGru, GwCellLaneGruModels, SetNames);

TYPED_TEST(GwCellLaneGru, UnitsEqualTheFormulasEveryFourCycles) {
  SCOPED_TRACE("seed 9");
  GruLaneBench<TypeParam> bench;
  for (int n = 0; n < 200; ++n) {
    ASSERT_NO_FATAL_FAILURE(bench.RunGru(this->DrawUnits(bench, 30, 100)));
  }
}

TYPED_TEST(GwCellLaneGru, UnitsEqualTheFormulasAtAnyDistance) {
  SCOPED_TRACE("seed 9");
  GruLaneBench<TypeParam> bench;
  for (int n = 0; n < 40; ++n) {
    ASSERT_NO_FATAL_FAILURE(bench.RunGru(this->DrawUnits(bench, 20, 50)));
  }
}

TYPED_TEST(GwCellLaneGru, UnitsEqualTheFormulasAtEveryExtreme) {
  GruLaneBench<TypeParam> bench;
  const int64_t acc = (int64_t{1} << (TypeParam::kAccW - 1)) - 1;
  const int64_t state = (int64_t{1} << (TypeParam::kStateW - 1)) - 1;
  const int most = (1 << TypeParam::kShiftW) - 1;
  std::vector<GruUnit> units;
  for (int mask = 0; mask < 128; ++mask) {
    GruUnit unit;
    unit.first = 4 * mask;
    for (size_t g = 0; g < 4; ++g) {
      unit.sums[g] = {((mask >> g) & 1) != 0 ? acc : -acc - 1, mask >= 64 ? most : 0};
    }
    unit.h = std::array<int64_t, 4>{state, -state - 1, 0, -1}[static_cast<size_t>(mask / 16 % 4)];
    units.push_back(unit);
  }
  bench.RunGru(units);
}

template <typename Config>
class GwCellLaneGruHead : public testing::Test {};
using GruHeadModels =
    testing::Types<GwCellLaneGruDefault, GwCellLaneGruFineState, GwCellLaneGruCoarse,
                   GwCellLaneGruWidest, GwCellLaneGruLines, GwCellLaneGruLinesTanh>;
TYPED_TEST_SUITE(GwCellLaneGruHead, GruHeadModels, SetNames);

TYPED_TEST(GwCellLaneGruHead, DenseUnitsEqualTheFormulasEveryCycle) {
  SCOPED_TRACE("seed 9");
  GruLaneBench<TypeParam> bench;
  std::vector<LaneSum> units;
  for (int n = 0; n < 20000; ++n) units.push_back(bench.DrawOne());
  bench.RunDense(units);
}

}  // namespace
}  // namespace gatewright
