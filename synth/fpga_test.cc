// SPDX-License-Identifier: Apache-2.0
// FPGA targets with the real tools, on small designs.

#include "synth/fpga.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "generator/base/process.h"
#include "generator/base/write_tree.h"
#include "synth/hierarchy.h"
#include "synth/test_util.h"

namespace gatewright {
namespace {

constexpr char kTiny[] =
    "name = \"t\"\n[network]\ninputs = 2\nhidden = [3]\noutputs = 1\n"
    "[numerics]\nstate = \"Q2.2\"\ncell = \"Q1.8\"\nweight.bits = 2\naccumulator.bits = 12\n"
    "activation = { in_integer = 2, in_fraction = 1, out_fraction = 4 }\n[engine]\npes = 2\n";

/// Weights of 384 words of 32 bits: nothing that belongs in look-up tables.
constexpr char kSmall[] =
    "name = \"t\"\n[network]\ninputs = 8\nhidden = [16]\n"
    "[numerics]\nactivation = { in_integer = 2, in_fraction = 4, out_fraction = 8 }\n"
    "[engine]\npes = 4\n";

class Tree {
 public:
  explicit Tree(const std::string& text) : design_(GenerateInto(text, folder())) {}

  std::string folder() const { return scratch_.path() + "/out"; }
  const Plan& plan() const { return design_.plan; }
  FpgaMetrics Run(const std::string& target, const std::string& device = "hx8k") const {
    SynthRequest request{design_.plan, folder(), target, 50, "/nowhere"};
    request.device = device;
    Result<FpgaMetrics> metrics = SynthesiseFpga(request);
    EXPECT_TRUE(metrics.ok()) << ToString(metrics.errors());
    return metrics.ok() ? std::move(*metrics) : FpgaMetrics();
  }

 private:
  const ScratchFolder scratch_;
  const Design design_;
};

const FpgaMemory& Weights(const FpgaMetrics& metrics) {
  for (const FpgaMemory& memory : metrics.memories) {
    if (memory.instance == "u_engine.u_arrays.gen_array[*].u_array.u_weights") return memory;
  }
  ADD_FAILURE() << "no weight memory";
  return metrics.memories.front();
}

TEST(Fpga, SevenSeriesTakesBlockRamForWeightsAndDspsForMultipliers) {
  const Tree tree(kSmall);
  const FpgaMetrics metrics = tree.Run("xc7");
  EXPECT_GT(Weights(metrics).counts.block_rams, 0);
  EXPECT_EQ(Weights(metrics).counts.memory_luts, 0);
  EXPECT_EQ(Weights(metrics).words, tree.plan().weight_words);
  EXPECT_EQ(Weights(metrics).width, 4 * 8);
  EXPECT_GE(metrics.total.dsps, tree.plan().pes + tree.plan().lanes);
  FpgaCounts blocks;
  for (const FpgaBlock& block : metrics.blocks) blocks += block.counts;
  EXPECT_EQ(blocks, metrics.total);
  EXPECT_FALSE(metrics.clock.has_value()) << "nothing was placed";
  ASSERT_EQ(metrics.netlist.size(), 2U);
  EXPECT_EQ(metrics.netlist[0].path, "netlist/gw_t.v");
  EXPECT_EQ(metrics.netlist[1].path, "netlist/gw_t.edif");
  EXPECT_NE(metrics.netlist[1].content.find("(edif gw_t"), std::string::npos);
}

TEST(Fpga, Ecp5CountsAreTheSameTwiceAndHoldNoPath) {
  const Tree here(kTiny);
  const Tree there(kTiny);
  const FpgaMetrics metrics = here.Run("ecp5");
  EXPECT_GT(metrics.total.flip_flops, 50);
  const std::string first = ToJson(metrics).dump() + metrics.netlist[0].content;
  const FpgaMetrics again = there.Run("ecp5");
  EXPECT_EQ(first, ToJson(again).dump() + again.netlist[0].content);
  EXPECT_EQ(first.find(here.folder()), std::string::npos);
  EXPECT_EQ(first.find(std::filesystem::temp_directory_path().string()), std::string::npos);
}

TEST(Fpga, Ice40IsPlacedAndRoutedAndItsPathNamedByBlock) {
  const Tree tree(kTiny);
  const FpgaMetrics metrics = tree.Run("ice40");
  ASSERT_TRUE(metrics.clock.has_value()) << metrics.misfit;
  EXPECT_EQ(metrics.device, "hx8k");
  EXPECT_EQ(metrics.total.dsps, 0) << "hx8k has none";
  EXPECT_GT(metrics.clock->min_ns, 2);
  EXPECT_LT(metrics.clock->min_ns, 50);
  EXPECT_TRUE(metrics.clock->met());
  double sum = 0;
  for (const PathPart& part : metrics.clock->path) {
    sum += part.ns;
    EXPECT_NE(part.title, "");
  }
  EXPECT_NEAR(sum, metrics.clock->min_ns, 0.01) << "the path is as long as the period";
  EXPECT_EQ(metrics.clock->from.find("u_design"), std::string::npos);
}

// The tool is in Debian 13, not in Debian 12: without it there are counts, and the reason.
TEST(Fpga, Ecp5IsPlacedAndRoutedWhereItsToolIsInstalled) {
  const Tree tree(kTiny);
  const FpgaMetrics metrics = tree.Run("ecp5");
  EXPECT_EQ(metrics.device, "") << "every device of the family is compared";
  EXPECT_EQ(metrics.misfit, "");
  if (!FindTool("nextpnr-ecp5")) {
    EXPECT_FALSE(metrics.clock.has_value());
    EXPECT_EQ(metrics.timing_note, "nextpnr-ecp5 is not installed");
    return;
  }
  ASSERT_TRUE(metrics.clock.has_value()) << metrics.timing_note;
  EXPECT_GT(metrics.clock->min_ns, 2);
  EXPECT_LT(metrics.clock->min_ns, 50);
  EXPECT_NE(metrics.clock->method.find("LFE5U-12F"), std::string::npos) << metrics.clock->method;
  double sum = 0;
  for (const PathPart& part : metrics.clock->path) sum += part.ns;
  EXPECT_NEAR(sum, metrics.clock->min_ns, 0.01) << "the path is as long as the period";
}

TEST(Fpga, Ecp5DesignThatNoDeviceTakesHasCountsAndTheReason) {
  const ScratchFolder fake;
  const std::string tool = fake.path() + "/nextpnr-ecp5";
  ASSERT_TRUE(WriteFileAtomically(tool, "#!/bin/sh\necho 'ERROR: no place left'\nexit 1\n").ok());
  std::filesystem::permissions(tool, std::filesystem::perms::owner_all);
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", (fake.path() + ":" + path).c_str(), 1);
  const FpgaMetrics metrics = Tree(kTiny).Run("ecp5");
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_GT(metrics.total.luts, 0);
  EXPECT_FALSE(metrics.clock.has_value());
  EXPECT_EQ(metrics.misfit, "");
  EXPECT_EQ(metrics.timing_note, "no device takes the design: nextpnr: no place left");
}

TEST(Fpga, OtherFamiliesSayWhyTheyHaveNoClock) {
  const FpgaMetrics metrics = Tree(kTiny).Run("xc7");
  EXPECT_EQ(metrics.timing_note, "AMD 7 series is not placed and routed");
  EXPECT_EQ(ToJson(metrics)["timing_note"], metrics.timing_note);
}

TEST(Fpga, Up5kUsesItsMultipliers) {
  const Tree tree(
      "name = \"t\"\n[network]\ninputs = 1\nhidden = [1]\n"
      "[numerics]\nactivation = { in_integer = 2, in_fraction = 1, out_fraction = 4 }\n");
  const FpgaMetrics metrics = tree.Run("ice40", "up5k");
  EXPECT_GE(metrics.total.dsps, 2) << "of the PE and of the cell lane";
  EXPECT_TRUE(metrics.clock.has_value()) << metrics.misfit;
}

TEST(Fpga, DesignTooLargeForTheDeviceSaysSoInItsResults) {
  FpgaMetrics metrics;
  metrics.family = FindFpgaFamily("ice40");
  metrics.device = "hx8k";
  metrics.total = {.luts = 100, .block_rams = 64};
  metrics.misfit = "hx8k has too little: 64 of 32 block RAMs";
  const auto json = ToJson(metrics);
  ASSERT_EQ(json["devices"].size(), 1U) << "other devices were not synthesised for";
  EXPECT_EQ(json["devices"][0]["fits"], false);
  EXPECT_EQ(json["devices"][0]["share"]["block_rams"], 2.0);
  EXPECT_EQ(json["misfit"], metrics.misfit);
  EXPECT_TRUE(json["timing"].is_null());
}

TEST(Fpga, MissingNamesEveryResourceThatIsShort) {
  const FpgaDevice device{"d", {100, 0, 0, 200, 3, 4, 5}};
  EXPECT_TRUE(MissingOn(device, {60, 40, 999, 200, 3, 4, 5}).empty());
  EXPECT_EQ(
      MissingOn(device, {60, 41, 0, 201, 4, 5, 6}),
      (std::vector<std::string>{"101 of 100 LUTs", "201 of 200 flip-flops", "4 of 3 block RAMs",
                                "5 of 4 multipliers", "6 of 5 large RAMs"}));
}

TEST(Fpga, NamesOfCellsTellTheInstanceWithTheLongestNameInThem) {
  const RtlilModule module;
  const std::map<std::string, Instance> instances = {
      {"", {&module, 0}}, {"u_a", {&module, 1}}, {"u_a.gen[0].u_b", {&module, 2}}};
  EXPECT_EQ(InstanceOfName(instances, "u_a.gen[0].u_b.x_LUT4").second.block, 2U);
  EXPECT_EQ(InstanceOfName(instances, "u_a.gen[0].x").second.block, 1U);
  EXPECT_EQ(InstanceOfName(instances, "u_ab.x").second.block, 0U) << "whole names only";
  EXPECT_EQ(InstanceOfName(instances, "u_a").second.block, 1U);
}

}  // namespace
}  // namespace gatewright
