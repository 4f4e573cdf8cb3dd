// Mutants: planted by the tool, woken one at a time, killed by sessions or proven equivalent.

#include <gtest/gtest.h>

#include <set>

#include "generator/network/read_file.h"
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

TEST(Mutation, CountsWhatSessionsKillAndWhatIsProvenEquivalent) {
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
  std::set<std::string> modules;
  for (const Mutant& mutant : mutated->mutants) {
    if (!modules.insert(mutant.instance).second) continue;
    SCOPED_TRACE(mutant.command);
    const size_t mode = mutant.command.find("-module");
    const std::string invert = "mutate -mode inv " + mutant.command.substr(mode);
    Mutant nothing = mutant;  // inverts the same bit twice
    nothing.command = invert + "\n" + invert;
    const Result<bool> same = IsProvenEquivalent(*mutated, nothing);
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
    const Result<bool> proven = IsProvenEquivalent(*mutated, wrong);
    ASSERT_TRUE(proven.ok());
    EXPECT_FALSE(*proven);
    // The clock of that register, the other way round: what it stores is the same function.
    wrong.command = "mutate -mode inv -module " + mutant.instance + " -cell " +
                    FirstRegister(mutated->base, mutant.instance) + " -port CLK -portbit 0";
    const Result<bool> clocked = IsProvenEquivalent(*mutated, wrong);
    ASSERT_TRUE(clocked.ok());
    EXPECT_FALSE(*clocked);
  }
}

}  // namespace
}  // namespace gatewright
