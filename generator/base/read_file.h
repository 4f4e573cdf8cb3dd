// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// All bytes of a file. Errors, naming the file: missing, unreadable, a folder.
Result<std::string> ReadWholeFile(const std::string& path);

}  // namespace gatewright
