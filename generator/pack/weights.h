// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "generator/compress/int_network.h"
#include "generator/pack/pack.h"
#include "generator/plan/plan.h"

/// Private to pack: weight words, block indices and column pointers (docs/sparsity.md).
namespace gatewright {

/// An image of zeros.
MemoryImage BlankImage(const std::string& file, int width, int64_t words);

/// Weights of each array; behind them the pointers of each array (unstructured) or the block
/// indices (hcgs).
std::vector<MemoryImage> PackWeights(const Plan& plan, const IntNetwork& network);

/// Reads weights back from images, by the layout alone.
class WeightReader {
 public:
  WeightReader(const Plan& plan, const MemoryImages& images);
  /// W_x of a layer, or W_h if `recurrent`, [columns][rows]; what is not stored is 0.
  void Read(const LayerPlan& layer, bool recurrent, std::vector<int16_t>* weights) const;

 private:
  int64_t FirstWord(const MatrixPlan& matrix, int column, int* words) const;

  const Plan& plan_;
  std::vector<const MemoryImage*> weights_;   ///< [arrays]
  std::vector<const MemoryImage*> pointers_;  ///< [arrays], unstructured
  const MemoryImage* indices_ = nullptr;      ///< hcgs
};

}  // namespace gatewright
