// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "generator/base/diagnostic.h"
#include "generator/plan/plan.h"
#include "synth/clock.h"
#include "synth/hierarchy.h"
#include "synth/technology.h"

namespace gatewright {

/// What to time: a netlist of library cells whose memories are macros (MemoryStyle::kMacro).
struct TimingRequest {
  const Plan& plan;
  const Technology& technology;
  double clock_ns = 0;          ///< period requested
  double memory_access_ns = 0;  ///< clock to output of every memory
  double memory_setup_ns = 0;   ///< setup of every memory
  std::string rtlil;            ///< text of the netlist
  std::string scratch;          ///< folder for files on the way
};

/// A Liberty text with one cell for each kind of memory of the plan, named by MacroName(): the two
/// times above, no dependence on loads. `input_pf` is the capacitance of its inputs.
std::string MemoryLibrary(const Plan& plan, double access_ns, double setup_ns, double input_pf);

/// Times the design with OpenSTA: the longest path between clock edges, ports included as if
/// registers stood next to them. `instances` (FindInstances) gives the blocks of the path.
/// Errors: OpenSTA is not installed, fails, or finds no path.
Result<ClockEstimate> TimeNetlist(const TimingRequest& request,
                                  const std::map<std::string, Instance>& instances);

/// The path that report_checks prints: start, end, parts, and the least period for `target_ns`.
/// Error: the text holds no path.
Result<ClockEstimate> ReadStaPath(const std::string& text, double target_ns,
                                  const std::map<std::string, Instance>& instances);

}  // namespace gatewright
