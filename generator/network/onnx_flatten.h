// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/network/onnx_shape.h"
#include "generator/spec/value.h"

namespace gatewright {

/// What flattening knows of a tensor.
struct FlatTensor {
  const onnx::TensorProto* constant = nullptr;  ///< its elements, when they are known
  bool partial = false;  ///< `constant` holds sizes of which some are kRuntimeSize
  OnnxShape shape;
  int type = 0;            ///< onnx::TensorProto::DataType, 0 unknown
  std::string because;     ///< choices and assumptions that made it constant; may be empty
  std::string origin;      ///< what it was made from by moving and converting alone, for messages
  std::string comparison;  ///< "sr == 16000", for a condition that could not be decided
  std::string suggestion;  ///< "sr = 16000", the choice that would make that true
};

/// One If that was followed.
struct FlatChoice {
  std::string node;    ///< label
  std::string branch;  ///< "then_branch" or "else_branch"
  std::string reason;  ///< "sr = 16000 (chosen)"; empty when the file itself decides
};

/// One If whose condition is not known: it stays a node.
struct FlatUndecided {
  std::string node;        ///< label
  std::string condition;   ///< tensor
  std::string comparison;  ///< what it tests, may be empty
  std::string suggestion;  ///< what to choose, may be empty
  int recurrent = 0;       ///< LSTM, GRU and RNN nodes in its branches
};

/// The graph of a model with every decided If replaced by its branch, every Identity dropped and
/// every constant computed. Tensor names are unique; those of the file are kept where possible.
/// Points into the model, which must outlive it.
struct FlatGraph {
  std::vector<onnx::NodeProto> nodes;  ///< in order of computation; none of them is constant
  std::map<std::string, FlatTensor> tensors;
  std::vector<std::string> inputs;                           ///< without those that are chosen
  std::vector<std::pair<std::string, std::string>> outputs;  ///< name in the file, flat name
  std::vector<FlatChoice> choices;
  std::vector<FlatUndecided> undecided;
  std::deque<onnx::TensorProto> owned;  ///< constants that the file does not hold as such

  /// The tensor, or null.
  const FlatTensor* Find(const std::string& name) const;
  /// Its constant; null when it has none, or only a partial one.
  const onnx::TensorProto* Constant(const std::string& name) const;
};

/// Flattens `graph`. `choose` gives graph inputs and other tensors, by name, a constant. A size
/// known only at run time that the graph compares with 1 is taken to be 1 (that is how squeeze() is
/// exported, and the hardware runs one step of one sequence at a time); FlatChoice::reason says so.
/// Errors: a name in `choose` that the graph does not have, or of another type.
Result<FlatGraph> FlattenOnnx(const onnx::GraphProto& graph, const Table& choose,
                              const std::string& file);

}  // namespace gatewright
