// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/base/diagnostic.h"
#include "synth/memory_model.h"

namespace gatewright {

/// The user's table of memory macros (ParseMemoryTable); none for an empty path.
Result<MemoryTable> LoadMemoryTable(const std::string& path);

}  // namespace gatewright
