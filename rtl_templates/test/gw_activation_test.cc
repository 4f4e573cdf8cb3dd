// SPDX-License-Identifier: Apache-2.0
// gw_activation: pre-activations, and sigmoid and tanh for their users, in the promised cycles.

#include <map>
#include <memory>
#include <optional>

#include "generator/base/bits.h"
#include "gw_activation_models.h"
#include "rtl_templates/test/cell_math.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

template <typename Config>
class GwActivation : public testing::Test {};
TYPED_TEST_SUITE(GwActivation, GwActivationModels, SetNames);

TYPED_TEST(GwActivation, GivesPreactivationsAndLookupsAndHoldsThem) {
  using Config = TypeParam;
  SCOPED_TRACE("seed 5");
  MemoryFolder folder;
  CellMath<Config> math;
  math.WriteTables();
  Dut<Config> dut(5);
  Draw draw(5);
  int64_t a = 0;  // pre-activation shown in this cycle
  bool a_known = false;
  // Results by the cycle they are due in; shown until the next one. Empty: not known.
  std::map<int, std::optional<int64_t>> sigmoid = {{0, {}}};
  std::map<int, std::optional<int64_t>> tanh = {{0, {}}};
  const auto shown = [](const auto& results, int n) {
    return std::prev(results.upper_bound(n))->second;
  };
  for (int n = 0; n < 20000; ++n) {
    const int shift = static_cast<int>(draw.Between(0, (1 << Config::kShiftW) - 1));
    const int64_t sum = DrawSum<Config>(draw, shift);
    const int64_t other = draw.Signed(Config::kOtherW);
    const int use = static_cast<int>(draw.Between(0, 3));  // of the tanh table: a, other, none
    const bool look_sigmoid = draw.Percent(50);
    Put(dut->sum_i, Wire(sum, Config::kAccW));
    Put(dut->shift_i, shift);
    Put(dut->other_i, Wire(other, Config::kOtherW));
    Put(dut->lookup_sigmoid_i, look_sigmoid ? 1 : 0);
    Put(dut->lookup_tanh_i, use == 0 ? 1 : 0);
    Put(dut->lookup_other_i, use == 1 ? 1 : 0);
    dut.Settle();
    if (a_known) {
      ASSERT_EQ(GetSigned(dut->a_o, 0, Config::kStateW), a) << n;
    }
    if (const auto wanted = shown(sigmoid, n)) {
      ASSERT_EQ(GetBits(dut->sigmoid_o, 0, Config::kGateF + 1), static_cast<uint64_t>(*wanted))
          << n;
    }
    if (const auto wanted = shown(tanh, n)) {
      ASSERT_EQ(GetSigned(dut->tanh_o, 0, Config::kGateF + 2), *wanted) << n;
    }
    dut.Edge();
    const int due = n + 1 + CellMath<Config>::kLookup;
    const auto if_known = [&](int64_t value) {
      return a_known ? std::optional<int64_t>(value) : std::nullopt;
    };
    if (look_sigmoid) sigmoid[due] = if_known(math.Sigmoid(a, Config::kStateF));
    if (use == 0) tanh[due] = if_known(math.Tanh(a, Config::kStateF));
    if (use == 1) tanh[due] = math.Tanh(other, Config::kOtherF);
    a = math.Preactivation(sum, shift);
    a_known = true;
  }
}

}  // namespace
}  // namespace gatewright
