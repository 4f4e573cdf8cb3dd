// SPDX-License-Identifier: Apache-2.0
// Voice detectors as they are published (scripts/fetch_models.sh), imported as they are, against
// onnxruntime on the whole graph: the graph's own front end makes the frames of the imported chain.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "generator/base/file_test_util.h"
#include "generator/base/random.h"
#include "generator/network/float_run.h"
#include "generator/network/npy.h"
#include "generator/network/onnx_import.h"
#include "generator/network/onnxruntime_test_util.h"

namespace gatewright {
namespace {

constexpr const char* kFolder = GATEWRIGHT_SOURCE_DIR "/verif/models/";
constexpr double kPi = 3.14159265358979;

struct ModelCase {
  std::string name;
  std::string file;
  bool has_rate = true;             ///< an input sr, 16000 or 8000
  int samples = 576;                ///< of one call
  std::vector<std::string> states;  ///< options of run.js
  std::vector<int> widths;          ///< inputs of the first layer, units of every layer
};

std::vector<ModelCase> Cases() {
  const std::vector<std::string> state = {"--state", "state=stateN:2,1,128"};
  const std::vector<std::string> two = {"--state", "h=hn:2,1,64", "--state", "c=cn:2,1,64"};
  return {{"V5", "silero_vad_v5.onnx", true, 576, state, {128, 128, 1}},
          {"V6", "silero_vad_v6.onnx", true, 576, state, {128, 128, 1}},
          {"Legacy", "silero_vad_legacy.onnx", true, 1536, two, {64, 64, 64, 1}},
          {"Op15", "silero_vad_16k_op15.onnx", true, 576, state, {128, 128, 1}},
          {"Half", "silero_vad_half.onnx", false, 576, state, {128, 128, 1}}};
}

// Vowel-like sound that swells and fades, with noise: rows of one call each.
// GATEWRIGHT_SOUND names a folder with recordings of that shape instead, sound_<samples>.npy.
NpyArray Sound(int samples) {
  if (const char* folder = std::getenv("GATEWRIGHT_SOUND")) {
    const Result<NpyArray> recorded =
        ReadNpy(std::string(folder) + "/sound_" + std::to_string(samples) + ".npy");
    EXPECT_TRUE(recorded.ok()) << ToString(recorded.errors());
    return recorded.ok() ? *recorded : NpyArray{};
  }
  constexpr int calls = 60;
  NpyArray sound{NpyType::kFloat32, {calls, samples}, {}};
  Random random(5);
  for (int i = 0; i < calls * samples; ++i) {
    const double t = i / 16000.0;
    double value = 0.01 * random.Symmetric(1);
    for (int harmonic = 1; harmonic <= 20; ++harmonic) {
      const double pitch = 120 * harmonic * (1 + 0.05 * std::sin(3 * t));
      value += 0.05 / harmonic * std::sin(2 * kPi * pitch * t);
    }
    value *= std::max(0.0, std::sin(2 * kPi * 1.3 * t));
    sound.values.push_back(static_cast<float>(value));
  }
  return sound;
}

class PublishedModel : public ::testing::TestWithParam<ModelCase> {
 protected:
  void SetUp() override {
    if (SkipsOnnxruntime()) GTEST_SKIP() << "GATEWRIGHT_SKIP_ONNXRUNTIME=1";
    ASSERT_TRUE(std::filesystem::exists(kFolder + GetParam().file))
        << GetParam().file << " is missing: run scripts/setup.sh --tests";
  }
};

TEST_P(PublishedModel, ImportedAsItIsGivesWhatOnnxruntimeGives) {
  const ModelCase& model = GetParam();
  OnnxOptions options;
  options.subgraph = true;
  options.front = true;
  if (model.has_rate) options.choose = {{"sr", int64_t{16000}}};
  OnnxReport report;
  const Result<FloatNetwork> network = ImportOnnx(kFolder + model.file, options, &report);
  ASSERT_TRUE(network.ok()) << ToString(network.errors());
  std::vector<int> widths = {network->inputs()};
  for (const FloatLayer& layer : network->layers) widths.push_back(layer.units);
  EXPECT_EQ(widths, model.widths);
  EXPECT_TRUE(network->layers.back().input_relu);
  EXPECT_EQ(network->layers.back().activation, HeadActivation::kSigmoid);

  const NpyArray sound = Sound(model.samples);
  ASSERT_EQ(sound.shape.size(), 2U);
  const auto calls = static_cast<int>(sound.shape[0]);
  std::vector<std::string> words = {"--step"};
  const TemporaryFile front("front.onnx", report.front_model);
  const NpyArray frames = RunInOnnxruntime(front.path(), sound, words);
  if (model.has_rate) words.insert(words.end(), {"--feed", "sr=16000"});
  words.insert(words.end(), model.states.begin(), model.states.end());
  const NpyArray theirs = RunInOnnxruntime(kFolder + model.file, sound, words);
  ASSERT_EQ(theirs.values.size(), static_cast<size_t>(calls));

  Stimulus stimulus;
  stimulus.width = network->inputs();
  stimulus.values = frames.values;
  stimulus.steps = static_cast<int>(frames.values.size()) / stimulus.width;
  stimulus.starts.assign(static_cast<size_t>(stimulus.steps), false);
  stimulus.starts[0] = true;
  const std::vector<double> ours = RunFloat(*network, stimulus).outputs();
  const auto steps =
      static_cast<size_t>(stimulus.steps / calls);  // of one call; it gives their mean
  ASSERT_GE(steps, 1U);
  double worst = 0;
  double least = 1;
  double most = 0;
  for (size_t call = 0; call < theirs.values.size(); ++call) {
    double mean = 0;
    for (size_t i = 0; i < steps; ++i) mean += ours[call * steps + i] / static_cast<double>(steps);
    worst = std::max(worst, std::abs(mean - theirs.values[call]));
    least = std::min(least, mean);
    most = std::max(most, mean);
  }
  RecordProperty("worst", std::to_string(worst * 1e6) + "e-6");
  EXPECT_LT(worst, 1e-5) << calls << " calls, " << stimulus.steps << " steps";
  EXPECT_GT(most - least, 0.1) << "the sound must move the output";
}

INSTANTIATE_TEST_SUITE_P(All, PublishedModel, ::testing::ValuesIn(Cases()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace gatewright
