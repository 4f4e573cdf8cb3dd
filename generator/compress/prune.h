// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/network/float_network.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// What pruning did to one matrix.
struct MatrixPruning {
  int layer = 0;
  bool recurrent = false;    ///< W_h; false: W_x, or the matrix of the head
  int64_t weights = 0;       ///< rows * columns
  int64_t kept = 0;          ///< of them inside the pattern
  double target = 1;         ///< share to keep, 0..1
  double energy_lost = 0;    ///< sum of squares of what was pruned / of all, 0..1
  bool had_pattern = false;  ///< nothing that is not zero had to be pruned
  double reached() const {
    return weights == 0 ? 1 : static_cast<double>(kept) / static_cast<double>(weights);
  }
};

/// One entry a matrix: W_x and W_h of each layer in order.
struct PruningReport {
  std::vector<MatrixPruning> matrices;
};

/// The network with every weight set to 0 that the pattern of `spec` leaves out (docs/sparsity.md;
/// CBTD: Gao et al., Spartus; HCGS: Kadetotad et al.). Weights inside the pattern keep their value.
/// Errors: with method "check", the first place that breaks the pattern.
Result<FloatNetwork> Prune(const FloatNetwork& network, const Spec& spec,
                           PruningReport* report = nullptr);

}  // namespace gatewright
