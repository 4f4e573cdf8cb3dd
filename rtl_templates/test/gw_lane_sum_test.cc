// SPDX-License-Identifier: Apache-2.0
// gw_lane_sum: the sum of all parts modulo 2^AccW, one cycle later when there are several.

#include "gw_lane_sum_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwLaneSum : public testing::Test {};
TYPED_TEST_SUITE(GwLaneSum, GwLaneSumModels, SetNames);

TYPED_TEST(GwLaneSum, AddsEveryPartModuloItsWidth) {
  constexpr int kArrays = TypeParam::kArrays;
  constexpr int kAccW = TypeParam::kAccW;
  SCOPED_TRACE("seed 4");
  Draw draw(4);
  Dut<TypeParam> dut(4);
  int64_t before = 0;
  for (int n = 0; n < 3000; ++n) {
    uint64_t sum = 0;
    for (int m = 0; m < kArrays; ++m) {
      const int64_t part = draw.Signed(kAccW);
      SetElement(dut->parts_i, m, kAccW, part);
      sum += static_cast<uint64_t>(part);
    }
    dut.Settle();
    const int64_t now = WrapSigned(static_cast<int64_t>(sum), kAccW);
    if (kArrays == 1) {
      ASSERT_EQ(GetSigned(dut->sum_o, 0, kAccW), now);
    } else if (n > 0) {
      ASSERT_EQ(GetSigned(dut->sum_o, 0, kAccW), before);
    }
    dut.Edge();
    before = now;
  }
}

}  // namespace
}  // namespace gatewright
