// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace gatewright {

/// Rewrites a model so that it says the same with other words: what exporters and optimisers do.
class OnnxMutator {
 public:
  OnnxMutator(onnx::ModelProto* model, uint64_t seed) : model_(model), random_(seed) {}

  /// Applies one random rewriting; returns its name.
  std::string Mutate();

 private:
  using Graph = onnx::GraphProto;

  size_t Below(size_t count) { return random_() % count; }
  std::string Fresh() { return "m" + std::to_string(next_++) + "/" + std::to_string(Below(1000)); }
  Graph& graph() { return *model_->mutable_graph(); }
  /// A random initializer of floats; null when none is left.
  onnx::TensorProto* AnyWeights();
  onnx::NodeProto& Insert(int at, const std::string& op, const std::vector<std::string>& inputs,
                          const std::string& output);
  std::string AddIntegers(const std::vector<int64_t>& values);

  void Rename();
  void ShuffleInitializers();
  void ShuffleNodes();
  void AddIdentity();
  void MakeConstantNode();
  void ListAsInput();
  void UnfoldConcat();
  void UnfoldTranspose();
  void UnfoldSlice();
  void UnfoldReshape();
  void UnfoldCast();
  void AddDeadNodes();
  void WrapInIf();
  void SplitUnsqueezeSqueeze();

  onnx::ModelProto* model_;
  std::mt19937_64 random_;
  int next_ = 0;
};

}  // namespace gatewright
