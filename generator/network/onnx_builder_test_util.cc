// SPDX-License-Identifier: Apache-2.0
#include "generator/network/onnx_builder_test_util.h"

#include <bit>
#include <cstdlib>
#include <utility>

namespace gatewright {
namespace {

using onnx::AttributeProto;
using onnx::NodeProto;
using onnx::TensorProto;

AttributeProto& Attribute(NodeProto& node, const std::string& name,
                          AttributeProto::AttributeType type) {
  AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(type);
  return attribute;
}

// Blocks in our order of gates as ONNX stacks them: i, f, g, o as i, o, f, c; r, u, c as z, r, h.
std::vector<double> InOnnxOrder(CellKind kind, const std::vector<double>& values) {
  const std::vector<int> gates =
      kind == CellKind::kLstm ? std::vector<int>{0, 3, 1, 2} : std::vector<int>{1, 0, 2};
  const auto block = static_cast<std::ptrdiff_t>(values.size() / gates.size());
  std::vector<double> output;
  for (int gate : gates) {
    output.insert(output.end(), values.begin() + gate * block, values.begin() + (gate + 1) * block);
  }
  return output;
}

std::string RawFloats(const std::vector<double>& values) {
  std::string raw;
  for (double value : values) {
    const auto bits = std::bit_cast<uint32_t>(static_cast<float>(value));
    for (int shift = 0; shift < 32; shift += 8) {
      raw.push_back(static_cast<char>((bits >> shift) & 0xff));
    }
  }
  return raw;
}

}  // namespace

OnnxBuilder::OnnxBuilder(int opset) {
  model_.set_ir_version(7);
  model_.add_opset_import()->set_version(opset);
  graph().set_name("test");
}

OnnxBuilder& OnnxBuilder::Input(const std::string& name, const std::vector<int64_t>& shape) {
  onnx::ValueInfoProto& input = *graph().add_input();
  input.set_name(name);
  auto& type = *input.mutable_type()->mutable_tensor_type();
  type.set_elem_type(TensorProto::FLOAT);
  for (int64_t size : shape) {
    auto& dimension = *type.mutable_shape()->add_dim();
    if (size < 0) {
      dimension.set_dim_param("steps");
    } else {
      dimension.set_dim_value(size);
    }
  }
  return *this;
}

OnnxBuilder& OnnxBuilder::Output(const std::string& name) {
  onnx::ValueInfoProto& output = *graph().add_output();
  output.set_name(name);
  output.mutable_type()->mutable_tensor_type()->set_elem_type(TensorProto::FLOAT);
  return *this;
}

TensorProto& OnnxBuilder::Weights(const std::string& name, const std::vector<int64_t>& shape,
                                  const std::vector<double>& values) {
  TensorProto& tensor = *graph().add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(TensorProto::FLOAT);
  for (int64_t size : shape) tensor.add_dims(size);
  tensor.set_raw_data(RawFloats(values));
  return tensor;
}

void OnnxBuilder::Integers(const std::string& name, const std::vector<int64_t>& values,
                           bool scalar) {
  TensorProto& tensor = *graph().add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(TensorProto::INT64);
  if (!scalar) tensor.add_dims(static_cast<int64_t>(values.size()));
  for (int64_t value : values) tensor.add_int64_data(value);
}

NodeProto& OnnxBuilder::Node(const std::string& op, const std::vector<std::string>& inputs,
                             const std::vector<std::string>& outputs) {
  NodeProto& node = *graph().add_node();
  node.set_op_type(op);
  node.set_name(outputs.front() + "_node");
  for (const std::string& input : inputs) node.add_input(input);
  for (const std::string& output : outputs) node.add_output(output);
  return node;
}

NodeProto& OnnxBuilder::Recurrent(const std::string& name, const std::string& x,
                                  const FloatLayer& layer) {
  const int64_t rows = layer.rows();
  Weights(name + "_W", {1, rows, layer.inputs}, InOnnxOrder(layer.kind, layer.wx));
  Weights(name + "_R", {1, rows, layer.units}, InOnnxOrder(layer.kind, layer.wh));
  std::vector<double> biases = InOnnxOrder(layer.kind, layer.bias_x);
  const std::vector<double> recurrent = InOnnxOrder(layer.kind, layer.bias_h);
  biases.insert(biases.end(), recurrent.begin(), recurrent.end());
  Weights(name + "_B", {1, 2 * rows}, biases);
  const bool is_lstm = layer.kind == CellKind::kLstm;
  std::vector<std::string> outputs = {name + "_Y", name + "_Yh"};
  if (is_lstm) outputs.push_back(name + "_Yc");
  NodeProto& node =
      Node(is_lstm ? "LSTM" : "GRU", {x, name + "_W", name + "_R", name + "_B"}, outputs);
  node.set_name(name);
  SetInt(node, "hidden_size", layer.units);
  if (!is_lstm) SetInt(node, "linear_before_reset", 1);
  return node;
}

std::string OnnxBuilder::DropDirection(const std::string& y) {
  Integers(y + "_axes", {1});
  Node("Squeeze", {y, y + "_axes"}, {y + "_frames"});
  return y + "_frames";
}

std::string OnnxBuilder::Dense(const std::string& name, const std::string& x,
                               const FloatLayer& layer) {
  const auto inputs = static_cast<size_t>(layer.inputs);
  const auto units = static_cast<size_t>(layer.units);
  std::vector<double> transposed(inputs * units);
  for (size_t u = 0; u < units; ++u) {
    for (size_t i = 0; i < inputs; ++i) transposed[i * units + u] = layer.wx[u * inputs + i];
  }
  Weights(name + "_M", {layer.inputs, layer.units}, transposed);
  Weights(name + "_b", {layer.units}, layer.bias_x);
  if (layer.input_relu) Node("Relu", {x}, {name + "_positive"});
  Node("MatMul", {layer.input_relu ? name + "_positive" : x, name + "_M"}, {name + "_product"});
  Node("Add", {name + "_b", name + "_product"}, {name + "_sum"});
  if (layer.activation == HeadActivation::kNone) return name + "_sum";
  const char* op = layer.activation == HeadActivation::kRelu      ? "Relu"
                   : layer.activation == HeadActivation::kSigmoid ? "Sigmoid"
                                                                  : "Tanh";
  Node(op, {name + "_sum"}, {name + "_out"});
  return name + "_out";
}

NodeProto& OnnxBuilder::node(const std::string& name) {
  for (NodeProto& node : *graph().mutable_node()) {
    if (node.name() == name) return node;
  }
  std::abort();
}

TensorProto& OnnxBuilder::tensor(const std::string& name) {
  for (TensorProto& tensor : *graph().mutable_initializer()) {
    if (tensor.name() == name) return tensor;
  }
  std::abort();
}

void SetInt(NodeProto& node, const std::string& name, int64_t value) {
  Attribute(node, name, AttributeProto::INT).set_i(value);
}

void SetInts(NodeProto& node, const std::string& name, const std::vector<int64_t>& values) {
  AttributeProto& attribute = Attribute(node, name, AttributeProto::INTS);
  for (int64_t value : values) attribute.add_ints(value);
}

void SetFloat(NodeProto& node, const std::string& name, float value) {
  Attribute(node, name, AttributeProto::FLOAT).set_f(value);
}

void SetString(NodeProto& node, const std::string& name, const std::string& value) {
  Attribute(node, name, AttributeProto::STRING).set_s(value);
}

void SetStrings(NodeProto& node, const std::string& name, const std::vector<std::string>& values) {
  AttributeProto& attribute = Attribute(node, name, AttributeProto::STRINGS);
  for (const std::string& value : values) attribute.add_strings(value);
}

FloatNetwork RoundedToFloat32(FloatNetwork network) {
  for (FloatLayer& layer : network.layers) {
    for (std::vector<double>* values : {&layer.wx, &layer.wh, &layer.bias_x, &layer.bias_h}) {
      for (double& value : *values) value = static_cast<float>(value);
    }
  }
  return network;
}

OnnxBuilder ChainModel(const FloatNetwork& network, bool batch_first) {
  OnnxBuilder builder;
  std::string frames = "x";
  if (batch_first) {
    builder.Input("x", {1, -1, network.inputs()});
    SetInts(builder.Node("Transpose", {"x"}, {"x_steps"}), "perm", {1, 0, 2});
    frames = "x_steps";
  } else {
    builder.Input("x", {-1, 1, network.inputs()});
  }
  int index = 0;
  for (const FloatLayer& layer : network.layers) {
    const std::string name = "layer" + std::to_string(index++);
    if (IsRecurrent(layer.kind)) {
      builder.Recurrent(name, frames, layer);
      frames = builder.DropDirection(name + "_Y");
    } else {
      frames = builder.Dense(name, frames, layer);
    }
  }
  if (batch_first) {
    SetInts(builder.Node("Transpose", {frames}, {"y"}), "perm", {1, 0, 2});
  } else {
    builder.Node("Identity", {frames}, {"y"});
  }
  builder.Output("y");
  return builder;
}

}  // namespace gatewright
