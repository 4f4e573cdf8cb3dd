// gatewright compare as its users call it: the table, what it is made of, and what it refuses.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "generator/network/file_test_util.h"
#include "generator/network/read_file.h"
#include "generator/tools/process.h"
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

class Compare : public testing::Test {
 protected:
  std::string Path(const std::string& name) { return scratch_.path() + "/" + name; }
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(Path(name)) << text;
  }
  std::string Read(const std::string& name) {
    const Result<std::string> text = ReadWholeFile(Path(name));
    return text.ok() ? *text : ToString(text.errors());
  }
  ProcessResult Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {GATEWRIGHT_BINARY, "compare"});
    return *RunProcess(arguments, scratch_.path());
  }

  ScratchFolder scratch_;
};

TEST_F(Compare, ShowsAreaPowerAndAccuracyAtTheSameRateBesideTheBaseline) {
  Choices choices;
  choices.target = "mini.lib";
  Write("mini.lib", MiniLibrary());
  Write("a.toml", Design("a", choices));
  choices.weight = "{ kind = \"bit-sparse\", bits = 8, digits = 1 }";
  choices.pes = 1;
  Write("b.toml", Design("b", choices));
  const std::vector<std::string> arguments = {"a.toml", "b.toml", "-o", "out", "--steps", "12"};
  const ProcessResult run = Run(arguments);
  ASSERT_EQ(run.exit_code, 0) << run.output;
  const json found = json::parse(Read("out/compare.json"));
  EXPECT_EQ(found["baseline"], "a");
  ASSERT_EQ(found["variants"].size(), 2U);
  const json& a = found["variants"][0];
  const json& b = found["variants"][1];
  // One PE takes longer than four, so it sets the pace, and the other waits for frames.
  EXPECT_GT(b["cycles"]["predicted_per_step"], a["cycles"]["predicted_per_step"]);
  EXPECT_EQ(a["frame_interval_cycles"], b["frame_interval_cycles"]);
  const double interval = b["frame_interval_cycles"];
  EXPECT_EQ(interval, std::ceil(b["cycles"]["predicted_per_step"].get<double>()));
  EXPECT_NEAR(found["steps_per_second"], 1e9 / (40 * interval), 1);
  for (const json& variant : found["variants"]) {
    const std::string name = variant["name"];
    EXPECT_EQ(variant["cycles"]["simulated_steps"], 12);
    EXPECT_EQ(variant["cycles"]["simulated"], variant["cycles"]["simulated_predicted"]);
    const json metrics = json::parse(Read("out/" + name + "/metrics.json"));
    const json power = json::parse(Read("out/" + name + "/power.json"));
    const json& area = variant["area_um2"];
    EXPECT_NEAR(area["total"], metrics["totals"]["total_area"], 0.01);
    EXPECT_NEAR(area["multipliers"].get<double>() + area["accumulators"].get<double>() +
                    area["cell_lanes"].get<double>() + area["other_logic"].get<double>(),
                area["logic"], 0.1);
    EXPECT_NEAR(area["weight_memories"].get<double>() + area["accumulator_memories"].get<double>() +
                    area["other_memories"].get<double>(),
                area["memory"], 0.1);
    EXPECT_GT(area["weight_memories"], 0);
    EXPECT_NEAR(variant["power_mw"]["total"], power["totals"]["total_mw"], 1e-4);
    EXPECT_NEAR(power["activity"]["cycles_per_step"], interval, 3) << "frames came as asked";
    double energy = 0;
    for (const auto& [part, value] : variant["energy_per_step_nj"].items()) {
      if (part != "total") energy += value.get<double>();
    }
    const double total = variant["energy_per_step_nj"]["total"];
    EXPECT_NEAR(energy, total, 1e-4 * total);
  }
  const json& ratios = b["against_baseline_percent"];
  const double area =
      b["area_um2"]["pe_arrays"].get<double>() / a["area_um2"]["pe_arrays"].get<double>();
  EXPECT_NEAR(ratios["area_pe_arrays"], 100 * (area - 1), 0.01);
  EXPECT_LT(ratios["area_pe_arrays"], -20);
  EXPECT_LT(ratios["power"], 0);
  EXPECT_LT(b["accuracy"]["output_sqnr_db"], a["accuracy"]["output_sqnr_db"]);
  EXPECT_TRUE(b["accuracy"].contains("decisions_changed_share"));
  EXPECT_THAT(run.output, HasSubstr("against a: area of the PE arrays"));
  EXPECT_THAT(Read("out/compare.md"), HasSubstr("| energy a step, nJ |"));
  const std::string page = Read("out/compare.html");
  EXPECT_THAT(page, HasSubstr("Energy of a step by block"));
  EXPECT_THAT(page, HasSubstr("no glitches"));

  // Again, one design at a time: the same bytes in the place of the old ones.
  const std::string before = Read("out/compare.json") + page;
  std::vector<std::string> again = arguments;
  again.insert(again.end(), {"-j", "1"});
  ASSERT_EQ(Run(again).exit_code, 0);
  EXPECT_EQ(Read("out/compare.json") + Read("out/compare.html"), before);
  // A folder with anything else is refused before any work.
  Write("out/notes.txt", "mine");
  const ProcessResult refused = Run(arguments);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.output, HasSubstr("notes.txt, which gatewright did not write"));
}

TEST_F(Compare, GenericGatesGiveAreaAloneAndAnyDesignIsTheBaseline) {
  Choices choices;
  Write("a.toml", Design("a", choices));
  choices.pes = 2;
  Write("b.toml", Design("b", choices));
  const ProcessResult run =
      Run({"a.toml", "b.toml", "-o", "out", "--steps", "4", "--baseline", "1"});
  ASSERT_EQ(run.exit_code, 0) << run.output;
  const json found = json::parse(Read("out/compare.json"));
  EXPECT_EQ(found["baseline"], "b");
  EXPECT_GT(found["variants"][0]["against_baseline_percent"]["area_logic"], 0);
  EXPECT_FALSE(found["variants"][0].contains("power_mw"));
  EXPECT_THAT(run.output, HasSubstr("logic area, GE"));
}

TEST_F(Compare, RefusesWhatCannotBeComparedAndWritesNothing) {
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
    const ProcessResult run = Run(arguments);
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
  // Everything wrong at once, missing files too.
  const std::string all = message({"a.toml", "none.toml", "gone.toml"});
  EXPECT_THAT(all, HasSubstr("none.toml"));
  EXPECT_THAT(all, HasSubstr("gone.toml"));
}

}  // namespace
}  // namespace gatewright
