// SPDX-License-Identifier: Apache-2.0
// gatewright activation as its users call it, and designs with lines instead of tables.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "generator/base/process.h"

namespace gatewright {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class Activation : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(scratch_.path() + "/d.toml")
        << "name = \"t\"\nnetwork = { inputs = 2, hidden = [4] }\n";
  }
  ProcessResult Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), GATEWRIGHT_BINARY);
    return *RunProcess(arguments, scratch_.path());
  }
  json Recommend(const std::string& max_error, const std::string& target) {
    const ProcessResult run =
        Run({"--json", "activation", "d.toml", "--max-error", max_error, "--target", target});
    EXPECT_EQ(run.exit_code, 0) << run.output;
    return json::parse(run.output).at("activation");
  }

  ScratchFolder scratch_;
};

TEST_F(Activation, RecommendsTheCheapestThatKeepsToTheError) {
  for (const char* target : {"osu018", "ice40", "ecp5", "xc7"}) {
    for (const double asked : {0.03, 0.004, 0.0006}) {
      SCOPED_TRACE(std::string(target) + " " + std::to_string(asked));
      const json found = Recommend(std::to_string(asked), target);
      const char* price =
          found.at("device").get<std::string>().empty() ? "gate_equivalents" : "device_share";
      const json& chosen = found.at("chosen");
      EXPECT_LE(chosen.at("worst_error"), asked);
      int cheaper = 0;
      for (const json& candidate : found.at("candidates")) {
        cheaper += candidate.at("worst_error") <= asked && candidate.at(price) < chosen.at(price);
      }
      EXPECT_EQ(cheaper, 0);
      EXPECT_GT(found.at("candidates").size(), 15U);
    }
  }
}

TEST_F(Activation, WhatItSaysIsWhatTheDesignReports) {
  const json chosen = Recommend("0.001", "ice40").at("chosen");
  std::ofstream(scratch_.path() + "/d.toml")
      << "name = \"t\"\nnetwork = { inputs = 2, hidden = [4] }\nnumerics.activation = "
      << chosen.at("activation").get<std::string>() << "\n";
  const ProcessResult run = Run({"--json", "generate", "d.toml"});
  ASSERT_EQ(run.exit_code, 0) << run.output;
  const json activation = json::parse(run.output).at("generate").at("formats").at("activation");
  EXPECT_EQ(activation.at("kind"), "pwl");
  double worst = 0;
  for (const json& function : activation.at("functions")) {
    worst = std::max(worst, function.at("worst_error").get<double>());
  }
  EXPECT_DOUBLE_EQ(worst, chosen.at("worst_error"));
}

TEST_F(Activation, RefusesWhatNothingReaches) {
  const ProcessResult run = Run({"activation", "d.toml", "--max-error", "0.00001"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.output, HasSubstr("what the best reaches with out_fraction = 12"));
  EXPECT_THAT(run.output, HasSubstr("or out_fraction = 13"));
  const ProcessResult device =
      Run({"activation", "d.toml", "--max-error", "0.01", "--target", "ice40", "--device", "x"});
  EXPECT_EQ(device.exit_code, 1);
  EXPECT_THAT(device.output,
              HasSubstr("--device = x: must be a device of ice40 (nearest legal: up5k, hx8k)"));
}

}  // namespace
}  // namespace gatewright
