// SPDX-License-Identifier: Apache-2.0
// gw_digit_decoder: the digits of every code add up to its weight.

#include <bit>

#include "generator/base/bits.h"
#include "generator/compress/weight_code.h"
#include "gw_digit_decoder_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwDigitDecoder : public testing::Test {
 protected:
  static WeightCode Code() {
    NumericFormats formats;
    formats.weight_bits = Config::kWeightW;
    formats.weight_kind = WeightKind::kBitSparse;
    formats.weight_digits = Config::kDigits;
    return WeightCode(formats);
  }

  static constexpr int kPosW = std::bit_width(unsigned{Config::kWeightW - 1});

  /// The weight that the outputs say.
  int64_t Weight() {
    int64_t weight = 0;
    for (int d = 0; d < Config::kDigits; ++d) {
      if (GetBits(dut_->valid_o, d, 1) == 0) continue;
      const uint64_t position = GetBits(dut_->position_o, d * kPosW, kPosW);
      const int64_t power = int64_t{1} << position;
      weight += GetBits(dut_->negative_o, d, 1) != 0 ? -power : power;
    }
    return weight;
  }

  Dut<Config> dut_{1};
};
TYPED_TEST_SUITE(GwDigitDecoder, GwDigitDecoderModels, SetNames);

TYPED_TEST(GwDigitDecoder, IsParameterisedAsTheToolWould) {
  const WeightCode code = this->Code();
  EXPECT_EQ(code.bits(), TypeParam::kCodeW);
  EXPECT_EQ(code.form(), TypeParam::kCodeTable);
  EXPECT_EQ(code.last(), TypeParam::kZeroIndex);
}

TYPED_TEST(GwDigitDecoder, DigitsOfEveryCodeAddUpToItsWeight) {
  const WeightCode code = this->Code();
  for (const int16_t weight : code.values()) {
    Put(this->dut_->code_i, code.Encode(weight));
    this->dut_.Settle();
    ASSERT_EQ(this->Weight(), weight) << "code " << code.Encode(weight);
  }
}

}  // namespace
}  // namespace gatewright
