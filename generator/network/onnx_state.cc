// SPDX-License-Identifier: Apache-2.0
// Initial and final states of recurrent nodes.
#include "generator/network/onnx_state.h"

#include <fmt/format.h>

#include <utility>

#include "generator/network/onnx_tensor.h"

namespace gatewright {

using onnx::AttributeProto;
using onnx::NodeProto;

void OnnxState::Fail(const NodeProto& node, const std::string& part, std::string value,
                     std::string rule, std::string nearest) {
  const std::string key = NodeLabel(node) + (part.empty() ? "" : " " + part);
  errors_.push_back(
      Diagnostic{file_, 0, key, std::move(value), std::move(rule), std::move(nearest)});
}

void OnnxState::Fail(const NodeProto& node, Diagnostic error) {
  Fail(node, "", std::move(error.value), std::move(error.rule), std::move(error.nearest));
}

const OnnxValue* OnnxState::Input(const NodeProto& node, int index) {
  if (index >= node.input_size() || node.input(index).empty()) return nullptr;
  const OnnxValue* value = Get(node.input(index));
  if (value != nullptr) return value;
  Fail(node, fmt::format("input {}", index), node.input(index),
       "no earlier node, initializer or graph input makes this tensor");
  SetTensor(node.input(index), OnnxValue{});
  return Get(node.input(index));
}

std::optional<std::vector<int64_t>> OnnxState::IntInput(const NodeProto& node, int index) {
  const OnnxValue* value = Input(node, index);
  if (value == nullptr) return std::vector<int64_t>{};
  if (value->kind == OnnxValue::Kind::kConstant) {
    if (std::optional<std::vector<int64_t>> values = ReadIntTensor(*value->tensor)) return values;
  }
  if (value->kind != OnnxValue::Kind::kUnknown) {
    Fail(node, fmt::format("input {}", index), node.input(index),
         "this input must be a constant tensor of integers");
  }
  return std::nullopt;
}

int64_t OnnxState::Int(const NodeProto& node, const std::string& name, int64_t fallback) {
  const AttributeProto* attribute = FindAttribute(node, name);
  if (attribute == nullptr) return fallback;
  if (attribute->type() != AttributeProto::INT) {
    Fail(node, name, "", "this attribute must be an integer");
    return fallback;
  }
  return attribute->i();
}

double OnnxState::Float(const NodeProto& node, const std::string& name, double fallback) {
  const AttributeProto* attribute = FindAttribute(node, name);
  if (attribute == nullptr) return fallback;
  if (attribute->type() != AttributeProto::FLOAT) {
    Fail(node, name, "", "this attribute must be a float");
    return fallback;
  }
  return attribute->f();
}

std::optional<std::vector<int64_t>> OnnxState::Ints(const NodeProto& node,
                                                    const std::string& name) {
  const AttributeProto* attribute = FindAttribute(node, name);
  if (attribute == nullptr) return std::nullopt;
  if (attribute->type() != AttributeProto::INTS) {
    Fail(node, name, "", "this attribute must be a list of integers");
    return std::nullopt;
  }
  return std::vector<int64_t>(attribute->ints().begin(), attribute->ints().end());
}

void OnnxState::SetOutput(const NodeProto& node, int index, OnnxValue value) {
  if (index < node.output_size() && !node.output(index).empty()) {
    SetTensor(node.output(index), std::move(value));
  }
}

void OnnxState::SetTensor(const std::string& name, OnnxValue value) {
  values_[name] = std::move(value);
}

const OnnxValue* OnnxState::Get(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

bool OnnxState::IsEndOfChain(const NodeProto& node, const OnnxValue& value) {
  if (value.kind == OnnxValue::Kind::kUnknown) return false;
  if (value.kind == OnnxValue::Kind::kOutside) {
    Fail(node, "", "", "this node reads what stands outside the chain: " + value.text, kPlainChain);
    return false;
  }
  if (value.kind != OnnxValue::Kind::kData) {
    Fail(node, "", "", "this node does not read the output of the layer before", kPlainChain);
    return false;
  }
  if (value.stage == stage) return true;
  Fail(node, "", "", "the graph branches here; only a plain chain of layers is supported",
       kPlainChain);
  return false;
}

void OnnxState::LeaveLastStage(const std::string& why) {
  for (auto& [name, value] : values_) {
    if (value.kind != OnnxValue::Kind::kData || value.stage != stage) continue;
    value.kind = OnnxValue::Kind::kOutside;
    value.text = why;
  }
  --stage;
}

}  // namespace gatewright
