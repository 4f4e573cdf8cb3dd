// SPDX-License-Identifier: Apache-2.0
#include "synth/power/logic_op.h"

#include <gtest/gtest.h>

#include <bit>
#include <random>

namespace gatewright {
namespace {

/// Any function of any inputs, lane by lane, against its truth table; toggles against the bits that
/// changed in the counted lanes.
TEST(LogicOp, ComputesEveryTruthTableAndCountsWhatChanged) {
  std::mt19937_64 random(7);
  for (int trial = 0; trial < 3000; ++trial) {
    const int inputs = static_cast<int>(random() % 6);
    const uint32_t mask = inputs == 5 ? ~0U : (1U << (1U << inputs)) - 1;
    const uint32_t table = static_cast<uint32_t>(random()) & mask;
    std::array<uint64_t, 6> values{};
    for (uint64_t& value : values) value = random();
    const std::array<uint64_t, 6> before = values;
    std::array<uint64_t, 6> toggles{};
    const LogicShape shape = FindShape(table, inputs);
    LogicOp op{5, {}};
    for (size_t k = 0; k < static_cast<size_t>(inputs); ++k) op.inputs[k] = shape.order[k];
    const uint64_t counted = random();
    RunLogic({{shape.kind, shape.inverted, table, inputs, 0, 1}}, {op}, counted, values.data(),
             toggles.data());
    for (int lane = 0; lane < 64; ++lane) {
      uint32_t row = 0;
      for (int k = 0; k < inputs; ++k) {
        row |= static_cast<uint32_t>((before[static_cast<size_t>(k)] >> lane) & 1) << k;
      }
      ASSERT_EQ((values[5] >> lane) & 1, (table >> row) & 1)
          << "table " << table << " of " << inputs << " inputs, trial " << trial;
    }
    ASSERT_EQ(toggles[5], static_cast<uint64_t>(std::popcount((values[5] ^ before[5]) & counted)));
  }
}

TEST(LogicOp, KnowsCommonGatesInAnyOrderOfTheirInputs) {
  EXPECT_EQ(FindShape(0x7, 2).kind, LogicKind::kAnd2);
  EXPECT_TRUE(FindShape(0x7, 2).inverted);
  EXPECT_EQ(FindShape(0b00011111, 3).kind, LogicKind::kOa21) << "!((b + a) c) with c first";
  EXPECT_EQ(FindShape(0xCA, 3).kind, LogicKind::kMux2);
  EXPECT_EQ(FindShape(0xE8, 3).kind, LogicKind::kMajority);
  EXPECT_EQ(FindShape(0x96, 3).kind, LogicKind::kXor3);
  EXPECT_EQ(FindShape(0x2, 2).kind, LogicKind::kTable) << "one input inverted";
}

}  // namespace
}  // namespace gatewright
