// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/plan/plan.h"
#include "synth/memory_model.h"
#include "synth/metrics.h"
#include "synth/technology.h"

namespace gatewright {

/// What to synthesise, and to what.
struct SynthRequest {
  Plan plan;
  std::string folder;  ///< output folder of generate: filelist.f and rtl/
  std::string target =
      "generic";         ///< generic, osu018, or the path of a Liberty file (.lib, .lib.gz)
  double clock_ns = 10;  ///< target period of the mapper
  std::string osu018_path = kOsu018Path;
  std::string device = "hx8k";             ///< of target ice40
  double memory_access_ns = 2.0;           ///< clock to output of every memory, in timing
  double memory_setup_ns = 0.5;            ///< setup of every memory, in timing
  MemoryTable memory_table = {};           ///< macros that the area of memories is taken from
  std::vector<std::string> dont_use = {};  ///< patterns of cells that mapping leaves alone
  /// That of `target`, found before; nullptr: it is found here.
  const Technology* technology = nullptr;
};

/// Area of a design by Yosys, hierarchical: each unique module once, memories as black boxes
/// (docs/synthesis.md). Nothing in the folder is changed.
/// Errors: those of FindTechnology, Yosys not installed or failing, RTL that is not that of `plan`.
Result<Metrics> Synthesise(const SynthRequest& request);

}  // namespace gatewright
