// SPDX-License-Identifier: Apache-2.0
// Reads the power tables of a cell library.
#include "synth/power/power_library.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <set>

#include "synth/liberty_groups.h"
#include "synth/liberty_units.h"
#include "synth/power/lookup_table.h"

namespace gatewright {
namespace {

double NumberOr(const std::string* text, double otherwise) {
  return text == nullptr || text->empty() ? otherwise : std::strtod(text->c_str(), nullptr);
}

/// Identifiers of an expression in the order in which they first occur.
std::vector<std::string> NamesIn(const std::string& expression) {
  std::vector<std::string> names;
  for (size_t at = 0; at < expression.size();) {
    const auto is_name = [&](size_t i) {
      const char c = expression[i];
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '[' || c == ']';
    };
    if (!is_name(at)) {
      ++at;
      continue;
    }
    const size_t begin = at;
    while (at < expression.size() && is_name(at)) ++at;
    const std::string name = expression.substr(begin, at - begin);
    const bool constant = name == "0" || name == "1";
    if (!constant && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }
  return names;
}

class CellReader {
 public:
  CellReader(const LibertyGroup& group, const LibertyScale& scale) : group_(group), scale_(scale) {}

  PowerCell Run() {
    cell_.name = group_.argument;
    for (const LibertyGroup& pin : group_.groups) {
      if (pin.kind == "pin") AddPin(pin);
    }
    for (const LibertyGroup& group : group_.groups) {
      if (group.kind == "ff") ReadState(group);
      if (group.kind == "latch" || group.kind == "statetable" || group.kind.ends_with("_bank")) {
        cell_.unsupported = "is neither a gate nor a plain flip-flop";
      }
    }
    size_t place = 0;
    for (const LibertyGroup& pin : group_.groups) {
      if (pin.kind == "pin") FillPin(pin, &cell_.pins[place++]);
    }
    ReadLeakage();
    return std::move(cell_);
  }

 private:
  void AddPin(const LibertyGroup& group) {
    PowerPin pin;
    pin.name = group.argument;
    const std::string* direction = group.Find("direction");
    pin.output = direction != nullptr && *direction != "input";
    const double cap = NumberOr(group.Find("capacitance"), 0);
    pin.rise_pf = NumberOr(group.Find("rise_capacitance"), cap) * scale_.units.picofarads;
    pin.fall_pf = NumberOr(group.Find("fall_capacitance"), cap) * scale_.units.picofarads;
    cell_.pins.push_back(std::move(pin));
  }

  std::optional<LogicFunction> Function(const std::string* expression) {
    if (expression == nullptr) return std::nullopt;
    const std::vector<std::string> names = NamesIn(*expression);
    LogicFunction function;
    for (const std::string& name : names) {
      const int pin = cell_.Find(name);
      if (name == state_) {
        function.inputs.push_back(LogicFunction::kState);
      } else if (name == not_state_) {
        function.inputs.push_back(LogicFunction::kNotState);
      } else if (pin >= 0) {
        function.inputs.push_back(pin);
      } else {
        return std::nullopt;
      }
    }
    std::optional<LogicTable> table = TruthTable(*expression, names);
    if (!table) return std::nullopt;
    function.table = std::move(*table);
    return function;
  }

  void ReadState(const LibertyGroup& ff) {
    cell_.flip_flop = true;
    const size_t comma = ff.argument.find(',');
    const auto trim = [](std::string text) {
      std::erase_if(text, [](char c) { return c == ' ' || c == '"'; });
      return text;
    };
    state_ = trim(ff.argument.substr(0, comma));
    if (comma != std::string::npos) not_state_ = trim(ff.argument.substr(comma + 1));
    const std::string* clock = ff.Find("clocked_on");
    const int clock_pin = clock == nullptr ? -1 : cell_.Find(*clock);
    const std::optional<LogicFunction> next = Function(ff.Find("next_state"));
    if (clock_pin < 0 || !next) {
      cell_.unsupported =
          "is not clocked by the rising edge of one pin, or has a next state of "
          "more inputs than can be simulated";
      return;
    }
    cell_.pins[static_cast<size_t>(clock_pin)].clock = true;
    cell_.next_state = *next;
    for (const auto& [key, function] :
         {std::pair{"clear", &cell_.clear}, {"preset", &cell_.preset}}) {
      if (ff.Find(key) == nullptr) continue;
      const std::optional<LogicFunction> active = Function(ff.Find(key));
      if (active) *function = *active;
      if (!active) cell_.unsupported = fmt::format("has a {} that cannot be read", key);
    }
  }

  void FillPin(const LibertyGroup& group, PowerPin* pin) {
    if (pin->output) {
      pin->function = Function(group.Find("function"));
      if (!pin->function || group.Find("three_state") != nullptr) {
        if (cell_.unsupported.empty()) {
          cell_.unsupported = fmt::format("has no readable function of pin {}", pin->name);
        }
      }
    }
    for (const LibertyGroup& child : group.groups) {
      const std::string* related = child.Find("related_pin");
      const int from = related == nullptr ? -1 : cell_.Find(*related);
      if (child.kind == "internal_power") {
        pin->energies.push_back({from,
                                 ReadTable(child, "rise_power", scale_, scale_.units.picojoules()),
                                 ReadTable(child, "fall_power", scale_, scale_.units.picojoules()),
                                 child.Find("when") != nullptr});
      } else if (child.kind == "timing" && pin->output && from >= 0) {
        AddArc(child, from, pin);
      }
    }
  }

  void AddArc(const LibertyGroup& timing, int from, PowerPin* pin) const {
    SlewArc arc;
    arc.related = from;
    arc.rise = ReadTable(timing, "rise_transition", scale_, scale_.units.nanoseconds);
    arc.fall = ReadTable(timing, "fall_transition", scale_, scale_.units.nanoseconds);
    const std::string* type = timing.Find("timing_type");
    const std::string* sense = timing.Find("timing_sense");
    if (type != nullptr && (*type == "rising_edge" || *type == "falling_edge")) {
      const bool rising = *type == "rising_edge";
      arc.from_rise[0] = arc.from_rise[1] = rising;
      arc.from_fall[0] = arc.from_fall[1] = !rising;
    } else if (type != nullptr && type->find("combinational") == std::string::npos) {
      return;  // clear, preset, checks: not what moves in operation
    } else if (sense != nullptr && *sense == "positive_unate") {
      arc.from_rise[0] = arc.from_fall[1] = false;
    } else if (sense != nullptr && *sense == "negative_unate") {
      arc.from_rise[1] = arc.from_fall[0] = false;
    }
    pin->arcs.push_back(std::move(arc));
  }

  /// The cell's own figure; else the groups without a state, one a supply pin, added up; else the
  /// mean over states of what their groups add up to.
  void ReadLeakage() {
    const double unit = scale_.units.nanowatts;
    cell_.leakage_nw = NumberOr(group_.Find("cell_leakage_power"), -1) * unit;
    cell_.leakage_stated = cell_.leakage_nw >= 0;
    if (cell_.leakage_stated) return;
    double always = 0, sum = 0;
    bool any = false;
    std::set<std::string> states;
    for (const LibertyGroup& group : group_.groups) {
      if (group.kind != "leakage_power") continue;
      const double value = NumberOr(group.Find("value"), 0) * unit;
      if (const std::string* when = group.Find("when")) {
        states.insert(*when);
        sum += value;
      } else {
        always += value;
        any = true;
      }
    }
    cell_.leakage_nw = any ? always : states.empty() ? 0 : sum / static_cast<double>(states.size());
  }

  const LibertyGroup& group_;
  const LibertyScale& scale_;
  std::string state_, not_state_;
  PowerCell cell_;
};

}  // namespace

int PowerCell::Find(const std::string& pin) const {
  for (size_t k = 0; k < pins.size(); ++k) {
    if (pins[k].name == pin) return static_cast<int>(k);
  }
  return -1;
}

Result<PowerLibrary> ParsePowerLibrary(const std::string& text, const std::string& file) {
  const Result<LibertyGroup> root = ParseLibertyGroups(text, file, LibertyDetail::kTables);
  if (!root) return root.errors();
  PowerLibrary library;
  const Result<LibertyUnits> units = ReadLibertyUnits(*root, file);
  if (!units) return units.errors();
  library.volts = SupplyVoltage(*root, *units);
  if (library.volts <= 0) {
    return Diagnostic{file,
                      root->line,
                      "nom_voltage",
                      "",
                      "the library states no supply voltage, so there is no power",
                      "nom_voltage : 1.8; in the library group"};
  }
  const LibertyScale scale = ScaleOf(*root, *units);
  for (const LibertyGroup& group : root->groups) {
    if (group.kind != "cell") continue;
    library.by_name[group.argument] = static_cast<uint32_t>(library.cells.size());
    library.cells.push_back(CellReader(group, scale).Run());
  }
  return library;
}

}  // namespace gatewright
