// SPDX-License-Identifier: Apache-2.0
// gatewright compare as its users call it: the table, what it is made of, and what it refuses.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/compare/compare_folder.h"
#include "cli/compare/compare_table.h"
#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/spec/parse.h"
#include "synth/test_util.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

struct Choices {
  std::string weight = "{ kind = \"fixed\", bits = 8 }";
  int hidden = 4;
  int pes = 4;
  std::string target = "generic";
  std::string stimulus = "steps = 24\ndecision_threshold = 0.01\n";
};

std::string Design(const std::string& name, const Choices& choices) {
  return fmt::format(
      "name = \"{}\"\n[network]\ninputs = 2\nhidden = [{}]\noutputs = 1\n[numerics]\nstate = "
      "\"Q3.6\"\ncell = \"Q2.8\"\nweight = {}\nactivation = {{ kind = \"pwl\", segments = 4, "
      "out_fraction = 8 }}\n[engine]\npes = {}\n[stimulus]\n{}[synth]\ntarget = \"{}\"\nclock_ns = "
      "40\n",
      name, choices.hidden, choices.weight, choices.pes, choices.stimulus, choices.target);
}

std::string ReadText(const std::string& path) {
  const Result<std::string> text = ReadWholeFile(path);
  return text.ok() ? *text : ToString(text.errors());
}

ProcessResult RunCompare(const std::string& folder, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {GATEWRIGHT_BINARY, "compare"});
  return *RunProcess(arguments, folder);
}

/// Two variants compared once for all tests: b has shifters for multipliers and a PE where a has
/// four.
class Compared : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = new ScratchFolder;
    Choices choices;
    choices.target = "mini.lib";
    std::ofstream(Path("mini.lib")) << MiniLibrary();
    std::ofstream(Path("a.toml")) << Design("a", choices);
    choices.weight = "{ kind = \"bit-sparse\", bits = 8, digits = 1 }";
    choices.pes = 1;
    std::ofstream(Path("b.toml")) << Design("b", choices);
    const ProcessResult run =
        RunCompare(scratch_->path(), {"a.toml", "b.toml", "-o", "out", "--steps", "24"});
    ASSERT_EQ(run.exit_code, 0) << run.output;
    output_ = new std::string(run.output);
    found_ = new json(json::parse(ReadText(Path("out/compare.json"))));
  }
  static void TearDownTestSuite() {
    delete found_;
    delete output_;
    delete scratch_;
    found_ = nullptr;
  }
  void SetUp() override { ASSERT_NE(found_, nullptr); }
  static std::string Path(const std::string& name) { return scratch_->path() + "/" + name; }
  static const json& variant(size_t i) { return (*found_)["variants"][i]; }

  /// What the command had of each design when it made the table.
  static std::vector<Variant> Variants() {
    std::vector<Variant> variants;
    for (const std::string name : {"a", "b"}) {
      const std::string folder = Path("out/" + name);
      const auto read = [](const std::string& path) {
        return nlohmann::ordered_json::parse(ReadText(path));
      };
      Result<Spec> spec = ParseSpec(Path(name + ".toml"));
      EXPECT_TRUE(spec.ok());
      variants.push_back({name + ".toml", *spec, read(ResultPath(folder, "generate")),
                          read(ResultPath(folder, "simulate")), read(ResultPath(folder, "synth")),
                          read(ResultPath(folder, "power")), 0});
    }
    return variants;
  }

  static ScratchFolder* scratch_;
  static std::string* output_;
  static json* found_;
};
ScratchFolder* Compared::scratch_ = nullptr;
std::string* Compared::output_ = nullptr;
json* Compared::found_ = nullptr;

TEST_F(Compared, TheSlowestSetsThePaceAndTheOthersWaitForFrames) {
  const json& a = variant(0);
  const json& b = variant(1);
  EXPECT_GT(b["cycles"]["predicted_per_step"], a["cycles"]["predicted_per_step"]);
  EXPECT_EQ(a["frame_interval_cycles"], b["frame_interval_cycles"]);
  const double interval = b["frame_interval_cycles"];
  EXPECT_EQ(interval, std::ceil(b["cycles"]["predicted_per_step"].get<double>()));
  EXPECT_NEAR((*found_)["steps_per_second"], 1e9 / (40 * interval), 1);
  EXPECT_NEAR(a["power_cycles_per_step"], interval, 3) << "latency moves with the events of a step";
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(variant(i)["cycles"]["simulated_steps"], 24);
    EXPECT_EQ(variant(i)["cycles"]["simulated"], variant(i)["cycles"]["simulated_predicted"]);
  }
}

TEST_F(Compared, PartsAddUpToWhatTheStagesFound) {
  const std::vector<Variant> variants = Variants();
  for (size_t i = 0; i < 2; ++i) {
    const json& area = variant(i)["area_um2"];
    const auto sum = [](const json& of, std::initializer_list<const char*> parts) {
      double total = 0;
      for (const char* part : parts) total += of[part].get<double>();
      return total;
    };
    EXPECT_NEAR(area["total"], variants[i].metrics["totals"]["total_area"], 0.01);
    EXPECT_NEAR(sum(area, {"multipliers", "accumulators", "cell_lanes", "other_logic"}),
                area["logic"], 0.1);
    EXPECT_NEAR(sum(area, {"weight_memories", "accumulator_memories", "other_memories"}),
                area["memory"], 0.1);
    EXPECT_NEAR(
        sum(area, {"multipliers", "accumulators", "weight_memories", "accumulator_memories"}),
        area["pe_arrays"], 0.1);
    EXPECT_GT(area["weight_memories"], 0);
    EXPECT_NEAR(variant(i)["power_mw"]["total"], variants[i].power["totals"]["total_mw"], 1e-4);
    const json& energy = variant(i)["energy_per_step_nj"];
    const double total = energy["total"];
    EXPECT_NEAR(total, variants[i].power["totals"]["step_pj"].get<double>() / 1000, 1e-4 * total);
    EXPECT_NEAR(sum(energy, {"multipliers", "accumulators", "cell_lanes", "other_logic",
                             "weight_memories", "accumulator_memories", "other_memories"}),
                total, 1e-4 * total);
  }
}

TEST_F(Compared, RatiosAreAgainstTheBaseline) {
  const json& a = variant(0);
  const json& b = variant(1);
  EXPECT_EQ((*found_)["baseline"], "a");
  const json& ratios = b["against_baseline_percent"];
  const auto percent = [&](const char* of, const char* part) {
    return 100 * (b[of][part].get<double>() / a[of][part].get<double>() - 1);
  };
  EXPECT_NEAR(ratios["area_pe_arrays"], percent("area_um2", "pe_arrays"), 0.01);
  EXPECT_NEAR(ratios["area_total"], percent("area_um2", "total"), 0.01);
  EXPECT_NEAR(ratios["power"], percent("power_mw", "total"), 0.01);
  EXPECT_LT(ratios["area_pe_arrays"], -20) << "one PE of shifters beside four of multipliers";
  EXPECT_LT(ratios["power"], 0);
  EXPECT_EQ(a["against_baseline_percent"]["power"], 0);
  EXPECT_LT(b["accuracy"]["output_sqnr_db"], a["accuracy"]["output_sqnr_db"]);
  EXPECT_TRUE(b["accuracy"].contains("decisions_changed_share"));
}

TEST_F(Compared, TableAndPageSayItAndWhatIsLeftOut) {
  EXPECT_THAT(*output_, HasSubstr("against a: area of the PE arrays"));
  EXPECT_THAT(ReadText(Path("out/compare.md")), HasSubstr("| energy per step, nJ |"));
  const std::string page = ReadText(Path("out/compare.html"));
  EXPECT_THAT(page, HasSubstr("Area by block"));
  EXPECT_THAT(page, HasSubstr("Energy per step by block"));
  EXPECT_THAT(page, HasSubstr("there are no glitches"));
  EXPECT_THAT(page, HasSubstr("<h2>Verdict</h2>"));
  EXPECT_EQ(page.find(scratch_->path()), std::string::npos);
}

TEST_F(Compared, AVariantWhoseAccuracyIsLostIsNoSaving) {
  std::vector<Variant> variants = Variants();
  for (Variant& of : variants) {
    nlohmann::ordered_json& accuracy = of.generate["accuracy"];
    accuracy["outputs"].erase("decisions_changed_share");
    accuracy["layers"].back()["sqnr_db"] = 40;
  }
  Page page = CompareReport(DescribeComparison(variants, 0, 1000));
  EXPECT_EQ(page.tone, Tone::kGood);
  EXPECT_THAT(page.tiles[3].value, HasSubstr("% area"));
  variants[1].generate["accuracy"]["layers"].back()["sqnr_db"] = 0.9;
  const nlohmann::ordered_json lost = DescribeComparison(variants, 0, 1000);
  page = CompareReport(lost);
  EXPECT_EQ(page.tone, Tone::kBad);
  EXPECT_EQ(page.badge, "Accuracy lost");
  EXPECT_THAT(page.verdict, HasSubstr("accuracy LOST (90.2 % error)"));
  EXPECT_EQ(page.tiles[3].value, "No usable variant");
  EXPECT_EQ(page.tiles[4].value, "Lost by 1 of 2");
  const PageTable table = VerdictTable(lost);
  EXPECT_EQ(table.rows[2][1], "accuracy LOST");
  EXPECT_EQ(table.tones[2], Tone::kBad);
}

TEST_F(Compared, GenericGatesGiveAreaAloneAndAnyDesignIsTheBaseline) {
  std::vector<Variant> variants = Variants();
  for (Variant& of : variants) {
    of.metrics["units"]["area"] = "GE";
    of.metrics["totals"].erase("memory_area");
    of.metrics["timing"] = nullptr;
    of.power = nullptr;
  }
  const nlohmann::ordered_json generic = DescribeComparison(variants, 1, 1000);
  EXPECT_EQ(generic["baseline"], "b");
  const auto& a = generic["variants"][0];
  EXPECT_EQ(a["area_ge"]["pe_arrays"].get<double>(),
            a["area_ge"]["multipliers"].get<double>() + a["area_ge"]["accumulators"].get<double>());
  EXPECT_GT(a["against_baseline_percent"]["area_logic"], 0);
  EXPECT_FALSE(a["against_baseline_percent"].contains("power"));
  const std::string text = PageMarkdown(CompareReport(generic));
  EXPECT_THAT(text, HasSubstr("logic area, GE"));
  EXPECT_EQ(text.find("mW |"), std::string::npos);
}

TEST_F(Compared, ItsFolderIsReplacedButNotWithFilesOfOthers) {
  const std::string out = Path("out");
  EXPECT_TRUE(CheckCompareFolder(out).ok());
  std::ofstream(out + "/a/report.html") << "of gatewright report";
  EXPECT_TRUE(CheckCompareFolder(out).ok());
  std::ofstream(out + "/notes.txt") << "mine";
  const ProcessResult refused = RunCompare(scratch_->path(), {"a.toml", "b.toml", "-o", "out"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.output, HasSubstr("notes.txt, which gatewright did not write"));
  fs::remove(out + "/notes.txt");
}

class CompareRefuses : public testing::Test {
 protected:
  std::string Path(const std::string& name) { return scratch_.path() + "/" + name; }
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(Path(name)) << text;
  }

  ScratchFolder scratch_;
};

TEST_F(CompareRefuses, WhatCannotBeComparedAndWritesNothing) {
  const Choices plain;
  Write("a.toml", Design("a", plain));
  Write("same.toml", Design("a", plain));
  Choices choices = plain;
  choices.hidden = 8;
  Write("larger.toml", Design("larger", choices));
  choices = plain;
  choices.target = "osu018";
  Write("mapped.toml", Design("mapped", choices));
  choices.target = "ecp5";
  Write("fpga.toml", Design("fpga", choices));
  choices = plain;
  choices.stimulus = "steps = 24\nseed = 2\n";
  Write("other.toml", Design("other", choices));
  Write("b.toml", Design("b", plain));
  const auto message = [this](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"-o", "out"});
    const ProcessResult run = RunCompare(scratch_.path(), arguments);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_FALSE(fs::exists(Path("out")));
    return run.output;
  };
  EXPECT_THAT(message({"a.toml"}), HasSubstr("designs = 1: there is nothing to compare it with"));
  EXPECT_THAT(message({"a.toml", "larger.toml"}),
              HasSubstr("larger.toml: network = lstm 2 to 8, dense 8 to 1: a.toml has lstm 2 to 4, "
                        "dense 4 to 1"));
  EXPECT_THAT(message({"a.toml", "mapped.toml"}),
              HasSubstr("mapped.toml: synth.target = osu018: a.toml has generic"));
  EXPECT_THAT(message({"a.toml", "fpga.toml"}), HasSubstr("fpga.toml: synth.target = ecp5"));
  EXPECT_THAT(message({"a.toml", "other.toml"}),
              HasSubstr("stimulus.input = random, seed 2: a.toml has random, seed 1"));
  EXPECT_THAT(message({"a.toml", "same.toml"}), HasSubstr("same.toml: name = a: another"));
  EXPECT_THAT(message({"a.toml", "b.toml", "--baseline", "2"}), HasSubstr("0 to 1"));
  EXPECT_THAT(message({"a.toml", "b.toml", "--rate", "1e7"}), HasSubstr("a step takes "));
  // The library is read before anything is simulated.
  MiniLibraryOptions options;
  options.flip_flop = options.reset_flip_flop = false;
  std::ofstream(Path("bare.lib")) << MiniLibrary(options);
  choices = plain;
  choices.target = "bare.lib";
  Write("c.toml", Design("c", choices));
  Write("d.toml", Design("d", choices));
  EXPECT_THAT(message({"c.toml", "d.toml"}), HasSubstr("bare.lib: the library has no flip-flop"));
  // Everything wrong at once, missing files too.
  const std::string all = message({"a.toml", "none.toml", "gone.toml"});
  EXPECT_THAT(all, HasSubstr("none.toml"));
  EXPECT_THAT(all, HasSubstr("gone.toml"));
}

}  // namespace
}  // namespace gatewright
