// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "synth/liberty.h"
#include "synth/library_text.h"

namespace gatewright {

/// The paths of a target: one, or several with commas between them.
std::vector<std::string> LibraryPaths(const std::string& target);

/// The files of one technology. Errors: those of reading each; units or a supply voltage that are
/// not those of the first file, a cell that another file has too (corners are not one technology).
Result<std::vector<LibraryFile>> ReadLibraryFiles(const std::vector<std::string>& paths);

/// The cells of all files, under the name of the first.
Result<CellLibrary> ReadAllCells(const std::vector<LibraryFile>& files);

}  // namespace gatewright
