// SPDX-License-Identifier: Apache-2.0
#include "generator/compress/weight_code.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

namespace gatewright {
namespace {

NumericFormats BitSparse(int digits, int bits) {
  NumericFormats formats;
  formats.weight_kind = WeightKind::kBitSparse;
  formats.weight_digits = digits;
  formats.weight_bits = bits;
  return formats;
}

/// Every sum of at most `digits` signed powers of two below 2^bits within the range of `bits` bits,
/// found by adding them up.
std::set<int> Sums(int digits, int bits) {
  std::set<int> sums = {0};
  for (int d = 0; d < digits; ++d) {
    std::set<int> more = sums;
    for (const int sum : sums) {
      for (int p = 0; p <= bits; ++p) {
        more.insert(sum + (1 << p));
        more.insert(sum - (1 << p));
      }
    }
    sums = more;
  }
  const int limit = (1 << bits) / 2;
  std::set<int> inside;
  for (const int sum : sums) {
    if (sum >= -limit && sum < limit) inside.insert(sum);
  }
  return inside;
}

class BitSparseCode : public ::testing::TestWithParam<std::pair<int, int>> {};

TEST_P(BitSparseCode, HoldsEverySumOfSoManyPowersOfTwo) {
  const auto [digits, bits] = GetParam();
  const WeightCode code(BitSparse(digits, bits));
  const std::set<int> sums = Sums(digits, bits);
  EXPECT_EQ(std::vector<int>(code.values().begin(), code.values().end()),
            std::vector<int>(sums.begin(), sums.end()));
}

TEST_P(BitSparseCode, IsAsShortAsTellingTheWeightsApartAllows) {
  const auto [digits, bits] = GetParam();
  const WeightCode code(BitSparse(digits, bits));
  EXPECT_LE(code.values().size(), size_t{1} << code.bits());
  EXPECT_GT(code.values().size(), size_t{1} << (code.bits() - 1));
}

TEST_P(BitSparseCode, GivesEveryWeightBack) {
  const auto [digits, bits] = GetParam();
  const WeightCode code(BitSparse(digits, bits));
  std::set<uint64_t> seen;
  for (const int16_t value : code.values()) {
    const uint64_t stored = code.Encode(value);
    EXPECT_LT(stored, uint64_t{1} << code.bits());
    EXPECT_TRUE(seen.insert(stored).second) << value << " shares its code";
    EXPECT_EQ(code.Decode(stored), value);
  }
}

TEST_P(BitSparseCode, TakesTheNearestWeight) {
  const auto [digits, bits] = GetParam();
  const WeightCode code(BitSparse(digits, bits));
  const int end = 1 << (bits - 1);
  for (int quarter = -4 * end - 8; quarter < 4 * end + 8; ++quarter) {
    const double x = quarter / 4.0;
    const auto chosen = static_cast<double>(code.Nearest(x));
    for (const int16_t value : code.values()) {
      ASSERT_LE(std::fabs(x - chosen), std::fabs(x - value)) << x;
      const bool tie = value != chosen && std::fabs(x - chosen) == std::fabs(x - value);
      if (tie) {
        ASSERT_LT(std::fabs(chosen), std::abs(int{value})) << x;
      }
    }
  }
}

std::vector<std::pair<int, int>> AllCodes(int max_bits) {
  std::vector<std::pair<int, int>> codes;
  for (int bits = 3; bits <= max_bits; ++bits) {
    for (int digits = 1; digits <= 3 && digits < (bits + 1) / 2; ++digits) {
      codes.emplace_back(digits, bits);
    }
  }
  return codes;
}
std::string CodeName(const ::testing::TestParamInfo<std::pair<int, int>>& info) {
  return std::to_string(info.param.first) + "sbit" + std::to_string(info.param.second);
}
INSTANTIATE_TEST_SUITE_P(UpToNineBits, BitSparseCode, ::testing::ValuesIn(AllCodes(9)), CodeName);

TEST(WeightCode, HasTheLengthsOfThePublishedFormats) {
  const std::map<std::pair<int, int>, int> bits = {{{1, 16}, 5}, {{2, 16}, 9}, {{3, 16}, 12},
                                                   {{2, 8}, 7},  {{1, 8}, 4},  {{2, 12}, 8}};
  for (const auto& [format, length] : bits) {
    const WeightCode code(BitSparse(format.first, format.second));
    EXPECT_EQ(code.bits(), length) << format.first << "-sbit/" << format.second;
    for (const int16_t value : code.values()) ASSERT_EQ(code.Decode(code.Encode(value)), value);
  }
}

TEST(WeightCode, TiesGoToTheSmallerMagnitude) {
  const WeightCode code(BitSparse(2, 16));
  // 26 lies between 24 = 32 - 8 and 28 = 32 - 4, 27 nearer to 28.
  EXPECT_EQ(code.Nearest(26), 24);
  EXPECT_EQ(code.Nearest(-26), -24);
  EXPECT_EQ(code.Nearest(27), 28);
  EXPECT_EQ(code.Nearest(26.0000001), 28);
  EXPECT_EQ(code.Nearest(1e9), 32767);
  EXPECT_EQ(code.Nearest(-1e9), -32768);
}

TEST(WeightCode, OfFixedWeightsIsTheWeight) {
  const WeightCode code((NumericFormats()));
  EXPECT_EQ(code.bits(), 8);
  EXPECT_EQ(code.Encode(-3), 0xfdU);
  EXPECT_EQ(code.Decode(0xfd), -3);
  EXPECT_EQ(code.Nearest(2.5), 2);
  EXPECT_EQ(code.Nearest(1000), 127);
}

TEST(NonAdjacentForm, IsTheWeightInFewestDigits) {
  for (int value = -32768; value < 32768; ++value) {
    int sum = 0;
    int last = 99;
    for (const Digit& digit : NonAdjacentForm(value)) {
      EXPECT_GE(last - digit.position, 2) << value;
      last = digit.position;
      sum += (digit.negative ? -1 : 1) * (1 << digit.position);
    }
    ASSERT_EQ(sum, value);
  }
}

}  // namespace
}  // namespace gatewright
