// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/stages/console.h"
#include "cli/stages/stages.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// What tune sweeps. Lists are empty for the defaults.
struct TuneOptions {
  std::vector<std::string> theta_x, theta_h, theta_head, t_skip, t_delta;
  std::vector<std::string> formats;  ///< state formats; empty = the design's
  std::string events;                ///< delta | similarity; empty = the design's, or delta
  int points = 64;                   ///< of the default grid, about
  int jobs = 0;                      ///< threads; 0 = one a core
  double max_error = -1;             ///< limit of the RMS error; negative = none
  std::string max_flips;             ///< limit of the decisions changed, "0.2%"; empty = none
};
/// Tries thresholds (and formats) on the stimulus with the reference and cycle models; writes
/// <out>/tune.json, tune.html and, with a limit that a point meets, tuned.toml: `text`, the design
/// file of `spec`, with the thresholds chosen. They replace those of a former sweep together.
/// Errors that leave everything as it was: `out` holds files that tune did not write, or `file`,
/// where `text` was read (empty for a preset).
StageResult TuneStage(const Spec& spec, const std::string& text, const std::string& file,
                      const TuneOptions& options, const std::string& out, Console* console);

}  // namespace gatewright
