// SPDX-License-Identifier: Apache-2.0
// Infers the shapes of tensors.
#include "generator/network/onnx_shape.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "generator/network/onnx_node.h"

namespace gatewright {
namespace {

using onnx::NodeProto;
using Sizes = std::vector<int64_t>;

constexpr int64_t kMaxSize = int64_t{1} << 31;  // of a dimension; more is a damaged file

// Whether arithmetic with these attributes of a file cannot overflow.
bool AreSmall(const Sizes& values) {
  return std::all_of(values.begin(), values.end(),
                     [](int64_t v) { return v > -(1 << 24) && v < (1 << 24); });
}

// A node with what is known of its inputs.
struct Known {
  const NodeProto& node;
  const std::vector<OnnxShape>& shapes;
  const RawInputs& values;

  OnnxShape shape(size_t index) const {
    return index < shapes.size() ? shapes[index] : std::nullopt;
  }
  std::optional<Sizes> integers(size_t index) const {
    if (index >= values.size() || values[index] == nullptr) return std::nullopt;
    if (!IsIntegerType(values[index]->type)) return std::nullopt;
    Sizes sizes = Integers(*values[index]);
    for (int64_t& size : sizes) size = size == kRuntimeSize ? -1 : size;
    return sizes;
  }
};

OnnxShape Same(const Known& known) { return known.shape(0); }

OnnxShape BroadcastAll(const Known& known) {
  OnnxShape shape = known.shape(0);
  for (size_t i = 1; i < known.shapes.size() && shape; ++i) {
    shape = known.shape(i) ? Broadcast(*shape, *known.shape(i)) : OnnxShape();
  }
  return shape;
}

// [batch, channels, places ...]; places are computed from kernel, strides, pads and dilations.
OnnxShape Convolved(const Known& known) {
  const OnnxShape x = known.shape(0);
  const OnnxShape w = known.shape(1);
  if (!x || x->size() < 3) return std::nullopt;
  const size_t places = x->size() - 2;
  const bool is_conv = known.node.op_type() == "Conv";
  if (is_conv && (!w || w->size() != x->size())) return std::nullopt;
  Sizes kernel = is_conv ? Sizes(w->begin() + 2, w->end()) : Sizes(places, -1);
  kernel = IntsOf(known.node, "kernel_shape").value_or(kernel);
  const Sizes ones(places, 1);
  const Sizes strides = IntsOf(known.node, "strides").value_or(ones);
  const Sizes dilations = IntsOf(known.node, "dilations").value_or(ones);
  const Sizes pads = IntsOf(known.node, "pads").value_or(Sizes(2 * places, 0));
  Sizes shape = *x;
  if (is_conv) shape[1] = (*w)[0];
  const bool is_plain = kernel.size() == places && strides.size() == places &&
                        dilations.size() == places && pads.size() == 2 * places &&
                        AreSmall(kernel) && AreSmall(strides) && AreSmall(dilations) &&
                        AreSmall(pads);
  for (size_t i = 0; i < places; ++i) {
    int64_t& size = shape[i + 2];
    if (!is_plain || kernel[i] < 1 || strides[i] < 1 || size < 0) {
      size = -1;
      continue;
    }
    const int64_t span = size + pads[i] + pads[places + i] - dilations[i] * (kernel[i] - 1) - 1;
    size = span < 0 ? -1 : span / strides[i] + 1;
  }
  return shape;
}

OnnxShape Padded(const Known& known) {
  OnnxShape shape = known.shape(0);
  if (!shape) return shape;
  std::optional<Sizes> pads = known.integers(1);
  if (!pads) pads = IntsOf(known.node, "pads");
  const bool fits = pads && pads->size() == 2 * shape->size() && AreSmall(*pads);
  for (size_t i = 0; i < shape->size(); ++i) {
    int64_t& size = (*shape)[i];
    size = !fits || size < 0 ? -1 : size + (*pads)[i] + (*pads)[i + shape->size()];
  }
  return shape;
}

OnnxShape Reshaped(const Known& known) {
  const std::optional<Sizes> target = known.integers(1);
  if (!target) return std::nullopt;
  const OnnxShape from = known.shape(0);
  const bool is_known = from && CountOf(*from).has_value();
  if (is_known) {
    const bool allow_zero = IntOr(known.node, "allowzero", 0) != 0;
    if (OnnxShape shape = ReshapedShape(*from, *target, allow_zero)) return shape;
  }
  Sizes shape = *target;
  for (size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 0) shape[i] = from && i < from->size() ? (*from)[i] : -1;
  }
  return shape;
}

OnnxShape Transposed(const Known& known) {
  const OnnxShape from = known.shape(0);
  if (!from) return std::nullopt;
  Sizes shape(from->rbegin(), from->rend());
  if (const std::optional<Sizes> order = IntsOf(known.node, "perm")) {
    if (order->size() != from->size()) return std::nullopt;
    for (size_t i = 0; i < order->size(); ++i) {
      const std::optional<size_t> axis = AxisAt((*order)[i], from->size());
      if (!axis) return std::nullopt;
      shape[i] = (*from)[*axis];
    }
  }
  return shape;
}

OnnxShape Squeezed(const Known& known) {
  const OnnxShape from = known.shape(0);
  const std::optional<Sizes> axes = AxesOf(known.node, known.values);
  if (!from || !axes) return std::nullopt;
  const std::optional<Sizes> dropped = NormalizedAxes(*axes, from->size());
  if (!dropped) return std::nullopt;
  Sizes shape;
  for (size_t i = 0; i < from->size(); ++i) {
    const bool drops = std::binary_search(dropped->begin(), dropped->end(), i);
    if (!drops) shape.push_back((*from)[i]);
  }
  return shape;
}

OnnxShape Unsqueezed(const Known& known) {
  OnnxShape shape = known.shape(0);
  const std::optional<Sizes> axes = AxesOf(known.node, known.values);
  if (!shape || !axes || axes->size() > 8) return std::nullopt;
  const std::optional<Sizes> added = NormalizedAxes(*axes, shape->size() + axes->size());
  if (!added) return std::nullopt;
  for (const int64_t axis : *added) shape->insert(shape->begin() + axis, 1);
  return shape;
}

OnnxShape Sliced(const Known& known) {
  OnnxShape shape = known.shape(0);
  if (!shape) return shape;
  const std::optional<SliceText> text = SliceOf(known.node, known.values);
  if (!text) return Sizes(shape->size(), -1);
  for (size_t i = 0; i < text->axes.size(); ++i) {
    const std::optional<size_t> axis = AxisAt(text->axes[i], shape->size());
    if (!axis) return std::nullopt;
    int64_t& size = (*shape)[*axis];
    if (size >= 0) size = RangeOf(text->starts[i], text->ends[i], text->steps[i], size).count;
  }
  return shape;
}

OnnxShape Concatenated(const Known& known) {
  OnnxShape shape = known.shape(0);
  if (!shape) return shape;
  const std::optional<size_t> axis = AxisAt(IntOr(known.node, "axis", 0), shape->size());
  if (!axis) return std::nullopt;
  int64_t& size = (*shape)[*axis];
  for (size_t i = 1; i < known.shapes.size(); ++i) {
    const OnnxShape other = known.shape(i);
    const bool fits = other && other->size() == shape->size() && (*other)[*axis] >= 0;
    size = !fits || size < 0 ? -1 : size + (*other)[*axis];
  }
  return shape;
}

OnnxShape Gathered(const Known& known) {
  OnnxShape shape = known.shape(0);
  const OnnxShape indices = known.shape(1);
  if (!shape || !indices) return std::nullopt;
  const std::optional<size_t> axis = AxisAt(IntOr(known.node, "axis", 0), shape->size());
  if (!axis) return std::nullopt;
  const auto place = shape->erase(shape->begin() + static_cast<int64_t>(*axis));
  shape->insert(place, indices->begin(), indices->end());
  return shape;
}

OnnxShape Multiplied(const Known& known) {
  const OnnxShape a = known.shape(0);
  const OnnxShape b = known.shape(1);
  if (!a || !b || a->size() < 2 || b->size() < 2) return std::nullopt;
  const bool is_gemm = known.node.op_type() == "Gemm";
  const bool flips_a = is_gemm && IntOr(known.node, "transA", 0) != 0;
  const bool flips_b = is_gemm && IntOr(known.node, "transB", 0) != 0;
  OnnxShape shape = Broadcast(Sizes(a->begin(), a->end() - 2), Sizes(b->begin(), b->end() - 2));
  if (!shape) return shape;
  shape->push_back((*a)[a->size() - (flips_a ? 1 : 2)]);
  shape->push_back((*b)[b->size() - (flips_b ? 2 : 1)]);
  return shape;
}

OnnxShape Reduced(const Known& known) {
  const OnnxShape from = known.shape(0);
  if (!from) return std::nullopt;
  const bool keeps = IntOr(known.node, "keepdims", 1) != 0;
  const std::optional<Sizes> axes = AxesOf(known.node, known.values);
  if (!axes) return keeps ? Sizes(from->size(), 1) : Sizes();
  const std::optional<Sizes> reduced = NormalizedAxes(*axes, from->size());
  if (!reduced) return std::nullopt;
  Sizes shape;
  for (size_t i = 0; i < from->size(); ++i) {
    const bool drops = std::binary_search(reduced->begin(), reduced->end(), i);
    if (!drops || keeps) shape.push_back(drops ? 1 : (*from)[i]);
  }
  return shape;
}

OnnxShape Expanded(const Known& known) {
  const std::optional<Sizes> target = known.integers(1);
  if (!known.shape(0) || !target) return std::nullopt;
  return Broadcast(*known.shape(0), *target);
}

OnnxShape OfValue(const Known& known) { return known.integers(0); }

using Rule = OnnxShape (*)(const Known&);

const std::map<std::string_view, Rule>& Rules() {
  static const std::map<std::string_view, Rule> rules = [] {
    std::map<std::string_view, Rule> all = {
        {"Conv", Convolved},      {"MaxPool", Convolved},    {"AveragePool", Convolved},
        {"Pad", Padded},          {"Reshape", Reshaped},     {"Transpose", Transposed},
        {"Squeeze", Squeezed},    {"Unsqueeze", Unsqueezed}, {"Slice", Sliced},
        {"Concat", Concatenated}, {"Gather", Gathered},      {"MatMul", Multiplied},
        {"Gemm", Multiplied},     {"ReduceMean", Reduced},   {"ReduceSum", Reduced},
        {"ReduceMax", Reduced},   {"Expand", Expanded},      {"ConstantOfShape", OfValue}};
    for (const char* op : {"Relu",
                           "Sigmoid",
                           "Tanh",
                           "LeakyRelu",
                           "PRelu",
                           "Elu",
                           "Selu",
                           "Gelu",
                           "Erf",
                           "Softplus",
                           "HardSigmoid",
                           "HardSwish",
                           "Clip",
                           "Sqrt",
                           "Log",
                           "Exp",
                           "Neg",
                           "Abs",
                           "Reciprocal",
                           "Sin",
                           "Cos",
                           "Round",
                           "Floor",
                           "Ceil",
                           "Cast",
                           "Softmax",
                           "LogSoftmax",
                           "Dropout",
                           "Identity",
                           "LayerNormalization",
                           "BatchNormalization",
                           "InstanceNormalization",
                           "Not"}) {
      all[op] = Same;
    }
    for (const char* op : {"Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Where", "Equal",
                           "Greater", "Less", "And", "Or"}) {
      all[op] = BroadcastAll;
    }
    return all;
  }();
  return rules;
}

// Y, Y_h and Y_c of an LSTM, GRU or RNN: X is [steps, batch, features], R [1, gates, units].
std::vector<OnnxShape> Recurrent(const Known& known) {
  const OnnxShape x = known.shape(0);
  const OnnxShape r = known.shape(2);
  const bool fits = x && x->size() == 3 && r && r->size() == 3;
  const int64_t batch = fits ? (*x)[1] : -1;
  const int64_t units = fits ? (*r)[2] : -1;
  const int64_t directions = fits ? (*r)[0] : 1;
  const Sizes last = {directions, batch, units};
  return {Sizes{fits ? (*x)[0] : -1, directions, batch, units}, last, last};
}

// The parts of a Split: as given, else unknown along the axis.
std::vector<OnnxShape> Parts(const Known& known) {
  std::vector<OnnxShape> parts(static_cast<size_t>(known.node.output_size()), known.shape(0));
  if (!known.shape(0)) return parts;
  const std::optional<size_t> axis = AxisAt(IntOr(known.node, "axis", 0), known.shape(0)->size());
  if (!axis) return std::vector<OnnxShape>(parts.size());
  std::optional<Sizes> sizes = known.integers(1);
  if (!sizes) sizes = IntsOf(known.node, "split");
  const auto count = static_cast<int64_t>(parts.size());
  const int64_t whole = (*known.shape(0))[*axis];
  for (size_t i = 0; i < parts.size(); ++i) {
    const int64_t even = whole >= 0 && whole % count == 0 ? whole / count : -1;
    (*parts[i])[*axis] = sizes && i < sizes->size() ? (*sizes)[i] : even;
  }
  return parts;
}

}  // namespace

std::vector<OnnxShape> InferShapes(const NodeProto& node, const std::vector<OnnxShape>& shapes,
                                   const RawInputs& values) {
  std::vector<OnnxShape> outputs(static_cast<size_t>(node.output_size()));
  const std::string& op = node.op_type();
  if (OperatorName(node) != op || outputs.empty()) return outputs;
  const Known known{node, shapes, values};
  if (IsRecurrentNode(node)) {
    const std::vector<OnnxShape> all = Recurrent(known);
    for (size_t i = 0; i < std::min(outputs.size(), all.size()); ++i) outputs[i] = all[i];
  } else if (op == "Split") {
    outputs = Parts(known);
  } else if (const auto rule = Rules().find(op); rule != Rules().end()) {
    outputs[0] = rule->second(known);
  }
  for (OnnxShape& shape : outputs) {
    if (!shape) continue;
    for (int64_t& size : *shape) size = size < 0 || size > kMaxSize ? -1 : size;
  }
  return outputs;
}

}  // namespace gatewright
