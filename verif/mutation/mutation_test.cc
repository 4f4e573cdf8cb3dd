// Mutants: planted by the tool, woken one at a time, killed by sessions or proven equivalent.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <stdexcept>

#include "generator/emit/output.h"
#include "generator/network/read_file.h"
#include "generator/spec/parse.h"
#include "rtl_templates/templates.h"
#include "verif/mutation/equivalence.h"
#include "verif/mutation/score.h"

namespace gatewright {
namespace {

Case Tiny() {
  Case which;
  which.name = "tiny";
  which.design =
      "name = \"tiny\"\n[network]\ninputs = 2\nhidden = [2]\nseed = 3\n[engine]\npes = 2\n";
  return which;
}

/// Name of the first cell of a type in a module of an RTLIL file.
std::string FirstCell(const std::string& type, const std::string& file, const std::string& module) {
  const std::string text = *ReadWholeFile(file);
  const std::string cell = "cell " + type + " ";
  const size_t name = text.find(cell, text.find("module " + module + "\n")) + cell.size();
  return text.substr(name, text.find('\n', name) - name);
}

/// The design with one mutant in each set of parameters of a module, ready for proofs.
struct MutatedTiny {
  std::unique_ptr<EmittedCase> emitted;
  MutatedDesign mutated;
  explicit MutatedTiny(const Case& which = Tiny()) {
    const CaseFailure failure = EmitCase(which, &emitted);
    if (failure) throw std::runtime_error(failure.ToString());
    Result<MutatedDesign> planted = PlantMutants(emitted->design.plan, emitted->tree(), 1, 1,
                                                 emitted->scratch.path() + "/mutants");
    if (!planted) throw std::runtime_error(ToString(planted.errors()));
    mutated = std::move(*planted);
    const Status ready = PrepareProofs(mutated);
    if (!ready) throw std::runtime_error(ToString(ready.errors()));
  }
};

TEST(Mutation, CountsWhatSessionsKillAndWhatIsProvenInModule) {
  MutationOptions options;
  options.each = 1;
  options.groups = 2;
  const Case which = Tiny();
  const Result<MutationScore> score = ScoreMutants(which, options);
  ASSERT_TRUE(score.ok()) << ToString(score.errors());
  EXPECT_GE(score->total.mutants, 20);
  EXPECT_EQ(score->total.mutants,
            score->total.killed + score->total.equivalent + score->total.survived);
  EXPECT_GT(score->total.score(), 0.7);
  EXPECT_EQ(score->modules.count("pe"), 1U);
  EXPECT_EQ(score->modules.count("sequencer"), 1U);
  EXPECT_EQ(score->modules.count("rom"), 0U);
  std::set<std::string> checks;
  for (const MutantResult& result : score->results) {
    EXPECT_FALSE(result.mutant.places.empty()) << result.mutant.command;
    if (result.fate == MutantFate::kKilled) checks.insert(result.check);
  }
  EXPECT_TRUE(checks.contains("values"));
  EXPECT_TRUE(checks.contains("cycles"));
}

TEST(Mutation, ProvesOnlyWhatIsEquivalent) {
  const MutatedTiny tiny;
  const MutatedDesign& mutated = tiny.mutated;
  std::set<std::string> modules;
  for (const Mutant& mutant : mutated.mutants) {
    if (!modules.insert(mutant.instance).second) continue;
    SCOPED_TRACE(mutant.command);
    const size_t mode = mutant.command.find("-module");
    std::string twice = "mutate -mode inv " + mutant.command.substr(mode);
    twice.append("\n").append(twice);
    Mutant nothing = mutant;  // inverts the same bit twice
    nothing.command = twice;
    const Result<bool> same = IsProvenInModule(mutated, nothing);
    ASSERT_TRUE(same.ok());
    EXPECT_TRUE(*same);
  }
  EXPECT_GE(modules.size(), 20U);
  // The output register of a multiplier, with a bit the wrong way round.
  for (const Mutant& mutant : mutated.mutants) {
    if (mutant.module != "pe") continue;
    Mutant wrong = mutant;
    wrong.command = "mutate -mode inv -module " + mutant.instance + " -cell " +
                    FirstCell("$dff", mutated.base, mutant.instance) + " -port Q -portbit 0";
    const Result<bool> proven = IsProvenInModule(mutated, wrong);
    ASSERT_TRUE(proven.ok());
    EXPECT_FALSE(*proven);
    // The clock of that register, the other way round: what it stores is the same function.
    wrong.command = "mutate -mode inv -module " + mutant.instance + " -cell " +
                    FirstCell("$dff", mutated.base, mutant.instance) + " -port CLK -portbit 0";
    const Result<bool> clocked = IsProvenInModule(mutated, wrong);
    ASSERT_TRUE(clocked.ok());
    EXPECT_FALSE(*clocked);
  }
}

TEST(Mutation, EveryPinOfAMemoryCounts) {
  const MutatedTiny tiny;
  const MutatedDesign& mutated = tiny.mutated;
  const auto lanes = std::find_if(mutated.mutants.begin(), mutated.mutants.end(),
                                  [](const Mutant& one) { return one.module == "cell_lanes"; });
  ASSERT_NE(lanes, mutated.mutants.end());
  Mutant wrong = *lanes;
  for (const char* pin :
       {"u_cell_state -port wdata_i -portbit 15", "u_cell_state -port re_i -portbit 0",
        "u_cell_state -port waddr_i -portbit 0", "u_cell_state -port raddr_i -portbit 0",
        "u_cell_state -port we_i -portbit 0", "u_rows -port addr_i -portbit 1",
        "u_rows -port data_o -portbit 47", "u_cell_state -port rdata_o -portbit 15"}) {
    SCOPED_TRACE(pin);
    wrong.command = "mutate -mode inv -module " + lanes->instance + " -cell " + pin;
    const Result<bool> proven = IsProvenInModule(mutated, wrong);
    ASSERT_TRUE(proven.ok());
    EXPECT_FALSE(*proven);
  }
  const Result<bool> proven = IsProvenInDesign(mutated, wrong);
  ASSERT_TRUE(proven.ok());
  EXPECT_FALSE(*proven);
}

TEST(Mutation, ItsDesignsHaveEveryTemplateTogether) {
  std::set<std::string> missing;
  for (const RtlTemplate& one : RtlTemplates()) missing.insert("rtl/" + one.module + ".v");
  int designs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(GATEWRIGHT_MUTATION_DESIGNS)) {
    SCOPED_TRACE(entry.path().string());
    const Result<Spec> spec = ParseSpec(entry.path().string());
    ASSERT_TRUE(spec.ok()) << ToString(spec.errors());
    EXPECT_EQ(spec->name, entry.path().stem()) << "scores are told by name";
    Case which;
    which.design = *ReadWholeFile(entry.path().string());
    std::unique_ptr<EmittedCase> emitted;
    const CaseFailure failure = EmitCase(which, &emitted);
    ASSERT_FALSE(failure) << failure.ToString();
    ++designs;
    std::istringstream files(*ReadWholeFile(emitted->tree() + "/filelist.f"));
    for (std::string file; std::getline(files, file);) missing.erase(file);
  }
  EXPECT_GE(designs, 8);
  EXPECT_THAT(missing, testing::IsEmpty());
}

TEST(Mutation, ProvesInTheWholeDesignWhatItsConstantsDecide) {
  const MutatedTiny tiny;
  const MutatedDesign& mutated = tiny.mutated;
  for (const Mutant& mutant : mutated.mutants) {
    if (mutant.module != "arrays") continue;
    // There are no truncated products here: the flag that asks for them is 0, for the engine.
    Mutant constant = mutant;
    constant.command = "mutate -mode const0 -module " + mutant.instance +
                       " -cell gen_array[0].u_array -port approx_i -portbit 0";
    EXPECT_FALSE(*IsProvenInModule(mutated, constant));
    const Result<bool> same = IsProvenInDesign(mutated, constant);
    ASSERT_TRUE(same.ok());
    EXPECT_TRUE(*same);
    // That an element arrives is not.
    constant.command = "mutate -mode const0 -module " + mutant.instance +
                       " -cell gen_array[0].u_array -port x_push_i -portbit 0";
    const Result<bool> differs = IsProvenInDesign(mutated, constant);
    ASSERT_TRUE(differs.ok());
    EXPECT_FALSE(*differs);
    return;
  }
  FAIL() << "no mutant of the arrays";
}

TEST(Mutation, ValuesHeldWhileNothingAsksForThemMayDiffer) {
  const MutatedTiny tiny;
  const MutatedDesign& mutated = tiny.mutated;
  const auto pe = std::find_if(mutated.mutants.begin(), mutated.mutants.end(),
                               [](const Mutant& one) { return one.module == "pe"; });
  ASSERT_NE(pe, mutated.mutants.end());
  // A product is held for its power alone: it is used in the cycle after it was computed.
  Mutant inverted = *pe;
  inverted.command = "mutate -mode inv -module " + pe->instance + " -cell " +
                     FirstCell("$mux", mutated.base, pe->instance) + " -port A -portbit 0";
  EXPECT_FALSE(*IsProvenInModule(mutated, inverted));
  EXPECT_TRUE(*IsProvenInDesign(mutated, inverted)) << "held";
  inverted.command.replace(inverted.command.find("-port A"), 7, "-port B");
  EXPECT_FALSE(*IsProvenInDesign(mutated, inverted)) << "computed";
}

// Counters stay modules in that proof: of all modules they alone, whatever the design is called.
TEST(Mutation, ADesignOfTheNameOfACounterIsProvenLikeAnyOther) {
  Case which = Tiny();
  which.name = "counters";
  which.design.replace(which.design.find("tiny"), 4, "counters");
  which.design += "[control]\nbus = \"axi-lite\"\n";
  const MutatedTiny counters(which);
  const MutatedDesign& mutated = counters.mutated;
  const auto registers = std::find_if(mutated.mutants.begin(), mutated.mutants.end(),
                                      [](const Mutant& one) { return one.module == "registers"; });
  ASSERT_NE(registers, mutated.mutants.end());
  Mutant wrong = *registers;
  wrong.command = "mutate -mode inv -module " + registers->instance + " -cell " +
                  FirstCell("$adff", mutated.base, registers->instance) + " -port Q -portbit 0";
  const Result<bool> proven = IsProvenInDesign(mutated, wrong);
  ASSERT_TRUE(proven.ok());
  EXPECT_FALSE(*proven);
  Mutant nothing = wrong;
  nothing.command.append("\n").append(wrong.command);
  const Result<bool> same = IsProvenInDesign(mutated, nothing);
  ASSERT_TRUE(same.ok());
  EXPECT_TRUE(*same);
  EXPECT_THAT(*ReadWholeFile(mutated.folder + "/gold.il"),
              testing::HasSubstr("cell $paramod\\gw_counter"));
}

/// A command that gives the memory of cell states another `data` to write.
std::string WithOtherData(const std::string& folder, const std::string& data) {
  const std::string text =
      "(* techmap_celltype = \"gw_ram_1r1w\" *)\n"
      "module other (clk_i, we_i, waddr_i, wdata_i, re_i, raddr_i, rdata_o);\n"
      "  parameter Width = 1;\n  parameter Depth = 1;\n  parameter AddrW = 1;\n"
      "  input clk_i, we_i, re_i;\n  input [AddrW-1:0] waddr_i, raddr_i;\n"
      "  input [Width-1:0] wdata_i;\n  output [Width-1:0] rdata_o;\n"
      "  gw_ram_1r1w #(.Width(Width), .Depth(Depth), .AddrW(AddrW)) _TECHMAP_REPLACE_ (\n"
      "    .clk_i(clk_i), .we_i(we_i), .waddr_i(waddr_i), .wdata_i(" +
      data + "),\n    .re_i(re_i), .raddr_i(raddr_i), .rdata_o(rdata_o));\nendmodule\n";
  EXPECT_TRUE(WriteFileAtomically(folder + "/other.v", text).ok());
  return "techmap -max_iter 1 -map other.v *cell_lanes/u_cell_state";
}

TEST(Mutation, MemoriesSeeWhatTheirEnablesAskFor) {
  const MutatedTiny tiny;
  const MutatedDesign& mutated = tiny.mutated;
  Mutant mutant = mutated.mutants.front();
  mutant.command = WithOtherData(mutated.folder, "wdata_i ^ {Width{~we_i}}");
  const Result<bool> unwritten = IsProvenInDesign(mutated, mutant);
  ASSERT_TRUE(unwritten.ok());
  EXPECT_TRUE(*unwritten);
  mutant.command = WithOtherData(mutated.folder, "wdata_i ^ {Width{we_i}}");
  const Result<bool> written = IsProvenInDesign(mutated, mutant);
  ASSERT_TRUE(written.ok());
  EXPECT_FALSE(*written);
}

}  // namespace
}  // namespace gatewright
