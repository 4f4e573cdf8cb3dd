// The float network of the ONNX import against onnxruntime, an independent engine.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "generator/network/file_test_util.h"
#include "generator/network/float_run.h"
#include "generator/network/npy.h"
#include "generator/network/onnx_builder_test_util.h"
#include "generator/network/onnx_import.h"
#include "generator/network/random_network.h"

namespace gatewright {
namespace {

constexpr const char* kScript = GATEWRIGHT_SOURCE_DIR "/verif/onnxruntime/run.js";
constexpr int kNotFound = 127;
constexpr int kPackageMissing = 3;

bool SkipIsAskedFor() {
  const char* skip = std::getenv("GATEWRIGHT_SKIP_ONNXRUNTIME");
  return skip != nullptr && std::string(skip) == "1";
}

// Runs node with the script; its exit status.
int RunScript(const std::string& model, const std::string& input, const std::string& output) {
  const pid_t child = fork();
  if (child == 0) {
    execlp("node", "node", kScript, model.c_str(), input.c_str(), output.c_str(), nullptr);
    _exit(kNotFound);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

// A chain with weights wide enough that the gates leave their linear range.
FloatNetwork Chain(int inputs, std::vector<int> hidden, int outputs, HeadActivation head,
                   uint64_t seed) {
  NetworkSpec spec;
  spec.inputs = inputs;
  spec.hidden = std::move(hidden);
  spec.outputs = outputs;
  spec.head = head;
  spec.seed = seed;
  FloatNetwork network = RandomNetwork(spec);
  for (FloatLayer& layer : network.layers) {
    for (double& weight : layer.wx) weight *= 2;
  }
  return network;
}

// Runs `network` as an ONNX model in onnxruntime; [steps][outputs].
std::vector<double> RunInOnnxruntime(const std::string& model, const Stimulus& stimulus,
                                     bool batch_first) {
  const TemporaryFile input("x.npy", "");
  NpyArray frames{NpyType::kFloat32, {stimulus.steps, 1, stimulus.width}, stimulus.values};
  if (batch_first) frames.shape = {1, stimulus.steps, stimulus.width};
  EXPECT_TRUE(WriteNpy(input.path(), frames).ok());
  const std::string output = input.folder() + "/y.npy";
  const int status = RunScript(model, input.path(), output);
  EXPECT_NE(status, kNotFound) << "node is missing: run scripts/setup.sh, or set "
                                  "GATEWRIGHT_SKIP_ONNXRUNTIME=1 to leave this test out";
  EXPECT_NE(status, kPackageMissing) << "onnxruntime-node is missing: run scripts/setup.sh, or set "
                                        "GATEWRIGHT_SKIP_ONNXRUNTIME=1 to leave this test out";
  if (status != 0) return {};
  const Result<NpyArray> result = ReadNpy(output);
  EXPECT_TRUE(result.ok()) << ToString(result.errors());
  return result.ok() ? result->values : std::vector<double>{};
}

void ExpectAgreement(const std::string& model, Stimulus stimulus, bool batch_first) {
  for (double& value : stimulus.values) value = static_cast<float>(value);
  const Result<FloatNetwork> network = ImportOnnx(model);
  ASSERT_TRUE(network.ok()) << ToString(network.errors());
  const std::vector<double> ours = RunFloat(*network, stimulus).outputs();
  const std::vector<double> theirs = RunInOnnxruntime(model, stimulus, batch_first);
  ASSERT_EQ(theirs.size(), ours.size()) << "onnxruntime gave no such result";
  double worst = 0;
  for (size_t i = 0; i < ours.size(); ++i) worst = std::max(worst, std::abs(ours[i] - theirs[i]));
  // onnxruntime computes in float32: errors of some 1e-7 a step, damped by the forget gates.
  EXPECT_LT(worst, 1e-5);
}

class Onnxruntime : public ::testing::Test {
 protected:
  void SetUp() override {
    if (SkipIsAskedFor()) GTEST_SKIP() << "GATEWRIGHT_SKIP_ONNXRUNTIME=1";
  }

  static void ExpectChainAgrees(const FloatNetwork& network, bool batch_first) {
    const TemporaryFile model("model.onnx", ChainModel(network, batch_first).Bytes());
    ExpectAgreement(model.path(), RandomStimulus(60, network.inputs(), 11), batch_first);
  }
};

TEST_F(Onnxruntime, AgreesOnOneLayerWithoutHead) {
  ExpectChainAgrees(Chain(3, {7}, 0, HeadActivation::kNone, 1), false);
}

TEST_F(Onnxruntime, AgreesOnOneUnit) {
  ExpectChainAgrees(Chain(1, {1}, 1, HeadActivation::kNone, 2), true);
}

TEST_F(Onnxruntime, AgreesOnThreeLayersOfDifferentSize) {
  ExpectChainAgrees(Chain(5, {16, 3, 9}, 4, HeadActivation::kSigmoid, 3), true);
}

TEST_F(Onnxruntime, AgreesOnEightLayers) {
  ExpectChainAgrees(Chain(4, {5, 6, 7, 8, 7, 6, 5, 4}, 2, HeadActivation::kTanh, 4), false);
}

TEST_F(Onnxruntime, AgreesOnAWideLayerWithRelu) {
  ExpectChainAgrees(Chain(40, {64}, 10, HeadActivation::kRelu, 5), true);
}

TEST_F(Onnxruntime, AgreesOnTheExampleExportedByPyTorch) {
  const std::string folder = GATEWRIGHT_SOURCE_DIR "/examples/causal_filter/";
  const Result<Stimulus> ecg = LoadStimulus(folder + "ecg.npy", 1);
  ASSERT_TRUE(ecg.ok()) << ToString(ecg.errors());
  ExpectAgreement(folder + "causal_filter.onnx", *ecg, true);
}

}  // namespace
}  // namespace gatewright
