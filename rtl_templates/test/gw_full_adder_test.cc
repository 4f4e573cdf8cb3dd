// SPDX-License-Identifier: Apache-2.0
// gw_full_adder: a + b + c = s + 2 c_o, all eight of them.

#include "gw_full_adder_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

TEST(GwFullAdder, AddsThreeBits) {
  Dut<GwFullAdderOnly> dut(1);
  for (int bits = 0; bits < 8; ++bits) {
    const int a = bits & 1;
    const int b = bits >> 1 & 1;
    const int c = bits >> 2;
    Put(dut->a_i, a);
    Put(dut->b_i, b);
    Put(dut->c_i, c);
    dut.Settle();
    EXPECT_EQ(dut->s_o + 2 * dut->c_o, a + b + c) << a << b << c;
  }
}

}  // namespace
}  // namespace gatewright
