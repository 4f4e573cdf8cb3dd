// SPDX-License-Identifier: Apache-2.0
// Nodes between the layers of an ONNX graph that only move values.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "generator/network/onnx_state.h"
#include "generator/network/onnx_tensor.h"

namespace gatewright {
namespace {

using onnx::AttributeProto;
using onnx::NodeProto;
using Kind = OnnxValue::Kind;

OnnxValue Of(Kind kind) {
  OnnxValue value;
  value.kind = kind;
  return value;
}

bool IsZero(const OnnxState& state, const OnnxValue& value) {
  if (value.kind == Kind::kZero) return true;
  if (value.kind != Kind::kConstant) return false;
  const Result<std::vector<double>> elements = ReadFloatTensor(state.file(), *value.tensor);
  return elements.ok() &&
         std::all_of(elements->begin(), elements->end(), [](double x) { return x == 0; });
}

// Axes of Squeeze and Unsqueeze: an attribute before opset 13, an input since.
std::optional<std::vector<int64_t>> Axes(OnnxState& state, const NodeProto& node) {
  if (HasInput(node, 1)) return state.IntInput(node, 1);
  return state.Ints(node, "axes");
}

bool HasAxes(const NodeProto& node) {
  return HasInput(node, 1) || FindAttribute(node, "axes") != nullptr;
}

// A mean over dimensions of size 1 only drops them, or not even that.
std::optional<Layout> MeanOfOne(OnnxState& state, const NodeProto& node, const Layout& input) {
  const std::optional<std::vector<int64_t>> axes = Axes(state, node);
  const std::optional<std::vector<int64_t>> places =
      axes && HasAxes(node) ? NormalizedAxes(*axes, input.size()) : std::nullopt;
  const bool is_one = places && std::all_of(places->begin(), places->end(), [&](int64_t axis) {
                        return input[static_cast<size_t>(axis)].size == 1;
                      });
  if (!is_one) {
    state.Fail(node, "", LayoutText(input), "a mean over frames or features is not supported",
               "network.subgraph = true leaves it out");
    return std::nullopt;
  }
  if (state.Int(node, "keepdims", 1) != 0) return input;
  const Result<Layout> output = Squeezed(input, axes);
  return output.ok() ? std::optional<Layout>(*output) : std::nullopt;
}

// The layout after an operator that rearranges `input`; empty when the operator was refused.
std::optional<Layout> Rearranged(OnnxState& state, const NodeProto& node, const Layout& input) {
  const std::string& op = node.op_type();
  const size_t errors_before = state.errors().size();
  Result<Layout> output = input;
  if (op == "ReduceMean") return MeanOfOne(state, node, input);
  if (op == "Transpose") {
    output = Transposed(input, state.Ints(node, "perm").value_or(std::vector<int64_t>{}));
  } else if (op == "Squeeze" || op == "Unsqueeze") {
    const std::optional<std::vector<int64_t>> axes = Axes(state, node);
    if (HasAxes(node) && !axes) return std::nullopt;
    output = op == "Squeeze" ? Squeezed(input, axes)
                             : Unsqueezed(input, axes.value_or(std::vector<int64_t>{}));
  } else if (op == "Reshape") {
    const std::optional<std::vector<int64_t>> target = state.IntInput(node, 1);
    if (!target) return std::nullopt;
    output = Reshaped(input, *target, state.Int(node, "allowzero", 0) != 0);
  } else if (op == "Gather") {
    const std::optional<std::vector<int64_t>> index = state.IntInput(node, 1);
    if (!index) return std::nullopt;
    const bool is_scalar = index->size() == 1 && state.Input(node, 1)->tensor->dims_size() == 0;
    if (!is_scalar) {
      state.Fail(node, "", "", "only one index can be gathered from frames", "the last step, -1");
      return std::nullopt;
    }
    output = LastStepOf(input, state.Int(node, "axis", 0), index->front());
  } else if (op != "Identity" && op != "Cast") {
    state.Fail(node, "", "", "this operator cannot be applied to frames between the layers",
               "Squeeze, Unsqueeze, Transpose, Reshape, Identity, Gather of the last step");
    return std::nullopt;
  }
  if (!output) state.Fail(node, output.errors().front());
  if (state.errors().size() != errors_before) return std::nullopt;
  return *output;
}

OnnxValue RearrangedValue(OnnxState& state, const NodeProto& node, const OnnxValue& input) {
  const std::optional<Layout> layout = Rearranged(state, node, input.layout);
  if (!layout) return OnnxValue{};
  OnnxValue output = input;
  output.layout = *layout;
  return output;
}

// Value of an operator whose operands are no frames: zeros stay zeros, final states stay states.
OnnxValue Folded(OnnxState& state, const NodeProto& node) {
  const std::string& op = node.op_type();
  bool all_zero = true;
  for (int i = 0; i < node.input_size(); ++i) {
    const OnnxValue* input = state.Input(node, i);
    if (input == nullptr) continue;
    if (input->kind == Kind::kUnknown) return OnnxValue{};
    if (input->kind == Kind::kState || input->kind == Kind::kData) return Of(Kind::kState);
    if (input->kind == Kind::kFed) return *input;
    if (i == 0 || op == "Concat") all_zero = all_zero && IsZero(state, *input);
  }
  return Of(all_zero ? Kind::kZero : Kind::kComputed);
}

// Concat of frames would join tensors; of final states alone it makes another output.
bool JoinsFrames(OnnxState& state, const NodeProto& node) {
  for (int i = 0; i < node.input_size(); ++i) {
    const OnnxValue* input = state.Input(node, i);
    if (input != nullptr && input->kind == Kind::kData && !input->is_final_state) return true;
  }
  return false;
}

OnnxValue ConstantOfShape(OnnxState& state, const NodeProto& node) {
  const AttributeProto* fill = FindAttribute(node, "value");
  if (fill == nullptr) return Of(Kind::kZero);
  const Result<std::vector<double>> value = ReadFloatTensor(state.file(), fill->t());
  return Of(value.ok() && value->size() == 1 && value->front() == 0 ? Kind::kZero
                                                                    : Kind::kComputed);
}

constexpr std::array<std::string_view, 11> kMovers = {
    "Identity", "Squeeze", "Unsqueeze", "Transpose", "Reshape",   "Gather",
    "Slice",    "Concat",  "Expand",    "Cast",      "ReduceMean"};

}  // namespace

bool ImportGlue(OnnxState& state, const NodeProto& node) {
  const std::string& op = node.op_type();
  if (op == "Shape") {
    state.SetOutput(node, 0, Of(Kind::kComputed));
    return true;
  }
  if (op == "ConstantOfShape") {
    state.SetOutput(node, 0, ConstantOfShape(state, node));
    return true;
  }
  if (std::find(kMovers.begin(), kMovers.end(), op) == kMovers.end()) return false;
  const OnnxValue* first = state.Input(node, 0);
  if (first == nullptr) {
    state.Fail(node, "input 0", "", "this input is missing");
  } else if (op == "Identity") {
    state.SetOutput(node, 0, OnnxValue(*first));
  } else if (op == "Concat" ? JoinsFrames(state, node) : first->kind == Kind::kData) {
    state.SetOutput(node, 0, RearrangedValue(state, node, *first));
  } else {
    state.SetOutput(node, 0, Folded(state, node));
  }
  return true;
}

}  // namespace gatewright
