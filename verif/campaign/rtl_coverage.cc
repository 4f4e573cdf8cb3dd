// SPDX-License-Identifier: Apache-2.0
// Line and toggle coverage of the RTL, merged over designs.
#include "verif/campaign/rtl_coverage.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>

#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "rtl_templates/templates.h"

namespace gatewright {
namespace {

/// The value of a key in a line of Verilator's coverage file: \001 key \002 value.
std::string_view ValueOf(std::string_view line, std::string_view key) {
  const std::string mark = "\001" + std::string(key) + "\002";
  const size_t at = line.find(mark);
  if (at == std::string_view::npos) return {};
  const size_t begin = at + mark.size();
  return line.substr(begin, line.find_first_of("\001'", begin) - begin);
}

/// Module of a file of templates, or nothing for files that are generated for each design.
std::optional<std::string> ModuleOf(std::string_view file, const std::string& prefix) {
  const std::string name = std::filesystem::path(file).stem().string();
  if (!name.starts_with(prefix)) return std::nullopt;
  const std::string module = name.substr(prefix.size());
  const std::vector<RtlTemplate>& templates = RtlTemplates();
  const bool known = std::any_of(templates.begin(), templates.end(), [&module](const auto& one) {
    return one.module == "gw_" + module;
  });
  return known ? std::optional(module) : std::nullopt;
}

/// Lines of functions in a Verilog file. Functions of the templates work out parameters: tools run
/// them when they elaborate, and there is no hardware of them.
std::set<int> LinesOfFunctions(const std::string& path) {
  std::set<int> lines;
  std::ifstream file(path);
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const size_t first = line.find_first_not_of(' ');
    if (first == std::string::npos || line.compare(first, 2, "//") == 0) continue;
    inside = inside || line.compare(first, 9, "function ") == 0;
    if (inside) lines.insert(number);
    if (line.find("endfunction") != std::string::npos) inside = false;
  }
  return lines;
}

}  // namespace

Status RtlCoverage::AddVerilator(const std::string& path, const std::string& prefix) {
  const Result<std::string> text = ReadWholeFile(path);
  if (!text) return text.errors();
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::map<std::string, std::set<int>> functions_of;
  for (size_t at = 0; at < text->size();) {
    const size_t end = std::min(text->find('\n', at), text->size());
    const std::string_view line = std::string_view(*text).substr(at, end - at);
    at = end + 1;
    if (!line.starts_with("C '")) continue;
    const std::optional<std::string> module = ModuleOf(ValueOf(line, "f"), prefix);
    if (!module) continue;
    RtlPoint point;
    point.module = *module;
    point.line = std::stoi(std::string(ValueOf(line, "l")));
    const std::string file(ValueOf(line, "f"));
    const auto [functions, fresh] = functions_of.try_emplace(file);
    if (fresh) functions->second = LinesOfFunctions((folder / file).string());
    if (functions->second.contains(point.line)) continue;
    point.toggle = ValueOf(line, "page").starts_with("v_toggle");
    point.what = std::string(ValueOf(line, "o"));
    points_[point] += std::stoll(std::string(line.substr(line.rfind(' ') + 1)));
  }
  return Ok();
}

void RtlCoverage::Add(const RtlCoverage& other) {
  for (const auto& [point, count] : other.points_) points_[point] += count;
}

RtlCoverage::Count RtlCoverage::CountOf(const std::string& module, bool toggle) const {
  Count count;
  for (const auto& [point, times] : points_) {
    if (point.toggle != toggle || (!module.empty() && point.module != module)) continue;
    ++count.points;
    if (times > 0) ++count.hit;
  }
  return count;
}

std::vector<std::string> RtlCoverage::Modules() const {
  std::set<std::string> names;
  for (const auto& [point, times] : points_) names.insert(point.module);
  return {names.begin(), names.end()};
}

std::vector<RtlPoint> RtlCoverage::Holes() const {
  std::vector<RtlPoint> holes;
  for (const auto& [point, times] : points_) {
    if (times == 0) holes.push_back(point);
  }
  return holes;
}

Status RtlCoverage::Save(const std::string& path) const {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& [point, times] : points_) {
    list.push_back({point.module, point.line, point.toggle, point.what, times});
  }
  return WriteFileAtomically(path, list.dump() + "\n");
}

Result<RtlCoverage> RtlCoverage::Load(const std::string& path) {
  RtlCoverage coverage;
  const Result<std::string> text = ReadWholeFile(path);
  if (!text) return text.errors();
  try {
    for (const auto& one : nlohmann::json::parse(*text)) {
      const RtlPoint point{one.at(0), one.at(1), one.at(2), one.at(3)};
      coverage.points_[point] = one.at(4).get<int64_t>();
    }
  } catch (const nlohmann::json::exception&) {
    return Diagnostic{path,
                      0,
                      "",
                      "",
                      "is no coverage of a campaign",
                      "another folder with -o, or none of this name"};
  }
  return coverage;
}

}  // namespace gatewright
