// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// Writes `content` to `path` so that the path holds either what it held before or all of it:
/// a temporary file beside it is written and renamed. Creates missing folders.
/// Errors name the path and the system's reason (not writable, disk full).
Status WriteFileAtomically(const std::string& path, const std::string& content);

/// A file of an output tree: path relative to the output folder, and its bytes.
struct OutputFile {
  std::string path;
  std::string content;
};

/// Says of a file of an existing folder, by its path in there, whether the tool wrote it.
using OwnFile = std::function<bool(const std::string& path)>;

/// Makes `folder` hold exactly `files`: the tree is written to "<folder>.partial", then renamed
/// into place; a former output is replaced whole, and goes only when the new one stands. Links are
/// followed. `own` tells what may be replaced. Errors: `folder` holds a file that is not ours, is
/// or holds the current folder, or cannot be written.
Status WriteTree(const std::string& folder, const std::vector<OutputFile>& files,
                 const OwnFile& own);

/// The errors that WriteTree would find in what `folder` is and holds, before there is anything to
/// write. Touches nothing.
Status CheckTree(const std::string& folder, const OwnFile& own);

}  // namespace gatewright
