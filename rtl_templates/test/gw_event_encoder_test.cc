// gw_event_encoder: in a full step every element that is not zero is an event of its own value.

#include "gw_event_encoder_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwEventEncoder : public testing::Test {};
TYPED_TEST_SUITE(GwEventEncoder, GwEventEncoderModels, SetNames);

TYPED_TEST(GwEventEncoder, NonZeroElementsAreEvents) {
  constexpr int kCand = TypeParam::kCand;
  constexpr int kValueW = TypeParam::kValueW;
  SCOPED_TRACE("seed 3");
  Draw draw(3);
  Dut<TypeParam> dut(3);
  for (int n = 0; n < 5000; ++n) {
    std::vector<int64_t> elements;
    for (int c = 0; c < kCand; ++c) {
      // Zeros, single bits (each must count) and anything.
      int64_t value = draw.Percent(40) ? 0 : draw.Signed(kValueW);
      if (draw.Percent(20)) value = int64_t{1} << draw.Between(0, kValueW - 1);
      SetElement(dut->elements_i, c, kValueW, value);
      elements.push_back(WrapSigned(value, kValueW));
    }
    dut.Settle();
    for (int c = 0; c < kCand; ++c) {
      const int64_t element = elements[static_cast<size_t>(c)];
      ASSERT_EQ(GetBits(dut->valid_o, c, 1), element != 0 ? 1 : 0) << element << " at " << c;
      ASSERT_EQ(GetSigned(dut->values_o, c, kValueW), element);
    }
  }
}

}  // namespace
}  // namespace gatewright
