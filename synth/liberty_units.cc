// SPDX-License-Identifier: Apache-2.0
// Reads the units and the voltage that a cell library states.
#include "synth/liberty_units.h"

#include <cctype>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

namespace gatewright {
namespace {

constexpr std::pair<std::string_view, double> kPrefixes[] = {
    {"a", 1e-18}, {"f", 1e-15}, {"p", 1e-12}, {"n", 1e-9}, {"u", 1e-6}, {"m", 1e-3}, {"", 1}};

/// Letters alone and in lower case: quotes, blanks and commas stand between number and unit.
std::string Letters(const char* text) {
  std::string letters;
  for (; *text != '\0'; ++text) {
    const auto c = static_cast<unsigned char>(*text);
    if (std::isalpha(c) != 0) letters += static_cast<char>(std::tolower(c));
  }
  return letters;
}

/// "10ps", "1,ff" or "1.0, \"pf\"" as a multiple of `base` ("s", "f", "w" or "v").
std::optional<double> Unit(const std::string& text, std::string_view base) {
  const size_t number = text.find_first_not_of(" \t\"");
  if (number == std::string::npos) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(text.c_str() + number, &end);
  if (end == text.c_str() + number || !std::isfinite(value) || value <= 0) return std::nullopt;
  const std::string letters = Letters(end);
  for (const auto& [prefix, scale] : kPrefixes) {
    if (letters == std::string(prefix) + std::string(base)) return value * scale;
  }
  return std::nullopt;
}

double NumberOr(const std::string* text, double otherwise) {
  return text == nullptr || text->empty() ? otherwise : std::strtod(text->c_str(), nullptr);
}

}  // namespace

Result<LibertyUnits> ReadLibertyUnits(const LibertyGroup& library, const std::string& file) {
  struct Entry {
    const char* key;
    std::string_view base;
    double ours;  ///< what the field counts in
    double* field;
    const char* nearest;
  };
  LibertyUnits units;
  const Entry entries[] = {
      {"time_unit", "s", 1e-9, &units.nanoseconds, "1ns, 100ps, 10ps or 1ps"},
      {"capacitive_load_unit", "f", 1e-12, &units.picofarads, "(1, pf) or (1, ff)"},
      {"leakage_power_unit", "w", 1e-9, &units.nanowatts, "1mW, 1uW, 1nW or 1pW"},
      {"voltage_unit", "v", 1, &units.volts, "1V, 100mV, 10mV or 1mV"}};
  Diagnostics errors;
  for (const Entry& entry : entries) {
    const std::string* text = library.Find(entry.key);
    if (text == nullptr) continue;
    const std::optional<double> unit = Unit(*text, entry.base);
    if (unit) {
      *entry.field = *unit / entry.ours;
    } else {
      errors.push_back({file, library.line, entry.key, *text,
                        "must be a number above 0 with its unit", entry.nearest});
    }
  }
  if (!errors.empty()) return errors;
  return units;
}

double SupplyVoltage(const LibertyGroup& library, const LibertyUnits& units) {
  const LibertyGroup* first = nullptr;
  const LibertyGroup* standard = nullptr;
  const std::string* name = library.Find("default_operating_conditions");
  for (const LibertyGroup& group : library.groups) {
    if (group.kind != "operating_conditions") continue;
    if (first == nullptr) first = &group;
    if (name != nullptr && group.argument == *name) standard = &group;
  }
  const double nominal = NumberOr(library.Find("nom_voltage"), 0);
  const double of_standard = standard == nullptr ? 0 : NumberOr(standard->Find("voltage"), 0);
  const double of_first = first == nullptr ? 0 : NumberOr(first->Find("voltage"), 0);
  for (const double volts : {of_standard, nominal, of_first}) {
    if (volts > 0) return volts * units.volts;
  }
  return 0;
}

}  // namespace gatewright
