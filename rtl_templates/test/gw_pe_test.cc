// gw_pe: the exact product of weight and value, one cycle later, held while not enabled.

#include "gw_pe_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwPe : public testing::Test {
 protected:
  static constexpr int kProductW = Config::kWeightW + Config::kValueW;

  /// Multiplies in one cycle, then shows that nothing but an enabled cycle changes the product.
  void ExpectProduct(int64_t weight, int64_t value) {
    dut_->en_i = 1;
    Put(dut_->weight_i, Wire(weight, Config::kWeightW));
    Put(dut_->value_i, Wire(value, Config::kValueW));
    dut_.Edge();
    ASSERT_EQ(GetSigned(dut_->product_o, 0, kProductW), weight * value) << weight << " * " << value;
    dut_->en_i = 0;
    draw_.Fill(dut_->weight_i, Config::kWeightW);
    draw_.Fill(dut_->value_i, Config::kValueW);
    dut_.Edge();
    ASSERT_EQ(GetSigned(dut_->product_o, 0, kProductW), weight * value) << "not held";
  }

  Dut<Config> dut_{1};
  Draw draw_{2};
};
TYPED_TEST_SUITE(GwPe, GwPeModels, SetNames);

TYPED_TEST(GwPe, EveryProductIsExactAndHeld) {
  constexpr int kWeightW = TypeParam::kWeightW;
  constexpr int kValueW = TypeParam::kValueW;
  if constexpr (kWeightW + kValueW <= 12) {
    for (int w = -(1 << (kWeightW - 1)); w < 1 << (kWeightW - 1); ++w) {
      for (int v = -(1 << (kValueW - 1)); v < 1 << (kValueW - 1); ++v) {
        ASSERT_NO_FATAL_FAILURE(this->ExpectProduct(w, v));
      }
    }
  } else {
    SCOPED_TRACE("seed 2");
    for (int n = 0; n < 20000; ++n) {
      ASSERT_NO_FATAL_FAILURE(
          this->ExpectProduct(this->draw_.Signed(kWeightW), this->draw_.Signed(kValueW)));
    }
  }
}

TYPED_TEST(GwPe, OneProductACycle) {
  SCOPED_TRACE("seed 2");
  this->dut_->en_i = 1;
  for (int n = 0; n < 1000; ++n) {
    const int64_t weight = this->draw_.Signed(TypeParam::kWeightW);
    const int64_t value = this->draw_.Signed(TypeParam::kValueW);
    Put(this->dut_->weight_i, Wire(weight, TypeParam::kWeightW));
    Put(this->dut_->value_i, Wire(value, TypeParam::kValueW));
    this->dut_.Edge();
    ASSERT_EQ(GetSigned(this->dut_->product_o, 0, this->kProductW), weight * value);
  }
}

}  // namespace
}  // namespace gatewright
