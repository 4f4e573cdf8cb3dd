// SPDX-License-Identifier: Apache-2.0
// gw_accumulator: running sums modulo 2^AccW, one operation a cycle, each seeing the one before.

#include <optional>
#include <vector>

#include "gw_accumulator_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

enum class Op { kNone, kAdd, kArm };

/// Drives one operation a cycle; slot_next_i always shows the slot of the cycle to come.
template <typename Config>
class AccumulatorBench {
 public:
  AccumulatorBench() : sums_(Config::kSlots) {
    Put(dut_->slot_next_i, next_slot_);
    Put(dut_->add_i, 0);
    Put(dut_->arm_i, 0);
    dut_.Edge();
  }

  /// Runs the operation on the slot announced before, announces `next`, checks the value shown.
  void Step(Op op, int64_t operand, int next) {
    const auto slot = static_cast<size_t>(next_slot_);
    Put(dut_->slot_i, next_slot_);
    Put(dut_->slot_next_i, next);
    Put(dut_->add_i, op == Op::kAdd ? 1 : 0);
    Put(dut_->arm_i, op == Op::kArm ? 1 : 0);
    draw_.Fill(dut_->product_i, Config::kProductW);
    draw_.Fill(dut_->arm_value_i, Config::kAccW);
    if (op == Op::kAdd) Put(dut_->product_i, Wire(operand, Config::kProductW));
    if (op == Op::kArm) Put(dut_->arm_value_i, Wire(operand, Config::kAccW));
    dut_.Settle();
    if (sums_[slot]) {
      ASSERT_EQ(GetSigned(dut_->value_o, 0, Config::kAccW), *sums_[slot]) << "slot " << slot;
    }
    dut_.Edge();
    if (op == Op::kArm) sums_[slot] = WrapSigned(operand, Config::kAccW);
    if (op == Op::kAdd && sums_[slot]) {
      sums_[slot] = WrapSigned(*sums_[slot] + operand, Config::kAccW);
    }
    next_slot_ = next;
  }
  int64_t sum(int slot) const { return *sums_[static_cast<size_t>(slot)]; }
  Draw& draw() { return draw_; }

 private:
  Dut<Config> dut_{8};
  Draw draw_{8};
  std::vector<std::optional<int64_t>> sums_;  // nothing until armed
  int next_slot_ = 0;
};

template <typename Config>
class GwAccumulator : public testing::Test {};
TYPED_TEST_SUITE(GwAccumulator, GwAccumulatorModels, SetNames);

TYPED_TEST(GwAccumulator, RandomOperationsKeepEverySum) {
  SCOPED_TRACE("seed 8");
  AccumulatorBench<TypeParam> bench;
  Draw& draw = bench.draw();
  int slot = 0;
  for (int n = 0; n < 30000; ++n) {
    const Op op = draw.Percent(20) ? Op::kNone : draw.Percent(15) ? Op::kArm : Op::kAdd;
    const int64_t operand = draw.Signed(op == Op::kArm ? TypeParam::kAccW : TypeParam::kProductW);
    if (!draw.Percent(40)) slot = static_cast<int>(draw.Between(0, TypeParam::kSlots - 1));
    ASSERT_NO_FATAL_FAILURE(bench.Step(op, operand, slot)) << "cycle " << n;
  }
}

TYPED_TEST(GwAccumulator, BackToBackOperationsOnOneSlotSeeEachOther) {
  AccumulatorBench<TypeParam> bench;
  bench.Step(Op::kArm, 5, 0);
  bench.Step(Op::kAdd, 1, 0);
  bench.Step(Op::kAdd, 1, 0);
  EXPECT_EQ(bench.sum(0), WrapSigned(7, TypeParam::kAccW));
  bench.Step(Op::kNone, 0, 0);
  bench.Step(Op::kArm, -3, 0);
  bench.Step(Op::kArm, 2, 0);
  bench.Step(Op::kAdd, -1, 0);
  bench.Step(Op::kNone, 0, 0);
  bench.Step(Op::kNone, 0, 0);
  EXPECT_EQ(bench.sum(0), 1);
}

TYPED_TEST(GwAccumulator, SumsWrapAtBothEnds) {
  constexpr int64_t kMax = (int64_t{1} << (TypeParam::kAccW - 1)) - 1;
  AccumulatorBench<TypeParam> bench;
  bench.Step(Op::kArm, kMax, 0);
  bench.Step(Op::kAdd, 1, 0);
  EXPECT_EQ(bench.sum(0), -kMax - 1);
  bench.Step(Op::kAdd, -1, 0);
  EXPECT_EQ(bench.sum(0), kMax);
  bench.Step(Op::kNone, 0, 0);
}

TYPED_TEST(GwAccumulator, ArmingEverySlotForgetsWhatWasThere) {
  SCOPED_TRACE("seed 8");
  AccumulatorBench<TypeParam> bench;
  for (int round = 0; round < 3; ++round) {
    for (int slot = 0; slot < TypeParam::kSlots; ++slot) {
      bench.Step(Op::kArm, bench.draw().Signed(TypeParam::kAccW), (slot + 1) % TypeParam::kSlots);
    }
    for (int slot = 0; slot < TypeParam::kSlots; ++slot) {
      bench.Step(Op::kNone, 0, (slot + 1) % TypeParam::kSlots);
    }
  }
}

}  // namespace
}  // namespace gatewright
