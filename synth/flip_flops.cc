// SPDX-License-Identifier: Apache-2.0
// Finds out how flip-flops of a library are connected, and writes the rules that do it.
#include "synth/flip_flops.h"

#include <fmt/format.h>

#include <algorithm>

#include "synth/liberty_function.h"

namespace gatewright {
namespace {

constexpr uint64_t kSame = 0b10;
constexpr uint64_t kComplement = 0b01;

std::string Plain(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '"' || c == '\t'; });
  return text;
}

/// The one name that an expression is, or the complement of.
struct Literal {
  std::string name;
  bool inverted = false;
};
std::optional<Literal> LiteralOf(const std::string* expression,
                                 const std::vector<std::string>& names) {
  if (expression == nullptr) return std::nullopt;
  for (const std::string& name : names) {
    const std::optional<LogicTable> table = TruthTable(*expression, {name});
    if (!table) continue;
    if (*table == kSame) return Literal{name, false};
    if (*table == kComplement) return Literal{name, true};
  }
  return std::nullopt;
}

/// Reads clear or preset; false when there is one that is more than one pin.
bool ReadControl(const LibertyGroup& ff, const char* key, const std::vector<std::string>& inputs,
                 std::optional<FlipFlopControl>* control) {
  if (ff.Find(key) == nullptr) return true;
  const std::optional<Literal> pin = LiteralOf(ff.Find(key), inputs);
  if (!pin) return false;
  *control = FlipFlopControl{pin->name, pin->inverted};
  return true;
}

void ReadOutputs(const LibertyGroup& cell, const std::string& state, const std::string& complement,
                 PlainFlipFlop* flip_flop) {
  for (const LibertyGroup& pin : cell.groups) {
    if (pin.kind != "pin" || pin.Find("three_state") != nullptr) continue;
    const std::string* direction = pin.Find("direction");
    if (direction == nullptr || *direction != "output") continue;
    const std::optional<Literal> of = LiteralOf(pin.Find("function"), {state, complement});
    if (of) flip_flop->outputs.push_back({pin.argument, of->inverted != (of->name != state)});
  }
}

}  // namespace

std::optional<PlainFlipFlop> ReadFlipFlop(const LibertyGroup& cell,
                                          const std::vector<std::string>& inputs) {
  const auto ff = std::find_if(cell.groups.begin(), cell.groups.end(),
                               [](const LibertyGroup& group) { return group.kind == "ff"; });
  if (ff == cell.groups.end()) return std::nullopt;
  const std::optional<Literal> clock = LiteralOf(ff->Find("clocked_on"), inputs);
  const std::optional<Literal> next = LiteralOf(ff->Find("next_state"), inputs);
  if (!clock || clock->inverted || !next || ff->Find("clocked_on_also") != nullptr) {
    return std::nullopt;
  }
  PlainFlipFlop flip_flop;
  flip_flop.clock = clock->name;
  flip_flop.data = next->name;
  flip_flop.stores_complement = next->inverted;
  if (!ReadControl(*ff, "clear", inputs, &flip_flop.clear) ||
      !ReadControl(*ff, "preset", inputs, &flip_flop.preset)) {
    return std::nullopt;
  }
  const size_t known = 2 + (flip_flop.clear ? 1U : 0U) + (flip_flop.preset ? 1U : 0U);
  const size_t comma = ff->argument.find(',');
  const std::string state = Plain(ff->argument.substr(0, comma));
  const std::string complement =
      comma == std::string::npos ? "" : Plain(ff->argument.substr(comma + 1));
  ReadOutputs(cell, state, complement, &flip_flop);
  if (inputs.size() != known || flip_flop.outputs.empty()) return std::nullopt;
  return flip_flop;
}

int FlipFlopUse::inverters() const {
  const bool reset_inverted = reset != nullptr && !reset->active_low;
  return (invert_data ? 1 : 0) + (invert_output ? 1 : 0) + (reset_inverted ? 1 : 0);
}

std::optional<FlipFlopUse> UseOf(const PlainFlipFlop& flip_flop, int reset_to) {
  std::optional<FlipFlopUse> best;
  for (const FlipFlopOutput& output : flip_flop.outputs) {
    for (const bool invert_output : {false, true}) {
      FlipFlopUse use{&flip_flop, &output, false, invert_output, nullptr};
      // The output is data, inverted where it is stored, where it is shown, and behind it.
      use.invert_data = flip_flop.stores_complement != (output.inverted != invert_output);
      if (reset_to >= 0) {
        const bool state = (reset_to == 1) != (output.inverted != invert_output);
        const std::optional<FlipFlopControl>& control = state ? flip_flop.preset : flip_flop.clear;
        if (!control) continue;
        use.reset = &*control;
      }
      if (!best || use.inverters() < best->inverters()) best = use;
    }
  }
  return best;
}

std::string FlipFlopRule(const std::string& type, const std::string& name, const FlipFlopUse& use) {
  const PlainFlipFlop& flip_flop = *use.flip_flop;
  std::string text = fmt::format("module \\{} (input D, C, {}output Q);\n", type,
                                 use.reset == nullptr ? "" : "R, ");
  const auto invert = [&text](const char* from, const char* to) {
    text += fmt::format("  wire {1};\n  \\$_NOT_ not_{1} (.A({0}), .Y({1}));\n", from, to);
  };
  if (use.invert_data) invert("D", "data");
  if (use.reset != nullptr && !use.reset->active_low) invert("R", "reset");
  if (use.invert_output) text += "  wire shown;\n  \\$_NOT_ not_shown (.A(shown), .Y(Q));\n";
  text += fmt::format("  {} _TECHMAP_REPLACE_ (.{}(C), .{}({}), .{}({})", name, flip_flop.clock,
                      flip_flop.data, use.invert_data ? "data" : "D", use.output->pin,
                      use.invert_output ? "shown" : "Q");
  for (const auto* control : {&flip_flop.clear, &flip_flop.preset}) {
    if (!*control) continue;
    const bool used = use.reset == &**control;
    const char* inactive = (*control)->active_low ? "1'b1" : "1'b0";
    text += fmt::format(", .{}({})", (*control)->pin,
                        !used                   ? inactive
                        : use.reset->active_low ? "R"
                                                : "reset");
  }
  return text + ");\nendmodule\n";
}

}  // namespace gatewright
