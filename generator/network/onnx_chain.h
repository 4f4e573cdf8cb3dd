// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "generator/network/onnx_flatten.h"

namespace gatewright {

/// Where the recurrent chain lies in a flat graph.
struct ChainPlace {
  std::vector<bool> live;   ///< of each node: some output of the graph depends on it
  std::vector<bool> front;  ///< of each node: computes what the chain is fed
  std::string feed;         ///< tensor that the chain reads; empty when no node is recurrent
  bool from_input = false;  ///< `feed` is a graph input, and `front` empty
  std::set<std::string> state_inputs;  ///< graph inputs that initial states are made from
};

/// Finds the first recurrent node (LSTM, GRU, RNN) and what stands before it. When its input is a
/// graph input, rearranged at most, that is the feed; else it is the node's own input X.
ChainPlace FindChain(const FlatGraph& graph);

/// The nodes before the chain as a model of its own: its inputs are those of `model`, its only
/// output the feed. Serialised; empty when a node of them holds subgraphs.
std::string FrontModel(const onnx::ModelProto& model, const FlatGraph& graph,
                       const ChainPlace& place);

}  // namespace gatewright
