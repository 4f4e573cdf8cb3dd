// SPDX-License-Identifier: Apache-2.0
#include "generator/compress/product.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>

#include "generator/base/random.h"
#include "generator/base/rounding.h"

namespace gatewright {
namespace {

bool Complemented(const TruncatedProduct& m, int i, int j) {
  return (i == m.weight_bits() - 1) != (j == m.value_bits() - 1);
}

/// Bit i of the weight times bit j of the value, in its place of the array.
uint64_t Bit(const TruncatedProduct& m, int i, int j, int32_t weight, int32_t value) {
  const bool bit = (((weight >> i) & (value >> j)) & 1) != 0;
  return uint64_t{bit != Complemented(m, i, j)} << (i + j);
}

/// The array written out: every bit of columns `columns` and above, the ones, the offset; modulo
/// 2^(W+V).
int64_t ByTheArray(const TruncatedProduct& m, int32_t weight, int32_t value) {
  const int width = m.weight_bits() + m.value_bits();
  uint64_t sum = (uint64_t{1} << (m.weight_bits() - 1)) + (uint64_t{1} << (m.value_bits() - 1)) +
                 (uint64_t{1} << (width - 1));
  for (int i = 0; i < m.weight_bits(); ++i) {
    for (int j = 0; j < m.value_bits(); ++j) {
      if (i + j >= m.columns()) sum += Bit(m, i, j, weight, value);
    }
  }
  sum += static_cast<uint64_t>(m.offset()) << m.columns();
  return WrapSigned(static_cast<int64_t>(sum), width);
}

int64_t LeftOutBitByBit(const TruncatedProduct& m, int32_t weight, int32_t value) {
  uint64_t sum = 0;
  for (int i = 0; i < m.weight_bits(); ++i) {
    for (int j = 0; j < m.value_bits(); ++j) {
      if (i + j < m.columns()) sum += Bit(m, i, j, weight, value);
    }
  }
  return static_cast<int64_t>(sum);
}

/// Mean of what is left out, over bits that are 0 and 1 alike.
double Mean(const TruncatedProduct& m) {
  double mean = 0;
  for (int i = 0; i < m.weight_bits(); ++i) {
    for (int j = 0; j < m.value_bits(); ++j) {
      if (i + j < m.columns()) mean += std::ldexp(Complemented(m, i, j) ? 0.75 : 0.25, i + j);
    }
  }
  return mean;
}

/// All that could be left out.
int64_t All(const TruncatedProduct& m) {
  int64_t all = 0;
  for (int i = 0; i < m.weight_bits(); ++i) {
    for (int j = 0; j < m.value_bits(); ++j) {
      if (i + j < m.columns()) all += int64_t{1} << (i + j);
    }
  }
  return all;
}

class TruncatedProducts : public ::testing::TestWithParam<TruncatedProduct> {};

TEST_P(TruncatedProducts, AreThoseOfTheArrayForEveryPairOfOperands) {
  const TruncatedProduct& m = GetParam();
  int64_t worst = 0;
  for (int w = -(1 << (m.weight_bits() - 1)); w < 1 << (m.weight_bits() - 1); ++w) {
    for (int v = -(1 << (m.value_bits() - 1)); v < 1 << (m.value_bits() - 1); ++v) {
      const int64_t product = m.Of(w, v);
      ASSERT_EQ(product, w == 0 || v == 0 ? 0 : ByTheArray(m, w, v)) << w << " * " << v;
      ASSERT_EQ(m.LeftOut(w, v), LeftOutBitByBit(m, w, v)) << w << " * " << v;
      worst = std::max(worst, std::abs(product - int64_t{w} * v));
    }
  }
  EXPECT_LE(worst, m.worst_error());
  // The bound is that of bits of any value: products come close to it, never beyond.
  EXPECT_GE(2 * worst, m.worst_error());
}

INSTANTIATE_TEST_SUITE_P(Shapes, TruncatedProducts,
                         ::testing::Values(TruncatedProduct{4, 6, 0}, TruncatedProduct{4, 6, 1},
                                           TruncatedProduct{4, 6, 3}, TruncatedProduct{4, 6, 4},
                                           TruncatedProduct{6, 6, 6}, TruncatedProduct{7, 4, 7},
                                           TruncatedProduct{3, 9, 3}, TruncatedProduct{8, 9, 5}));

// Too wide for all pairs: random ones, and the values that break arithmetic.
TEST(WideTruncatedProducts, AreThoseOfTheArray) {
  Random random(5);
  constexpr int32_t kEdges[] = {-65536, -65535, -32768, -1, 1, 255, 256, 32767, 32768, 65535};
  for (int columns = 0; columns <= 16; ++columns) {
    const TruncatedProduct m(16, 17, columns);
    EXPECT_EQ(m.offset(), std::nearbyint(std::ldexp(Mean(m), -columns)));
    const int64_t added = m.offset() << columns;
    EXPECT_EQ(m.worst_error(), std::max(added, All(m) - added));
    for (int n = 0; n < 20000; ++n) {
      const auto draw = [&](int width) {
        const int32_t edge = kEdges[random.Bits() % std::size(kEdges)];
        return static_cast<int32_t>(
            WrapSigned(n % 4 == 0 ? edge : static_cast<int64_t>(random.Bits()), width));
      };
      const int32_t w = draw(16);
      const int32_t v = draw(17);
      ASSERT_EQ(m.LeftOut(w, v), LeftOutBitByBit(m, w, v)) << w << " * " << v;
      ASSERT_EQ(m.Of(w, v), w == 0 || v == 0 ? 0 : ByTheArray(m, w, v)) << w << " * " << v;
    }
  }
}

TEST(TruncatedProductOffset, IsTheMeanOfWhatIsLeftOut) {
  // Columns 0 to 3 hold 1, 2, 3, 4 bits: 1 + 4 + 12 + 32 = 49, a quarter of it 12.25 = 0.77 * 2^4.
  EXPECT_EQ((TruncatedProduct{8, 17, 4}.offset()), 1);
  EXPECT_EQ((TruncatedProduct{8, 17, 4}.worst_error()), 49 - 16);
  EXPECT_EQ((TruncatedProduct{16, 17, 0}.offset()), 0);
  EXPECT_EQ((TruncatedProduct{16, 17, 0}.worst_error()), 0);
}

}  // namespace
}  // namespace gatewright
