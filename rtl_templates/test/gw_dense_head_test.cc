// SPDX-License-Identifier: Apache-2.0
// gw_dense_head: pre-activation and table values of a unit to its output, one cycle after the
// former.

#include "generator/base/rounding.h"
#include "gw_dense_head_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwDenseHead : public testing::Test {};
TYPED_TEST_SUITE(GwDenseHead, GwDenseHeadModels, SetNames);

template <typename Config>
int64_t Expected(int64_t a, int64_t sigmoid, int64_t tanh) {
  const Rounding rounding = Config::kNearest != 0 ? Rounding::kNearestEven : Rounding::kTruncate;
  const auto narrow = [&](int64_t value) {
    return Saturate(Round(value, Config::kGateF - Config::kStateF, rounding), Config::kStateW);
  };
  switch (Config::kHead) {
    case 1:
      return a;
    case 2:
      return std::max<int64_t>(a, 0);
    case 3:
      return narrow(sigmoid);
    case 4:
      return narrow(tanh);
    default:
      return 0;
  }
}

TYPED_TEST(GwDenseHead, AppliesItsActivation) {
  using Config = TypeParam;
  SCOPED_TRACE("seed 6");
  Dut<Config> dut(6);
  Draw draw(6);
  constexpr int64_t kOne = int64_t{1} << Config::kGateF;
  int64_t before = 0;
  for (int n = 0; n < 5000; ++n) {
    const int64_t a = draw.Signed(Config::kStateW);
    const int64_t sigmoid = draw.Between(0, kOne);
    const int64_t tanh = draw.Between(-kOne, kOne);
    Put(dut->a_i, Wire(a, Config::kStateW));
    Put(dut->sigmoid_i, sigmoid);
    Put(dut->tanh_i, Wire(tanh, Config::kGateF + 2));
    dut.Settle();
    if (n > 0) {
      ASSERT_EQ(GetSigned(dut->y_o, 0, Config::kStateW), Expected<Config>(before, sigmoid, tanh));
    }
    dut.Edge();
    before = a;
  }
}

}  // namespace
}  // namespace gatewright
