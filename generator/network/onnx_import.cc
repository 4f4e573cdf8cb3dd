// SPDX-License-Identifier: Apache-2.0
// Imports an ONNX model as a float network.
#include "generator/network/onnx_import.h"

#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <utility>

#include "generator/base/read_file.h"
#include "generator/network/onnx_chain.h"
#include "generator/network/onnx_describe.h"
#include "generator/network/onnx_state.h"

namespace gatewright {
namespace {

using onnx::ModelProto;
using onnx::NodeProto;
using Kind = OnnxValue::Kind;

constexpr int kMaxLayers = 8;
constexpr int64_t kFirstOpset = 7;  // today's LSTM, GRU, Gemm and Add start here
constexpr int64_t kLastOpset = 22;
constexpr const char* kOperators =
    "LSTM, GRU, Gemm, MatMul, Conv, Add, Relu, Sigmoid, Tanh and what rearranges dimensions; or "
    "network.subgraph = true, which leaves the rest of the graph to you";

Result<ModelProto> ParseModel(const std::string& path) {
  const Result<std::string> bytes = ReadWholeFile(path);
  if (!bytes) return bytes.errors();
  const google::protobuf::LogSilencer silence;
  ModelProto model;
  const bool fits = bytes->size() <= static_cast<size_t>(std::numeric_limits<int>::max());
  if (!fits || !model.ParseFromArray(bytes->data(), static_cast<int>(bytes->size())) ||
      !model.has_graph()) {
    return Diagnostic{path, 0, "", "", "this is not an ONNX model, or it is truncated", ""};
  }
  return model;
}

Diagnostics CheckOpset(const ModelProto& model, const std::string& file) {
  for (const onnx::OperatorSetIdProto& opset : model.opset_import()) {
    if (!opset.domain().empty() && opset.domain() != "ai.onnx") continue;
    if (opset.version() >= kFirstOpset && opset.version() <= kLastOpset) return {};
    return {Diagnostic{file, 0, "opset_import", std::to_string(opset.version()),
                       "this version of the operator set is not supported",
                       fmt::format("{} to {}", kFirstOpset, kLastOpset)}};
  }
  return {Diagnostic{file, 0, "opset_import", "",
                     "the model does not say which operator set it uses", ""}};
}

// An If that may hide recurrent layers must be decided.
Diagnostics CheckDecided(const FlatGraph& graph, const std::string& file) {
  Diagnostics errors;
  for (const FlatUndecided& undecided : graph.undecided) {
    if (undecided.recurrent == 0) continue;
    const std::string test =
        undecided.comparison.empty() ? "" : fmt::format(" ({})", undecided.comparison);
    errors.push_back(Diagnostic{
        file, 0, undecided.node + " condition", undecided.condition,
        fmt::format("recurrent layers stand in its branches and the condition{} is not constant",
                    test),
        undecided.suggestion.empty()
            ? ""
            : fmt::format("[network] choose = {{ {} }}", undecided.suggestion)});
  }
  return errors;
}

// Layout of the tensor that is fed; one without a shape may have any three dimensions.
Layout FeedLayout(const FlatGraph& graph, const std::string& feed) {
  const FlatTensor* known = graph.Find(feed);
  if (known == nullptr || !known->shape) return Layout(3);
  Layout layout;
  for (int64_t size : *known->shape) layout.push_back({AxisRole::kAny, size});
  return layout;
}

void DeclareTensors(const FlatGraph& graph, const ChainPlace& place, OnnxState& state) {
  for (const auto& [name, known] : graph.tensors) {
    if (known.constant == nullptr || known.partial) continue;
    OnnxValue value;
    value.kind = Kind::kConstant;
    value.tensor = known.constant;
    state.SetTensor(name, std::move(value));
  }
  for (const std::string& input : graph.inputs) {
    OnnxValue value;
    value.kind = place.state_inputs.count(input) != 0 ? Kind::kFed : Kind::kComputed;
    value.text = input;
    state.SetTensor(input, std::move(value));
  }
  if (graph.Find(place.feed) == nullptr || graph.Constant(place.feed) != nullptr) return;
  OnnxValue feed;
  feed.kind = Kind::kData;
  feed.layout = FeedLayout(graph, place.feed);
  state.SetTensor(place.feed, std::move(feed));
}

void SetAllOutputs(OnnxState& state, const NodeProto& node, const OnnxValue& value) {
  for (int i = 0; i < node.output_size(); ++i) state.SetOutput(node, i, value);
}

void RefuseOperator(OnnxState& state, const NodeProto& node) {
  const std::string name = OperatorName(node);
  const bool is_recurrent = IsRecurrentNode(node);
  state.Fail(node, "", "",
             is_recurrent ? fmt::format("{} layers are not supported in this version", name)
                          : fmt::format("operator {} is not supported", name),
             is_recurrent ? "LSTM or GRU" : kOperators);
  SetAllOutputs(state, node, OnnxValue{});
}

void ImportSupported(OnnxState& state, const NodeProto& node) {
  const bool is_default = OperatorName(node) == node.op_type();
  if (!is_default || (!ImportGlue(state, node) && !ImportHead(state, node))) {
    RefuseOperator(state, node);
  }
}

// The kind of a node's inputs that decides what becomes of it: outside before data before states.
Kind StrongestInput(OnnxState& state, const NodeProto& node) {
  Kind strongest = Kind::kComputed;
  for (int i = 0; i < node.input_size(); ++i) {
    const OnnxValue* input = state.Get(node.input(i));
    if (input == nullptr) continue;
    const Kind kind = input->kind;
    if (kind == Kind::kOutside) return kind;
    const bool is_data = kind == Kind::kData || kind == Kind::kUnknown;
    if (is_data || (kind == Kind::kState && strongest == Kind::kComputed)) strongest = kind;
  }
  return strongest;
}

void LeaveOutside(OnnxState& state, const NodeProto& node, const std::string& why) {
  OnnxValue outside;
  outside.kind = Kind::kOutside;
  outside.text = why;
  SetAllOutputs(state, node, outside);
}

// Imports a node that depends on the chain; with `subgraph`, one that cannot be built is left to
// the user and everything is as before.
void ImportDependent(OnnxState& state, const NodeProto& node) {
  const size_t errors = state.errors().size();
  const size_t layers = state.layers.size();
  const int stage = state.stage;
  const std::string end = state.end;
  const std::string relu = state.relu;
  FloatLayer head;
  const bool has_head = layers > 0 && state.layers.back().kind == CellKind::kDense;
  if (has_head) head = state.layers.back();
  ImportSupported(state, node);
  if (!state.subgraph() || state.errors().size() == errors) return;
  const Diagnostic why = state.errors()[errors];
  state.errors().resize(errors);
  state.layers.resize(layers);
  if (has_head) state.layers.back() = std::move(head);
  state.stage = stage;
  state.end = end;
  state.relu = relu;
  LeaveOutside(state, node, why.key + ": " + why.rule);
}

void ImportNode(OnnxState& state, const NodeProto& node) {
  if (ImportRecurrent(state, node)) return;
  if (IsRecurrentNode(node)) return RefuseOperator(state, node);
  const Kind strongest = StrongestInput(state, node);
  if (strongest == Kind::kOutside) {
    for (int i = 0; i < node.input_size(); ++i) {
      const OnnxValue* input = state.Get(node.input(i));
      if (input != nullptr && input->kind == Kind::kOutside) {
        return LeaveOutside(state, node, std::string(input->text));
      }
    }
  } else if (strongest == Kind::kComputed) {
    const bool is_default = OperatorName(node) == node.op_type();
    if (is_default && ImportGlue(state, node)) return;
    OnnxValue computed;  // beside the chain: nothing that is built can depend on it
    computed.kind = Kind::kComputed;
    SetAllOutputs(state, node, computed);
  } else if (strongest == Kind::kState && OperatorName(node) != "Concat") {
    OnnxValue states;
    states.kind = Kind::kState;
    SetAllOutputs(state, node, states);
  } else {
    ImportDependent(state, node);
  }
}

// A Relu that no head follows.
void CheckRelu(OnnxState& state) {
  if (state.relu.empty()) return;
  const std::string rule = "a Relu is supported only directly before or after the dense head";
  if (state.subgraph()) {
    state.LeaveLastStage(state.relu + ": " + rule);
  } else {
    state.errors().push_back(Diagnostic{state.file(), 0, state.relu, "", rule, kOperators});
  }
}

// What looks like a recurrent cell that an exporter has taken apart.
struct Gates {
  const NodeProto* node = nullptr;  // the Split of the gates, or else the first Sigmoid
  bool is_gru = false;
};

// An LSTM is three gates and two Tanh; a GRU two gates, one Tanh and one Sub.
Gates FindGates(const FlatGraph& graph, const ChainPlace& place) {
  std::map<std::string, int> counts;
  std::map<int, const NodeProto*> splits;  // the last one, by its parts
  const NodeProto* sigmoid = nullptr;
  for (size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!place.live[i]) continue;
    const NodeProto& node = graph.nodes[i];
    const std::string name = OperatorName(node);
    ++counts[name];
    if (name == "Split") splits[node.output_size()] = &node;
    if (name == "Sigmoid" && sigmoid == nullptr) sigmoid = &node;
  }
  if (counts["Sigmoid"] >= 3 && counts["Tanh"] >= 2 && counts["Mul"] >= 3) {
    return {splits.count(4) != 0 ? splits[4] : sigmoid, false};
  }
  const bool is_gru = splits.count(3) != 0 && counts["Sigmoid"] >= 2 && counts["Tanh"] >= 1 &&
                      counts["Mul"] >= 2 && counts["Sub"] >= 1;
  return is_gru ? Gates{splits[3], true} : Gates{};
}

void CheckLayers(const FlatGraph& graph, const ChainPlace& place, OnnxState& state) {
  CheckRelu(state);
  if (state.recurrent_count >= 1 && state.recurrent_count <= kMaxLayers) return;
  if (state.recurrent_count > kMaxLayers) {
    state.errors().push_back(
        Diagnostic{state.file(), 0, "recurrent layers", std::to_string(state.recurrent_count),
                   fmt::format("a network has at most {} recurrent layers", kMaxLayers),
                   std::to_string(kMaxLayers)});
    return;
  }
  const std::string none = "the model holds no LSTM or GRU node";
  const Gates gates = FindGates(graph, place);
  if (gates.node == nullptr) {
    state.errors().push_back(Diagnostic{state.file(), 0, "", "", none, ""});
    return;
  }
  state.Fail(
      *gates.node, "", "",
      fmt::format("{}, but what looks like the gates of {} that the exporter has taken apart", none,
                  gates.is_gru ? "a GRU" : "an LSTM"),
      fmt::format(
          "export torch.nn.{} by torch.onnx.export(..., dynamo=False), which keeps it whole",
          gates.is_gru ? "GRU" : "LSTM"));
}

// One output is the end of the chain; the others may only be states of its layers.
void CheckOutputs(const FlatGraph& graph, OnnxState& state) {
  bool reached = false;
  for (const auto& [name, flat] : graph.outputs) {
    const OnnxValue* value = state.Get(flat);
    const bool is_data = value != nullptr && value->kind == Kind::kData;
    const bool is_end = is_data && value->stage == state.stage;
    const bool is_state =
        value != nullptr && (value->kind == Kind::kState || (is_data && value->is_final_state));
    reached = reached || is_end;
    if (is_end || is_state) continue;
    state.errors().push_back(Diagnostic{state.file(), 0, "output", name,
                                        value == nullptr
                                            ? "no node makes this output"
                                            : "this output is not the end of the chain of layers",
                                        "the output of the last layer"});
  }
  if (!reached) {
    state.errors().push_back(Diagnostic{state.file(), 0, "output", "",
                                        "the last layer does not reach an output of the graph",
                                        "the output of the last layer"});
  }
}

// What stands before the chain must be accepted as left out.
void CheckFront(const FlatGraph& graph, const ChainPlace& place, OnnxState& state) {
  if (place.feed.empty() || place.from_input || state.subgraph()) return;
  const std::vector<OnnxReport::Count> front = CountOperators(graph, place.front);
  state.errors().push_back(Diagnostic{
      state.file(), 0, "network.subgraph", "false",
      fmt::format("before the recurrent layers the graph computes their input ({}); only the "
                  "layers themselves can be built",
                  CountsText(front)),
      fmt::format("true, and frames of tensor '{}' {} as the input", place.feed,
                  FeedText(graph, place.feed))});
}

}  // namespace

Result<FloatNetwork> ImportOnnx(const std::string& path, const OnnxOptions& options,
                                OnnxReport* report) {
  OnnxReport unused;
  if (report == nullptr) report = &unused;
  const Result<ModelProto> model = ParseModel(path);
  if (!model) return model.errors();
  DescribeModel(*model, report);
  const Diagnostics opset = CheckOpset(*model, path);
  if (!opset.empty()) return opset;
  const Result<FlatGraph> flat = FlattenOnnx(model->graph(), options.choose, path);
  if (!flat) return flat.errors();
  DescribeFlat(*flat, report);
  const Diagnostics undecided = CheckDecided(*flat, path);
  if (!undecided.empty()) return undecided;
  const ChainPlace place = FindChain(*flat);
  OnnxState state(path, options.subgraph);
  DeclareTensors(*flat, place, state);
  CheckFront(*flat, place, state);
  for (size_t i = 0; i < flat->nodes.size(); ++i) {
    if (place.live[i] && !place.front[i]) ImportNode(state, flat->nodes[i]);
  }
  CheckLayers(*flat, place, state);
  if (state.errors().empty() && !options.subgraph) CheckOutputs(*flat, state);
  DescribeChain(*flat, place, state, report);
  if (!state.errors().empty()) return state.errors();
  if (options.front) report->front_model = FrontModel(*model, *flat, place);
  FloatNetwork network;
  network.layers = std::move(state.layers);
  network.source = std::filesystem::path(path).filename().string();
  if (!place.from_input) network.source += fmt::format(", fed at tensor '{}'", place.feed);
  return network;
}

}  // namespace gatewright
