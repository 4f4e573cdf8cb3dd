// SPDX-License-Identifier: Apache-2.0
// Writes the folder of a design, and knows which files of a former one may be replaced.
#include "generator/emit/design_folder.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>

#include "generator/base/read_file.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;

/// Files that later stages and the user's simulator runs add to an output folder.
bool IsResult(const std::string& path) {
  return path.starts_with("results/") || path.starts_with("netlist/") || path == "metrics.json" ||
         path == "power.json" || path == "report.html" || path == "report.md" ||
         path == "waves.fst" || path == "README.md" || path == "manifest.json";
}

/// The paths that the manifest of a former output lists; nothing when it is not ours.
std::set<std::string> ListedFiles(const fs::path& folder) {
  std::set<std::string> listed;
  const Result<std::string> text = ReadWholeFile((folder / "manifest.json").string());
  if (!text) return listed;
  const auto manifest = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!manifest.is_object() || !manifest.contains("tool") || !manifest["tool"].is_string() ||
      !manifest["tool"].get<std::string>().starts_with("gatewright ") ||
      !manifest.contains("files_xxh3")) {
    return listed;
  }
  for (const auto& [path, hash] : manifest["files_xxh3"].items()) listed.insert(path);
  return listed;
}

}  // namespace

Status WriteDesignFolder(const std::string& folder, const std::vector<OutputFile>& files) {
  // The folder that WriteTree takes: "missing/../out" is "out", though it cannot be opened.
  std::error_code error;
  const fs::path target = fs::weakly_canonical(fs::absolute(folder.empty() ? "." : folder), error);
  const std::set<std::string> listed = ListedFiles(target);
  return WriteTree(folder, files, [&listed](const std::string& path) {
    return !listed.empty() && (listed.count(path) != 0 || IsResult(path));
  });
}

}  // namespace gatewright
