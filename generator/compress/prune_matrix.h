// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/network/float_network.h"
#include "generator/spec/spec.h"

/// Private to prune*.cc: the three ways to choose weights, each over one matrix at a time.
namespace gatewright::internal {

/// A weight matrix in place: [gates * units][columns], row-major.
struct MatrixView {
  std::vector<double>* weights = nullptr;
  int layer = 0;
  bool recurrent = false;
  CellKind kind = CellKind::kLstm;
  int gates = 1;
  int units = 0;
  int columns = 0;
  double& at(int gate, int unit, int column) const {
    const auto row =
        static_cast<size_t>(gate) * static_cast<size_t>(units) + static_cast<size_t>(unit);
    return (*weights)[row * static_cast<size_t>(columns) + static_cast<size_t>(column)];
  }
  std::string Name() const;  ///< "W_h of layer 2", layers from 0
};

/// The first place where `matrix` has more weights than the pattern keeps.
Diagnostic Violation(const MatrixView& matrix, const std::string& place, int64_t found,
                     const std::string& what, int64_t kept);

/// CBTD: per column and PE the L - floor(L * (1 - keep)) greatest. With `check` nothing is pruned.
/// Returns how many real weights are inside the pattern.
Result<int64_t> PruneColumns(const MatrixView& matrix, const Ratio& keep, int pes, bool check);

/// The greatest `keep` of all weights of `matrices` together; `kept` [matrices].
Status PruneShare(const std::vector<MatrixView>& matrices, const Ratio& keep, bool check,
                  std::vector<int64_t>* kept);

/// Sizes of hierarchical blocks, and how the kept ones are chosen.
struct BlockRule {
  int outer = 0;  ///< B1
  int inner = 0;  ///< B2
  BlockQuota quota;
  PruneMethod method = PruneMethod::kMagnitude;
  uint64_t seed = 1;
};

/// HCGS: k1 outer blocks of a block row, k2 inner blocks of an inner block row. `had_pattern`: the
/// matrix came with it. Returns how many real weights are inside the pattern.
Result<int64_t> PruneBlocks(const MatrixView& matrix, const BlockRule& rule, bool* had_pattern);

/// Chooses `quota` cells of each row of a rows x columns grid, and of each column the floor or the
/// ceiling of the mean: by falling `score`, ties by row, then column, while both quotas allow; the
/// rest by augmenting paths. `score` [rows][columns]; quota <= columns. Returns [rows][columns].
std::vector<bool> ChooseBlocks(const std::vector<double>& score, int rows, int columns, int quota);

}  // namespace gatewright::internal
