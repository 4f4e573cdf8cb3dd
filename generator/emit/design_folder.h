// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "generator/base/write_tree.h"

namespace gatewright {

/// WriteTree for the folder of a design: what the manifest of a former design lists, and the
/// results that later stages left there, may be replaced; anything else is an error.
Status WriteDesignFolder(const std::string& folder, const std::vector<OutputFile>& files);

}  // namespace gatewright
