// SPDX-License-Identifier: Apache-2.0
// The stage that writes report.html and report.md.

#include <fmt/format.h>

#include "cli/report/report.h"
#include "cli/stages/stages.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "generator/design/saved.h"

namespace gatewright {
namespace {

/// A stage's results, null when the stage has not run or left something else.
nlohmann::ordered_json ReadJson(const std::string& path) {
  const Result<std::string> text = ReadWholeFile(path);
  if (!text) return nullptr;
  nlohmann::ordered_json value =
      nlohmann::ordered_json::parse(*text, nullptr, /*allow_exceptions=*/false);
  return value.is_discarded() ? nlohmann::ordered_json(nullptr) : value;
}

/// True for results of this very design.
bool IsOf(const SavedDesign& design, const nlohmann::ordered_json& value) {
  return value.is_object() && value.value("configuration_hash", "") == design.plan.spec_hash &&
         value.value("image_hash", "") == design.images.hash;
}

}  // namespace

StageResult ReportStage(const std::string& out, Console* console) {
  console->Progress("write the report", 0.9);
  const Result<SavedDesign> design = LoadDesign(out);
  if (!design) return design.errors();
  const auto results = [&](const char* stage) {
    const std::string path = ResultPath(out, stage);
    nlohmann::ordered_json value = ReadJson(path);
    const bool failed = value.is_object() && !value.value("ok", true) && value.contains("failure");
    if (value.is_null() || failed || IsOf(*design, value)) return value;
    return nlohmann::ordered_json{{"ok", false}, {"failure", path + " belongs to another design"}};
  };
  StageFiles files{ReadJson(out + "/results/generate.json"), results("lint"), results("simulate"),
                   results("synth"), results("power")};
  if (files.generate.is_null()) {
    return Diagnostic{out,
                      0,
                      "",
                      "",
                      "the folder holds no results of gatewright generate",
                      "run gatewright generate first"};
  }
  DesignReport report;
  try {
    report = MakeReport(files);
  } catch (const nlohmann::json::exception& error) {
    return Diagnostic{out,
                      0,
                      "",
                      "",
                      fmt::format("the results are not those of this version ({})", error.what()),
                      "run gatewright build again"};
  }
  Status written = WriteFileAtomically(out + "/report.html", PageHtml(report.page));
  if (written.ok()) written = WriteFileAtomically(out + "/report.md", PageMarkdown(report.page));
  if (!written) return written.errors();
  console->Say("report: " + out + "/report.html, " + out + "/report.md");
  return nlohmann::ordered_json{{"complete", report.complete}, {"verdict", report.page.verdict}};
}

}  // namespace gatewright
