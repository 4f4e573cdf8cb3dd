// SPDX-License-Identifier: Apache-2.0
// Where stages leave their results, and how they are run.
#include "cli/stages/stages.h"

#include <filesystem>
#include <system_error>

#include "generator/base/write_tree.h"

namespace gatewright {

std::string ResultPath(const std::string& out, const std::string& stage) {
  if (stage == "power") return out + "/power.json";
  return stage == "synth" ? out + "/metrics.json" : out + "/results/" + stage + ".json";
}

Status WriteResults(const std::string& out, const std::string& stage, const Plan& plan,
                    const std::string& image_hash, nlohmann::ordered_json value) {
  value["configuration_hash"] = plan.spec_hash;
  value["image_hash"] = image_hash;
  return WriteFileAtomically(ResultPath(out, stage), value.dump(2) + "\n");
}

StageResult RunStage(const std::string& out, const std::string& stage,
                     const std::function<StageResult()>& run) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (!fs::exists(out + "/manifest.json", ignored)) return run();
  const std::string path = ResultPath(out, stage);
  fs::remove(path, ignored);
  StageResult result = run();
  if (!result.ok() && !fs::exists(path, ignored)) {
    const nlohmann::ordered_json failed{{"ok", false}, {"failure", ToString(result.errors())}};
    WriteFileAtomically(path, failed.dump(2) + "\n");
  }
  return result;
}

}  // namespace gatewright
