// SPDX-License-Identifier: Apache-2.0
// The LSTM and GRU cases of the ONNX standard itself (Debian package libonnx-testdata).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "generator/base/file_test_util.h"
#include "generator/network/float_run.h"
#include "generator/network/onnx_import.h"
#include "generator/network/onnx_tensor.h"

namespace gatewright {
namespace {

using ::testing::HasSubstr;

constexpr const char* kCases = "/usr/share/libonnx-testdata/data/node/";

// One case: its model with every fed weight moved to the initializers, its input and output.
struct Case {
  onnx::ModelProto model;
  onnx::TensorProto x;
  onnx::TensorProto output;  ///< output_0.pb
};

void ParseFile(const std::string& path, google::protobuf::Message& message) {
  ASSERT_TRUE(std::filesystem::exists(path))
      << path << " is missing: install the Debian package libonnx-testdata";
  ASSERT_TRUE(message.ParseFromString(ReadBytes(path))) << path;
}

Case LoadCase(const std::string& name) {
  const std::string folder = std::string(kCases) + name + "/";
  Case loaded;
  ParseFile(folder + "model.onnx", loaded.model);
  onnx::GraphProto& graph = *loaded.model.mutable_graph();
  ParseFile(folder + "test_data_set_0/input_0.pb", loaded.x);
  ParseFile(folder + "test_data_set_0/output_0.pb", loaded.output);
  for (int i = 1; i < graph.input_size(); ++i) {
    onnx::TensorProto& weights = *graph.add_initializer();
    ParseFile(folder + "test_data_set_0/input_" + std::to_string(i) + ".pb", weights);
    weights.set_name(graph.input(i).name());
  }
  return loaded;
}

Result<FloatNetwork> Import(const onnx::ModelProto& model) {
  const TemporaryFile file("case.onnx", model.SerializeAsString());
  return ImportOnnx(file.path());
}

// x is [steps, batch, inputs] and the output Y_h [1, batch, units]: each batch entry is a sequence.
void ExpectLastStepsMatch(const Case& loaded) {
  const Result<FloatNetwork> network = Import(loaded.model);
  ASSERT_TRUE(network.ok()) << ToString(network.errors());
  const Result<std::vector<double>> x = ReadFloatTensor("", loaded.x);
  const Result<std::vector<double>> wanted = ReadFloatTensor("", loaded.output);
  ASSERT_TRUE(x.ok() && wanted.ok());
  const int64_t steps = loaded.x.dims(0);
  const int64_t batch = loaded.x.dims(1);
  const int64_t inputs = loaded.x.dims(2);
  const int64_t units = loaded.output.dims(2);
  ASSERT_EQ(network->inputs(), inputs);
  ASSERT_EQ(network->outputs(), units);
  for (int64_t sequence = 0; sequence < batch; ++sequence) {
    Stimulus stimulus;
    stimulus.steps = static_cast<int>(steps);
    stimulus.width = static_cast<int>(inputs);
    stimulus.starts.assign(static_cast<size_t>(steps), false);
    stimulus.starts[0] = true;
    for (int64_t step = 0; step < steps; ++step) {
      const auto first = x->begin() + (step * batch + sequence) * inputs;
      stimulus.values.insert(stimulus.values.end(), first, first + inputs);
    }
    const FloatTrace trace = RunFloat(*network, stimulus);
    for (int64_t unit = 0; unit < units; ++unit) {
      // The cases are computed in float32 from weights of 0.1: their own error is below 1e-6.
      EXPECT_NEAR(trace.outputs()[static_cast<size_t>((steps - 1) * units + unit)],
                  (*wanted)[static_cast<size_t>(sequence * units + unit)], 1e-5);
    }
  }
}

TEST(OnnxConformance, LstmDefaults) { ExpectLastStepsMatch(LoadCase("test_lstm_defaults")); }

TEST(OnnxConformance, LstmWithInitialBias) {
  ExpectLastStepsMatch(LoadCase("test_lstm_with_initial_bias"));
}

TEST(OnnxConformance, LstmBatchwiseIsRefusedByItsAttribute) {
  const Result<FloatNetwork> network = Import(LoadCase("test_lstm_batchwise").model);
  ASSERT_FALSE(network.ok());
  EXPECT_THAT(ToString(network.errors()),
              HasSubstr("layout = 1: the batchwise layout is not supported (nearest legal: 0)"));
}

TEST(OnnxConformance, LstmWithPeepholesIsRefusedByItsInputs) {
  const Result<FloatNetwork> network = Import(LoadCase("test_lstm_with_peepholes").model);
  ASSERT_FALSE(network.ok());
  const std::string text = ToString(network.errors());
  EXPECT_THAT(text, HasSubstr("input P = P: peepholes are not supported"));
  EXPECT_THAT(text, HasSubstr("input sequence_lens = sequence_lens: sequences of given lengths"));
}

// The case with its reset applied after the product. One step from zero state with recurrent biases
// of zero, as those below, resets nothing: the output wanted stays the same.
Case WithResetAfterTheProduct(Case loaded) {
  onnx::NodeProto& node = *loaded.model.mutable_graph()->mutable_node(0);
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name("linear_before_reset");
  attribute.set_type(onnx::AttributeProto::INT);
  attribute.set_i(1);
  return loaded;
}

TEST(OnnxConformance, GruDefaults) {
  ExpectLastStepsMatch(WithResetAfterTheProduct(LoadCase("test_gru_defaults")));
}

TEST(OnnxConformance, GruWithInitialBias) {
  ExpectLastStepsMatch(WithResetAfterTheProduct(LoadCase("test_gru_with_initial_bias")));
}

TEST(OnnxConformance, GruThatResetsBeforeTheProductIsRefusedByItsAttribute) {
  for (const char* name : {"test_gru_defaults", "test_gru_with_initial_bias", "test_gru_seq_length",
                           "test_gru_batchwise"}) {
    const Result<FloatNetwork> network = Import(LoadCase(name).model);
    ASSERT_FALSE(network.ok());
    EXPECT_THAT(ToString(network.errors()),
                HasSubstr("(GRU) linear_before_reset = 0 (the default): a reset applied before the "
                          "product with R needs another datapath"));
  }
}

TEST(OnnxConformance, GruBatchwiseIsRefusedByItsAttribute) {
  const Result<FloatNetwork> network =
      Import(WithResetAfterTheProduct(LoadCase("test_gru_batchwise")).model);
  ASSERT_FALSE(network.ok());
  EXPECT_THAT(ToString(network.errors()),
              HasSubstr("layout = 1: the batchwise layout is not supported (nearest legal: 0)"));
}

TEST(OnnxConformance, WeightsLeftAsInputsAreRefused) {
  onnx::ModelProto model = LoadCase("test_lstm_defaults").model;
  model.mutable_graph()->clear_initializer();
  const Result<FloatNetwork> network = Import(model);
  ASSERT_FALSE(network.ok());
  EXPECT_THAT(ToString(network.errors()), HasSubstr("input W = W: weights must be stored"));
}

}  // namespace
}  // namespace gatewright
