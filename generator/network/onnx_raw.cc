// SPDX-License-Identifier: Apache-2.0
// Reads the protobuf of a model, within limits.
#include "generator/network/onnx_raw.h"

#include <bit>
#include <cmath>
#include <limits>
#include <string_view>

namespace gatewright {
namespace {

using onnx::TensorProto;

void AppendBits(std::string& bytes, uint64_t bits, size_t size) {
  for (size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>((bits >> (8 * i)) & 0xff));
}

uint64_t BitsAt(const RawTensor& raw, int64_t index) {
  const size_t size = ElementSize(raw.type);
  const size_t begin = static_cast<size_t>(index) * size;
  uint64_t bits = 0;
  for (size_t i = size; i > 0; --i) {
    bits = (bits << 8) | static_cast<unsigned char>(raw.bytes[begin + i - 1]);
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

// The typed fields of the file's format, for tensors that have no raw_data.
std::string TypedBytes(const TensorProto& tensor) {
  std::string bytes;
  const size_t size = ElementSize(tensor.data_type());
  switch (tensor.data_type()) {
    case TensorProto::FLOAT:
      for (float value : tensor.float_data()) AppendBits(bytes, std::bit_cast<uint32_t>(value), 4);
      break;
    case TensorProto::DOUBLE:
      for (double v : tensor.double_data()) AppendBits(bytes, std::bit_cast<uint64_t>(v), 8);
      break;
    case TensorProto::INT64:
      for (int64_t v : tensor.int64_data()) AppendBits(bytes, static_cast<uint64_t>(v), 8);
      break;
    case TensorProto::UINT32:
    case TensorProto::UINT64:
      for (uint64_t value : tensor.uint64_data()) AppendBits(bytes, value, size);
      break;
    default:  // all smaller ones stand in int32_data, float16 as bits
      for (int32_t v : tensor.int32_data()) AppendBits(bytes, static_cast<uint64_t>(v), size);
  }
  return bytes;
}

}  // namespace

int64_t RawTensor::count() const {
  const size_t size = ElementSize(type);
  return size == 0 ? 0 : static_cast<int64_t>(bytes.size() / size);
}

size_t ElementSize(int type) {
  switch (type) {
    case TensorProto::BOOL:
    case TensorProto::INT8:
    case TensorProto::UINT8:
      return 1;
    case TensorProto::FLOAT16:
    case TensorProto::INT16:
    case TensorProto::UINT16:
      return 2;
    case TensorProto::FLOAT:
    case TensorProto::INT32:
    case TensorProto::UINT32:
      return 4;
    case TensorProto::DOUBLE:
    case TensorProto::INT64:
    case TensorProto::UINT64:
      return 8;
    default:
      return 0;
  }
}

bool IsFloatType(int type) {
  return type == TensorProto::FLOAT || type == TensorProto::DOUBLE || type == TensorProto::FLOAT16;
}

bool IsIntegerType(int type) { return ElementSize(type) > 0 && !IsFloatType(type); }

std::optional<int64_t> CountOf(const std::vector<int64_t>& shape, int64_t limit) {
  int64_t count = 1;
  for (int64_t size : shape) {
    if (size < 0 || size > limit || count * size > limit) return std::nullopt;
    count *= size;
  }
  return count;
}

RawTensor BytesOf(const TensorProto& tensor) {
  return {tensor.data_type(),
          {tensor.dims().begin(), tensor.dims().end()},
          tensor.has_raw_data() ? tensor.raw_data() : TypedBytes(tensor)};
}

std::optional<RawTensor> ToRaw(const TensorProto& tensor) {
  const size_t size = ElementSize(tensor.data_type());
  if (size == 0 || tensor.data_location() == TensorProto::EXTERNAL) return std::nullopt;
  RawTensor raw = BytesOf(tensor);
  const std::optional<int64_t> count = CountOf(raw.shape);
  if (!count || raw.bytes.size() != static_cast<size_t>(*count) * size) return std::nullopt;
  return raw;
}

TensorProto ToTensor(const RawTensor& raw, const std::string& name) {
  TensorProto tensor;
  tensor.set_name(name);
  tensor.set_data_type(raw.type);
  for (int64_t size : raw.shape) tensor.add_dims(size);
  tensor.set_raw_data(raw.bytes);
  return tensor;
}

double FloatAt(const RawTensor& raw, int64_t index) {
  const uint64_t bits = BitsAt(raw, index);
  if (raw.type == TensorProto::FLOAT) return std::bit_cast<float>(static_cast<uint32_t>(bits));
  if (raw.type == TensorProto::DOUBLE) return std::bit_cast<double>(bits);
  return HalfToDouble(bits);
}

int64_t IntegerAt(const RawTensor& raw, int64_t index) {
  const uint64_t bits = BitsAt(raw, index);
  switch (raw.type) {
    case TensorProto::INT8:
      return static_cast<int8_t>(bits);
    case TensorProto::INT16:
      return static_cast<int16_t>(bits);
    case TensorProto::INT32:
      return static_cast<int32_t>(bits);
    default:
      return static_cast<int64_t>(bits);
  }
}

void AppendFloat(RawTensor& raw, double value) {
  if (raw.type == TensorProto::FLOAT) {
    AppendBits(raw.bytes, std::bit_cast<uint32_t>(static_cast<float>(value)), 4);
  } else {
    AppendBits(raw.bytes, std::bit_cast<uint64_t>(value), 8);
  }
}

void AppendInteger(RawTensor& raw, int64_t value) {
  AppendBits(raw.bytes, static_cast<uint64_t>(value), ElementSize(raw.type));
}

std::vector<int64_t> Integers(const RawTensor& raw) {
  std::vector<int64_t> values;
  for (int64_t i = 0; i < raw.count(); ++i) values.push_back(IntegerAt(raw, i));
  return values;
}

RawTensor IntegerTensor(std::vector<int64_t> shape, const std::vector<int64_t>& values) {
  RawTensor raw{TensorProto::INT64, std::move(shape), ""};
  for (int64_t value : values) AppendInteger(raw, value);
  return raw;
}

}  // namespace gatewright
