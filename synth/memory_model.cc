// SPDX-License-Identifier: Apache-2.0
// Area, delay and energy of memories: the model, or the user's table.
#include "synth/memory_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <sstream>

namespace gatewright {
namespace {

constexpr double kPicojoulesPerFemto = 1e-3;  // fF V^2 = fJ
constexpr double kNanowattsPerMicro = 1e3;
constexpr double kVolts = 1.8;

/// A bit cell of 0.18 um: six transistors with one port, eight with two.
struct BitCell {
  double width_um, height_um;  ///< along the word line, along the bit line
};
constexpr BitCell kOnePort = {2.5, 1.86};   // 4.65 um^2, what foundries published for 0.18 um
constexpr BitCell kTwoPorts = {4.0, 1.86};  // a read port of two transistors beside it: 1.6 times

constexpr double kRowPeriphery = 60;      // um beside an array: decoder and word line drivers
constexpr double kColumnPeriphery = 100;  // um below it: precharge, column choice, sense, latches
constexpr double kWireCap = 0.2;          // fF a um
constexpr double kGateCap = 0.6;          // fF of an access transistor's gate
constexpr double kDrainCap = 0.6;         // fF of its drain, contact included
constexpr double kReadSwing = 0.4;        // V that a bit line falls before it is sensed
constexpr double kSense = 60;             // fF switched fully in a sense amplifier and its latch
constexpr double kOutput = 40;            // fF of a data output, half of them change
constexpr double kDecoder = 30;           // fF a bit of the row's address
constexpr double kControl = 1500;         // fF: clock, timing chain, enables of a bank
constexpr double kCellLeakage = 0.01;     // nW a bit cell at 25 degrees
constexpr double kPeripheryLeakage = 10;  // nW a bank
constexpr int64_t kMaxRows = 512;         // of a bank
constexpr int64_t kMuxes[] = {1, 2, 4, 8, 16};

/// One bank: rows, columns, and how many bank there are.
struct Shape {
  int64_t banks = 1, rows = 1, columns = 1;
};

double BankArea(const BitCell& cell, const Shape& shape) {
  return (static_cast<double>(shape.columns) * cell.width_um + kRowPeriphery) *
         (static_cast<double>(shape.rows) * cell.height_um + kColumnPeriphery);
}

/// Banks of at most kMaxRows rows; as many words in a row as make it smallest, and among equals
/// the fewest.
Shape ChooseShape(int64_t words, int width, const BitCell& cell) {
  Shape best;
  double least = std::numeric_limits<double>::infinity();
  for (const int64_t mux : kMuxes) {
    if (mux > words) break;
    const int64_t all_rows = (words + mux - 1) / mux;
    const int64_t banks = (all_rows + kMaxRows - 1) / kMaxRows;
    const Shape shape{banks, (all_rows + banks - 1) / banks, mux * width};
    const double area = static_cast<double>(banks) * BankArea(cell, shape);
    if (area < least) best = shape, least = area;
  }
  return best;
}

MemoryCost Model(int64_t words, int width, bool two_ports) {
  const BitCell& cell = two_ports ? kTwoPorts : kOnePort;
  const Shape shape = ChooseShape(words, width, cell);
  const double rows = static_cast<double>(shape.rows);
  const double columns = static_cast<double>(shape.columns);
  const double banks = static_cast<double>(shape.banks);
  const double word_line = columns * (2 * kGateCap + kWireCap * cell.width_um);
  const double bit_line = rows * (kDrainCap + kWireCap * cell.height_um);
  const double address = kDecoder * std::max(1.0, std::log2(rows * banks));
  const double common = (word_line + address + kControl) * kVolts * kVolts;
  // In a read every column of the row loses a little charge, also those that are not wanted.
  const double sensing = columns * bit_line * kVolts * kReadSwing;
  const double read = common + sensing + width * (kSense + kOutput / 2) * kVolts * kVolts;
  // In a write one bit line of each bit falls fully, the others of the row as in a read.
  const double write = common + width * bit_line * kVolts * kVolts +
                       (columns - width) * bit_line * kVolts * kReadSwing;
  MemoryCost cost;
  cost.area_um2 = banks * BankArea(cell, shape);
  cost.read_pj = read * kPicojoulesPerFemto;
  cost.write_pj = write * kPicojoulesPerFemto;
  cost.leakage_nw = banks * (rows * columns * kCellLeakage + kPeripheryLeakage);
  cost.source =
      fmt::format("model: {} x {} rows x {} columns", shape.banks, shape.rows, shape.columns);
  return cost;
}

std::vector<std::string> Fields(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream stream(line);
  for (std::string field; std::getline(stream, field, ',');) {
    std::erase_if(field, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '"'; });
    fields.push_back(field);
  }
  return fields;
}

constexpr const char* kHead[] = {"words",   "width",    "ports",     "area_um2",
                                 "read_pj", "write_pj", "leakage_uw"};
constexpr double kMax[] = {1 << 24, 1 << 16, 2, 1e12, 1e9, 1e9, 1e12};

std::optional<double> InRange(const std::string& field, size_t column) {
  char* end = nullptr;
  const double value = std::strtod(field.c_str(), &end);
  const bool whole = column < 3;
  if (field.empty() || *end != '\0' || !std::isfinite(value) || value < (whole ? 1 : 0) ||
      value > kMax[column] || (whole && value != std::floor(value))) {
    return std::nullopt;
  }
  return value;
}

Result<MemoryMacro> ReadMacro(const std::vector<std::string>& fields, const std::string& file,
                              int line) {
  Diagnostics errors;
  std::array<double, std::size(kHead)> numbers{};
  for (size_t k = 0; k < std::size(kHead); ++k) {
    const std::string field = k < fields.size() ? fields[k] : "";
    const std::optional<double> value = InRange(field, k);
    if (value) {
      numbers[k] = *value;
    } else {
      errors.push_back({file, line, kHead[k], field,
                        fmt::format("must be {} from {} to {:g}", k < 3 ? "an integer" : "a number",
                                    k < 3 ? 1 : 0, kMax[k]),
                        ""});
    }
  }
  if (!errors.empty()) return errors;
  return MemoryMacro{static_cast<int64_t>(numbers[0]),
                     static_cast<int>(numbers[1]),
                     numbers[2] == 2,
                     numbers[3],
                     numbers[4],
                     numbers[5],
                     numbers[6] * kNanowattsPerMicro};
}

}  // namespace

Result<MemoryTable> ParseMemoryTable(const std::string& text, const std::string& file) {
  MemoryTable table;
  table.file = file.substr(file.rfind('/') + 1);
  Diagnostics errors;
  bool head = false;
  int number = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const std::vector<std::string> fields = Fields(line);
    if (fields.empty() || line[0] == '#' || (fields.size() == 1 && fields[0].empty())) continue;
    if (!head) {
      head = std::equal(fields.begin(), fields.end(), std::begin(kHead), std::end(kHead));
      if (head) continue;
      return Diagnostic{file,
                        number,
                        "",
                        line,
                        "the first line must name the columns",
                        "words,width,ports,area_um2,read_pj,write_pj,leakage_uw"};
    }
    const Result<MemoryMacro> macro = ReadMacro(fields, file, number);
    if (macro.ok()) {
      table.macros.push_back(*macro);
    } else {
      errors.insert(errors.end(), macro.errors().begin(), macro.errors().end());
    }
  }
  if (!errors.empty()) return errors;
  if (table.macros.empty()) {
    return Diagnostic{
        file,
        0,
        "",
        "",
        "the table holds no memory",
        "a line a macro below words,width,ports,area_um2,read_pj,write_pj,leakage_uw"};
  }
  return table;
}

Result<MemoryCost> CostOfMemory(int64_t words, int width, bool two_ports,
                                const MemoryTable& table) {
  if (table.macros.empty() && table.no_model) {
    MemoryCost none;
    none.known = false;
    none.source = "no figure";
    return none;
  }
  if (table.macros.empty()) return Model(words, width, two_ports);
  MemoryCost best;
  double least = std::numeric_limits<double>::infinity();
  for (const MemoryMacro& macro : table.macros) {
    if (two_ports && !macro.two_ports) continue;
    const int64_t below = (words + macro.words - 1) / macro.words;
    const int64_t beside = (width + macro.width - 1) / macro.width;
    const double all = static_cast<double>(below * beside);
    if (all * macro.area_um2 >= least) continue;
    least = all * macro.area_um2;
    best = {least, static_cast<double>(beside) * macro.read_pj,
            static_cast<double>(beside) * macro.write_pj, all * macro.leakage_nw,
            fmt::format("table: {} x {} of {}x{}", below, beside, macro.words, macro.width)};
  }
  if (best.source.empty()) {
    return Diagnostic{table.file,
                      0,
                      "ports",
                      "",
                      "the table has no memory with two ports, which RAMs of the design need",
                      "a line with ports = 2"};
  }
  return best;
}

bool ModelFits(const std::string& library) { return library.find("018") != std::string::npos; }

std::string MemorySource(const MemoryTable& table) {
  if (!table.macros.empty()) return "memories are those of " + table.file;
  if (table.no_model) {
    return "memories have no figure: the model is of 0.18 um, and by its name this library is not; "
           "synth.memory_table takes those of your macros";
  }
  return "memories are a model of 0.18 um SRAM, good for their order of magnitude";
}

}  // namespace gatewright
