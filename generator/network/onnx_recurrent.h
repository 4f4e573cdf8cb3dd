// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/network/onnx_state.h"

namespace gatewright {

/// What tells one recurrent operator of ONNX from another.
struct RecurrentOperator {
  CellKind kind;
  const char* name;                      ///< "LSTM"
  const char* layer;                     ///< "an LSTM layer"
  std::vector<int> onnx_gate;            ///< [gates]: ONNX's block of each of our gates
  std::vector<const char*> activations;  ///< the defaults
  const char* attribute;                 ///< the one that no other operator has
  std::vector<const char*> inputs;       ///< names, in order
  int gates() const { return WeightGates(kind); }
};

/// The operator of a node that can be built (LSTM or GRU); null for any other.
const RecurrentOperator* FindRecurrentOperator(const onnx::NodeProto& node);

/// Inputs that LSTM and GRU share; a GRU has no more than these.
enum RecurrentInput { kInputX, kInputW, kInputR, kInputB, kInputLengths, kInputInitialH };

/// Collects an error in input `input` of `node`: "input R = layer0_R: `rule`".
void RefuseInput(OnnxState& state, const onnx::NodeProto& node, const RecurrentOperator& cell,
                 int input, std::string rule, std::string nearest);

/// Reads W, R and B of a recurrent node into `layer`, the gates in our order, and collects
/// everything that is wrong. `features`: elements of a frame as the chain brings them, -1 if
/// unknown. Returns the units; 0 when they are unknown.
int64_t ReadRecurrentWeights(OnnxState& state, const onnx::NodeProto& node,
                             const RecurrentOperator& cell, int64_t features, FloatLayer* layer);

}  // namespace gatewright
