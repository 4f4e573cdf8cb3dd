// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gatewright {

/// The version of the tool, as in `gatewright --version`.
const char* ToolVersion();

}  // namespace gatewright
