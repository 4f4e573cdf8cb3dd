// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/base/write_tree.h"

namespace gatewright {

/// The files below `folder`, by their paths in there, which `prefix` precedes; sorted.
Result<std::vector<OutputFile>> ReadTree(const std::string& folder, const std::string& prefix);

/// The errors that WriteCompareFolder would find in what `out` holds: files that are not of a
/// former comparison.
Status CheckCompareFolder(const std::string& out);

/// WriteTree in the place of a former comparison.
Status WriteCompareFolder(const std::string& out, const std::vector<OutputFile>& files);

}  // namespace gatewright
