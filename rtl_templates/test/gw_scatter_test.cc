// SPDX-License-Identifier: Apache-2.0
// gw_scatter: every column reaches exactly the array, word and candidate it belongs to.

#include "generator/base/bits.h"
#include "gw_scatter_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwScatter : public testing::Test {};
TYPED_TEST_SUITE(GwScatter, GwScatterModels, SetNames);

TYPED_TEST(GwScatter, BringsTheArrayItsColumnsInOrder) {
  constexpr int kElems = TypeParam::kElems;
  constexpr int kArrays = TypeParam::kArrays;
  constexpr int kCand = TypeParam::kCand;
  constexpr int kValueW = TypeParam::kValueW;
  SCOPED_TRACE("seed 8");
  Draw draw(8);
  Dut<TypeParam> dut(8);
  int own = 0;
  for (int round = 0; round < 20; ++round) {
    for (int group = 0; group < (1 << TypeParam::kGroupW); ++group) {
      std::vector<int64_t> valid;
      std::vector<int64_t> values;
      for (int e = 0; e < kElems; ++e) {
        valid.push_back(draw.Percent(50) ? 1 : 0);
        values.push_back(WrapSigned(draw.Signed(kValueW), kValueW));
        SetElement(dut->valid_i, e, 1, valid.back());
        SetElement(dut->values_i, e, kValueW, values.back());
      }
      Put(dut->group_i, group);
      dut.Settle();
      bool turn = false;
      for (int e = 0; e < kElems; ++e) {
        const int column = group * kElems + e;
        if (column % kArrays != TypeParam::kArray) continue;
        ++own;
        const int place = column / kArrays;  // the array's own count of columns
        ASSERT_EQ(static_cast<int>(dut->word_o), (place / kCand) % (1 << TypeParam::kWordW));
        ASSERT_EQ(GetBits(dut->valid_o, place % kCand, 1), valid[static_cast<size_t>(e)]);
        ASSERT_EQ(GetSigned(dut->values_o, place % kCand, kValueW), values[static_cast<size_t>(e)]);
        turn = true;
      }
      ASSERT_EQ(static_cast<bool>(dut->turn_o), turn) << "group " << group;
    }
  }
  EXPECT_GT(own, 0);
}

}  // namespace
}  // namespace gatewright
