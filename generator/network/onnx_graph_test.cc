// SPDX-License-Identifier: Apache-2.0
// Graphs as they come from exporters: conditions, computed constants, front ends, fed states.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "generator/base/file_test_util.h"
#include "generator/network/onnx_builder_test_util.h"
#include "generator/network/onnx_import.h"
#include "generator/network/onnx_raw.h"
#include "generator/network/random_network.h"

namespace gatewright {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

FloatNetwork Shape(std::vector<int> hidden, int outputs, uint64_t seed = 1) {
  NetworkSpec spec;
  spec.inputs = 3;
  spec.hidden = std::move(hidden);
  spec.outputs = outputs;
  spec.seed = seed;
  if (outputs > 0) spec.head = HeadActivation::kSigmoid;
  return RoundedToFloat32(RandomNetwork(spec));
}

struct Imported {
  FloatNetwork network;
  OnnxReport report;
  std::string errors;
};

Imported Import(const std::string& bytes, const OnnxOptions& options = {}) {
  const TemporaryFile file("m.onnx", bytes);
  Imported imported;
  const Result<FloatNetwork> network = ImportOnnx(file.path(), options, &imported.report);
  if (network.ok()) {
    imported.network = *network;
    return imported;
  }
  for (Diagnostic error : network.errors()) {
    error.file = "m.onnx";
    imported.errors += error.ToString() + "\n";
  }
  return imported;
}

OnnxOptions Subgraph() {
  OnnxOptions options;
  options.subgraph = true;
  return options;
}

// Adds an If to `builder` whose branches are the nodes and initializers of two other builders.
void AddIf(OnnxBuilder& builder, const std::string& condition, OnnxBuilder& then,
           OnnxBuilder& other, const std::string& output) {
  onnx::NodeProto& node = builder.Node("If", {condition}, {output});
  for (OnnxBuilder* branch : {&then, &other}) {
    onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(branch == &then ? "then_branch" : "else_branch");
    attribute.set_type(onnx::AttributeProto::GRAPH);
    *attribute.mutable_g() = branch->graph();
  }
}

// One LSTM layer named `name`, from x to an output of the branch.
OnnxBuilder Branch(const std::string& name, const FloatNetwork& network) {
  OnnxBuilder branch;
  branch.Recurrent(name, "x", network.layers[0]);
  branch.Output(name + "_Y");
  return branch;
}

// if (rate == 16000) one network else another.
struct TwoRates {
  FloatNetwork fast = Shape({4}, 0, 1);
  FloatNetwork slow = Shape({2}, 0, 2);
  OnnxBuilder builder;

  TwoRates() {
    builder.Input("x", {-1, 1, 3});
    builder.Input("sr", {});
    auto& type = *builder.graph().mutable_input(1)->mutable_type()->mutable_tensor_type();
    type.set_elem_type(onnx::TensorProto::INT64);
    type.mutable_shape();
    builder.Integers("rate", {16000}, true);
    builder.Node("Equal", {"sr", "rate"}, {"is_fast"});
    OnnxBuilder then = Branch("lstm", fast);  // both branches use the same names
    OnnxBuilder other = Branch("lstm", slow);
    AddIf(builder, "is_fast", then, other, "y");
    builder.Output("y");
  }
};

TEST(OnnxGraph, FollowsTheBranchThatAChoiceSelects) {
  TwoRates model;
  OnnxOptions options;
  options.choose = {{"sr", int64_t{16000}}};
  const Imported fast = Import(model.builder.Bytes(), options);
  EXPECT_EQ(fast.errors, "");
  EXPECT_TRUE(fast.network == model.fast);
  ASSERT_EQ(fast.report.choices.size(), 1U);
  EXPECT_EQ(fast.report.choices[0].branch, "then_branch");
  EXPECT_EQ(fast.report.choices[0].reason, "sr = 16000 (chosen)");
  options.choose = {{"sr", int64_t{8000}}};
  EXPECT_TRUE(Import(model.builder.Bytes(), options).network == model.slow);
  options.choose = {{"is_fast", true}};
  EXPECT_TRUE(Import(model.builder.Bytes(), options).network == model.fast);
}

TEST(OnnxGraph, SaysWhatToChoose) {
  TwoRates model;
  const Imported imported = Import(model.builder.Bytes());
  EXPECT_EQ(
      imported.errors,
      "m.onnx: node 'y_node' (If) condition = is_fast: recurrent layers stand in its branches "
      "and the condition (sr == 16000) is not constant (nearest legal: [network] choose = { "
      "sr = 16000 })\n");
  EXPECT_THAT(imported.report.undecided,
              ElementsAre("node 'y_node' (If) tests 'is_fast': sr == 16000"));
}

TEST(OnnxGraph, RefusesChoicesThatTheGraphDoesNotHave) {
  TwoRates model;
  OnnxOptions options;
  options.choose = {{"sample_rate", int64_t{16000}}, {"sr", true}, {"x", int64_t{1}}};
  EXPECT_EQ(Import(model.builder.Bytes(), options).errors,
            "m.onnx: network.choose.x = 1: only integers can be chosen (nearest legal: leave it "
            "out)\n"
            "m.onnx: network.choose.sr = true: the tensor is of another type (nearest legal: an "
            "integer)\n"
            "m.onnx: network.choose.sample_rate = 16000: the graph has no such input or computed "
            "tensor (nearest legal: sr)\n");
}

// squeeze() of PyTorch: if (x.shape[1] == 1) x.squeeze(1) else x, and then the rank is asked for.
TEST(OnnxGraph, TakesASizeThatIsComparedWithOneToBeOne) {
  const FloatNetwork network = Shape({4}, 0);
  OnnxBuilder builder;
  builder.Input("x4", {-1, -1, 1, 3});
  builder.Integers("dimension", {1});
  builder.Integers("one", {1});
  builder.Node("Shape", {"x4"}, {"shape"});
  builder.Node("Gather", {"shape", "dimension"}, {"size"});
  builder.Node("Equal", {"size", "one"}, {"is_one"});
  OnnxBuilder then;
  then.Integers("axes", {1});
  then.Node("Squeeze", {"x4", "axes"}, {"squeezed"});
  then.Output("squeezed");
  OnnxBuilder other;
  other.Node("Identity", {"x4"}, {"same"});
  other.Output("same");
  AddIf(builder, "is_one", then, other, "x");
  builder.Node("Shape", {"x"}, {"x_shape"});
  builder.Node("Size", {"x_shape"}, {"rank"});
  builder.Integers("three", {3}, true);
  builder.Node("Equal", {"rank", "three"}, {"is_three"});
  OnnxBuilder chain = Branch("lstm", network);
  OnnxBuilder none;
  none.Node("Exp", {"x"}, {"nonsense"});
  none.Output("nonsense");
  AddIf(builder, "is_three", chain, none, "y");
  builder.Output("y");
  OnnxOptions options = Subgraph();
  const Imported imported = Import(builder.Bytes(), options);
  ASSERT_EQ(imported.errors, "");
  EXPECT_TRUE(imported.network == network);
  ASSERT_EQ(imported.report.choices.size(), 2U);
  EXPECT_EQ(imported.report.choices[0].reason,
            "a size of 'x4', known only at run time, is 1 (assumed)");
  EXPECT_EQ(imported.report.choices[1].reason, "");
  options.choose = {{"is_one", false}};
  EXPECT_THAT(Import(builder.Bytes(), options).errors,
              HasSubstr("the model holds no LSTM or GRU node"));
}

// x -> Conv, Relu -> Transpose -> LSTM -> head -> Softmax
struct WithFront {
  FloatNetwork network = Shape({4}, 2);
  OnnxBuilder builder;

  WithFront() {
    builder.Input("audio", {1, 1, -1});
    builder.Weights("kernel", {3, 1, 8}, std::vector<double>(24, 0.125));
    builder.Node("Conv", {"audio", "kernel"}, {"filtered"});
    builder.Node("Relu", {"filtered"}, {"features"});
    SetInts(builder.Node("Transpose", {"features"}, {"frames"}), "perm", {2, 0, 1});
    builder.Recurrent("lstm", "frames", network.layers[0]);
    const std::string y = builder.DropDirection("lstm_Y");
    builder.Node("Softmax", {builder.Dense("head", y, network.layers[1])}, {"share"});
    builder.Output("share").Output("head_out");
  }
};

TEST(OnnxGraph, TellsWhatStandsAroundTheChain) {
  EXPECT_EQ(
      Import(WithFront().builder.Bytes()).errors,
      "m.onnx: network.subgraph = false: before the recurrent layers the graph computes their "
      "input (Conv, Relu, Transpose); only the layers themselves can be built (nearest legal: "
      "true, and frames of tensor 'frames' [steps, 1 batch, 3 features] as the input)\n"
      "m.onnx: node 'share_node' (Softmax): operator Softmax is not supported (nearest legal: "
      "LSTM, GRU, Gemm, MatMul, Conv, Add, Relu, Sigmoid, Tanh and what rearranges dimensions; or "
      "network.subgraph = true, which leaves the rest of the graph to you)\n");
}

TEST(OnnxGraph, BuildsTheChainAloneWhenThatIsAccepted) {
  const WithFront model;
  const Imported imported = Import(model.builder.Bytes(), Subgraph());
  ASSERT_EQ(imported.errors, "");
  EXPECT_TRUE(imported.network == model.network);
  EXPECT_EQ(imported.network.source, "m.onnx, fed at tensor 'frames'");
  const OnnxReport& report = imported.report;
  EXPECT_EQ(report.feed, "frames");
  EXPECT_EQ(report.feed_layout, "[steps, 1 batch, 3 features]");
  EXPECT_EQ(report.end, "head_out");
  EXPECT_THAT(report.front, ElementsAre(Pair("Conv", 1), Pair("Relu", 1), Pair("Transpose", 1)));
  EXPECT_THAT(report.tail, ElementsAre(Pair("Softmax", 1)));
  EXPECT_THAT(report.tail_reason, HasSubstr("operator Softmax is not supported"));
}

TEST(OnnxGraph, WritesWhatStandsBeforeTheChainAsAModel) {
  OnnxOptions options = Subgraph();
  options.front = true;
  onnx::ModelProto front;
  ASSERT_TRUE(
      front.ParseFromString(Import(WithFront().builder.Bytes(), options).report.front_model));
  ASSERT_EQ(front.graph().node_size(), 3);
  EXPECT_EQ(front.graph().input(0).name(), "audio");
  EXPECT_EQ(front.graph().initializer_size(), 1);
  EXPECT_EQ(front.graph().output(0).name(), "frames");
  EXPECT_EQ(front.opset_import(0).version(), 14);
}

TEST(OnnxGraph, RefusesLayersBehindWhatIsLeftOut) {
  const FloatNetwork network = Shape({4, 5}, 0);
  OnnxBuilder builder = ChainModel(network, false);
  builder.node("layer0_Y_frames_node").set_op_type("Exp");
  EXPECT_THAT(Import(builder.Bytes(), Subgraph()).errors,
              HasSubstr("node 'layer1' (LSTM): this node reads what stands outside the chain: node "
                        "'layer0_Y_frames_node' (Exp): operator Exp is not supported"));
}

TEST(OnnxGraph, EndsTheChainBeforeASecondDenseLayer) {
  FloatNetwork network = Shape({4}, 2);
  OnnxBuilder builder = ChainModel(network, false);
  builder.graph().clear_output();
  builder.Output(builder.Dense("second", "y", Shape({2}, 2).layers[1]));
  const Imported imported = Import(builder.Bytes(), Subgraph());
  ASSERT_EQ(imported.errors, "");
  EXPECT_TRUE(imported.network == network);
  EXPECT_EQ(imported.report.end, "layer1_out");
  EXPECT_THAT(imported.report.tail_reason, HasSubstr("only one dense layer is supported"));
}

// The final states of one call are the initial ones of the next.
TEST(OnnxGraph, TakesInitialStatesFromGraphInputs) {
  const FloatNetwork network = Shape({4}, 2);
  OnnxBuilder builder;
  builder.Input("x", {-1, 1, 3});
  builder.Input("state", {2, -1, 4});
  builder.Integers("zero", {0}, true);
  builder.Integers("one", {1}, true);
  builder.Integers("axes", {0});
  for (const char* part : {"h", "c"}) {
    const std::string name(part);
    builder.Node("Gather", {"state", name == "h" ? "zero" : "one"}, {name});
    builder.Node("Unsqueeze", {name, "axes"}, {name + "0"});
  }
  onnx::NodeProto& node = builder.Recurrent("lstm", "x", network.layers[0]);
  for (const char* state : {"", "h0", "c0"}) node.add_input(state);
  builder.Output(builder.Dense("head", builder.DropDirection("lstm_Y"), network.layers[1]));
  SetInt(builder.Node("Concat", {"lstm_Yh", "lstm_Yc"}, {"joined"}), "axis", 0);
  builder.Node("Mul", {"joined", "one"}, {"next_state"});
  builder.Output("next_state");
  const Imported imported = Import(builder.Bytes());
  ASSERT_EQ(imported.errors, "");
  EXPECT_TRUE(imported.network == network);
  EXPECT_THAT(imported.report.states,
              ElementsAre("initial_h of node 'lstm' (LSTM) from graph input 'state'",
                          "initial_c of node 'lstm' (LSTM) from graph input 'state'"));
}

// LSTM -> [Transpose] -> Relu -> Conv of kernel 1 -> Sigmoid, on [batch, units, steps].
OnnxBuilder ConvHead(const FloatNetwork& network, bool relu) {
  const FloatLayer& head = network.layers[1];
  OnnxBuilder builder;
  builder.Input("x", {-1, 1, 3});
  builder.Recurrent("lstm", "x", network.layers[0]);
  SetInts(builder.Node("Transpose", {builder.DropDirection("lstm_Y")}, {"channels"}), "perm",
          {1, 2, 0});
  builder.Node(relu ? "Relu" : "Identity", {"channels"}, {"positive"});
  builder.Weights("kernel", {head.units, head.inputs, 1}, head.wx);
  builder.Weights("bias", {head.units}, head.bias_x);
  SetInts(builder.Node("Conv", {"positive", "kernel", "bias"}, {"sum"}), "kernel_shape", {1});
  builder.Node("Sigmoid", {"sum"}, {"y"});
  builder.Output("y");
  return builder;
}

TEST(OnnxGraph, ReadsAConvOfKernelOneAsTheHeadWithAndWithoutARelu) {
  for (const bool relu : {false, true}) {
    FloatNetwork network = Shape({4}, 2);
    network.layers[1].input_relu = relu;
    const Imported imported = Import(ConvHead(network, relu).Bytes());
    ASSERT_EQ(imported.errors, "");
    EXPECT_TRUE(imported.network == network) << relu;
  }
}

TEST(OnnxGraph, RefusesOtherConvsAsTheHead) {
  const FloatNetwork network = Shape({4}, 2);
  OnnxBuilder wide = ConvHead(network, false);
  wide.tensor("kernel") = ToTensor({1, {2, 4, 3}, std::string(96, '\0')}, "kernel");
  SetInts(wide.node("sum_node"), "strides", {2});
  SetInts(wide.node("sum_node"), "pads", {1, 1});
  SetInt(wide.node("sum_node"), "group", 2);
  EXPECT_EQ(Import(wide.Bytes()).errors,
            "m.onnx: node 'sum_node' (Conv) input 1 = tensor 'kernel' [2, 4, 3]: only a Conv of "
            "kernel 1 can be the head (nearest legal: [units, inputs, 1])\n"
            "m.onnx: node 'sum_node' (Conv) strides = [2]: the head computes every step (nearest "
            "legal: 1)\n"
            "m.onnx: node 'sum_node' (Conv) pads = [1, 1]: a Conv as the head cannot be padded "
            "(nearest legal: 0)\n"
            "m.onnx: node 'sum_node' (Conv) group = 2: a Conv as the head cannot be grouped "
            "(nearest legal: 1)\n");
  OnnxBuilder steps = ConvHead(network, false);
  SetInts(steps.node("channels_node"), "perm", {1, 0, 2});
  steps.node("channels_node").mutable_attribute()->DeleteSubrange(0, 1);
  EXPECT_THAT(Import(steps.Bytes()).errors,
              HasSubstr("the channels that a Conv as the head reads must be the units of the last "
                        "recurrent layer"));
}

TEST(OnnxGraph, RefusesAReluWithoutAHeadOrLeavesItOut) {
  const FloatNetwork network = Shape({4}, 0);
  OnnxBuilder builder = ChainModel(network, false);
  builder.node("y_node").set_op_type("Relu");
  EXPECT_THAT(Import(builder.Bytes()).errors,
              HasSubstr("node 'y_node' (Relu): a Relu is supported only directly before or after "
                        "the dense head"));
  const Imported imported = Import(builder.Bytes(), Subgraph());
  ASSERT_EQ(imported.errors, "");
  EXPECT_TRUE(imported.network == network);
  EXPECT_EQ(imported.report.end, "layer0_Y");
  EXPECT_THAT(imported.report.tail, ElementsAre(Pair("Relu", 1)));
}

TEST(OnnxGraph, DropsAMeanOverOneElementAndLeavesOthersOut) {
  FloatNetwork network = Shape({4}, 1);
  OnnxBuilder builder = ConvHead(network, false);
  builder.Integers("axes", {1});
  builder.Node("Squeeze", {"y", "axes"}, {"probability"});
  SetInts(builder.Node("ReduceMean", {"probability"}, {"mean"}), "axes", {1});
  builder.graph().clear_output();
  builder.Output("mean");
  EXPECT_THAT(Import(builder.Bytes()).errors,
              HasSubstr("node 'mean_node' (ReduceMean) = [1 batch, steps]: a mean over frames or "
                        "features is not supported"));
  const Imported imported = Import(builder.Bytes(), Subgraph());
  EXPECT_TRUE(imported.network == network);
  EXPECT_THAT(imported.report.tail, ElementsAre(Pair("ReduceMean", 1)));
  builder.node("mean_node").clear_attribute();
  SetInts(builder.node("mean_node"), "axes", {0});
  const Imported over_batch = Import(builder.Bytes());
  EXPECT_EQ(over_batch.errors, "");
  EXPECT_THAT(over_batch.report.tail, IsEmpty());
}

TEST(OnnxGraph, IgnoresLayersThatNoOutputDependsOn) {
  const FloatNetwork network = Shape({4}, 0);
  OnnxBuilder builder = ChainModel(network, false);
  builder.Recurrent("unused", "x", network.layers[0]);
  builder.Node("Mystery", {"unused_Y"}, {"nowhere"});
  const Imported imported = Import(builder.Bytes());
  EXPECT_EQ(imported.errors, "");
  EXPECT_TRUE(imported.network == network);
}

TEST(OnnxGraph, GivesAdviceOnAnLstmTakenApart) {
  OnnxBuilder builder;
  builder.Input("x", {1, 3});
  builder.Input("c", {1, 2});
  builder.Weights("W", {3, 8}, std::vector<double>(24, 0.5));
  builder.Node("MatMul", {"x", "W"}, {"sum"});
  SetInt(builder.Node("Split", {"sum"}, {"i0", "f0", "g0", "o0"}), "axis", 1);
  for (const char* gate : {"i", "f", "o"})
    builder.Node("Sigmoid", {gate + std::string("0")}, {gate});
  builder.Node("Tanh", {"g0"}, {"g"});
  builder.Node("Mul", {"f", "c"}, {"kept"});
  builder.Node("Mul", {"i", "g"}, {"added"});
  builder.Node("Add", {"kept", "added"}, {"next"});
  builder.Node("Tanh", {"next"}, {"flat"});
  builder.Node("Mul", {"o", "flat"}, {"h"});
  builder.Output("h").Output("next");
  EXPECT_EQ(
      Import(builder.Bytes(), Subgraph()).errors,
      "m.onnx: node 'i0_node' (Split): the model holds no LSTM or GRU node, but what looks like "
      "the "
      "gates of an LSTM that the exporter has taken apart (nearest legal: export torch.nn.LSTM by "
      "torch.onnx.export(..., dynamo=False), which keeps it whole)\n");
}

TEST(OnnxGraph, SumsBiasesThatTheGraphAdds) {
  FloatNetwork network = Shape({4}, 0);
  OnnxBuilder builder = ChainModel(network, false);
  onnx::TensorProto half = builder.tensor("layer0_B");
  RawTensor raw = *ToRaw(half);
  RawTensor halves{raw.type, raw.shape, ""};
  for (int64_t i = 0; i < raw.count(); ++i) AppendFloat(halves, FloatAt(raw, i) / 2);
  builder.tensor("layer0_B") = ToTensor(halves, "half");
  builder.Node("Add", {"half", "half"}, {"layer0_B"});
  for (int i = builder.graph().node_size() - 1; i > 0; --i) {
    builder.graph().mutable_node()->SwapElements(i, i - 1);
  }
  EXPECT_TRUE(Import(builder.Bytes()).network == network);
}

}  // namespace
}  // namespace gatewright
