// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/network/float_network.h"
#include "generator/network/onnx_layout.h"
#include "generator/network/onnx_node.h"

namespace gatewright {

/// Advice and rule that several operators give.
inline constexpr const char* kPlainChain =
    "a plain chain: input, LSTM or GRU layers, dense head, output";
inline constexpr const char* kHeadIsLast =
    "a dense layer is supported only as the head, after all recurrent layers";

/// What the import knows about one named tensor of the graph.
struct OnnxValue {
  enum class Kind {
    kUnknown,   ///< made by a node that was refused; what reads it says nothing more
    kConstant,  ///< initializer or Constant node
    kZero,      ///< zeros, of a shape known only at run time
    kFed,       ///< a graph input for initial states, at most rearranged
    kComputed,  ///< anything else that does not depend on the network's input frames
    kData,      ///< frames on the chain from the network's input to its output
    kState,     ///< final states joined or a cell state: legal only as an output
    kOutside,   ///< depends on the chain, but is left to the user
  };
  Kind kind = Kind::kUnknown;
  const onnx::TensorProto* tensor = nullptr;  ///< kConstant
  Layout layout;                              ///< kData
  int stage = 0;                              ///< kData: compute nodes passed so far
  bool is_final_state = false;                ///< kData: Y_h of a layer, the last step only
  std::string text = {};  ///< kFed: the graph input; kOutside: why it is left to the user
};

/// State of one import: the tensors seen so far, the layers built and the errors collected.
class OnnxState {
 public:
  OnnxState(std::string file, bool subgraph) : file_(std::move(file)), subgraph_(subgraph) {}

  const std::string& file() const { return file_; }
  /// Whether nodes that cannot be built may be left to the user.
  bool subgraph() const { return subgraph_; }
  Diagnostics& errors() { return errors_; }

  /// Collects an error of `node`; `part` names the attribute or input, may be empty.
  void Fail(const onnx::NodeProto& node, const std::string& part, std::string value,
            std::string rule, std::string nearest = "");
  /// Collects `error` of a helper that knows only value and rule.
  void Fail(const onnx::NodeProto& node, Diagnostic error);

  /// Value of input `index`; null when the input is absent. A tensor that nothing makes is
  /// reported and unknown.
  const OnnxValue* Input(const onnx::NodeProto& node, int index);
  /// Elements of an integer constant input; reports anything else. Absent: empty list.
  std::optional<std::vector<int64_t>> IntInput(const onnx::NodeProto& node, int index);

  /// Attributes with their defaults; a wrong type is reported.
  int64_t Int(const onnx::NodeProto& node, const std::string& name, int64_t fallback);
  double Float(const onnx::NodeProto& node, const std::string& name, double fallback);
  std::optional<std::vector<int64_t>> Ints(const onnx::NodeProto& node, const std::string& name);

  /// Sets output `index` if the node has it.
  void SetOutput(const onnx::NodeProto& node, int index, OnnxValue value);
  void SetTensor(const std::string& name, OnnxValue value);
  const OnnxValue* Get(const std::string& name) const;

  /// Whether `value` is data at the end of the chain; reports a branch at `node` if not.
  bool IsEndOfChain(const onnx::NodeProto& node, const OnnxValue& value);

  /// Takes the last compute node back: the data that it made are left to the user.
  void LeaveLastStage(const std::string& why);

  /// A tensor that lives as long as the import.
  onnx::TensorProto& NewTensor() { return owned_.emplace_back(); }

  std::vector<FloatLayer> layers;   ///< recurrent layers and head, complete only without errors
  int recurrent_count = 0;          ///< LSTM and GRU nodes met, refused ones included
  int stage = 0;                    ///< compute nodes on the chain so far
  std::string end;                  ///< tensor at the end of the chain
  std::string relu;                 ///< label of a Relu that waits for the head it stands before
  std::vector<std::string> states;  ///< initial states that are graph inputs, for the report

 private:
  std::string file_;
  bool subgraph_;
  Diagnostics errors_;
  std::map<std::string, OnnxValue> values_;
  std::deque<onnx::TensorProto> owned_;
};

/// An operator that only moves data or makes zeros and shapes; sets the node's outputs.
/// Returns false when `node` is no such operator.
bool ImportGlue(OnnxState& state, const onnx::NodeProto& node);

/// An LSTM or GRU node: appends its layer and sets Y, Y_h and an LSTM's Y_c.
/// Returns false when `node` is no such operator.
bool ImportRecurrent(OnnxState& state, const onnx::NodeProto& node);

/// Gemm, MatMul, Conv, Add, Relu, Sigmoid or Tanh: the dense head, built up step by step.
/// Returns false when `node` is no such operator.
bool ImportHead(OnnxState& state, const onnx::NodeProto& node);

}  // namespace gatewright
