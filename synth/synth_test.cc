// SPDX-License-Identifier: Apache-2.0
// Synthesis with the real tool: small designs on a library of a dozen cells.

#include "synth/synth.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "generator/base/file_test_util.h"
#include "generator/base/process.h"
#include "generator/base/write_tree.h"
#include "synth/hierarchy.h"
#include "synth/rtlil.h"
#include "synth/test_util.h"
#include "synth/yosys.h"

namespace gatewright {
namespace {

std::string DesignText(int arrays, int pes, const std::string& reset = "async") {
  return fmt::format(
      "name = \"t\"\n[network]\ninputs = 2\nhidden = [3]\noutputs = 1\n"
      "[numerics]\nstate = \"Q2.2\"\ncell = \"Q1.8\"\nweight.bits = 2\naccumulator.bits = 12\n"
      "activation = {{ in_integer = 2, in_fraction = 1, out_fraction = 4 }}\n"
      "[engine]\narrays = {}\npes = {}\ncell_lanes = 1\naccumulators = \"ram\"\nreset = \"{}\"\n",
      arrays, pes, reset);
}

/// A generated design and the library file beside it.
class Tree {
 public:
  explicit Tree(const std::string& text) : design_(GenerateInto(text, folder())) {}

  std::string folder() const { return scratch_.path() + "/out"; }
  const Plan& plan() const { return design_.plan; }
  SynthRequest Request(const std::string& target) const {
    return {design_.plan, folder(), target, 10, "/nowhere/osu018.lib"};
  }

 private:
  const ScratchFolder scratch_;
  const Design design_;
};

class Synthesis : public testing::Test {
 protected:
  Metrics Run(const SynthRequest& request) {
    Result<Metrics> metrics = Synthesise(request);
    EXPECT_TRUE(metrics.ok()) << ToString(metrics.errors());
    return metrics.ok() ? std::move(*metrics) : Metrics();
  }

  const TemporaryFile library_{"mini.lib", MiniLibrary()};
};

const ModuleMetrics& Module(const Metrics& metrics, const std::string& name) {
  for (const ModuleMetrics& module : metrics.modules) {
    if (module.name == name) return module;
  }
  ADD_FAILURE() << "no module " << name;
  return metrics.modules.front();
}

const CellCounts& Block(const Metrics& metrics, const std::string& name) {
  for (const BlockMetrics& block : metrics.blocks) {
    if (block.block == name) return block.counts;
  }
  ADD_FAILURE() << "no block " << name;
  return metrics.blocks.front().counts;
}

TEST_F(Synthesis, DoublingThePesDoublesTheirAreaExactly) {
  const Tree two(DesignText(1, 2));
  const Tree four(DesignText(1, 4));
  const Metrics small = Run(two.Request(library_.path()));
  const Metrics large = Run(four.Request(library_.path()));
  EXPECT_EQ(Block(large, "multipliers"), 2 * Block(small, "multipliers"));
  EXPECT_EQ(Block(small, "multipliers").flip_flops, 2 * (2 + 4)) << "the product registers";
}

TEST_F(Synthesis, ModulesAndBlocksOfSeveralArraysAddUp) {
  const Tree tree(DesignText(4, 2));
  const Metrics metrics = Run(tree.Request(library_.path()));
  EXPECT_EQ(Module(metrics, "gw_array").instances, 1) << "array 0 arms the bias";
  EXPECT_EQ(Module(metrics, "gw_array#2").instances, 3) << "the others differ in weights alone";
  EXPECT_EQ(Module(metrics, "gw_pe").instances, 8);
  EXPECT_EQ(Module(metrics, "gw_pe").instance,
            "u_engine.u_arrays.gen_array[0].u_array.gen_pe[0].u_pe");
  EXPECT_EQ(Module(metrics, "gw_accumulator").instances, 8);

  CellCounts of_modules;
  for (const ModuleMetrics& module : metrics.modules) of_modules += module.instances * module.own;
  CellCounts of_blocks;
  for (const BlockMetrics& block : metrics.blocks) of_blocks += block.counts;
  EXPECT_GT(metrics.total.area, 0);
  EXPECT_EQ(of_modules, metrics.total);
  EXPECT_EQ(of_blocks, metrics.total);
  EXPECT_EQ(metrics.modules[0].name, tree.plan().top);
  EXPECT_EQ(metrics.modules[0].whole, metrics.total);
}

TEST_F(Synthesis, SameDesignInAnotherFolderGivesTheSameBytes) {
  const Tree here(DesignText(1, 2));
  const Tree there(DesignText(1, 2));
  const TemporaryFile same_library("mini.lib", MiniLibrary());
  const std::string first = ToJson(Run(here.Request(library_.path()))).dump();
  EXPECT_EQ(first, ToJson(Run(there.Request(same_library.path()))).dump());
  EXPECT_EQ(first.find(std::filesystem::temp_directory_path().string()), std::string::npos);
  EXPECT_EQ(first.find(here.folder()), std::string::npos);
}

TEST_F(Synthesis, GenericNeedsNeitherALibraryNorTheMemoryFiles) {
  const Tree tree(DesignText(1, 2));
  std::filesystem::remove_all(tree.folder() + "/mem");
  const Metrics metrics = Run(tree.Request("generic"));
  const auto json = ToJson(metrics);
  EXPECT_EQ(json["target"], "generic");
  EXPECT_EQ(json["units"]["area"], "GE");
  EXPECT_TRUE(json["library"].is_null());
  EXPECT_EQ(json["totals"]["gate_equivalents"], json["totals"]["logic_area"]);
  EXPECT_EQ(json["gate_equivalent"]["rule"].get<std::string>().substr(0, 54),
            "one gate equivalent is a NAND2 of 4 transistors; NOT 2");
  EXPECT_EQ(json["totals"]["memory_bits"], tree.plan().memory_bits());
  EXPECT_EQ(json["memories"].size(), tree.plan().memories.size());
  EXPECT_EQ(json["memories"][0]["module"], "gw_rom");
  EXPECT_EQ(json["left_out"][0],
            "area, delay and periphery of the memories (their bits are listed)");
}

TEST_F(Synthesis, SynchronousResetNeedsNoResetFlipFlops) {
  MiniLibraryOptions options;
  options.reset_flip_flop = false;
  const TemporaryFile poor("poor.lib", MiniLibrary(options));
  const Tree tree(DesignText(1, 2, "sync"));
  const Result<Metrics> metrics = Synthesise(tree.Request(poor.path()));
  EXPECT_TRUE(metrics.ok()) << ToString(metrics.errors());
}

TEST_F(Synthesis, RefusesRtlWhoseMemoriesAreNotThePlans) {
  const Tree tree(DesignText(1, 2));
  SynthRequest request = tree.Request("generic");
  request.plan.memories[0].words += 1;
  const Result<Metrics> metrics = Synthesise(request);
  ASSERT_FALSE(metrics.ok());
  const MemoryPlan& memory = tree.plan().memories[0];
  EXPECT_EQ(ToString(metrics.errors()),
            fmt::format("gw_rom = {} x {} bits, 1 instances: the memory is only in the plan, not "
                        "in the RTL\ngw_rom = {} x {} bits, 1 instances: the memory is only in "
                        "the RTL, not in the plan\n",
                        memory.words + 1, memory.width, memory.words, memory.width));
}

TEST_F(Synthesis, PassesOnWhatYosysSaysOfBrokenRtl) {
  const Tree tree(DesignText(1, 2));
  ASSERT_TRUE(WriteFileAtomically(tree.folder() + "/rtl/gw_pe.v", "module gw_pe (\n").ok());
  const Result<Metrics> metrics = Synthesise(tree.Request("generic"));
  ASSERT_FALSE(metrics.ok());
  EXPECT_EQ(ToString(metrics.errors()).substr(0, 56),
            "yosys: ended with status 1:\nrtl/gw_pe.v:1: ERROR: syntax");
}

TEST_F(Synthesis, NamesThePackageWhenYosysIsMissing) {
  const Tree tree(DesignText(1, 2));
  const char* path = std::getenv("PATH");
  const std::string saved = path != nullptr ? path : "";
  ::setenv("PATH", "/nowhere", 1);
  const Result<Metrics> metrics = Synthesise(tree.Request("generic"));
  ::setenv("PATH", saved.c_str(), 1);
  ASSERT_FALSE(metrics.ok());
  EXPECT_EQ(ToString(metrics.errors()),
            "yosys: the program is not installed (nearest legal: apt-get install yosys)\n");
}

/// The same netlists joined to one hierarchy and measured by Yosys itself.
TEST_F(Synthesis, TotalIsWhatYosysReportsForTheHierarchy) {
  const Tree tree(DesignText(2, 4));
  const Metrics metrics = Run(tree.Request(library_.path()));
  const ScratchFolder scratch;
  const Result<Technology> mini = FindTechnology(library_.path(), "", ResetStyle::kAsync);
  const Result<std::string> elaborated =
      Elaborate(tree.plan(), GenericTechnology(), tree.folder(), scratch.path());
  ASSERT_TRUE(elaborated.ok()) << ToString(elaborated.errors());
  const std::vector<RtlilModule> modules = ParseRtlil(*elaborated);
  std::map<std::string, const RtlilModule*> by_name;
  for (const RtlilModule& module : modules) by_name[module.name] = &module;
  const UniqueModules unique = FindUniqueModules(modules, tree.plan().top);
  std::vector<ModuleToMap> work;
  for (const RtlilModule* module : Representatives(modules, unique)) {
    work.push_back({unique.names.at(module->name), IsolateModule(*module, by_name, unique.names)});
  }
  const auto mapped = MapModules(work, *mini, 10, scratch.path());
  ASSERT_TRUE(mapped.ok()) << ToString(mapped.errors());
  std::string joined;
  for (size_t k = 0; k < work.size(); ++k) {
    for (const RtlilModule& module : ParseRtlil((*mapped)[k].netlist)) {
      if (module.name == work[k].name)
        joined += "module \\" + module.name + "\n" + module.body + "end\n";
    }
  }
  ASSERT_TRUE(WriteFileAtomically(scratch.path() + "/joined.il", joined).ok());
  const Result<std::string> stat = RunTool(
      {"yosys", "-p",
       "read_rtlil joined.il; stat -liberty " + library_.path() + " -top " + tree.plan().top},
      scratch.path());
  ASSERT_TRUE(stat.ok()) << ToString(stat.errors());
  const std::string label = "Chip area for top module '\\" + tree.plan().top + "':";
  const size_t at = stat->find(label);
  ASSERT_NE(at, std::string::npos) << *stat;
  EXPECT_EQ(std::llround(std::strtod(stat->c_str() + at + label.size(), nullptr) * kAreaUnit),
            metrics.total.area);
}

TEST_F(Synthesis, MultiplierInOsu018IsOfThePublishedSize) {
  if (!std::filesystem::exists(kOsu018Path)) GTEST_SKIP() << "qflow-tech-osu018 is not installed";
  const Tree tree("name = \"t\"\n[network]\ninputs = 1\nhidden = [1]\n");
  SynthRequest request = tree.Request("osu018");
  request.osu018_path = kOsu018Path;
  const Metrics metrics = Run(request);
  const CellCounts pe = Module(metrics, "gw_pe").own;
  constexpr Area kFlipFlop = 96'000'000;
  EXPECT_EQ(metrics.gate, 24'000'000);
  EXPECT_EQ(pe.flip_flops, 8 + 16);
  // An 8x16 array of full-adder cells takes 18.6k um^2, and holding the product some; what Yosys
  // 0.23 itself makes of "*" would take 27.1k.
  const double logic = static_cast<double>(pe.area - pe.flip_flops * kFlipFlop) / kAreaUnit;
  EXPECT_GT(logic, 18'000);
  EXPECT_LT(logic, 22'000);
}

}  // namespace
}  // namespace gatewright
