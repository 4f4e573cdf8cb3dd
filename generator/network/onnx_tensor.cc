// SPDX-License-Identifier: Apache-2.0
// Reads tensors of a model.
#include "generator/network/onnx_tensor.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <utility>

#include "generator/network/onnx_raw.h"

namespace gatewright {
namespace {

using onnx::TensorProto;

std::string TensorLabel(const TensorProto& tensor) {
  return fmt::format("tensor '{}'", tensor.name());
}

std::string IndexText(std::vector<int64_t> shape, size_t flat) {
  auto rest = static_cast<int64_t>(flat);
  for (auto size = shape.rbegin(); size != shape.rend(); ++size) {
    *size = std::exchange(rest, rest / *size) % *size;
  }
  return OnnxShapeText(shape);
}

// Why the elements cannot be read, if they cannot; `size` is the size of one.
std::optional<Diagnostic> Unreadable(const std::string& file, const TensorProto& tensor,
                                     size_t size) {
  if (tensor.data_location() == TensorProto::EXTERNAL) {
    return Diagnostic{file,
                      0,
                      TensorLabel(tensor),
                      "external data",
                      "weights must be stored inside the model file",
                      "save the model with its weights in one file"};
  }
  if (size == 0) {
    const bool known = TensorProto::DataType_IsValid(tensor.data_type());
    return Diagnostic{
        file,
        0,
        TensorLabel(tensor),
        known ? TensorProto::DataType_Name(static_cast<TensorProto::DataType>(tensor.data_type()))
              : std::to_string(tensor.data_type()),
        "weights must be of a floating-point type",
        "FLOAT, DOUBLE, FLOAT16"};
  }
  return std::nullopt;
}

}  // namespace

std::vector<int64_t> TensorShape(const TensorProto& tensor) {
  return {tensor.dims().begin(), tensor.dims().end()};
}

std::string OnnxShapeText(const std::vector<int64_t>& shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

Result<std::vector<double>> ReadFloatTensor(const std::string& file, const TensorProto& tensor) {
  const size_t size = IsFloatType(tensor.data_type()) ? ElementSize(tensor.data_type()) : 0;
  if (std::optional<Diagnostic> error = Unreadable(file, tensor, size)) return *error;
  const RawTensor raw = BytesOf(tensor);
  const std::optional<int64_t> count = CountOf(raw.shape);
  const bool has_rest = raw.bytes.size() % size != 0;
  if (!count || *count != raw.count() || has_rest) {
    return Diagnostic{file,
                      0,
                      TensorLabel(tensor),
                      OnnxShapeText(raw.shape),
                      fmt::format("the tensor's data holds {} elements{}, its shape needs {}",
                                  raw.count(), has_rest ? " and a part of one" : "",
                                  count ? std::to_string(*count) : "a legal number"),
                      ""};
  }
  std::vector<double> values(static_cast<size_t>(*count));
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] = FloatAt(raw, static_cast<int64_t>(i));
    if (!std::isfinite(values[i])) {
      return Diagnostic{file,
                        0,
                        TensorLabel(tensor) + IndexText(raw.shape, i),
                        fmt::format("{}", values[i]),
                        "every weight must be finite",
                        ""};
    }
  }
  return values;
}

std::optional<std::vector<int64_t>> ReadIntTensor(const TensorProto& tensor) {
  const int type = tensor.data_type();
  if (type != TensorProto::INT64 && type != TensorProto::INT32) return std::nullopt;
  const std::optional<RawTensor> raw = ToRaw(tensor);
  if (!raw) return std::nullopt;
  return Integers(*raw);
}

}  // namespace gatewright
