// SPDX-License-Identifier: Apache-2.0
// A short run over every parser, the same in every build; inputs that once broke one are in the
// corpus. The long run is the program fuzz.

#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "verif/fuzz/fuzz_target.h"
#include "verif/fuzz/mutate.h"

namespace gatewright {
namespace {

constexpr int64_t kExecutions = 2000;  ///< of a text in memory
constexpr int64_t kOfFiles = 500;      ///< of a parser that opens a file
constexpr int64_t kOfFolders = 50;     ///< ... all files of a folder
constexpr uint64_t kSeed = 1;

const std::vector<FuzzTarget>& Targets() {
  static const Result<std::vector<FuzzTarget>> targets =
      FuzzTargets(GATEWRIGHT_SOURCE_DIR "/verif/fuzz/corpus");
  EXPECT_TRUE(targets.ok()) << ToString(targets.errors());
  return *targets;
}

const FuzzTarget& Named(std::string_view name) {
  for (const FuzzTarget& target : Targets()) {
    if (target.name == name) return target;
  }
  ADD_FAILURE() << name;
  return Targets().front();
}

class FuzzParser : public testing::TestWithParam<const char*> {};

TEST_P(FuzzParser, ReadsTheFirstOfItsCorpusAndNamesAReasonForEveryRefusal) {
  const FuzzTarget& target = Named(GetParam());
  EXPECT_EQ(ToString(target.read(target.corpus.front())), "");
  for (const std::string& input : target.corpus) {
    for (const Diagnostic& error : target.read(input)) EXPECT_FALSE(error.rule.empty());
  }
  const std::set<std::string> texts = {"design", "memory_table", "netlist"};
  const int64_t executions = texts.count(target.name) != 0        ? kExecutions
                             : target.name.rfind("saved", 0) == 0 ? kOfFolders
                                                                  : kOfFiles;
  EXPECT_EQ(Fuzz(target, kSeed, executions), "");
}

INSTANTIATE_TEST_SUITE_P(Every, FuzzParser,
                         testing::Values("design", "case", "journal", "model", "array", "stimulus",
                                         "readout", "memory_table", "liberty", "netlist",
                                         "saved_manifest", "saved_stimulus", "saved_memory"),
                         [](const auto& which) { return std::string(which.param); });

TEST(Fuzz, ARefusalWithoutAReasonIsFound) {
  const FuzzTarget silent{"silent", {"abc"}, [](const std::string& input) {
                            return input.find('b') == std::string::npos ? Diagnostics{{}}
                                                                        : Diagnostics{};
                          }};
  const std::string input = Fuzz(silent, kSeed, 1000);
  EXPECT_EQ(input.find('b'), std::string::npos);
  EXPECT_FALSE(input.empty());
}

TEST(Mutator, GivesTheSameInputsForASeedAndManyDifferentOnes) {
  Mutator first(7, {"a = 12\n", "[b]\nc = \"d\"\n"});
  Mutator second(7, {"a = 12\n", "[b]\nc = \"d\"\n"});
  Mutator other(8, {"a = 12\n", "[b]\nc = \"d\"\n"});
  std::set<std::string> seen;
  int same = 0;
  for (int k = 0; k < 1000; ++k) {
    const std::string input = first.Next();
    EXPECT_EQ(input, second.Next());
    same += input == other.Next() ? 1 : 0;
    seen.insert(input);
  }
  EXPECT_GT(seen.size(), 700U);
  EXPECT_LT(same, 100);
}

TEST(Mutator, KeepsInputsWithinTheirBound) {
  Mutator mutator(3, {std::string(60, 'x')}, 64);
  for (int k = 0; k < 2000; ++k) EXPECT_LE(mutator.Next().size(), 64U);
}

}  // namespace
}  // namespace gatewright
