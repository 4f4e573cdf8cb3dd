// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/base/diagnostic.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// Reads and validates the design file at `path`. All errors of the file are reported together,
/// in the order of their lines; see ParseSpecText. Paths in the design start at the file's folder.
Result<Spec> ParseSpec(const std::string& path);

/// The same for a text already in memory: `file_name` is what messages call it, `directory` becomes
/// Spec::directory. Errors: broken TOML syntax (alone), unknown keys (with the closest known one),
/// wrong types, illegal values, combinations that break a rule, and missing keys.
Result<Spec> ParseSpecText(const std::string& text, const std::string& file_name,
                           const std::string& directory);

}  // namespace gatewright
