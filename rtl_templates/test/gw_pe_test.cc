// SPDX-License-Identifier: Apache-2.0
// gw_pe: the product of weight and value as its definition gives it, Stages cycles later, held
// while not enabled.

#include <deque>
#include <optional>
#include <vector>

#include "generator/compress/product.h"
#include "generator/compress/weight_code.h"
#include "gw_pe_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

enum Kind { kOperator, kArray, kBitSparse };

/// Operands of one product.
struct Pair {
  uint64_t weight = 0;  ///< as stored
  int64_t value = 0;
  bool approx = false;
};

template <typename Config>
class GwPe : public testing::Test {
 protected:
  static constexpr int kProductW = Config::kWeightW + Config::kValueW;

  static NumericFormats Formats() {
    NumericFormats formats;
    formats.weight_bits = Config::kWeightW;
    if (Config::kMultiplierKind == kBitSparse) {
      formats.weight_kind = WeightKind::kBitSparse;
      formats.weight_digits = Config::kDigits;
    }
    return formats;
  }

  /// The product by definition.
  int64_t Expected(const Pair& pair) const {
    const int16_t weight = code_.Decode(pair.weight);
    if (pair.approx && Config::kDroppedColumns > 0)
      return truncated_.Of(weight, int32_t(pair.value));
    return int64_t{weight} * pair.value;
  }

  /// One cycle with `now` entering, or none.
  void Cycle(const Pair* now) {
    entered_.push_front(now != nullptr);
    entered_.resize(Config::kStages, false);
    uint64_t enable = 0;
    for (size_t k = 0; k < entered_.size(); ++k) enable |= uint64_t{entered_[k]} << k;
    Put(dut_->en_i, enable);
    if (now != nullptr) {
      Put(dut_->weight_i, now->weight);
    } else {
      draw_.Fill(dut_->weight_i, Config::kStoredW);
    }
    // The value meets the weight at its register, where there is one.
    const Pair* meets = Config::kStages == 1 ? now : had_before_ ? &before_ : nullptr;
    if (meets != nullptr) {
      Put(dut_->value_i, Wire(meets->value, Config::kValueW));
      Put(dut_->negated_i, Wire(-meets->value, Config::kValueW + 1));
      dut_->approx_i = meets->approx ? 1 : 0;
    } else {
      draw_.Fill(dut_->value_i, Config::kValueW);
      draw_.Fill(dut_->negated_i, Config::kValueW + 1);
      dut_->approx_i = draw_.Percent(50) ? 1 : 0;
    }
    had_before_ = now != nullptr;
    if (now != nullptr) before_ = *now;
    dut_.Edge();
    under_way_.push_back(now != nullptr ? std::optional<int64_t>(Expected(*now)) : std::nullopt);
    if (under_way_.size() < Config::kStages) return;
    if (under_way_.front()) held_ = under_way_.front();
    under_way_.pop_front();
    if (held_) {
      ASSERT_EQ(GetSigned(dut_->product_o, 0, kProductW), *held_);
    }
  }

  void Check(const Pair& pair) {
    SCOPED_TRACE(testing::Message() << code_.Decode(pair.weight) << " * " << pair.value
                                    << (pair.approx ? ", truncated" : ""));
    Cycle(&pair);
  }

  Pair Random() {
    Pair pair;
    const int16_t weight = Config::kMultiplierKind == kBitSparse
                               ? code_.values()[static_cast<size_t>(draw_.Between(
                                     0, static_cast<int64_t>(code_.values().size()) - 1))]
                               : static_cast<int16_t>(draw_.Signed(Config::kWeightW));
    pair.weight = code_.Encode(weight);
    do pair.value = draw_.Signed(Config::kValueW);
    while (pair.value == 0);
    pair.approx = draw_.Percent(50);
    return pair;
  }

  const WeightCode code_{Formats()};
  const TruncatedProduct truncated_{Config::kWeightW, Config::kValueW, Config::kDroppedColumns};
  Dut<Config> dut_{1};
  Draw draw_{2};

 private:
  std::deque<bool> entered_;
  std::deque<std::optional<int64_t>> under_way_;
  std::optional<int64_t> held_;
  Pair before_;
  bool had_before_ = false;
};
TYPED_TEST_SUITE(GwPe, GwPeModels, SetNames);

TYPED_TEST(GwPe, IsParameterisedAsTheToolWould) {
  EXPECT_EQ(this->code_.bits(), TypeParam::kStoredW);
  if constexpr (TypeParam::kMultiplierKind == kBitSparse) {
    EXPECT_EQ(this->code_.form(), 0);
  }
  EXPECT_EQ(this->truncated_.offset(), TypeParam::kDropOffset);
}

TYPED_TEST(GwPe, ProductsFollowTheDefinitionWithAndWithoutPauses) {
  SCOPED_TRACE("seed 2");
  for (int n = 0; n < 20000; ++n) {
    const bool pause = this->draw_.Percent(n < 10000 ? 30 : 0);
    if (pause) {
      this->Cycle(nullptr);
    } else {
      ASSERT_NO_FATAL_FAILURE(this->Check(this->Random()));
    }
    ASSERT_FALSE(this->HasFailure()) << "after " << n << " cycles";
  }
}

// Every stored weight with every value; with more bits than that takes, with the values that break
// arithmetic (prove_multipliers goes through all).
TYPED_TEST(GwPe, EveryWeightFollowsTheDefinition) {
  using Config = TypeParam;
  constexpr int kAllW = 20;
  constexpr bool kAll = Config::kStoredW + Config::kValueW <= kAllW;
  constexpr int64_t kMax = (int64_t{1} << (Config::kValueW - 1)) - 1;
  std::vector<int64_t> values = {-kMax - 1, -kMax, -1, 1, kMax};
  if (kAll) values.clear();
  for (int64_t value = -kMax - 1; value <= kMax && kAll; ++value) values.push_back(value);
  Put(this->dut_->en_i, Mask(Config::kStages));
  for (const int64_t value : values) {
    if (value == 0) continue;
    Put(this->dut_->value_i, Wire(value, Config::kValueW));
    Put(this->dut_->negated_i, Wire(-value, Config::kValueW + 1));
    for (int approx = 0; approx < (Config::kDroppedColumns > 0 ? 2 : 1); ++approx) {
      this->dut_->approx_i = static_cast<uint8_t>(approx);
      for (uint64_t code = 0; code < uint64_t{1} << Config::kStoredW; ++code) {
        // A code that stands for no weight is never stored.
        const int16_t weight = this->code_.Decode(code);
        if (this->code_.Encode(weight) != code) continue;
        Put(this->dut_->weight_i, code);
        for (int stage = 0; stage < Config::kStages; ++stage) this->dut_.Edge();
        const int64_t product = GetSigned(this->dut_->product_o, 0, this->kProductW);
        if (product != this->Expected({code, value, approx != 0})) {
          FAIL() << weight << " * " << value << " approx " << approx << ": " << product;
        }
      }
    }
  }
}

}  // namespace
}  // namespace gatewright
