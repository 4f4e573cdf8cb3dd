// SPDX-License-Identifier: Apache-2.0
// The version of the tool, from the build files.
#include "generator/base/version.h"

#include "generator/base/version_number.h"

namespace gatewright {

const char* ToolVersion() { return GATEWRIGHT_VERSION; }

}  // namespace gatewright
