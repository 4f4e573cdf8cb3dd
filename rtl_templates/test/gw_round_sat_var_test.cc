// SPDX-License-Identifier: Apache-2.0
// gw_round_sat_var: SAT(R(x, shift_i)) for every shift the port can carry, also beyond the width.

#include "gw_round_sat_var_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class RoundSatVarBench {
 public:
  static constexpr Rounding kRounding =
      Config::kNearest != 0 ? Rounding::kNearestEven : Rounding::kTruncate;

  void Expect(int64_t x, int shift) {
    Put(dut_->x_i, Wire(x, Config::kInW));
    Put(dut_->shift_i, shift);
    dut_.Settle();
    const int64_t exact = Round(x, shift, kRounding);
    const int64_t expected = Saturate(exact, Config::kOutW);
    ASSERT_EQ(GetSigned(dut_->y_o, 0, Config::kOutW), expected) << "x " << x << " shift " << shift;
    ASSERT_EQ(dut_->sat_o, expected != exact ? 1 : 0) << "x " << x << " shift " << shift;
  }

 private:
  Dut<Config> dut_{1};
};

template <typename Config>
class GwRoundSatVar : public testing::Test {};
TYPED_TEST_SUITE(GwRoundSatVar, GwRoundSatVarModels, SetNames);

TYPED_TEST(GwRoundSatVar, RoundsAndSaturatesAsTheReference) {
  RoundSatVarBench<TypeParam> bench;
  constexpr int kShifts = 1 << TypeParam::kShiftW;
  if constexpr (TypeParam::kInW <= 12) {
    for (int shift = 0; shift < kShifts; ++shift) {
      for (int x = -(1 << (TypeParam::kInW - 1)); x < 1 << (TypeParam::kInW - 1); ++x) {
        ASSERT_NO_FATAL_FAILURE(bench.Expect(x, shift));
      }
    }
  } else {
    SCOPED_TRACE("seed 6");
    Draw draw(6);
    for (int n = 0; n < 40000; ++n) {
      const int shift = static_cast<int>(draw.Between(0, kShifts - 1));
      ASSERT_NO_FATAL_FAILURE(bench.Expect(draw.Signed(TypeParam::kInW), shift));
      ASSERT_NO_FATAL_FAILURE(bench.Expect(draw.Scaled(TypeParam::kInW), shift));
      if (shift == 0 || shift > TypeParam::kInW - 2) continue;
      const int64_t odd_halves = 2 * draw.Scaled(TypeParam::kInW - shift) + 1;
      const int64_t tie = odd_halves << (shift - 1);
      ASSERT_NO_FATAL_FAILURE(
          bench.Expect(Saturate(tie + draw.Between(-1, 1), TypeParam::kInW), shift));
    }
  }
}

TEST(GwRoundSatVarHeader, ExampleHolds) {
  Dut<GwRoundSatVarExample> dut(1);
  const auto y = [&dut](int x) {
    Put(dut->x_i, x);
    dut->shift_i = 4;
    dut.Settle();
    return GetSigned(dut->y_o, 0, 8);
  };
  EXPECT_EQ(y(0x0068), 6);
  EXPECT_EQ(y(0x0078), 8);
  EXPECT_EQ(y(0x7fff), 127);
}

}  // namespace
}  // namespace gatewright
