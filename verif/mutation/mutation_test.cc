// SPDX-License-Identifier: Apache-2.0
// Mutants: injected by the tool, woken one at a time, killed by sessions or proven equivalent.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <stdexcept>

#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "generator/spec/parse.h"
#include "rtl_templates/templates.h"
#include "verif/mutation/mutant_proofs.h"
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

/// A small design with faults in the modules it has, ready for proofs.
class MutatedTiny {
 public:
  explicit MutatedTiny(const Case& which = Tiny()) {
    const CaseFailure failure = EmitCase(which, &emitted_);
    if (failure) throw std::runtime_error(failure.ToString());
    listed_ = Need(InsertMutants(emitted_->design.plan, emitted_->tree(), 1, 1,
                                 emitted_->scratch.path() + "/listed"));
  }
  const std::vector<Mutant>& mutants() const { return listed_.mutants; }
  /// "-module NAME -cell " of the first set of parameters of a module.
  std::string In(const std::string& module) const {
    return "-module " + Find(module).instance + " -cell ";
  }
  /// Name of the first cell of a type in it.
  std::string FirstCell(const std::string& type, const std::string& module) const {
    const std::string text = *ReadWholeFile(listed_.folder + "/base.il");
    const std::string cell = "cell " + type + " ";
    const size_t name =
        text.find(cell, text.find("module " + Find(module).instance + "\n")) + cell.size();
    return text.substr(name, text.find('\n', name) - name);
  }
  /// Proofs of faults, each injected for itself; of them the one numbered 1 is the first.
  MutantProofs Prepare(const std::vector<std::string>& commands) const {
    return Need(
        MutantProofs::Make(Need(InsertMutants(emitted_->design.plan, emitted_->tree(), commands,
                                              emitted_->scratch.path() + "/injected"))));
  }

 private:
  template <typename T>
  static T Need(Result<T> result) {
    if (!result) throw std::runtime_error(ToString(result.errors()));
    return std::move(*result);
  }
  const Mutant& Find(const std::string& module) const {
    for (const Mutant& mutant : listed_.mutants) {
      if (mutant.module == module) return mutant;
    }
    throw std::runtime_error("no mutant of " + module);
  }

  std::unique_ptr<EmittedCase> emitted_;
  MutatedDesign listed_;
};

Mutant Numbered(size_t number) {
  Mutant mutant;
  mutant.number = static_cast<int>(number);
  return mutant;
}

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

// The output register of a multiplier, with a bit the wrong way round, and a bit of the product on
// its way into it: held for its power alone, it is used in the cycle after it was computed.
TEST(Mutation, OnlyWhatIsUsedCounts) {
  const MutatedTiny tiny;
  const std::string held = tiny.FirstCell("$mux", "pe");
  const MutantProofs proofs = tiny.Prepare(
      {"mutate -mode inv " + tiny.In("pe") + held + " -port A -portbit 0",
       "mutate -mode inv " + tiny.In("pe") + held + " -port B -portbit 0",
       "mutate -mode inv " + tiny.In("pe") + tiny.FirstCell("$dff", "pe") + " -port Q -portbit 0"});
  EXPECT_FALSE(*proofs.InOneCycle(Numbered(1)));
  EXPECT_TRUE(*proofs.FromReset(Numbered(1))) << "held";
  for (const size_t used : {2, 3}) {
    EXPECT_FALSE(*proofs.InOneCycle(Numbered(used))) << used;
    EXPECT_FALSE(*proofs.FromReset(Numbered(used))) << used;
  }
}

TEST(Mutation, EveryPinOfAMemoryCounts) {
  const MutatedTiny tiny;
  std::vector<std::string> commands;
  for (const char* pin :
       {"u_cell_state -port wdata_i -portbit 15", "u_cell_state -port re_i -portbit 0",
        "u_cell_state -port waddr_i -portbit 0", "u_cell_state -port raddr_i -portbit 0",
        "u_cell_state -port we_i -portbit 0", "u_rows -port addr_i -portbit 1",
        "u_rows -port data_o -portbit 47", "u_cell_state -port rdata_o -portbit 15"}) {
    commands.push_back("mutate -mode inv " + tiny.In("cell_lanes") + pin);
  }
  const MutantProofs proofs = tiny.Prepare(commands);
  for (size_t k = 1; k <= commands.size(); ++k) {
    EXPECT_FALSE(*proofs.InOneCycle(Numbered(k))) << commands[k - 1];
    EXPECT_FALSE(*proofs.FromReset(Numbered(k))) << commands[k - 1];
  }
}

// There are no truncated products here: the flag that asks for them is 0. That an element arrives
// is not.
TEST(Mutation, WhatConstantsDecideIsProven) {
  const MutatedTiny tiny;
  const std::string array = "mutate -mode const0 " + tiny.In("arrays") + "gen_array[0].u_array";
  const MutantProofs proofs =
      tiny.Prepare({array + " -port approx_i -portbit 0", array + " -port x_push_i -portbit 0"});
  EXPECT_TRUE(*proofs.InOneCycle(Numbered(1)));
  EXPECT_FALSE(*proofs.InOneCycle(Numbered(2)));
  EXPECT_FALSE(*proofs.FromReset(Numbered(2)));
}

// What a session shows is no equivalence, whatever the proofs take for granted.
TEST(Mutation, NothingThatASessionKillsIsProven) {
  MutationOptions options;
  options.each = 4;
  options.groups = 2;
  const Case which = Tiny();
  const Result<MutationScore> score = ScoreMutants(which, options);
  ASSERT_TRUE(score.ok()) << ToString(score.errors());
  std::unique_ptr<EmittedCase> emitted;
  ASSERT_FALSE(EmitCase(which, &emitted));
  const Result<MutatedDesign> same =
      InsertMutants(emitted->design.plan, emitted->tree(), options.each, options.seed,
                    emitted->scratch.path() + "/mutants");
  ASSERT_TRUE(same.ok());
  ASSERT_EQ(same->mutants.size(), score->results.size());
  const Result<MutantProofs> proofs = MutantProofs::Make(*same);
  ASSERT_TRUE(proofs.ok());
  int killed = 0;
  for (size_t k = 0; k < score->results.size(); ++k) {
    const Mutant& mutant = same->mutants[k];
    EXPECT_EQ(mutant.module, score->results[k].mutant.module);
    EXPECT_EQ(mutant.description, score->results[k].mutant.description) << "in another folder";
    EXPECT_EQ(mutant.places, score->results[k].mutant.places);
    if (score->results[k].fate != MutantFate::kKilled) continue;
    ++killed;
    EXPECT_FALSE(*proofs->InOneCycle(mutant)) << mutant.command;
    EXPECT_FALSE(*proofs->FromReset(mutant)) << mutant.command;
  }
  EXPECT_GT(killed, 50);
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

}  // namespace
}  // namespace gatewright
