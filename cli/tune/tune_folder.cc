// SPDX-License-Identifier: Apache-2.0
// The output folder of tune: what may be replaced, and how it is written.
#include "cli/tune/tune_folder.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/tune/tuned_file.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;

/// The folder that will be written: "new/../tune" is tune, though there is no folder new.
fs::path Canonical(const std::string& out) {
  std::error_code error;
  const fs::path folder = fs::weakly_canonical(fs::absolute(out.empty() ? "." : out), error);
  return error ? fs::path(out) : folder;
}

/// Whether `out` has the tune.json of a former sweep.
bool IsTuneFolder(const fs::path& out) {
  const Result<std::string> text = ReadWholeFile((out / "tune.json").string());
  if (!text) return false;
  const auto found = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  return found.is_object() && found.contains("points") && found.contains("tool") &&
         found["tool"].is_string() && found["tool"].get<std::string>().starts_with("gatewright ");
}

/// What a former sweep left in `out`.
OwnFile FormerResults(const fs::path& out) {
  return [out, ours = IsTuneFolder(out)](const std::string& path) {
    if (!ours) return false;
    if (path == "tune.json" || path == "tune.html") return true;
    if (path != "tuned.toml") return false;
    const Result<std::string> text = ReadWholeFile((out / path).string());
    return text && text->starts_with(kTunedHeadline);
  };
}

Status CheckDesign(const std::string& out, const std::string& design) {
  if (design.empty()) return Ok();
  const fs::path folder = Canonical(out);
  for (const char* name : {"tuned.toml", "tune.json", "tune.html"}) {
    std::error_code error;
    if (!fs::equivalent(folder / name, design, error) || error) continue;
    return Diagnostic{out,
                      0,
                      "",
                      "",
                      fmt::format("the output folder holds the design file itself, {}", name),
                      "another output folder"};
  }
  return Ok();
}

}  // namespace

Status CheckTuneFolder(const std::string& out, const std::string& design) {
  const Status apart = CheckDesign(out, design);
  return apart.ok() ? CheckTree(out, FormerResults(Canonical(out))) : apart;
}

Status WriteTuneFolder(const std::string& out, const std::string& design,
                       const std::vector<OutputFile>& files) {
  const Status apart = CheckDesign(out, design);
  return apart.ok() ? WriteTree(out, files, FormerResults(Canonical(out))) : apart;
}

}  // namespace gatewright
