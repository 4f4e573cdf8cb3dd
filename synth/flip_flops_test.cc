// SPDX-License-Identifier: Apache-2.0
#include "synth/flip_flops.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace gatewright {
namespace {

/// A cell with the given ff group, pins CLK, D and more, and one output.
LibertyGroup Cell(const std::string& ff, const std::string& output) {
  Result<LibertyGroup> library = ParseLibertyGroups(
      fmt::format(
          "library(x) {{ cell(FF) {{ {} pin(Q) {{ direction : output; function : \"{}\"; }} "
          "}} }}",
          ff, output),
      "x.lib");
  EXPECT_TRUE(library.ok()) << ToString(library.errors());
  return library.ok() ? library->groups[0] : LibertyGroup();
}

TEST(FlipFlops, ThoseWithScanEnableOrAFallingEdgeAreNotPlain) {
  const auto plain = [](const std::string& ff, const std::vector<std::string>& inputs) {
    return ReadFlipFlop(Cell(ff, "IQ"), inputs).has_value();
  };
  EXPECT_TRUE(plain("ff(IQ,IQN) { clocked_on : \"CLK\"; next_state : \"D\"; }", {"D", "CLK"}));
  EXPECT_FALSE(plain("ff(IQ,IQN) { clocked_on : \"!CLK\"; next_state : \"D\"; }", {"D", "CLK"}));
  EXPECT_FALSE(plain("ff(IQ,IQN) { clocked_on : \"CLK\"; next_state : \"(D E) + (IQ E')\"; }",
                     {"D", "E", "CLK"}));
  EXPECT_FALSE(
      plain("ff(IQ,IQN) { clocked_on : \"CLK\"; next_state : \"D\"; }", {"D", "CLK", "SLEEP"}))
      << "an input whose level we do not know";
  EXPECT_FALSE(plain("latch(IQ,IQN) { enable : \"CLK\"; data_in : \"D\"; }", {"D", "CLK"}));
}

/// Every kind of plain flip-flop, used for every reset value, must show what it is given and the
/// reset value while it is reset.
TEST(FlipFlops, EveryUseShowsItsDataAndItsResetValue) {
  int uses = 0;
  for (int kind = 0; kind < 32; ++kind) {
    const bool complement = (kind & 1) != 0, inverted = (kind & 2) != 0;
    const bool clear = (kind & 4) != 0, preset = (kind & 8) != 0, low = (kind & 16) != 0;
    const std::string ff = fmt::format(
        "ff(S,SN) {{ clocked_on : \"CLK\"; next_state : \"{}D\"; {} {} }}", complement ? "!" : "",
        clear ? fmt::format("clear : \"{}X\";", low ? "!" : "") : "",
        preset ? fmt::format("preset : \"{}Y\";", low ? "!" : "") : "");
    std::vector<std::string> inputs = {"CLK", "D"};
    if (clear) inputs.push_back("X");
    if (preset) inputs.push_back("Y");
    const auto cell = ReadFlipFlop(Cell(ff, inverted ? "SN" : "S"), inputs);
    ASSERT_TRUE(cell.has_value()) << ff;
    for (const int reset_to : {-1, 0, 1}) {
      const auto use = UseOf(*cell, reset_to);
      ASSERT_EQ(use.has_value(), reset_to < 0 || clear || preset) << ff << reset_to;
      if (!use) continue;
      ++uses;
      for (const bool data : {false, true}) {
        const bool state = (data != use->invert_data) != complement;
        ASSERT_EQ((state != inverted) != use->invert_output, data) << ff;
      }
      if (reset_to < 0) continue;
      ASSERT_TRUE(use->reset->pin == "X" || use->reset->pin == "Y");
      const bool state = use->reset->pin == "Y";
      ASSERT_EQ((state != inverted) != use->invert_output, reset_to == 1) << ff;
      ASSERT_EQ(use->reset->active_low, low);
    }
  }
  EXPECT_EQ(uses, 32 + 2 * 24);
}

/// asap7: the state is the complement of the input, and SETN, which sets what others call Q, clears
/// it.
TEST(FlipFlops, AResetTakesTheControlThatGivesTheOutputItsValue) {
  const LibertyGroup cell = Cell(
      "ff(IQN,IQNN) { clear : \"!SETN\"; preset : \"!RESETN\"; clocked_on : \"CLK\"; next_state "
      ": \"!D\"; }",
      "IQN");
  const auto flip_flop = ReadFlipFlop(cell, {"CLK", "D", "RESETN", "SETN"});
  ASSERT_TRUE(flip_flop.has_value());
  EXPECT_EQ(FlipFlopRule("$_DFF_PN0_", "FF", *UseOf(*flip_flop, 0)),
            "module \\$_DFF_PN0_ (input D, C, R, output Q);\n"
            "  wire data;\n  \\$_NOT_ not_data (.A(D), .Y(data));\n"
            "  FF _TECHMAP_REPLACE_ (.CLK(C), .D(data), .Q(Q), .SETN(R), .RESETN(1'b1));\n"
            "endmodule\n");
}

}  // namespace
}  // namespace gatewright
