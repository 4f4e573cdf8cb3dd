// SPDX-License-Identifier: Apache-2.0
// Which weights a sparsity pattern stores, and in how many words.
#include "generator/compress/pattern.h"

#include <algorithm>

#include "generator/base/ceil_div.h"

namespace gatewright {
namespace {

ColumnWords Unstructured(const std::vector<int16_t>& matrix, const IntLayer& layer, int pes) {
  ColumnWords counts;
  const auto rows = static_cast<size_t>(layer.rows());
  std::vector<int> of_pe(static_cast<size_t>(pes));
  for (size_t first = 0; first < matrix.size(); first += rows) {
    std::fill(of_pe.begin(), of_pe.end(), 0);
    for (size_t r = 0; r < rows; ++r) {
      if (matrix[first + r] == 0) continue;
      ++of_pe[r % static_cast<size_t>(layer.units) % static_cast<size_t>(pes)];
    }
    counts.of_column.push_back(*std::max_element(of_pe.begin(), of_pe.end()));
    counts.words = std::max(counts.words, counts.of_column.back());
  }
  return counts;
}

ColumnWords Blocked(const std::vector<int16_t>& matrix, const IntLayer& layer, bool recurrent,
                    const Spec& spec) {
  const int size = spec.sparsity.inner_block;
  const int columns = static_cast<int>(matrix.size()) / layer.rows();
  const int padded = UnitSlots(spec, layer.kind, layer.units) * spec.engine.pes;
  size_t most = 1;
  for (int block = 0; block < CeilDiv(columns, size); ++block) {
    most = std::max(most, BlocksOf(matrix, layer, recurrent, block, size, padded).size());
  }
  return {static_cast<int>(most) * (size / spec.engine.pes), {}};
}

}  // namespace

int UnitSlots(const Spec& spec, CellKind kind, int units) {
  if (spec.sparsity.weights == WeightPattern::kHcgs) {
    const int block =
        kind == CellKind::kDense ? spec.sparsity.inner_block : spec.sparsity.outer_block;
    units = CeilDiv(units, block) * block;
  }
  return CeilDiv(units, spec.engine.pes);
}

std::vector<int> BlocksOf(const std::vector<int16_t>& matrix, const IntLayer& layer, bool recurrent,
                          int block, int inner_block, int padded_units) {
  const int per_gate = padded_units / inner_block;
  std::vector<bool> used(static_cast<size_t>(layer.gates()) * static_cast<size_t>(per_gate), false);
  const int columns = static_cast<int>(matrix.size()) / layer.rows();
  const int last = std::min(columns, (block + 1) * inner_block);
  for (int column = block * inner_block; column < last; ++column) {
    const int16_t* weights =
        matrix.data() + static_cast<size_t>(column) * static_cast<size_t>(layer.rows());
    for (int gate = 0; gate < layer.gates(); ++gate) {
      const int first = SlotGate(layer.kind, recurrent, gate) * per_gate;
      for (int unit = 0; unit < layer.units; ++unit) {
        if (*weights++ != 0)
          used[static_cast<size_t>(first) + static_cast<size_t>(unit / inner_block)] = true;
      }
    }
  }
  std::vector<int> rows;
  for (size_t r = 0; r < used.size(); ++r) {
    if (used[r]) rows.push_back(static_cast<int>(r));
  }
  return rows;
}

void CountColumnWords(const Spec& spec, IntNetwork* network) {
  const WeightPattern pattern = spec.sparsity.weights;
  if (pattern != WeightPattern::kUnstructured && pattern != WeightPattern::kHcgs) return;
  for (IntLayer& layer : network->layers) {
    const auto count = [&](const std::vector<int16_t>& matrix, bool recurrent) {
      return pattern == WeightPattern::kHcgs ? Blocked(matrix, layer, recurrent, spec)
                                             : Unstructured(matrix, layer, spec.engine.pes);
    };
    layer.x_words = count(layer.wx, false);
    if (!layer.wh.empty()) layer.h_words = count(layer.wh, true);
  }
}

}  // namespace gatewright
