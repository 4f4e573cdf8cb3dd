// SPDX-License-Identifier: Apache-2.0
// The program as its users call it: exit status, messages, files. GATEWRIGHT_BINARY is the program.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/network/onnx_builder_test_util.h"
#include "generator/network/random_network.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const char kDesign[] =
    "name = \"t\"\n[network]\ninputs = 2\nhidden = [4]\noutputs = 1\n[engine]\npes = 4\n"
    "cell_lanes = 2\n[stimulus]\nsteps = 20\n";

class Cli : public testing::Test {
 protected:
  ProcessResult Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), GATEWRIGHT_BINARY);
    return *RunProcess(arguments, scratch_.path());
  }
  ProcessResult Shell(const std::string& command) {
    return *RunProcess({"sh", "-c", command}, scratch_.path());
  }
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(scratch_.path() + "/" + name) << text;
  }
  bool Exists(const std::string& name) { return fs::exists(scratch_.path() + "/" + name); }

  /// Every file below `folder` with its bytes.
  std::map<std::string, std::string> Tree(const std::string& folder) {
    std::map<std::string, std::string> files;
    const std::string root = scratch_.path() + "/" + folder;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
      if (!entry.is_regular_file()) continue;
      files[entry.path().string().substr(root.size())] = *ReadWholeFile(entry.path().string());
    }
    return files;
  }

  ScratchFolder scratch_;
};

TEST_F(Cli, BuildsFromDesignToReport) {
  Write("design.toml", kDesign);
  const ProcessResult run = Run({"build", "design.toml", "-o", "out"});
  EXPECT_EQ(run.exit_code, 0) << run.output;
  EXPECT_TRUE(run.output.ends_with("\nout\n")) << run.output;
  for (const char* file : {"rtl/gw_t.v", "mem/weights_00.hex", "filelist.f", "constraints.sdc",
                           "tb/tb_gw_t.v", "manifest.json", "README.md", "metrics.json",
                           "results/simulate.json", "report.html", "report.md"}) {
    EXPECT_TRUE(Exists(std::string("out/") + file)) << file;
  }
  const std::string report = *ReadWholeFile(scratch_.path() + "/out/report.md");
  EXPECT_THAT(report, HasSubstr("The RTL computed what the integer model computes, bit for bit"));
  EXPECT_THAT(report, HasSubstr("| session | whole stimulus | stalls, invalid frames and random "));
  EXPECT_THAT(report, HasSubstr("| mismatches | 0 | 0 |"));
  EXPECT_THAT(
      report,
      HasSubstr("| Is it proven? | 0 mismatches | RTL against the integer model: 40 steps"));
  EXPECT_THAT(report, Not(HasSubstr("has not run")));
  EXPECT_THAT(*ReadWholeFile(scratch_.path() + "/out/report.html"), Not(HasSubstr("http")));
}

TEST_F(Cli, SameInputsGiveTheSameBytesFromAnyFolder) {
  Write("design.toml", kDesign);
  EXPECT_EQ(Run({"-q", "build", "design.toml", "-o", "first"}).exit_code, 0);
  fs::create_directories(scratch_.path() + "/deep/er");
  Write("deep/er/design.toml", std::string("# a comment\n") + kDesign);
  const ProcessResult other = *RunProcess(
      {GATEWRIGHT_BINARY, "-q", "build", "deep/er/design.toml", "-o", "deep/out"}, scratch_.path());
  EXPECT_EQ(other.exit_code, 0) << other.output;
  const std::map<std::string, std::string> first = Tree("first");
  const std::map<std::string, std::string> second = Tree("deep/out");
  EXPECT_GT(first.size(), 25U);
  EXPECT_EQ(first, second);
}

TEST_F(Cli, StagesReadWhatTheOneBeforeWrote) {
  Write("design.toml", kDesign);
  EXPECT_EQ(Run({"generate", "design.toml", "-o", "out"}).exit_code, 0);
  fs::remove(scratch_.path() + "/design.toml");
  EXPECT_EQ(Run({"lint", "out"}).exit_code, 0);
  const ProcessResult simulate = Run({"simulate", "out", "--seed", "9", "--steps", "5"});
  EXPECT_EQ(simulate.exit_code, 0);
  EXPECT_THAT(simulate.output, HasSubstr("first 5 of 20 steps: 5 steps, 5 outputs"));
  EXPECT_EQ(Run({"report", "out"}).exit_code, 0);
  EXPECT_THAT(*ReadWholeFile(scratch_.path() + "/out/report.md"),
              HasSubstr("Synthesis has not run."));
  EXPECT_EQ(Run({"synth", "out", "--target", "generic"}).exit_code, 0);
  EXPECT_EQ(Run({"report", "out"}).exit_code, 0);
  EXPECT_THAT(*ReadWholeFile(scratch_.path() + "/out/report.md"),
              Not(HasSubstr("Synthesis has not run.")));
}

TEST_F(Cli, JsonHoldsTheResultsOfEveryStage) {
  Write("design.toml", kDesign);
  const ProcessResult run = Run({"--json", "build", "design.toml", "-o", "out"});
  ASSERT_EQ(run.exit_code, 0) << run.output;
  const nlohmann::json result = nlohmann::json::parse(run.output);
  EXPECT_EQ(result.at("ok"), true);
  EXPECT_EQ(result.at("output"), "out");
  EXPECT_EQ(result.at("simulate").at("sessions").at(0).at("mismatches"), 0);
  EXPECT_GT(result.at("generate").at("cycles").at("interval_cycles"), 10);
  EXPECT_GT(result.at("synth").at("totals").at("logic_area"), 0);
}

TEST_F(Cli, ImportTellsWhatIsInAModelAndWhatCanBeBuilt) {
  const std::string model = GATEWRIGHT_SOURCE_DIR "/examples/causal_filter/causal_filter.onnx";
  const ProcessResult run = Run({"import", model});
  EXPECT_EQ(run.exit_code, 0) << run.output;
  EXPECT_THAT(run.output,
              HasSubstr("causal_filter.onnx: ONNX, operator set 14, written by pytorch"));
  EXPECT_THAT(run.output, HasSubstr("can be built:\n  LSTM 1 -> 20\n  dense 20 -> 1\n"));
  EXPECT_THAT(run.output, HasSubstr("  [network]\n  model = \"causal_filter.onnx\"\n"));
  EXPECT_THAT(run.output, Not(HasSubstr("subgraph")));
  const nlohmann::json result = nlohmann::json::parse(Run({"--json", "import", model}).output);
  EXPECT_EQ(result.at("import").at("layers").at(0).at("units"), 20);
}

TEST_F(Cli, ImportTellsOfGruLayersAndTheyAreBuiltBitForBit) {
  NetworkSpec spec;
  spec.cell = CellKind::kGru;
  spec.inputs = 3;
  spec.hidden = {5, 4};
  spec.outputs = 1;
  Write("gru.onnx", ChainModel(RandomNetwork(spec), true).Bytes());
  const ProcessResult import = Run({"import", "gru.onnx"});
  EXPECT_EQ(import.exit_code, 0) << import.output;
  EXPECT_THAT(import.output,
              HasSubstr("can be built:\n  GRU 3 -> 5\n  GRU 5 -> 4\n  dense 4 -> 1\n"));
  const nlohmann::json told = nlohmann::json::parse(Run({"--json", "import", "gru.onnx"}).output);
  EXPECT_EQ(told.at("import").at("layers").at(1).at("kind"), "gru");
  Write("design.toml",
        "name = \"t\"\n[network]\nmodel = \"gru.onnx\"\n[engine]\npes = 4\ncell_lanes = 2\n"
        "[stimulus]\nsteps = 30\n");
  ASSERT_EQ(Run({"generate", "design.toml", "-o", "out"}).exit_code, 0);
  const ProcessResult run = Run({"--json", "simulate", "out"});
  ASSERT_EQ(run.exit_code, 0) << run.output;
  const nlohmann::json session =
      nlohmann::json::parse(run.output).at("simulate").at("sessions").at(0);
  EXPECT_EQ(session.at("mismatches"), 0);
  EXPECT_EQ(session.at("steps"), 30);
}

TEST_F(Cli, ImportFailsOnWhatCannotBeBuilt) {
  const std::string model = GATEWRIGHT_SOURCE_DIR "/examples/causal_filter/causal_filter.onnx";
  EXPECT_EQ(Run({"import", "no.onnx"}).exit_code, 1);
  const ProcessResult choice = Run({"import", model, "--choose", "sr=fast"});
  EXPECT_EQ(choice.exit_code, 1);
  EXPECT_THAT(choice.output,
              HasSubstr("--choose = sr=fast: must be NAME=VALUE with an integer, true "
                        "or false (nearest legal: --choose sr=16000)"));
  const ProcessResult front = Run({"import", model, "--front", "front.onnx"});
  EXPECT_EQ(front.exit_code, 1);
  EXPECT_THAT(front.output, HasSubstr("there is nothing before it"));
  EXPECT_FALSE(Exists("front.onnx"));
}

TEST_F(Cli, AllMistakesOfADesignAtOnceAndNoOutput) {
  Write("bad.toml", "name = \"t\"\n[network]\nhiden = [4]\n[engine]\npes = 16\ncell_lanes = 3\n");
  const ProcessResult run = Run({"build", "bad.toml", "-o", "out"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.output, HasSubstr("bad.toml:3: network.hiden"));
  EXPECT_THAT(run.output, HasSubstr("network.hidden"));
  EXPECT_THAT(run.output, HasSubstr("bad.toml:6: engine.cell_lanes = 3"));
  EXPECT_FALSE(Exists("out"));
}

TEST_F(Cli, MissingInputsAreNamed) {
  EXPECT_THAT(Run({"build", "none.toml"}).output, HasSubstr("none.toml"));
  EXPECT_EQ(Run({"build", "none.toml"}).exit_code, 1);
  Write("design.toml", "name = \"t\"\n[network]\nmodel = \"none.onnx\"\n[engine]\npes = 4\n");
  const ProcessResult model = Run({"build", "design.toml", "-o", "out"});
  EXPECT_EQ(model.exit_code, 1);
  EXPECT_THAT(model.output, HasSubstr("none.onnx"));
  Write("model.onnx", "this is no model");
  Write("design.toml", "name = \"t\"\n[network]\nmodel = \"model.onnx\"\n[engine]\npes = 4\n");
  EXPECT_THAT(Run({"build", "design.toml", "-o", "out"}).output, HasSubstr("model.onnx"));
  Write("design.toml", std::string(kDesign) + "input = \"frames.csv\"\n");
  Write("frames.csv", "1,2,3\n");
  const ProcessResult width = Run({"build", "design.toml", "-o", "out"});
  EXPECT_EQ(width.exit_code, 1);
  EXPECT_THAT(width.output, HasSubstr("frames.csv"));
  EXPECT_FALSE(Exists("out"));
}

TEST_F(Cli, MissingToolsAreNamedWithTheirPackage) {
  Write("design.toml", kDesign);
  ASSERT_EQ(Run({"generate", "design.toml", "-o", "out"}).exit_code, 0);
  const ProcessResult lint = Shell(std::string("PATH=/nowhere ") + GATEWRIGHT_BINARY + " lint out");
  EXPECT_EQ(lint.exit_code, 1);
  EXPECT_THAT(lint.output, HasSubstr("verilator: the program is not installed (nearest legal: "
                                     "apt-get install verilator)"));
  const ProcessResult synth =
      Shell(std::string("PATH=/nowhere ") + GATEWRIGHT_BINARY + " synth out");
  EXPECT_EQ(synth.exit_code, 1);
  EXPECT_THAT(synth.output, HasSubstr("apt-get install yosys"));
  EXPECT_THAT(*ReadWholeFile(scratch_.path() + "/out/metrics.json"), HasSubstr("\"ok\": false"));
}

TEST_F(Cli, OutputThatCannotBeWritten) {
  Write("design.toml", kDesign);
  const ProcessResult run = Run({"generate", "design.toml", "-o", "design.toml/out"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.output, HasSubstr("Not a directory"));
  fs::create_directory(scratch_.path() + "/mine");
  Write("mine/notes.txt", "keep");
  const ProcessResult mine = Run({"generate", "design.toml", "-o", "mine"});
  EXPECT_EQ(mine.exit_code, 1);
  EXPECT_THAT(mine.output, HasSubstr("holds notes.txt, which gatewright did not write"));
  EXPECT_TRUE(Exists("mine/notes.txt"));
}

TEST_F(Cli, FullDiskLeavesNothingThatLooksComplete) {
  Write("design.toml", kDesign);
  const ProcessResult run = Shell(std::string("ulimit -f 2; trap '' XFSZ; ") + GATEWRIGHT_BINARY +
                                  " build design.toml -o out");
  EXPECT_EQ(run.exit_code, 1) << run.output;
  EXPECT_THAT(run.output, HasSubstr("cannot write the file: File too large"));
  std::vector<std::string> left;
  for (const fs::directory_entry& entry : fs::directory_iterator(scratch_.path())) {
    left.push_back(entry.path().filename().string());
  }
  EXPECT_THAT(left, testing::ElementsAre("design.toml"));
}

TEST_F(Cli, InterruptLeavesNothingHalfWritten) {
  Write("design.toml",
        "name = \"t\"\n[network]\ninputs = 64\nhidden = [512]\n[engine]\npes = 16\n"
        "cell_lanes = 16\n[stimulus]\nsteps = 400\n");
  // Interrupted at several moments of one run; the output either is not there or is not finished.
  for (const char* delay : {"0.05", "0.3", "1"}) {
    const ProcessResult run = Shell(std::string("timeout -s INT ") + delay + " " +
                                    GATEWRIGHT_BINARY + " -q build design.toml -o out");
    EXPECT_NE(run.exit_code, 0);
    EXPECT_FALSE(Exists("out/report.html"));
    for (const fs::directory_entry& entry : fs::directory_iterator(scratch_.path())) {
      EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("partial")));
    }
  }
}

TEST_F(Cli, ChangedFilesAreNotTrusted) {
  Write("design.toml", kDesign);
  ASSERT_EQ(Run({"generate", "design.toml", "-o", "out"}).exit_code, 0);
  std::ofstream(scratch_.path() + "/out/rtl/gw_pe.v", std::ios::app) << "// touched\n";
  const ProcessResult run = Run({"simulate", "out"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.output, HasSubstr("the file is not the one that the manifest records"));
}

TEST_F(Cli, BuildsEveryPatternOfWeights) {
  struct Case {
    std::string weights;
    int kept_x, kept_h;  // of 32 and 64 weights
    int stored_bits;     // worked out by hand: weights, slots, pointers, indices
  };
  // Words of 4 weights of 8 bits. cbtd: 6 columns and 4 of the head, one word each, 2 bits a slot.
  // hcgs: 6 columns of 4 words and 4 of one, 9 blocks of 2 bits (4 gates in W_x and W_h, the head).
  const Case cases[] = {
      {"kind = \"unstructured\", keep = 0.3", 10, 20, 790},
      {"kind = \"cbtd\", keep = \"1/4\"", 8, 16, 10 * 4 * (8 + 2)},
      {"kind = \"hcgs\", outer = [4, 1], inner = [4, 1]", 32, 64, 28 * 4 * 8 + 9 * 2}};
  for (const auto& [weights, kept_x, kept_h, stored_bits] : cases) {
    SCOPED_TRACE(weights);
    Write("design.toml", std::string(kDesign) + "[sparsity]\nweights = { " + weights + " }\n");
    const ProcessResult generate = Run({"generate", "design.toml", "-o", "out", "--json"});
    ASSERT_EQ(generate.exit_code, 0) << generate.output;
    const auto facts = nlohmann::json::parse(generate.output)["generate"]["weights"];
    ASSERT_EQ(facts["matrices"].size(), 3U);
    EXPECT_EQ(facts["matrices"][0]["kept"], kept_x);
    EXPECT_EQ(facts["matrices"][1]["kept"], kept_h);
    EXPECT_EQ(facts["matrices"][2]["kept"], 4);  // the head
    EXPECT_EQ(facts["stored_bits"]["total"], stored_bits);
    const ProcessResult simulate = Run({"simulate", "out"});
    EXPECT_EQ(simulate.exit_code, 0) << simulate.output;
    EXPECT_EQ(Run({"report", "out"}).exit_code, 0);
    const std::string report = *ReadWholeFile(scratch_.path() + "/out/report.md");
    EXPECT_THAT(report, HasSubstr("| layer 0, W_h | 64 |"));
    EXPECT_THAT(report, HasSubstr("nothing pruned"));
  }
}

TEST_F(Cli, RefusesANetworkWithoutThePatternWhenAskedToCheck) {
  Write("design.toml", std::string(kDesign) +
                           "[sparsity]\nweights = { kind = \"cbtd\", keep = \"1/4\", method = "
                           "\"check\" }\n");
  const ProcessResult run = Run({"generate", "design.toml", "-o", "out"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.output,
              HasSubstr("W_x of layer 0 must have the pattern already, but column 0, PE "
                        "0 has 4 weights that are not zero, 1 are kept"));
  EXPECT_FALSE(Exists("out"));
}

TEST_F(Cli, NothingPrunedMeansNothingLostToPruning) {
  // keep = 1 prunes nothing, and the accumulators wrap: both columns tell of the same network.
  Write("design.toml", std::string(kDesign) +
                           "[numerics]\naccumulator = { bits = 12, wrap = true }\n"
                           "[sparsity]\nweights = { kind = \"unstructured\", keep = 1 }\n");
  const ProcessResult run = Run({"generate", "design.toml", "-o", "out", "--json"});
  ASSERT_EQ(run.exit_code, 0) << run.output;
  const auto accuracy = nlohmann::json::parse(run.output)["generate"]["accuracy"];
  ASSERT_EQ(accuracy["layers"].size(), 2U);
  for (size_t k = 0; k < 2; ++k) {
    EXPECT_EQ(accuracy["layers"][k]["sqnr_db"], accuracy["unpruned_sqnr_db"][k]);
  }
}

TEST_F(Cli, AGruHasNoCellStateToTellOf) {
  std::string gru = kDesign;
  gru.replace(gru.find("hidden"), 0, "cell = \"gru\"\n");
  Write("design.toml", gru);
  const ProcessResult run = Run({"generate", "design.toml", "-o", "out"});
  ASSERT_EQ(run.exit_code, 0) << run.output;
  EXPECT_THAT(run.output, Not(HasSubstr("cell   Q")));
  EXPECT_EQ(Run({"report", "out"}).exit_code, 0);
  for (const char* file : {"/out/report.md", "/out/README.md", "/out/rtl/gw_t.v"}) {
    EXPECT_THAT(*ReadWholeFile(scratch_.path() + file), Not(HasSubstr("cell state"))) << file;
  }
}

TEST_F(Cli, GenerateTellsWhatEventsSkipAndWhatTheyCost) {
  Write("head.csv", "1, 0.5\n");
  Write("design.toml", std::string(kDesign) +
                           "readout = { weights = \"head.csv\" }\ndecision_threshold = 0.6\n"
                           "[sparsity]\nevents = { kind = \"delta\", theta_x = \"1/8\" }\n");
  const ProcessResult run = Run({"generate", "design.toml", "-o", "out"});
  ASSERT_EQ(run.exit_code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("events delta: steps full 1, delta 19, skipped 0;"));
  EXPECT_THAT(run.output, HasSubstr("decisions changed"));
  const auto results = nlohmann::json::parse(
      *ReadWholeFile(scratch_.path() + "/out/results/generate.json"))["accuracy"];
  EXPECT_EQ(results["outputs"]["decisions"], 20);
  EXPECT_EQ(results["events"]["theta_x"], "1/8");
  ASSERT_EQ(results["events"]["runs"].size(), 3U);
  EXPECT_EQ(results["events"]["runs"][0]["outputs"]["rms_error"], results["outputs"]["rms_error"]);
  EXPECT_EQ(results["events"]["runs"][2]["full_steps"], 20);
  EXPECT_EQ(results["events"]["runs"][0]["x_columns_all"], 20 * (2 + 4));
  EXPECT_EQ(Run({"report", "out"}).exit_code, 0);
  EXPECT_THAT(*ReadWholeFile(scratch_.path() + "/out/report.md"),
              HasSubstr("Events: delta, theta_x 1/8, theta_h 0."));
  Write("head.csv", "1, 2, 0.5\n");
  EXPECT_THAT(Run({"generate", "design.toml", "-o", "b"}).output, HasSubstr("head.csv"));
}

TEST_F(Cli, PresetsAreListedPrintedAndBuilt) {
  const ProcessResult list = Run({"presets"});
  EXPECT_EQ(list.exit_code, 0);
  EXPECT_THAT(list.output, HasSubstr("kadetotad2019 "));
  EXPECT_THAT(list.output, HasSubstr("spartus "));
  const ProcessResult text = Shell(GATEWRIGHT_BINARY " presets spartus > mine.toml");
  EXPECT_EQ(text.exit_code, 0);
  ASSERT_EQ(Run({"generate", "mine.toml", "-o", "a"}).exit_code, 0);
  ASSERT_EQ(Run({"generate", "--preset", "spartus", "-o", "b"}).exit_code, 0);
  auto a = Tree("a");
  auto b = Tree("b");
  a.erase("/results/generate.json");  // that of the preset has the published figures as well
  b.erase("/results/generate.json");
  EXPECT_EQ(a, b);
  EXPECT_EQ(Run({"report", "b"}).exit_code, 0);
  const std::string report = *ReadWholeFile(scratch_.path() + "/b/report.md");
  EXPECT_THAT(report, HasSubstr("| weights kept in the recurrent layers | 6.25 % | 6.25 % |"));
  EXPECT_THAT(report, HasSubstr("| cycles of a step, every element an event | 648 | 641 |"));
  ASSERT_EQ(Run({"generate", "--preset", "chen2022", "-o", "chen"}).exit_code, 0);
  EXPECT_EQ(Run({"report", "chen"}).exit_code, 0);
  const std::string chen = *ReadWholeFile(scratch_.path() + "/chen/report.md");
  EXPECT_THAT(chen, HasSubstr("| weights kept in the recurrent layers | 40 % | 40.00 % |"));
  EXPECT_THAT(chen, HasSubstr("| signed powers of two of a weight | 2 | 2 |"));
  for (const char* preset : {"deltarnn", "edgedrnn", "jo2020"}) {
    const ProcessResult run = Run({"generate", "--preset", preset, "-o", preset, "--json"});
    ASSERT_EQ(run.exit_code, 0) << run.output;
    const auto result = nlohmann::json::parse(run.output)["generate"];
    EXPECT_EQ(result["published"]["preset"], preset);
    EXPECT_LT(result["accuracy"]["events"]["runs"][0]["h_columns"],
              result["accuracy"]["events"]["runs"][2]["h_columns"]);
  }
  EXPECT_NE(Run({"generate", "--preset", "spartan", "-o", "c"}).exit_code, 0);
  EXPECT_NE(Run({"generate", "mine.toml", "--preset", "spartus", "-o", "c"}).exit_code, 0);
}

TEST_F(Cli, ReportTrustsOnlyResultsOfThisDesign) {
  Write("design.toml", kDesign);
  ASSERT_EQ(Run({"generate", "design.toml", "-o", "a"}).exit_code, 0);
  ASSERT_EQ(Run({"simulate", "a", "--no-bench"}).exit_code, 0);
  std::string other = kDesign;
  other.replace(other.find("[4]"), 3, "[5]");
  other.replace(other.find("pes = 4"), 7, "pes = 6");
  Write("other.toml", other);
  ASSERT_EQ(Run({"generate", "other.toml", "-o", "b"}).exit_code, 0);
  fs::copy(scratch_.path() + "/a/results/simulate.json", scratch_.path() + "/b/results");
  ASSERT_EQ(Run({"report", "b"}).exit_code, 0);
  EXPECT_THAT(*ReadWholeFile(scratch_.path() + "/b/report.md"),
              HasSubstr("b/results/simulate.json belongs to another design"));
  // A changed file: no report at all, and the old results of a stage that now fails are gone.
  std::ofstream(scratch_.path() + "/a/rtl/gw_pe.v", std::ios::app) << "// touched\n";
  EXPECT_EQ(Run({"report", "a"}).exit_code, 1);
  EXPECT_EQ(Run({"simulate", "a"}).exit_code, 1);
  EXPECT_THAT(*ReadWholeFile(scratch_.path() + "/a/results/simulate.json"),
              HasSubstr("\"ok\": false"));
}

TEST_F(Cli, LaterStagesNeedAnOutputFolder) {
  for (const char* stage : {"lint", "simulate", "synth", "report"}) {
    const ProcessResult run = Run({stage, "nowhere"});
    EXPECT_EQ(run.exit_code, 1) << stage;
    EXPECT_THAT(run.output, HasSubstr("nowhere: the folder holds no output of gatewright generate"))
        << stage;
  }
}

TEST_F(Cli, ExplainAndHelpAndVersion) {
  const ProcessResult explain = Run({"explain", "engine.pes"});
  EXPECT_EQ(explain.exit_code, 0);
  EXPECT_THAT(explain.output, HasSubstr("engine.pes"));
  const ProcessResult unknown = Run({"explain", "engine.pse"});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_THAT(unknown.output, HasSubstr("engine.pes"));
  const ProcessResult help = Run({"build", "--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.output, HasSubstr("gatewright build design.toml -o out"));
  EXPECT_EQ(Run({"--version"}).output, "gatewright 0.1.0\n");
  EXPECT_EQ(Run({"--nonsense"}).exit_code, 2);
  for (const char* period : {"-5", "0", "nan", "inf"}) {
    EXPECT_EQ(Run({"synth", "out", "--clock-ns", period}).exit_code, 2) << period;
  }
  EXPECT_EQ(Run({}).exit_code, 2);
}

TEST_F(Cli, PowerNamesWhatIsMissing) {
  Write("design.toml", kDesign);
  ASSERT_EQ(Run({"generate", "design.toml", "-o", "out"}).exit_code, 0);
  ProcessResult power = Run({"power", "out"});
  EXPECT_EQ(power.exit_code, 1);
  EXPECT_THAT(power.output, HasSubstr("out/metrics.json: there is no netlist yet (nearest legal: "
                                      "run gatewright synth first"));
  ASSERT_EQ(Run({"synth", "out", "--target", "generic"}).exit_code, 0);
  power = Run({"power", "out"});
  EXPECT_EQ(power.exit_code, 1);
  EXPECT_THAT(power.output, HasSubstr("target = generic: power is measured on the cells of a "
                                      "library, which this target has not"));
  EXPECT_THAT(*ReadWholeFile(scratch_.path() + "/out/power.json"), HasSubstr("\"ok\": false"));
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{"--input", "noise"}, {"--clock-mhz", "0"}, {"--steps", "-1"}}) {
    std::vector<std::string> arguments = {"power", "out"};
    arguments.insert(arguments.end(), wrong.begin(), wrong.end());
    EXPECT_EQ(Run(arguments).exit_code, 2) << wrong[0];
  }
}

TEST_F(Cli, BuildMeasuresPowerWithTheMemoriesOfTheDesign) {
  if (!fs::exists("/usr/share/qflow/tech/osu018/osu018_stdcells.lib")) {
    GTEST_SKIP() << "qflow-tech-osu018 is not installed";
  }
  fs::create_directories(scratch_.path() + "/d");
  Write("d/macros.csv",
        "words,width,ports,area_um2,read_pj,write_pj,leakage_uw\n4096,64,2,5e5,50,60,1\n");
  Write("d/design.toml", std::string(kDesign) +
                             "[synth]\ntarget = \"osu018\"\nmemory_table = \"macros.csv\"\npower = "
                             "true\n");
  const ProcessResult run = Run({"build", "d/design.toml", "--no-bench", "-o", "out"});
  ASSERT_EQ(run.exit_code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("power: osu018 at 100 MHz, 1.8 V, stimulus of the design: "));
  const auto power = nlohmann::json::parse(*ReadWholeFile(scratch_.path() + "/out/power.json"));
  EXPECT_TRUE(power.at("ok"));
  EXPECT_EQ(power.at("memories")[0].at("source").get<std::string>().substr(0, 6), "table:");
  EXPECT_LT(power.at("check").at("largest_difference"), 0.002);
  const std::string report = *ReadWholeFile(scratch_.path() + "/out/report.md");
  EXPECT_THAT(report, HasSubstr("## Power"));
  EXPECT_THAT(report, HasSubstr("clock tree"));
  // Another netlist: the power of the former one goes.
  ASSERT_EQ(Run({"synth", "out", "--target", "generic"}).exit_code, 0);
  EXPECT_FALSE(Exists("out/power.json"));
  // Power is measured with the library and the macros that synth was given.
  fs::copy("/usr/share/qflow/tech/osu018/osu018_stdcells.lib", scratch_.path() + "/my.lib");
  ASSERT_EQ(Run({"synth", "out", "--target", "my.lib", "--memories", "d/macros.csv"}).exit_code, 0);
  const ProcessResult again = Run({"power", "out"});
  EXPECT_EQ(again.exit_code, 0) << again.output;
}

}  // namespace
}  // namespace gatewright
