#include "generator/network/onnx_tensor.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace gatewright {
namespace {

using onnx::TensorProto;

// Number of elements of a shape; empty when a size is negative or the product passes 2^31, which
// no tensor inside a protobuf file can reach.
std::optional<size_t> ElementCount(const std::vector<int64_t>& shape) {
  constexpr int64_t kLimit = std::numeric_limits<int32_t>::max();
  int64_t count = 1;
  for (int64_t size : shape) {
    if (size < 0 || size > kLimit || count * size > kLimit) return std::nullopt;
    count *= size;
  }
  return static_cast<size_t>(count);
}

uint64_t LoadLittleEndian(std::string_view bytes) {
  uint64_t bits = 0;
  for (size_t i = bytes.size(); i > 0; --i) {
    bits = (bits << 8) | static_cast<unsigned char>(bytes[i - 1]);
  }
  return bits;
}

// IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits.
double HalfToDouble(uint64_t bits) {
  const int exponent = static_cast<int>((bits >> 10) & 0x1f);
  const auto fraction = static_cast<double>(bits & 0x3ff);
  double magnitude = std::ldexp(1024 + fraction, exponent - 25);
  if (exponent == 0) magnitude = std::ldexp(fraction, -24);
  if (exponent == 31) {
    magnitude = fraction == 0 ? std::numeric_limits<double>::infinity()
                              : std::numeric_limits<double>::quiet_NaN();
  }
  return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

size_t FloatSize(int type) {
  switch (type) {
    case TensorProto::FLOAT:
      return 4;
    case TensorProto::DOUBLE:
      return 8;
    case TensorProto::FLOAT16:
      return 2;
    default:
      return 0;  // no floating-point type that is read
  }
}

double DecodeFloat(int type, uint64_t bits) {
  if (type == TensorProto::FLOAT) return std::bit_cast<float>(static_cast<uint32_t>(bits));
  if (type == TensorProto::DOUBLE) return std::bit_cast<double>(bits);
  return HalfToDouble(bits);
}

// The caller has refused types whose FloatSize is 0.
std::vector<double> RawFloats(const TensorProto& tensor, size_t size) {
  const std::string_view raw = tensor.raw_data();
  std::vector<double> values(raw.size() / size);
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] = DecodeFloat(tensor.data_type(), LoadLittleEndian(raw.substr(i * size, size)));
  }
  return values;
}

std::vector<double> TypedFloats(const TensorProto& tensor) {
  if (tensor.data_type() == TensorProto::FLOAT) {
    return {tensor.float_data().begin(), tensor.float_data().end()};
  }
  if (tensor.data_type() == TensorProto::DOUBLE) {
    return {tensor.double_data().begin(), tensor.double_data().end()};
  }
  std::vector<double> values;  // the bits of each float16 stand in an int32
  for (int32_t bits : tensor.int32_data()) {
    values.push_back(HalfToDouble(static_cast<uint64_t>(bits) & 0xffff));
  }
  return values;
}

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
  const size_t size = FloatSize(tensor.data_type());
  if (std::optional<Diagnostic> error = Unreadable(file, tensor, size)) return *error;
  const std::vector<int64_t> shape = TensorShape(tensor);
  const std::optional<size_t> count = ElementCount(shape);
  const bool is_raw = tensor.has_raw_data();
  const size_t raw_rest = is_raw && size > 0 ? tensor.raw_data().size() % size : 0;
  std::vector<double> values = is_raw ? RawFloats(tensor, size) : TypedFloats(tensor);
  if (!count || *count != values.size() || raw_rest != 0) {
    return Diagnostic{file,
                      0,
                      TensorLabel(tensor),
                      OnnxShapeText(shape),
                      fmt::format("the tensor's data holds {} elements{}, its shape needs {}",
                                  values.size(), raw_rest != 0 ? " and a part of one" : "",
                                  count ? std::to_string(*count) : "a legal number"),
                      ""};
  }
  for (size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      return Diagnostic{file,
                        0,
                        TensorLabel(tensor) + IndexText(shape, i),
                        fmt::format("{}", values[i]),
                        "every weight must be finite",
                        ""};
    }
  }
  return values;
}

std::optional<std::vector<int64_t>> ReadIntTensor(const TensorProto& tensor) {
  const bool is_long = tensor.data_type() == TensorProto::INT64;
  if (!is_long && tensor.data_type() != TensorProto::INT32) return std::nullopt;
  if (tensor.data_location() == TensorProto::EXTERNAL) return std::nullopt;
  std::vector<int64_t> values;
  if (tensor.has_raw_data()) {
    const std::string_view raw = tensor.raw_data();
    const size_t size = is_long ? 8 : 4;
    if (raw.size() % size != 0) return std::nullopt;
    for (size_t at = 0; at < raw.size(); at += size) {
      const uint64_t bits = LoadLittleEndian(raw.substr(at, size));
      values.push_back(is_long ? static_cast<int64_t>(bits)
                               : static_cast<int32_t>(static_cast<uint32_t>(bits)));
    }
  } else if (is_long) {
    values.assign(tensor.int64_data().begin(), tensor.int64_data().end());
  } else {
    values.assign(tensor.int32_data().begin(), tensor.int32_data().end());
  }
  const std::optional<size_t> count = ElementCount(TensorShape(tensor));
  if (!count || *count != values.size()) return std::nullopt;
  return values;
}

}  // namespace gatewright
