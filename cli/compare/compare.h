// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/stages/console.h"
#include "cli/stages/stages.h"

namespace gatewright {

/// What compare is asked.
struct CompareOptions {
  std::vector<std::string> designs;  ///< design files
  int baseline = 0;                  ///< the place in `designs` of what others are measured against
  double rate = 0;                   ///< steps a second of all; 0 = what the slowest can do
  int steps = 0;                     ///< simulated and measured; 0 = as PowerOptions::steps
  int sample = 0;                    ///< PowerOptions::sample
  int jobs = 0;                      ///< designs at a time; 0 = one a core
};

/// Variants of one network side by side: generates, simulates and maps every design, measures their
/// power at the same steps a second, and writes compare.json, compare.md, compare.html and the
/// folder of each design into `out`, all or nothing. Returns compare.json. Errors: those of
/// ReadVariants, CheckSameNetwork, CheckCompareFolder, ShareRate and of the stages, which leave
/// `out` as it was.
StageResult CompareStage(const CompareOptions& options, const std::string& out, Console* console);

}  // namespace gatewright
