#include "generator/network/onnx_import.h"

#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>
#include <onnx/onnx_pb.h>

#include <filesystem>
#include <limits>
#include <utility>

#include "generator/network/onnx_state.h"
#include "generator/network/read_file.h"

namespace gatewright {
namespace {

using onnx::GraphProto;
using onnx::ModelProto;
using onnx::NodeProto;
using Kind = OnnxValue::Kind;

constexpr int kMaxLstmLayers = 8;
constexpr int64_t kFirstOpset = 7;  // today's LSTM, Gemm and Add start here
constexpr int64_t kLastOpset = 22;
constexpr const char* kOperators =
    "LSTM, Gemm, MatMul, Add, Relu, Sigmoid, Tanh and what rearranges dimensions";

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

void CheckOpset(const ModelProto& model, OnnxState& state) {
  for (const onnx::OperatorSetIdProto& opset : model.opset_import()) {
    if (!opset.domain().empty() && opset.domain() != "ai.onnx") continue;
    if (opset.version() >= kFirstOpset && opset.version() <= kLastOpset) return;
    state.errors().push_back(Diagnostic{state.file(), 0, "opset_import",
                                        std::to_string(opset.version()),
                                        "this version of the operator set is not supported",
                                        fmt::format("{} to {}", kFirstOpset, kLastOpset)});
    return;
  }
  state.errors().push_back(Diagnostic{state.file(), 0, "opset_import", "",
                                      "the model does not say which operator set it uses", ""});
}

// Layout of a graph input as declared; one without a shape may have any three dimensions.
Layout DeclaredLayout(const onnx::ValueInfoProto& input) {
  const onnx::TypeProto::Tensor& type = input.type().tensor_type();
  if (!type.has_shape()) return Layout(3);
  Layout layout;
  for (const auto& dimension : type.shape().dim()) {
    const bool known = dimension.has_dim_value() && dimension.dim_value() > 0;
    layout.push_back({AxisRole::kAny, known ? dimension.dim_value() : -1});
  }
  return layout;
}

void DeclareTensors(const GraphProto& graph, OnnxState& state) {
  for (const onnx::ValueInfoProto& input : graph.input()) {
    OnnxValue value;
    value.kind = Kind::kData;
    value.layout = DeclaredLayout(input);
    state.SetTensor(input.name(), std::move(value));
  }
  for (const onnx::TensorProto& tensor : graph.initializer()) {  // may be listed as inputs too
    OnnxValue value;
    value.kind = Kind::kConstant;
    value.tensor = &tensor;
    state.SetTensor(tensor.name(), std::move(value));
  }
}

void RefuseOperator(OnnxState& state, const NodeProto& node) {
  const bool is_default = node.domain().empty() || node.domain() == "ai.onnx";
  const std::string name = (is_default ? "" : node.domain() + "::") + node.op_type();
  const bool is_recurrent = is_default && (name == "GRU" || name == "RNN");
  state.Fail(node, "", "",
             is_recurrent ? fmt::format("{} layers are not supported in this version", name)
                          : fmt::format("operator {} is not supported", name),
             is_recurrent ? "LSTM" : kOperators);
  for (int i = 0; i < node.output_size(); ++i) state.SetOutput(node, i, OnnxValue{});
}

void ImportNode(OnnxState& state, const NodeProto& node) {
  const bool is_default = node.domain().empty() || node.domain() == "ai.onnx";
  if (is_default && node.op_type() == "LSTM") {
    ImportLstm(state, node);
  } else if (!is_default || (!ImportGlue(state, node) && !ImportHead(state, node))) {
    RefuseOperator(state, node);
  }
}

void CheckLayers(OnnxState& state) {
  if (state.lstm_count >= 1 && state.lstm_count <= kMaxLstmLayers) return;
  const bool none = state.lstm_count == 0;
  state.errors().push_back(Diagnostic{
      state.file(), 0, none ? "" : "LSTM layers", none ? "" : std::to_string(state.lstm_count),
      none ? "the model holds no LSTM node" : "a network has at most 8 LSTM layers",
      none ? "" : "8"});
}

// One output is the end of the chain; the others may only be states of its layers.
void CheckOutputs(const GraphProto& graph, OnnxState& state) {
  bool reached = false;
  for (const onnx::ValueInfoProto& output : graph.output()) {
    const OnnxValue* value = state.Get(output.name());
    const bool is_data = value != nullptr && value->kind == Kind::kData;
    const bool is_end = is_data && value->stage == state.stage;
    const bool is_state =
        value != nullptr && (value->kind == Kind::kState || (is_data && value->is_final_state));
    reached = reached || is_end;
    if (is_end || is_state) continue;
    state.errors().push_back(Diagnostic{state.file(), 0, "output", output.name(),
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

}  // namespace

Result<FloatNetwork> ImportOnnx(const std::string& path) {
  const Result<ModelProto> model = ParseModel(path);
  if (!model) return model.errors();
  const GraphProto& graph = model->graph();
  OnnxState state(path);
  CheckOpset(*model, state);
  DeclareTensors(graph, state);
  for (const NodeProto& node : graph.node()) ImportNode(state, node);
  CheckLayers(state);
  if (state.errors().empty()) CheckOutputs(graph, state);
  if (!state.errors().empty()) return state.errors();
  FloatNetwork network;
  network.layers = std::move(state.layers);
  network.source = std::filesystem::path(path).filename().string();
  return network;
}

}  // namespace gatewright
