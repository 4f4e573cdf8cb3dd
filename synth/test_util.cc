// SPDX-License-Identifier: Apache-2.0
#include "synth/test_util.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "generator/emit/design_folder.h"
#include "generator/spec/parse.h"

namespace gatewright {
namespace {

constexpr char kHead[] = R"LIB(/* Made for the tests of gatewright; describes no silicon. */
library (mini_018) {{
  delay_model : table_lookup;
  time_unit : "1{0}s";
  voltage_unit : "1{1}V";
  current_unit : "1mA";
  pulling_resistance_unit : "1kohm";
  leakage_power_unit : "1{0}W";
  nom_process : 1;
  nom_voltage : {2};
  nom_temperature : 25;
  operating_conditions (typical) {{ process : 1; voltage : {2}; temperature : 25; }}
  default_operating_conditions : typical;
  capacitive_load_unit (1, {3}f);
  default_max_transition : {4};
  input_threshold_pct_rise : 50;
  input_threshold_pct_fall : 50;
  output_threshold_pct_rise : 50;
  output_threshold_pct_fall : 50;
  slew_lower_threshold_pct_rise : 20;
  slew_lower_threshold_pct_fall : 20;
  slew_upper_threshold_pct_rise : 80;
  slew_upper_threshold_pct_fall : 80;
  lu_table_template (delay_2x2) {{
    variable_1 : input_net_transition;
    variable_2 : total_output_net_capacitance;
    index_1 ("{5}, {6}");
    index_2 ("{7}, {6}");
  }}
)LIB";

/// Writes cells; a number of the library is ours times what its unit makes of it.
class MiniWriter {
 public:
  explicit MiniWriter(const MiniLibraryOptions& options)
      : small_units_(options.small_units), complement_(options.complement) {}

  std::string Head() const {
    return fmt::format(kHead, small_units_ ? "p" : "n", small_units_ ? "m" : "", Thousands(1.8),
                       small_units_ ? "f" : "p", Thousands(5), Thousands(0.01), Thousands(1),
                       Thousands(0.001));
  }
  std::string Gate(const char* name, double area, const std::string& inputs,
                   const std::string& function) const;
  std::string FlipFlop(const char* name, double area, bool reset) const;

 private:
  /// ns, pF, nW, V in the library's units.
  double Thousands(double value) const { return small_units_ ? 1000 * value : value; }
  /// pJ: a capacitance times a voltage squared.
  double Picojoules(double value) const { return small_units_ ? 1e9 * value : value; }

  std::string InputPin(char name) const {
    return fmt::format("    pin ({}) {{ direction : input; capacitance : {}; }}\n", name,
                       Thousands(0.005));
  }
  std::string Timing(char related, const char* type) const {
    std::string text = fmt::format("      timing () {{ related_pin : \"{}\"; {}\n", related, type);
    for (const char* table : {"cell_rise", "cell_fall", "rise_transition", "fall_transition"}) {
      text += fmt::format(
          "        {} (delay_2x2) {{ values (\"{}, {}\", \\\n          \"{}, {}\"); }}\n", table,
          Thousands(0.05), Thousands(2), Thousands(0.1), Thousands(2.5));
    }
    return text + "      }\n";
  }
  /// Energy of an output's transitions that `related` causes, or of an input's own.
  std::string Energy(const char* related, double rise, double fall) const {
    const std::string cause = related[0] == 0 ? "" : fmt::format("related_pin : \"{}\"; ", related);
    return fmt::format(
        "      internal_power () {{ {}rise_power (scalar) {{ values (\"{}\"); }}\n"
        "        fall_power (scalar) {{ values (\"{}\"); }} }}\n",
        cause, Picojoules(rise), Picojoules(fall));
  }
  /// The data input of a flip-flop, stable 0.1 ns before the clock edge.
  std::string DataPin() const {
    return fmt::format(
               "    pin (D) {{ direction : input; capacitance : {};\n"
               "      timing () {{ related_pin : \"C\"; timing_type : setup_rising;\n"
               "        rise_constraint (scalar) {{ values (\"{}\"); }}\n"
               "        fall_constraint (scalar) {{ values (\"{}\"); }} }}\n",
               Thousands(0.005), Thousands(0.1), Thousands(0.1)) +
           Energy("", 0.02, 0.03) + "    }\n";
  }

  bool small_units_, complement_;
};

std::string MiniWriter::Gate(const char* name, double area, const std::string& inputs,
                             const std::string& function) const {
  std::string text = fmt::format("  cell ({}) {{\n    area : {};\n    cell_leakage_power : {};\n",
                                 name, area, Thousands(area / 100));
  for (const char input : inputs) text += InputPin(input);
  text +=
      fmt::format("    pin (Y) {{ direction : output; function : \"{}\"; max_capacitance : {};\n",
                  function, Thousands(1));
  for (const char input : inputs) {
    text += Timing(input, function == "(A ^ B)" || inputs.find('S') != std::string::npos
                              ? "timing_sense : non_unate;"
                          : function[0] == '!' ? "timing_sense : negative_unate;"
                                               : "timing_sense : positive_unate;");
    text += Energy(std::string(1, input).c_str(), area / 100, area / 200);
  }
  return text + "    }\n  }\n";
}

std::string MiniWriter::FlipFlop(const char* name, double area, bool reset) const {
  const std::string state = complement_ ? "IQN, IQNN" : "IQ, IQN";
  const std::string next = complement_ ? "!D" : "D";
  std::string controls, pins;
  if (reset && complement_) {
    controls = "clear : \"!S\"; preset : \"!R\"; ";
    pins = InputPin('R') + InputPin('S');
  } else if (reset) {
    controls = "clear : \"!R\"; ";
    pins = InputPin('R');
  }
  return fmt::format(
      "  cell ({}) {{\n    area : {};\n    cell_leakage_power : {};\n"
      "    ff ({}) {{ next_state : \"{}\"; clocked_on : \"C\"; {}}}\n"
      "{}    pin (C) {{ direction : input; capacitance : {}; clock : true;\n{}    }}\n{}"
      "    pin ({}) {{ direction : output; function : \"{}\"; max_capacitance : {};\n{}    }}\n  "
      "}}\n",
      name, area, Thousands(0.2), state, next, controls, DataPin(), Thousands(0.005),
      Energy("", 0.04, 0.06), pins, complement_ ? "QN" : "Q", complement_ ? "IQN" : "IQ",
      Thousands(1), Timing('C', "timing_type : rising_edge;") + Energy("C", 0.03, 0.05));
}

}  // namespace

std::string MiniLibrary(const MiniLibraryOptions& options) {
  const MiniWriter mini(options);
  std::string text = mini.Head();
  if (options.inverter) text += mini.Gate("INV", 2, "A", "!A");
  if (options.buffer) text += mini.Gate("BUF", 3, "A", "A");
  if (options.gates) {
    text += mini.Gate("NAND2", 3.25, "AB", "!(A B)");
    text += mini.Gate("NOR2", 3.5, "AB", "!(A + B)");
    text += mini.Gate("AND2", 4, "AB", "(A B)");
    text += mini.Gate("OR2", 4.5, "AB", "(A + B)");
  }
  text += mini.Gate("AOI21", 4.75, "ABC", "!((A B) + C)");
  text += mini.Gate("OAI21", 5, "ABC", "!((A + B) C)");
  text += mini.Gate("XOR2", 7, "AB", "(A ^ B)");
  text += mini.Gate("MUX2", 8, "ABS", "((A !S) + (B S))");
  if (options.flip_flop) text += mini.FlipFlop("DFF", 12.5, false);
  if (options.reset_flip_flop) text += mini.FlipFlop("DFFR", 15.125, true);
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
