// SPDX-License-Identifier: Apache-2.0
#include "synth/technology.h"

#include <gtest/gtest.h>

#include "generator/base/file_test_util.h"
#include "synth/test_util.h"

namespace gatewright {
namespace {

constexpr char kNowhere[] = "/nowhere/osu018.lib";

std::string Errors(const Result<Technology>& technology) {
  return technology.ok() ? "no error" : ToString(technology.errors());
}

TEST(FindTechnology, GenericCountsTransistorsAndNeedsNoFile) {
  const Result<Technology> generic = FindTechnology("generic", kNowhere, ResetStyle::kAsync);
  ASSERT_TRUE(generic.ok()) << ToString(generic.errors());
  EXPECT_EQ(generic->area_unit, "GE");
  EXPECT_EQ(generic->gate, 1'000'000);
  EXPECT_EQ(generic->cells.at("$_NAND_").area, 1'000'000);
  EXPECT_EQ(generic->cells.at("$_NOT_").area, 500'000);
  EXPECT_EQ(generic->cells.at("$_DFF_P_").area, 6'000'000);
  EXPECT_TRUE(generic->cells.at("$_DFF_PN0_").flip_flop);
  EXPECT_FALSE(generic->cells.at("$_MUX_").flip_flop);
}

TEST(FindTechnology, TakesGateEquivalentAndDriverFromTheLibrary) {
  const TemporaryFile file("mini.lib", MiniLibrary());
  const Result<Technology> mini = FindTechnology(file.path(), kNowhere, ResetStyle::kAsync);
  ASSERT_TRUE(mini.ok()) << ToString(mini.errors());
  EXPECT_EQ(mini->target, "mini.lib") << "no folder of this machine";
  EXPECT_EQ(mini->library, "mini");
  EXPECT_EQ(mini->gate, 3'250'000);
  EXPECT_EQ(mini->gate_rule,
            "one gate equivalent is the area of NAND2, the smallest NAND2 of the library");
  EXPECT_EQ(mini->driving_cell, "BUF");
  EXPECT_DOUBLE_EQ(mini->load_ff, 20) << "four inputs of BUF";
}

TEST(FindTechnology, NamesThePackageOfAMissingOsu018) {
  EXPECT_EQ(Errors(FindTechnology("osu018", kNowhere, ResetStyle::kAsync)),
            "synth.target = osu018: the cell library /nowhere/osu018.lib is not installed "
            "(nearest legal: apt-get install qflow-tech-osu018, or target \"generic\")\n");
}

TEST(FindTechnology, RefusesAnUnknownTarget) {
  EXPECT_EQ(Errors(FindTechnology("osu18", kNowhere, ResetStyle::kAsync)),
            "synth.target = osu18: neither a known target nor a file (nearest legal: generic, "
            "osu018, or the path of a Liberty file (.lib or .lib.gz))\n");
}

TEST(FindTechnology, NamesEveryKindOfCellThatIsMissing) {
  MiniLibraryOptions none;
  none.inverter = none.buffer = none.gates = none.flip_flop = none.reset_flip_flop = false;
  const TemporaryFile file("poor.lib", MiniLibrary(none));
  const std::string& path = file.path();
  EXPECT_EQ(Errors(FindTechnology(path, kNowhere, ResetStyle::kAsync)),
            path + ": the library has no inverter\n" + path + ": the library has no buffer\n" +
                path + ": the library has no NAND, NOR, AND or OR of two inputs\n" + path +
                ": the library has no flip-flop of a rising clock edge and one data input, with or "
                "without clear and preset\n");
}

TEST(FindTechnology, DemandsAnAsynchronousResetOnlyWhereTheDesignHasOne) {
  MiniLibraryOptions options;
  options.reset_flip_flop = false;
  const TemporaryFile file("sync.lib", MiniLibrary(options));
  EXPECT_TRUE(FindTechnology(file.path(), kNowhere, ResetStyle::kSync).ok());
  EXPECT_EQ(Errors(FindTechnology(file.path(), kNowhere, ResetStyle::kAsync)),
            file.path() +
                ": the library has no flip-flop with asynchronous reset (nearest legal: "
                "engine.reset = \"sync\", or another library)\n");
}

}  // namespace
}  // namespace gatewright
