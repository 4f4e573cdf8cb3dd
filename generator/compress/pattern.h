// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "generator/compress/int_network.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// Units of a layer that one PE owns, padding included: ceil(units / N), for hcgs after padding the
/// units to whole outer blocks (inner blocks for a dense head).
int UnitSlots(const Spec& spec, CellKind kind, int units);

/// The inner block rows, gates stacked in the order of their sums, that hold a weight of block
/// column `block` of a matrix [columns][rows], ascending. `padded_units`: UnitSlots * N; hcgs only.
std::vector<int> BlocksOf(const std::vector<int16_t>& matrix, const IntLayer& layer, bool recurrent,
                          int block, int inner_block, int padded_units);

/// Fills x_words and h_words of every layer from its weights (hcgs, unstructured): the most inner
/// blocks of a block column times the words of a block, at least one block; or per column the
/// weights of the PE with most of them.
void CountColumnWords(const Spec& spec, IntNetwork* network);

}  // namespace gatewright
