// SPDX-License-Identifier: Apache-2.0
// What a user does with the emitted files, without our harness: the bench in two simulators,
// overridden parameters, waves. And what happens when something is wrong.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "generator/design/design.h"
#include "generator/design/saved.h"
#include "generator/emit/design_folder.h"
#include "generator/spec/parse.h"
#include "sim/build.h"
#include "sim/other_tools.h"
#include "sim/simulation.h"

namespace gatewright {
namespace {

constexpr int kSteps = 6;

/// A small design with two layers and a head on disk. Its bench expects what the RTL answers under
/// the harness, which other suites hold to the reference model.
class EmittedDesign : public testing::Test {
 protected:
  void SetUp() override {
    const Result<Spec> spec = ParseSpecText(
        "name = \"t\"\n[network]\ninputs = 3\nhidden = [5, 4]\noutputs = 3\nhead = \"tanh\"\n"
        "[engine]\narrays = 2\npes = 4\ncell_lanes = 4\n[stream]\nelements_in = 2\n"
        "elements_out = 2\n[stimulus]\nsteps = 6",
        "t.toml", ".");
    ASSERT_TRUE(spec.ok()) << ToString(spec.errors());
    Result<Design> design = MakeDesign(*spec);
    ASSERT_TRUE(design.ok());
    design_ = *design;
    folder_ = scratch_.path() + "/out";
    Write(Outputs());
  }

  void Write(const std::vector<std::vector<int16_t>>& outputs) {
    const Result<std::vector<OutputFile>> files = EmitTree(design_, kSteps, outputs);
    ASSERT_TRUE(files.ok());
    ASSERT_TRUE(WriteDesignFolder(folder_, *files).ok());
  }

  /// What the RTL answers to the stimulus, by the harness.
  std::vector<std::vector<int16_t>> Outputs() {
    Write(std::vector<std::vector<int16_t>>(kSteps, std::vector<int16_t>(3, 0)));
    const Result<std::string> library =
        BuildSimulation(design_.plan, folder_, scratch_.path() + "/sim", {});
    EXPECT_TRUE(library.ok());
    auto simulation = Simulation::Load(design_.plan, *library, 1);
    Script script;
    for (int t = 0; t < kSteps; ++t) {
      for (int b = 0; b < 2; ++b) {
        Beat beat;
        for (int e = 0; e < 2; ++e) {
          const int j = 2 * b + e;
          beat.elements.push_back(j < 3 ? design_.x[static_cast<size_t>(3 * t + j)] : int16_t{77});
        }
        beat.last = b == 1;
        beat.start = t == 0;
        script.beats.push_back(beat);
      }
    }
    script.stop_after_frames = kSteps;
    script.max_cycles = 100000;
    return (*simulation)->Run(script).frames;
  }

  /// Elaborates the top in Icarus with a parameter overridden; its output when it fails.
  std::string Override(const std::string& parameter) {
    const Result<ProcessResult> run = RunProcess({"iverilog", "-g2005", "-t", "null", "-s", "gw_t",
                                                  "-P", "gw_t." + parameter, "-f", "filelist.f"},
                                                 folder_);
    return run->exit_code == 0 ? "" : run->output;
  }

  void ReplaceInFile(const std::string& path, const std::string& from, const std::string& to) {
    std::string text = *ReadWholeFile(folder_ + "/" + path);
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, from.size(), to);
    std::ofstream(folder_ + "/" + path) << text;
  }

  ScratchFolder scratch_;
  Design design_;
  std::string folder_;
};

TEST_F(EmittedDesign, BenchPassesInBothSimulatorsAndFailsOnAnyDifference) {
  const Result<std::string> icarus = RunBenchInIcarus(design_.plan, folder_);
  ASSERT_TRUE(icarus.ok()) << ToString(icarus.errors());
  EXPECT_TRUE(icarus->starts_with("PASS: 6 steps, 18 elements equal, ")) << *icarus;
  const Result<std::string> verilator =
      RunBenchInVerilator(design_.plan, folder_, scratch_.path() + "/bench");
  ASSERT_TRUE(verilator.ok()) << ToString(verilator.errors());
  EXPECT_EQ(*verilator, *icarus);

  // One wrong bit in the third element of the second step.
  std::vector<std::vector<int16_t>> outputs = Outputs();
  outputs[1][2] = static_cast<int16_t>(outputs[1][2] ^ 4);
  Write(outputs);
  const Result<std::string> wrong = RunBenchInIcarus(design_.plan, folder_);
  ASSERT_FALSE(wrong.ok());
  EXPECT_NE(wrong.errors()[0].rule.find("FAIL: step 1 unit 2: expected "), std::string::npos)
      << wrong.errors()[0].rule;
  const Result<ProcessResult> again = RunProcess({scratch_.path() + "/bench/bench"}, folder_);
  EXPECT_NE(again->exit_code, 0);
  EXPECT_NE(again->output.find("FAIL: step 1 unit 2: expected "), std::string::npos);
}

TEST_F(EmittedDesign, BenchFailsOnAWrongWeight) {
  // Every zero digit of the first array's weights becomes a five.
  const std::string path = folder_ + "/mem/weights_00.hex";
  std::string text = *ReadWholeFile(path);
  for (size_t i = text.rfind("//"); i < text.size(); ++i) {
    if (text[i] == '0') text[i] = '5';
  }
  std::ofstream(path) << text;
  const Result<std::string> result = RunBenchInIcarus(design_.plan, folder_);
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.errors()[0].rule.find("FAIL: step "), std::string::npos);
}

TEST_F(EmittedDesign, OverrideThatDisagreesWithTheImagesStopsElaboration) {
  EXPECT_EQ(Override("Arrays=2"), "");
  EXPECT_NE(Override("Arrays=1").find("Arrays_must_be_2_as_in_the_memory_images"),
            std::string::npos);
  EXPECT_NE(Override("Pes=8").find("Pes_must_be_4_as_in_the_memory_images"), std::string::npos);
  EXPECT_NE(Override("Lanes=3").find("Lanes_must_divide_Pes_4"), std::string::npos);
  EXPECT_NE(Override("ElemsIn=3").find("ElemsIn_must_be_a_power_of_two"), std::string::npos);
  EXPECT_NE(Override("ElemsOut=8").find("ElemsOut_must_be_a_power_of_two_that_divides_Lanes"),
            std::string::npos);
}

TEST_F(EmittedDesign, LanesMayBeChangedWithoutNewImages) {
  std::string expected;
  for (const std::vector<int16_t>& frame : Outputs()) {
    for (const int16_t y : frame) expected += fmt::format("{:04x}\n", static_cast<uint16_t>(y));
  }
  // The bench reads beats of one element instead of two.
  ReplaceInFile("rtl/gw_t.v", "parameter ElemsOut = 2", "parameter ElemsOut = 1");
  ReplaceInFile("tb/tb_gw_t.v", "localparam ElemsOut  = 2", "localparam ElemsOut  = 1");
  ReplaceInFile("tb/tb_gw_t.v", "localparam FrameOut  = 2", "localparam FrameOut  = 3");
  ReplaceInFile("tb/tb_gw_t.v", "localparam OutBeats  = 12", "localparam OutBeats  = 18");
  std::ofstream(folder_ + "/tb/expected.hex") << expected;
  std::string before = "4";
  std::set<std::string> verdicts;
  for (const std::string lanes : {"1", "2"}) {
    ReplaceInFile("rtl/gw_t.v", "parameter Lanes    = " + before, "parameter Lanes    = " + lanes);
    before = lanes;
    const Result<std::string> result = RunBenchInIcarus(design_.plan, folder_);
    ASSERT_TRUE(result.ok()) << "Lanes = " << lanes << ToString(result.errors());
    EXPECT_TRUE(result->starts_with("PASS: 6 steps, 18 elements equal, ")) << *result;
    verdicts.insert(*result);
  }
  EXPECT_EQ(verdicts.size(), 2U);  // fewer lanes take more cycles
}

TEST_F(EmittedDesign, LintSeesWhatVerilatorSees) {
  EXPECT_TRUE(LintDesign(design_.plan, folder_).ok());
  ReplaceInFile("rtl/gw_t.v", "  generate\n", "  wire never_used = clk_i;\n  generate\n");
  const Status lint = LintDesign(design_.plan, folder_);
  ASSERT_FALSE(lint.ok());
  EXPECT_NE(lint.errors()[0].rule.find("UNUSEDSIGNAL"), std::string::npos);
}

// Verilator 5.024 and later end with a summary, whatever they found.
TEST_F(EmittedDesign, LintReadsWarningsNotTheSummaryOfNewVerilators) {
  const std::string folder = scratch_.path() + "/fake";
  const std::string path = folder + "/verilator";
  const std::string old_path = std::getenv("PATH");
  const auto lint_with = [&](const std::string& output, int status) {
    EXPECT_TRUE(WriteFileAtomically(path, "#!/bin/sh\ncat <<'TEXT'\n" + output + "\nTEXT\nexit " +
                                              std::to_string(status) + "\n")
                    .ok());
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    ::setenv("PATH", (folder + ":" + old_path).c_str(), 1);
    const Status lint = LintDesign(design_.plan, folder_);
    ::setenv("PATH", old_path.c_str(), 1);
    return lint.ok();
  };
  const std::string summary =
      "- V e r i l a t i o n   R e p o r t: Verilator 5.032 2025-01-01\n"
      "- Verilator: Built from 0.1 MB sources in 20 modules; 100 % quiet";
  EXPECT_TRUE(lint_with(summary, 0));
  EXPECT_FALSE(lint_with(summary, 1));
  EXPECT_FALSE(lint_with("%Warning-WIDTHTRUNC: rtl/gw_t.v:3:5: wide\n" + summary, 0));
  EXPECT_FALSE(lint_with(summary + "\n%Warning-UNUSEDSIGNAL: rtl/gw_t.v:3:5: unused", 0));
}

TEST_F(EmittedDesign, WavesAreWrittenOnRequest) {
  SimBuildOptions options;
  options.waves = true;
  const Result<std::string> library =
      BuildSimulation(design_.plan, folder_, scratch_.path() + "/waves", options);
  ASSERT_TRUE(library.ok()) << ToString(library.errors());
  const std::string path = scratch_.path() + "/waves.fst";
  {
    auto simulation = Simulation::Load(design_.plan, *library, 1);
    ASSERT_TRUE((*simulation)->OpenWaves(path));
    Script script;
    script.stop_after_frames = 1;
    script.max_cycles = 50;
    (*simulation)->Run(script);
  }
  EXPECT_GT(std::filesystem::file_size(path), 500U);
}

TEST_F(EmittedDesign, LoadsBackAndNoticesAChangedFile) {
  const Result<SavedDesign> saved = LoadDesign(folder_);
  ASSERT_TRUE(saved.ok()) << ToString(saved.errors());
  EXPECT_EQ(saved->x, design_.x);
  EXPECT_EQ(saved->plan.spec_hash, design_.plan.spec_hash);
  for (size_t k = 0; k < 3; ++k) {
    EXPECT_EQ(saved->integers.layers[k].wx, design_.integers.layers[k].wx);
    EXPECT_EQ(saved->integers.layers[k].wh, design_.integers.layers[k].wh);
    EXPECT_EQ(saved->integers.layers[k].bias, design_.integers.layers[k].bias);
  }
  ReplaceInFile("rtl/gw_pe.v", "weight * value", "weight + value");
  const Result<SavedDesign> changed = LoadDesign(folder_);
  ASSERT_FALSE(changed.ok());
  EXPECT_EQ(changed.errors()[0].ToString(),
            folder_ +
                "/rtl/gw_pe.v: the file is not the one that the manifest records (nearest "
                "legal: run gatewright generate again)");
}

}  // namespace
}  // namespace gatewright
