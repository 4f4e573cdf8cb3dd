// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gatewright {

/// Texts of design files that are like `design` with one thing less or smaller, the boldest first:
/// layers, units, inputs, PEs, arrays, sparsity, events, formats. Not each of them is legal.
/// With `keep_network` the network stays.
std::vector<std::string> SmallerDesigns(const std::string& design, bool keep_network);

}  // namespace gatewright
