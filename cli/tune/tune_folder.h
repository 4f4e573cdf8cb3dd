// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/base/write_tree.h"

namespace gatewright {

/// The folder of tune's results: tune.json, tune.html and, when a point was chosen, tuned.toml.

/// Errors, all before a sweep and with nothing touched: `out` holds the design file `design` (empty
/// for a preset) under the name of a result; it is, or holds, the current folder; or it holds a
/// file that tune did not write.
Status CheckTuneFolder(const std::string& out, const std::string& design);

/// Makes `out` hold exactly `files`, all at once; results of a former sweep go. Errors: as above,
/// or the folder cannot be written.
Status WriteTuneFolder(const std::string& out, const std::string& design,
                       const std::vector<OutputFile>& files);

}  // namespace gatewright
