// SPDX-License-Identifier: Apache-2.0
// gw_truncated: the product, whole or without its lowest columns.

#include "gw_truncated_models.h"
#include "rtl_templates/test/truncated_math.h"

namespace gatewright {
namespace {

template <typename Config>
class GwTruncated : public testing::Test {};
TYPED_TEST_SUITE(GwTruncated, GwTruncatedModels, SetNames);

TYPED_TEST(GwTruncated, ProductsFollowTheDefinition) {
  SCOPED_TRACE("seed 7");
  TruncatedBench<TypeParam> bench;
  bench.CheckAll([](auto& dut) { return static_cast<int64_t>(dut->product_o); });
}

}  // namespace
}  // namespace gatewright
