// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatewright {

/// "node '/lstm/LSTM' (LSTM)"; a node without a name goes by its first named output.
std::string NodeLabel(const onnx::NodeProto& node);

/// The operator with its domain, "com.example::Fused"; ONNX's own operators by their name alone.
std::string OperatorName(const onnx::NodeProto& node);

/// True for LSTM, GRU and RNN.
bool IsRecurrentNode(const onnx::NodeProto& node);

/// The attribute of that name, or null.
const onnx::AttributeProto* FindAttribute(const onnx::NodeProto& node, const std::string& name);

/// An integer attribute; `fallback` when it is absent or of another type.
int64_t IntOr(const onnx::NodeProto& node, const std::string& name, int64_t fallback);

/// A list of integers; empty when it is absent or of another type.
std::optional<std::vector<int64_t>> IntsOf(const onnx::NodeProto& node, const std::string& name);

/// Whether input `index` is there and named.
bool HasInput(const onnx::NodeProto& node, int index);

/// `axis` of a tensor of `rank` dimensions counted from 0; empty when there is no such dimension.
std::optional<size_t> AxisAt(int64_t axis, size_t rank);

/// All of `axes` counted from 0 and sorted; empty when one is out of range or named twice.
std::optional<std::vector<int64_t>> NormalizedAxes(std::vector<int64_t> axes, size_t rank);

}  // namespace gatewright
