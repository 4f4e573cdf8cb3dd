// SPDX-License-Identifier: Apache-2.0
// Nodes of an ONNX graph and their attributes.
#include "generator/network/onnx_node.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatewright {

using onnx::AttributeProto;
using onnx::NodeProto;

std::string NodeLabel(const NodeProto& node) {
  std::string name = node.name();
  for (int i = 0; name.empty() && i < node.output_size(); ++i) name = node.output(i);
  return fmt::format("node '{}' ({})", name, node.op_type());
}

std::string OperatorName(const NodeProto& node) {
  const bool is_default = node.domain().empty() || node.domain() == "ai.onnx";
  return (is_default ? "" : node.domain() + "::") + node.op_type();
}

bool IsRecurrentNode(const NodeProto& node) {
  const std::string name = OperatorName(node);
  return name == "LSTM" || name == "GRU" || name == "RNN";
}

const AttributeProto* FindAttribute(const NodeProto& node, const std::string& name) {
  for (const AttributeProto& attribute : node.attribute()) {
    if (attribute.name() == name) return &attribute;
  }
  return nullptr;
}

int64_t IntOr(const NodeProto& node, const std::string& name, int64_t fallback) {
  const AttributeProto* attribute = FindAttribute(node, name);
  const bool is_int = attribute != nullptr && attribute->type() == AttributeProto::INT;
  return is_int ? attribute->i() : fallback;
}

std::optional<std::vector<int64_t>> IntsOf(const NodeProto& node, const std::string& name) {
  const AttributeProto* attribute = FindAttribute(node, name);
  if (attribute == nullptr || attribute->type() != AttributeProto::INTS) return std::nullopt;
  return std::vector<int64_t>(attribute->ints().begin(), attribute->ints().end());
}

bool HasInput(const NodeProto& node, int index) {
  return index < node.input_size() && !node.input(index).empty();
}

std::optional<size_t> AxisAt(int64_t axis, size_t rank) {
  const auto count = static_cast<int64_t>(rank);
  if (axis < -count || axis >= count) return std::nullopt;
  return static_cast<size_t>(axis < 0 ? axis + count : axis);
}

std::optional<std::vector<int64_t>> NormalizedAxes(std::vector<int64_t> axes, size_t rank) {
  for (int64_t& axis : axes) {
    const std::optional<size_t> at = AxisAt(axis, rank);
    if (!at) return std::nullopt;
    axis = static_cast<int64_t>(*at);
  }
  std::sort(axes.begin(), axes.end());
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end()) return std::nullopt;
  return axes;
}

}  // namespace gatewright
