// SPDX-License-Identifier: Apache-2.0
// gw_stats: flags and counts of what happens, each in its place and once.

#include <bit>

#include "generator/base/bits.h"
#include "gw_stats_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwStats : public testing::Test {};
TYPED_TEST_SUITE(GwStats, GwStatsModels, SetNames);

int Bits(int count) { return static_cast<int>(std::bit_width(static_cast<unsigned>(count))); }

TYPED_TEST(GwStats, ReportsEverythingInItsPlace) {
  using Config = TypeParam;
  SCOPED_TRACE("seed 4");
  Draw draw(4);
  Dut<Config> dut(4);
  const int lanes = Config::kSaturationsW;
  const int arrays = Bits(Config::kArrays);
  struct {
    bool bad = false, full = false, delta = false, skip = false;
    int x = 0, h = 0, words = 0;
  } before;
  for (auto* bit : {&dut->invalid_frame_i, &dut->take_i, &dut->full_i, &dut->skip_i}) Put(*bit, 0);
  Put(dut->events_x_i, 0);
  Put(dut->events_h_i, 0);
  Put(dut->words_i, 0);
  dut.Reset();
  for (int n = 0; n < 3000; ++n) {
    const bool bad = draw.Percent(20);
    const bool take = draw.Percent(50);
    const bool full = draw.Percent(50);
    const bool skip = draw.Percent(30);
    Put(dut->invalid_frame_i, bad ? 1 : 0);
    Put(dut->take_i, take ? 1 : 0);
    Put(dut->full_i, full ? 1 : 0);
    Put(dut->skip_i, skip ? 1 : 0);
    draw.Fill(dut->events_x_i, Config::kArrays);
    draw.Fill(dut->events_h_i, Config::kArrays);
    draw.Fill(dut->words_i, Config::kArrays);
    draw.Fill(dut->saturations_i, lanes);
    dut.Settle();
    int at = 0;
    const auto expect = [&](uint64_t value, int bits) {
      ASSERT_EQ(GetBits(dut->stats_o, at, bits), value) << "bit " << at;
      at += bits;
    };
    expect(GetBits(dut->saturations_i, 0, lanes), lanes);
    expect(static_cast<uint64_t>(before.words), arrays);
    expect(static_cast<uint64_t>(before.h), arrays);
    expect(static_cast<uint64_t>(before.x), arrays);
    expect(before.skip ? 1 : 0, 1);
    expect(before.delta ? 1 : 0, 1);
    expect(before.full ? 1 : 0, 1);
    expect(before.bad ? 1 : 0, 1);
    ASSERT_FALSE(testing::Test::HasFailure()) << "cycle " << n;
    before = {bad,
              take && full && !skip,
              take && !full && !skip,
              take && skip,
              std::popcount(static_cast<uint64_t>(dut->events_x_i)),
              std::popcount(static_cast<uint64_t>(dut->events_h_i)),
              std::popcount(static_cast<uint64_t>(dut->words_i))};
    dut.Edge();
  }
}

}  // namespace
}  // namespace gatewright
