// SPDX-License-Identifier: Apache-2.0
// Recognises the dense head of an ONNX graph.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "generator/network/onnx_state.h"
#include "generator/network/onnx_tensor.h"

namespace gatewright {
namespace {

using onnx::NodeProto;
using onnx::TensorProto;
using Kind = OnnxValue::Kind;

std::optional<std::vector<double>> Elements(OnnxState& state, const NodeProto& node,
                                            const TensorProto& tensor) {
  Result<std::vector<double>> values = ReadFloatTensor(state.file(), tensor);
  if (values) return std::move(*values);
  for (Diagnostic error : values.errors()) {
    error.rule = fmt::format("{} ({})", error.rule, NodeLabel(node));
    state.errors().push_back(std::move(error));
  }
  return std::nullopt;
}

// The constant at `input`; null and reported when it is none.
const TensorProto* ConstantInput(OnnxState& state, const NodeProto& node, int input) {
  const OnnxValue* value = state.Input(node, input);
  if (value != nullptr && value->kind == Kind::kConstant) return value->tensor;
  if (value == nullptr || value->kind != Kind::kUnknown) {
    state.Fail(node, fmt::format("input {}", input), value == nullptr ? "" : node.input(input),
               "the dense head's weights must be stored in the model",
               "an initializer or Constant node");
  }
  return nullptr;
}

// Whether a dense layer may stand here, reading `data` along dimension `axis`.
bool CanPlaceHead(OnnxState& state, const NodeProto& node, const OnnxValue& data, size_t axis) {
  if (!state.IsEndOfChain(node, data)) return false;
  const bool is_first = state.layers.empty();
  if (is_first || state.layers.back().kind == CellKind::kDense) {
    state.Fail(node, "", "",
               is_first ? kHeadIsLast : "only one dense layer is supported, the head");
    return false;
  }
  if (axis < data.layout.size() && data.layout[axis].role == AxisRole::kFeatures) return true;
  state.Fail(node, "input 0", LayoutText(data.layout),
             node.op_type() == "Conv" ? "the channels that a Conv as the head reads must be the "
                                        "units of the last recurrent layer"
                                      : "the last dimension that the dense head reads must be the "
                                        "units of the last recurrent layer");
  return false;
}

// Appends the head with `matrix` stored [inputs, units], or [units, inputs] when transposed.
bool AppendDense(OnnxState& state, const NodeProto& node, const TensorProto& matrix,
                 bool transposed, int64_t inputs) {
  const std::vector<int64_t> shape = TensorShape(matrix);
  const size_t inputs_at = transposed ? 1 : 0;
  if (shape.size() != 2 || (inputs > 0 && shape[inputs_at] != inputs) || shape[0] < 1 ||
      shape[1] < 1) {
    const std::string size = inputs > 0 ? std::to_string(inputs) : "inputs";
    const std::string wanted = transposed ? "[units, " + size + "]" : "[" + size + ", units]";
    state.Fail(node, "input 1", fmt::format("tensor '{}' {}", node.input(1), OnnxShapeText(shape)),
               "the shape must be " + wanted, wanted);
    return false;
  }
  const std::optional<std::vector<double>> values = Elements(state, node, matrix);
  if (!values) return false;
  FloatLayer layer;
  layer.kind = CellKind::kDense;
  layer.inputs = static_cast<int>(shape[inputs_at]);
  layer.units = static_cast<int>(shape[1 - inputs_at]);
  layer.wx.resize(values->size());
  const auto columns = static_cast<size_t>(layer.inputs);
  const auto rows = static_cast<size_t>(layer.units);
  for (size_t row = 0; row < rows; ++row) {
    for (size_t column = 0; column < columns; ++column) {
      layer.wx[row * columns + column] =
          (*values)[transposed ? row * columns + column : column * rows + row];
    }
  }
  layer.bias_x.assign(rows, 0.0);
  layer.input_relu = !state.relu.empty();
  state.relu.clear();
  state.layers.push_back(std::move(layer));
  return true;
}

// Adds a bias of [units], [1, ..., units] or one element to the head.
bool AddBias(OnnxState& state, const NodeProto& node, int input, size_t rank) {
  const TensorProto* tensor = ConstantInput(state, node, input);
  if (tensor == nullptr) return false;
  FloatLayer& head = state.layers.back();
  const std::vector<int64_t> shape = TensorShape(*tensor);
  std::vector<int64_t> wanted(shape.size(), 1);
  if (!wanted.empty()) wanted.back() = head.units;
  const bool is_single = std::all_of(shape.begin(), shape.end(), [](int64_t n) { return n == 1; });
  if (shape.size() > rank || !(is_single || shape == wanted)) {
    const std::string text = fmt::format("[{}]", head.units);
    state.Fail(node, fmt::format("input {}", input),
               fmt::format("tensor '{}' {}", node.input(input), OnnxShapeText(shape)),
               "the head's bias must have the shape " + text, text);
    return false;
  }
  const std::optional<std::vector<double>> values = Elements(state, node, *tensor);
  if (!values) return false;
  for (size_t unit = 0; unit < head.bias_x.size(); ++unit) {
    head.bias_x[unit] += (*values)[values->size() == 1 ? 0 : unit];
  }
  return true;
}

// Sets the node's output to `data` with one more compute node passed.
void Advance(OnnxState& state, const NodeProto& node, OnnxValue data) {
  data.stage = ++state.stage;
  data.is_final_state = false;
  if (const std::optional<size_t> axis = FeatureAxis(data.layout)) {
    data.layout[*axis].size = state.layers.back().units;
  }
  if (state.relu.empty()) state.end = node.output(0);
  state.SetOutput(node, 0, std::move(data));
}

void CheckFactor(OnnxState& state, const NodeProto& node, const std::string& name) {
  const double factor = state.Float(node, name, 1.0);
  if (factor != 1.0) {
    state.Fail(node, name, fmt::format("{}", factor), "a scaled Gemm is not supported", "1");
  }
}

void ImportGemm(OnnxState& state, const NodeProto& node, const OnnxValue& data) {
  const size_t errors_before = state.errors().size();
  CheckFactor(state, node, "alpha");
  CheckFactor(state, node, "beta");
  if (state.Int(node, "transA", 0) != 0) {
    state.Fail(node, "transA", "1", "the frames cannot be transposed", "0");
  }
  const bool transposed = state.Int(node, "transB", 0) != 0;
  if (!CanPlaceHead(state, node, data, data.layout.size() - 1)) return;
  if (data.layout.size() != 2) {
    state.Fail(node, "input 0", LayoutText(data.layout), "Gemm reads two dimensions",
               "[steps, features]");
  }
  const TensorProto* matrix = ConstantInput(state, node, 1);
  if (matrix == nullptr || state.errors().size() != errors_before) return;
  if (!AppendDense(state, node, *matrix, transposed, data.layout.back().size)) return;
  const bool has_bias = node.input_size() > 2 && !node.input(2).empty();
  if (!has_bias || AddBias(state, node, 2, 2)) Advance(state, node, data);
}

void ImportMatMul(OnnxState& state, const NodeProto& node, const OnnxValue& data) {
  if (!CanPlaceHead(state, node, data, data.layout.size() - 1)) return;
  const TensorProto* matrix = ConstantInput(state, node, 1);
  if (matrix == nullptr) return;
  if (AppendDense(state, node, *matrix, false, data.layout.back().size)) {
    Advance(state, node, data);
  }
}

bool AreAll(const std::optional<std::vector<int64_t>>& values, int64_t wanted) {
  return !values || std::all_of(values->begin(), values->end(),
                                [wanted](int64_t value) { return value == wanted; });
}

// A Conv of kernel 1 computes a dense layer at every place of its input [batch, channels, places].
void ImportConv(OnnxState& state, const NodeProto& node, const OnnxValue& data) {
  const size_t errors_before = state.errors().size();
  if (!CanPlaceHead(state, node, data, 1)) return;
  const TensorProto* kernel = ConstantInput(state, node, 1);
  if (kernel == nullptr) return;
  const std::vector<int64_t> shape = TensorShape(*kernel);
  const bool is_point = shape.size() >= 3 && shape.size() == data.layout.size() &&
                        AreAll(std::vector<int64_t>(shape.begin() + 2, shape.end()), 1);
  if (!is_point) {
    state.Fail(node, "input 1", fmt::format("tensor '{}' {}", node.input(1), OnnxShapeText(shape)),
               "only a Conv of kernel 1 can be the head", "[units, inputs, 1]");
  }
  if (!AreAll(state.Ints(node, "strides"), 1)) {
    state.Fail(node, "strides", OnnxShapeText(*state.Ints(node, "strides")),
               "the head computes every step", "1");
  }
  if (!AreAll(state.Ints(node, "pads"), 0)) {
    state.Fail(node, "pads", OnnxShapeText(*state.Ints(node, "pads")),
               "a Conv as the head cannot be padded", "0");
  }
  if (state.Int(node, "group", 1) != 1) {
    state.Fail(node, "group", std::to_string(state.Int(node, "group", 1)),
               "a Conv as the head cannot be grouped", "1");
  }
  if (state.errors().size() != errors_before) return;
  TensorProto& matrix = state.NewTensor();
  matrix = *kernel;
  matrix.mutable_dims()->Truncate(2);
  if (!AppendDense(state, node, matrix, true, data.layout[1].size)) return;
  if (!HasInput(node, 2) || AddBias(state, node, 2, 1)) Advance(state, node, data);
}

// Whether the last layer is a head without activation whose output is `data`.
bool FollowsPlainHead(OnnxState& state, const NodeProto& node, const OnnxValue& data,
                      const std::string& what) {
  if (!state.IsEndOfChain(node, data)) return false;
  const bool is_head = !state.layers.empty() && state.layers.back().kind == CellKind::kDense &&
                       state.layers.back().activation == HeadActivation::kNone &&
                       FeatureAxis(data.layout).has_value();
  if (!is_head) {
    state.Fail(node, "", "", what + " is supported only directly after the dense head");
  }
  return is_head;
}

void ImportAdd(OnnxState& state, const NodeProto& node) {
  const OnnxValue* left = state.Input(node, 0);
  const OnnxValue* right = state.Input(node, 1);
  if (left == nullptr || right == nullptr) {
    state.Fail(node, "", "", "an input is missing");
    return;
  }
  if (left->kind == Kind::kUnknown || right->kind == Kind::kUnknown) return;
  if (left->kind == Kind::kData && right->kind == Kind::kData) {
    state.Fail(node, "", "",
               "two computed tensors are added; only a plain chain of layers is "
               "supported",
               kPlainChain);
    return;
  }
  const int data_at = left->kind == Kind::kData ? 0 : 1;
  const OnnxValue data = data_at == 0 ? *left : *right;
  if (!FollowsPlainHead(state, node, data, "a bias")) return;
  if (data.layout.back().role != AxisRole::kFeatures) {
    state.Fail(node, "", LayoutText(data.layout), "a bias is added along the last dimension");
    return;
  }
  if (AddBias(state, node, 1 - data_at, data.layout.size())) Advance(state, node, data);
}

std::optional<HeadActivation> ActivationOf(const std::string& op) {
  if (op == "Relu") return HeadActivation::kRelu;
  if (op == "Sigmoid") return HeadActivation::kSigmoid;
  if (op == "Tanh") return HeadActivation::kTanh;
  return std::nullopt;
}

// A Relu directly after the last recurrent layer belongs to the head that follows.
bool WaitsForHead(OnnxState& state, const NodeProto& node, const OnnxValue& data) {
  if (node.op_type() != "Relu" || data.kind != Kind::kData || data.stage != state.stage ||
      state.layers.empty() || state.layers.back().kind == CellKind::kDense || !state.relu.empty()) {
    return false;
  }
  state.relu = NodeLabel(node);
  return true;
}

}  // namespace

bool ImportHead(OnnxState& state, const NodeProto& node) {
  const std::string& op = node.op_type();
  const std::optional<HeadActivation> activation = ActivationOf(op);
  if (op != "Gemm" && op != "MatMul" && op != "Conv" && op != "Add" && !activation) return false;
  const OnnxValue* input = state.Input(node, 0);
  const OnnxValue data = input == nullptr ? OnnxValue{} : *input;
  state.SetOutput(node, 0, OnnxValue{});
  if (input == nullptr) {
    state.Fail(node, "input 0", "", "this input is missing");
  } else if (op == "Gemm") {
    ImportGemm(state, node, data);
  } else if (op == "MatMul") {
    ImportMatMul(state, node, data);
  } else if (op == "Conv") {
    ImportConv(state, node, data);
  } else if (op == "Add") {
    ImportAdd(state, node);
  } else if (WaitsForHead(state, node, data)) {
    Advance(state, node, data);
  } else if (FollowsPlainHead(state, node, data, "an activation")) {
    state.layers.back().activation = *activation;
    Advance(state, node, data);
  }
  return true;
}

}  // namespace gatewright
