// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "generator/base/file_test_util.h"
#include "generator/network/onnx_builder_test_util.h"
#include "generator/network/onnx_import.h"
#include "generator/network/random_network.h"

namespace gatewright {
namespace {

// Errors of the import, one a line, with the file's folder left out.
std::string ErrorsOfBytes(const std::string& bytes) {
  const TemporaryFile file("m.onnx", bytes);
  const Result<FloatNetwork> network = ImportOnnx(file.path());
  if (network.ok()) return "accepted";
  std::string text;
  for (Diagnostic error : network.errors()) {
    EXPECT_EQ(error.file, file.path());
    error.file = "m.onnx";
    text += error.ToString() + "\n";
  }
  return text;
}

std::string ErrorsOf(const OnnxBuilder& builder) { return ErrorsOfBytes(builder.Bytes()); }

// Two LSTM layers (3 -> 4 -> 5) and a head of 2 with Tanh.
FloatNetwork Network() {
  NetworkSpec spec;
  spec.inputs = 3;
  spec.hidden = {4, 5};
  spec.outputs = 2;
  spec.head = HeadActivation::kTanh;
  return RandomNetwork(spec);
}

OnnxBuilder Model() { return ChainModel(Network(), false); }

TEST(RefuseOnnx, MissingFileFolderAndOtherFiles) {
  const Result<FloatNetwork> missing = ImportOnnx("no/such.onnx");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(ToString(missing.errors()), "no/such.onnx: the file cannot be opened\n");
  const Result<FloatNetwork> folder = ImportOnnx("/");
  ASSERT_FALSE(folder.ok());
  EXPECT_EQ(ToString(folder.errors()), "/: this is a folder, not a file\n");
  const std::string other = "m.onnx: this is not an ONNX model, or it is truncated\n";
  EXPECT_EQ(ErrorsOfBytes(""), other);
  EXPECT_EQ(ErrorsOfBytes("name = \"vad\"\n"), other);
  EXPECT_EQ(ErrorsOfBytes(Model().Bytes().substr(0, 400)), other);
}

TEST(RefuseOnnx, OperatorSetsThatAreTooOldTooNewOrUnknown) {
  OnnxBuilder builder = Model();
  builder.model().mutable_opset_import(0)->set_version(6);
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: opset_import = 6: this version of the operator set is not supported "
            "(nearest legal: 7 to 22)\n");
  builder.model().mutable_opset_import(0)->set_domain("com.example");
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: opset_import: the model does not say which operator set it uses\n");
}

struct AttributeCase {
  std::string name;
  std::function<void(onnx::NodeProto&)> set;
  std::string error;
};

class RefuseAttribute : public ::testing::TestWithParam<AttributeCase> {};

TEST_P(RefuseAttribute, ByName) {
  OnnxBuilder builder = Model();
  GetParam().set(builder.node("layer1"));
  EXPECT_EQ(ErrorsOf(builder), "m.onnx: node 'layer1' (LSTM) " + GetParam().error + "\n");
}

std::vector<AttributeCase> AttributeCases() {
  using onnx::NodeProto;
  return {
      {"reverse", [](NodeProto& n) { SetString(n, "direction", "reverse"); },
       "direction = reverse: only forward LSTM layers are supported (nearest legal: forward)"},
      {"bidirectional", [](NodeProto& n) { SetString(n, "direction", "bidirectional"); },
       "direction = bidirectional: only forward LSTM layers are supported (nearest legal: "
       "forward)"},
      {"clip", [](NodeProto& n) { SetFloat(n, "clip", 3.5f); },
       "clip = 3.5: clipping is not supported (nearest legal: no clip attribute)"},
      {"activations",
       [](NodeProto& n) {
         SetStrings(n, "activations", {"HardSigmoid", "Tanh", "Tanh"});
       },
       "activations = HardSigmoid, Tanh, Tanh: only the LSTM's own activations are supported "
       "(nearest legal: Sigmoid, Tanh, Tanh)"},
      {"layout", [](NodeProto& n) { SetInt(n, "layout", 1); },
       "layout = 1: the batchwise layout is not supported (nearest legal: 0)"},
      {"input_forget", [](NodeProto& n) { SetInt(n, "input_forget", 1); },
       "input_forget = 1: coupled input and forget gates are not supported (nearest legal: 0)"},
      {"layout_of_wrong_type", [](NodeProto& n) { SetString(n, "layout", "1"); },
       "layout: this attribute must be an integer"},
      {"unknown", [](NodeProto& n) { SetInt(n, "output_sequence", 1); },
       "output_sequence: this attribute is unknown"},
  };
}

INSTANTIATE_TEST_SUITE_P(All, RefuseAttribute, ::testing::ValuesIn(AttributeCases()),
                         [](const auto& test) { return test.param.name; });

TEST(RefuseOnnx, ActivationParameters) {
  OnnxBuilder builder = Model();
  onnx::AttributeProto& alpha = *builder.node("layer0").add_attribute();
  alpha.set_name("activation_alpha");
  alpha.set_type(onnx::AttributeProto::FLOATS);
  alpha.add_floats(0.5f);
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0' (LSTM) activation_alpha = 0.5: activations with parameters are "
            "not supported (nearest legal: no activation_alpha attribute)\n");
}

TEST(RefuseOnnx, Peepholes) {
  OnnxBuilder builder = Model();
  builder.Weights("P", {1, 12}, std::vector<double>(12, 0.1));
  for (const char* input : {"", "", "", "P"}) builder.node("layer0").add_input(input);
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0' (LSTM) input P = P: peepholes are not supported "
            "(nearest legal: no P input)\n");
}

TEST(RefuseOnnx, SequenceLengths) {
  OnnxBuilder builder = Model();
  builder.Integers("lengths", {7});
  builder.node("layer0").add_input("lengths");
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0' (LSTM) input sequence_lens = lengths: sequences of given "
            "lengths are not supported (nearest legal: no sequence_lens input)\n");
}

TEST(RefuseOnnx, InitialStatesThatAreNotZero) {
  OnnxBuilder builder = Model();
  builder.Weights("h0", {1, 1, 4}, {0, 0, 0.5, 0});
  builder.Input("c", {1, 1, 4});
  onnx::NodeProto computed;
  computed.set_op_type("Exp");
  computed.add_input("c");
  computed.add_output("c0");
  for (const char* input : {"", "h0", "c0"}) builder.node("layer0").add_input(input);
  const onnx::GraphProto old = builder.graph();
  builder.graph().clear_node();
  *builder.graph().add_node() = computed;
  builder.graph().mutable_node()->MergeFrom(old.node());
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0' (LSTM) input initial_h = h0: every sequence starts from zero "
            "state (nearest legal: no initial state, zeros, or a graph input)\n"
            "m.onnx: node 'layer0' (LSTM) input initial_c = c0: every sequence starts from zero "
            "state (nearest legal: no initial state, zeros, or a graph input)\n");
}

TEST(RefuseOnnx, RnnAndOtherOperatorsAllAtOnce) {
  OnnxBuilder builder = Model();
  builder.node("layer0").set_op_type("RNN");
  builder.node("layer2_out_node").set_op_type("Softmax");
  builder.node("y_node").set_op_type("FusedThing");
  builder.node("y_node").set_domain("com.example");
  const std::string operators =
      " (nearest legal: LSTM, GRU, Gemm, MatMul, Conv, Add, Relu, Sigmoid, Tanh and what "
      "rearranges "
      "dimensions; or network.subgraph = true, which leaves the rest of the graph to you)\n";
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0' (RNN): RNN layers are not supported in this version (nearest "
            "legal: LSTM or GRU)\n"
            "m.onnx: node 'layer2_out_node' (Softmax): operator Softmax is not supported" +
                operators +
                "m.onnx: node 'y_node' (FusedThing): operator com.example::FusedThing is not "
                "supported" +
                operators);
}

TEST(RefuseOnnx, NoRecurrentLayerAtAll) {
  OnnxBuilder builder;
  builder.Input("x", {-1, 3});
  builder.Node("Identity", {"x"}, {"y"});
  builder.Output("y");
  EXPECT_EQ(ErrorsOf(builder), "m.onnx: the model holds no LSTM or GRU node\n");
}

TEST(RefuseOnnx, MoreThanEightLayers) {
  NetworkSpec spec;
  spec.inputs = 2;
  spec.hidden.assign(9, 2);
  EXPECT_EQ(
      ErrorsOf(ChainModel(RandomNetwork(spec), false)),
      "m.onnx: recurrent layers = 9: a network has at most 8 recurrent layers (nearest legal: "
      "8)\n");
}

TEST(RefuseOnnx, WeightShapesThatDisagree) {
  OnnxBuilder builder = Model();
  builder.tensor("layer0_R").set_dims(2, 3);
  builder.tensor("layer1_W").set_dims(2, 3);
  builder.tensor("layer1_B").set_dims(1, 39);
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0' (LSTM) input R = tensor 'layer0_R' [1, 16, 3]: the shape must "
            "be [1, 16, 4] (nearest legal: [1, 16, 4])\n"
            "m.onnx: node 'layer1' (LSTM) input W = tensor 'layer1_W' [1, 20, 3]: the shape must "
            "be [1, 20, 4] (nearest legal: [1, 20, 4])\n"
            "m.onnx: node 'layer1' (LSTM) input B = tensor 'layer1_B' [1, 39]: the shape must be "
            "[1, 40] (nearest legal: [1, 40])\n");
}

TEST(RefuseOnnx, InputFramesThatDoNotFitTheFirstLayer) {
  OnnxBuilder builder = Model();
  builder.graph().clear_input();
  builder.Input("x", {-1, 1, 6});
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0' (LSTM) input W = tensor 'layer0_W' [1, 16, 3]: the shape must "
            "be [1, 16, 6] (nearest legal: [1, 16, 6])\n");
}

TEST(RefuseOnnx, SizesThatNoFileCanHold) {
  OnnxBuilder units = Model();
  units.node("layer0").mutable_attribute(0)->set_i(int64_t{1} << 40);
  EXPECT_THAT(ErrorsOf(units), ::testing::HasSubstr("node 'layer0' (LSTM) hidden_size = "
                                                    "1099511627776: the number of units is "
                                                    "illegal (nearest legal: 1 or more)"));
  for (int64_t inputs : {int64_t{0}, int64_t{-3}, int64_t{1} << 40}) {
    OnnxBuilder builder = Model();
    builder.graph().clear_input();
    builder.Input("x", {-1, 1, -1});
    builder.tensor("layer0_W").set_dims(2, inputs);
    EXPECT_EQ(ErrorsOf(builder),
              "m.onnx: node 'layer0' (LSTM) input W = tensor 'layer0_W' [1, 16, " +
                  std::to_string(inputs) +
                  "]: the shape must be [1, 4*units, inputs] (nearest legal: [1, 4*units, "
                  "inputs])\n");
  }
}

TEST(RefuseOnnx, HeadShapesThatDisagree) {
  OnnxBuilder builder = Model();
  builder.tensor("layer2_M").set_dims(0, 4);
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer2_product_node' (MatMul) input 1 = tensor 'layer2_M' [4, 2]: the "
            "shape must be [5, units] (nearest legal: [5, units])\n");
  OnnxBuilder bias = Model();
  bias.Weights("long", {3}, {1, 2, 3});
  bias.node("layer2_sum_node").set_input(0, "long");
  EXPECT_EQ(ErrorsOf(bias),
            "m.onnx: node 'layer2_sum_node' (Add) input 0 = tensor 'long' [3]: the head's bias "
            "must have the shape [2] (nearest legal: [2])\n");
}

TEST(RefuseOnnx, DataThatDoesNotFillItsShape) {
  OnnxBuilder builder = Model();
  std::string& raw = *builder.tensor("layer0_W").mutable_raw_data();
  raw.resize(raw.size() - 6);
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: tensor 'layer0_W' = [1, 16, 3]: the tensor's data holds 46 elements and a "
            "part of one, its shape needs 48 (W of node 'layer0' (LSTM))\n");
}

TEST(RefuseOnnx, WeightsThatAreNotFinite) {
  FloatNetwork network = Network();
  network.layers[0].wx[5] = std::numeric_limits<double>::quiet_NaN();  // gate i, unit 1, input 2
  network.layers[1].bias_h[19] = std::numeric_limits<double>::infinity();  // gate o, unit 4
  network.layers[2].wx[9] = -std::numeric_limits<double>::infinity();
  EXPECT_EQ(ErrorsOf(ChainModel(network, false)),
            "m.onnx: tensor 'layer0_W'[0, 1, 2] = nan: every weight must be finite "
            "(W of node 'layer0' (LSTM))\n"
            "m.onnx: tensor 'layer1_B'[0, 29] = inf: every weight must be finite "
            "(B of node 'layer1' (LSTM))\n"
            "m.onnx: tensor 'layer2_M'[4, 1] = -inf: every weight must be finite "
            "(node 'layer2_product_node' (MatMul))\n");
}

TEST(RefuseOnnx, WeightsOfOtherTypesOrOutsideTheFile) {
  OnnxBuilder builder = Model();
  builder.tensor("layer0_W").set_data_type(onnx::TensorProto::INT8);
  builder.tensor("layer0_R").set_data_location(onnx::TensorProto::EXTERNAL);
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: tensor 'layer0_W' = INT8: weights must be of a floating-point type (W of "
            "node 'layer0' (LSTM)) (nearest legal: FLOAT, DOUBLE, FLOAT16)\n"
            "m.onnx: tensor 'layer0_R' = external data: weights must be stored inside the model "
            "file (R of node 'layer0' (LSTM)) (nearest legal: save the model with its weights in "
            "one file)\n");
}

TEST(RefuseOnnx, WeightsThatAreFedOrComputed) {
  OnnxBuilder builder = Model();
  builder.tensor("layer0_W").set_name("elsewhere");
  builder.Input("layer0_W", {1, 16, 3});
  builder.tensor("layer1_R").set_name("other");
  onnx::NodeProto slice;
  slice.set_op_type("Slice");
  slice.add_input("other");
  slice.add_output("layer1_R");
  onnx::GraphProto old = builder.graph();
  builder.graph().clear_node();
  *builder.graph().add_node() = slice;
  builder.graph().mutable_node()->MergeFrom(old.node());
  const std::string rule =
      ": weights must be stored in the model, not fed or computed (nearest legal: an initializer "
      "or Constant node)\n";
  EXPECT_EQ(ErrorsOf(builder), "m.onnx: node 'layer0' (LSTM) input W = layer0_W" + rule +
                                   "m.onnx: node 'layer1' (LSTM) input R = layer1_R" + rule);
}

TEST(RefuseOnnx, MissingInputsAndTensorsThatNothingMakes) {
  OnnxBuilder builder = Model();
  builder.node("layer0").set_input(2, "");
  builder.node("layer1").set_input(1, "typo");
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0' (LSTM) input R: this input is missing\n"
            "m.onnx: node 'layer1' (LSTM) input 1 = typo: no earlier node, initializer or graph "
            "input makes this tensor\n");
}

TEST(RefuseOnnx, ScaledOrTransposedGemm) {
  OnnxBuilder builder;
  const FloatNetwork network = Network();
  builder.Input("x", {-1, 1, 3});
  builder.Recurrent("lstm", "x", network.layers[0]);
  SetInts(builder.Node("Squeeze", {"lstm_Y"}, {"h"}), "axes", {1, 2});
  builder.Weights("M", {4, 2}, std::vector<double>(8, 0.5));
  onnx::NodeProto& gemm = builder.Node("Gemm", {"h", "M"}, {"y"});
  SetFloat(gemm, "alpha", 0.5f);
  SetFloat(gemm, "beta", 2.0f);
  SetInt(gemm, "transA", 1);
  builder.Output("y");
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'y_node' (Gemm) alpha = 0.5: a scaled Gemm is not supported (nearest "
            "legal: 1)\n"
            "m.onnx: node 'y_node' (Gemm) beta = 2: a scaled Gemm is not supported (nearest "
            "legal: 1)\n"
            "m.onnx: node 'y_node' (Gemm) transA = 1: the frames cannot be transposed (nearest "
            "legal: 0)\n");
}

TEST(RefuseOnnx, ActivationsThatDoNotFollowTheHead) {
  OnnxBuilder tanh = Model();
  tanh.node("layer0_Y_frames_node").set_op_type("Tanh");
  EXPECT_EQ(ErrorsOf(tanh),
            "m.onnx: node 'layer0_Y_frames_node' (Tanh): an activation is supported only directly "
            "after the dense head\n");
  OnnxBuilder relu = Model();
  relu.Node("Relu", {"layer0_Y_frames"}, {"positive"});
  relu.node("layer1").set_input(0, "positive");
  relu.graph().mutable_node()->SwapElements(2, relu.graph().node_size() - 1);
  relu.graph().mutable_node()->SwapElements(3, relu.graph().node_size() - 1);
  EXPECT_THAT(ErrorsOf(relu),
              ::testing::HasSubstr("node 'layer1' (LSTM) input X: an LSTM layer cannot read a Relu "
                                   "(node 'positive_node' (Relu)) (nearest legal: a Relu directly "
                                   "before the dense head)"));
}

TEST(RefuseOnnx, TwoDenseLayers) {
  OnnxBuilder builder = Model();
  builder.graph().clear_output();
  FloatLayer second;
  second.kind = CellKind::kDense;
  second.inputs = 2;
  second.units = 1;
  second.wx = {1, 1};
  second.bias_x = {0};
  builder.Output(builder.Dense("second", "y", second));
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'second_product_node' (MatMul): only one dense layer is supported, the "
            "head\n");
}

TEST(RefuseOnnx, BranchesAndResidualConnections) {
  const std::string chain =
      " (nearest legal: a plain chain: input, LSTM or GRU layers, dense head, output)\n";
  OnnxBuilder branch = Model();
  branch.node("layer1").set_input(0, "x");
  branch.tensor("layer1_W").set_name("unused");
  branch.Weights("layer1_W", {1, 20, 3}, std::vector<double>(60, 0.5));
  branch.Output("layer0_Y");
  EXPECT_EQ(ErrorsOf(branch),
            "m.onnx: node 'layer1' (LSTM): the graph branches here; only a plain chain of layers "
            "is supported" +
                chain);
  OnnxBuilder residual = Model();
  onnx::NodeProto& squeeze = residual.node("layer1_Y_frames_node");
  squeeze.set_op_type("Add");
  squeeze.set_input(1, "layer0_Y");
  EXPECT_EQ(ErrorsOf(residual),
            "m.onnx: node 'layer1_Y_frames_node' (Add): two computed tensors are added; only a "
            "plain chain of layers is supported" +
                chain);
}

TEST(RefuseOnnx, LayersThatRunAlongTheWrongDimension) {
  OnnxBuilder builder = Model();
  onnx::NodeProto& squeeze = builder.node("layer0_Y_frames_node");
  squeeze.set_op_type("Transpose");
  squeeze.mutable_input()->RemoveLast();
  SetInts(squeeze, "perm", {0, 2, 1, 3});
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer1' (LSTM) input X = [steps, 1 batch, 1, 4 features]: an LSTM layer "
            "reads all steps of its input (nearest legal: [steps, batch, features])\n");
}

TEST(RefuseOnnx, ASecondLayerThatSeesOnlyTheLastStep) {
  OnnxBuilder builder = Model();
  builder.node("layer1").set_input(0, "layer0_Yh");
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer1' (LSTM) input X = [1, 1 batch, 4 features]: an LSTM layer reads "
            "all steps of its input (nearest legal: [steps, batch, features])\n");
}

TEST(RefuseOnnx, ReshapesThatMixDimensions) {
  OnnxBuilder builder = Model();
  builder.Integers("shape", {-1, 1, 2});
  onnx::NodeProto& node = builder.node("layer0_Y_frames_node");
  node.set_op_type("Reshape");
  node.set_input(1, "shape");
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0_Y_frames_node' (Reshape) = [-1, 1, 2]: between the layers a "
            "Reshape may only add or drop dimensions of size 1; its input is [steps, 1, 1 batch, "
            "4 features]\n");
}

TEST(RefuseOnnx, GlueAppliedToFramesThatChangesThem) {
  OnnxBuilder builder = Model();
  onnx::NodeProto& node = builder.node("layer0_Y_frames_node");
  node.set_op_type("Slice");
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0_Y_frames_node' (Slice): this operator cannot be applied to "
            "frames between the layers (nearest legal: Squeeze, Unsqueeze, Transpose, Reshape, "
            "Identity, Gather of the last step)\n");
}

TEST(RefuseOnnx, OutputsThatAreNotTheEndOfTheChain) {
  OnnxBuilder builder = Model();
  builder.Output("layer1_Y").Output("nowhere");
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: output = layer1_Y: this output is not the end of the chain of layers "
            "(nearest legal: the output of the last layer)\n"
            "m.onnx: output = nowhere: no node makes this output (nearest legal: the output of "
            "the last layer)\n");
}

}  // namespace
}  // namespace gatewright
