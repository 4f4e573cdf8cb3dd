// SPDX-License-Identifier: Apache-2.0
// Tables of a library, interpolated.
#include "synth/power/lookup_table.h"

#include <algorithm>
#include <cstdlib>

namespace gatewright {
namespace {

/// Numbers of a text like `"0.1, 0.2", \ "0.3"`.
std::vector<double> Numbers(const std::string& text) {
  std::vector<double> numbers;
  const char* at = text.c_str();
  const char* const end = at + text.size();
  while (at < end) {
    char* after = nullptr;
    const double value = std::strtod(at, &after);
    if (after == at) {
      ++at;
    } else {
      numbers.push_back(value);
      at = after;
    }
  }
  return numbers;
}

/// Place and weight of a value between the points of an axis; outside it is continued.
struct Position {
  size_t low = 0;
  double share = 0;  ///< of the point above
};
Position Locate(const std::vector<double>& axis, double value) {
  if (axis.size() < 2) return {};
  const auto above = std::upper_bound(axis.begin() + 1, axis.end() - 1, value);
  const size_t high = static_cast<size_t>(above - axis.begin());
  const double span = axis[high] - axis[high - 1];
  return {high - 1, span > 0 ? (value - axis[high - 1]) / span : 0};
}

void Scale(std::vector<double>* numbers, double unit) {
  for (double& number : *numbers) number *= unit;
}

/// Axis `number` (1 or 2): of the table itself, or of its template.
std::vector<double> Axis(const LibertyGroup& table, const LibertyGroup* shape, int number) {
  const std::string key = "index_" + std::to_string(number);
  const std::string* text = table.Find(key);
  if (text == nullptr && shape != nullptr) text = shape->Find(key);
  return text == nullptr ? std::vector<double>() : Numbers(*text);
}

bool IsLoad(const LibertyGroup* shape, int number) {
  if (shape == nullptr) return false;
  const std::string* variable = shape->Find("variable_" + std::to_string(number));
  return variable != nullptr && variable->find("capacitance") != std::string::npos;
}

}  // namespace

double LookupTable::At(double slew, double load) const {
  if (values.empty()) return 0;
  const Position s = Locate(slews, slew);
  const Position l = Locate(loads, load);
  const size_t row = std::max<size_t>(loads.size(), 1);
  const auto along_load = [&](size_t slew_place) {
    const double* at = values.data() + slew_place * row + l.low;
    return loads.size() < 2 ? *at : at[0] + (at[1] - at[0]) * l.share;
  };
  const double low = along_load(s.low);
  return slews.size() < 2 ? low : low + (along_load(s.low + 1) - low) * s.share;
}

LibertyScale ScaleOf(const LibertyGroup& library, const LibertyUnits& units) {
  LibertyScale scale{units, {}};
  for (const LibertyGroup& group : library.groups) {
    if (group.kind.ends_with("_template")) scale.templates[group.argument] = &group;
  }
  return scale;
}

LookupTable ReadTable(const LibertyGroup& group, const std::string& kind, const LibertyScale& scale,
                      double unit) {
  LookupTable table;
  const auto found = std::find_if(group.groups.begin(), group.groups.end(),
                                  [&](const LibertyGroup& child) { return child.kind == kind; });
  if (found == group.groups.end() || found->Find("values") == nullptr) return table;
  const auto shape_found = scale.templates.find(found->argument);
  const LibertyGroup* shape = shape_found == scale.templates.end() ? nullptr : shape_found->second;
  std::vector<double> first = Axis(*found, shape, 1);
  std::vector<double> second = Axis(*found, shape, 2);
  std::vector<double> values = Numbers(*found->Find("values"));
  const size_t expected = std::max<size_t>(first.size(), 1) * std::max<size_t>(second.size(), 1);
  if (values.size() == 1 && expected != 1) first.clear(), second.clear();
  if (values.size() != 1 && values.size() != expected) return table;
  Scale(&values, unit);
  const bool load_first = IsLoad(shape, 1);
  if (load_first && !second.empty()) {  // [load][slew] -> [slew][load]
    std::vector<double> turned;
    for (size_t s = 0; s < second.size(); ++s) {
      for (size_t l = 0; l < first.size(); ++l) turned.push_back(values[l * second.size() + s]);
    }
    values = std::move(turned);
  }
  if (!load_first) std::swap(first, second);
  table.loads = std::move(first);
  table.slews = std::move(second);
  Scale(&table.loads, scale.units.picofarads);
  Scale(&table.slews, scale.units.nanoseconds);
  table.values = std::move(values);
  return table;
}

}  // namespace gatewright
