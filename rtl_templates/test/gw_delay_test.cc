// SPDX-License-Identifier: Apache-2.0
// gw_delay: what is valid comes out Cycles cycles later, whatever lies between; reset forgets it.

#include <deque>
#include <optional>

#include "generator/base/bits.h"
#include "gw_delay_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwDelay : public testing::Test {
 protected:
  /// One cycle with `data` entering, or none; checks what leaves in it.
  void Cycle(std::optional<uint64_t> data) {
    Put(dut_->valid_i, data ? 1 : 0);
    Put(dut_->data_i, data ? *data : draw_.Bits(Config::kWidth));
    under_way_.push_back(data);
    dut_.Settle();
    const std::optional<uint64_t> due = under_way_.front();
    ASSERT_EQ(dut_->valid_o, due ? 1 : 0);
    if (due) {
      ASSERT_EQ(GetBits(dut_->data_o, 0, Config::kWidth), *due);
    }
    under_way_.pop_front();
    dut_.Edge();
  }
  std::optional<uint64_t> Random(int share) {
    if (!draw_.Percent(share)) return std::nullopt;
    return draw_.Bits(Config::kWidth);
  }
  void Reset() {
    Put(dut_->valid_i, 0);
    dut_.Reset();
    under_way_.assign(Config::kCycles, std::nullopt);
  }

  Dut<Config> dut_{1};
  Draw draw_{2};
  std::deque<std::optional<uint64_t>> under_way_;
};
TYPED_TEST_SUITE(GwDelay, GwDelayModels, SetNames);

TYPED_TEST(GwDelay, WhatIsValidComesOutItsCyclesLater) {
  SCOPED_TRACE("seed 2");
  this->Reset();
  for (int n = 0; n < 5000; ++n) {
    ASSERT_NO_FATAL_FAILURE(this->Cycle(this->Random(n < 2500 ? 50 : 100))) << "cycle " << n;
  }
}

TYPED_TEST(GwDelay, ResetForgetsWhatIsUnderWayAtOnce) {
  for (int n = 0; n < 20; ++n) {
    this->Reset();
    for (int k = 0; k < 10; ++k) ASSERT_NO_FATAL_FAILURE(this->Cycle(this->Random(100)));
    if (TypeParam::kCycles == 0) continue;
    this->dut_->rst_ni = 0;
    this->dut_.Settle();
    ASSERT_EQ(this->dut_->valid_o, 0) << "without a clock edge";
    this->dut_->rst_ni = 1;
    this->dut_.Settle();
    this->under_way_.assign(TypeParam::kCycles, std::nullopt);
    for (int k = 0; k < 10; ++k) ASSERT_NO_FATAL_FAILURE(this->Cycle(this->Random(50)));
  }
}

}  // namespace
}  // namespace gatewright
