// SPDX-License-Identifier: Apache-2.0
// Reads the files that a technology comes in.
#include "synth/library_files.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>

#include "synth/liberty_units.h"

namespace gatewright {
namespace {

/// A unit or voltage of a file that is not the first's.
void CheckSame(const LibraryFile& first, const LibraryFile& file, const char* key, double expected,
               double found, const char* unit, Diagnostics* errors) {
  if (expected == found) return;
  errors->push_back({file.path, file.root.line, key, fmt::format("{:g} {}", found, unit),
                     fmt::format("{} has {:g} {}, and files of one technology must agree",
                                 first.path, expected, unit),
                     "files of the same corner"});
}

Status CheckUnits(const LibraryFile& first, const LibraryFile& file) {
  const Result<LibertyUnits> expected = ReadLibertyUnits(first.root, first.path);
  if (!expected) return expected.errors();
  const Result<LibertyUnits> found = ReadLibertyUnits(file.root, file.path);
  if (!found) return found.errors();
  Diagnostics errors;
  const auto same = [&](const char* key, double a, double b, const char* unit) {
    CheckSame(first, file, key, a, b, unit, &errors);
  };
  same("time_unit", expected->nanoseconds, found->nanoseconds, "ns");
  same("capacitive_load_unit", expected->picofarads, found->picofarads, "pF");
  same("leakage_power_unit", expected->nanowatts, found->nanowatts, "nW");
  same("voltage_unit", expected->volts, found->volts, "V");
  same("nom_voltage", SupplyVoltage(first.root, *expected), SupplyVoltage(file.root, *found), "V");
  if (!errors.empty()) return errors;
  return Ok();
}

}  // namespace

std::vector<std::string> LibraryPaths(const std::string& target) {
  std::error_code ignored;
  std::vector<std::string> paths;
  if (std::filesystem::exists(target, ignored)) return {target};  // a comma in its name
  for (size_t at = 0; at <= target.size();) {
    const size_t end = std::min(target.find(',', at), target.size());
    if (end > at) paths.push_back(target.substr(at, end - at));
    at = end + 1;
  }
  return paths;
}

Result<std::vector<LibraryFile>> ReadLibraryFiles(const std::vector<std::string>& paths) {
  std::vector<LibraryFile> files;
  Diagnostics errors;
  std::map<std::string, std::string> places;  // file of each cell
  for (const std::string& path : paths) {
    Result<std::string> text = ReadLiberty(path);
    if (!text) return text.errors();
    Result<LibertyGroup> root = ParseLibertyGroups(*text, path, LibertyDetail::kTables);
    if (!root) return root.errors();
    files.push_back({path, std::move(*text), std::move(*root)});
    const Status units = CheckUnits(files.front(), files.back());
    if (!units) errors.insert(errors.end(), units.errors().begin(), units.errors().end());
    for (const LibertyGroup& cell : files.back().root.groups) {
      if (cell.kind != "cell") continue;
      const auto [place, fresh] = places.try_emplace(cell.argument, path);
      if (fresh || place->second == path) continue;
      errors.push_back(
          {path, cell.line, "cell", cell.argument,
           fmt::format("{} has it too, so these are not parts of one library", place->second),
           "one file, or files without common cells; other corners in runs of their "
           "own"});
      break;  // of another corner every cell is there twice
    }
  }
  if (!errors.empty()) return errors;
  return files;
}

Result<CellLibrary> ReadAllCells(const std::vector<LibraryFile>& files) {
  CellLibrary all;
  for (const LibraryFile& file : files) {
    Result<CellLibrary> library = ReadCellLibrary(file.root, file.path);
    if (!library) return library.errors();
    if (all.name.empty()) all.name = library->name;
    all.cells.merge(library->cells);
    all.left_out.insert(all.left_out.end(), library->left_out.begin(), library->left_out.end());
  }
  return all;
}

}  // namespace gatewright
