// SPDX-License-Identifier: Apache-2.0
#include "synth/memory_model.h"

#include <gtest/gtest.h>

namespace gatewright {
namespace {

constexpr char kHead[] = "words,width,ports,area_um2,read_pj,write_pj,leakage_uw\n";

MemoryCost Cost(int64_t words, int width, bool two_ports, const MemoryTable& table = {}) {
  const Result<MemoryCost> cost = CostOfMemory(words, width, two_ports, table);
  EXPECT_TRUE(cost.ok());
  return cost.ok() ? *cost : MemoryCost();
}

TEST(MemoryModel, KilowordOfThirtyTwoBitsIsWhatTheFormulaGives) {
  const MemoryCost cost = Cost(1024, 32, false);
  EXPECT_EQ(cost.source, "model: 1 x 256 rows x 128 columns");
  EXPECT_DOUBLE_EQ(cost.area_um2, (128 * 2.5 + 60) * (256 * 1.86 + 100));
  const double bit_line = 256 * (0.6 + 0.2 * 1.86);
  const double common = (128 * (2 * 0.6 + 0.2 * 2.5) + 30 * 8 + 1500) * 1.8 * 1.8;
  EXPECT_NEAR(cost.read_pj,
              (common + 128 * bit_line * 1.8 * 0.4 + 32 * (60 + 20) * 1.8 * 1.8) / 1000, 1e-9);
  EXPECT_NEAR(cost.write_pj,
              (common + 32 * bit_line * 1.8 * 1.8 + 96 * bit_line * 1.8 * 0.4) / 1000, 1e-9);
  EXPECT_NEAR(cost.leakage_nw, 256 * 128 * 0.01 + 10, 1e-9);
}

TEST(MemoryModel, LargerMemoriesCostMoreAndSmallOnesAreMostlyPeriphery) {
  for (const bool two_ports : {false, true}) {
    MemoryCost before = Cost(2, 8, two_ports);
    EXPECT_GT(before.area_um2, 20 * 2 * 8 * 4.65) << "the cells are the least of it";
    for (int64_t words = 4; words <= 65536; words *= 2) {
      const MemoryCost cost = Cost(words, 8, two_ports);
      EXPECT_GT(cost.area_um2, before.area_um2) << words;
      EXPECT_GT(cost.leakage_nw, before.leakage_nw) << words;
      before = cost;
    }
    EXPECT_LT(before.area_um2, 1.4 * 65536 * 8 * (two_ports ? 7.44 : 4.65));
  }
  EXPECT_GT(Cost(64, 16, true).area_um2, Cost(64, 16, false).area_um2);
}

TEST(MemoryTable, CoversAMemoryWithTheMacroOfLeastArea) {
  const Result<MemoryTable> table = ParseMemoryTable(
      std::string("# of our compiler\n") + kHead +
          "512,32,1,1000,10,12,0.5\n\n2048, 8, 1, 1500, 9, 9, 0.25\n64,16,2,300,3,4,0.1\n",
      "some/where/macros.csv");
  ASSERT_TRUE(table.ok()) << ToString(table.errors());
  EXPECT_EQ(table->file, "macros.csv");
  const MemoryCost rom = Cost(600, 40, false, *table);
  EXPECT_EQ(rom.source, "table: 2 x 2 of 512x32");
  EXPECT_DOUBLE_EQ(rom.area_um2, 4000);
  EXPECT_DOUBLE_EQ(rom.read_pj, 20) << "one row of the grid";
  EXPECT_DOUBLE_EQ(rom.leakage_nw, 2000) << "all of it";
  EXPECT_EQ(Cost(2000, 8, false, *table).source, "table: 1 x 1 of 2048x8");
  EXPECT_EQ(Cost(512, 32, true, *table).source, "table: 8 x 2 of 64x16");
  EXPECT_EQ(Cost(10, 10, false, *table).source, "table: 1 x 1 of 64x16") << "two ports serve too";
}

TEST(MemoryTable, NamesEveryFaultWithItsLine) {
  const Result<MemoryTable> table = ParseMemoryTable(
      std::string(kHead) + "0,32,1,1000,10,12,0.5\n512,32,3,1000,x,12\n", "macros.csv");
  ASSERT_FALSE(table.ok());
  EXPECT_EQ(ToString(table.errors()),
            "macros.csv:2: words = 0: must be an integer from 1 to 1.67772e+07\n"
            "macros.csv:3: ports = 3: must be an integer from 1 to 2\n"
            "macros.csv:3: read_pj = x: must be a number from 0 to 1e+09\n"
            "macros.csv:3: leakage_uw: must be a number from 0 to 1e+12\n");
  EXPECT_EQ(ToString(ParseMemoryTable("words,bits\n", "m.csv").errors()),
            "m.csv:1: words,bits: the first line must name the columns (nearest legal: "
            "words,width,ports,area_um2,read_pj,write_pj,leakage_uw)\n");
  EXPECT_FALSE(ParseMemoryTable(kHead, "m.csv").ok());
  const Result<MemoryTable> single = ParseMemoryTable(std::string(kHead) + "8,8,1,1,1,1,1\n", "m");
  ASSERT_TRUE(single.ok());
  EXPECT_EQ(ToString(CostOfMemory(8, 8, true, *single).errors()),
            "m: ports: the table has no memory with two ports, which RAMs of the design need "
            "(nearest legal: a line with ports = 2)\n");
}

TEST(MemoryModel, HasNoFigureBesideALibraryOfAnotherTechnology) {
  EXPECT_TRUE(ModelFits("osu018_stdcells"));
  EXPECT_FALSE(ModelFits("NangateOpenCellLibrary"));
  EXPECT_FALSE(ModelFits("sky130_fd_sc_hd__tt_025C_1v80")) << "1.8 V, but not 0.18 um";
  MemoryTable none;
  none.no_model = true;
  const Result<MemoryCost> cost = CostOfMemory(1024, 32, false, none);
  ASSERT_TRUE(cost.ok());
  EXPECT_FALSE(cost->known);
  EXPECT_EQ(cost->source, "no figure");
  EXPECT_EQ(MemorySource(none),
            "memories have no figure: the model is of 0.18 um, and by its name this library is "
            "not; synth.memory_table takes those of your macros");
  MemoryTable table = *ParseMemoryTable(
      "words,width,ports,area_um2,read_pj,write_pj,leakage_uw\n1024,32,1,100,1,2,3\n", "m.csv");
  table.no_model = true;
  EXPECT_EQ(CostOfMemory(1024, 32, false, table)->area_um2, 100) << "the user's are";
}

}  // namespace
}  // namespace gatewright
