// SPDX-License-Identifier: Apache-2.0
// Describes what was found in an ONNX graph, for import.
#include "generator/network/onnx_describe.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "generator/network/onnx_node.h"

namespace gatewright {
namespace {

using onnx::GraphProto;
using onnx::NodeProto;

std::string ShapeText(const onnx::ValueInfoProto& value) {
  const onnx::TypeProto::Tensor& type = value.type().tensor_type();
  const std::string name = onnx::TensorProto::DataType_IsValid(type.elem_type())
                               ? onnx::TensorProto::DataType_Name(
                                     static_cast<onnx::TensorProto::DataType>(type.elem_type()))
                               : "?";
  if (!type.has_shape()) return fmt::format("{} {}", value.name(), name);
  std::vector<std::string> sizes;
  for (const auto& dimension : type.shape().dim()) {
    if (dimension.has_dim_value()) {
      sizes.push_back(std::to_string(dimension.dim_value()));
    } else {
      sizes.push_back(dimension.dim_param().empty() ? "?" : dimension.dim_param());
    }
  }
  return fmt::format("{} {} [{}]", value.name(), name, fmt::join(sizes, ", "));
}

void CountAll(const GraphProto& graph, std::map<std::string, int>& counts) {
  for (const NodeProto& node : graph.node()) {
    ++counts[OperatorName(node)];
    for (const onnx::AttributeProto& attribute : node.attribute()) {
      if (attribute.has_g()) CountAll(attribute.g(), counts);
    }
  }
}

}  // namespace

void DescribeModel(const onnx::ModelProto& model, OnnxReport* report) {
  for (const onnx::OperatorSetIdProto& opset : model.opset_import()) {
    const bool is_default = opset.domain().empty() || opset.domain() == "ai.onnx";
    if (is_default) report->opset = static_cast<int>(opset.version());
  }
  report->producer = model.producer_name();
  const GraphProto& graph = model.graph();
  for (const onnx::ValueInfoProto& input : graph.input()) {
    const bool is_weight =
        std::any_of(graph.initializer().begin(), graph.initializer().end(),
                    [&](const onnx::TensorProto& t) { return t.name() == input.name(); });
    if (!is_weight) report->inputs.push_back(ShapeText(input));
  }
  for (const onnx::ValueInfoProto& output : graph.output()) {
    report->outputs.push_back(ShapeText(output));
  }
  std::map<std::string, int> counts;
  CountAll(graph, counts);
  report->operators.assign(counts.begin(), counts.end());
}

void DescribeFlat(const FlatGraph& graph, OnnxReport* report) {
  for (const FlatChoice& choice : graph.choices) {
    report->choices.push_back({choice.node, choice.branch, choice.reason});
  }
  for (const FlatUndecided& undecided : graph.undecided) {
    report->undecided.push_back(
        fmt::format("{} tests '{}'{}", undecided.node, undecided.condition,
                    undecided.comparison.empty() ? "" : fmt::format(": {}", undecided.comparison)));
  }
}

void DescribeChain(const FlatGraph& graph, const ChainPlace& place, const OnnxState& state,
                   OnnxReport* report) {
  report->feed = place.feed;
  report->feed_layout = FeedText(graph, place.feed);
  report->fed_from_input = place.from_input;
  report->states = state.states;
  report->front = CountOperators(graph, place.front);
  report->end = state.end;
  std::vector<bool> tail(graph.nodes.size(), false);
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    const NodeProto& node = graph.nodes[i];
    if (!place.live[i] || place.front[i] || node.output_size() == 0) continue;
    const OnnxValue* output = state.Get(node.output(0));
    tail[i] = output != nullptr && output->kind == OnnxValue::Kind::kOutside;
    if (tail[i] && report->tail_reason.empty()) report->tail_reason = output->text;
  }
  report->tail = CountOperators(graph, tail);
}

std::vector<OnnxReport::Count> CountOperators(const FlatGraph& graph,
                                              const std::vector<bool>& marked) {
  std::vector<OnnxReport::Count> counts;
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!marked[i]) continue;
    const std::string name = OperatorName(graph.nodes[i]);
    const auto found = std::find_if(counts.begin(), counts.end(),
                                    [&name](const auto& count) { return count.first == name; });
    if (found == counts.end()) {
      counts.emplace_back(name, 1);
    } else {
      ++found->second;
    }
  }
  return counts;
}

std::string CountsText(const std::vector<OnnxReport::Count>& counts) {
  std::string text;
  for (const auto& [name, count] : counts) {
    text += (text.empty() ? "" : ", ") + (count > 1 ? std::to_string(count) + " " : "") + name;
  }
  return text;
}

std::string FeedText(const FlatGraph& graph, const std::string& feed) {
  const FlatTensor* known = graph.Find(feed);
  if (known == nullptr || !known->shape || known->shape->size() != 3) return "";
  const std::vector<int64_t>& shape = *known->shape;
  return LayoutText({{AxisRole::kSteps, shape[0]},
                     {AxisRole::kBatch, shape[1]},
                     {AxisRole::kFeatures, shape[2]}});
}

}  // namespace gatewright
