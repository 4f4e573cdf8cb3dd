// SPDX-License-Identifier: Apache-2.0
// Power of small designs, from generation to the joined numbers, on the library for tests.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/stages/power_run.h"
#include "generator/base/file_test_util.h"
#include "generator/base/process.h"
#include "generator/design/saved.h"
#include "generator/emit/design_folder.h"
#include "generator/spec/parse.h"
#include "synth/synth.h"
#include "synth/test_util.h"

namespace gatewright {
namespace {

constexpr char kDesign[] =
    "name = \"t\"\n[network]\ninputs = 3\nhidden = [8]\noutputs = 2\n"
    "[numerics]\nstate = \"Q2.6\"\ncell = \"Q2.8\"\nweight.bits = 4\naccumulator.bits = 16\n"
    "activation = { in_integer = 2, in_fraction = 4, out_fraction = 8 }\n"
    "[engine]\narrays = 2\npes = 4\ncell_lanes = 1\n[stream]\nelements_in = 2\n[stimulus]\nsteps = "
    "100\n";

/// A design generated and mapped once for all tests.
class Power : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = new ScratchFolder;
    library_ = new TemporaryFile("mini.lib", MiniLibrary());
    const Result<Spec> spec = ParseSpecText(kDesign, "design.toml", ".");
    ASSERT_TRUE(spec.ok()) << ToString(spec.errors());
    Result<Design> design = MakeDesign(*spec);
    ASSERT_TRUE(design.ok()) << ToString(design.errors());
    const auto files = EmitTree(*design, 0, {});
    ASSERT_TRUE(files.ok()) << ToString(files.errors());
    ASSERT_TRUE(WriteDesignFolder(scratch_->path() + "/out", *files).ok());
    Result<SavedDesign> saved = LoadDesign(scratch_->path() + "/out");
    ASSERT_TRUE(saved.ok()) << ToString(saved.errors());
    design_ = new SavedDesign(std::move(*saved));
    technology_ = new Technology(*FindTechnology(library_->path(), "", ResetStyle::kAsync));
    Result<Metrics> metrics =
        Synthesise({design_->plan, design_->folder, library_->path(), 40, "/nowhere"});
    ASSERT_TRUE(metrics.ok()) << ToString(metrics.errors());
    metrics_ = new Metrics(std::move(*metrics));
    netlist_ = new std::string(metrics_->netlist[1].content);
  }
  static void TearDownTestSuite() {
    delete netlist_;
    delete metrics_;
    delete technology_;
    delete design_;
    delete library_;
    delete scratch_;
  }
  static PowerMetrics Run(const PowerRunOptions& options) {
    const auto metrics =
        MeasureDesignPower(*design_, *technology_, *netlist_, {}, options, nullptr);
    EXPECT_TRUE(metrics.ok()) << ToString(metrics.errors());
    return metrics.ok() ? *metrics : PowerMetrics();
  }
  static PowerRunOptions Options(PowerInput input, int64_t interval) {
    PowerRunOptions options;
    options.input = input;
    options.interval = interval;
    options.check_sta = false;
    return options;
  }

  static ScratchFolder* scratch_;
  static TemporaryFile* library_;
  static SavedDesign* design_;
  static Technology* technology_;
  static Metrics* metrics_;
  static std::string* netlist_;
};
ScratchFolder* Power::scratch_ = nullptr;
TemporaryFile* Power::library_ = nullptr;
SavedDesign* Power::design_ = nullptr;
Technology* Power::technology_ = nullptr;
Metrics* Power::metrics_ = nullptr;
std::string* Power::netlist_ = nullptr;

TEST_F(Power, IdleTakesLessThanZerosAndZerosLessThanRealInputAtTheSameRate) {
  constexpr int64_t kInterval = 150;
  const PowerMetrics idle = Run(Options(PowerInput::kIdle, 0));
  const PowerMetrics zero = Run(Options(PowerInput::kZero, kInterval));
  const PowerMetrics real = Run(Options(PowerInput::kReal, kInterval));
  EXPECT_EQ(zero.cycles, zero.steps * kInterval) << "its steps are all alike";
  EXPECT_NEAR(real.cycles_per_step(), kInterval, 2) << "latency moves with the events of a step";
  EXPECT_EQ(idle.steps, 0);
  EXPECT_EQ(idle.total.dynamic_pj, 0) << "nothing moves but the clock";
  EXPECT_GT(zero.total.dynamic_pj, 0);
  EXPECT_GT(real.total.dynamic_pj, 1.02 * zero.total.dynamic_pj);
  EXPECT_EQ(idle.total.clock_pj, real.total.clock_pj);
  EXPECT_EQ(idle.total.leakage_nw, real.total.leakage_nw);
  EXPECT_LT(idle.total.total_mw(100), zero.total.total_mw(100));
  EXPECT_LT(zero.total.total_mw(100), real.total.total_mw(100));
}

TEST_F(Power, NumbersAreTheSameTwiceAndBlocksMemoriesAndStepsAddUp) {
  const PowerMetrics power = Run(Options(PowerInput::kReal, 0));
  EXPECT_EQ(ToJson(power).dump(), ToJson(Run(Options(PowerInput::kReal, 0))).dump());
  EXPECT_EQ(power.steps, 100);
  EXPECT_EQ(power.lanes, 64);
  // Each lane plays four frames before its one or two measured ones; the trailing frame's output
  // may come before the others have ended.
  EXPECT_GE(power.compared, 2 * (64 * 4 + 100));
  PowerParts sum;
  for (const BlockPowerMetrics& block : power.blocks) sum += block.parts;
  EXPECT_DOUBLE_EQ(sum.total_mw(100), power.total.total_mw(100));
  EXPECT_EQ(power.gates, metrics_->total.cells);
  int64_t memories = 0;
  double area = 0;
  for (const MemoryPowerMetrics& memory : power.memories) {
    memories += memory.instances;
    area += static_cast<double>(memory.instances) * memory.cost.area_um2;
    EXPECT_FALSE(memory.role.empty());
    if (memory.role.find("weights") == std::string::npos) continue;
    const double reads = memory.reads * power.cycles_per_step();
    EXPECT_GT(reads, 1) << "a step reads some weights, and none twice";
    EXPECT_LE(reads, static_cast<double>(memory.instances * memory.words));
  }
  int64_t planned = 0;
  for (const MemoryPlan& memory : design_->plan.memories) planned += memory.copies;
  EXPECT_EQ(memories, planned);
  EXPECT_NEAR(area, metrics_->memory_area(), 1e-6 * area) << "as in metrics.json";
  EXPECT_NEAR(power.step_pj(),
              power.total.total_mw(power.clock_mhz) * 1000 / power.clock_mhz *
                  static_cast<double>(power.cycles) / 100,
              1e-6 * power.step_pj());
}

TEST_F(Power, AgreesWithOpenStaWhenEveryNetSwitchesOnceACycle) {
  PowerRunOptions options;
  options.steps = 64;
  const PowerMetrics power = Run(options);
  ASSERT_TRUE(power.sta.has_value()) << power.sta_note;
  EXPECT_EQ(power.sta->gates + power.sta->constant, power.gates);
  EXPECT_EQ(power.sta->moving, 0) << "what OpenSTA holds constant stands still";
  EXPECT_GT(power.sta->internal, power.gates / 2);
  // OpenSTA sums loads in floats; inputs behind constants have other weights there, which the
  // internal power of a few gates shows.
  EXPECT_NEAR(power.sta->switching_mw / power.sta->sta_switching_mw, 1, 1e-5);
  EXPECT_NEAR(power.sta->internal_mw / power.sta->sta_internal_mw, 1, 1e-4);
  EXPECT_NEAR(power.sta->leakage_mw / power.sta->sta_leakage_mw, 1, 1e-5);
}

TEST_F(Power, TwoInstancesOfEachModuleStandForAll) {
  PowerRunOptions options = Options(PowerInput::kReal, 0);
  const PowerMetrics flat = Run(options);
  options.sample = 2;
  const PowerMetrics composed = Run(options);
  EXPECT_LT(composed.counted, flat.counted * 3 / 4);
  EXPECT_EQ(composed.cycles, flat.cycles);
  EXPECT_NEAR(composed.total.leakage_nw, flat.total.leakage_nw, 1e-9 * flat.total.leakage_nw);
  // Rows differ in their weights: 2 of 8 PEs and accumulators are within 15 % of all here, blocks
  // with one or two instances are exact.
  EXPECT_NE(composed.total.dynamic_pj, flat.total.dynamic_pj);
  EXPECT_NEAR(composed.total.dynamic_pj / flat.total.dynamic_pj, 1, 0.15);
  options.sample = 1000;
  EXPECT_EQ(Run(options).total.dynamic_pj, flat.total.dynamic_pj);
}

TEST_F(Power, RefusesANetlistThatComputesSomethingElseAndGenericGates) {
  std::string broken = *netlist_;
  const size_t pe = broken.find("\"gw_pe\": {");
  const size_t gate = broken.find("\"type\": \"NAND2\"", pe);
  ASSERT_NE(gate, std::string::npos);
  broken.replace(gate, 15, "\"type\": \"NOR2\" ");
  const auto metrics = MeasureDesignPower(*design_, *technology_, broken, {},
                                          Options(PowerInput::kReal, 0), nullptr);
  ASSERT_FALSE(metrics.ok());
  EXPECT_THAT(ToString(metrics.errors()), testing::HasSubstr("so its power means nothing"));
  const auto generic = MeasureDesignPower(*design_, GenericTechnology(), *netlist_, {},
                                          Options(PowerInput::kReal, 0), nullptr);
  ASSERT_FALSE(generic.ok());
  EXPECT_EQ(ToString(generic.errors()),
            "synth.target = generic: generic gates have no power (nearest legal: osu018, or a "
            "Liberty file)\n");
}

/// Yosys' own dfflibmap of 0.23 swaps clear and preset of such flip-flops.
TEST_F(Power, NetlistOfFlipFlopsThatStoreTheComplementIsTheReferences) {
  MiniLibraryOptions options;
  options.complement = options.small_units = true;
  const TemporaryFile file("complement.lib", MiniLibrary(options));
  const Result<Technology> technology = FindTechnology(file.path(), "", ResetStyle::kAsync);
  ASSERT_TRUE(technology.ok()) << ToString(technology.errors());
  SynthRequest request{design_->plan, design_->folder, file.path(), 40, "/nowhere"};
  request.technology = &*technology;
  const Result<Metrics> metrics = Synthesise(request);
  ASSERT_TRUE(metrics.ok()) << ToString(metrics.errors());
  const std::string& netlist = metrics->netlist[1].content;
  const Status checked = CheckNetlist(*design_, *technology, netlist);
  EXPECT_TRUE(checked.ok()) << ToString(checked.errors());

  Technology swapped = *technology;  // the cell is not what the library says
  const size_t clear = swapped.library_text.find("clear : \"!S\"; preset : \"!R\"");
  ASSERT_NE(clear, std::string::npos);
  swapped.library_text.replace(clear, 28, "clear : \"!R\"; preset : \"!S\"");
  const Status wrong = CheckNetlist(*design_, swapped, netlist);
  ASSERT_FALSE(wrong.ok());
  EXPECT_THAT(ToString(wrong.errors()),
              testing::HasSubstr("so nothing of its mapping to complement.lib is reported"));
}

TEST_F(Power, NetlistOfGenericGatesIsCheckedToo) {
  const Result<Metrics> metrics = Synthesise({design_->plan, design_->folder, "generic", 40, ""});
  ASSERT_TRUE(metrics.ok()) << ToString(metrics.errors());
  std::string netlist = metrics->netlist[1].content;
  const Status checked = CheckNetlist(*design_, GenericTechnology(), netlist);
  EXPECT_TRUE(checked.ok()) << ToString(checked.errors());
  const size_t gate = netlist.find("\"$_NAND_\"", netlist.find("\"gw_pe\": {"));
  ASSERT_NE(gate, std::string::npos);
  netlist.replace(gate, 10, "\"$_NOR_\" ");
  EXPECT_FALSE(CheckNetlist(*design_, GenericTechnology(), netlist).ok());
}

}  // namespace
}  // namespace gatewright
