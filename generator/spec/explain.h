// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// What a key means: its meaning, type, legal values, default and example. The name of a section or
/// sub-table ("engine", "numerics.weight") lists its keys; an empty name lists all. Error: an
/// unknown name, with the closest known one.
Result<std::string> Explain(const std::string& key);

/// The reference of every key as Markdown: the text of docs/configuration.md.
std::string ConfigurationMarkdown();

}  // namespace gatewright
