// SPDX-License-Identifier: Apache-2.0
// The float network of the ONNX import against onnxruntime, an independent engine.

#include <gtest/gtest.h>

#include <cmath>

#include "generator/base/file_test_util.h"
#include "generator/network/float_run.h"
#include "generator/network/npy.h"
#include "generator/network/onnx_builder_test_util.h"
#include "generator/network/onnx_import.h"
#include "generator/network/onnxruntime_test_util.h"
#include "generator/network/random_network.h"

namespace gatewright {
namespace {

// A chain with weights wide enough that the gates leave their linear range.
FloatNetwork Chain(int inputs, std::vector<int> hidden, int outputs, HeadActivation head,
                   uint64_t seed, CellKind cell = CellKind::kLstm) {
  NetworkSpec spec;
  spec.cell = cell;
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

void ExpectAgreement(const std::string& model, Stimulus stimulus, bool batch_first) {
  for (double& value : stimulus.values) value = static_cast<float>(value);
  const Result<FloatNetwork> network = ImportOnnx(model);
  ASSERT_TRUE(network.ok()) << ToString(network.errors());
  const std::vector<double> ours = RunFloat(*network, stimulus).outputs();
  NpyArray frames{NpyType::kFloat32, {stimulus.steps, 1, stimulus.width}, stimulus.values};
  if (batch_first) frames.shape = {1, stimulus.steps, stimulus.width};
  const std::vector<double> theirs = RunInOnnxruntime(model, frames).values;
  ASSERT_EQ(theirs.size(), ours.size()) << "onnxruntime gave no such result";
  double worst = 0;
  for (size_t i = 0; i < ours.size(); ++i) worst = std::max(worst, std::abs(ours[i] - theirs[i]));
  // onnxruntime computes in float32: errors of some 1e-7 a step, damped by the gates.
  EXPECT_LT(worst, 1e-5);
}

class Onnxruntime : public ::testing::Test {
 protected:
  void SetUp() override {
    if (SkipsOnnxruntime()) GTEST_SKIP() << "GATEWRIGHT_SKIP_ONNXRUNTIME=1";
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

TEST_F(Onnxruntime, AgreesOnOneGruLayerWithoutHead) {
  ExpectChainAgrees(Chain(3, {7}, 0, HeadActivation::kNone, 6, CellKind::kGru), false);
}

TEST_F(Onnxruntime, AgreesOnThreeGruLayersOfDifferentSize) {
  ExpectChainAgrees(Chain(5, {16, 3, 9}, 4, HeadActivation::kSigmoid, 7, CellKind::kGru), true);
}

TEST_F(Onnxruntime, AgreesOnEightGruLayersAndAWideOne) {
  ExpectChainAgrees(Chain(4, {5, 6, 7, 8, 7, 6, 5, 4}, 2, HeadActivation::kTanh, 8, CellKind::kGru),
                    false);
  ExpectChainAgrees(Chain(40, {64}, 10, HeadActivation::kRelu, 9, CellKind::kGru), true);
}

TEST_F(Onnxruntime, AgreesOnTheExampleExportedByPyTorch) {
  const std::string folder = GATEWRIGHT_SOURCE_DIR "/examples/causal_filter/";
  const Result<Stimulus> ecg = LoadStimulus(folder + "ecg.npy", 1);
  ASSERT_TRUE(ecg.ok()) << ToString(ecg.errors());
  ExpectAgreement(folder + "causal_filter.onnx", *ecg, true);
}

}  // namespace
}  // namespace gatewright
