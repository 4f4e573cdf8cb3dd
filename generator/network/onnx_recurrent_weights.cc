// SPDX-License-Identifier: Apache-2.0
// Takes the weights of LSTM and GRU nodes over.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "generator/network/onnx_recurrent.h"
#include "generator/network/onnx_tensor.h"

namespace gatewright {
namespace {

using onnx::NodeProto;
using onnx::TensorProto;

// The tensor of input W, R or B; null and reported when it is no constant.
const TensorProto* Weights(OnnxState& state, const NodeProto& node, const RecurrentOperator& cell,
                           int input) {
  const OnnxValue* value = state.Input(node, input);
  if (value == nullptr) {
    state.Fail(node, std::string("input ") + cell.inputs[static_cast<size_t>(input)], "",
               "this input is missing");
    return nullptr;
  }
  if (value->kind == OnnxValue::Kind::kConstant) return value->tensor;
  if (value->kind != OnnxValue::Kind::kUnknown) {
    RefuseInput(state, node, cell, input,
                "weights must be stored in the model, not fed or computed",
                "an initializer or Constant node");
  }
  return nullptr;
}

// Reads W, R and B of one node into a layer, collecting everything that is wrong.
class WeightReader {
 public:
  WeightReader(OnnxState& state, const NodeProto& node, const RecurrentOperator& cell,
               int64_t features)
      : state_(state), node_(node), cell_(cell), features_(features) {}

  // The units; 0 when they are unknown.
  int64_t Read(FloatLayer& layer) {
    const TensorProto* w = Weights(state_, node_, cell_, kInputW);
    const TensorProto* r = Weights(state_, node_, cell_, kInputR);
    const TensorProto* b =
        HasInput(node_, kInputB) ? Weights(state_, node_, cell_, kInputB) : nullptr;
    const int64_t units = Units(r);
    if (units == 0) return 0;
    const int64_t inputs = Inputs(w);
    if (inputs == 0) return units;
    layer.units = static_cast<int>(units);
    layer.inputs = static_cast<int>(inputs);
    if (w != nullptr) layer.wx = Matrix(kInputW, *w, units, inputs);
    if (r != nullptr) layer.wh = Matrix(kInputR, *r, units, units);
    if (b != nullptr) {
      Biases(*b, units, layer);
    } else if (!layer.wh.empty()) {  // only now is the size known to be an honest one
      layer.bias_x.assign(static_cast<size_t>(gates() * units), 0.0);
      layer.bias_h = layer.bias_x;
    }
    return units;
  }

 private:
  static constexpr int64_t kMaxSize = int64_t{1} << 24;  // far above what a file of 2 GiB can hold

  int64_t gates() const { return cell_.gates(); }

  int64_t Units(const TensorProto* r) {
    int64_t units = state_.Int(node_, "hidden_size", 0);
    const bool is_given = FindAttribute(node_, "hidden_size") != nullptr;
    if (!is_given && r != nullptr && r->dims_size() == 3) units = r->dims(2);
    if (units >= 1 && units <= kMaxSize) return units;
    if (is_given) {
      state_.Fail(node_, "hidden_size", std::to_string(units), "the number of units is illegal",
                  "1 or more");
    } else if (r != nullptr) {
      HasShape(kInputR, *r, {1, -1, -1});
    }
    return 0;
  }

  // Elements of a frame: as the chain brings them, else as W has them; 0 after an error.
  int64_t Inputs(const TensorProto* w) {
    if (features_ > 0 || w == nullptr) return std::max(features_, int64_t{1});
    if (w->dims_size() == 3 && w->dims(2) >= 1 && w->dims(2) <= kMaxSize) return w->dims(2);
    const std::string wanted = fmt::format("[1, {}*units, inputs]", gates());
    state_.Fail(node_, "input W", ShapeOf(*w, kInputW), "the shape must be " + wanted, wanted);
    return 0;
  }

  // Whether the tensor has the shape wanted; reports it with both shapes if not.
  bool HasShape(int input, const TensorProto& tensor, const std::vector<int64_t>& wanted) {
    const bool unknown = wanted.back() < 0;
    if (!unknown && TensorShape(tensor) == wanted) return true;
    const std::string text =
        unknown ? fmt::format("[1, {}*units, units]", gates()) : OnnxShapeText(wanted);
    state_.Fail(node_, std::string("input ") + cell_.inputs[static_cast<size_t>(input)],
                ShapeOf(tensor, input), "the shape must be " + text, text);
    return false;
  }

  // "tensor 'lstm.R' [1, 16, 4]"
  std::string ShapeOf(const TensorProto& tensor, int input) const {
    return fmt::format("tensor '{}' {}", tensor.name().empty() ? node_.input(input) : tensor.name(),
                       OnnxShapeText(TensorShape(tensor)));
  }

  std::vector<double> Elements(int input, const TensorProto& tensor) {
    Result<std::vector<double>> values = ReadFloatTensor(state_.file(), tensor);
    if (values) return std::move(*values);
    for (Diagnostic error : values.errors()) {
      error.rule = fmt::format("{} ({} of {})", error.rule,
                               cell_.inputs[static_cast<size_t>(input)], NodeLabel(node_));
      state_.errors().push_back(std::move(error));
    }
    return {};
  }

  // [1, gates*units, columns] in ONNX's gate order as [gates*units][columns] in ours; empty after
  // an error.
  std::vector<double> Matrix(int input, const TensorProto& tensor, int64_t units, int64_t columns) {
    if (!HasShape(input, tensor, {1, gates() * units, columns})) return {};
    const std::vector<double> values = Elements(input, tensor);
    return values.empty() ? values : Permuted(values, 0, units * columns);
  }

  void Biases(const TensorProto& tensor, int64_t units, FloatLayer& layer) {
    if (!HasShape(kInputB, tensor, {1, 2 * gates() * units})) return;
    const std::vector<double> values = Elements(kInputB, tensor);
    if (values.empty()) return;
    layer.bias_x = Permuted(values, 0, units);
    layer.bias_h = Permuted(values, gates() * units, units);
  }

  // A block of `block` elements of each gate, from `begin`, in our gate order.
  std::vector<double> Permuted(const std::vector<double>& values, int64_t begin,
                               int64_t block) const {
    std::vector<double> output;
    output.reserve(static_cast<size_t>(gates() * block));
    for (int gate : cell_.onnx_gate) {
      const auto first = values.begin() + begin + gate * block;
      output.insert(output.end(), first, first + block);
    }
    return output;
  }

  OnnxState& state_;
  const NodeProto& node_;
  const RecurrentOperator& cell_;
  const int64_t features_;
};

}  // namespace

int64_t ReadRecurrentWeights(OnnxState& state, const NodeProto& node, const RecurrentOperator& cell,
                             int64_t features, FloatLayer* layer) {
  return WeightReader(state, node, cell, features).Read(*layer);
}

}  // namespace gatewright
