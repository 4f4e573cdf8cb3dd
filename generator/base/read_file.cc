// SPDX-License-Identifier: Apache-2.0
// Reads files whole.
#include "generator/base/read_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace gatewright {

Result<std::string> ReadWholeFile(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return Diagnostic{path, 0, "", "", "this is a folder, not a file", ""};
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return Diagnostic{path, 0, "", "", "the file cannot be opened", ""};
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (in.bad()) return Diagnostic{path, 0, "", "", "the file cannot be read", ""};
  return bytes;
}

}  // namespace gatewright
