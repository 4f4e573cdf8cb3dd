// SPDX-License-Identifier: Apache-2.0
// gw_shift_add: its two rows add up to the sum of the digits times the value.

#include <array>

#include "gw_shift_add_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

struct ShiftDigit {
  bool valid = false;
  bool negative = false;
  int position = 0;
};

template <typename Config>
class GwShiftAdd : public testing::Test {
 protected:
  using Digits = std::array<ShiftDigit, Config::kDigits>;
  static constexpr int kDigitBits = Config::kPosW + 2;

  static Digits DigitsOf(uint64_t bits) {
    Digits digits;
    for (ShiftDigit& digit : digits) {
      digit = {(bits & 1) != 0, (bits >> 1 & 1) != 0,
               static_cast<int>(bits >> 2 & Mask(Config::kPosW))};
      bits >>= kDigitBits;
    }
    return digits;
  }

  void Check(const Digits& digits, int64_t value) {
    int64_t weight = 0;
    uint64_t valid = 0;
    uint64_t negative = 0;
    uint64_t positions = 0;
    for (size_t d = 0; d < digits.size(); ++d) {
      const ShiftDigit& digit = digits[d];
      const int64_t power = int64_t{1} << digit.position;
      if (digit.valid) weight += digit.negative ? -power : power;
      valid |= uint64_t{digit.valid} << d;
      negative |= uint64_t{digit.negative} << d;
      positions |= static_cast<uint64_t>(digit.position) << (d * Config::kPosW);
    }
    Put(dut_->valid_i, valid);
    Put(dut_->negative_i, negative);
    Put(dut_->position_i, positions);
    Put(dut_->value_i, Wire(value, Config::kValueW));
    Put(dut_->negated_i, Wire(-value, Config::kValueW + 1));
    dut_.Settle();
    ASSERT_EQ(WrapSigned(static_cast<int64_t>(dut_->a_o + dut_->b_o), Config::kProductW),
              WrapSigned(weight * value, Config::kProductW))
        << weight << " * " << value;
  }

  Dut<Config> dut_{1};
};
TYPED_TEST_SUITE(GwShiftAdd, GwShiftAddModels, SetNames);

TYPED_TEST(GwShiftAdd, RowsAddUpToTheProduct) {
  using Config = TypeParam;
  constexpr int kBits = Config::kDigits * this->kDigitBits;
  constexpr int64_t kEnd = int64_t{1} << (Config::kValueW - 1);
  if (kBits + Config::kValueW <= 16) {
    for (uint64_t digits = 0; digits < uint64_t{1} << kBits; ++digits) {
      for (int64_t value = -kEnd; value < kEnd; ++value) {
        ASSERT_NO_FATAL_FAILURE(this->Check(this->DigitsOf(digits), value));
      }
    }
    return;
  }
  SCOPED_TRACE("seed 3");
  Draw draw(3);
  for (int n = 0; n < 50000; ++n) {
    const int64_t value = draw.Signed(Config::kValueW);
    ASSERT_NO_FATAL_FAILURE(this->Check(this->DigitsOf(draw.Bits(kBits)), value));
  }
}

}  // namespace
}  // namespace gatewright
