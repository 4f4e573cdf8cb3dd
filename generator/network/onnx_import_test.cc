// SPDX-License-Identifier: Apache-2.0
#include "generator/network/onnx_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "generator/base/file_test_util.h"
#include "generator/network/onnx_builder_test_util.h"
#include "generator/network/random_network.h"

namespace gatewright {
namespace {

FloatNetwork Shape(std::vector<int> hidden, int outputs,
                   HeadActivation head = HeadActivation::kNone) {
  NetworkSpec spec;
  spec.inputs = 3;
  spec.hidden = std::move(hidden);
  spec.outputs = outputs;
  spec.head = head;
  return RoundedToFloat32(RandomNetwork(spec));
}

Result<FloatNetwork> Import(const std::string& bytes) {
  const TemporaryFile file("model.onnx", bytes);
  return ImportOnnx(file.path());
}

void ExpectSame(const FloatNetwork& actual, const FloatNetwork& expected) {
  ASSERT_EQ(actual.layers.size(), expected.layers.size());
  for (size_t i = 0; i < actual.layers.size(); ++i) {
    const FloatLayer& a = actual.layers[i];
    const FloatLayer& e = expected.layers[i];
    EXPECT_EQ(a.kind, e.kind);
    EXPECT_EQ(a.activation, e.activation);
    EXPECT_EQ(a.inputs, e.inputs);
    EXPECT_EQ(a.units, e.units);
    EXPECT_EQ(a.wx, e.wx);
    EXPECT_EQ(a.wh, e.wh);
    EXPECT_EQ(a.bias_x, e.bias_x);
    EXPECT_EQ(a.bias_h, e.bias_h);
  }
}

void ExpectImports(const OnnxBuilder& builder, const FloatNetwork& expected) {
  const Result<FloatNetwork> network = Import(builder.Bytes());
  ASSERT_TRUE(network.ok()) << ToString(network.errors());
  ExpectSame(*network, expected);
  EXPECT_EQ(network->source, "model.onnx");
}

TEST(ImportOnnx, ReadsChainsOfOneToEightLayersInBothLayouts) {
  for (bool batch_first : {false, true}) {
    ExpectImports(ChainModel(Shape({4}, 0), batch_first), Shape({4}, 0));
    const FloatNetwork eight = Shape({4, 1, 5, 2, 7, 3, 6, 2}, 0);
    ExpectImports(ChainModel(eight, batch_first), eight);
  }
}

TEST(ImportOnnx, ReadsTheHeadWithEveryActivation) {
  for (HeadActivation activation : {HeadActivation::kNone, HeadActivation::kRelu,
                                    HeadActivation::kSigmoid, HeadActivation::kTanh}) {
    const FloatNetwork network = Shape({4, 5}, 2, activation);
    ExpectImports(ChainModel(network, true), network);
  }
}

TEST(ImportOnnx, TakesAbsentBiasesAsZero) {
  FloatNetwork network = Shape({4}, 2);
  OnnxBuilder builder = ChainModel(network, false);
  builder.node("layer0").mutable_input()->RemoveLast();
  network.layers[0].bias_x.assign(16, 0.0);
  network.layers[0].bias_h.assign(16, 0.0);
  ExpectImports(builder, network);
}

TEST(ImportOnnx, TellsTheUnitsWithoutHiddenSize) {
  const FloatNetwork network = Shape({4}, 0);
  OnnxBuilder builder = ChainModel(network, false);
  builder.node("layer0").clear_attribute();
  ExpectImports(builder, network);
}

TEST(ImportOnnx, AcceptsDefaultAttributesWrittenOut) {
  const FloatNetwork network = Shape({4}, 0);
  OnnxBuilder builder = ChainModel(network, false);
  onnx::NodeProto& node = builder.node("layer0");
  SetString(node, "direction", "forward");
  SetStrings(node, "activations", {"sigmoid", "Tanh", "tanh"});
  SetInt(node, "layout", 0);
  SetInt(node, "input_forget", 0);
  ExpectImports(builder, network);
}

TEST(ImportOnnx, ReadsTheLastStepFromYh) {
  const FloatNetwork network = Shape({4}, 2);
  OnnxBuilder builder;
  builder.Input("x", {-1, 1, 3});
  builder.Recurrent("lstm", "x", network.layers[0]);
  builder.Integers("axes", {0});
  builder.Node("Squeeze", {"lstm_Yh", "axes"}, {"h"});
  builder.Output(builder.Dense("head", "h", network.layers[1]));
  ExpectImports(builder, network);
}

TEST(ImportOnnx, ReadsTheLastStepGatheredFromY) {
  const FloatNetwork network = Shape({4}, 2);
  OnnxBuilder builder;
  builder.Input("x", {-1, 1, 3});
  builder.Recurrent("lstm", "x", network.layers[0]);
  builder.Integers("last", {-1}, true);
  SetInt(builder.Node("Gather", {builder.DropDirection("lstm_Y"), "last"}, {"h"}), "axis", 0);
  builder.Output(builder.Dense("head", "h", network.layers[1]));
  ExpectImports(builder, network);
}

TEST(ImportOnnx, ReadsAGemmHeadTransposedOrNot) {
  const FloatNetwork network = Shape({4}, 2, HeadActivation::kTanh);
  const FloatLayer& head = network.layers[1];
  for (bool transposed : {false, true}) {
    OnnxBuilder builder;
    builder.Input("x", {-1, 1, 3});
    builder.Recurrent("lstm", "x", network.layers[0]);
    builder.Integers("shape", {-1, 4});
    builder.Node("Reshape", {"lstm_Y", "shape"}, {"frames"});
    std::vector<double> matrix = head.wx;
    if (!transposed) {
      for (size_t i = 0; i < 4; ++i) {
        for (size_t u = 0; u < 2; ++u) matrix[2 * i + u] = head.wx[4 * u + i];
      }
    }
    builder.Weights("M", transposed ? std::vector<int64_t>{2, 4} : std::vector<int64_t>{4, 2},
                    matrix);
    builder.Weights("b", {1, 2}, head.bias_x);
    onnx::NodeProto& gemm = builder.Node("Gemm", {"frames", "M", "b"}, {"sum"});
    SetFloat(gemm, "alpha", 1.0f);
    SetFloat(gemm, "beta", 1.0f);
    SetInt(gemm, "transB", transposed ? 1 : 0);
    builder.Node("Tanh", {"sum"}, {"y"});
    builder.Output("y");
    ExpectImports(builder, network);
  }
}

TEST(ImportOnnx, TakesAHeadWithoutBiasAndOneBiasForAllUnits) {
  FloatNetwork network = Shape({4}, 2);
  OnnxBuilder without = ChainModel(network, false);
  without.node("layer1_sum_node").set_op_type("Identity");
  without.node("layer1_sum_node").mutable_input()->DeleteSubrange(0, 1);
  network.layers[1].bias_x = {0, 0};
  ExpectImports(without, network);

  OnnxBuilder one = ChainModel(network, false);
  one.Weights("single", {1}, {0.5});
  one.node("layer1_sum_node").set_input(0, "single");
  network.layers[1].bias_x = {0.5, 0.5};
  ExpectImports(one, network);
}

// Graph of torch.onnx.export (PyTorch 1.13) of a two-layer batch_first LSTM with a fixed shape:
// the zero states are constants expanded to a shape computed at run time.
TEST(ImportOnnx, ReadsZeroStatesExpandedToTheBatchAsPyTorchDoes) {
  const FloatNetwork network = Shape({4, 5}, 0);
  OnnxBuilder builder = ChainModel(network, true);
  OnnxBuilder front(14);
  front.Weights("zero", {1, 1, 4}, {0, 0, 0, 0});
  front.Integers("one", {1}, true);
  front.Integers("axis0", {0});
  front.Integers("four", {4});
  front.Integers("single", {1});
  front.Node("Shape", {"x"}, {"shape"});
  SetInt(front.Node("Gather", {"shape", "one"}, {"batch"}), "axis", 0);
  front.Node("Unsqueeze", {"batch", "axis0"}, {"batch1"});
  SetInt(front.Node("Concat", {"single", "batch1", "four"}, {"size"}), "axis", 0);
  front.Node("Expand", {"zero", "size"}, {"state"});
  for (const char* state : {"", "state", "state"}) builder.node("layer0").add_input(state);
  front.graph().mutable_node()->MergeFrom(builder.graph().node());
  *builder.graph().mutable_node() = front.graph().node();
  builder.graph().mutable_initializer()->MergeFrom(front.graph().initializer());
  ExpectImports(builder, network);
}

// The same with a dynamic number of steps: one ConstantOfShape, sliced for each layer.
TEST(ImportOnnx, ReadsZeroStatesSlicedFromConstantOfShapeAsPyTorchDoes) {
  const FloatNetwork network = Shape({4}, 0);
  OnnxBuilder builder;
  builder.Input("x", {-1, 1, 3});
  builder.Integers("begin", {0});
  builder.Integers("end", {1});
  builder.Node("Shape", {"x"}, {"shape"});
  builder.Node("ConstantOfShape", {"shape"}, {"zeros"});
  builder.Node("Slice", {"zeros", "begin", "end", "begin"}, {"state"});
  onnx::NodeProto& node = builder.Recurrent("lstm", "x", network.layers[0]);
  for (const char* state : {"", "state", "state"}) node.add_input(state);
  builder.Output("lstm_Y");
  ExpectImports(builder, network);
}

TEST(ImportOnnx, IgnoresOutputsThatAreFinalStates) {
  const FloatNetwork network = Shape({4, 4}, 2);
  OnnxBuilder builder = ChainModel(network, false);
  SetInt(builder.Node("Concat", {"layer0_Yh", "layer1_Yh"}, {"h_n"}), "axis", 0);
  SetInt(builder.Node("Concat", {"layer0_Yc", "layer1_Yc"}, {"c_n"}), "axis", 0);
  builder.Output("h_n").Output("c_n").Output("layer0_Yh");
  ExpectImports(builder, network);
}

TEST(ImportOnnx, ReadsFramesWithoutABatch) {
  const FloatNetwork network = Shape({4}, 0);
  OnnxBuilder builder;
  builder.Input("x", {-1, 3});
  SetInts(builder.Node("Unsqueeze", {"x"}, {"frames"}), "axes", {1});
  builder.Recurrent("lstm", "frames", network.layers[0]);
  SetInts(builder.Node("Squeeze", {"lstm_Y"}, {"y"}), "axes", {1, 2});
  builder.Output("y");
  ExpectImports(builder, network);
}

// The form of an exporter that merges directions: Transpose, then Reshape to [0, 0, -1].
TEST(ImportOnnx, ReadsDirectionsMergedByReshape) {
  const FloatNetwork network = Shape({4, 2}, 0);
  OnnxBuilder builder;
  builder.Input("x", {-1, -1, 3});
  builder.Recurrent("a", "x", network.layers[0]);
  SetInts(builder.Node("Transpose", {"a_Y"}, {"t"}), "perm", {0, 2, 1, 3});
  builder.Integers("shape", {0, 0, -1});
  builder.Node("Reshape", {"t", "shape"}, {"frames"});
  builder.Recurrent("b", "frames", network.layers[1]);
  builder.Output("b_Y");
  ExpectImports(builder, network);
}

TEST(ImportOnnx, ReadsWeightsFromConstantNodesAndTypedFields) {
  const FloatNetwork network = Shape({4}, 0);
  OnnxBuilder builder = ChainModel(network, false);
  onnx::GraphProto& graph = builder.graph();
  const auto as_typed = [&](const std::string& name, bool as_double) {
    onnx::TensorProto& tensor = builder.tensor(name);
    const std::string raw = tensor.raw_data();
    tensor.clear_raw_data();
    if (as_double) tensor.set_data_type(onnx::TensorProto::DOUBLE);
    for (size_t at = 0; at < raw.size(); at += 4) {
      float value = 0;
      std::memcpy(&value, raw.data() + at, 4);  // the test machine is little-endian
      as_double ? tensor.add_double_data(value) : tensor.add_float_data(value);
    }
  };
  as_typed("layer0_W", false);
  as_typed("layer0_R", true);
  onnx::NodeProto constant;
  constant.set_op_type("Constant");
  constant.add_output("layer0_B");
  onnx::AttributeProto& value = *constant.add_attribute();
  value.set_name("value");
  value.set_type(onnx::AttributeProto::TENSOR);
  *value.mutable_t() = builder.tensor("layer0_B");
  builder.tensor("layer0_B").set_name("elsewhere");
  onnx::NodeProto lstm = graph.node(0);
  *graph.mutable_node(0) = constant;
  const onnx::NodeProto squeeze = graph.node(1);
  *graph.mutable_node(1) = lstm;
  const onnx::NodeProto last = graph.node(2);
  *graph.mutable_node(2) = squeeze;
  *graph.add_node() = last;
  ExpectImports(builder, network);
}

TEST(ImportOnnx, ReadsHalfPrecisionWeights) {
  FloatNetwork network = Shape({1}, 0);
  network.layers[0].bias_x = {1.0, -2.0, 0.5, 65504.0};
  network.layers[0].bias_h = {0.0, 0x1p-24, -0x1p-14, 1.0009765625};
  const std::vector<int> bits = {0x3c00, 0x7bff, 0xc000, 0x3800, 0x0000, 0x3c01, 0x0001, 0x8400};
  for (bool raw : {false, true}) {
    OnnxBuilder builder = ChainModel(network, false);
    onnx::TensorProto& biases = builder.tensor("layer0_B");
    biases.set_data_type(onnx::TensorProto::FLOAT16);
    biases.clear_raw_data();
    std::string bytes;
    for (int half : bits) {
      if (!raw) biases.add_int32_data(half);
      bytes += {static_cast<char>(half & 0xff), static_cast<char>(half >> 8)};
    }
    if (raw) biases.set_raw_data(bytes);
    ExpectImports(builder, network);
  }
}

TEST(ImportOnnx, ReadsInitializersThatAreListedAsInputsToo) {
  const FloatNetwork network = Shape({4}, 0);
  OnnxBuilder builder = ChainModel(network, false);
  builder.Input("layer0_W", {1, 16, 3}).Input("layer0_R", {1, 16, 4});
  ExpectImports(builder, network);
}

TEST(ImportOnnx, NeverCrashesOnTruncatedFilesAndNeverReadsThemWrongly) {
  const FloatNetwork network = Shape({2, 2}, 1);
  const std::string whole = ChainModel(network, true).Bytes();
  size_t accepted = 0;
  for (size_t length = 0; length < whole.size(); ++length) {
    const Result<FloatNetwork> cut = Import(whole.substr(0, length));
    if (!cut.ok()) continue;
    ++accepted;
    ExpectSame(*cut, network);
  }
  EXPECT_EQ(accepted, 0u);  // opset_import, without which nothing is read, comes last
}

TEST(ImportOnnx, NeverCrashesOnDamagedFiles) {
  const std::string whole = ChainModel(Shape({2}, 1), true).Bytes();
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 3000; ++trial) {
    std::string damaged = whole;
    for (int i = 0; i < 1 + trial % 3; ++i) {
      damaged[random() % damaged.size()] = static_cast<char>(random());
    }
    const Result<FloatNetwork> network = Import(damaged);
    if (network.ok()) continue;
    EXPECT_FALSE(network.errors().empty());
  }
}

}  // namespace
}  // namespace gatewright
