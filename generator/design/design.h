// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/base/write_tree.h"
#include "generator/compress/calibrate.h"
#include "generator/compress/int_network.h"
#include "generator/compress/prune.h"
#include "generator/compress/quantise.h"
#include "generator/network/float_network.h"
#include "generator/network/float_run.h"
#include "generator/network/stimulus.h"
#include "generator/pack/pack.h"
#include "generator/plan/plan.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// A design on its way from the user's files to memory images: every stage's result, in order.
struct Design {
  Spec spec;
  FloatNetwork network;   ///< as imported: what accuracy is measured against
  PruningReport pruning;  ///< what the pattern of the design left of it
  Stimulus stimulus;
  FloatTrace float_trace;  ///< of the imported network
  Calibration calibration;
  QuantisationReport quantisation;
  IntNetwork integers;
  Plan plan;
  MemoryImages images;
  std::vector<int16_t> x;  ///< stimulus in format A, [steps][inputs]
};

/// Told before each stage: its name and how much of the whole is done, 0..1.
using StageObserver = std::function<void(const std::string& stage, double done)>;

/// What stands in for the files and seeds that a design names.
struct DesignSources {
  std::optional<FloatNetwork> network;
  std::optional<Stimulus> stimulus;  ///< as wide as the network's input
};

/// Runs import, pruning, stimulus, calibration, quantisation, planning and packing. Errors of the
/// stage that fails, all of them.
Result<Design> MakeDesign(const Spec& spec, const StageObserver& observe = nullptr,
                          const DesignSources& sources = {});

/// The layer outside the hardware that reads the outputs, where the design names one
/// (stimulus.readout). Errors as LoadReadout.
Result<std::optional<FloatLayer>> GetReadout(const Spec& spec, int outputs);

/// Every file of the output tree that follows from the design alone: RTL, memories, file list,
/// constraints. Error: a clash of module names.
Result<std::vector<OutputFile>> EmitDesign(const Design& design);

}  // namespace gatewright
