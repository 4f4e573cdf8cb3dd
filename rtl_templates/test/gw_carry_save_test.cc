// SPDX-License-Identifier: Apache-2.0
// gw_carry_save: its two rows add up to the product, whole or truncated.

#include "gw_carry_save_models.h"
#include "rtl_templates/test/truncated_math.h"

namespace gatewright {
namespace {

template <typename Config>
class GwCarrySave : public testing::Test {};
TYPED_TEST_SUITE(GwCarrySave, GwCarrySaveModels, SetNames);

TYPED_TEST(GwCarrySave, RowsAddUpToTheProduct) {
  SCOPED_TRACE("seed 7");
  TruncatedBench<TypeParam> bench;
  bench.CheckAll([](auto& dut) { return static_cast<int64_t>(dut->a_o + dut->b_o); });
}

}  // namespace
}  // namespace gatewright
