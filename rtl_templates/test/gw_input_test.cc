// gw_input: the elements of good frames that are events, beat by beat; gw_axis_in_test has the
// frames.

#include <vector>

#include "gw_input_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwInput : public testing::Test {};
TYPED_TEST_SUITE(GwInput, GwInputModels, SetNames);

TYPED_TEST(GwInput, EventsAreTheNonZeroElementsInsideTheFrame) {
  using Config = TypeParam;
  SCOPED_TRACE("seed 7");
  Dut<Config> dut(7);
  Draw draw(7);
  Put(dut->s_axis_tvalid_i, 0);
  Put(dut->room_i, 1);
  Put(dut->frame_take_i, 0);
  dut.Reset();
  std::vector<int64_t> sent;  // elements of the beat accepted in the cycle before
  int beat = 0;
  int sent_index = 0;
  int seen = 0;
  for (int n = 0; n < 20000; ++n) {
    const bool valid = draw.Percent(70);
    std::vector<int64_t> elements;
    for (int e = 0; e < Config::kElemsIn; ++e) {
      elements.push_back(draw.Percent(40) ? 0 : draw.Signed(Config::kStateW));
      SetElement(dut->s_axis_tdata_i, e, Config::kElemW, elements.back());
    }
    Put(dut->s_axis_tvalid_i, valid ? 1 : 0);
    Put(dut->s_axis_tlast_i, beat == Config::kBeats - 1 ? 1 : 0);
    Put(dut->s_axis_tuser_i, draw.Bits(1));
    Put(dut->room_i, draw.Percent(80) ? 1 : 0);
    dut.Settle();
    Put(dut->frame_take_i, dut->frame_valid_o);
    dut.Settle();
    ASSERT_EQ(dut->beat_valid_o, sent.empty() ? 0 : 1) << n;
    for (size_t e = 0; e < sent.size(); ++e) {
      const int at = static_cast<int>(e);
      const bool inside = sent_index * Config::kElemsIn + at < Config::kInputs;
      ASSERT_EQ(GetBits(dut->valid_o, at, 1), inside && sent[e] != 0 ? 1 : 0) << n << " " << e;
      ASSERT_EQ(GetSigned(dut->values_o, at, Config::kStateW), sent[e]);
      ++seen;
    }
    const bool accepted = valid && dut->s_axis_tready_o != 0;
    dut.Edge();
    sent = accepted ? elements : std::vector<int64_t>{};
    if (accepted) {
      sent_index = beat;
      beat = beat == Config::kBeats - 1 ? 0 : beat + 1;
    }
  }
  EXPECT_GT(seen, 5000);
  EXPECT_EQ(dut->error_o, 0);
}

}  // namespace
}  // namespace gatewright
