// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include <optional>
#include <vector>

#include "generator/network/onnx_raw.h"

namespace gatewright {

/// Inputs of a node in order; null where one is absent.
using RawInputs = std::vector<const RawTensor*>;

/// Computes a node all of whose inputs are constants, as the ONNX standard (operator sets 7 to 22)
/// says: one tensor for each output. Empty when the operator is not one of those below, or its
/// inputs or attributes are not legal: the node then stays as it is.
///   moving:    Slice, Concat, Split, Gather, Transpose, Reshape, Flatten, Squeeze, Unsqueeze,
///              Expand, ConstantOfShape, Size
///   computing: Cast, Add, Sub, Mul, Div, Neg, Equal, Greater, Less, Not, And, Or
/// kRuntimeSize is moved like any other element; what is computed from it is kRuntimeSize again, or
/// empty when that has no meaning (comparisons, casts to other than integers).
std::optional<std::vector<RawTensor>> FoldNode(const onnx::NodeProto& node,
                                               const RawInputs& inputs);

/// The two halves of FoldNode.
std::optional<std::vector<RawTensor>> FoldMove(const onnx::NodeProto& node,
                                               const RawInputs& inputs);
std::optional<RawTensor> FoldMath(const onnx::NodeProto& node, const RawInputs& inputs);

/// Axes of Squeeze, Unsqueeze and reductions: input 1 (since operator set 13), or the attribute.
/// Empty when neither is given.
std::optional<std::vector<int64_t>> AxesOf(const onnx::NodeProto& node, const RawInputs& inputs);

/// One dimension of a Slice: elements begin, begin + step ... (`count` of them).
struct SliceRange {
  int64_t begin = 0;
  int64_t step = 1;
  int64_t count = 0;
};
/// The range that start, end and step of a Slice select of a dimension of `size` elements.
SliceRange RangeOf(int64_t start, int64_t end, int64_t step, int64_t size);

/// Starts, ends, axes and steps of a Slice, as inputs (since operator set 10) or attributes.
struct SliceText {
  std::vector<int64_t> starts, ends, axes, steps;
};
std::optional<SliceText> SliceOf(const onnx::NodeProto& node, const RawInputs& inputs);

/// The shape a Reshape to `target` gives a tensor of `shape` (sizes known); empty when it does not
/// fit.
std::optional<std::vector<int64_t>> ReshapedShape(const std::vector<int64_t>& shape,
                                                  std::vector<int64_t> target, bool allow_zero);

/// The shape of numpy's broadcasting of two shapes; -1 is a size known only at run time. Empty when
/// they do not fit.
std::optional<std::vector<int64_t>> Broadcast(const std::vector<int64_t>& a,
                                              const std::vector<int64_t>& b);

}  // namespace gatewright
