// SPDX-License-Identifier: Apache-2.0
// What lies in the tree: nothing stray, no file too long, every file says whose it is and its job.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "generator/base/process.h"
#include "generator/base/read_file.h"

namespace gatewright {
namespace {

using testing::StartsWith;
const std::string kRoot = GATEWRIGHT_SOURCE_DIR;

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string PathOf(const std::string& file) { return fmt::format("{}/{}", kRoot, file); }

/// The files that git tracks, or would; nothing where there is no git, or no repository.
std::vector<std::string> Files() {
  const Result<std::string> list = RunTool(
      {"git", "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"}, kRoot);
  if (!list) return {};
  std::vector<std::string> files;
  for (const std::string& file : Lines(*list)) {
    if (ReadWholeFile(PathOf(file)).ok()) files.push_back(file);  // not what is deleted
  }
  return files;
}

bool EndsIn(const std::string& file, const std::vector<std::string>& endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&file](const std::string& e) { return file.ends_with(e); });
}

/// What is compiled, or read by a simulator.
bool IsCode(const std::string& file) {
  return EndsIn(file, {".cc", ".h", ".v", ".vh", ".sv", ".sh", ".js", ".py", ".cmake"}) ||
         file.ends_with("CMakeLists.txt");
}

class Tree : public testing::Test {
 protected:
  void SetUp() override {
    files_ = Files();
    const bool repository = std::filesystem::exists(PathOf(".git"));
    if (!repository) GTEST_SKIP() << "the sources are not a git repository";
    ASSERT_FALSE(files_.empty()) << "git does not list the files of the repository";
  }
  std::vector<std::string> files_;
};

TEST_F(Tree, RootHoldsWhatTheListNames) {
  const std::set<std::string> expected = {".ci",
                                          ".clang-format",
                                          ".clang-tidy",
                                          ".editorconfig",
                                          ".gitignore",
                                          "CHANGELOG.md",
                                          "CMakeLists.txt",
                                          "CMakePresets.json",
                                          "CONTRIBUTING.md",
                                          "LICENSE",
                                          "README.md",
                                          "cli",
                                          "cmake",
                                          "docs",
                                          "examples",
                                          "generator",
                                          "rtl_templates",
                                          "scripts",
                                          "sim",
                                          "synth",
                                          "verif"};
  std::set<std::string> found;
  for (const std::string& file : files_) found.insert(file.substr(0, file.find('/')));
  EXPECT_EQ(found, expected);
}

TEST_F(Tree, NoFileIsBeyond500Lines) {
  for (const std::string& file : files_) {
    if (!IsCode(file)) continue;
    const std::string text = *ReadWholeFile(PathOf(file));
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 500) << file;
  }
}

TEST_F(Tree, EverySourceFileNamesItsLicence) {
  for (const std::string& file : files_) {
    if (!IsCode(file)) continue;
    const std::vector<std::string> lines = Lines(*ReadWholeFile(PathOf(file)));
    const std::string mark = EndsIn(file, {".cc", ".h", ".v", ".vh", ".sv", ".js"}) ? "//" : "#";
    const std::string line = mark + " SPDX-License-Identifier: Apache-2.0";
    const size_t at = !lines.empty() && lines[0].starts_with("#!") ? 1 : 0;
    ASSERT_GT(lines.size(), at) << file;
    EXPECT_EQ(lines[at], line) << file;
  }
}

TEST_F(Tree, EverySourceFileSaysItsJobFirst) {
  for (const std::string& file : files_) {
    if (!file.ends_with(".cc") || file.ends_with("_test.cc") || file.ends_with("test_util.cc")) {
      continue;
    }
    const std::vector<std::string> lines = Lines(*ReadWholeFile(PathOf(file)));
    ASSERT_GE(lines.size(), 2U) << file;
    EXPECT_THAT(lines[1], StartsWith("// ")) << file;
  }
}

/// Commits since the subjects are held to a length and bodies to a reason.
constexpr const char* kFirstHeldCommit = "a84579ed4950aa558de6ed8c4ac0f22f23e0b7e1";

TEST_F(Tree, CommitsSayWhatAndWhy) {
  const std::string range = std::string(kFirstHeldCommit) + "..HEAD";
  const Result<std::string> log =
      RunTool({"git", "log", "--no-merges", "--format=%h%x01%s%x01%b%x02", range}, kRoot);
  if (!log) GTEST_SKIP() << "the history is not here: " << log.errors().front().rule;
  std::istringstream commits(*log);
  int held = 0;
  for (std::string commit; std::getline(commits, commit, '\x02');) {
    const size_t first = commit.find('\x01');
    if (first == std::string::npos) continue;
    const size_t second = commit.find('\x01', first + 1);
    const std::string subject = commit.substr(first + 1, second - first - 1);
    std::string body = commit.substr(second + 1);
    body.erase(std::remove_if(body.begin(), body.end(), ::isspace), body.end());
    ++held;
    EXPECT_LT(subject.size(), 72U) << subject;
    EXPECT_FALSE(body.empty()) << subject << ": the body says why";
  }
  EXPECT_GT(held, 0);
}

}  // namespace
}  // namespace gatewright
