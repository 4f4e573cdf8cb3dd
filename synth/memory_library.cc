// SPDX-License-Identifier: Apache-2.0
// Writes memories as cells of a library, for timing.
#include <fmt/format.h>

#include <set>
#include <tuple>

#include "generator/base/bits.h"
#include "synth/join.h"
#include "synth/sta.h"

namespace gatewright {
namespace {

constexpr std::string_view kHead = R"LIB(/* Memories as timing takes them: two given times. */
library (gatewright_memories) {{
  delay_model : table_lookup;
  time_unit : "1ns";
  voltage_unit : "1V";
  current_unit : "1mA";
  pulling_resistance_unit : "1kohm";
  leakage_power_unit : "1nW";
  capacitive_load_unit (1, pf);
  input_threshold_pct_rise : 50; input_threshold_pct_fall : 50;
  output_threshold_pct_rise : 50; output_threshold_pct_fall : 50;
  slew_lower_threshold_pct_rise : 20; slew_lower_threshold_pct_fall : 20;
  slew_upper_threshold_pct_rise : 80; slew_upper_threshold_pct_fall : 80;
)LIB";

/// Transition of a memory's outputs, ns: fast, its wires are left out like all others.
constexpr double kOutputTransition = 0.1;

struct Times {
  double access_ns, setup_ns, input_pf;
};

std::string Scalar(const char* table, double value) {
  return fmt::format("{} (scalar) {{ values (\"{:.4f}\"); }}", table, value);
}

std::string Input(const char* name, int width, const Times& times) {
  return fmt::format(
      "    {} ({}) {{ {}direction : input; capacitance : {:.6f};\n"
      "      timing () {{ related_pin : \"clk_i\"; timing_type : setup_rising;\n"
      "        {} {} }} }}\n",
      width > 0 ? "bus" : "pin", name, width > 0 ? fmt::format("bus_type : bits{}; ", width) : "",
      times.input_pf, Scalar("rise_constraint", times.setup_ns),
      Scalar("fall_constraint", times.setup_ns));
}

std::string Output(const char* name, int width, const Times& times) {
  return fmt::format(
      "    bus ({}) {{ bus_type : bits{}; direction : output;\n"
      "      timing () {{ related_pin : \"clk_i\"; timing_type : rising_edge;\n"
      "        {} {}\n        {} {} }} }}\n",
      name, width, Scalar("cell_rise", times.access_ns), Scalar("cell_fall", times.access_ns),
      Scalar("rise_transition", kOutputTransition), Scalar("fall_transition", kOutputTransition));
}

std::string Cell(const std::string& prefix, const MemoryPlan& memory, const Times& times) {
  const int address = IndexBits(memory.words);
  std::string text = fmt::format(
      "  cell ({}) {{\n    area : 0;\n"
      "    pin (clk_i) {{ direction : input; clock : true; capacitance : {:.6f}; }}\n",
      MacroName(prefix + memory.module, memory.words, memory.width), times.input_pf);
  if (memory.module == "rom") {
    text += Input("re_i", 0, times) + Input("addr_i", address, times) +
            Output("data_o", memory.width, times);
  } else {
    text += Input("we_i", 0, times) + Input("waddr_i", address, times) +
            Input("wdata_i", memory.width, times) + Input("re_i", 0, times) +
            Input("raddr_i", address, times) + Output("rdata_o", memory.width, times);
  }
  return text + "  }\n";
}

}  // namespace

std::string MemoryLibrary(const Plan& plan, double access_ns, double setup_ns, double input_pf) {
  const Times times{access_ns, setup_ns, input_pf};
  std::set<int> widths;
  std::set<std::tuple<std::string, int64_t, int>> kinds;
  std::string cells;
  for (const MemoryPlan& memory : plan.memories) {
    if (!kinds.insert({memory.module, memory.words, memory.width}).second) continue;
    widths.insert(memory.width);
    widths.insert(IndexBits(memory.words));
    cells += Cell(plan.prefix, memory, times);
  }
  std::string text = fmt::format(kHead);
  for (const int width : widths) {
    text += fmt::format(
        "  type (bits{0}) {{ base_type : array; data_type : bit; bit_width : {0}; "
        "bit_from : {1}; bit_to : 0; downto : true; }}\n",
        width, width - 1);
  }
  return text + cells + "}\n";
}

}  // namespace gatewright
