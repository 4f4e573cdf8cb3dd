// SPDX-License-Identifier: Apache-2.0
// GRU nodes: what is read, and what is refused in which words.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "generator/base/file_test_util.h"
#include "generator/network/onnx_builder_test_util.h"
#include "generator/network/onnx_import.h"
#include "generator/network/random_network.h"

namespace gatewright {
namespace {

using ::testing::ElementsAre;

FloatNetwork Shape(std::vector<int> hidden, int outputs) {
  NetworkSpec spec;
  spec.cell = CellKind::kGru;
  spec.inputs = 3;
  spec.hidden = std::move(hidden);
  spec.outputs = outputs;
  return RoundedToFloat32(RandomNetwork(spec));
}

Result<FloatNetwork> Import(const std::string& bytes, OnnxReport* report = nullptr) {
  const TemporaryFile file("model.onnx", bytes);
  return ImportOnnx(file.path(), {}, report);
}

void ExpectImports(const OnnxBuilder& builder, const FloatNetwork& expected) {
  const Result<FloatNetwork> network = Import(builder.Bytes());
  ASSERT_TRUE(network.ok()) << ToString(network.errors());
  EXPECT_TRUE(*network == expected);
}

// Errors of the import, one a line, with the file's folder left out.
std::string ErrorsOf(const OnnxBuilder& builder) {
  const Result<FloatNetwork> network = Import(builder.Bytes());
  if (network.ok()) return "accepted";
  std::string text;
  for (Diagnostic error : network.errors()) {
    error.file = "m.onnx";
    text += error.ToString() + "\n";
  }
  return text;
}

TEST(ImportGru, ReadsChainsOfOneToEightLayersInBothLayouts) {
  for (bool batch_first : {false, true}) {
    ExpectImports(ChainModel(Shape({4}, 0), batch_first), Shape({4}, 0));
    const FloatNetwork eight = Shape({4, 1, 5, 2, 7, 3, 6, 2}, 2);
    ExpectImports(ChainModel(eight, batch_first), eight);
  }
}

// ONNX stacks update z, reset r, candidate h; ours are r, u = z, c = h. The biases of W and R stay
// apart: r of c multiplies the recurrent one only.
TEST(ImportGru, PermutesTheGatesAndKeepsTheBiasesOfBothMatrices) {
  OnnxBuilder builder;
  builder.Input("x", {-1, 1, 2});
  builder.Weights("W", {1, 3, 2}, {1, 2, 3, 4, 5, 6});
  builder.Weights("R", {1, 3, 1}, {7, 8, 9});
  builder.Weights("B", {1, 6}, {10, 11, 12, 13, 14, 15});
  SetInt(builder.Node("GRU", {"x", "W", "R", "B"}, {"y"}), "linear_before_reset", 1);
  builder.Output("y");
  const Result<FloatNetwork> network = Import(builder.Bytes());
  ASSERT_TRUE(network.ok()) << ToString(network.errors());
  ASSERT_EQ(network->layers.size(), 1U);
  const FloatLayer& layer = network->layers[0];
  EXPECT_EQ(layer.kind, CellKind::kGru);
  EXPECT_EQ(layer.units, 1);
  EXPECT_EQ(layer.inputs, 2);
  EXPECT_THAT(layer.wx, ElementsAre(3, 4, 1, 2, 5, 6));
  EXPECT_THAT(layer.wh, ElementsAre(8, 7, 9));
  EXPECT_THAT(layer.bias_x, ElementsAre(11, 10, 12));
  EXPECT_THAT(layer.bias_h, ElementsAre(14, 13, 15));
}

TEST(ImportGru, TakesAbsentBiasesAsZero) {
  FloatNetwork network = Shape({4}, 2);
  OnnxBuilder builder = ChainModel(network, false);
  builder.node("layer0").mutable_input()->RemoveLast();
  network.layers[0].bias_x.assign(12, 0.0);
  network.layers[0].bias_h.assign(12, 0.0);
  ExpectImports(builder, network);
}

TEST(ImportGru, AcceptsDefaultAttributesWrittenOut) {
  const FloatNetwork network = Shape({4}, 0);
  OnnxBuilder builder = ChainModel(network, false);
  onnx::NodeProto& node = builder.node("layer0");
  SetString(node, "direction", "forward");
  SetStrings(node, "activations", {"sigmoid", "Tanh"});
  SetInt(node, "layout", 0);
  ExpectImports(builder, network);
}

TEST(ImportGru, ReadsTheLastStepFromYhAndIgnoresFinalStates) {
  const FloatNetwork network = Shape({4, 5}, 2);
  OnnxBuilder builder;
  builder.Input("x", {-1, 1, 3});
  builder.Recurrent("a", "x", network.layers[0]);
  builder.Recurrent("b", builder.DropDirection("a_Y"), network.layers[1]);
  builder.Integers("axes", {0});
  builder.Node("Squeeze", {"b_Yh", "axes"}, {"h"});
  builder.Output(builder.Dense("head", "h", network.layers[2])).Output("a_Yh");
  ExpectImports(builder, network);
}

TEST(ImportGru, LeavesAFedStateToTheHardwareAndSaysSo) {
  const FloatNetwork network = Shape({4}, 0);
  OnnxBuilder builder;
  builder.Input("x", {-1, 1, 3}).Input("h", {1, 1, 4});
  onnx::NodeProto& node = builder.Recurrent("gru", "x", network.layers[0]);
  for (const char* input : {"", "h"}) node.add_input(input);
  builder.Output("gru_Y").Output("gru_Yh");
  OnnxReport report;
  const Result<FloatNetwork> imported = Import(builder.Bytes(), &report);
  ASSERT_TRUE(imported.ok()) << ToString(imported.errors());
  EXPECT_TRUE(*imported == network);
  EXPECT_THAT(report.states, ElementsAre("initial_h of node 'gru' (GRU) from graph input 'h'"));
}

const std::string kResetRule =
    ": a reset applied before the product with R needs another datapath; only a GRU that applies "
    "it to the product can be built (nearest legal: 1, as torch.nn.GRU is exported, or a GRU of "
    "Keras with reset_after = True)\n";

TEST(RefuseGru, AResetBeforeTheProductWrittenOutOrByDefault) {
  OnnxBuilder builder = ChainModel(Shape({4, 5}, 1), false);
  for (onnx::AttributeProto& attribute : *builder.node("layer0").mutable_attribute()) {
    if (attribute.name() == "linear_before_reset") attribute.set_i(0);
  }
  builder.node("layer1").mutable_attribute()->RemoveLast();
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0' (GRU) linear_before_reset = 0" + kResetRule +
                "m.onnx: node 'layer1' (GRU) linear_before_reset = 0 (the default)" + kResetRule);
}

struct AttributeCase {
  std::string name;
  std::function<void(onnx::NodeProto&)> set;
  std::string error;
};

class RefuseGruAttribute : public ::testing::TestWithParam<AttributeCase> {};

TEST_P(RefuseGruAttribute, ByName) {
  OnnxBuilder builder = ChainModel(Shape({4, 5}, 1), false);
  GetParam().set(builder.node("layer1"));
  EXPECT_EQ(ErrorsOf(builder), "m.onnx: node 'layer1' (GRU) " + GetParam().error + "\n");
}

std::vector<AttributeCase> AttributeCases() {
  using onnx::NodeProto;
  return {
      {"reverse", [](NodeProto& n) { SetString(n, "direction", "reverse"); },
       "direction = reverse: only forward GRU layers are supported (nearest legal: forward)"},
      {"bidirectional", [](NodeProto& n) { SetString(n, "direction", "bidirectional"); },
       "direction = bidirectional: only forward GRU layers are supported (nearest legal: forward)"},
      {"clip", [](NodeProto& n) { SetFloat(n, "clip", 3.5f); },
       "clip = 3.5: clipping is not supported (nearest legal: no clip attribute)"},
      {"activations",
       [](NodeProto& n) {
         SetStrings(n, "activations", {"Sigmoid", "Tanh", "Tanh"});
       },
       "activations = Sigmoid, Tanh, Tanh: only the GRU's own activations are supported (nearest "
       "legal: Sigmoid, Tanh)"},
      {"layout", [](NodeProto& n) { SetInt(n, "layout", 1); },
       "layout = 1: the batchwise layout is not supported (nearest legal: 0)"},
      {"of_an_lstm", [](NodeProto& n) { SetInt(n, "input_forget", 1); },
       "input_forget: this attribute is unknown"},
      {"reset_of_wrong_type",
       [](NodeProto& n) {
         n.mutable_attribute()->RemoveLast();
         SetString(n, "linear_before_reset", "1");
       },
       "linear_before_reset: this attribute must be an integer"},
  };
}

INSTANTIATE_TEST_SUITE_P(All, RefuseGruAttribute, ::testing::ValuesIn(AttributeCases()),
                         [](const auto& test) { return test.param.name; });

TEST(RefuseGru, TheAttributeOfAGruInAnLstm) {
  NetworkSpec spec;
  spec.inputs = 3;
  spec.hidden = {4};
  OnnxBuilder builder = ChainModel(RandomNetwork(spec), false);
  SetInt(builder.node("layer0"), "linear_before_reset", 1);
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0' (LSTM) linear_before_reset: this attribute is unknown\n");
}

TEST(RefuseGru, SequenceLengthsStatesThatAreNotZeroAndInputsThatItHasNot) {
  OnnxBuilder builder = ChainModel(Shape({4}, 0), false);
  builder.Integers("lengths", {7});
  builder.Weights("h0", {1, 1, 4}, {0, 0, 0.5, 0});
  builder.Weights("c0", {1, 1, 4}, {0, 0, 0, 0});
  for (const char* input : {"lengths", "h0", "c0"}) builder.node("layer0").add_input(input);
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0' (GRU) input sequence_lens = lengths: sequences of given lengths "
            "are not supported (nearest legal: no sequence_lens input)\n"
            "m.onnx: node 'layer0' (GRU) input initial_h = h0: every sequence starts from zero "
            "state (nearest legal: no initial state, zeros, or a graph input)\n"
            "m.onnx: node 'layer0' (GRU) input 6 = c0: a GRU layer has no such input\n");
}

TEST(RefuseGru, WeightsOfOtherShapesOrThatAreNotFinite) {
  OnnxBuilder builder = ChainModel(Shape({4, 5}, 0), false);
  builder.tensor("layer0_R").set_dims(2, 3);
  builder.tensor("layer1_W").set_dims(1, 20);
  builder.tensor("layer1_B").set_dims(1, 40);
  EXPECT_EQ(ErrorsOf(builder),
            "m.onnx: node 'layer0' (GRU) input R = tensor 'layer0_R' [1, 12, 3]: the shape must "
            "be [1, 12, 4] (nearest legal: [1, 12, 4])\n"
            "m.onnx: node 'layer1' (GRU) input W = tensor 'layer1_W' [1, 20, 4]: the shape must "
            "be [1, 15, 4] (nearest legal: [1, 15, 4])\n"
            "m.onnx: node 'layer1' (GRU) input B = tensor 'layer1_B' [1, 40]: the shape must be "
            "[1, 30] (nearest legal: [1, 30])\n");
  FloatNetwork network = Shape({4}, 0);
  network.layers[0].bias_h[9] = std::numeric_limits<double>::infinity();  // gate c, unit 1
  EXPECT_EQ(ErrorsOf(ChainModel(network, false)),
            "m.onnx: tensor 'layer0_B'[0, 21] = inf: every weight must be finite (B of node "
            "'layer0' (GRU))\n");
}

TEST(RefuseGru, ARecurrentMatrixThatTellsNoUnits) {
  for (int64_t units : {int64_t{0}, int64_t{-1}, int64_t{1} << 40}) {
    OnnxBuilder builder = ChainModel(Shape({4}, 0), false);
    builder.node("layer0").mutable_attribute()->DeleteSubrange(0, 1);  // hidden_size
    builder.tensor("layer0_R").set_dims(1, units);
    builder.tensor("layer0_R").set_dims(2, units);
    EXPECT_EQ(ErrorsOf(builder),
              fmt::format("m.onnx: node 'layer0' (GRU) input R = tensor 'layer0_R' [1, {0}, {0}]: "
                          "the shape must be [1, 3*units, units] (nearest legal: [1, 3*units, "
                          "units])\n",
                          units));
  }
}

TEST(RefuseGru, ChainsOfBothKindsByTheNodeThatDiffers) {
  NetworkSpec spec;
  spec.inputs = 4;
  spec.hidden = {4};
  const FloatLayer lstm = RandomNetwork(spec).layers[0];
  spec.cell = CellKind::kGru;
  const FloatLayer gru = RandomNetwork(spec).layers[0];
  EXPECT_EQ(ErrorsOf(ChainModel({{lstm, gru}, ""}, false)),
            "m.onnx: node 'layer1' (GRU): a GRU layer cannot follow LSTM layers: a chain has cells "
            "of one kind (nearest legal: LSTM)\n");
  EXPECT_EQ(ErrorsOf(ChainModel({{gru, gru, lstm}, ""}, false)),
            "m.onnx: node 'layer2' (LSTM): an LSTM layer cannot follow GRU layers: a chain has "
            "cells of one kind (nearest legal: GRU)\n");
}

TEST(RefuseGru, WhatItCannotRead) {
  OnnxBuilder last = ChainModel(Shape({4, 5}, 1), false);
  last.node("layer1").set_input(0, "layer0_Yh");
  EXPECT_EQ(ErrorsOf(last),
            "m.onnx: node 'layer1' (GRU) input X = [1, 1 batch, 4 features]: a GRU layer reads "
            "all steps of its input (nearest legal: [steps, batch, features])\n");
  OnnxBuilder branch = ChainModel(Shape({3, 5}, 1), false);
  branch.node("layer1").set_input(0, "x");
  branch.Output("layer0_Y");
  EXPECT_EQ(ErrorsOf(branch),
            "m.onnx: node 'layer1' (GRU): the graph branches here; only a plain chain of layers "
            "is supported (nearest legal: a plain chain: input, LSTM or GRU layers, dense head, "
            "output)\n");
}

TEST(RefuseGru, MoreThanEightLayers) {
  EXPECT_EQ(ErrorsOf(ChainModel(Shape(std::vector<int>(9, 2), 0), false)),
            "m.onnx: recurrent layers = 9: a network has at most 8 recurrent layers (nearest "
            "legal: 8)\n");
}

// One step as exporters write it that do not know the operator.
TEST(RefuseGru, GivesAdviceOnOneTakenApart) {
  OnnxBuilder builder;
  builder.Input("x", {1, 3}).Input("h", {1, 2});
  builder.Weights("W", {3, 6}, std::vector<double>(18, 0.5));
  builder.Weights("R", {2, 6}, std::vector<double>(12, 0.5));
  builder.Node("MatMul", {"x", "W"}, {"of_x"});
  builder.Node("MatMul", {"h", "R"}, {"of_h"});
  SetInt(builder.Node("Split", {"of_x"}, {"xr", "xz", "xn"}), "axis", 1);
  SetInt(builder.Node("Split", {"of_h"}, {"hr", "hz", "hn"}), "axis", 1);
  builder.Node("Add", {"xr", "hr"}, {"sum_r"});
  builder.Node("Sigmoid", {"sum_r"}, {"r"});
  builder.Node("Add", {"xz", "hz"}, {"sum_z"});
  builder.Node("Sigmoid", {"sum_z"}, {"z"});
  builder.Node("Mul", {"r", "hn"}, {"reset"});
  builder.Node("Add", {"xn", "reset"}, {"sum_n"});
  builder.Node("Tanh", {"sum_n"}, {"n"});
  builder.Node("Sub", {"h", "n"}, {"difference"});
  builder.Node("Mul", {"difference", "z"}, {"kept"});
  builder.Node("Add", {"kept", "n"}, {"next"});
  builder.Output("next");
  EXPECT_THAT(
      ErrorsOf(builder),
      ::testing::HasSubstr(
          "m.onnx: node 'hr_node' (Split): the model holds no LSTM or GRU node, but what looks "
          "like the gates of a GRU that the exporter has taken apart (nearest legal: export "
          "torch.nn.GRU by torch.onnx.export(..., dynamo=False), which keeps it whole)\n"));
}

}  // namespace
}  // namespace gatewright
