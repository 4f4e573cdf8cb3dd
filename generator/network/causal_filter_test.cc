// SPDX-License-Identifier: Apache-2.0
// The committed example: its network follows the filter as closely as its README says.

#include <gtest/gtest.h>

#include <cmath>
#include <regex>

#include "generator/base/file_test_util.h"
#include "generator/network/float_run.h"
#include "generator/network/onnx_import.h"
#include "generator/network/stimulus.h"
#include "generator/spec/parse.h"

namespace gatewright {
namespace {

const std::string kFolder = GATEWRIGHT_SOURCE_DIR "/examples/causal_filter/";

// The percentage in "RMS error of N % of the filter's output".
double StatedPercent() {
  const std::string text = ReadBytes(kFolder + "README.md");
  std::smatch match;
  const std::regex statement("RMS error of ([0-9.]+) % of the filter's output");
  return std::regex_search(text, match, statement) ? std::stod(match[1]) : -1;
}

TEST(CausalFilterExample, HasALegalDesignFileThatNamesFilesThatExist) {
  const Result<Spec> spec = ParseSpec(kFolder + "design.toml");
  ASSERT_TRUE(spec.ok()) << ToString(spec.errors());
  EXPECT_EQ(spec->engine.pes, 20);
  for (const std::string& file :
       {spec->network.model, spec->stimulus.input, spec->stimulus.reference}) {
    EXPECT_FALSE(ReadBytes(kFolder + file).empty()) << file;
  }
}

TEST(CausalFilterExample, FollowsTheFilterAsCloselyAsItsReadmeSays) {
  const Result<FloatNetwork> network = ImportOnnx(kFolder + "causal_filter.onnx");
  ASSERT_TRUE(network.ok()) << ToString(network.errors());
  ASSERT_EQ(network->layers.size(), 2u);
  EXPECT_EQ(network->inputs(), 1);
  EXPECT_EQ(network->layers[0].units, 20);
  EXPECT_EQ(network->outputs(), 1);
  const Result<Stimulus> ecg = LoadStimulus(kFolder + "ecg.npy", 1);
  const Result<Stimulus> filtered = LoadStimulus(kFolder + "filtered.npy", 1);
  ASSERT_TRUE(ecg.ok() && filtered.ok());
  ASSERT_EQ(ecg->steps, 15 * 360);
  ASSERT_EQ(filtered->steps, ecg->steps);
  const std::vector<double> output = RunFloat(*network, *ecg).outputs();
  double error = 0;
  double wanted = 0;
  for (size_t i = 0; i < output.size(); ++i) {
    error += std::pow(output[i] - filtered->values[i], 2);
    wanted += std::pow(filtered->values[i], 2);
  }
  const double percent = 100 * std::sqrt(error / wanted);
  EXPECT_LT(percent, StatedPercent());
  EXPECT_GT(percent, 0.9 * StatedPercent()) << "the README can promise more";
}

}  // namespace
}  // namespace gatewright
