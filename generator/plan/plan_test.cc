// SPDX-License-Identifier: Apache-2.0
#include "generator/plan/plan.h"

#include <gtest/gtest.h>

#include "generator/base/bits.h"
#include "generator/plan/memory_files.h"
#include "generator/spec/parse.h"

namespace gatewright {
namespace {

Spec SpecOf(const std::string& engine) {
  const Result<Spec> spec = ParseSpecText(
      "name = \"t\"\n[network]\ninputs = 3\nhidden = [5]\n[engine]\n" + engine, "t.toml", ".");
  EXPECT_TRUE(spec.ok()) << ToString(spec.errors());
  return *spec;
}

IntLayer Layer(CellKind kind, int inputs, int units) {
  IntLayer layer;
  layer.kind = kind;
  layer.inputs = inputs;
  layer.units = units;
  layer.weight_fraction = 7;
  return layer;
}

IntNetwork TwoLayersAndHead() {
  IntNetwork network;
  network.layers = {Layer(CellKind::kLstm, 3, 5), Layer(CellKind::kLstm, 5, 4),
                    Layer(CellKind::kDense, 4, 2)};
  network.formats.acc_bits = 24;
  return network;
}

TEST(Plan, LaysLayersOneAfterTheOther) {
  const Result<Plan> plan =
      MakePlan(SpecOf("arrays = 2\npes = 4\ncell_lanes = 2"), TwoLayersAndHead());
  ASSERT_TRUE(plan.ok()) << ToString(plan.errors());
  const LayerPlan& first = plan->layers[0];
  EXPECT_EQ(first.unit_slots, 2);      // ceil(5 / 4)
  EXPECT_EQ(first.x.column_words, 8);  // 4 gates
  EXPECT_EQ(first.groups, 3);          // ceil(5 / 2)
  EXPECT_EQ(first.x.base, 0);
  EXPECT_EQ(first.h.base, 2 * 8);  // ceil(3 / 2) columns an array
  const LayerPlan& second = plan->layers[1];
  EXPECT_EQ(second.slot_base, 8);
  EXPECT_EQ(second.x.base, 16 + 3 * 8);
  EXPECT_EQ(second.h.base, 40 + 3 * 4);
  EXPECT_EQ(second.cell_base, 3);
  const LayerPlan& head = plan->layers[2];
  EXPECT_EQ(head.slot_base, 12);
  EXPECT_EQ(head.x.base, 52 + 2 * 4);
  EXPECT_EQ(head.interval, 1);
  EXPECT_EQ(plan->slots, 13);
  EXPECT_EQ(plan->weight_words, 60 + 2);
  EXPECT_EQ(plan->cell_words, 5);
}

TEST(Plan, GivesEveryRowItsOwnSlotAndPe) {
  const Result<Plan> plan = MakePlan(SpecOf("pes = 4\ncell_lanes = 4"), TwoLayersAndHead());
  ASSERT_TRUE(plan.ok());
  std::vector<bool> taken(static_cast<size_t>(plan->slots * plan->pes), false);
  for (const LayerPlan& layer : plan->layers) {
    for (int gate = 0; gate < layer.gates; ++gate) {
      for (int unit = 0; unit < layer.units; ++unit) {
        const int slot = layer.slot(gate, unit, plan->pes);
        ASSERT_LT(slot, plan->slots);
        const size_t place = static_cast<size_t>(slot * plan->pes + unit % plan->pes);
        EXPECT_FALSE(taken[place]);
        taken[place] = true;
      }
    }
  }
}

TEST(Plan, CountsTwoOperationsAWeight) {
  const Result<Plan> plan = MakePlan(SpecOf("pes = 4"), TwoLayersAndHead());
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->operations(), 2 * (20 * 8 + 16 * 9 + 2 * 4));
}

TEST(Plan, PutsManyAccumulatorsIntoMemoryUnlessTold) {
  IntNetwork network;
  network.layers = {Layer(CellKind::kLstm, 3, 32)};
  network.formats.acc_bits = 24;
  EXPECT_TRUE(MakePlan(SpecOf("pes = 4"), network)->accumulators_in_ram);   // 32 slots
  EXPECT_FALSE(MakePlan(SpecOf("pes = 8"), network)->accumulators_in_ram);  // 16 slots
  EXPECT_FALSE(MakePlan(SpecOf("pes = 4\naccumulators = \"flops\""), network)->accumulators_in_ram);
  EXPECT_TRUE(MakePlan(SpecOf("pes = 8\naccumulators = \"ram\""), network)->accumulators_in_ram);
}

TEST(Plan, ListsEveryMemoryWithItsBits) {
  const Result<Plan> plan =
      MakePlan(SpecOf("arrays = 2\npes = 4\ncell_lanes = 2"), TwoLayersAndHead());
  ASSERT_TRUE(plan.ok());
  int64_t weights = 0;
  for (const MemoryPlan& memory : plan->memories) {
    if (memory.role.starts_with("weights")) weights += memory.bits();
  }
  EXPECT_EQ(weights, 2 * 62 * 4 * 8);
  EXPECT_GT(plan->memory_bits(), weights);
}

TEST(Plan, RefusesWeightsTooLargeToAlign) {
  IntNetwork network = TwoLayersAndHead();
  network.layers[1].weight_fraction = -1;
  const Result<Plan> plan = MakePlan(SpecOf("pes = 4"), network);
  ASSERT_FALSE(plan.ok());
  EXPECT_EQ(plan.errors()[0].ToString(),
            "layer 1 = weight fraction -1: weights beyond the range of an integer format cannot be "
            "aligned (nearest legal: weights of magnitude below 2^(numerics.weight.bits - 1))");
}

TEST(Plan, RefusesMoreAccumulatorsThanAPeHolds) {
  IntNetwork network;
  network.layers = {Layer(CellKind::kLstm, 1, 1100)};
  network.formats.acc_bits = 24;
  const Result<Plan> plan = MakePlan(SpecOf("pes = 1"), network);
  ASSERT_FALSE(plan.ok());
  EXPECT_EQ(plan.errors()[0].ToString(),
            "engine.pes = 1: a PE holds at most 4096 accumulators, this network needs 4400 "
            "(nearest legal: more engine.pes)");
}

TEST(Plan, HashFollowsTheFormatsChosen) {
  IntNetwork network = TwoLayersAndHead();
  const std::string first = MakePlan(SpecOf("pes = 4"), network)->spec_hash;
  EXPECT_EQ(MakePlan(SpecOf("pes = 4"), network)->spec_hash, first);
  network.formats.state = {4, 12};
  EXPECT_NE(MakePlan(SpecOf("pes = 4"), network)->spec_hash, first);
}

TEST(Bits, IndexBitsIsAtLeastOne) {
  EXPECT_EQ(IndexBits(1), 1);
  EXPECT_EQ(IndexBits(2), 1);
  EXPECT_EQ(IndexBits(3), 2);
  EXPECT_EQ(IndexBits(1024), 10);
  EXPECT_EQ(IndexBits(1025), 11);
  EXPECT_EQ(WeightFileName(7), "weights_07.hex");
}

}  // namespace
}  // namespace gatewright
