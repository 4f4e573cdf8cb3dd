// SPDX-License-Identifier: Apache-2.0
// Prunes a share of the weights of each matrix (unstructured).
#include <algorithm>
#include <cmath>

#include "generator/compress/prune_matrix.h"

namespace gatewright::internal {
namespace {

/// A weight of one of the matrices: its magnitude and its place in the order of all of them.
struct Candidate {
  double magnitude = 0;
  int64_t index = 0;
};

}  // namespace

Status PruneShare(const std::vector<MatrixView>& matrices, const Ratio& keep, bool check,
                  std::vector<int64_t>* kept) {
  std::vector<Candidate> all;
  int64_t present = 0;
  for (const MatrixView& matrix : matrices) {
    for (const double w : *matrix.weights) {
      present += w != 0 ? 1 : 0;
      all.push_back({std::fabs(w), static_cast<int64_t>(all.size())});
    }
  }
  const auto total = static_cast<int64_t>(all.size());
  const int64_t dropped = keep.Dropped(total);
  if (check && present > total - dropped) {
    return Violation(matrices.front(), matrices.size() > 1 ? "with the other layers it" : "it",
                     present, "weights", total - dropped);
  }
  const auto first_kept = all.begin() + dropped;
  std::nth_element(all.begin(), first_kept, all.end(), [](const Candidate& a, const Candidate& b) {
    return a.magnitude != b.magnitude ? a.magnitude < b.magnitude : a.index > b.index;
  });
  std::vector<bool> drop(all.size(), false);
  for (auto c = all.begin(); c != first_kept; ++c) drop[static_cast<size_t>(c->index)] = true;
  size_t index = 0;
  for (const MatrixView& matrix : matrices) {
    int64_t stays = 0;
    for (double& w : *matrix.weights) {
      if (drop[index++]) {
        w = 0;
      } else {
        ++stays;
      }
    }
    kept->push_back(stays);
  }
  return Ok();
}

}  // namespace gatewright::internal
