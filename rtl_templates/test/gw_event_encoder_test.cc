// SPDX-License-Identifier: Apache-2.0
// gw_event_encoder: elements that are not zero, or that changed by the threshold or more.

#include "generator/base/bits.h"
#include "gw_event_encoder_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwEventEncoder : public testing::Test {};
TYPED_TEST_SUITE(GwEventEncoder, GwEventEncoderModels, SetNames);

TYPED_TEST(GwEventEncoder, EventsAndReferencesFollowTheDefinition) {
  using Config = TypeParam;
  SCOPED_TRACE("seed 3");
  Draw draw(3);
  Dut<Config> dut(3);
  const int64_t most = (int64_t{1} << (Config::kStateW - 1)) - 1;
  int events = 0;
  int edges = 0;  // changes of exactly the threshold
  for (int n = 0; n < 5000; ++n) {
    const int64_t theta =
        draw.Percent(30) ? draw.Between(0, 2) % (most + 1) : draw.Between(0, most);
    Put(dut->theta_i, theta);
    std::vector<int64_t> elements;
    std::vector<int64_t> references;
    for (int c = 0; c < Config::kCand; ++c) {
      elements.push_back(draw.Percent(30) ? 0 : draw.Signed(Config::kStateW));
      const bool near = draw.Percent(50);
      const int64_t change = near ? theta + draw.Between(-1, 1) : draw.Signed(Config::kStateW);
      references.push_back(
          Saturate(elements.back() - (draw.Percent(50) ? change : -change), Config::kStateW));
      SetElement(dut->elements_i, c, Config::kStateW, elements.back());
      SetElement(dut->references_i, c, Config::kStateW, references.back());
    }
    dut.Settle();
    for (int c = 0; c < Config::kCand; ++c) {
      const int64_t v = elements[static_cast<size_t>(c)];
      const int64_t was = Config::kDelta != 0 ? references[static_cast<size_t>(c)] : 0;
      const int64_t change = std::abs(v - was);
      const bool event = change != 0 && (Config::kDelta == 0 || change >= theta);
      SCOPED_TRACE(std::to_string(v) + " was " + std::to_string(was));
      ASSERT_EQ(GetBits(dut->valid_o, c, 1), event ? 1 : 0) << "theta " << theta;
      ASSERT_EQ(GetSigned(dut->values_o, c, Config::kValueW), v - was);
      ASSERT_EQ(GetSigned(dut->references_o, c, Config::kStateW),
                event || Config::kDelta == 0 ? v : was);
      if (Config::kDelta != 0) {
        ASSERT_EQ(GetBits(dut->changes_o, c * Config::kStateW, Config::kStateW),
                  static_cast<uint64_t>(change));
      }
      events += event ? 1 : 0;
      edges += change == theta ? 1 : 0;
    }
  }
  EXPECT_GT(events, 1000);
  EXPECT_GT(edges, 20);
}

}  // namespace
}  // namespace gatewright
