// SPDX-License-Identifier: Apache-2.0
// gw_count_ones: the number of ones of the cycle before.

#include <bit>

#include "gw_count_ones_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwCountOnes : public testing::Test {};
TYPED_TEST_SUITE(GwCountOnes, GwCountOnesModels, SetNames);

TYPED_TEST(GwCountOnes, CountsTheOnesOfTheCycleBefore) {
  Dut<TypeParam> dut(1);
  Draw draw(1);
  dut.Reset();
  EXPECT_EQ(dut->count_o, 0);
  for (int n = 0; n < 2000; ++n) {
    const uint64_t all = Mask(TypeParam::kBits);
    const uint64_t bits = n == 0 ? 0 : n == 1 ? all : draw.Bits(TypeParam::kBits);
    Put(dut->bits_i, bits);
    dut.Edge();
    ASSERT_EQ(dut->count_o, std::popcount(bits)) << bits;
  }
}

}  // namespace
}  // namespace gatewright
