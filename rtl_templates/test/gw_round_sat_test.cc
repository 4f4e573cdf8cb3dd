// SPDX-License-Identifier: Apache-2.0
// gw_round_sat: SAT(R(x, Shift)) for constant shifts, against the rounding of the reference model.

#include "generator/base/bits.h"
#include "gw_round_sat_shifts_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class RoundSatBench {
 public:
  static constexpr Rounding kRounding =
      Config::kNearest != 0 ? Rounding::kNearestEven : Rounding::kTruncate;

  /// All shifts of one input.
  void Expect(int64_t x) {
    SetBits(dut_->x_i, 0, Config::kInW, static_cast<uint64_t>(x));
    dut_.Settle();
    for (int n = 0; n < Config::kShifts; ++n) {
      const int shift = Config::kFirstShift + n;
      const int64_t exact = Round(x, shift, kRounding);
      const int64_t expected = Saturate(exact, Config::kOutW);
      ASSERT_EQ(GetSigned(dut_->y_o, n, Config::kOutW), expected)
          << "x " << x << " shift " << shift;
      ASSERT_EQ(GetBits(dut_->sat_o, n, 1), expected != exact ? 1 : 0)
          << "x " << x << " shift " << shift;
    }
  }

 private:
  Dut<Config> dut_{1};
};

template <typename Config>
class GwRoundSat : public testing::Test {};
TYPED_TEST_SUITE(GwRoundSat, GwRoundSatShiftsModels, SetNames);

TYPED_TEST(GwRoundSat, RoundsAndSaturatesAsTheReference) {
  RoundSatBench<TypeParam> bench;
  if constexpr (TypeParam::kInW <= 12) {
    for (int x = -(1 << (TypeParam::kInW - 1)); x < 1 << (TypeParam::kInW - 1); ++x) {
      ASSERT_NO_FATAL_FAILURE(bench.Expect(x));
    }
  } else {
    SCOPED_TRACE("seed 5");
    Draw draw(5);
    for (int n = 0; n < 20000; ++n) {
      const int64_t x = n % 2 == 0 ? draw.Signed(TypeParam::kInW) : draw.Scaled(TypeParam::kInW);
      ASSERT_NO_FATAL_FAILURE(bench.Expect(x));
    }
    // Ties and their neighbours, at every shift.
    for (int n = 0; n < 5000; ++n) {
      const int shift = static_cast<int>(draw.Between(1, TypeParam::kInW - 2));
      const int64_t odd_halves = 2 * draw.Scaled(TypeParam::kInW - shift) + 1;
      const int64_t tie = odd_halves << (shift - 1);
      ASSERT_NO_FATAL_FAILURE(bench.Expect(Saturate(tie + draw.Between(-1, 1), TypeParam::kInW)));
    }
  }
}

TEST(GwRoundSatHeader, ExampleHolds) {
  Dut<GwRoundSatShiftsExample> dut(1);
  const auto y = [&dut](int x) {
    Put(dut->x_i, x);
    dut.Settle();
    return GetSigned(dut->y_o, 0, 4);
  };
  EXPECT_EQ(y(6), 2);
  EXPECT_EQ(y(10), 2);
  EXPECT_EQ(y(127), 7);
  EXPECT_EQ(dut->sat_o, 1);
}

}  // namespace
}  // namespace gatewright
