// SPDX-License-Identifier: Apache-2.0
#include "generator/registers/register_source.h"

#include <gtest/gtest.h>

#include "generator/compress/events.h"
#include "generator/spec/parse.h"

namespace gatewright {
namespace {

/// An integer network of the shape 3 -> 5 -> 2 without weights, enough to be planned.
Plan PlanOf(const std::string& more) {
  const Result<Spec> spec = ParseSpecText(
      "name = \"t\"\nnetwork = { inputs = 3, hidden = [5], outputs = 2" + more, "t.toml", ".");
  EXPECT_TRUE(spec.ok()) << ToString(spec.errors());
  IntNetwork network;
  network.formats.state = *spec->numerics.state;
  network.formats.cell = *spec->numerics.cell;
  network.layers.resize(2);
  network.layers[0].kind = spec->network.cell;
  network.layers[0].inputs = 3;
  network.layers[0].units = 5;
  network.layers[1].kind = CellKind::kDense;
  network.layers[1].activation = spec->network.head;
  network.layers[1].inputs = 5;
  network.layers[1].units = 2;
  ResolveEvents(*spec, &network);
  const Result<Plan> plan = MakePlan(*spec, network);
  EXPECT_TRUE(plan.ok()) << ToString(plan.errors());
  return *plan;
}

TEST(RegisterSource, TellsThePlanOfTheDesign) {
  const Plan plan = PlanOf(", cell = \"gru\", head = \"tanh\" }\noutput.prefix = \"my_\"");
  const RegisterSource source = SourceOfRegisters(plan, "00000000deadbeef", "1.2.3");
  EXPECT_EQ(source.prefix, "my_");
  EXPECT_EQ(source.top, "my_t");
  EXPECT_EQ(source.version, "1.2.3");
  EXPECT_EQ(source.image_hash, 0xdeadbeefU);
  EXPECT_EQ(source.spec_hash, std::stoull(plan.spec_hash, nullptr, 16));
  EXPECT_EQ(source.inputs, 3);
  EXPECT_EQ(source.outputs, 2);
  EXPECT_EQ(source.layers, 2);
  EXPECT_EQ(source.cell, CellKind::kGru);
  EXPECT_TRUE(source.head);
  EXPECT_EQ(source.events, EventKind::kNone);
  EXPECT_TRUE(source.thresholds.empty());
}

TEST(RegisterSource, TakesOverTheThresholdsOfTheDesign) {
  const Plan plan = PlanOf(
      " }\nsparsity.events = { kind = \"similarity\", theta_x = \"1/16\", theta_h = \"1/8\", "
      "theta_head = \"1/4\", t_skip = \"1/2\", t_delta = \"3\" }");
  const RegisterSource source = SourceOfRegisters(plan, "0", "1.2.3");
  ASSERT_EQ(source.thresholds.size(), 2U);
  EXPECT_EQ(source.thresholds[0].theta_x, 16U);  // Q8.8
  EXPECT_EQ(source.thresholds[0].theta_h, 32U);
  EXPECT_EQ(source.thresholds[1].theta_x, 64U);
  EXPECT_FALSE(source.thresholds[1].theta_h.has_value());
  EXPECT_EQ(source.score_bits, 16 + 1 + 2);
  EXPECT_EQ(source.t_skip, 128U);
  EXPECT_EQ(source.t_delta, 768U);
}

}  // namespace
}  // namespace gatewright
