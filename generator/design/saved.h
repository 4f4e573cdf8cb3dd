// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/base/write_tree.h"
#include "generator/design/design.h"

namespace gatewright {

/// A design read back from its output folder: what later stages need, and nothing from outside the
/// folder. Weights come from the memory files as they lie there, so a simulation proves the files.
struct SavedDesign {
  std::string folder;
  Spec spec;  ///< from the canonical configuration; [stimulus] is empty
  Plan plan;
  MemoryImages images;
  IntNetwork integers;     ///< unpacked from the images
  std::vector<int16_t> x;  ///< stimulus in format A, [steps][inputs]
  std::vector<bool> starts;
};

/// stimulus.csv: one frame a line, the start flag, then the elements as integers of format A.
OutputFile EmitStimulus(const Design& design);

/// The whole tree of `generate`: EmitDesign, bench (the first `bench_steps` steps), stimulus,
/// manifest.
Result<std::vector<OutputFile>> EmitTree(const Design& design, int bench_steps,
                                         const std::vector<std::vector<int16_t>>& bench_outputs,
                                         const std::vector<bool>& bench_repeats = {});

/// Reads `folder` back. Errors: no output of gatewright there, files missing or changed since
/// (their hash differs from the manifest's), written by another version.
Result<SavedDesign> LoadDesign(const std::string& folder);

}  // namespace gatewright
