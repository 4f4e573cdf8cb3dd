#include "generator/compress/product.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace gatewright {
namespace {

/// The array written out: every bit of columns `columns` and above, the ones, the offset; modulo
/// 2^(W+V).
int64_t ByTheArray(const TruncatedProduct& m, int32_t weight, int32_t value) {
  const int width = m.weight_bits + m.value_bits;
  uint64_t sum = (uint64_t{1} << (m.weight_bits - 1)) + (uint64_t{1} << (m.value_bits - 1)) +
                 (uint64_t{1} << (width - 1));
  for (int i = 0; i < m.weight_bits; ++i) {
    for (int j = 0; j < m.value_bits; ++j) {
      if (i + j < m.columns) continue;
      const bool complemented = (i == m.weight_bits - 1) != (j == m.value_bits - 1);
      const bool bit = (((weight >> i) & (value >> j)) & 1) != 0;
      if (bit != complemented) sum += uint64_t{1} << (i + j);
    }
  }
  sum += static_cast<uint64_t>(m.Offset()) << m.columns;
  const int unused = 64 - width;
  return static_cast<int64_t>(sum << unused) >> unused;
}

class TruncatedProducts : public ::testing::TestWithParam<TruncatedProduct> {};

TEST_P(TruncatedProducts, AreThoseOfTheArrayForEveryPairOfOperands) {
  const TruncatedProduct& m = GetParam();
  int64_t worst = 0;
  for (int w = -(1 << (m.weight_bits - 1)); w < 1 << (m.weight_bits - 1); ++w) {
    for (int v = -(1 << (m.value_bits - 1)); v < 1 << (m.value_bits - 1); ++v) {
      const int64_t product = m.Of(w, v);
      ASSERT_EQ(product, w == 0 || v == 0 ? 0 : ByTheArray(m, w, v)) << w << " * " << v;
      worst = std::max(worst, std::abs(product - int64_t{w} * v));
    }
  }
  EXPECT_LE(worst, m.WorstError());
  // The bound is that of bits of any value: products come close to it, never beyond.
  EXPECT_GE(2 * worst, m.WorstError());
}

INSTANTIATE_TEST_SUITE_P(Shapes, TruncatedProducts,
                         ::testing::Values(TruncatedProduct{4, 6, 0}, TruncatedProduct{4, 6, 1},
                                           TruncatedProduct{4, 6, 3}, TruncatedProduct{4, 6, 4},
                                           TruncatedProduct{6, 6, 6}, TruncatedProduct{7, 4, 7},
                                           TruncatedProduct{3, 9, 3}, TruncatedProduct{8, 9, 5}));

TEST(TruncatedProductOffset, IsTheMeanOfWhatIsLeftOut) {
  // Columns 0 to 3 hold 1, 2, 3, 4 bits: 1 + 4 + 12 + 32 = 49, a quarter of it 12.25 = 0.77 * 2^4.
  EXPECT_EQ((TruncatedProduct{8, 17, 4}.Offset()), 1);
  EXPECT_EQ((TruncatedProduct{8, 17, 4}.WorstError()), 49 - 16);
  EXPECT_EQ((TruncatedProduct{16, 17, 0}.Offset()), 0);
  EXPECT_EQ((TruncatedProduct{16, 17, 0}.WorstError()), 0);
}

}  // namespace
}  // namespace gatewright
