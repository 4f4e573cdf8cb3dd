// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "generator/network/npy.h"

namespace gatewright {

/// Whether GATEWRIGHT_SKIP_ONNXRUNTIME=1 asks to leave tests with onnxruntime out.
bool SkipsOnnxruntime();

/// Runs `model` in onnxruntime (verif/onnxruntime/run.js with `options`); the model's first output.
/// Empty, with a test failure that says why, when it cannot.
NpyArray RunInOnnxruntime(const std::string& model, const NpyArray& input,
                          const std::vector<std::string>& options = {});

}  // namespace gatewright
