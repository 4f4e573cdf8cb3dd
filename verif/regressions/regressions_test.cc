// SPDX-License-Identifier: Apache-2.0
// The saved cases of this folder: with the fault that one holds it fails as it did when it was
// saved, without it everything holds.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "verif/campaign/case_run.h"

namespace gatewright {
namespace {

constexpr size_t kFewest = 10;  // files, so that a folder that is not found does not pass

std::vector<std::string> SavedCases() {
  std::vector<std::string> files;
  const std::string folder = std::string(GATEWRIGHT_SOURCE_DIR) + "/verif/regressions";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// "session 0, values", empty when all holds. The values may be those that registers powered up
/// with.
std::string Check(const std::string& failure) { return failure.substr(0, failure.find(':')); }

std::string CheckOf(Case* which) {
  CaseOptions options;
  options.lint = options.icarus = false;
  const CaseFailure failure = RunCase(which, 1, options).failure;
  return failure ? Check(failure.ToString()) : "";
}

/// What cases without faults have in common when their designs are the same.
std::string DesignOf(const Case& which) {
  Case design = which;
  design.sessions.clear();
  design.faults.clear();
  design.failure.clear();
  return WriteCase(design);
}

TEST(Regressions, FailWithTheirFaultsAsSavedAndHoldWithout) {
  const std::vector<std::string> files = SavedCases();
  ASSERT_GE(files.size(), kFewest);
  std::map<std::string, Case> sound;  // designs compiled once, with the sessions of all their cases
  for (const std::string& file : files) {
    SCOPED_TRACE(file);
    Result<Case> which = ReadCase(file);
    ASSERT_TRUE(which.ok()) << ToString(which.errors());
    ASSERT_FALSE(which->sessions.empty());
    if (!which->faults.empty()) {
      EXPECT_NE(which->failure, "");
      EXPECT_EQ(CheckOf(&*which), Check(which->failure));
    }
    which->faults.clear();
    const auto [place, first] = sound.try_emplace(DesignOf(*which), *which);
    std::vector<CaseSession>& sessions = place->second.sessions;
    if (!first) sessions.insert(sessions.end(), which->sessions.begin(), which->sessions.end());
  }
  for (auto& [text, which] : sound) EXPECT_EQ(CheckOf(&which), "") << text;
}

}  // namespace
}  // namespace gatewright
