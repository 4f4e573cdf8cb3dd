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
  EXPECT_EQ(mini->library, "mini_018");
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

constexpr char kParts[] =
    " (nearest legal: all files of the technology: synth.libraries, or --target "
    "first.lib,second.lib)\n";

TEST(FindTechnology, NamesEveryKindOfCellThatIsMissing) {
  MiniLibraryOptions none;
  none.inverter = none.buffer = none.gates = none.flip_flop = none.reset_flip_flop = false;
  const TemporaryFile file("poor.lib", MiniLibrary(none));
  const std::string& path = file.path();
  EXPECT_EQ(Errors(FindTechnology(path, kNowhere, ResetStyle::kAsync)),
            path + ": the library has no inverter" + kParts + path +
                ": the library has no NAND, NOR, AND or OR of two inputs" + kParts + path +
                ": the library has no flip-flop of a rising clock edge and one data input, with or "
                "without clear and preset" +
                kParts);
}

TEST(FindTechnology, TakesALibraryInSeveralFilesInAnyOrder) {
  MiniLibraryOptions options;
  options.flip_flop = options.reset_flip_flop = false;
  const TemporaryFile gates("gates.lib", MiniLibrary(options));
  const std::string whole = MiniLibrary();
  const size_t first = whole.find("  cell (");
  const TemporaryFile flops("flops.lib",
                            whole.substr(0, first) + whole.substr(whole.find("  cell (DFF)")));
  EXPECT_EQ(Errors(FindTechnology(gates.path(), kNowhere, ResetStyle::kAsync)),
            gates.path() +
                ": the library has no flip-flop of a rising clock edge and one data input, with or "
                "without clear and preset" +
                kParts);
  for (const std::string& target :
       {gates.path() + "," + flops.path(), flops.path() + "," + gates.path()}) {
    const Result<Technology> both = FindTechnology(target, kNowhere, ResetStyle::kAsync);
    ASSERT_TRUE(both.ok()) << ToString(both.errors());
    EXPECT_EQ(both->cells.size(), 12U);
    const Result<CellLibrary> text = ParseLiberty(both->mapping_text, "joined");
    ASSERT_TRUE(text.ok()) << ToString(text.errors());
    EXPECT_EQ(text->cells.size(), 12U);
  }
  EXPECT_EQ(FindTechnology(gates.path() + "," + flops.path(), kNowhere, ResetStyle::kSync)->target,
            "gates.lib,flops.lib");
}

TEST(FindTechnology, RefusesFilesThatAreNotPartsOfOneLibrary) {
  const TemporaryFile file("one.lib", MiniLibrary());
  const TemporaryFile corner("two.lib", MiniLibrary());
  EXPECT_EQ(Errors(FindTechnology(file.path() + "," + corner.path(), kNowhere, ResetStyle::kSync)),
            corner.path() + ":30: cell = INV: " + file.path() +
                " has it too, so these are not parts of one library (nearest legal: one file, or "
                "files without common cells; other corners in runs of their own)\n");
  const TemporaryFile small("small.lib", "library(x) { time_unit : \"1ps\"; nom_voltage : 1.1; }");
  EXPECT_EQ(Errors(FindTechnology(file.path() + "," + small.path(), kNowhere, ResetStyle::kSync)),
            small.path() + ":1: time_unit = 0.001 ns: " + file.path() +
                " has 1 ns, and files of one technology must agree (nearest legal: files of the "
                "same corner)\n" +
                small.path() + ":1: nom_voltage = 1.1 V: " + file.path() +
                " has 1.8 V, and files of one technology must agree (nearest legal: files of the "
                "same corner)\n");
  EXPECT_EQ(Errors(FindTechnology(file.path() + ",/nowhere/x.lib", kNowhere, ResetStyle::kSync)),
            "synth.target = " + file.path() +
                ",/nowhere/x.lib: there is no file /nowhere/x.lib (nearest legal: paths of Liberty "
                "files (.lib or .lib.gz))\n");
}

TEST(FindTechnology, LeavesAloneWhatTheUserNames) {
  const TemporaryFile file("mini.lib", MiniLibrary());
  const Result<Technology> some =
      FindTechnology(file.path(), kNowhere, ResetStyle::kAsync, {"BUF", "?OR2"});
  ASSERT_TRUE(some.ok()) << ToString(some.errors());
  EXPECT_EQ(some->not_used, 3);
  EXPECT_EQ(some->mapping_text.find("cell (NOR2)"), std::string::npos);
  EXPECT_NE(some->library_text.find("cell (NOR2)"), std::string::npos);
  EXPECT_EQ(some->driving_cell, "INV") << "of inverters alone";
  EXPECT_EQ(Errors(FindTechnology(file.path(), kNowhere, ResetStyle::kAsync, {"*"})),
            file.path() +
                ": the library has no inverter (nearest legal: fewer patterns in "
                "synth.dont_use)\n" +
                file.path() +
                ": the library has no NAND, NOR, AND or OR of two inputs (nearest legal: fewer "
                "patterns in synth.dont_use)\n" +
                file.path() +
                ": the library has no flip-flop of a rising clock edge and one data input, with or "
                "without clear and preset (nearest legal: fewer patterns in synth.dont_use)\n");
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
