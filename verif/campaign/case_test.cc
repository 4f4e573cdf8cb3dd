// SPDX-License-Identifier: Apache-2.0
#include "verif/campaign/case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "generator/network/random_network.h"
#include "generator/spec/parse.h"

namespace gatewright {
namespace {

using testing::HasSubstr;

constexpr const char* kDesign =
    "name = \"tiny\"\n[network]\ninputs = 2\nhidden = [3]\noutputs = 2\n"
    "[sparsity]\nevents = { kind = \"delta\" }\n[control]\nbus = \"axi-lite\"\n";

Case Example() {
  Case which;
  which.name = "tiny";
  which.design = kDesign;
  which.network = RandomNetwork(ParseSpecText(kDesign, "tiny.toml", ".")->network);
  which.init_seed = 77;
  which.failure = "session 0, values: \"quoted\" \\ and\ntwo lines";
  which.faults = {{"a fault", "pe", "a \"b\"", "c"}};
  CaseSession& session = which.sessions.emplace_back();
  session.profile = {20, 40, 30, 15, 9};
  session.x = {1, -2, 32767, -32768};
  session.starts = {true, false};
  session.max_cycles = 55;
  session.thresholds = Thresholds{{1, 0}, {3, 0}, {}};
  session.changes = {{1, 1, {{7, 2}, {0, 0}, {}}}};
  return which;
}

TEST(CaseFile, HoldsEverythingOfACase) {
  const Case which = Example();
  const std::string text = WriteCase(which);
  EXPECT_TRUE(HasCase(text));
  EXPECT_FALSE(HasCase(kDesign));
  const Result<Case> read = ReadCaseText(text, "c.toml");
  ASSERT_TRUE(read.ok()) << ToString(read.errors());
  EXPECT_EQ(read->name, "tiny");
  EXPECT_EQ(read->failure, which.failure);
  EXPECT_EQ(read->init_seed, which.init_seed);
  ASSERT_TRUE(read->network);
  EXPECT_EQ(*read->network, *which.network);
  ASSERT_EQ(read->sessions.size(), 1U);
  const CaseSession& session = read->sessions[0];
  EXPECT_EQ(session.x, which.sessions[0].x);
  EXPECT_EQ(session.starts, which.sessions[0].starts);
  EXPECT_EQ(session.max_cycles, 55);
  EXPECT_EQ(session.profile.gap_percent, 20);
  EXPECT_EQ(session.profile.max_gap, 40);
  EXPECT_EQ(session.profile.ready_percent, 30);
  EXPECT_EQ(session.profile.invalid_frame_percent, 15);
  EXPECT_EQ(session.profile.seed, 9U);
  ASSERT_EQ(session.changes.size(), 1U);
  EXPECT_EQ(session.changes[0].step, 1);
  EXPECT_EQ(session.changes[0].ahead, 1);
  EXPECT_EQ(session.changes[0].thresholds.x, which.sessions[0].changes[0].thresholds.x);
  ASSERT_TRUE(session.thresholds);
  EXPECT_EQ(session.thresholds->x, which.sessions[0].thresholds->x);
  EXPECT_EQ(session.thresholds->h, which.sessions[0].thresholds->h);
  ASSERT_EQ(read->faults.size(), 1U);
  EXPECT_EQ(read->faults[0].name, "a fault");
  EXPECT_EQ(read->faults[0].from, "a \"b\"");
  EXPECT_EQ(WriteCase(*read), text) << "the same case, the same bytes";
}

TEST(CaseFile, ItsDesignIsTheOneOfItsWeights) {
  Case which = Example();
  which.faults.clear();
  which.network->layers[0].wx[0] = 0.125;
  const Result<Case> read = ReadCaseText(WriteCase(which), "c.toml");
  ASSERT_TRUE(read.ok());
  const Result<Design> design = MakeCaseDesign(*read);
  ASSERT_TRUE(design.ok()) << ToString(design.errors());
  EXPECT_EQ(design->network.layers[0].wx[0], 0.125);
}

TEST(CaseFile, IsRefusedWhereItsSizesDoNotFitItsDesign) {
  const Case good = Example();
  const Result<Design> design = MakeCaseDesign(good);
  ASSERT_TRUE(design.ok());
  EXPECT_TRUE(CheckCase(good, *design).ok());
  const auto refused = [&](auto change) {
    Case bad = good;
    change(&bad.sessions[0]);
    const Status status = CheckCase(bad, *design);
    return status.ok() ? std::string() : ToString(status.errors());
  };
  EXPECT_THAT(refused([](CaseSession* s) { s->x.pop_back(); }), HasSubstr("must have 2 values"));
  EXPECT_THAT(refused([](CaseSession* s) { s->thresholds->x.clear(); }),
              HasSubstr("must have 2 values"));
  EXPECT_THAT(refused([](CaseSession* s) { s->thresholds->h[0] = 40000; }),
              HasSubstr("must be in 0..32767"));
  EXPECT_THAT(refused([](CaseSession* s) { s->changes[0].step = 2; }), HasSubstr("in 1..1"));
  EXPECT_THAT(refused([](CaseSession* s) { s->changes[0].ahead = 99; }),
              HasSubstr("ahead of their"));
  Case plain = good;
  plain.design =
      "name = \"tiny\"\n[network]\ninputs = 2\nhidden = [3]\noutputs = 2\n"
      "[numerics]\nstate = \"Q2.4\"\n";
  const Result<Design> other = MakeCaseDesign(plain);
  ASSERT_TRUE(other.ok());
  plain.sessions[0].changes.clear();
  EXPECT_THAT(ToString(CheckCase(plain, *other).errors()), HasSubstr("does not fit Q2.4"));
  plain.sessions[0].x = {1, 2, 3, 4};
  EXPECT_THAT(ToString(CheckCase(plain, *other).errors()), HasSubstr("need registers and events"));
}

TEST(CaseFile, MayHoldNoSession) {
  Case which = Example();
  which.sessions.clear();
  const Result<Case> read = ReadCaseText(WriteCase(which), "c.toml");
  ASSERT_TRUE(read.ok()) << ToString(read.errors());
  EXPECT_TRUE(read->sessions.empty());
}

struct BadFile {
  const char* name;
  const char* from;
  const char* to;
  const char* message;
};

TEST(CaseFile, NamesWhatIsWrongWithIt) {
  EXPECT_THAT(ToString(ReadCaseText(kDesign, "c.toml").errors()),
              HasSubstr("c.toml: case: there is no table [case]"));
  const std::string good = WriteCase(Example());
  const BadFile files[] = {
      {"syntax", "[case]", "[case", "c.toml:"},
      {"unknown key", "init_seed", "wake_sed", "case.wake_sed: is not a known key"},
      {"old form", "init_seed", "wake_seed", "is called init_seed since 0.1.0"},
      {"old form of a session", "invalid_frame_percent", "bad_frame_percent",
       "is called invalid_frame_percent since 0.1.0"},
      {"old word elsewhere", "ready_percent", "wake_seed", "session.wake_seed: is not a known key"},
      {"wrong type", "init_seed = 77", "init_seed = \"x\"", "case.init_seed: must be an integer"},
      {"share", "gap_percent = 20", "gap_percent = 200", "must be an integer in 0..100"},
      {"ragged frames", "[1, -2]", "[1]", "lists of the same length"},
      {"value", "32767", "40000", "must be an integer in -32768..32767"},
      {"start", "starts = [0]", "starts = [2]", "case.session.starts"},
      {"kind", "kind = \"lstm\"", "kind = \"rnn\"", "must be one of lstm, gru, dense"},
      {"weights", "units = 3", "units = 4", "numbers"},
      {"chain", "inputs = 3", "inputs = 4", "numbers"},
      {"behind", "[[case.fault]]", "[later]\na = 1\n[[case.fault]]", "must be the last table"},
  };
  for (const BadFile& file : files) {
    SCOPED_TRACE(file.name);
    std::string text = good;
    // In the part behind the design.
    const size_t at = text.find(file.from, text.find("\n[case]"));
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string(file.from).size(), file.to);
    const Result<Case> read = ReadCaseText(text, "c.toml");
    ASSERT_FALSE(read.ok());
    EXPECT_THAT(ToString(read.errors()), HasSubstr(file.message));
    EXPECT_THAT(ToString(read.errors()), HasSubstr("c.toml"));
  }
}

}  // namespace
}  // namespace gatewright
