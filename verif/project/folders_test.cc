// SPDX-License-Identifier: Apache-2.0
// What folders include is what their CMakeLists.txt declare: no more, no less, downwards, no cycle.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "generator/base/read_file.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;
const std::string kRoot = GATEWRIGHT_SOURCE_DIR;

/// What the build files declare: of each folder the folders of the libraries that it names.
struct Folders {
  std::vector<std::string> order;  ///< as they are configured, from the ground up
  std::map<std::string, std::set<std::string>> declared;
};

/// build/folders.txt: "library folder dependency ..." a line.
Folders Declared() {
  std::map<std::string, std::string> folder_of;
  std::vector<std::vector<std::string>> rows;
  std::istringstream text(*ReadWholeFile(GATEWRIGHT_FOLDERS));
  for (std::string line; std::getline(text, line);) {
    std::istringstream words(line);
    std::vector<std::string> row;
    for (std::string word; words >> word;) row.push_back(word);
    if (row.size() < 2) continue;
    folder_of[row[0]] = row[1];
    rows.push_back(row);
  }
  Folders folders;
  for (const std::vector<std::string>& row : rows) {
    // Helpers of tests are held to nothing but the direction: they stand where they are used.
    if (row[0].ends_with("_test_util") || row[0].ends_with("_samples")) continue;
    if (folders.declared.count(row[1]) == 0) folders.order.push_back(row[1]);
    std::set<std::string>& of = folders.declared[row[1]];
    for (size_t k = 2; k < row.size(); ++k) {
      const auto found = folder_of.find(row[k]);
      if (found != folder_of.end() && found->second != row[1]) of.insert(found->second);
    }
  }
  return folders;
}

bool IsSource(const std::string& name) { return name.ends_with(".cc") || name.ends_with(".h"); }

/// Tests, benchmarks and programs of a folder link what they like below it.
bool IsOfTests(const std::string& name) {
  static const std::regex rule(R"(.*(_test|_bench|_main|test_util)\.(cc|h))");
  return std::regex_match(name, rule);
}

/// Folders of the project's files that a file includes, with the line that does.
std::map<std::string, std::string> Includes(const fs::path& file) {
  static const std::regex rule(R"re(\s*#\s*include\s*"([a-z_0-9/]+)/[a-z_0-9]+\.h")re");
  std::map<std::string, std::string> found;
  std::istringstream text(*ReadWholeFile(file.string()));
  for (std::string line; std::getline(text, line);) {
    std::smatch match;
    if (std::regex_search(line, match, rule, std::regex_constants::match_continuous)) {
      found[match[1]] = line;
    }
  }
  return found;
}

/// Source files directly in a folder.
std::vector<fs::path> SourcesIn(const std::string& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(kRoot + "/" + folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && IsSource(name)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST(Folders, IncludeOnlyWhatTheyDeclare) {
  const Folders folders = Declared();
  ASSERT_GE(folders.order.size(), 25U);
  for (const auto& [folder, declared] : folders.declared) {
    for (const fs::path& file : SourcesIn(folder)) {
      if (IsOfTests(file.filename().string())) continue;
      for (const auto& [target, line] : Includes(file)) {
        if (target == folder || target == "gtest") continue;
        EXPECT_TRUE(declared.count(target) == 1)
            << file << ": " << line << ": " << folder << "/CMakeLists.txt does not declare it";
      }
    }
  }
}

/// A folder with sources of its own, other than tests and programs, has a library that says what it
/// uses. What is linked into programs alone has none.
TEST(Folders, EachHasALibrary) {
  const Folders folders = Declared();
  const std::set<std::string> programs = {"rtl_templates/test"};
  for (const char* top : {"generator", "rtl_templates", "sim", "synth", "verif", "cli"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot + "/" + top)) {
      const std::string name = entry.path().filename().string();
      if (!entry.is_regular_file() || !name.ends_with(".cc") || IsOfTests(name)) continue;
      const std::string folder =
          entry.path().parent_path().lexically_relative(kRoot).generic_string();
      if (folder.find("node_modules") != std::string::npos || programs.contains(folder)) continue;
      EXPECT_TRUE(folders.declared.contains(folder)) << entry.path();
    }
  }
}

TEST(Folders, DeclareOnlyWhatTheyInclude) {
  for (const auto& [folder, declared] : Declared().declared) {
    std::set<std::string> used;
    for (const fs::path& file : SourcesIn(folder)) {
      if (IsOfTests(file.filename().string())) continue;
      for (const auto& [target, line] : Includes(file)) used.insert(target);
    }
    for (const std::string& target : declared) {
      EXPECT_EQ(used.count(target), 1U) << folder << "/CMakeLists.txt declares " << target;
    }
  }
}

TEST(Folders, UseWhatWasConfiguredBeforeThem) {
  std::set<std::string> before;
  const Folders folders = Declared();
  for (const std::string& folder : folders.order) {
    for (const std::string& target : folders.declared.at(folder)) {
      EXPECT_EQ(before.count(target), 1U) << folder << " -> " << target << ": upward, or a cycle";
    }
    before.insert(folder);
  }
}

/// The floor of the house that a path stands on.
int Floor(const std::string& path) {
  if (path.starts_with("rtl_templates/test")) return 3;
  if (path.starts_with("generator") || path.starts_with("rtl_templates")) return 0;
  if (path.starts_with("sim") || path.starts_with("synth")) return 1;
  if (path.starts_with("verif")) return 2;
  return path.starts_with("cli") ? 3 : -1;
}

/// Tests included: nothing below knows what stands above it.
TEST(Folders, NeverIncludeAFloorAbove) {
  int files = 0;
  for (const char* top : {"generator", "rtl_templates", "sim", "synth", "verif", "cli"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot + "/" + top)) {
      const std::string path = entry.path().lexically_relative(kRoot).generic_string();
      if (!entry.is_regular_file() || !IsSource(path) ||
          path.find("node_modules") != std::string::npos) {
        continue;
      }
      ++files;
      for (const auto& [target, line] : Includes(entry.path())) {
        const int floor = Floor(target);
        EXPECT_LE(floor, Floor(path)) << path << ": " << line;
        const bool apart = Floor(path) == 1 && floor == 1 &&
                           path.substr(0, path.find('/')) != target.substr(0, target.find('/'));
        EXPECT_FALSE(apart) << path << ": " << line << ": sim and synth do not know each other";
      }
    }
  }
  EXPECT_GT(files, 300);
}

/// Drawers of one folder: beyond this they want rooms of their own.
constexpr size_t kMaxRoomsOfCli = 12;

TEST(Folders, OfTheProgramHoldFewRooms) {
  for (const auto& entry : fs::recursive_directory_iterator(kRoot + "/cli")) {
    if (!entry.is_directory()) continue;
    std::set<std::string> rooms;
    for (const fs::path& file :
         SourcesIn(entry.path().lexically_relative(kRoot).generic_string())) {
      if (!IsOfTests(file.filename().string())) rooms.insert(file.stem().string());
    }
    EXPECT_LE(rooms.size(), kMaxRoomsOfCli) << entry.path();
  }
}

}  // namespace
}  // namespace gatewright
