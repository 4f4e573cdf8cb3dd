// SPDX-License-Identifier: Apache-2.0
// gatewright verify as its users call it: evidence, a failure found, saved, and seen again.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class Verify : public testing::Test {
 protected:
  std::string Path(const std::string& name) { return scratch_.path() + "/" + name; }
  std::string Read(const std::string& name) { return *ReadWholeFile(Path(name)); }
  ProcessResult Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {GATEWRIGHT_BINARY, "verify"});
    return *RunProcess(arguments, scratch_.path());
  }
  ScratchFolder scratch_;
};

constexpr const char* kInjection =
    "pe:product_o <= row_a + row_b;=>"
    "product_o <= row_a + row_b + {{(ProductW-1){1'b0}}, &row_a[1:0]};";

TEST_F(Verify, GivesEvidenceForRandomDesigns) {
  const ProcessResult run = Run({"--designs", "2", "--seed", "8", "--max-units", "5", "-o", "v"});
  ASSERT_EQ(run.exit_code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("random designs from seed 8"));
  EXPECT_THAT(run.output, HasSubstr("2 designs, all held"));
  EXPECT_TRUE(run.output.ends_with("\nv\n"));
  const json found = json::parse(Read("v/verify.json"));
  EXPECT_EQ(found["ok"], true);
  EXPECT_EQ(found["checked"], 2);
  EXPECT_GT(found["output_elements"], 0);
  EXPECT_EQ(found["checks"][0]["name"], "r8");
  EXPECT_EQ(found["functional"]["reached"].get<size_t>() + found["functional"]["holes"].size(),
            found["functional"]["reachable"].get<size_t>());
  const std::string junit = Read("v/junit.xml");
  EXPECT_THAT(junit, HasSubstr("tests=\"2\" failures=\"0\""));
  EXPECT_THAT(junit, HasSubstr("name=\"r9\""));
  const std::string html = Read("v/verify.html");
  EXPECT_THAT(html, HasSubstr("Functional coverage"));
  EXPECT_THAT(html, Not(HasSubstr("http")));
  EXPECT_FALSE(fs::exists(Path("v/failures")));
}

/// A design of one small layer, which compiles in seconds.
class VerifyADesign : public Verify {
 protected:
  void SetUp() override {
    ASSERT_TRUE(WriteFileAtomically(Path("d.toml"),
                                    "name = \"mine\"\n[network]\ninputs = 2\nhidden = [2]\n"
                                    "[stimulus]\nsteps = 5\n")
                    .ok());
  }
  /// Plays the design with a fault in its multiplier: it must fail, and is saved.
  std::string SaveAFailure() {
    const ProcessResult bad =
        Run({"d.toml", "-o", "bad", "--sessions", "3", "--inject", kInjection, "--no-icarus"});
    EXPECT_EQ(bad.exit_code, 1) << bad.output;
    EXPECT_THAT(bad.output, HasSubstr("first wrong: step"));
    EXPECT_THAT(Read("bad/junit.xml"), HasSubstr("<failure type=\"values\""));
    return Read("bad/failures/mine.toml");
  }
};

TEST_F(VerifyADesign, GivesEvidenceWithCoverage) {
  const ProcessResult good = Run({"d.toml", "-o", "good", "--sessions", "3", "--coverage"});
  ASSERT_EQ(good.exit_code, 0) << good.output;
  const json evidence = json::parse(Read("good/verify.json"));
  EXPECT_EQ(evidence["of"], "mine");
  EXPECT_EQ(evidence["in_icarus"], 1);
  EXPECT_GT(evidence["rtl"]["modules"]["pe"]["toggles"]["hit"], 0);
  EXPECT_GT(evidence["rtl"]["lines"]["share"], 0.5);
}

TEST_F(VerifyADesign, SavesAFailureAndShowsItAgain) {
  EXPECT_TRUE(SaveAFailure().starts_with("# session 0, values"));
  const ProcessResult again = Run({"bad/failures/mine.toml", "--waves", "-o", "waves"});
  EXPECT_EQ(again.exit_code, 1) << again.output;
  EXPECT_THAT(again.output, HasSubstr("recorded: session 0, values"));
  EXPECT_THAT(again.output, HasSubstr("first wrong: step"));
  EXPECT_GT(fs::file_size(Path("waves/mine.fst")), 0U);
}

TEST_F(VerifyADesign, HoldsOnceTheFaultIsGone) {
  const std::string saved = SaveAFailure();
  const size_t at = saved.find("[[case.fault]]");
  ASSERT_NE(at, std::string::npos);
  ASSERT_TRUE(
      WriteFileAtomically(Path("fixed.toml"),
                          saved.substr(0, at) + saved.substr(saved.find("[[case.session]]")))
          .ok());
  const ProcessResult fixed = Run({"fixed.toml"});
  EXPECT_EQ(fixed.exit_code, 0) << fixed.output;
  EXPECT_THAT(fixed.output, HasSubstr("verify: mine: holds"));
}

TEST_F(Verify, TellsWhatIsWrongWithTheCommand) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> runs = {
      {{"--axes", "cell=rnn"}, "nearest legal: lstm, gru"},
      {{"--axes", "size=3"}, "is not an axis"},
      {{"--inject", "pe"}, "must be MODULE:TEXT=>TEXT"},
      {{"--inject", "pe:no such text=>x"}, "no such text"},
      {{"--inject", "nobody:a=>b"}, "nobody"},
      {{"--until-coverage", "--axes", "cell=gru"}, "cannot end with --axes"},
      {{"--faults"}, "--formal"},
      {{"--only", "axi"}, "--formal"},
      {{"--min-score", "90"}, "--mutate"},
      {{"none.toml"}, "none.toml"},
      {{"--preset", "nobody"}, "--preset"},
      {{"one.toml", "two.toml"}, "only --mutate takes several designs"},
      {{"--designs", "0"}, "--designs"}};
  for (const auto& [arguments, message] : runs) {
    const ProcessResult run = Run(arguments);
    EXPECT_NE(run.exit_code, 0) << message;
    EXPECT_THAT(run.output, HasSubstr(message));
    EXPECT_FALSE(fs::exists(Path("verify"))) << message;
  }
}

}  // namespace
}  // namespace gatewright
