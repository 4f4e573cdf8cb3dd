// SPDX-License-Identifier: Apache-2.0
#include "synth/dont_use.h"

#include <gtest/gtest.h>

namespace gatewright {
namespace {

TEST(Patterns, StarsAndQuestionMarksStandForLetters) {
  EXPECT_TRUE(MatchesPattern("sky130_fd_sc_hd__lpflow_bleeder_1", "*__lpflow_*"));
  EXPECT_TRUE(MatchesPattern("BUF_X1", "BUF_X?"));
  EXPECT_FALSE(MatchesPattern("BUF_X16", "BUF_X?"));
  EXPECT_TRUE(MatchesPattern("BUF", "*"));
  EXPECT_TRUE(MatchesPattern("abab", "*ab"));
  EXPECT_FALSE(MatchesPattern("abab", "b*"));
  EXPECT_FALSE(MatchesPattern("", "?"));
  EXPECT_TRUE(MatchesPattern("", "*"));
}

/// What of these cells of a family is left alone.
std::string Left(const std::string& family, const std::vector<std::string>& names) {
  CellLibrary library;
  library.name = family;
  for (const std::string& name : names) library.cells[name].name = name;
  MarkDontUse({}, &library);
  std::string left;
  for (const std::string& name : names) {
    if (library.cells.at(name).dont_use) left += name + " ";
  }
  return left;
}

TEST(DontUse, KnowsTheSpecialCellsOfFamiliesByTheirNames) {
  EXPECT_EQ(Left("sky130_fd_sc_hd__tt_025C_1v80",
                 {"sky130_fd_sc_hd__lpflow_isobufsrc_1", "sky130_fd_sc_hd__dlygate4sd1_1",
                  "sky130_fd_sc_hd__probec_p_8", "sky130_fd_sc_hd__buf_1",
                  "sky130_fd_sc_hd__a2111oi_1", "sky130_fd_sc_hd__clkbuf_1"}),
            "sky130_fd_sc_hd__lpflow_isobufsrc_1 sky130_fd_sc_hd__dlygate4sd1_1 "
            "sky130_fd_sc_hd__probec_p_8 sky130_fd_sc_hd__clkbuf_1 ");
  EXPECT_EQ(Left("asap7sc7p5t_INVBUF_RVT_TT_ccs_211120",
                 {"HB1xp67_ASAP7_75t_R", "BUFx2_ASAP7_75t_R", "TIEHIx1_ASAP7_75t_R"}),
            "HB1xp67_ASAP7_75t_R TIEHIx1_ASAP7_75t_R ");
  EXPECT_EQ(Left("NangateOpenCellLibrary", {"CLKBUF_X1", "BUF_X1", "ANTENNA_X1", "AOI222_X1"}),
            "CLKBUF_X1 ANTENNA_X1 ");
  EXPECT_EQ(Left("sg13g2_stdcell_typ_1p20V_25C",
                 {"sg13g2_dlygate4sd1_1", "sg13g2_lgcp_1", "sg13g2_mux4_1"}),
            "sg13g2_dlygate4sd1_1 sg13g2_lgcp_1 ");
  EXPECT_EQ(Left("mine", {"HB1xp67", "CLKBUF_X1"}), "") << "names of others mean nothing";
}

TEST(DontUse, LatchesTiesScanAndWhatALibraryMarksAreLeftAlone) {
  Result<CellLibrary> library = ParseLiberty(R"(library (mine) {
  cell (TIE) { area : 1; pin(Y) { direction : output; function : "1"; } }
  cell (LATCH) { area : 1; latch (Q, QN) { enable : "E"; } }
  cell (GATE) { area : 1; clock_gating_integrated_cell : latch_posedge; }
  cell (ISO) { area : 1; is_isolation_cell : true; }
  cell (SCAN) { area : 1; ff (Q, QN) { clocked_on : "C"; next_state : "D"; } test_cell () { }
    pin (C) { direction : input; } pin (D) { direction : input; } }
  cell (INV) { area : 1; pin(A) { direction : input; } pin(Y) { direction : output; function : "!A"; } }
})",
                                             "x.lib");
  ASSERT_TRUE(library.ok()) << ToString(library.errors());
  MarkDontUse({}, &*library);
  for (const auto& [name, cell] : library->cells) EXPECT_EQ(cell.dont_use, name != "INV") << name;
}

}  // namespace
}  // namespace gatewright
