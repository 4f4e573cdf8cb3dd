#pragma once

#include <string>

#include "generator/spec/diagnostic.h"

namespace gatewright {

/// All bytes of a file. Errors, naming the file: missing, unreadable, a folder.
Result<std::string> ReadWholeFile(const std::string& path);

}  // namespace gatewright
