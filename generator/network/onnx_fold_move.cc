// SPDX-License-Identifier: Apache-2.0
// Constant folding of the operators that only move elements.

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <string_view>

#include "generator/network/onnx_fold.h"
#include "generator/network/onnx_node.h"

namespace gatewright {
namespace {

using onnx::NodeProto;
using Shape = std::vector<int64_t>;
using Tensors = std::optional<std::vector<RawTensor>>;

Tensors One(RawTensor tensor) { return std::vector<RawTensor>{std::move(tensor)}; }

Shape StridesOf(const Shape& shape) {
  Shape strides(shape.size(), 1);
  for (size_t i = shape.size(); i > 1; --i) strides[i - 2] = strides[i - 1] * shape[i - 1];
  return strides;
}

// Elements of `input` at first + sum of index[i] * strides[i], for every index of `shape`.
RawTensor Strided(const RawTensor& input, const Shape& shape, int64_t first, const Shape& strides) {
  RawTensor output{input.type, shape, ""};
  const int64_t count = CountOf(shape).value_or(0);
  const size_t size = ElementSize(input.type);
  output.bytes.reserve(static_cast<size_t>(count) * size);
  Shape index(shape.size(), 0);
  int64_t place = first;
  for (int64_t done = 0; done < count; ++done) {
    output.bytes.append(input.bytes, static_cast<size_t>(place) * size, size);
    for (size_t axis = shape.size(); axis > 0; --axis) {
      const size_t i = axis - 1;
      place += strides[i];
      if (++index[i] < shape[i]) break;
      place -= strides[i] * shape[i];
      index[i] = 0;
    }
  }
  return output;
}

Tensors Slice(const NodeProto& node, const RawInputs& inputs) {
  const std::optional<SliceText> text = SliceOf(node, inputs);
  if (!text) return std::nullopt;
  const RawTensor& data = *inputs[0];
  Shape shape = data.shape;
  Shape strides = StridesOf(data.shape);
  int64_t first = 0;
  for (size_t i = 0; i < text->axes.size(); ++i) {
    const std::optional<size_t> axis = AxisAt(text->axes[i], shape.size());
    if (!axis) return std::nullopt;
    const SliceRange range =
        RangeOf(text->starts[i], text->ends[i], text->steps[i], data.shape[*axis]);
    first += range.begin * strides[*axis];
    strides[*axis] *= range.count > 1 ? range.step : 1;
    shape[*axis] = range.count;
  }
  return One(Strided(data, shape, first, strides));
}

Tensors Concat(const NodeProto& node, const RawInputs& inputs) {
  const RawTensor& first = *inputs[0];
  const std::optional<size_t> axis = AxisAt(IntOr(node, "axis", 0), first.shape.size());
  if (!axis) return std::nullopt;
  RawTensor output{first.type, first.shape, ""};
  output.shape[*axis] = 0;
  for (const RawTensor* input : inputs) {
    if (input == nullptr || input->type != first.type) return std::nullopt;
    if (input->shape.size() != first.shape.size()) return std::nullopt;
    for (size_t i = 0; i < first.shape.size(); ++i) {
      if (i != *axis && input->shape[i] != first.shape[i]) return std::nullopt;
    }
    output.shape[*axis] += input->shape[*axis];
  }
  if (!CountOf(output.shape, kMaxFoldedElements)) return std::nullopt;
  int64_t outer = 1;
  for (size_t i = 0; i < *axis; ++i) outer *= first.shape[i];
  if (outer == 0) return One(std::move(output));
  for (int64_t block = 0; block < outer; ++block) {
    for (const RawTensor* input : inputs) {
      const size_t length = input->bytes.size() / static_cast<size_t>(outer);
      output.bytes.append(input->bytes, static_cast<size_t>(block) * length, length);
    }
  }
  return One(std::move(output));
}

// Sizes of the parts: given, or as equal as they can be.
std::optional<Shape> PartsOf(const NodeProto& node, const RawInputs& inputs, int64_t size) {
  const auto outputs = static_cast<int64_t>(node.output_size());
  if (inputs.size() > 1 && inputs[1] != nullptr) {
    if (!IsIntegerType(inputs[1]->type)) return std::nullopt;
    return Integers(*inputs[1]);
  }
  if (std::optional<Shape> parts = IntsOf(node, "split")) return parts;
  if (outputs == 0) return std::nullopt;
  const int64_t part = (size + outputs - 1) / outputs;
  Shape parts(static_cast<size_t>(outputs), part);
  parts.back() = size - part * (outputs - 1);
  return parts;
}

Tensors Split(const NodeProto& node, const RawInputs& inputs) {
  const RawTensor& data = *inputs[0];
  const std::optional<size_t> axis = AxisAt(IntOr(node, "axis", 0), data.shape.size());
  if (!axis) return std::nullopt;
  const std::optional<Shape> parts = PartsOf(node, inputs, data.shape[*axis]);
  if (!parts || parts->size() != static_cast<size_t>(node.output_size())) return std::nullopt;
  if (std::any_of(parts->begin(), parts->end(),
                  [&](int64_t part) { return part < 0 || part > data.shape[*axis]; })) {
    return std::nullopt;
  }
  if (std::accumulate(parts->begin(), parts->end(), int64_t{0}) != data.shape[*axis]) {
    return std::nullopt;
  }
  const Shape strides = StridesOf(data.shape);
  std::vector<RawTensor> outputs;
  int64_t first = 0;
  for (const int64_t part : *parts) {
    Shape shape = data.shape;
    shape[*axis] = part;
    outputs.push_back(Strided(data, shape, first * strides[*axis], strides));
    first += part;
  }
  return outputs;
}

Tensors Gather(const NodeProto& node, const RawInputs& inputs) {
  if (inputs.size() < 2 || inputs[1] == nullptr || !IsIntegerType(inputs[1]->type)) {
    return std::nullopt;
  }
  const RawTensor& data = *inputs[0];
  const std::optional<size_t> axis = AxisAt(IntOr(node, "axis", 0), data.shape.size());
  if (!axis) return std::nullopt;
  const Shape strides = StridesOf(data.shape);
  const int64_t outer =
      std::accumulate(data.shape.begin(), data.shape.begin() + static_cast<int64_t>(*axis),
                      int64_t{1}, std::multiplies<>());
  const size_t block = static_cast<size_t>(strides[*axis]) * ElementSize(data.type);
  RawTensor output{data.type, data.shape, ""};
  const auto place = output.shape.erase(output.shape.begin() + static_cast<int64_t>(*axis));
  output.shape.insert(place, inputs[1]->shape.begin(), inputs[1]->shape.end());
  if (!CountOf(output.shape, kMaxFoldedElements)) return std::nullopt;
  const Shape indices = Integers(*inputs[1]);
  for (int64_t i = 0; i < outer; ++i) {
    for (const int64_t index : indices) {
      const int64_t size = data.shape[*axis];
      if (index < -size || index >= size) return std::nullopt;
      const int64_t row = i * size + (index < 0 ? index + size : index);
      output.bytes.append(data.bytes, static_cast<size_t>(row) * block, block);
    }
  }
  return One(std::move(output));
}

Tensors Transpose(const NodeProto& node, const RawInputs& inputs) {
  const RawTensor& data = *inputs[0];
  Shape order(data.shape.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int64_t>(order.size() - 1 - i);
  order = IntsOf(node, "perm").value_or(order);
  const std::optional<Shape> sorted = NormalizedAxes(order, data.shape.size());
  if (!sorted || sorted->size() != data.shape.size()) return std::nullopt;
  const Shape strides = StridesOf(data.shape);
  Shape shape;
  Shape moved;
  for (const int64_t axis : order) {
    const size_t at = *AxisAt(axis, data.shape.size());
    shape.push_back(data.shape[at]);
    moved.push_back(strides[at]);
  }
  return One(Strided(data, shape, 0, moved));
}

Tensors WithShape(const RawTensor& data, std::optional<Shape> shape) {
  if (!shape) return std::nullopt;
  return One(RawTensor{data.type, std::move(*shape), data.bytes});
}

Tensors Reshape(const NodeProto& node, const RawInputs& inputs) {
  if (inputs.size() < 2 || inputs[1] == nullptr || !IsIntegerType(inputs[1]->type)) {
    return std::nullopt;
  }
  const bool allow_zero = IntOr(node, "allowzero", 0) != 0;
  return WithShape(*inputs[0], ReshapedShape(inputs[0]->shape, Integers(*inputs[1]), allow_zero));
}

Tensors Flatten(const NodeProto& node, const RawInputs& inputs) {
  const Shape& shape = inputs[0]->shape;
  const int64_t axis = IntOr(node, "axis", 1);
  const auto rank = static_cast<int64_t>(shape.size());
  if (axis < -rank || axis > rank) return std::nullopt;
  const auto middle = shape.begin() + (axis < 0 ? axis + rank : axis);
  const auto product = [](auto first, auto last) {
    return std::accumulate(first, last, int64_t{1}, std::multiplies<>());
  };
  return WithShape(*inputs[0], Shape{product(shape.begin(), middle), product(middle, shape.end())});
}

Tensors Squeeze(const NodeProto& node, const RawInputs& inputs) {
  const Shape& shape = inputs[0]->shape;
  const std::optional<Shape> given = AxesOf(node, inputs);
  Shape axes;
  for (size_t i = 0; i < shape.size() && !given; ++i) {
    if (shape[i] == 1) axes.push_back(static_cast<int64_t>(i));
  }
  const std::optional<Shape> dropped = NormalizedAxes(given.value_or(axes), shape.size());
  if (!dropped) return std::nullopt;
  Shape kept;
  for (size_t i = 0; i < shape.size(); ++i) {
    const auto at = static_cast<int64_t>(i);
    if (!std::binary_search(dropped->begin(), dropped->end(), at)) {
      kept.push_back(shape[i]);
    } else if (shape[i] != 1) {
      return std::nullopt;
    }
  }
  return WithShape(*inputs[0], kept);
}

Tensors Unsqueeze(const NodeProto& node, const RawInputs& inputs) {
  const std::optional<Shape> axes = AxesOf(node, inputs);
  if (!axes || axes->size() > 8) return std::nullopt;
  const std::optional<Shape> added = NormalizedAxes(*axes, inputs[0]->shape.size() + axes->size());
  if (!added) return std::nullopt;
  Shape shape = inputs[0]->shape;
  for (const int64_t axis : *added) shape.insert(shape.begin() + axis, 1);
  return WithShape(*inputs[0], shape);
}

Tensors Expand(const NodeProto&, const RawInputs& inputs) {
  if (inputs.size() < 2 || inputs[1] == nullptr || !IsIntegerType(inputs[1]->type)) {
    return std::nullopt;
  }
  const RawTensor& data = *inputs[0];
  const Shape target = Integers(*inputs[1]);
  const std::optional<Shape> shape = Broadcast(data.shape, target);
  if (!shape || !CountOf(target) || !CountOf(*shape, kMaxRepeatedElements)) return std::nullopt;
  const Shape own = StridesOf(data.shape);
  Shape strides(shape->size(), 0);
  const size_t added = shape->size() - data.shape.size();
  for (size_t i = 0; i < own.size(); ++i) strides[added + i] = data.shape[i] == 1 ? 0 : own[i];
  return One(Strided(data, *shape, 0, strides));
}

Tensors ConstantOfShape(const NodeProto& node, const RawInputs& inputs) {
  if (!IsIntegerType(inputs[0]->type) || inputs[0]->shape.size() != 1) return std::nullopt;
  RawTensor fill{onnx::TensorProto::FLOAT, {}, std::string(4, '\0')};
  if (const onnx::AttributeProto* value = FindAttribute(node, "value")) {
    const std::optional<RawTensor> given = ToRaw(value->t());
    if (!given || given->count() != 1) return std::nullopt;
    fill = *given;
  }
  const Shape shape = Integers(*inputs[0]);
  if (!CountOf(shape, kMaxRepeatedElements)) return std::nullopt;
  return One(Strided(fill, shape, 0, Shape(shape.size(), 0)));
}

Tensors Size(const NodeProto&, const RawInputs& inputs) {
  return One(IntegerTensor({}, {inputs[0]->count()}));
}

}  // namespace

Tensors FoldMove(const NodeProto& node, const RawInputs& inputs) {
  using Function = Tensors (*)(const NodeProto&, const RawInputs&);
  static const std::map<std::string_view, Function> kFunctions = {
      {"Slice", Slice},     {"Concat", Concat},       {"Split", Split},
      {"Gather", Gather},   {"Transpose", Transpose}, {"Reshape", Reshape},
      {"Flatten", Flatten}, {"Squeeze", Squeeze},     {"Unsqueeze", Unsqueeze},
      {"Expand", Expand},   {"Size", Size},           {"ConstantOfShape", ConstantOfShape}};
  const auto found = kFunctions.find(node.op_type());
  if (found == kFunctions.end() || inputs.empty() || inputs[0] == nullptr) return std::nullopt;
  return found->second(node, inputs);
}

}  // namespace gatewright
