// SPDX-License-Identifier: Apache-2.0
// Every module that is emitted is part of the design, and the other way round.

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "generator/design/design.h"
#include "generator/emit/design_id.h"
#include "generator/emit/emit.h"
#include "generator/presets/presets.h"
#include "generator/spec/parse.h"
#include "verif/campaign/portable_verilog_test_util.h"
#include "verif/campaign/random_design.h"

namespace gatewright {
namespace {

/// The modules that Yosys elaborates from the top of the design in `folder`, without parameters.
std::set<std::string> ElaboratedModules(const std::string& top, const std::string& folder) {
  const std::string script =
      "read_verilog -defer rtl/*.v; hierarchy -check -top " + top + "; tee -q -o modules.txt ls";
  const Result<std::string> run = RunTool({"yosys", "-q", "-p", script}, folder);
  EXPECT_TRUE(run.ok()) << ToString(run.errors());
  const Result<std::string> list = ReadWholeFile(folder + "/modules.txt");
  EXPECT_TRUE(list.ok());
  std::set<std::string> modules;
  std::istringstream lines(list.ok() ? *list : "");
  for (std::string line; std::getline(lines, line);) {
    // "  gw_full_adder", "  $paramod$1234\gw_pe", "  $paramod\gw_counter\CountW=s32'0"; before them
    // comes "37 modules:".
    if (!line.starts_with("  ")) continue;
    const size_t begin = line.find('\\') == std::string::npos ? 2 : line.find('\\') + 1;
    modules.insert(line.substr(begin, line.find('\\', begin) - begin));
  }
  return modules;
}

void ExpectEmitsWhatItElaborates(const std::string& text) {
  SCOPED_TRACE(text);
  const Result<Spec> spec = ParseSpecText(text, "t.toml", ".");
  ASSERT_TRUE(spec.ok()) << ToString(spec.errors());
  const Result<Design> design = MakeDesign(*spec);
  ASSERT_TRUE(design.ok()) << ToString(design.errors());
  const Result<std::vector<OutputFile>> files =
      EmitRtl(design->plan, IdOf(design->plan, design->images));
  ASSERT_TRUE(files.ok());
  const ScratchFolder scratch;
  std::set<std::string> emitted;
  for (const OutputFile& file : *files) {
    emitted.insert(std::filesystem::path(file.path).stem().string());
    EXPECT_EQ(PortabilityFaults(file.content), std::vector<std::string>()) << file.path;
    ASSERT_TRUE(WriteFileAtomically(scratch.path() + "/" + file.path, file.content).ok());
  }
  // Contents do not matter, but the files must be there.
  for (const MemoryImage& image : design->images.images) {
    ASSERT_TRUE(WriteFileAtomically(scratch.path() + "/mem/" + image.file, "").ok());
  }
  // Without -defer modules are also elaborated with the defaults of their parameters.
  const Result<std::string> plain = RunTool(
      {"yosys", "-q", "-p", "read_verilog rtl/*.v; hierarchy -check -top " + design->plan.top},
      scratch.path());
  EXPECT_TRUE(plain.ok()) << ToString(plain.errors());
  EXPECT_EQ(emitted, ElaboratedModules(design->plan.top, scratch.path()));
}

class EmittedModules : public testing::TestWithParam<int> {};

TEST_P(EmittedModules, AreThoseThatElaborateInARandomDesign) {
  ExpectEmitsWhatItElaborates(RandomDesignText(static_cast<uint64_t>(GetParam()), 6));
}

INSTANTIATE_TEST_SUITE_P(Seeds, EmittedModules, testing::Range(1, 33));

TEST(EmittedModulesOfPresets, AreThoseThatElaborate) {
  for (const Preset& preset : Presets()) ExpectEmitsWhatItElaborates(preset.text);
}

}  // namespace
}  // namespace gatewright
