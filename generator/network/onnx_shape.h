// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "generator/network/onnx_fold.h"

namespace gatewright {

/// Sizes of a tensor's dimensions, -1 where known only at run time; empty when not even their
/// number is known.
using OnnxShape = std::optional<std::vector<int64_t>>;

/// Shapes of the outputs of a node that is not constant, one for each, as far as they follow from
/// the inputs' shapes (and their values, where those are constant: null if not). Knows the
/// operators that stand before and after recurrent layers; others give empty shapes.
std::vector<OnnxShape> InferShapes(const onnx::NodeProto& node,
                                   const std::vector<OnnxShape>& shapes, const RawInputs& values);

}  // namespace gatewright
