#pragma once

#include <string>
#include <vector>

#include "generator/emit/emit.h"
#include "generator/spec/diagnostic.h"

namespace gatewright {

/// Writes `content` to `path` so that the path holds either what it held before or all of it:
/// a temporary file beside it is written, synced and renamed. Creates missing folders.
/// Errors name the path and the system's reason (not writable, disk full).
Status WriteFileAtomically(const std::string& path, const std::string& content);

/// Makes `folder` hold exactly `files`: the tree is written to "<folder>.partial", then renamed
/// into place; a former output of the tool is replaced whole. Error: `folder` exists, is not empty
/// and was not written by gatewright (has no manifest.json), or cannot be written.
Status WriteTree(const std::string& folder, const std::vector<OutputFile>& files);

}  // namespace gatewright
