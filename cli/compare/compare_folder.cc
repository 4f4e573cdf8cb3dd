// SPDX-License-Identifier: Apache-2.0
// The output folder of compare: what may be replaced, and how it is written.
#include "cli/compare/compare_folder.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>

#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;

/// What a former comparison wrote into `out`: its list of files.
std::set<std::string> FormerFiles(const std::string& out) {
  std::set<std::string> files;
  const Result<std::string> text = ReadWholeFile((fs::path(out) / "compare.json").string());
  if (!text) return files;
  const auto found = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!found.is_object() || !found.contains("files") || !found["files"].is_array()) return files;
  for (const auto& file : found["files"]) {
    if (file.is_string()) files.insert(file.get<std::string>());
  }
  return files;
}

/// What commands add to the folder of a variant afterwards.
bool IsAdded(const std::string& path) {
  return path.starts_with("results/") || path == "report.html" || path == "report.md" ||
         path == "waves.fst";
}

OwnFile Former(const std::string& out) {
  return [files = FormerFiles(out)](const std::string& path) {
    if (files.count(path) != 0) return true;
    const size_t slash = path.find('/');
    return slash != std::string::npos && files.count(path.substr(0, slash) + "/manifest.json") &&
           IsAdded(path.substr(slash + 1));
  };
}

}  // namespace

Result<std::vector<OutputFile>> ReadTree(const std::string& folder, const std::string& prefix) {
  std::vector<OutputFile> files;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; entry != end && !error;
       entry.increment(error)) {
    std::error_code ignored;
    if (!entry->is_regular_file(ignored)) continue;
    const Result<std::string> text = ReadWholeFile(entry->path().string());
    if (!text) return text.errors();
    files.push_back({prefix + entry->path().lexically_relative(folder).generic_string(), *text});
  }
  if (error) return Diagnostic{folder, 0, "", "", "cannot be read: " + error.message(), ""};
  std::sort(files.begin(), files.end(),
            [](const OutputFile& a, const OutputFile& b) { return a.path < b.path; });
  return files;
}

Status CheckCompareFolder(const std::string& out) { return CheckTree(out, Former(out)); }

Status WriteCompareFolder(const std::string& out, const std::vector<OutputFile>& files) {
  return WriteTree(out, files, Former(out));
}

}  // namespace gatewright
