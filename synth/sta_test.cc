// SPDX-License-Identifier: Apache-2.0
// Timing on a library, and the netlist that it times.

#include "synth/sta.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "generator/base/file_test_util.h"
#include "generator/base/process.h"
#include "synth/join.h"
#include "synth/synth.h"
#include "synth/test_util.h"

namespace gatewright {
namespace {

constexpr char kDesign[] =
    "name = \"t\"\n[network]\ninputs = 2\nhidden = [3]\noutputs = 1\n"
    "[numerics]\nstate = \"Q2.2\"\ncell = \"Q1.8\"\nweight.bits = 2\naccumulator.bits = 12\n"
    "activation = { in_integer = 2, in_fraction = 1, out_fraction = 4 }\n"
    "[engine]\narrays = 2\npes = 2\ncell_lanes = 1\n[stimulus]\nsteps = 6\n";

class Timing : public testing::Test {
 protected:
  void SetUp() override { plan_ = GenerateInto(kDesign, Folder()).plan; }
  std::string Folder() const { return scratch_.path() + "/out"; }
  Metrics Run(double access_ns, double setup_ns) const {
    SynthRequest request{plan_, Folder(), library_.path(), 40, "/nowhere"};
    request.memory_access_ns = access_ns;
    request.memory_setup_ns = setup_ns;
    Result<Metrics> metrics = Synthesise(request);
    EXPECT_TRUE(metrics.ok()) << ToString(metrics.errors());
    return metrics.ok() ? std::move(*metrics) : Metrics();
  }

  const ScratchFolder scratch_;
  const TemporaryFile library_{"mini.lib", MiniLibrary()};
  Plan plan_;
};

TEST_F(Timing, SlowMemoriesAreOnTheCriticalPathAndLengthenThePeriod) {
  const Metrics quick = Run(0, 0);
  ASSERT_TRUE(quick.clock.has_value()) << quick.timing_note;
  EXPECT_GT(quick.clock->min_ns, 1);
  double sum = 0;
  for (const PathPart& part : quick.clock->path) sum += part.ns;
  EXPECT_NEAR(sum, quick.clock->min_ns, 0.001) << "the parts are the whole path";
  const Metrics slow = Run(30, 0);
  ASSERT_TRUE(slow.clock.has_value()) << slow.timing_note;
  EXPECT_GT(slow.clock->min_ns, 30);
  EXPECT_LE(slow.clock->min_ns, 30 + quick.clock->min_ns);
  EXPECT_EQ(slow.clock->path.front().ns, 30) << slow.clock->path.front().instance;
  EXPECT_EQ(slow.total, quick.total) << "the netlist is the same";
}

/// asap7 counts in picoseconds and femtofarads.
TEST_F(Timing, UnitsOfTheLibraryChangeNoNumber) {
  MiniLibraryOptions options;
  options.small_units = true;
  const TemporaryFile small("mini.lib", MiniLibrary(options));
  const Metrics nanoseconds = Run(2, 0.5);
  SynthRequest request{plan_, Folder(), small.path(), 40, "/nowhere"};
  const Result<Metrics> picoseconds = Synthesise(request);
  ASSERT_TRUE(picoseconds.ok()) << ToString(picoseconds.errors());
  EXPECT_EQ(picoseconds->total, nanoseconds.total) << "the mapper had the same constraints";
  EXPECT_DOUBLE_EQ(picoseconds->load_ff, nanoseconds.load_ff);
  ASSERT_TRUE(nanoseconds.clock && picoseconds->clock) << picoseconds->timing_note;
  EXPECT_DOUBLE_EQ(picoseconds->clock->min_ns, nanoseconds.clock->min_ns);
  ASSERT_EQ(picoseconds->modules.size(), nanoseconds.modules.size());
  for (size_t k = 0; k < nanoseconds.modules.size(); ++k) {
    EXPECT_NEAR(picoseconds->modules[k].delay_ns, nanoseconds.modules[k].delay_ns, 0.002)
        << nanoseconds.modules[k].name << ": whole picoseconds";
  }
}

TEST_F(Timing, NetlistKeepsTheContentsOfEveryMemory) {
  const Metrics metrics = Run(2, 0.5);
  ASSERT_EQ(metrics.netlist.size(), 2U);
  EXPECT_EQ(metrics.netlist[0].path, "netlist/gw_t.v");
  EXPECT_EQ(metrics.netlist[1].path, "netlist/gw_t.json");
  EXPECT_EQ(metrics.netlist[0].content.find(scratch_.path()), std::string::npos);
  for (const char* file : {"weights_00", "weights_01", "rows", "sigmoid", "tanh"}) {
    EXPECT_NE(metrics.netlist[0].content.find(fmt::format(".File(\"mem/{}.hex\")", file)),
              std::string::npos)
        << file;
  }
}

TEST(MemoryLibraryText, HasOneCellForEachKindOfMemory) {
  Plan plan;
  plan.prefix = "x_";
  plan.memories = {{"a", "rom", "a.hex", 440, 40, 1},
                   {"b", "rom", "b.hex", 440, 40, 2},
                   {"c", "ram_1r1w", "", 3, 19, 1}};
  const std::string text = MemoryLibrary(plan, 1.5, 0.25, 0.01);
  const Result<CellLibrary> library = ParseLiberty(text, "memories.lib");
  ASSERT_TRUE(library.ok()) << ToString(library.errors());
  EXPECT_EQ(library->cells.size(), 2U);
  EXPECT_EQ(library->cells.count("x_rom_440x40"), 1U);
  EXPECT_EQ(library->cells.count("x_ram_1r1w_3x19"), 1U);
  EXPECT_NE(text.find("cell_rise (scalar) { values (\"1.5000\"); }"), std::string::npos);
  EXPECT_NE(text.find("rise_constraint (scalar) { values (\"0.2500\"); }"), std::string::npos);
}

TEST(StaPath, IsReadWithItsSetupAndSplitByInstance) {
  const RtlilModule module;
  const std::map<std::string, Instance> instances = {
      {"", {&module, 6}}, {"u_a", {&module, 3}}, {"u_a.u_b[0]", {&module, 0}}};
  const Result<ClockEstimate> clock = ReadStaPath(
      "Startpoint: u_a/_1_\n            (rising edge-triggered flip-flop clocked by clk_i)\n"
      "Endpoint: u_a/u_b[0]/_2_\n"
      "  Delay    Time   Description\n-----\n"
      "  0.000   0.000   clock clk_i (rise edge)\n"
      "  0.000   0.000 ^ u_a/_1_/CLK (DFF)\n  0.250   0.250 v u_a/_1_/Q (DFF)\n"
      "  0.500   0.750 ^ u_a/u_b[0]/_7_/Y (INV)\n  0.000   0.750 ^ u_a/u_b[0]/_2_/D (DFF)\n"
      "          0.750   data arrival time\n\n"
      " 10.000  10.000   clock clk_i (rise edge)\n"
      " -0.125   9.875   library setup time\n          9.875   data required time\n"
      "          9.125   slack (MET)\n",
      10, instances);
  ASSERT_TRUE(clock.ok());
  EXPECT_EQ(clock->min_ns, 0.875);
  EXPECT_EQ(clock->from, "u_a._1_");
  EXPECT_EQ(clock->to, "u_a.u_b[0]._2_");
  ASSERT_EQ(clock->path.size(), 2U);
  EXPECT_EQ(clock->path[0].instance, "u_a");
  EXPECT_EQ(clock->path[0].ns, 0.25);
  EXPECT_EQ(clock->path[1].ns, 0.625);
  EXPECT_EQ(clock->path[1].block, "multipliers");
  EXPECT_TRUE(clock->met());
}

TEST(StaPath, ReportWithoutAPathIsAnError) {
  const std::map<std::string, Instance> none;
  EXPECT_FALSE(ReadStaPath("No paths found.\n", 10, none).ok());
}

}  // namespace
}  // namespace gatewright
