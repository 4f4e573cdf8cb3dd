// SPDX-License-Identifier: Apache-2.0
// gw_ram_1r1w: registered read, held until the next; a read sees what was written before its cycle.

#include <array>
#include <optional>
#include <vector>

#include "generator/base/bits.h"
#include "gw_ram_1r1w_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

using Word = std::array<uint64_t, 2>;  // two limbs hold the widest word under test

template <typename Config>
class GwRam1r1w : public testing::Test {
 protected:
  static Word Get(const auto& port) {
    return {GetBits(port, 0, std::min(64, Config::kWidth)),
            GetBits(port, std::min(64, Config::kWidth), std::max(0, Config::kWidth - 64))};
  }
};
TYPED_TEST_SUITE(GwRam1r1w, GwRam1r1wModels, SetNames);

TYPED_TEST(GwRam1r1w, ReadsWhatWasWrittenBefore) {
  const uint64_t seed = 4;
  SCOPED_TRACE("seed 4");
  Draw draw(seed);
  Dut<TypeParam> dut(seed);
  std::vector<std::optional<Word>> memory(TypeParam::kDepth);
  std::optional<Word> output;
  int collisions = 0;
  for (int n = 0; n < 10000; ++n) {
    const auto write = static_cast<size_t>(draw.Between(0, TypeParam::kDepth - 1));
    const auto read = static_cast<size_t>(draw.Between(0, TypeParam::kDepth - 1));
    const bool we = draw.Percent(50);
    const bool re = draw.Percent(60);
    Put(dut->we_i, we ? 1 : 0);
    Put(dut->re_i, re ? 1 : 0);
    Put(dut->waddr_i, write);
    Put(dut->raddr_i, read);
    draw.Fill(dut->wdata_i, TypeParam::kWidth);
    dut.Edge();
    if (re) output = memory[read];  // the old word when both meet
    if (we) memory[write] = this->Get(dut->wdata_i);
    if (we && re && write == read) ++collisions;
    if (output) {
      ASSERT_EQ(this->Get(dut->rdata_o), *output) << "cycle " << n;
    }
  }
  EXPECT_GT(collisions, 10);
  for (const auto& word : memory) EXPECT_TRUE(word.has_value());
}

}  // namespace
}  // namespace gatewright
