// gw_gru_lane: gate sums of a unit to its new h, bit for bit and in the promised cycles.

#include <map>
#include <vector>

#include "gw_gru_lane_models.h"
#include "rtl_templates/test/cell_math.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

/// One sum with its shift, as it arrives: in the order r, ch, cx, u.
struct Sum {
  int64_t value = 0;
  int shift = 0;
};

struct GruUnit {
  int64_t first = 0;  // cycle T of sum r
  std::array<Sum, 4> sums;
  int64_t h = 0;
};

template <typename Config>
class GruLaneBench {
 public:
  GruLaneBench() {
    math_.WriteTables();
    dut_ = std::make_unique<Dut<Config>>(9);
  }

  Sum DrawOne() {
    Sum sum;
    sum.shift = static_cast<int>(draw_.Between(0, (1 << Config::kShiftW) - 1));
    sum.value = DrawSum<Config>(draw_, sum.shift);
    return sum;
  }

  /// Runs units, each from its cycle `first` on; h_o in every cycle in which it is promised.
  void RunGru(const std::vector<GruUnit>& units) {
    std::map<int64_t, int64_t> h_from;  // cycle -> value shown from then on
    for (const GruUnit& unit : units) {
      const auto a = [&](size_t n) {
        return math_.Preactivation(unit.sums[n].value, unit.sums[n].shift);
      };
      h_from[unit.first + 9] =
          math_.Gru(a(0), a(3), a(1), unit.sums[2].value, unit.sums[2].shift, unit.h);
    }
    const int64_t end = units.back().first + 16;
    for (int64_t cycle = 0; cycle < end; ++cycle) {
      Idle();
      for (const GruUnit& unit : units) Drive(unit, cycle - unit.first);
      dut_->Settle();
      const auto h = h_from.upper_bound(cycle);
      if (h != h_from.begin()) {
        ASSERT_EQ(GetSigned(dut()->h_o, 0, Config::kStateW), std::prev(h)->second) << cycle;
      }
      dut_->Edge();
    }
  }

  /// Runs dense units, one a cycle; y is due three cycles after its sum.
  void RunDense(const std::vector<Sum>& units) {
    const int count = static_cast<int>(units.size());
    for (int cycle = 0; cycle < count + 3; ++cycle) {
      Idle();
      if (cycle < count) Present(units[static_cast<size_t>(cycle)]);
      const bool lookup = cycle >= 1 && cycle - 1 < count;
      Put(dut()->lookup_sigmoid_i, lookup && Config::kHead == 3 ? 1 : 0);
      Put(dut()->lookup_tanh_i, lookup && Config::kHead == 4 ? 1 : 0);
      Put(dut()->dense_load_i, cycle >= 2 && cycle - 2 < count ? 1 : 0);
      dut_->Settle();
      if (cycle >= 3) {
        const Sum& unit = units[static_cast<size_t>(cycle - 3)];
        ASSERT_EQ(GetSigned(dut()->h_o, 0, Config::kStateW),
                  math_.Dense(math_.Preactivation(unit.value, unit.shift)))
            << "sum " << unit.value << " shift " << unit.shift;
      }
      dut_->Edge();
    }
  }
  Draw& draw() { return draw_; }

 private:
  Dut<Config>& dut() { return *dut_; }

  /// No control set, any data on the operands.
  void Idle() {
    draw_.Fill(dut()->sum_i, Config::kAccW);
    draw_.Fill(dut()->shift_i, Config::kShiftW);
    draw_.Fill(dut()->h_i, Config::kStateW);
    Put(dut()->lookup_sigmoid_i, 0);
    Put(dut()->lookup_tanh_i, 0);
    Put(dut()->gate_r_i, 0);
    Put(dut()->gate_ch_i, 0);
    Put(dut()->gate_cx_i, 0);
    Put(dut()->gate_u_i, 0);
    Put(dut()->dense_load_i, 0);
    Put(dut()->out_mul_i, 0);
    Put(dut()->h_load_i, 0);
  }

  void Present(const Sum& sum) {
    Put(dut()->sum_i, Wire(sum.value, Config::kAccW));
    Put(dut()->shift_i, sum.shift);
  }

  /// What a unit needs `at` cycles after T of its sum r; U = 5.
  void Drive(const GruUnit& unit, int64_t at) {
    if (at >= 0 && at <= 3) Present(unit.sums[static_cast<size_t>(at)]);
    if (at == 1 || at == 4) Put(dut()->lookup_sigmoid_i, 1);
    if (at == 2) Put(dut()->gate_r_i, 1);
    if (at == 3) Put(dut()->gate_ch_i, 1);
    if (at == 4) Put(dut()->gate_cx_i, 1);
    if (at == 5) {
      Put(dut()->gate_u_i, 1);
      Put(dut()->h_i, Wire(unit.h, Config::kStateW));
    }
    if (at == 7) Put(dut()->out_mul_i, 1);
    if (at == 8) Put(dut()->h_load_i, 1);
  }

  MemoryFolder folder_;
  CellMath<Config> math_;
  std::unique_ptr<Dut<Config>> dut_;
  Draw draw_{9};
};

template <typename Config>
class GwGruLane : public testing::Test {
 protected:
  /// Units at random distances: every four cycles, or far enough apart not to meet.
  static std::vector<GruUnit> DrawUnits(GruLaneBench<Config>& bench, int count, int packed) {
    std::vector<GruUnit> units;
    int64_t first = 0;
    for (int n = 0; n < count; ++n) {
      GruUnit unit;
      unit.first = first;
      for (Sum& sum : unit.sums) sum = bench.DrawOne();
      unit.h = bench.draw().Percent(50) ? bench.draw().Signed(Config::kStateW)
                                        : bench.draw().Scaled(Config::kStateW);
      units.push_back(unit);
      first += bench.draw().Percent(packed) ? 4 : bench.draw().Between(10, 15);
    }
    return units;
  }
};
TYPED_TEST_SUITE(GwGruLane, GwGruLaneModels, SetNames);

TYPED_TEST(GwGruLane, UnitsEqualTheFormulasEveryFourCycles) {
  SCOPED_TRACE("seed 9");
  GruLaneBench<TypeParam> bench;
  for (int n = 0; n < 200; ++n) {
    ASSERT_NO_FATAL_FAILURE(bench.RunGru(this->DrawUnits(bench, 30, 100)));
  }
}

TYPED_TEST(GwGruLane, UnitsEqualTheFormulasAtAnyDistance) {
  SCOPED_TRACE("seed 9");
  GruLaneBench<TypeParam> bench;
  for (int n = 0; n < 40; ++n) {
    ASSERT_NO_FATAL_FAILURE(bench.RunGru(this->DrawUnits(bench, 20, 50)));
  }
}

TYPED_TEST(GwGruLane, UnitsEqualTheFormulasAtEveryExtreme) {
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
class GwGruLaneHead : public testing::Test {};
using GruHeadModels =
    testing::Types<GwGruLaneDefault, GwGruLaneFineState, GwGruLaneCoarse, GwGruLaneWidest>;
TYPED_TEST_SUITE(GwGruLaneHead, GruHeadModels, SetNames);

TYPED_TEST(GwGruLaneHead, DenseUnitsEqualTheFormulasEveryCycle) {
  SCOPED_TRACE("seed 9");
  GruLaneBench<TypeParam> bench;
  std::vector<Sum> units;
  for (int n = 0; n < 20000; ++n) units.push_back(bench.DrawOne());
  bench.RunDense(units);
}

}  // namespace
}  // namespace gatewright
