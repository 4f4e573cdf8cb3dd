// SPDX-License-Identifier: Apache-2.0
// gw_thresholds: each frame meets the thresholds that held when its first beat was accepted.

#include "generator/base/bits.h"
#include "gw_thresholds_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwThresholds : public testing::Test {};
TYPED_TEST_SUITE(GwThresholds, GwThresholdsModels, SetNames);

TYPED_TEST(GwThresholds, TravelWithTheirFrame) {
  SCOPED_TRACE("seed 5");
  Draw draw(5);
  Dut<TypeParam> dut(5);
  constexpr int kWidth = TypeParam::kWidth;
  uint64_t arriving = 0;
  uint64_t waiting = 0;
  uint64_t active = 0;
  uint64_t phase = 0;
  int known = 0;  // stages that hold a value
  for (int n = 0; n < 4000; ++n) {
    if (n == 0 || TypeParam::kRuntime != 0) draw.Fill(dut->thresholds_i, kWidth);
    const uint64_t now = GetBits(dut->thresholds_i, 0, kWidth);
    const bool sample = n == 0 || draw.Percent(30);
    const bool commit = n == 1 || (n > 1 && draw.Percent(30));
    const bool take = n == 2 || (n > 2 && draw.Percent(30));
    const bool start = n == 3 || (n > 3 && draw.Percent(30));
    Put(dut->sample_i, sample ? 1 : 0);
    Put(dut->commit_i, commit ? 1 : 0);
    Put(dut->take_i, take ? 1 : 0);
    Put(dut->phase_i, start ? 1 : 0);
    dut.Settle();
    if (n > 0) {
      ASSERT_EQ(GetBits(dut->arriving_o, 0, kWidth), arriving);
    }
    if (n > 3) {
      ASSERT_EQ(GetBits(dut->phase_o, 0, kWidth), phase);
      ++known;
    }
    dut.Edge();
    if (start) phase = active;
    if (take) active = waiting;
    if (commit) waiting = arriving;
    if (sample) arriving = now;
  }
  EXPECT_GT(known, 3000);
}

}  // namespace
}  // namespace gatewright
