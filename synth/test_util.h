// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/design/design.h"

namespace gatewright {

/// Cells of a library for tests: every one may be left out.
struct MiniLibraryOptions {
  bool inverter = true;
  bool buffer = true;
  bool gates = true;
  bool flip_flop = true;
  bool reset_flip_flop = true;
  bool small_units = false;  ///< the same cells in ps, fF, pW and mV instead of ns, pF, nW and V
  /// Flip-flops store the complement of their data, DFFR has a preset too: as those of asap7.
  bool complement = false;
};

/// A Liberty file of a dozen cells with delay tables, areas: INV 2, BUF 3, NAND2 3.25, NOR2 3.5,
/// AND2 4, OR2 4.5, AOI21 4.75, OAI21 5, XOR2 7, MUX2 8, DFF 12.5, DFFR 15.125.
std::string MiniLibrary(const MiniLibraryOptions& options = {});

/// A design of the given text, generated into `folder`; test assertions fail if that fails.
Design GenerateInto(const std::string& text, const std::string& folder);

}  // namespace gatewright
