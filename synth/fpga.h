// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/base/write_tree.h"
#include "synth/clock.h"
#include "synth/fpga_family.h"
#include "synth/synth.h"

namespace gatewright {

/// A block of the engine and what it takes. The blocks add up to the total.
struct FpgaBlock {
  std::string block, title;
  FpgaCounts counts;
};

/// Memories of the design that are alike, and what became of them.
struct FpgaMemory {
  std::string instance;  ///< hierarchical name, "[*]" for indices of generate loops
  std::string module;
  int64_t words = 0, width = 0;
  int64_t instances = 0;
  FpgaCounts counts;  ///< of all instances
};

/// What synthesis for an FPGA found. Everything in it is a function of the design, the target and
/// the versions of the tools.
struct FpgaMetrics {
  const FpgaFamily* family = nullptr;
  std::string device;  ///< the one requested; empty when the family's are compared by counts
  double clock_ns = 0;
  std::string tool;
  FpgaCounts total;
  std::vector<FpgaBlock> blocks;
  std::vector<FpgaMemory> memories;
  std::optional<ClockEstimate> clock;  ///< after place and route
  std::string timing_note;             ///< why there is no clock, when the design fits
  std::string misfit;                  ///< why the design does not fit `device`, empty when it does
  std::vector<std::string> left_out;
  std::vector<OutputFile> netlist;  ///< netlist/<top>.v, .json or .edif
};

/// Maps a design to the FPGA family `request.target`, flattened, with its memories; places and
/// routes it for `request.device` (ice40), or where nextpnr-ecp5 is installed for the smallest
/// device that takes it (ecp5). Nothing in the folder is changed.
/// Errors: Yosys or nextpnr not installed or failing, cells that the family does not have.
Result<FpgaMetrics> SynthesiseFpga(const SynthRequest& request);

/// metrics.json, without the final newline when dumped.
nlohmann::ordered_json ToJson(const FpgaMetrics& metrics);

}  // namespace gatewright
