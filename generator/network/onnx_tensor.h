// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// Sizes of the dimensions as the file gives them; may be negative in a damaged file.
std::vector<int64_t> TensorShape(const onnx::TensorProto& tensor);

/// "[1, 80, 20]"
std::string OnnxShapeText(const std::vector<int64_t>& shape);

/// Elements of a float32, float64 or float16 tensor, row-major, from raw_data or the typed field.
/// Errors, each naming `file` and the tensor: another element type, data kept outside the file,
/// a data length that disagrees with the shape, an element that is not finite (with its index).
Result<std::vector<double>> ReadFloatTensor(const std::string& file,
                                            const onnx::TensorProto& tensor);

/// Elements of an int64 or int32 tensor; empty when it is no such tensor or is damaged.
std::optional<std::vector<int64_t>> ReadIntTensor(const onnx::TensorProto& tensor);

}  // namespace gatewright
