// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/stages/stages.h"

namespace gatewright {

/// What `gatewright activation` was asked.
struct ActivationCommand {
  double max_error = 0;  ///< greatest error of sigmoid and tanh over all inputs
  std::string target;    ///< as in synth.target; empty: the design's
  std::string device;    ///< of an FPGA; empty: the design's for ice40, else a small one
};

/// Compares every kind and size of activation for the formats of a design, and says the cheapest
/// that keeps to the error. Errors: those of the design, an error that no kind reaches, an unknown
/// device.
StageResult ActivationStage(const Spec& spec, const ActivationCommand& command, Console* console);

}  // namespace gatewright
