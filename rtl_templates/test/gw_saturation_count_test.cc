// SPDX-License-Identifier: Apache-2.0
// gw_saturation_count: flags of the lanes in every cycle, of which exactly those count that belong
// to a value of a real unit.

#include <bit>
#include <map>

#include "gw_saturation_count_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

/// What happens in a cycle.
struct Cycle {
  bool read = false;
  int gate = 0;
  // Lanes whose flag counts if it is set in this cycle.
  uint64_t a = 0, q = 0, state = 0;
};

struct Counts {
  int64_t a = 0, q = 0, state = 0;
  bool operator==(const Counts&) const = default;
};

template <typename Config>
class SaturationBench {
 public:
  explicit SaturationBench(uint64_t seed) : dut_(seed), draw_(seed) {
    Put(dut_->phase_start_i, 0);
    Drive(Cycle{}, false);
    dut_.Reset();
  }

  /// A phase of a layer; every group's reads follow each other, groups come at any distance.
  void RunPhase(int layer, bool dense) {
    std::map<int64_t, Cycle> plan;
    int64_t at = 3;
    const auto k = static_cast<size_t>(layer);
    for (int group = 0; group <= Config::kLastGroup[k]; ++group) {
      const uint64_t real = RealLanes(layer, group);
      dense ? PlanDense(at, real, &plan) : PlanGroup(at, real, &plan);
      at += dense ? 1 : 4;
      if (draw_.Percent(40)) at += draw_.Between(1, 9);
    }
    Put(dut_->phase_start_i, 1);
    Step(Cycle{}, dense);
    Put(dut_->phase_start_i, 0);
    Put(dut_->phase_layer_i, layer);
    for (int64_t cycle = 0; cycle < at + 8; ++cycle) Step(plan[cycle], dense);
    EXPECT_TRUE(counted_ == expected_) << counted_.a << " a of " << expected_.a;
    EXPECT_EQ(counted_.state, expected_.state);
    EXPECT_EQ(counted_.q, expected_.q);
  }
  const Counts& counted() const { return counted_; }
  Draw& draw() { return draw_; }

 private:
  static uint64_t RealLanes(int layer, int group) {
    const int left = Config::kUnits[static_cast<size_t>(layer)] - group * Config::kLanes;
    return Mask(std::min(left, Config::kLanes));
  }

  /// Four reads from cycle `at` on; a is computed in the cycle before its read.
  static void PlanGroup(int64_t at, uint64_t real, std::map<int64_t, Cycle>* plan) {
    constexpr int kOrder[2][4] = {{1, 0, 2, 3}, {1, 3, 0, 2}};
    for (int n = 0; n < 4; ++n) {
      const int gate = kOrder[Config::kCell][n];
      (*plan)[at + n].read = true;
      (*plan)[at + n].gate = gate;
      if (Config::kCell == 0 || gate == 1 || gate == 2) (*plan)[at + n - 1].a = real;
      if (Config::kCell == 1 && gate == 3) (*plan)[at + n - 1].q = real;
      if (gate == (Config::kCell == 1 ? 0 : 3)) {
        (*plan)[at + n + 1 + Config::kExtraCycles].state = real;
      }
    }
  }
  static void PlanDense(int64_t at, uint64_t real, std::map<int64_t, Cycle>* plan) {
    (*plan)[at].read = true;
    (*plan)[at - 1].a = real;
  }

  void Drive(const Cycle& cycle, bool dense) {
    Put(dut_->read_i, cycle.read ? 1 : 0);
    Put(dut_->gate_i, cycle.read ? cycle.gate : static_cast<int>(draw_.Bits(2)));
    Put(dut_->dense_i, dense ? 1 : 0);
  }

  /// Flags are set at random in every cycle, whether they mean something or not.
  void Step(const Cycle& cycle, bool dense) {
    Drive(cycle, dense);
    const auto flags = [this](auto& port, uint64_t counts) {
      const uint64_t set = draw_.Bits(Config::kLanes);
      Put(port, set);
      return static_cast<int64_t>(std::popcount(set & counts));
    };
    const uint64_t a_set = draw_.Bits(Config::kLanes);
    Put(dut_->a_cut_i, a_set);
    expected_.a += std::popcount(a_set & cycle.a);
    expected_.q += std::popcount(a_set & cycle.q);
    expected_.state += flags(dut_->state_cut_i, cycle.state);
    dut_.Settle();
    dut_.Edge();
    const auto count = [this](int place) {
      return static_cast<int64_t>(
          GetBits(dut_->counts_o, place * Config::kCountW, Config::kCountW));
    };
    counted_.a += count(Config::kCell + 1);
    if (Config::kCell == 1) counted_.q += count(1);
    counted_.state += count(0);
  }

  Dut<Config> dut_;
  Draw draw_;
  Counts counted_, expected_;
};

template <typename Config>
class GwSaturationCount : public testing::Test {};
TYPED_TEST_SUITE(GwSaturationCount, GwSaturationCountModels, SetNames);

TYPED_TEST(GwSaturationCount, CountsEveryCutOfARealUnitOnce) {
  SaturationBench<TypeParam> bench(3);
  for (int step = 0; step < 300 && !testing::Test::HasFailure(); ++step) {
    for (int layer = 0; layer < TypeParam::kLayers; ++layer) {
      const bool last = layer == TypeParam::kLayers - 1;
      bench.RunPhase(layer, last && bench.draw().Percent(50));
    }
  }
  EXPECT_GT(bench.counted().a, 100);
  EXPECT_GT(bench.counted().state, 100);
  EXPECT_EQ(bench.counted().q > 100, TypeParam::kCell == 1);
}

}  // namespace
}  // namespace gatewright
