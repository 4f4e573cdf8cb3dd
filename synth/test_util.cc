// SPDX-License-Identifier: Apache-2.0
#include "synth/test_util.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "generator/emit/design_folder.h"
#include "generator/spec/parse.h"

namespace gatewright {
namespace {

constexpr char kHead[] = R"LIB(/* Made for the tests of gatewright; describes no silicon. */
library (mini) {
  delay_model : table_lookup;
  time_unit : "1ns";
  voltage_unit : "1V";
  current_unit : "1mA";
  pulling_resistance_unit : "1kohm";
  leakage_power_unit : "1nW";
  nom_process : 1;
  nom_voltage : 1.8;
  nom_temperature : 25;
  operating_conditions (typical) { process : 1; voltage : 1.8; temperature : 25; }
  default_operating_conditions : typical;
  capacitive_load_unit (1, pf);
  default_max_transition : 5.0;
  input_threshold_pct_rise : 50;
  input_threshold_pct_fall : 50;
  output_threshold_pct_rise : 50;
  output_threshold_pct_fall : 50;
  slew_lower_threshold_pct_rise : 20;
  slew_lower_threshold_pct_fall : 20;
  slew_upper_threshold_pct_rise : 80;
  slew_upper_threshold_pct_fall : 80;
  lu_table_template (delay_2x2) {
    variable_1 : input_net_transition;
    variable_2 : total_output_net_capacitance;
    index_1 ("0.01, 1.0");
    index_2 ("0.001, 1.0");
  }
)LIB";

constexpr char kTable[] = R"LIB( (delay_2x2) { values ("0.05, 2.0", \
          "0.10, 2.5"); }
)LIB";

std::string InputPin(char name) {
  return fmt::format("    pin ({}) {{ direction : input; capacitance : 0.005; }}\n", name);
}

std::string Timing(char related, const char* type) {
  std::string text = fmt::format("      timing () {{ related_pin : \"{}\"; {}\n", related, type);
  for (const char* table : {"cell_rise", "cell_fall", "rise_transition", "fall_transition"}) {
    text += std::string("        ") + table + kTable;
  }
  return text + "      }\n";
}

/// Energy of an output's transitions that `related` causes, or of an input's own.
std::string Energy(const char* related, double rise, double fall) {
  const std::string cause = related[0] == 0 ? "" : fmt::format("related_pin : \"{}\"; ", related);
  return fmt::format(
      "      internal_power () {{ {}rise_power (scalar) {{ values (\"{}\"); }}\n"
      "        fall_power (scalar) {{ values (\"{}\"); }} }}\n",
      cause, rise, fall);
}

std::string Gate(const char* name, double area, const std::string& inputs,
                 const std::string& function) {
  std::string text = fmt::format("  cell ({}) {{\n    area : {};\n    cell_leakage_power : {};\n",
                                 name, area, area / 100);
  for (const char input : inputs) text += InputPin(input);
  text += fmt::format(
      "    pin (Y) {{ direction : output; function : \"{}\"; "
      "max_capacitance : 1.0;\n",
      function);
  for (const char input : inputs) {
    text += Timing(input, function == "(A ^ B)" || inputs.find('S') != std::string::npos
                              ? "timing_sense : non_unate;"
                          : function[0] == '!' ? "timing_sense : negative_unate;"
                                               : "timing_sense : positive_unate;");
    text += Energy(std::string(1, input).c_str(), area / 100, area / 200);
  }
  return text + "    }\n  }\n";
}

/// The data input of a flip-flop, stable 0.1 ns before the clock edge.
std::string DataPin() {
  return "    pin (D) { direction : input; capacitance : 0.005;\n"
         "      timing () { related_pin : \"C\"; timing_type : setup_rising;\n"
         "        rise_constraint (scalar) { values (\"0.1\"); }\n"
         "        fall_constraint (scalar) { values (\"0.1\"); } }\n" +
         Energy("", 0.02, 0.03) + "    }\n";
}

std::string FlipFlop(const char* name, double area, bool reset) {
  return fmt::format(
      "  cell ({}) {{\n    area : {};\n    cell_leakage_power : 0.2;\n"
      "    ff (IQ, IQN) {{ next_state : \"D\"; clocked_on : \"C\"; {}}}\n"
      "{}    pin (C) {{ direction : input; capacitance : 0.005; clock : true;\n{}    }}\n{}"
      "    pin (Q) {{ direction : output; function : \"IQ\"; max_capacitance : 1.0;\n{}    }}\n  "
      "}}\n",
      name, area, reset ? "clear : \"!R\"; " : "", DataPin(), Energy("", 0.04, 0.06),
      reset ? InputPin('R') : "",
      Timing('C', "timing_type : rising_edge;") + Energy("C", 0.03, 0.05));
}

}  // namespace

std::string MiniLibrary(const MiniLibraryOptions& options) {
  std::string text = kHead;
  if (options.inverter) text += Gate("INV", 2, "A", "!A");
  if (options.buffer) text += Gate("BUF", 3, "A", "A");
  if (options.gates) {
    text += Gate("NAND2", 3.25, "AB", "!(A B)");
    text += Gate("NOR2", 3.5, "AB", "!(A + B)");
    text += Gate("AND2", 4, "AB", "(A B)");
    text += Gate("OR2", 4.5, "AB", "(A + B)");
  }
  text += Gate("AOI21", 4.75, "ABC", "!((A B) + C)");
  text += Gate("OAI21", 5, "ABC", "!((A + B) C)");
  text += Gate("XOR2", 7, "AB", "(A ^ B)");
  text += Gate("MUX2", 8, "ABS", "((A !S) + (B S))");
  if (options.flip_flop) text += FlipFlop("DFF", 12.5, false);
  if (options.reset_flip_flop) text += FlipFlop("DFFR", 15.125, true);
  return text + "}\n";
}

Design GenerateInto(const std::string& text, const std::string& folder) {
  const Result<Spec> spec = ParseSpecText(text, "design.toml", ".");
  EXPECT_TRUE(spec.ok()) << ToString(spec.errors());
  Result<Design> design = MakeDesign(*spec);
  EXPECT_TRUE(design.ok()) << ToString(design.errors());
  const Result<std::vector<OutputFile>> files = EmitDesign(*design);
  EXPECT_TRUE(files.ok()) << ToString(files.errors());
  const Status written = WriteDesignFolder(folder, *files);
  EXPECT_TRUE(written.ok()) << ToString(written.errors());
  return std::move(*design);
}

}  // namespace gatewright
