// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/stages/stages.h"

namespace gatewright {

/// What `gatewright import` was asked.
struct ImportCommand {
  std::string model;                ///< ONNX file
  std::vector<std::string> choose;  ///< "NAME=VALUE": an integer, true or false
  std::string front;                ///< file for the operators before the chain; empty = none
};

/// Says what is in a model file and what can be built from it; writes `front` when asked. Errors:
/// those of the import, a choice that is none, no operators before the chain to write.
StageResult ImportStage(const ImportCommand& command, Console* console);

}  // namespace gatewright
