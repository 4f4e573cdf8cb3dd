// SPDX-License-Identifier: Apache-2.0
#include "generator/base/rounding.h"

#include <gtest/gtest.h>

#include <cfenv>
#include <random>

namespace gatewright {
namespace {

TEST(RoundNearestEven, SendsTiesToTheEvenNeighbour) {
  // v / 2: -2.5 -1.5 -0.5 0.5 1.5 2.5
  EXPECT_EQ(RoundNearestEven(-5, 1), -2);
  EXPECT_EQ(RoundNearestEven(-3, 1), -2);
  EXPECT_EQ(RoundNearestEven(-1, 1), 0);
  EXPECT_EQ(RoundNearestEven(1, 1), 0);
  EXPECT_EQ(RoundNearestEven(3, 1), 2);
  EXPECT_EQ(RoundNearestEven(5, 1), 2);
}

TEST(RoundNearestEven, RoundsBesideTheTieToTheNearer) {
  // v / 16: 0.4375 0.5 0.5625 1.4375 1.5 1.5625, and their negatives
  EXPECT_EQ(RoundNearestEven(7, 4), 0);
  EXPECT_EQ(RoundNearestEven(8, 4), 0);
  EXPECT_EQ(RoundNearestEven(9, 4), 1);
  EXPECT_EQ(RoundNearestEven(23, 4), 1);
  EXPECT_EQ(RoundNearestEven(24, 4), 2);
  EXPECT_EQ(RoundNearestEven(25, 4), 2);
  EXPECT_EQ(RoundNearestEven(-7, 4), 0);
  EXPECT_EQ(RoundNearestEven(-8, 4), 0);
  EXPECT_EQ(RoundNearestEven(-9, 4), -1);
  EXPECT_EQ(RoundNearestEven(-24, 4), -2);
}

TEST(RoundNearestEven, ShiftsLeftForNegativeShiftsAndNotAtAllForZero) {
  EXPECT_EQ(RoundNearestEven(-3, 0), -3);
  EXPECT_EQ(RoundNearestEven(-3, -4), -48);
  EXPECT_EQ(RoundNearestEven(5, -1), 10);
}

TEST(RoundNearestEven, HoldsAtTheEndsOfTheRange) {
  EXPECT_EQ(RoundNearestEven(INT64_MAX, 1), int64_t{1} << 62);  // 2^62 - 1/2: a tie
  EXPECT_EQ(RoundNearestEven(INT64_MIN, 1), -(int64_t{1} << 62));
  EXPECT_EQ(RoundNearestEven(INT64_MAX, 63), 1);
  EXPECT_EQ(RoundNearestEven(INT64_MIN, 63), -1);
  EXPECT_EQ(RoundNearestEven(int64_t{1} << 62, 63), 0);  // 1/2
  EXPECT_EQ(RoundNearestEven(INT64_MIN, 64), 0);         // -1/2
  EXPECT_EQ(RoundNearestEven(INT64_MAX, 200), 0);
}

TEST(RoundDown, GoesTowardsMinusInfinity) {
  EXPECT_EQ(RoundDown(5, 1), 2);
  EXPECT_EQ(RoundDown(-5, 1), -3);
  EXPECT_EQ(RoundDown(-1, 10), -1);
  EXPECT_EQ(RoundDown(1, 10), 0);
  EXPECT_EQ(RoundDown(-3, 0), -3);
  EXPECT_EQ(RoundDown(-3, -2), -12);
  EXPECT_EQ(RoundDown(-1, 100), -1);
  EXPECT_EQ(RoundDown(INT64_MAX, 100), 0);
}

TEST(Round, TakesTheRoundingOfTheDesign) {
  EXPECT_EQ(Round(3, 1, Rounding::kNearestEven), 2);
  EXPECT_EQ(Round(3, 1, Rounding::kTruncate), 1);
}

TEST(Saturate, ClampsToTheRangeOfTheWidth) {
  EXPECT_EQ(Saturate(127, 8), 127);
  EXPECT_EQ(Saturate(128, 8), 127);
  EXPECT_EQ(Saturate(-128, 8), -128);
  EXPECT_EQ(Saturate(-129, 8), -128);
  EXPECT_EQ(Saturate(1, 1), 0);
  EXPECT_EQ(Saturate(-5, 1), -1);
  EXPECT_EQ(Saturate(INT64_MAX, 63), (int64_t{1} << 62) - 1);
  EXPECT_EQ(Saturate(INT64_MIN, 63), -(int64_t{1} << 62));
}

TEST(WrapSigned, KeepsTheLowBits) {
  EXPECT_EQ(WrapSigned(127, 8), 127);
  EXPECT_EQ(WrapSigned(128, 8), -128);
  EXPECT_EQ(WrapSigned(-129, 8), 127);
  EXPECT_EQ(WrapSigned(256, 8), 0);
  EXPECT_EQ(WrapSigned(INT64_MIN, 48), 0);
  EXPECT_EQ(WrapSigned(-1, 63), -1);
  EXPECT_EQ(WrapSigned(INT64_MIN, 64), INT64_MIN);
}

TEST(RoundDouble, SendsTiesToTheEvenNeighbour) {
  EXPECT_EQ(RoundDouble(-2.5), -2);
  EXPECT_EQ(RoundDouble(-1.5), -2);
  EXPECT_EQ(RoundDouble(-0.5), 0);
  EXPECT_EQ(RoundDouble(0.5), 0);
  EXPECT_EQ(RoundDouble(1.5), 2);
  EXPECT_EQ(RoundDouble(2.5), 2);
  EXPECT_EQ(RoundDouble(std::nextafter(0.5, 1.0)), 1);
  EXPECT_EQ(RoundDouble(std::nextafter(0.5, 0.0)), 0);
  EXPECT_EQ(RoundDouble(std::nextafter(-0.5, -1.0)), -1);
}

TEST(RoundDouble, KeepsLargeIntegersAndClampsBeyond) {
  EXPECT_EQ(RoundDouble(4503599627370497.0), 4503599627370497);  // 2^52 + 1
  EXPECT_EQ(RoundDouble(1e300), int64_t{1} << 62);
  EXPECT_EQ(RoundDouble(-INFINITY), -(int64_t{1} << 62));
}

TEST(RoundDouble, DoesNotDependOnTheRoundingModeOfTheMachine) {
  ASSERT_EQ(std::fesetround(FE_UPWARD), 0);
  const int64_t up = RoundDouble(2.25);
  ASSERT_EQ(std::fesetround(FE_TONEAREST), 0);
  EXPECT_EQ(up, 2);
}

TEST(QuantiseDouble, ScalesRoundsAndSaturates) {
  EXPECT_EQ(QuantiseDouble(0.5, 7, 8), 64);
  EXPECT_EQ(QuantiseDouble(1.0, 7, 8), 127);
  EXPECT_EQ(QuantiseDouble(-1.0, 7, 8), -128);
  EXPECT_EQ(QuantiseDouble(127.5 / 128, 7, 8), 127);  // tie to 128, which saturates
  EXPECT_EQ(QuantiseDouble(126.5 / 128, 7, 8), 126);  // tie to the even 126
  EXPECT_EQ(QuantiseDouble(6.0, -2, 4), 2);           // 1.5
}

/// The definition, in 128 bits and division instead of shifts and masks.
int64_t NaiveRoundNearestEven(int64_t v, int shift) {
  const __int128 divisor = static_cast<__int128>(1) << shift;
  __int128 quotient = v / divisor;
  __int128 rest = v % divisor;
  if (rest < 0) {
    rest += divisor;
    --quotient;
  }
  if (2 * rest > divisor || (2 * rest == divisor && quotient % 2 != 0)) ++quotient;
  return static_cast<int64_t>(quotient);
}

TEST(RoundNearestEven, EqualsTheDefinitionOnRandomValues) {
  constexpr uint64_t kSeed = 1;
  SCOPED_TRACE(kSeed);
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 200000; ++i) {
    const int64_t v = static_cast<int64_t>(random()) >> (random() % 64);
    const int shift = static_cast<int>(random() % 70);
    ASSERT_EQ(RoundNearestEven(v, shift), NaiveRoundNearestEven(v, shift)) << v << " " << shift;
    const __int128 floor = static_cast<__int128>(v) >> shift;
    ASSERT_EQ(RoundDown(v, shift), static_cast<int64_t>(floor)) << v << " " << shift;
  }
}

TEST(RoundDouble, EqualsIntegerRoundingOnRandomDyadicValues) {
  constexpr uint64_t kSeed = 2;
  SCOPED_TRACE(kSeed);
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 200000; ++i) {
    const int64_t v = static_cast<int64_t>(random()) >> (11 + random() % 53);
    const int shift = static_cast<int>(random() % 60);
    ASSERT_EQ(RoundDouble(std::ldexp(static_cast<double>(v), -shift)),
              NaiveRoundNearestEven(v, shift))
        << v << " " << shift;
  }
}

}  // namespace
}  // namespace gatewright
