// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/network/float_network.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// The dense layer outside the hardware that stimulus.readout names: .npy [results][outputs + 1] or
/// [outputs + 1], or .csv, every row the weights of one result and its bias. `path` is where the
/// file is, `outputs` how many it reads. Errors: those of LoadStimulus, rows of another length.
Result<FloatLayer> LoadReadout(const std::string& path, const StimulusSpec& stimulus, int outputs);

/// What `readout` makes of `outputs` [steps][inputs]: [steps][units].
std::vector<double> ReadOut(const FloatLayer& readout, const std::vector<double>& outputs);

}  // namespace gatewright
