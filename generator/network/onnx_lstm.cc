#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "generator/network/onnx_state.h"
#include "generator/network/onnx_tensor.h"

namespace gatewright {
namespace {

using onnx::AttributeProto;
using onnx::NodeProto;
using Kind = OnnxValue::Kind;

enum Input { kX, kW, kR, kB, kSequenceLens, kInitialH, kInitialC, kP };
constexpr std::array<const char*, 8> kInputNames = {
    "X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"};

// ONNX stacks the gates as i, o, f, c; ours are i, f, g, o with g = c.
constexpr std::array<int, 4> kOnnxGate = {0, 2, 3, 1};

bool EqualsIgnoringCase(const std::string& a, const std::string& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

bool AreDefaultActivations(const AttributeProto& attribute) {
  constexpr std::array<const char*, 3> kDefault = {"Sigmoid", "Tanh", "Tanh"};
  return std::equal(attribute.strings().begin(), attribute.strings().end(), kDefault.begin(),
                    kDefault.end(), EqualsIgnoringCase);
}

void CheckAttribute(OnnxState& state, const NodeProto& node, const AttributeProto& attribute) {
  const std::string& name = attribute.name();
  if (name == "direction" && attribute.s() != "forward") {
    state.Fail(node, name, attribute.s(), "only forward LSTM layers are supported", "forward");
  } else if (name == "clip") {
    state.Fail(node, name, fmt::format("{}", attribute.f()), "clipping is not supported",
               "no clip attribute");
  } else if (name == "activations" && !AreDefaultActivations(attribute)) {
    state.Fail(node, name, fmt::format("{}", fmt::join(attribute.strings(), ", ")),
               "only the LSTM's own activations are supported", "Sigmoid, Tanh, Tanh");
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

void CheckAttributes(OnnxState& state, const NodeProto& node) {
  constexpr std::array<const char*, 8> kKnown = {
      "direction",       "clip",   "activations",  "activation_alpha",
      "activation_beta", "layout", "input_forget", "hidden_size"};
  for (const AttributeProto& attribute : node.attribute()) {
    const bool known = std::any_of(kKnown.begin(), kKnown.end(),
                                   [&](const char* name) { return attribute.name() == name; });
    if (known) {
      CheckAttribute(state, node, attribute);
    } else {
      state.Fail(node, attribute.name(), "", "this attribute is unknown");
    }
  }
}

bool IsPresent(const NodeProto& node, int input) {
  return input < node.input_size() && !node.input(input).empty();
}

void RefuseInput(OnnxState& state, const NodeProto& node, int input, std::string rule,
                 std::string nearest) {
  state.Fail(node, std::string("input ") + kInputNames[static_cast<size_t>(input)],
             node.input(input), std::move(rule), std::move(nearest));
}

void CheckInitialState(OnnxState& state, const NodeProto& node, int input) {
  const OnnxValue* value = state.Input(node, input);
  if (value == nullptr || value->kind == Kind::kUnknown || value->kind == Kind::kZero) return;
  if (value->kind == Kind::kFed) {
    state.states.push_back(fmt::format("{} of {} from graph input '{}'",
                                       kInputNames[static_cast<size_t>(input)], NodeLabel(node),
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
  RefuseInput(state, node, input, "every sequence starts from zero state",
              "no initial state, zeros, or a graph input");
}

void CheckOptionalInputs(OnnxState& state, const NodeProto& node) {
  if (IsPresent(node, kSequenceLens)) {
    RefuseInput(state, node, kSequenceLens, "sequences of given lengths are not supported",
                "no sequence_lens input");
  }
  CheckInitialState(state, node, kInitialH);
  CheckInitialState(state, node, kInitialC);
  if (IsPresent(node, kP)) {
    RefuseInput(state, node, kP, "peepholes are not supported", "no P input");
  }
}

// The tensor of input W, R or B; null and reported when it is no constant.
const onnx::TensorProto* Weights(OnnxState& state, const NodeProto& node, int input) {
  const OnnxValue* value = state.Input(node, input);
  if (value == nullptr) {
    state.Fail(node, std::string("input ") + kInputNames[static_cast<size_t>(input)], "",
               "this input is missing");
    return nullptr;
  }
  if (value->kind == Kind::kConstant) return value->tensor;
  if (value->kind != Kind::kUnknown) {
    RefuseInput(state, node, input, "weights must be stored in the model, not fed or computed",
                "an initializer or Constant node");
  }
  return nullptr;
}

// Reads W, R and B of one LSTM node into a layer, collecting everything that is wrong.
class LstmWeights {
 public:
  LstmWeights(OnnxState& state, const NodeProto& node, int64_t features)
      : state_(state), node_(node), features_(features) {}

  // The units; 0 when they cannot be told.
  int64_t Read(FloatLayer& layer) {
    const onnx::TensorProto* w = Weights(state_, node_, kW);
    const onnx::TensorProto* r = Weights(state_, node_, kR);
    const onnx::TensorProto* b = IsPresent(node_, kB) ? Weights(state_, node_, kB) : nullptr;
    const int64_t units = Units(r);
    if (units == 0) return 0;
    const int64_t inputs = Inputs(w);
    if (inputs == 0) return units;
    layer.units = static_cast<int>(units);
    layer.inputs = static_cast<int>(inputs);
    if (w != nullptr) layer.wx = Matrix(kW, *w, units, inputs);
    if (r != nullptr) layer.wh = Matrix(kR, *r, units, units);
    if (b != nullptr) {
      Biases(*b, units, layer);
    } else if (!layer.wh.empty()) {  // only now is the size known to be an honest one
      layer.bias_x.assign(static_cast<size_t>(4 * units), 0.0);
      layer.bias_h = layer.bias_x;
    }
    return units;
  }

 private:
  static constexpr int64_t kMaxSize = int64_t{1} << 24;  // far above what a file of 2 GiB can hold

  int64_t Units(const onnx::TensorProto* r) {
    int64_t units = state_.Int(node_, "hidden_size", 0);
    const bool is_given = FindAttribute(node_, "hidden_size") != nullptr;
    if (!is_given && r != nullptr && r->dims_size() == 3) units = r->dims(2);
    if (units >= 1 && units <= kMaxSize) return units;
    if (is_given) {
      state_.Fail(node_, "hidden_size", std::to_string(units), "the number of units is illegal",
                  "1 or more");
    } else if (r != nullptr) {
      HasShape(kR, *r, {1, -4, -1});
    }
    return 0;
  }

  // Elements of a frame: as the chain brings them, else as W has them; 0 after an error.
  int64_t Inputs(const onnx::TensorProto* w) {
    if (features_ > 0 || w == nullptr) return std::max(features_, int64_t{1});
    if (w->dims_size() == 3 && w->dims(2) >= 1 && w->dims(2) <= kMaxSize) return w->dims(2);
    state_.Fail(node_, "input W", ShapeOf(*w, kW), "the shape must be [1, 4*units, inputs]",
                "[1, 4*units, inputs]");
    return 0;
  }

  // Whether the tensor has the shape wanted; reports it with both shapes if not.
  bool HasShape(int input, const onnx::TensorProto& tensor, const std::vector<int64_t>& wanted) {
    if (TensorShape(tensor) == wanted) return true;
    const bool unknown = wanted.back() < 0;
    const std::string text = unknown ? "[1, 4*units, units]" : OnnxShapeText(wanted);
    state_.Fail(node_, std::string("input ") + kInputNames[static_cast<size_t>(input)],
                ShapeOf(tensor, input), "the shape must be " + text, text);
    return false;
  }

  // "tensor 'lstm.R' [1, 16, 4]"
  std::string ShapeOf(const onnx::TensorProto& tensor, int input) const {
    return fmt::format("tensor '{}' {}", tensor.name().empty() ? node_.input(input) : tensor.name(),
                       OnnxShapeText(TensorShape(tensor)));
  }

  std::vector<double> Elements(int input, const onnx::TensorProto& tensor) {
    Result<std::vector<double>> values = ReadFloatTensor(state_.file(), tensor);
    if (values) return std::move(*values);
    for (Diagnostic error : values.errors()) {
      error.rule = fmt::format("{} ({} of {})", error.rule, kInputNames[static_cast<size_t>(input)],
                               NodeLabel(node_));
      state_.errors().push_back(std::move(error));
    }
    return {};
  }

  // [1, 4*units, columns] in ONNX gate order as [4*units][columns] in ours; empty after an error.
  std::vector<double> Matrix(int input, const onnx::TensorProto& tensor, int64_t units,
                             int64_t columns) {
    if (!HasShape(input, tensor, {1, 4 * units, columns})) return {};
    const std::vector<double> values = Elements(input, tensor);
    return values.empty() ? values : Permuted(values, 0, units * columns);
  }

  void Biases(const onnx::TensorProto& tensor, int64_t units, FloatLayer& layer) {
    if (!HasShape(kB, tensor, {1, 8 * units})) return;
    const std::vector<double> values = Elements(kB, tensor);
    if (values.empty()) return;
    layer.bias_x = Permuted(values, 0, units);
    layer.bias_h = Permuted(values, 4 * units, units);
  }

  // Four blocks of `block` elements from `begin`, in our gate order.
  static std::vector<double> Permuted(const std::vector<double>& values, int64_t begin,
                                      int64_t block) {
    std::vector<double> output;
    output.reserve(static_cast<size_t>(4 * block));
    for (int gate : kOnnxGate) {
      const auto first = values.begin() + begin + gate * block;
      output.insert(output.end(), first, first + block);
    }
    return output;
  }

  OnnxState& state_;
  const NodeProto& node_;
  const int64_t features_;
};

// Features of the frames that X brings, -1 when unknown; reports X that cannot be read.
int64_t CheckX(OnnxState& state, const NodeProto& node) {
  const OnnxValue* x = state.Input(node, kX);
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
    state.Fail(node, "input X", LayoutText(layout), "an LSTM layer reads all steps of its input",
               "[steps, batch, features]");
    return -1;
  }
  if (!state.layers.empty() && state.layers.back().kind == CellKind::kDense) {
    state.Fail(node, "", "", "a dense layer is supported only as the head, after all LSTM layers");
  }
  if (!state.relu.empty()) {
    state.Fail(node, "input X", "", "an LSTM layer cannot read a Relu (" + state.relu + ")",
               "a Relu directly before the dense head");
  }
  return layout[2].size;
}

void SetOutputs(OnnxState& state, const NodeProto& node, int64_t units) {
  const OnnxValue* x = state.Input(node, kX);
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
  OnnxValue y_c;
  y_c.kind = Kind::kState;
  state.SetOutput(node, 0, y);
  state.SetOutput(node, 1, y_h);
  state.SetOutput(node, 2, y_c);
}

}  // namespace

void ImportLstm(OnnxState& state, const NodeProto& node) {
  ++state.lstm_count;
  const size_t errors_before = state.errors().size();
  CheckAttributes(state, node);
  CheckOptionalInputs(state, node);
  // Another kind of cell has weights of another shape: complaints about those would only mislead.
  const bool readable = state.errors().size() == errors_before;
  const int64_t features = CheckX(state, node);
  FloatLayer layer;
  const int64_t units = readable ? LstmWeights(state, node, features).Read(layer) : 0;
  state.layers.push_back(std::move(layer));
  ++state.stage;
  state.end = node.output_size() > 0 && !node.output(0).empty() ? node.output(0)
              : node.output_size() > 1                          ? node.output(1)
                                                                : "";
  SetOutputs(state, node, units);
}

}  // namespace gatewright
