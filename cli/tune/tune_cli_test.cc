// SPDX-License-Identifier: Apache-2.0
// gatewright tune as its users call it: files, table, limits, and the design file it writes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/tune/tuned_file.h"
#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/spec/parse.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const char kDesign[] =
    "# A small one.\nname = \"t\"\n[network]\ninputs = 3\nhidden = [8]\noutputs = 1\n[numerics]\n"
    "state = \"Q4.12\" # wide\n[engine]\npes = 4\ncell_lanes = 2\n[stimulus]\nsteps = 40\n"
    "input = \"frames.csv\"\ndecision_threshold = 0.01\n";

class Tune : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directory(Path("user"));
    std::string frames;
    for (int t = 0; t < 40; ++t) {
      for (int j = 0; j < 3; ++j)
        frames += std::to_string((t * (7 + j) % 31) / 31.0) + (j < 2 ? "," : "\n");
    }
    Write("user/frames.csv", frames);
    Write("user/design.toml", kDesign);
  }
  std::string Path(const std::string& name) { return scratch_.path() + "/" + name; }
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(Path(name)) << text;
  }
  std::string Read(const std::string& name) { return *ReadWholeFile(Path(name)); }
  ProcessResult Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), GATEWRIGHT_BINARY);
    return *RunProcess(arguments, scratch_.path());
  }

  ScratchFolder scratch_;
};

TEST_F(Tune, WritesADesignThatIsWhatItPromised) {
  const ProcessResult run = Run({"tune", "user/design.toml", "-o", "out", "--theta-x", "0,1/16,1/4",
                                 "--theta-h", "0,1/32", "--max-error", "0.01"});
  ASSERT_EQ(run.exit_code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("t: 6 points, 40 steps of frames.csv"));
  EXPECT_THAT(run.output, HasSubstr("Chosen: theta_x "));
  EXPECT_TRUE(run.output.ends_with("\nout\n"));
  const json found = json::parse(Read("out/tune.json"));
  ASSERT_EQ(found["points"].size(), 6U);
  const json chosen = found["points"][found["chosen"].get<size_t>()];
  EXPECT_LE(chosen["outputs"]["rms_error"], 0.01);
  EXPECT_EQ(chosen["pareto"], true);
  EXPECT_EQ(found["without_events"][0]["macs_share"], 1);
  EXPECT_LT(chosen["macs_share"], 1);
  const std::string html = Read("out/tune.html");
  EXPECT_THAT(html, HasSubstr("<svg"));
  EXPECT_THAT(html, Not(HasSubstr("http")));
  // The user's own text, thresholds added, paths from where it now lies.
  const std::string tuned = Read("out/tuned.toml");
  EXPECT_THAT(tuned, HasSubstr("# A small one.\n"));
  EXPECT_THAT(tuned, HasSubstr("state = \"Q4.12\" # wide\n"));
  EXPECT_THAT(tuned, HasSubstr("input = \"../user/frames.csv\"\n"));
  EXPECT_THAT(tuned, HasSubstr("[sparsity.events]\nkind = \"delta\"\n"));
  const ProcessResult generate = Run({"generate", "out/tuned.toml", "-o", "design", "--json"});
  ASSERT_EQ(generate.exit_code, 0) << generate.output;
  const json built = json::parse(generate.output)["generate"];
  EXPECT_EQ(built["accuracy"]["outputs"], chosen["outputs"]);
  EXPECT_EQ(built["cycles"]["interval_cycles"], chosen["cycles_per_step"]);
  // Of 3 inputs and 8 of the head; shares have six digits.
  EXPECT_NEAR(built["accuracy"]["events"]["runs"][0]["x_columns"].get<double>() / (40 * (3 + 8)),
              chosen["x_columns_share"].get<double>(), 1e-6);
}

TEST_F(Tune, GivesTheSameBytesWithAnyNumberOfThreads) {
  for (const char* jobs : {"1", "4"}) {
    ASSERT_EQ(Run({"tune", "user/design.toml", "-o", jobs, "-j", jobs, "--points", "9",
                   "--max-flips", "50%", "--formats", "Q4.12,Q4.6"})
                  .exit_code,
              0);
  }
  for (const char* file : {"tune.json", "tune.html", "tuned.toml"}) {
    EXPECT_EQ(Read(std::string("1/") + file), Read(std::string("4/") + file)) << file;
  }
  const json found = json::parse(Read("1/tune.json"));
  EXPECT_EQ(found["points"].size(), 18U);
  EXPECT_EQ(found["without_events"][1]["state"], "Q4.6");
}

TEST_F(Tune, WithoutALimitItOnlyShows) {
  const ProcessResult run = Run({"tune", "user/design.toml", "-o", "out", "--points", "4"});
  EXPECT_EQ(run.exit_code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("No limit was given"));
  EXPECT_EQ(json::parse(Read("out/tune.json"))["chosen"], nullptr);
  EXPECT_FALSE(fs::exists(Path("out/tuned.toml")));
}

TEST_F(Tune, NamesTheNearestPointWhenNoneIsWithinTheLimitAndLeavesNoOldDesign) {
  ASSERT_EQ(
      Run({"tune", "user/design.toml", "-o", "out", "--points", "4", "--max-error", "1"}).exit_code,
      0);
  EXPECT_TRUE(fs::exists(Path("out/tuned.toml")));
  const ProcessResult run = Run({"tune", "user/design.toml", "-o", "out", "--theta-x", "1/2,0",
                                 "--theta-h", "0", "--max-error", "0.000001"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.output,
              HasSubstr("--max-error = 1e-06: no point of the sweep is within the limits (nearest "
                        "legal: theta_x 0, theta_h 0 with RMS error "));
  EXPECT_FALSE(fs::exists(Path("out/tuned.toml")));
  EXPECT_TRUE(fs::exists(Path("out/tune.html")));
}

TEST_F(Tune, SimilaritySweepsTheScoresToo) {
  Write("user/design.toml",
        std::string(kDesign) +
            "[sparsity]\nevents = { kind = \"similarity\", t_skip = 0, t_delta = 1 } # modes\n");
  const ProcessResult run =
      Run({"tune", "user/design.toml", "-o", "out", "--max-error", "1", "-v"});
  ASSERT_EQ(run.exit_code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("skipped %"));
  const std::string tuned = Read("out/tuned.toml");
  EXPECT_THAT(tuned, HasSubstr("events = { kind = \"similarity\", t_skip = \""));
  EXPECT_THAT(tuned, HasSubstr(" } # modes\n"));
  EXPECT_EQ(Run({"generate", "out/tuned.toml", "-o", "design"}).exit_code, 0);
}

TEST_F(Tune, MistakesAreNamedAndNothingIsWritten) {
  const auto fails = [this](std::vector<std::string> options) {
    options.insert(options.begin(), {"tune", "user/design.toml", "-o", "out"});
    const ProcessResult run = Run(options);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_FALSE(fs::exists(Path("out")));
    return run.output;
  };
  const std::string lists = fails({"--theta-x", "0,x", "--theta-h", "-1", "--t-skip", "1"});
  EXPECT_THAT(lists,
              HasSubstr("--theta-x = x: must be numbers from 0 to 32768, separated by commas "
                        "(nearest legal: --theta-x 0,1/32,1/16)"));
  EXPECT_THAT(lists, HasSubstr("--theta-h = -1: "));
  EXPECT_THAT(lists, HasSubstr("--t-skip: must only be given with similarity events"));
  EXPECT_THAT(fails({"--formats", "Q4.12,Q9.9"}), HasSubstr("--formats = Q9.9: must be state"));
  EXPECT_THAT(fails({"--max-flips", "2"}), HasSubstr("--max-flips = 2: must be a share"));
  EXPECT_THAT(fails({"--events", "similarity", "--t-skip", "2", "--t-delta", "1"}),
              HasSubstr("--t-skip: no value is at most one of --t-delta"));
  std::string text = kDesign;
  text.erase(text.find("decision_threshold"));
  Write("user/design.toml", text);
  EXPECT_THAT(fails({"--max-flips", "1%"}), HasSubstr("needs stimulus.decision_threshold"));
}

TEST_F(Tune, AnErrorLimitThatIsNoFiniteNumberIsAMistakeOfUse) {
  for (const char* limit : {"nan", "-nan", "inf", "-inf", "-0.1", "1e999", "x", ""}) {
    const ProcessResult run =
        Run({"tune", "user/design.toml", "-o", "out", std::string("--max-error=") + limit});
    EXPECT_EQ(run.exit_code, 2) << limit << ": " << run.output;
    EXPECT_THAT(run.output, HasSubstr("--max-error")) << limit;
    EXPECT_FALSE(fs::exists(Path("out"))) << limit;
  }
}

TEST_F(Tune, DesignsWithInlineTablesAreTunedToo) {
  for (const char* sparsity : {"{ weights = { kind = \"dense\" } }", "{}", "{ events = {} }",
                               "{ events.kind = \"delta\" }"}) {
    Write("user/design.toml", std::string("sparsity = ") + sparsity + "\n" + kDesign);
    const ProcessResult run =
        Run({"tune", "user/design.toml", "-o", "out", "--points", "4", "--max-error", "1"});
    EXPECT_EQ(run.exit_code, 0) << sparsity << ": " << run.output;
    const Result<Spec> tuned = ParseSpec(Path("out/tuned.toml"));
    ASSERT_TRUE(tuned.ok()) << sparsity << ToString(tuned.errors());
    EXPECT_EQ(tuned->sparsity.events.kind, EventKind::kDelta) << sparsity;
    fs::remove_all(Path("out"));
  }
}

TEST_F(Tune, RefusesTheFolderOfItsOwnDesignAndTouchesNothing) {
  const std::vector<std::string> few = {"--points", "4", "--max-error", "1"};
  const auto tune = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "tune");
    arguments.insert(arguments.end(), few.begin(), few.end());
    return Run(arguments);
  };
  ASSERT_EQ(tune({"user/design.toml"}).exit_code, 0);
  const std::string tuned = Read("tune/tuned.toml");
  const std::string sweep = Read("tune/tune.json");
  fs::create_directory_symlink("tune", Path("link"));
  for (const char* design : {"tune/tuned.toml", "user/../tune/tuned.toml", "link/tuned.toml"}) {
    const ProcessResult run = tune({design});
    EXPECT_EQ(run.exit_code, 1) << run.output;
    EXPECT_THAT(run.output,
                HasSubstr("tune: the output folder holds the design file itself, tuned.toml "
                          "(nearest legal: another output folder)"));
    EXPECT_EQ(Run({"tune", design, "--points", "4"}).exit_code, 1);
    EXPECT_EQ(Read("tune/tuned.toml"), tuned);
    EXPECT_EQ(Read("tune/tune.json"), sweep);
  }
  EXPECT_EQ(tune({"tune/tuned.toml", "-o", "new/../tune"}).exit_code, 1);
  EXPECT_EQ(Read("tune/tuned.toml"), tuned);
  EXPECT_EQ(tune({"tune/tuned.toml", "-o", "again"}).exit_code, 0);
  EXPECT_EQ(tune({"user/design.toml", "-o", "link/"}).exit_code, 0);
  EXPECT_EQ(Read("tune/tuned.toml"), tuned);
}

TEST_F(Tune, RefusesAFolderWithFilesThatItDidNotWrite) {
  const auto refuses = [this](const std::string& file) {
    const ProcessResult run =
        Run({"tune", "user/design.toml", "-o", "out", "--points", "4", "--max-error", "1"});
    EXPECT_EQ(run.exit_code, 1) << file;
    EXPECT_THAT(run.output, HasSubstr("the output folder holds " + file +
                                      ", which gatewright did not write (nearest legal: an empty "
                                      "or new folder)"));
  };
  fs::create_directory(Path("out"));
  for (const char* name : {"out/notes.txt", "out/tune.json", "out/tuned.toml", "out/tune.html"}) {
    Write(name, "{}\n");
    refuses(fs::path(name).filename());
    EXPECT_EQ(Read(name), "{}\n");
    EXPECT_EQ(std::distance(fs::directory_iterator(Path("out")), fs::directory_iterator()), 1);
    fs::remove(Path(name));
  }
  ASSERT_EQ(Run({"tune", "user/design.toml", "-o", "out", "--points", "4"}).exit_code, 0);
  const std::string sweep = Read("out/tune.json");
  for (const char* name : {"out/notes.txt", "out/tuned.toml"}) {  // beside results of tune
    Write(name, "mine\n");
    refuses(fs::path(name).filename());
    EXPECT_EQ(Read(name), "mine\n");
    EXPECT_EQ(Read("out/tune.json"), sweep);
    fs::remove(Path(name));
  }
  ASSERT_EQ(Run({"generate", "user/design.toml", "-o", "rtl"}).exit_code, 0);
  EXPECT_EQ(Run({"tune", "user/design.toml", "-o", "rtl", "--points", "4"}).exit_code, 1);
  EXPECT_FALSE(fs::exists(Path("rtl/tune.json")));
}

TEST(TunedFile, ReplacesTheHeadlinesOfFormerTunings) {
  const std::string own =
      "# Mine.\n# Thresholds chosen by gatewright tune: a quotation\nname = \"d\"\n[network]\n"
      "inputs = 2\nhidden = [4]\n";
  const std::string text = kTunedHeadline + std::string("one\r\n") + kTunedHeadline + "two\n" + own;
  const Result<Spec> spec = ParseSpecText(text, "d.toml", "a");
  ASSERT_TRUE(spec.ok()) << ToString(spec.errors());
  EventSpec events;
  events.kind = EventKind::kDelta;
  const Result<std::string> tuned = TunedFile(text, *spec, events, "", "a", "three");
  ASSERT_TRUE(tuned.ok()) << ToString(tuned.errors());
  EXPECT_TRUE(tuned->starts_with(kTunedHeadline + ("three\n" + own))) << *tuned;
}

TEST(TunedFile, WritesEveryKeyAnewWhereTheTextCannotBeChanged) {
  // Dotted keys inside an inline table: no edit puts another beside them.
  const std::string text =
      "name = \"d\"\nnetwork = { inputs = 2, hidden = [4] }\nsparsity = { events.kind = \"delta\" "
      "}\n";
  const Result<Spec> spec = ParseSpecText(text, "d.toml", "a");
  ASSERT_TRUE(spec.ok()) << ToString(spec.errors());
  EventSpec events;
  events.kind = EventKind::kDelta;
  events.theta_h = {1, 8};
  const Result<std::string> tuned = TunedFile(text, *spec, events, "Q5.9", "b", "theta_h 1/8");
  ASSERT_TRUE(tuned.ok()) << ToString(tuned.errors());
  EXPECT_TRUE(tuned->starts_with(kTunedHeadline + std::string("theta_h 1/8\n"))) << *tuned;
  EXPECT_THAT(*tuned, HasSubstr("\nengine.accumulators = \"auto\"\n"));
  const Result<Spec> again = ParseSpecText(*tuned, "t.toml", "b");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->sparsity.events.theta_h, (Ratio{1, 8}));
  EXPECT_EQ(again->numerics.state, (QFormat{5, 9}));
  EXPECT_EQ(again->network.hidden, spec->network.hidden);
}

}  // namespace
}  // namespace gatewright
