// SPDX-License-Identifier: Apache-2.0
// Follows an ONNX graph from the input through recurrent layers to the head.
#include "generator/network/onnx_chain.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "generator/network/onnx_node.h"

namespace gatewright {
namespace {

using onnx::NodeProto;

// Which node makes a tensor, and what depends on what.
class Dependencies {
 public:
  explicit Dependencies(const FlatGraph& graph) : graph_(graph) {
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
      for (const std::string& output : graph.nodes[i].output()) maker_.emplace(output, i);
    }
  }

  // The node that makes `tensor`; null for inputs and constants.
  const NodeProto* Maker(const std::string& tensor) const {
    const auto found = maker_.find(tensor);
    return tensor.empty() || found == maker_.end() ? nullptr : &graph_.nodes[found->second];
  }

  // Marks the nodes that `tensors` depend on; adds the graph inputs among them to `inputs`.
  void MarkAncestors(std::vector<std::string> tensors, std::vector<bool>& nodes,
                     std::set<std::string>* inputs = nullptr) const {
    while (!tensors.empty()) {
      const std::string tensor = std::move(tensors.back());
      tensors.pop_back();
      const auto found = maker_.find(tensor);
      if (tensor.empty() || found == maker_.end()) {
        if (inputs != nullptr) inputs->insert(tensor);
      } else if (!nodes[found->second]) {
        nodes[found->second] = true;
        const auto& more = graph_.nodes[found->second].input();
        tensors.insert(tensors.end(), more.begin(), more.end());
      }
    }
  }

 private:
  const FlatGraph& graph_;
  std::map<std::string, size_t> maker_;
};

bool IsRearranging(const NodeProto& node) {
  constexpr std::array<std::string_view, 5> kOperators = {"Transpose", "Squeeze", "Unsqueeze",
                                                          "Reshape", "Cast"};
  return std::find(kOperators.begin(), kOperators.end(), OperatorName(node)) != kOperators.end();
}

bool HasSubgraph(const NodeProto& node) {
  return std::any_of(node.attribute().begin(), node.attribute().end(),
                     [](const onnx::AttributeProto& attribute) { return attribute.has_g(); });
}

}  // namespace

ChainPlace FindChain(const FlatGraph& graph) {
  const Dependencies dependencies(graph);
  ChainPlace place;
  place.live.assign(graph.nodes.size(), false);
  place.front.assign(graph.nodes.size(), false);
  std::vector<std::string> outputs;
  for (const auto& [name, flat] : graph.outputs) outputs.push_back(flat);
  dependencies.MarkAncestors(outputs, place.live);
  const NodeProto* first = nullptr;
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    const NodeProto& node = graph.nodes[i];
    if (!place.live[i] || !IsRecurrentNode(node)) continue;
    if (first == nullptr) first = &node;
    std::vector<bool> visited(graph.nodes.size(), false);
    for (int input : {5, 6}) {
      if (!HasInput(node, input)) continue;
      dependencies.MarkAncestors({node.input(input)}, visited, &place.state_inputs);
    }
  }
  if (first == nullptr || !HasInput(*first, 0)) return place;
  place.feed = first->input(0);
  std::string source = place.feed;
  for (const NodeProto* maker = dependencies.Maker(source);
       maker != nullptr && IsRearranging(*maker) && HasInput(*maker, 0);
       maker = dependencies.Maker(source)) {
    source = maker->input(0);
  }
  place.from_input = dependencies.Maker(source) == nullptr;
  if (place.from_input) {
    place.feed = source;
  } else {
    dependencies.MarkAncestors({place.feed}, place.front);
  }
  return place;
}

std::string FrontModel(const onnx::ModelProto& model, const FlatGraph& graph,
                       const ChainPlace& place) {
  onnx::ModelProto front;
  front.set_ir_version(model.ir_version());
  front.set_producer_name("gatewright");
  *front.mutable_opset_import() = model.opset_import();
  onnx::GraphProto& made = *front.mutable_graph();
  made.set_name("front");
  std::set<std::string> needed;
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!place.front[i]) continue;
    const NodeProto& node = graph.nodes[i];
    if (HasSubgraph(node)) return "";
    *made.add_node() = node;
    needed.insert(node.input().begin(), node.input().end());
  }
  for (const std::string& name : needed) {
    if (const onnx::TensorProto* constant = graph.Constant(name)) {
      onnx::TensorProto& tensor = *made.add_initializer();
      tensor = *constant;
      tensor.set_name(name);
    }
  }
  for (const onnx::ValueInfoProto& input : model.graph().input()) {
    const bool is_input =
        std::find(graph.inputs.begin(), graph.inputs.end(), input.name()) != graph.inputs.end();
    if (is_input && needed.count(input.name()) != 0) *made.add_input() = input;
  }
  onnx::ValueInfoProto& output = *made.add_output();
  output.set_name(place.feed);
  output.mutable_type()->mutable_tensor_type()->set_elem_type(onnx::TensorProto::FLOAT);
  return front.SerializeAsString();
}

}  // namespace gatewright
