// Mutants: planted by the tool, woken one at a time, killed by sessions or proven equivalent.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>

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

/// Name of the first $dff of a module of an RTLIL file.
std::string FirstRegister(const std::string& file, const std::string& module) {
  const std::string text = *ReadWholeFile(file);
  const size_t at = text.find("cell $dff ", text.find("module " + module + "\n"));
  const size_t name = at + std::string("cell $dff ").size();
  return text.substr(name, text.find('\n', name) - name);
}

TEST(Mutation, CountsWhatSessionsKillAndWhatIsProvenInModule) {
  MutationOptions options;
  options.each = 3;
  options.groups = 2;
  const Case which = Tiny();
  const Result<MutationScore> score = ScoreMutants(which, options);
  ASSERT_TRUE(score.ok()) << ToString(score.errors());
  EXPECT_GT(score->total.mutants, 50);
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
  std::unique_ptr<EmittedCase> emitted;
  const Case which = Tiny();
  ASSERT_FALSE(EmitCase(which, &emitted));
  const Result<MutatedDesign> mutated = PlantMutants(emitted->design.plan, emitted->tree(), 1, 1,
                                                     emitted->scratch.path() + "/mutants");
  ASSERT_TRUE(mutated.ok()) << ToString(mutated.errors());
  ASSERT_TRUE(PrepareProofs(*mutated).ok());
  std::set<std::string> modules;
  for (const Mutant& mutant : mutated->mutants) {
    if (!modules.insert(mutant.instance).second) continue;
    SCOPED_TRACE(mutant.command);
    const size_t mode = mutant.command.find("-module");
    const std::string invert = "mutate -mode inv " + mutant.command.substr(mode);
    Mutant nothing = mutant;  // inverts the same bit twice
    nothing.command = invert + "\n" + invert;
    const Result<bool> same = IsProvenInModule(*mutated, nothing);
    ASSERT_TRUE(same.ok());
    EXPECT_TRUE(*same);
  }
  EXPECT_GE(modules.size(), 20U);
  // The output register of a multiplier, with a bit the wrong way round.
  for (const Mutant& mutant : mutated->mutants) {
    if (mutant.module != "pe") continue;
    Mutant wrong = mutant;
    wrong.command = "mutate -mode inv -module " + mutant.instance + " -cell " +
                    FirstRegister(mutated->base, mutant.instance) + " -port Q -portbit 0";
    const Result<bool> proven = IsProvenInModule(*mutated, wrong);
    ASSERT_TRUE(proven.ok());
    EXPECT_FALSE(*proven);
    // The clock of that register, the other way round: what it stores is the same function.
    wrong.command = "mutate -mode inv -module " + mutant.instance + " -cell " +
                    FirstRegister(mutated->base, mutant.instance) + " -port CLK -portbit 0";
    const Result<bool> clocked = IsProvenInModule(*mutated, wrong);
    ASSERT_TRUE(clocked.ok());
    EXPECT_FALSE(*clocked);
  }
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
  std::unique_ptr<EmittedCase> emitted;
  const Case which = Tiny();
  ASSERT_FALSE(EmitCase(which, &emitted));
  const Result<MutatedDesign> mutated = PlantMutants(emitted->design.plan, emitted->tree(), 1, 1,
                                                     emitted->scratch.path() + "/mutants");
  ASSERT_TRUE(mutated.ok()) << ToString(mutated.errors());
  ASSERT_TRUE(PrepareProofs(*mutated).ok());
  for (const Mutant& mutant : mutated->mutants) {
    if (mutant.module != "arrays") continue;
    // There are no truncated products here: the flag that asks for them is 0, for the engine.
    Mutant constant = mutant;
    constant.command = "mutate -mode const0 -module " + mutant.instance +
                       " -cell gen_array[0].u_array -port approx_i -portbit 0";
    EXPECT_FALSE(*IsProvenInModule(*mutated, constant));
    const Result<bool> same = IsProvenInDesign(*mutated, constant);
    ASSERT_TRUE(same.ok());
    EXPECT_TRUE(*same);
    // That an element arrives is not.
    constant.command = "mutate -mode const0 -module " + mutant.instance +
                       " -cell gen_array[0].u_array -port x_push_i -portbit 0";
    const Result<bool> differs = IsProvenInDesign(*mutated, constant);
    ASSERT_TRUE(differs.ok());
    EXPECT_FALSE(*differs);
    return;
  }
  FAIL() << "no mutant of the arrays";
}

}  // namespace
}  // namespace gatewright
