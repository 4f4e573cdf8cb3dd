// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <string>
#include <vector>

#include "generator/network/float_network.h"

namespace gatewright {

/// Builds small ONNX models for tests, node by node in the order of the calls.
class OnnxBuilder {
 public:
  explicit OnnxBuilder(int opset = 14);

  /// A graph input or output of float32; size -1 is one known only at run time.
  OnnxBuilder& Input(const std::string& name, const std::vector<int64_t>& shape);
  OnnxBuilder& Output(const std::string& name);

  /// A float32 initializer in raw_data.
  onnx::TensorProto& Weights(const std::string& name, const std::vector<int64_t>& shape,
                             const std::vector<double>& values);
  /// An int64 initializer; shape [count], or a scalar.
  void Integers(const std::string& name, const std::vector<int64_t>& values, bool scalar = false);

  onnx::NodeProto& Node(const std::string& op, const std::vector<std::string>& inputs,
                        const std::vector<std::string>& outputs);
  /// An LSTM or GRU node `name` with initializers <name>_W, _R, _B; outputs <name>_Y, _Yh and of
  /// an LSTM _Yc.
  onnx::NodeProto& Recurrent(const std::string& name, const std::string& x,
                             const FloatLayer& layer);
  /// Squeeze of dimension 1: from a recurrent layer's Y to the next layer's X.
  std::string DropDirection(const std::string& y);
  /// MatMul and Add and the activation of a dense layer; returns the output's name.
  std::string Dense(const std::string& name, const std::string& x, const FloatLayer& layer);

  onnx::NodeProto& node(const std::string& name);
  onnx::TensorProto& tensor(const std::string& name);
  onnx::GraphProto& graph() { return *model_.mutable_graph(); }
  onnx::ModelProto& model() { return model_; }
  std::string Bytes() const { return model_.SerializeAsString(); }

 private:
  onnx::ModelProto model_;
};

/// Attributes of a node.
void SetInt(onnx::NodeProto& node, const std::string& name, int64_t value);
void SetInts(onnx::NodeProto& node, const std::string& name, const std::vector<int64_t>& values);
void SetFloat(onnx::NodeProto& node, const std::string& name, float value);
void SetString(onnx::NodeProto& node, const std::string& name, const std::string& value);
void SetStrings(onnx::NodeProto& node, const std::string& name,
                const std::vector<std::string>& values);

/// The network with every weight rounded to float32, as a float32 model holds it.
FloatNetwork RoundedToFloat32(FloatNetwork network);

/// `network` as a model with input "x" and output "y": [steps, 1, elements], or [1, steps,
/// elements] with Transposes as exporters emit them for batch_first.
OnnxBuilder ChainModel(const FloatNetwork& network, bool batch_first);

}  // namespace gatewright
