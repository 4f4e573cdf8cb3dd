// SPDX-License-Identifier: Apache-2.0
// Recognises LSTM and GRU nodes.
#include "generator/network/onnx_recurrent.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

#include "generator/network/onnx_tensor.h"

namespace gatewright {
namespace {

using onnx::AttributeProto;
using onnx::NodeProto;
using Kind = OnnxValue::Kind;

// ONNX stacks the gates of an LSTM as i, o, f, c; ours are i, f, g, o with g = c. Those of a GRU
// are z, r, h; ours are r, u, c with u = z, the weight of the old state in both, and c = h.
const std::array<RecurrentOperator, 2> kOperators = {{
    {CellKind::kLstm,
     "LSTM",
     "an LSTM layer",
     {0, 2, 3, 1},
     {"Sigmoid", "Tanh", "Tanh"},
     "input_forget",
     {"X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"}},
    {CellKind::kGru,
     "GRU",
     "a GRU layer",
     {1, 0, 2},
     {"Sigmoid", "Tanh"},
     "linear_before_reset",
     {"X", "W", "R", "B", "sequence_lens", "initial_h"}},
}};

constexpr int kInitialC = 6;  // LSTM only
constexpr int kPeepholes = 7;

bool EqualsIgnoringCase(const std::string& a, const std::string& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

bool AreDefaultActivations(const RecurrentOperator& cell, const AttributeProto& attribute) {
  return std::equal(attribute.strings().begin(), attribute.strings().end(),
                    cell.activations.begin(), cell.activations.end(), EqualsIgnoringCase);
}

void CheckAttribute(OnnxState& state, const NodeProto& node, const RecurrentOperator& cell,
                    const AttributeProto& attribute) {
  const std::string& name = attribute.name();
  if (name == "direction" && attribute.s() != "forward") {
    state.Fail(node, name, attribute.s(),
               fmt::format("only forward {} layers are supported", cell.name), "forward");
  } else if (name == "clip") {
    state.Fail(node, name, fmt::format("{}", attribute.f()), "clipping is not supported",
               "no clip attribute");
  } else if (name == "activations" && !AreDefaultActivations(cell, attribute)) {
    state.Fail(node, name, fmt::format("{}", fmt::join(attribute.strings(), ", ")),
               fmt::format("only the {}'s own activations are supported", cell.name),
               fmt::format("{}", fmt::join(cell.activations, ", ")));
  } else if ((name == "activation_alpha" || name == "activation_beta") &&
             attribute.floats_size() > 0) {
    state.Fail(node, name, fmt::format("{}", fmt::join(attribute.floats(), ", ")),
               "activations with parameters are not supported", "no " + name + " attribute");
  } else if (name == "layout" && state.Int(node, name, 0) != 0) {
    state.Fail(node, name, std::to_string(attribute.i()), "the batchwise layout is not supported",
               "0");
  } else if (name == "input_forget" && state.Int(node, name, 0) != 0) {
    state.Fail(node, name, std::to_string(attribute.i()),
               "coupled input and forget gates are not supported", "0");
  }
}

// A GRU resets its state after the product, or before it, which is ONNX's default.
void CheckReset(OnnxState& state, const NodeProto& node) {
  constexpr const char* kName = "linear_before_reset";
  const bool is_given = FindAttribute(node, kName) != nullptr;
  const int64_t value = state.Int(node, kName, is_given ? 1 : 0);
  if (value == 1) return;
  state.Fail(node, kName, std::to_string(value) + (is_given ? "" : " (the default)"),
             "a reset applied before the product with R needs another datapath; only a GRU that "
             "applies it to the product can be built",
             "1, as torch.nn.GRU is exported, or a GRU of Keras with reset_after = True");
}

void CheckAttributes(OnnxState& state, const NodeProto& node, const RecurrentOperator& cell) {
  constexpr std::array<std::string_view, 7> kKnown = {
      "direction",       "clip",   "activations", "activation_alpha",
      "activation_beta", "layout", "hidden_size"};
  for (const AttributeProto& attribute : node.attribute()) {
    const bool known = attribute.name() == cell.attribute ||
                       std::find(kKnown.begin(), kKnown.end(), attribute.name()) != kKnown.end();
    if (known) {
      CheckAttribute(state, node, cell, attribute);
    } else {
      state.Fail(node, attribute.name(), "", "this attribute is unknown");
    }
  }
  if (cell.kind == CellKind::kGru) CheckReset(state, node);
}

void CheckInitialState(OnnxState& state, const NodeProto& node, const RecurrentOperator& cell,
                       int input) {
  const OnnxValue* value = state.Input(node, input);
  if (value == nullptr || value->kind == Kind::kUnknown || value->kind == Kind::kZero) return;
  if (value->kind == Kind::kFed) {
    state.states.push_back(fmt::format("{} of {} from graph input '{}'",
                                       cell.inputs[static_cast<size_t>(input)], NodeLabel(node),
                                       value->text));
    return;
  }
  if (value->kind == Kind::kConstant) {
    const Result<std::vector<double>> elements = ReadFloatTensor(state.file(), *value->tensor);
    if (!elements) {
      for (const Diagnostic& error : elements.errors()) state.errors().push_back(error);
      return;
    }
    if (std::all_of(elements->begin(), elements->end(), [](double x) { return x == 0; })) return;
  }
  RefuseInput(state, node, cell, input, "every sequence starts from zero state",
              "no initial state, zeros, or a graph input");
}

void CheckOptionalInputs(OnnxState& state, const NodeProto& node, const RecurrentOperator& cell) {
  if (HasInput(node, kInputLengths)) {
    RefuseInput(state, node, cell, kInputLengths, "sequences of given lengths are not supported",
                "no sequence_lens input");
  }
  CheckInitialState(state, node, cell, kInputInitialH);
  if (cell.kind == CellKind::kLstm) {
    CheckInitialState(state, node, cell, kInitialC);
    if (HasInput(node, kPeepholes)) {
      RefuseInput(state, node, cell, kPeepholes, "peepholes are not supported", "no P input");
    }
  }
  for (int i = static_cast<int>(cell.inputs.size()); i < node.input_size(); ++i) {
    state.Fail(node, fmt::format("input {}", i), node.input(i),
               fmt::format("{} has no such input", cell.layer));
  }
}

// A chain has cells of one kind.
void CheckKind(OnnxState& state, const NodeProto& node, const RecurrentOperator& cell) {
  const auto first = std::find_if(state.layers.begin(), state.layers.end(),
                                  [](const auto& layer) { return IsRecurrent(layer.kind); });
  if (first == state.layers.end() || first->kind == cell.kind) return;
  const char* const other = first->kind == CellKind::kLstm ? "LSTM" : "GRU";
  state.Fail(
      node, "", "",
      fmt::format("{} cannot follow {} layers: a chain has cells of one kind", cell.layer, other),
      other);
}

// Features of the frames that X brings, -1 when unknown; reports X that cannot be read.
int64_t CheckX(OnnxState& state, const NodeProto& node, const RecurrentOperator& cell) {
  const OnnxValue* x = state.Input(node, kInputX);
  if (x == nullptr) {
    state.Fail(node, "input X", "", "this input is missing");
    return -1;
  }
  if (!state.IsEndOfChain(node, *x)) return -1;
  const Layout& layout = x->layout;
  bool legal = layout.size() == 3;
  if (legal && x->stage > 0) {
    const bool is_batch = layout[1].role == AxisRole::kBatch || layout[1].role == AxisRole::kUnit;
    legal = layout[0].role == AxisRole::kSteps && is_batch && layout[2].role == AxisRole::kFeatures;
  }
  if (!legal) {
    state.Fail(node, "input X", LayoutText(layout),
               fmt::format("{} reads all steps of its input", cell.layer),
               "[steps, batch, features]");
    return -1;
  }
  if (!state.layers.empty() && state.layers.back().kind == CellKind::kDense) {
    state.Fail(node, "", "", kHeadIsLast);
  }
  if (!state.relu.empty()) {
    state.Fail(node, "input X", "",
               fmt::format("{} cannot read a Relu ({})", cell.layer, state.relu),
               "a Relu directly before the dense head");
  }
  return layout[2].size;
}

void SetOutputs(OnnxState& state, const NodeProto& node, const RecurrentOperator& cell,
                int64_t units) {
  const OnnxValue* x = state.Input(node, kInputX);
  const bool known = x != nullptr && x->kind == Kind::kData && x->layout.size() == 3;
  const Axis steps{AxisRole::kSteps, known ? x->layout[0].size : -1};
  const Axis batch{AxisRole::kBatch, known ? x->layout[1].size : -1};
  const Axis direction{AxisRole::kUnit, 1};
  const Axis features{AxisRole::kFeatures, units > 0 ? units : -1};
  OnnxValue y;
  y.kind = Kind::kData;
  y.stage = state.stage;
  y.layout = {steps, direction, batch, features};
  OnnxValue y_h = y;
  y_h.layout = {direction, batch, features};
  y_h.is_final_state = true;
  state.SetOutput(node, 0, y);
  state.SetOutput(node, 1, y_h);
  if (cell.kind != CellKind::kLstm) return;
  OnnxValue y_c;
  y_c.kind = Kind::kState;
  state.SetOutput(node, 2, y_c);
}

}  // namespace

const RecurrentOperator* FindRecurrentOperator(const NodeProto& node) {
  const std::string name = OperatorName(node);
  const auto* const found =
      std::find_if(kOperators.begin(), kOperators.end(),
                   [&](const RecurrentOperator& cell) { return cell.name == name; });
  return found == kOperators.end() ? nullptr : found;
}

void RefuseInput(OnnxState& state, const NodeProto& node, const RecurrentOperator& cell, int input,
                 std::string rule, std::string nearest) {
  state.Fail(node, std::string("input ") + cell.inputs[static_cast<size_t>(input)],
             node.input(input), std::move(rule), std::move(nearest));
}

bool ImportRecurrent(OnnxState& state, const NodeProto& node) {
  const RecurrentOperator* const cell = FindRecurrentOperator(node);
  if (cell == nullptr) return false;
  ++state.recurrent_count;
  const size_t errors_before = state.errors().size();
  CheckKind(state, node, *cell);
  CheckAttributes(state, node, *cell);
  CheckOptionalInputs(state, node, *cell);
  // Another kind of cell has weights of another shape: complaints about those would only mislead.
  const bool readable = state.errors().size() == errors_before;
  const int64_t features = CheckX(state, node, *cell);
  FloatLayer layer;
  layer.kind = cell->kind;
  const int64_t units = readable ? ReadRecurrentWeights(state, node, *cell, features, &layer) : 0;
  state.layers.push_back(std::move(layer));
  ++state.stage;
  state.end = node.output_size() > 0 && !node.output(0).empty() ? node.output(0)
              : node.output_size() > 1                          ? node.output(1)
                                                                : "";
  SetOutputs(state, node, *cell, units);
  return true;
}

}  // namespace gatewright
