// SPDX-License-Identifier: Apache-2.0
// docs/verification.md maps every rule to tests: the map must be complete, and name tests that
// there are.

#include <fnmatch.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
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

std::string Read(const std::string& file) { return *ReadWholeFile(kRoot + "/" + file); }

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

struct Row {
  std::string rule, tests;
};

/// Rows of the first table of docs/verification.md.
std::vector<Row> Map() {
  std::vector<Row> rows;
  for (const std::string& line : LinesOf(Read("docs/verification.md"))) {
    if (line.starts_with("|---")) continue;
    const size_t middle = line.find(" | ", 2);
    if (!line.starts_with("| ") || middle == std::string::npos) {
      if (!rows.empty()) break;
      continue;
    }
    rows.push_back({line.substr(2, middle - 2), line.substr(middle + 3)});
  }
  return rows;
}

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::vector<std::string> Headings(const std::string& file) {
  std::vector<std::string> headings;
  for (const std::string& line : LinesOf(Read(file))) {
    if (line.starts_with("## ")) headings.push_back(line.substr(3));
  }
  return headings;
}

/// Names a row may use: suites and cases of tests, their files, targets of CMake.
std::set<std::string> Names() {
  std::set<std::string> names;
  const std::regex test(R"((?:TEST|TEST_F|TEST_P|TYPED_TEST)\((\w+),\s*(\w+))");
  const std::regex instance(R"(INSTANTIATE_TEST_SUITE_P\(\s*(\w+),\s*(\w+))");
  const std::regex target(R"((?:gatewright_test|add_executable|add_custom_target)\((\w+))");
  for (const auto& entry : fs::recursive_directory_iterator(kRoot)) {
    const std::string path = entry.path().lexically_relative(kRoot).generic_string();
    if (path.find("node_modules") != std::string::npos) continue;
    if (path.starts_with("build") || path.starts_with(".git/") || path.starts_with("out")) continue;
    const std::string name = entry.path().filename().string();
    const bool source = name.ends_with("_test.cc");
    if (!source && name != "CMakeLists.txt") continue;
    const std::string text = *ReadWholeFile(entry.path().string());
    if (source) names.insert(entry.path().stem().string());
    for (const std::regex* rule : {&test, &instance}) {
      for (std::sregex_iterator it(text.begin(), text.end(), *rule), end; source && it != end;
           ++it) {
        names.insert((*it)[1].str());
        names.insert((*it)[1].str() + "." + (*it)[2].str());
      }
    }
    for (std::sregex_iterator it(text.begin(), text.end(), target), end; it != end; ++it) {
      names.insert((*it)[1].str());
    }
  }
  return names;
}

bool Matches(const std::set<std::string>& names, std::string pattern) {
  if (pattern.ends_with("...")) pattern.replace(pattern.size() - 3, 3, "*");
  return std::any_of(names.begin(), names.end(), [&pattern](const std::string& name) {
    return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
  });
}

TEST(VerificationMap, HasARowForEverySectionOfTheRules) {
  const std::vector<Row> map = Map();
  ASSERT_GT(map.size(), 30U);
  const auto has = [&map](const std::string& start) {
    return std::any_of(map.begin(), map.end(),
                       [&start](const Row& row) { return Lower(row.rule).starts_with(start); });
  };
  int sections = 0;
  for (const std::string& heading : Headings("docs/numerics.md")) {
    ASSERT_TRUE(std::isdigit(static_cast<unsigned char>(heading[0]))) << heading;
    EXPECT_TRUE(has("numerics " + heading.substr(0, 1))) << "docs/numerics.md: " << heading;
    ++sections;
  }
  for (const std::string& heading : Headings("docs/engine.md")) {
    if (heading.starts_with("Choices") || heading.starts_with("How to")) continue;  // no rules
    EXPECT_TRUE(has("engine, " + Lower(heading))) << "docs/engine.md: " << heading;
    ++sections;
  }
  EXPECT_GE(sections, 14);
}

TEST(VerificationMap, NamesTestsThatThereAre) {
  const std::set<std::string> names = Names();
  const std::regex quoted("`([^`]+)`");
  int cited = 0;
  for (const Row& row : Map()) {
    for (std::sregex_iterator it(row.tests.begin(), row.tests.end(), quoted), end; it != end;
         ++it) {
      const std::string name = (*it)[1].str();
      if (name == "gw_<module>_test" || name.starts_with("verify --")) continue;
      EXPECT_TRUE(Matches(names, name)) << row.rule << ": " << name;
      ++cited;
    }
  }
  EXPECT_GT(cited, 80);
}

TEST(VerificationMap, EveryTemplateHasATestOfItsOwn) {
  const std::set<std::string> names = Names();
  for (const auto& entry : fs::directory_iterator(kRoot + "/rtl_templates")) {
    if (entry.path().extension() != ".v") continue;
    const std::string module = entry.path().stem().string();
    // Instances side by side, and the queues of one array: gw_array_test, gw_engine_test, proofs.
    if (module == "gw_arrays" || module == "gw_array_queues") continue;
    // The two cells inside a lane: gw_cell_lane_test, gw_cell_lane_gru_test.
    if (module == "gw_lstm_unit" || module == "gw_gru_unit") continue;
    EXPECT_TRUE(names.contains(module + "_test")) << module;
  }
}

/// Heading "Proofs of the multipliers" is linked as "#proofs-of-the-multipliers".
std::string Anchor(const std::string& heading) {
  std::string anchor;
  for (const char c : Lower(heading)) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_') anchor += c;
    if (c == ' ') anchor += '-';
  }
  return anchor;
}

bool HasAnchor(const std::string& text, const std::string& anchor) {
  const std::vector<std::string> lines = LinesOf(text);
  return std::any_of(lines.begin(), lines.end(), [&anchor](const std::string& line) {
    const size_t level = line.find_first_not_of('#');
    return level != 0 && level != std::string::npos && line[level] == ' ' &&
           Anchor(line.substr(level + 1)) == anchor;
  });
}

/// The pages of the project.
std::vector<fs::path> Pages() {
  std::vector<fs::path> pages;
  for (auto it = fs::recursive_directory_iterator(kRoot); it != fs::end(it); ++it) {
    const std::string path = it->path().lexically_relative(kRoot).generic_string();
    const std::string name = it->path().filename().string();
    const bool ours = !path.starts_with("build") && !path.starts_with("out") &&
                      !path.ends_with("_out") && name != ".git" && name != "node_modules";
    if (it->is_directory() && !ours) it.disable_recursion_pending();
    if (it->is_regular_file() && path.ends_with(".md")) pages.push_back(it->path());
  }
  return pages;
}

TEST(Pages, LinkToFilesAndHeadingsThatThereAre) {
  const std::regex link(R"(\]\(([^)\s#]*)(?:#([^)\s]*))?\))");
  const std::vector<fs::path> pages = Pages();
  EXPECT_GT(pages.size(), 20U);
  for (const fs::path& page : pages) {
    const std::string text = *ReadWholeFile(page.string());
    for (auto it = std::sregex_iterator(text.begin(), text.end(), link);
         it != std::sregex_iterator(); ++it) {
      const std::string file = (*it)[1], anchor = (*it)[2];
      if (file.starts_with("http")) continue;
      const fs::path target = file.empty() ? page : page.parent_path() / file;
      ASSERT_TRUE(fs::exists(target)) << page << " links to " << file;
      if (anchor.empty()) continue;
      EXPECT_TRUE(HasAnchor(*ReadWholeFile(target.string()), anchor))
          << page << " links to " << file << "#" << anchor;
    }
  }
}

/// `verif/model/events.h` in a page is a file; records keep the names of their time.
TEST(Pages, NameFilesThatThereAre) {
  const std::regex name(
      R"(`((?:cli|cmake|docs|examples|generator|rtl_templates|scripts|sim|synth|verif)/[\w./]+\.)"
      R"((?:cc|h|v|vh|sv|sh|md|toml|cmake|js))`)");
  int found = 0;
  for (const fs::path& page : Pages()) {
    const std::string path = page.lexically_relative(kRoot).generic_string();
    if (path.starts_with("docs/results/") || path == "CHANGELOG.md") continue;
    const std::string text = *ReadWholeFile(page.string());
    for (auto it = std::sregex_iterator(text.begin(), text.end(), name);
         it != std::sregex_iterator(); ++it) {
      ++found;
      EXPECT_TRUE(fs::exists(fs::path(kRoot) / (*it)[1].str())) << path << ": " << (*it)[1];
    }
  }
  EXPECT_GT(found, 30);
}

}  // namespace
}  // namespace gatewright
