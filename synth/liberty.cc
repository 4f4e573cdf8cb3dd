// SPDX-License-Identifier: Apache-2.0
// Reads a cell library: areas, functions, flip-flops.
#include "synth/liberty.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "synth/dont_use.h"
#include "synth/liberty_function.h"
#include "synth/liberty_groups.h"
#include "synth/liberty_units.h"

namespace gatewright {
namespace {

/// Sums of areas of any design stay below 2^63 millionths.
constexpr double kMaxCellArea = 1e9;
constexpr double kFemtoPerPico = 1000;

Diagnostic Broken(const std::string& file, const std::string& rule) {
  return {file, 0, "", "", rule, "a cell library in Liberty format (.lib or .lib.gz)"};
}

std::optional<double> Number(const std::string* text) {
  if (text == nullptr || text->empty()) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(text->c_str(), &end);
  if (end != text->c_str() + text->size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool HasGroup(const LibertyGroup& cell, const std::string& kind) {
  return std::any_of(cell.groups.begin(), cell.groups.end(),
                     [&kind](const LibertyGroup& group) { return group.kind == kind; });
}

/// What the function of a cell with one output makes of it.
CellRole RoleOfFunction(const std::string& function, const std::vector<std::string>& inputs) {
  const std::optional<LogicTable> table = TruthTable(function, inputs);
  if (!table) return CellRole::kOther;
  if (inputs.empty()) return CellRole::kTie;
  if (inputs.size() == 1 && *table == 0b01) return CellRole::kInverter;
  if (inputs.size() == 1 && *table == 0b10) return CellRole::kBuffer;
  if (inputs.size() == 2 && *table == 0b0111) return CellRole::kNand2;
  if (inputs.size() == 2 && std::popcount(table->words[0]) % 2 == 1) return CellRole::kGate2;
  return CellRole::kOther;
}

/// Inputs, outputs and capacitances of a cell.
struct Pins {
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  std::vector<const std::string*> functions;  ///< of the outputs, nullptr where none is given
  bool three_state = false;
  double input_cap = 0;
};

Pins ReadPins(const LibertyGroup& cell) {
  Pins pins;
  for (const LibertyGroup& pin : cell.groups) {
    if (pin.kind != "pin") continue;
    const std::string* direction = pin.Find("direction");
    if (direction == nullptr) continue;
    if (*direction == "input") {
      pins.inputs.push_back(pin.argument);
      pins.input_cap = std::max(pins.input_cap, Number(pin.Find("capacitance")).value_or(0));
    } else if (*direction == "output") {
      pins.outputs.push_back(pin.argument);
      pins.functions.push_back(pin.Find("function"));
      pins.three_state = pins.three_state || pin.Find("three_state") != nullptr;
    }
  }
  return pins;
}

/// The pins of a full adder, if the cell is one.
std::optional<AdderPins> FindAdder(const Pins& pins) {
  constexpr uint32_t kSum = 0b10010110;
  constexpr uint32_t kCarry = 0b11101000;
  if (pins.inputs.size() != 3 || pins.outputs.size() != 2) return std::nullopt;
  AdderPins adder{pins.inputs, "", ""};
  for (size_t k = 0; k < 2; ++k) {
    if (pins.functions[k] == nullptr) return std::nullopt;
    const std::optional<LogicTable> table = TruthTable(*pins.functions[k], pins.inputs);
    if (table && *table == kSum) adder.sum = pins.outputs[k];
    if (table && *table == kCarry) adder.carry = pins.outputs[k];
  }
  if (adder.sum.empty() || adder.carry.empty()) return std::nullopt;
  return adder;
}

LibraryCell MakeCell(const LibertyGroup& group, Area area, double cap_unit) {
  LibraryCell cell;
  cell.name = group.argument;
  cell.area = area;
  cell.dont_use = IsSpecialCell(group);
  const Pins pins = ReadPins(group);
  cell.input_cap = pins.input_cap * cap_unit;
  if (HasGroup(group, "ff") || HasGroup(group, "ff_bank")) {
    cell.role = CellRole::kFlipFlop;
    cell.flip_flop = ReadFlipFlop(group, pins.inputs);
  } else if (HasGroup(group, "latch") || HasGroup(group, "latch_bank")) {
    cell.role = CellRole::kLatch;
  } else if (pins.functions.size() == 1 && pins.functions[0] != nullptr && !pins.three_state) {
    cell.role = RoleOfFunction(*pins.functions[0], pins.inputs);
  } else if (std::optional<AdderPins> adder = FindAdder(pins)) {
    cell.role = CellRole::kFullAdder;
    cell.adder = std::move(*adder);
  }
  return cell;
}

}  // namespace

const LibraryCell* CellLibrary::Smallest(CellRole role) const {
  const LibraryCell* best = nullptr;
  for (const auto& entry : cells) {
    const LibraryCell& cell = entry.second;
    if (cell.role != role || cell.dont_use) continue;
    if (best == nullptr || cell.area < best->area) best = &cell;
  }
  return best;
}

const LibraryCell* CellLibrary::FlipFlop(int reset_to) const {
  const LibraryCell* inverter = Smallest(CellRole::kInverter);
  const Area of_inverter = inverter == nullptr ? 0 : inverter->area;
  const LibraryCell* best = nullptr;
  Area least = 0;
  for (const auto& entry : cells) {
    const LibraryCell& cell = entry.second;
    if (!cell.flip_flop || cell.dont_use) continue;
    const std::optional<FlipFlopUse> use = UseOf(*cell.flip_flop, reset_to);
    if (!use) continue;
    const Area area = cell.area + use->inverters() * of_inverter;
    if (best == nullptr || area < least) best = &cell, least = area;
  }
  return best;
}

Result<std::string> ReadLiberty(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return Broken(path, "is a folder");
  const gzFile file = ::gzopen(path.c_str(), "rb");  // reads plain files too
  if (file == nullptr) return Broken(path, "the cell library cannot be opened");
  std::string text;
  std::array<char, 1 << 16> buffer{};
  int got = 0;
  while ((got = ::gzread(file, buffer.data(), buffer.size())) > 0) {
    text.append(buffer.data(), static_cast<size_t>(got));
  }
  const int closed = ::gzclose(file);
  if (got < 0 || closed != Z_OK) {
    return Broken(path, "the gzip stream is damaged or cut short");
  }
  return text;
}

Result<CellLibrary> ParseLiberty(const std::string& text, const std::string& file) {
  const Result<LibertyGroup> root = ParseLibertyGroups(text, file);
  if (!root) return root.errors();
  return ReadCellLibrary(*root, file);
}

Result<CellLibrary> ReadCellLibrary(const LibertyGroup& root, const std::string& file) {
  CellLibrary library;
  library.name = root.argument;
  const Result<LibertyUnits> units = ReadLibertyUnits(root, file);
  if (!units) return units.errors();
  const double cap_unit = units->picofarads * kFemtoPerPico;
  for (const LibertyGroup& group : root.groups) {
    if (group.kind != "cell") continue;
    const std::string* area = group.Find("area");
    const std::optional<double> value = Number(area);
    if (!value || *value < 0 ||
        *value > kMaxCellArea) {  // an obstacle only if nothing else does it
      library.left_out.push_back(
          fmt::format("{} (area {})", group.argument, area == nullptr ? "not given" : *area));
      continue;
    }
    library.cells[group.argument] =
        MakeCell(group, static_cast<Area>(std::llround(*value * kAreaUnit)), cap_unit);
  }
  if (library.cells.empty() && library.left_out.empty())
    return Broken(file, "the library holds no cells");
  return library;
}

}  // namespace gatewright
