// SPDX-License-Identifier: Apache-2.0
// gw_pwl: every input, against the integer definition that the reference model evaluates.

#include <map>

#include "gw_pwl_models.h"
#include "rtl_templates/test/cell_math.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwPwl : public testing::Test {
 protected:
  static constexpr int kLatency = 3;

  static PwlLines Lines() {
    return LinesOf(Config::kOdd != 0 ? Squash::kTanh : Squash::kSigmoid, Config::kGateF,
                   Config::kLines);
  }
};
TYPED_TEST_SUITE(GwPwl, GwPwlModels, SetNames);

TYPED_TEST(GwPwl, EqualsTheDefinitionForEveryInputEveryCycle) {
  using Config = TypeParam;
  Dut<Config> dut(3);
  const PwlLines lines = this->Lines();
  const int64_t most = int64_t{1} << (Config::kInW - 1);
  Put(dut->lookup_i, 1);
  for (int64_t k = -most; k < most + this->kLatency; ++k) {
    Put(dut->k_i, Wire(k, Config::kInW));
    dut.Settle();
    const int64_t due = k - this->kLatency;
    if (due >= -most) {
      ASSERT_EQ(GetSigned(dut->y_o, 0, Config::kGateF + 2), Evaluate(lines, due)) << due;
    }
    dut.Edge();
  }
}

TYPED_TEST(GwPwl, HoldsItsResultUntilTheNext) {
  using Config = TypeParam;
  SCOPED_TRACE("seed 8");
  Dut<Config> dut(8);
  Draw draw(8);
  const PwlLines lines = this->Lines();
  std::map<int, int64_t> from;  // cycle -> result shown from then on
  for (int n = 0; n < 5000; ++n) {
    const int64_t k = draw.Signed(Config::kInW);
    const bool lookup = draw.Percent(40);
    Put(dut->lookup_i, lookup ? 1 : 0);
    Put(dut->k_i, Wire(k, Config::kInW));
    if (lookup) from[n + this->kLatency] = Evaluate(lines, k);
    dut.Settle();
    const auto shown = from.upper_bound(n);
    if (shown != from.begin()) {
      ASSERT_EQ(GetSigned(dut->y_o, 0, Config::kGateF + 2), std::prev(shown)->second) << n;
    }
    dut.Edge();
  }
}

}  // namespace
}  // namespace gatewright
