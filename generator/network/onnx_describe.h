// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "generator/network/onnx_chain.h"
#include "generator/network/onnx_import.h"
#include "generator/network/onnx_state.h"

namespace gatewright {

/// Fills the parts of the report that follow from the file, from its flat graph, and from the
/// chain found in it.
void DescribeModel(const onnx::ModelProto& model, OnnxReport* report);
void DescribeFlat(const FlatGraph& graph, OnnxReport* report);
void DescribeChain(const FlatGraph& graph, const ChainPlace& place, const OnnxState& state,
                   OnnxReport* report);

/// Operators of the marked nodes, in order of their first node.
std::vector<OnnxReport::Count> CountOperators(const FlatGraph& graph,
                                              const std::vector<bool>& marked);

/// "Pad, 5 Conv, 4 Relu"
std::string CountsText(const std::vector<OnnxReport::Count>& counts);

/// "[1 step, batch, 128 features]": how frames lie in the tensor that is fed.
std::string FeedText(const FlatGraph& graph, const std::string& feed);

}  // namespace gatewright
