// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatewright {

/// A constant tensor as bytes, whatever field of the file holds it: what constant folding moves and
/// computes with. Elements stand row-major, little-endian.
struct RawTensor {
  int type = 0;                ///< onnx::TensorProto::DataType
  std::vector<int64_t> shape;  ///< sizes, outermost first; empty for a scalar
  std::string bytes;

  int64_t count() const;  ///< elements
};

/// Stands in tensors of sizes for one that is known only at run time.
constexpr int64_t kRuntimeSize = -0x5152535455565758;

/// Folding refuses to make larger tensors: a damaged file may ask for any size.
constexpr int64_t kMaxFoldedElements = int64_t{1} << 27;
/// ... and, where few elements are repeated, larger ones than this.
constexpr int64_t kMaxRepeatedElements = int64_t{1} << 24;

/// Bytes of an element; 0 for types that are not folded (text, complex, 4 bits).
size_t ElementSize(int type);

/// Whether elements of `type` are floats, or integers (bool included).
bool IsFloatType(int type);
bool IsIntegerType(int type);

/// Elements of `shape`; empty when a size is negative or there are more than `limit` (2^31, which
/// no tensor inside a protobuf file can reach).
std::optional<int64_t> CountOf(const std::vector<int64_t>& shape, int64_t limit = INT32_MAX);

/// The tensor's bytes as they stand in the file, whether or not they fill its shape. The type has
/// an ElementSize.
RawTensor BytesOf(const onnx::TensorProto& tensor);

/// The tensor's bytes; empty when it is kept outside the file, has a type that is not folded, or
/// its data disagree with its shape.
std::optional<RawTensor> ToRaw(const onnx::TensorProto& tensor);

/// The same elements as a tensor of the file's kind, called `name`.
onnx::TensorProto ToTensor(const RawTensor& raw, const std::string& name);

/// Element `index` as a number. Types: IsFloatType, IsIntegerType.
double FloatAt(const RawTensor& raw, int64_t index);
int64_t IntegerAt(const RawTensor& raw, int64_t index);

/// Appends an element to raw.bytes, rounded to nearest for FLOAT. FLOAT16 cannot be made.
void AppendFloat(RawTensor& raw, double value);
void AppendInteger(RawTensor& raw, int64_t value);

/// All elements of an integer tensor.
std::vector<int64_t> Integers(const RawTensor& raw);

/// A tensor of int64 elements of the given shape.
RawTensor IntegerTensor(std::vector<int64_t> shape, const std::vector<int64_t>& values);

}  // namespace gatewright
