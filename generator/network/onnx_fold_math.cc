// SPDX-License-Identifier: Apache-2.0
// Constant folding of the operators that compute: conversions, arithmetic and comparisons.

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "generator/network/onnx_fold.h"
#include "generator/network/onnx_node.h"

namespace gatewright {
namespace {

using onnx::NodeProto;
using onnx::TensorProto;
using Shape = std::vector<int64_t>;

bool HasRuntimeSize(const RawTensor& tensor) {
  if (tensor.type != TensorProto::INT64) return false;
  for (int64_t i = 0; i < tensor.count(); ++i) {
    if (IntegerAt(tensor, i) == kRuntimeSize) return true;
  }
  return false;
}

std::optional<RawTensor> Cast(const NodeProto& node, const RawInputs& inputs) {
  const RawTensor& data = *inputs[0];
  const int to = static_cast<int>(IntOr(node, "to", 0));
  if (to == data.type) return data;
  if (ElementSize(to) == 0 || to == TensorProto::FLOAT16 || HasRuntimeSize(data)) {
    return std::nullopt;
  }
  RawTensor output{to, data.shape, ""};
  for (int64_t i = 0; i < data.count(); ++i) {
    const bool is_float = IsFloatType(data.type);
    const double real = is_float ? FloatAt(data, i) : static_cast<double>(IntegerAt(data, i));
    if (IsFloatType(to)) {
      AppendFloat(output, real);
    } else if (to == TensorProto::BOOL) {
      AppendInteger(output, real != 0 ? 1 : 0);
    } else if (!is_float) {
      AppendInteger(output, IntegerAt(data, i));
    } else if (std::abs(real) < 9e18) {
      AppendInteger(output, static_cast<int64_t>(real));
    } else {
      return std::nullopt;
    }
  }
  return output;
}

std::optional<RawTensor> Negated(const RawTensor& data) {
  RawTensor output{data.type, data.shape, ""};
  if (data.type == TensorProto::FLOAT16 || HasRuntimeSize(data)) return std::nullopt;
  for (int64_t i = 0; i < data.count(); ++i) {
    if (IsFloatType(data.type)) {
      AppendFloat(output, -FloatAt(data, i));
    } else {
      AppendInteger(output, static_cast<int64_t>(0 - static_cast<uint64_t>(IntegerAt(data, i))));
    }
  }
  return output;
}

std::optional<RawTensor> Inverted(const RawTensor& data) {
  if (data.type != TensorProto::BOOL) return std::nullopt;
  RawTensor output{data.type, data.shape, ""};
  for (int64_t i = 0; i < data.count(); ++i) AppendInteger(output, IntegerAt(data, i) == 0 ? 1 : 0);
  return output;
}

enum class Binary { kAdd, kSub, kMul, kDiv, kEqual, kGreater, kLess, kAnd, kOr };

bool Compares(Binary op) { return op >= Binary::kEqual; }

template <typename Number>
bool Compared(Binary op, Number a, Number b) {
  switch (op) {
    case Binary::kGreater:
      return a > b;
    case Binary::kLess:
      return a < b;
    case Binary::kAnd:
      return a != 0 && b != 0;
    case Binary::kOr:
      return a != 0 || b != 0;
    default:
      return a == b;
  }
}

double Computed(Binary op, double a, double b) {
  if (op == Binary::kAdd) return a + b;
  if (op == Binary::kSub) return a - b;
  return op == Binary::kMul ? a * b : a / b;
}

// Integers wrap around, as in every engine; empty when there is no result.
std::optional<int64_t> Computed(Binary op, int64_t a, int64_t b) {
  if (a == kRuntimeSize || b == kRuntimeSize) return kRuntimeSize;
  const auto x = static_cast<uint64_t>(a);
  const auto y = static_cast<uint64_t>(b);
  if (op == Binary::kAdd) return static_cast<int64_t>(x + y);
  if (op == Binary::kSub) return static_cast<int64_t>(x - y);
  if (op == Binary::kMul) return static_cast<int64_t>(x * y);
  if (b == 0 || (a == INT64_MIN && b == -1)) return std::nullopt;
  return a / b;
}

bool AppendResult(Binary op, const RawTensor& a, int64_t i, const RawTensor& b, int64_t j,
                  RawTensor& output) {
  const bool is_float = IsFloatType(a.type);
  if (Compares(op)) {
    AppendInteger(output, is_float ? Compared(op, FloatAt(a, i), FloatAt(b, j))
                                   : Compared(op, IntegerAt(a, i), IntegerAt(b, j)));
    return true;
  }
  if (is_float) {
    AppendFloat(output, Computed(op, FloatAt(a, i), FloatAt(b, j)));
    return true;
  }
  const std::optional<int64_t> value = Computed(op, IntegerAt(a, i), IntegerAt(b, j));
  if (value) AppendInteger(output, *value);
  return value.has_value();
}

std::optional<RawTensor> Combined(Binary op, const RawTensor& a, const RawTensor& b) {
  if (a.type != b.type) return std::nullopt;
  if (Compares(op) ? HasRuntimeSize(a) || HasRuntimeSize(b) : a.type == TensorProto::FLOAT16) {
    return std::nullopt;
  }
  const std::optional<Shape> shape = Broadcast(a.shape, b.shape);
  if (!shape || !CountOf(*shape, kMaxRepeatedElements)) return std::nullopt;
  RawTensor output{Compares(op) ? static_cast<int>(TensorProto::BOOL) : a.type, *shape, ""};
  // Place of each operand, by its own strides, with 0 where it is repeated.
  const auto place = [&shape](const Shape& own, const Shape& index) {
    int64_t at = 0;
    const size_t added = shape->size() - own.size();
    for (size_t i = 0; i < own.size(); ++i) {
      at = at * own[i] + (own[i] == 1 ? 0 : index[added + i]);
    }
    return at;
  };
  Shape index(shape->size(), 0);
  for (int64_t done = 0; done < *CountOf(*shape); ++done) {
    if (!AppendResult(op, a, place(a.shape, index), b, place(b.shape, index), output)) {
      return std::nullopt;
    }
    for (size_t i = index.size(); i > 0 && ++index[i - 1] == (*shape)[i - 1]; --i) index[i - 1] = 0;
  }
  return output;
}

}  // namespace

std::optional<RawTensor> FoldMath(const NodeProto& node, const RawInputs& inputs) {
  static const std::map<std::string_view, Binary> kBinary = {
      {"Add", Binary::kAdd},   {"Sub", Binary::kSub},     {"Mul", Binary::kMul},
      {"Div", Binary::kDiv},   {"Equal", Binary::kEqual}, {"Greater", Binary::kGreater},
      {"Less", Binary::kLess}, {"And", Binary::kAnd},     {"Or", Binary::kOr}};
  if (inputs.empty() || inputs[0] == nullptr) return std::nullopt;
  const std::string& op = node.op_type();
  if (op == "Cast") return Cast(node, inputs);
  if (op == "Neg") return Negated(*inputs[0]);
  if (op == "Not") return Inverted(*inputs[0]);
  const auto found = kBinary.find(op);
  if (found == kBinary.end() || inputs.size() != 2 || inputs[1] == nullptr) return std::nullopt;
  return Combined(found->second, *inputs[0], *inputs[1]);
}

}  // namespace gatewright
