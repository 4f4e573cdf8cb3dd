// SPDX-License-Identifier: Apache-2.0
// gw_counter: 64-bit sums of the cycles before a snapshot, and clears that lose nothing.

#include "gw_counter_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class CounterBench {
 public:
  explicit CounterBench(uint64_t seed) : dut_(seed), draw_(seed) {
    Put(dut_->snapshot_i, 0);
    Put(dut_->clear_i, 0);
    Put(dut_->count_i, 0);
    dut_.Reset();
  }

  /// One cycle; afterwards the visible value is compared with the contract.
  void Step(uint64_t count, bool snapshot, bool clear) {
    Put(dut_->count_i, count);
    Put(dut_->snapshot_i, snapshot ? 1 : 0);
    Put(dut_->clear_i, clear ? 1 : 0);
    dut_.Edge();
    high_ = snapshot_before_ ? taken_ >> 32 : high_;
    snapshot_before_ = snapshot;
    if (snapshot) taken_ = total_;
    total_ = (clear ? 0 : total_) + count;
    const uint64_t expected = high_ << 32 | (taken_ & 0xffffffffU);
    ASSERT_EQ(static_cast<uint64_t>(dut_->value_o), expected) << "cycle " << dut_.cycle();
  }
  /// What a snapshot of now shows once it is complete.
  uint64_t Snapshot() {
    Step(0, true, false);
    Step(0, false, false);
    return dut_->value_o;
  }
  uint64_t total() const { return total_; }
  Draw& draw() { return draw_; }

 private:
  Dut<Config> dut_;
  Draw draw_;
  uint64_t total_ = 0, taken_ = 0, high_ = 0;
  bool snapshot_before_ = false;
};

template <typename Config>
class GwCounter : public testing::Test {};
TYPED_TEST_SUITE(GwCounter, GwCounterModels, SetNames);

TYPED_TEST(GwCounter, RandomCountsSnapshotsAndClears) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    CounterBench<TypeParam> bench(seed);
    Draw& draw = bench.draw();
    for (int n = 0; n < 5000; ++n) {
      const uint64_t count =
          draw.Percent(50) ? Mask(TypeParam::kCountW) : draw.Bits(TypeParam::kCountW);
      bench.Step(count, draw.Percent(20), draw.Percent(n < 2500 ? 0 : 5));
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

TYPED_TEST(GwCounter, SnapshotWithClearLosesAndDoublesNothing) {
  CounterBench<TypeParam> bench(7);
  uint64_t counted = 0;
  uint64_t seen = 0;
  for (int n = 0; n < 200; ++n) {
    const uint64_t count = bench.draw().Bits(TypeParam::kCountW);
    counted += count;
    const bool take = n % 10 == 9;
    if (take) seen += bench.total();
    bench.Step(count, take, take);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_EQ(seen + bench.Snapshot(), counted);
}

TEST(GwCounterCarry, CarriesIntoTheUpperHalf) {
  CounterBench<GwCounterWidest> bench(8);
  const uint64_t step = Mask(GwCounterWidest::kCountW);
  for (int n = 0; n < 5; ++n) {
    bench.Step(step, true, false);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_EQ(bench.Snapshot(), 5 * step);
  EXPECT_GT(5 * step, uint64_t{1} << 32);
}

}  // namespace
}  // namespace gatewright
