// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/network/float_network.h"
#include "generator/spec/value.h"

namespace gatewright {

/// What the user says about a model file ([network] of the design).
struct OnnxOptions {
  Table choose;           ///< constants for graph inputs and other tensors, by name
  bool subgraph = false;  ///< accept that only the recurrent chain is built
  bool front = false;     ///< fill OnnxReport::front_model
};

/// What an import found, as texts for people; filled as far as it came when there are errors.
struct OnnxReport {
  /// One If that was followed, and why that way.
  struct Choice {
    std::string node, branch, reason;
  };
  /// Operators of one kind, counted.
  using Count = std::pair<std::string, int>;

  int opset = 0;
  std::string producer;
  std::vector<std::string> inputs, outputs;  ///< "input FLOAT [?, ?]"
  std::vector<Count> operators;              ///< of the whole file, subgraphs included, by name
  std::vector<Choice> choices;
  std::vector<std::string> undecided;  ///< conditions that would have to be chosen
  std::string feed;                    ///< tensor whose frames the accelerator takes
  std::string feed_layout;             ///< "[1, batch, 128 features]"
  bool fed_from_input = false;         ///< `feed` is a graph input, at most rearranged
  std::vector<std::string> states;     ///< "initial_h of node 'LSTM' from graph input 'h'"
  std::vector<Count> front;            ///< operators before the chain, left to the user
  std::string end;                     ///< tensor that the accelerator gives
  std::vector<Count> tail;             ///< operators after it, left to the user
  std::string tail_reason;             ///< why the first of them is not built
  std::string front_model;  ///< the operators before the chain, an ONNX file: OnnxOptions::front
};

/// Reads a trained network from an ONNX file (operator sets 7 to 22 of the default domain): a
/// chain of 1 to 8 forward LSTM nodes, or 1 to 8 forward GRU nodes with linear_before_reset = 1,
/// then at most one dense head (Gemm, MatMul with Add, or a Conv of kernel 1, with or without a
/// Relu before it) with no activation, Relu, Sigmoid or Tanh. Weights are float32, float64 or
/// float16, stored or computed from stored ones by the operators of onnx_fold.h. Every If whose
/// condition is constant, or becomes so by `options.choose`, is replaced by its branch. Between the
/// layers only what exporters emit to rearrange dimensions is read. Initial states are absent, zero
/// or graph inputs (the hardware keeps them; they start at zero). Gates are permuted from ONNX's i,
/// o, f, c to i, f, g, o, those of a GRU from z, r, h to r, u, c. See docs/import.md.
///
/// Whatever else the graph computes before and after that chain is an error, unless
/// `options.subgraph` accepts that it is left out; `report` says what and where to feed.
///
/// Errors, each naming the file and the node, attribute, operator or tensor, all collected: a
/// missing, truncated or other file; a condition that would have to be chosen; an unsupported
/// operator or attribute (direction, clip, activations, layout, input_forget, linear_before_reset)
/// or input (sequence_lens, initial states, P); shapes that disagree; weights that are not finite;
/// a graph that is no chain.
Result<FloatNetwork> ImportOnnx(const std::string& path, const OnnxOptions& options = {},
                                OnnxReport* report = nullptr);

}  // namespace gatewright
