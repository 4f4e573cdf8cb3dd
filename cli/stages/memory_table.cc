// SPDX-License-Identifier: Apache-2.0
// Loads the user's table of memory macros.
#include "cli/stages/memory_table.h"

#include "generator/base/read_file.h"

namespace gatewright {

Result<MemoryTable> LoadMemoryTable(const std::string& path) {
  if (path.empty()) return MemoryTable();
  const Result<std::string> text = ReadWholeFile(path);
  if (!text) return text.errors();
  return ParseMemoryTable(*text, path);
}

}  // namespace gatewright
