// SPDX-License-Identifier: Apache-2.0
// Campaigns, shrinking and the search for the first wrong value, on sound designs and on faults
// injected in the RTL.

#include "verif/campaign/campaign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "verif/campaign/journal.h"
#include "verif/campaign/locate.h"
#include "verif/campaign/replay.h"

namespace gatewright {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// A product is one too much when both low bits of its first row are set.
const InjectedFault kWrongProduct{
    "one too much", "pe", "product_o <= row_a + row_b;",
    "product_o <= row_a + row_b + {{(ProductW-1){1'b0}}, &row_a[1:0]};"};

/// Two layers and a head; small enough to be compiled in a second.
Case SmallCase(const std::string& cell, const std::string& more) {
  Case which;
  which.name = "small";
  which.design =
      "name = \"small\"\n[network]\ninputs = 5\nhidden = [6, 3]\noutputs = 2\nseed = 5\ncell = \"" +
      cell + "\"\n" + more;
  return which;
}

std::unique_ptr<BuiltCase> BuildProbed(const Case& which) {
  CaseOptions options;
  options.lint = options.icarus = false;
  options.sim.probe = true;
  std::unique_ptr<BuiltCase> built;
  const CaseFailure failure = BuildCase(which, options, &built);
  EXPECT_FALSE(failure) << failure.ToString();
  return built;
}

TEST(Locate, FindsNothingWhereEverySumAndOutputOfEveryLayerIsRight) {
  const Case cases[] = {
      SmallCase("lstm", "[engine]\narrays = 2\npes = 4\ncell_lanes = 2\n"),
      SmallCase("gru",
                "[engine]\nmultiplier = { stages = 3 }\n"
                "[numerics]\nactivation = { kind = \"pwl\", segments = 4 }\n"),
      SmallCase("lstm",
                "[sparsity]\nevents = { kind = \"similarity\", t_skip = 1, t_delta = 9 }\n"),
      SmallCase("gru",
                "[sparsity]\nevents = { kind = \"delta\", theta_x = \"1/4\" }\n"
                "[engine]\npes = 2\ncell_lanes = 2\n[control]\nbus = \"axi-lite\"\n")};
  for (const Case& which : cases) {
    SCOPED_TRACE(which.design);
    const std::unique_ptr<BuiltCase> built = BuildProbed(which);
    ASSERT_NE(built, nullptr);
    for (const CaseSession& session : RandomSessions(built->design().plan, 3)) {
      const Equivalence played = built->Play(session);
      ASSERT_TRUE(played.ok()) << played.first_failure;
      if (session.max_cycles > 0) continue;
      EXPECT_FALSE(played.observed.probe.sums.empty());
      const std::optional<FirstWrong> wrong = Locate(built->design(), session, played.observed);
      EXPECT_FALSE(wrong) << wrong->ToString();
    }
  }
}

TEST(Locate, NamesStepLayerUnitGateCycleAndTheMissingEvent) {
  // The word of the third input is never added.
  Case which = SmallCase("lstm", "");
  which.faults = {{"one word lost", "accumulator", "wire             write  = add_i | arm_i;",
                   "reg [15:0] count; always @(posedge clk_i) count <= arm_i ? 0 : count + add_i;\n"
                   "  wire write = (add_i & (count != 16'd2)) | arm_i;"}};
  const std::unique_ptr<BuiltCase> built = BuildProbed(which);
  ASSERT_NE(built, nullptr);
  CaseSession session;
  session.x = {100, 50, 25, 12, 6};
  session.starts = {true};
  const Equivalence played = built->Play(session);
  const CaseFailure failure = FailureOf(played, 0);
  EXPECT_EQ(failure.check, "values");
  const std::optional<FirstWrong> wrong = Locate(built->design(), session, played.observed);
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->step, 0);
  EXPECT_EQ(wrong->layer, 0);
  EXPECT_GE(wrong->gate, 0);
  EXPECT_THAT(wrong->place, HasSubstr("step 0 layer 0 unit"));
  EXPECT_GT(wrong->cycle, 0);
  EXPECT_NE(wrong->expected, wrong->got);
  EXPECT_THAT(wrong->hint, HasSubstr("were missing"));
  ASSERT_FALSE(wrong->before.empty());
  EXPECT_THAT(wrong->before.front(), HasSubstr("frame 0 taken"));
}

class Campaigns : public testing::Test {
 protected:
  CampaignOptions Options() const {
    CampaignOptions options;
    options.seed = 3;
    options.designs = 1;
    options.max_units = 4;
    options.icarus = false;
    options.jobs = 1;
    return options;
  }
  ScratchFolder scratch_;
};

TEST_F(Campaigns, GoOnWhereTheyWereKilledAndRefuseTheFolderOfAnother) {
  CampaignOptions options = Options();
  const Result<CampaignResult> first = RunCampaign(options, scratch_.path());
  ASSERT_TRUE(first.ok()) << ToString(first.errors());
  ASSERT_THAT(first->records, SizeIs(1));
  EXPECT_EQ(first->failures(), 0);
  EXPECT_GT(first->records[0].elements, 0);
  EXPECT_GT(first->functional.reached(), 20);
  // As a kill leaves it: a record cut short.
  const std::string path = scratch_.path() + "/journal.jsonl";
  const std::string text = *ReadWholeFile(path);
  ASSERT_TRUE(WriteFileAtomically(path, text + text.substr(text.size() / 2, 40)).ok());
  options.designs = 2;
  const Result<CampaignResult> second = RunCampaign(options, scratch_.path());
  ASSERT_TRUE(second.ok()) << ToString(second.errors());
  EXPECT_EQ(second->resumed, 1);
  ASSERT_THAT(second->records, SizeIs(2));
  EXPECT_EQ(second->records[0].bins, first->records[0].bins);
  EXPECT_EQ(second->records[1].seed, 4U);
  // One that ended starts over.
  const Result<CampaignResult> third = RunCampaign(options, scratch_.path());
  ASSERT_TRUE(third.ok()) << ToString(third.errors());
  EXPECT_EQ(third->resumed, 0);
  options.seed = 9;
  const Result<CampaignResult> other = RunCampaign(options, scratch_.path());
  ASSERT_FALSE(other.ok());
  EXPECT_THAT(ToString(other.errors()), HasSubstr("another campaign"));
}

TEST_F(Campaigns, SaveAFailureAsASmallCaseThatFailsAgain) {
  CampaignOptions options = Options();
  options.faults = {kWrongProduct};
  options.axes = *ParseAxisFilter(
      "stages=1|2,cell=gru,layers=2|3,multiplier=operator,weight_bits=9..12|13..16,"
      "accumulator_width=derived");
  const Result<CampaignResult> result = RunCampaign(options, scratch_.path());
  ASSERT_TRUE(result.ok()) << ToString(result.errors());
  ASSERT_EQ(result->failures(), 1);
  const CampaignRecord& record = result->records[0];
  EXPECT_EQ(record.failure.check, "values") << record.failure.ToString();
  Result<Case> saved = ReadCase(scratch_.path() + "/" + record.file);
  ASSERT_TRUE(saved.ok()) << ToString(saved.errors());
  EXPECT_THAT(saved->failure, HasSubstr("values"));
  ASSERT_THAT(saved->sessions, SizeIs(1));
  EXPECT_LE(saved->sessions[0].steps(), 2);
  ASSERT_TRUE(saved->network);
  ASSERT_THAT(saved->network->layers, SizeIs(1));
  EXPECT_LE(saved->network->layers[0].units, 2);
  const CaseResult again = RunCase(&*saved, 1, {});
  EXPECT_EQ(again.failure.ToString(), saved->failure);
  saved->faults.clear();
  EXPECT_FALSE(RunCase(&*saved, 1, {}).failure) << "the RTL without the fault is right";
}

TEST_F(Campaigns, RefuseAFaultThatNoTemplateTakes) {
  CampaignOptions options = Options();
  options.faults = {{"", "pe", "a text that is not there", ""}};
  const Result<CampaignResult> result = RunCampaign(options, scratch_.path());
  ASSERT_FALSE(result.ok());
  EXPECT_THAT(ToString(result.errors()), HasSubstr("a text that is not there"));
  EXPECT_FALSE(std::filesystem::exists(scratch_.path() + "/journal.jsonl"));
}

TEST_F(Campaigns, WorkAloneInTheirFolder) {
  const CampaignOptions options = Options();
  Result<CampaignResult> second = Diagnostic{};
  int told = 0;
  const auto observe = [&](const CampaignResult& so_far, const std::string&) {
    told += static_cast<int>(so_far.records.size());
    second = RunCampaign(options, scratch_.path());
  };
  ASSERT_TRUE(RunCampaign(options, scratch_.path(), observe).ok());
  EXPECT_EQ(told, 1);
  ASSERT_FALSE(second.ok());
  EXPECT_THAT(ToString(second.errors()), HasSubstr("another campaign is at work in it"));
  EXPECT_FALSE(std::filesystem::exists(scratch_.path() + "/journal.lock"));
}

TEST_F(Campaigns, PlayFailuresAgainWhenTheyGoOn) {
  CampaignOptions options = Options();
  ASSERT_TRUE(RunCampaign(options, scratch_.path()).ok());
  // As if the design had failed and the campaign had been killed then.
  const std::string path = scratch_.path() + "/journal.jsonl";
  std::istringstream lines(*ReadWholeFile(path));
  std::string header, line;
  std::getline(lines, header);
  std::getline(lines, line);
  CampaignRecord record = RecordFromJson(nlohmann::json::parse(line));
  record.failure = {"compile", "no space left", -1};
  record.file = "failures/r3.toml";
  ASSERT_TRUE(WriteFileAtomically(path, header + "\n" + ToJson(record).dump() + "\n").ok());
  ASSERT_TRUE(WriteFileAtomically(scratch_.path() + "/" + record.file, "stale").ok());
  const Result<CampaignResult> again = RunCampaign(options, scratch_.path());
  ASSERT_TRUE(again.ok()) << ToString(again.errors());
  EXPECT_EQ(again->resumed, 0);
  EXPECT_EQ(again->failures(), 0);
  EXPECT_FALSE(std::filesystem::exists(scratch_.path() + "/" + record.file));
}

TEST(Journals, OfAnotherFormatAreRefusedWithTheReason) {
  const ScratchFolder scratch;
  const std::string path = scratch.path() + "/j.jsonl";
  ASSERT_TRUE(WriteFileAtomically(path, "{\"gatewright\":\"0.1.0\",\"seed\":1}\n").ok());
  bool ended = false;
  const auto records = Journal(path, "{\"format\":2}").Read(&ended);
  ASSERT_FALSE(records.ok());
  EXPECT_THAT(ToString(records.errors()),
              HasSubstr("is a journal of format 1, and this version reads format 2"));
}

TEST(Journals, TellWhetherTheirCampaignCameToItsEnd) {
  const ScratchFolder scratch;
  Journal journal(scratch.path() + "/j.jsonl", "{\"a\":1}");
  bool ended = true;
  ASSERT_TRUE(journal.Read(&ended).ok()) << "no file yet";
  EXPECT_FALSE(ended);
  CampaignRecord record;
  record.seed = 5;
  ASSERT_TRUE(journal.Begin({record}).ok());
  record.seed = 6;
  ASSERT_TRUE(journal.Append(record).ok());
  Result<std::vector<CampaignRecord>> read = journal.Read(&ended);
  ASSERT_TRUE(read.ok());
  EXPECT_FALSE(ended);
  ASSERT_THAT(*read, SizeIs(2));
  EXPECT_EQ((*read)[1].seed, 6U);
  ASSERT_TRUE(journal.End().ok());
  read = journal.Read(&ended);
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(ended);
  EXPECT_THAT(*read, SizeIs(2));
}

TEST(SavedCases, AreAsTheyWereFoundWhereTheSmallOneHolds) {
  const ScratchFolder scratch;
  Case which = SmallCase("lstm", "");
  which.faults = {kWrongProduct};
  which.sessions.resize(2);
  for (CaseSession& session : which.sessions) {
    session.x = {32767, -32768, 12345, -77, 999};
    session.starts = {true};
  }
  Case small = which;
  small.faults.clear();
  const CaseFailure failure{"values", "as it was seen", 0};
  const std::string path = scratch.path() + "/c.toml";
  const Result<Replay> replay = SaveCase(which, small, failure, path);
  ASSERT_TRUE(replay.ok());
  EXPECT_EQ(replay->failure.check, "values");
  EXPECT_TRUE(ReadWholeFile(path)->starts_with("# as it was found: made smaller it holds\n"));
  const Result<Case> saved = ReadCase(path);
  ASSERT_TRUE(saved.ok()) << ToString(saved.errors());
  EXPECT_THAT(saved->sessions, SizeIs(1)) << "up to the one that failed";
  EXPECT_EQ(saved->failure, failure.ToString());
  EXPECT_THAT(saved->faults, SizeIs(1));
}

TEST(Cases, ThatDoNotFitTheirDesignAreNotPlayed) {
  Case which = SmallCase("lstm", "");
  which.sessions.resize(1);
  which.sessions[0].x = {1, 2, 3};
  which.sessions[0].starts = {true};
  const CaseFailure failure = RunCase(&which, 1, {}).failure;
  EXPECT_EQ(failure.check, "legal");
  EXPECT_THAT(failure.what, HasSubstr("frames must have 5 values"));
}

TEST(RandomCases, AreLegal) {
  constexpr uint64_t kFirst = 2001, kDesigns = 300;
  for (uint64_t seed = kFirst; seed < kFirst + kDesigns; ++seed) {
    const Result<Case> which = RandomCase(seed, 40, {});
    ASSERT_TRUE(which.ok());
    const Result<Design> design = MakeCaseDesign(*which);
    EXPECT_TRUE(design.ok()) << ToString(design.errors());
  }
}

TEST(RandomCases, HaveTheAxesRequestedOrSayThatNoneHas) {
  const AxisFilter filter = *ParseAxisFilter("cell=gru,events=delta,arrays=2|4");
  const Result<Case> which = RandomCase(8, 6, filter);
  ASSERT_TRUE(which.ok());
  const Result<Design> design = MakeCaseDesign(*which);
  ASSERT_TRUE(design.ok());
  EXPECT_EQ(design->plan.cell(), CellKind::kGru);
  EXPECT_EQ(design->plan.events.kind, EventKind::kDelta);
  EXPECT_GE(design->plan.arrays, 2);
  const Result<Case> none = RandomCase(8, 6, *ParseAxisFilter("events=none,refresh=1"), 20);
  ASSERT_FALSE(none.ok());
  EXPECT_THAT(ToString(none.errors()), HasSubstr("none of 20 designs"));
}

}  // namespace
}  // namespace gatewright
