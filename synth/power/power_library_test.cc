// SPDX-License-Identifier: Apache-2.0
#include "synth/power/power_library.h"

#include <gtest/gtest.h>

#include "synth/power/sta_check.h"
#include "synth/technology.h"
#include "synth/test_util.h"

namespace gatewright {
namespace {

PowerLibrary Read(const std::string& text) {
  Result<PowerLibrary> library = ParsePowerLibrary(text, "x.lib");
  EXPECT_TRUE(library.ok()) << ToString(library.errors());
  return library.ok() ? std::move(*library) : PowerLibrary();
}

TEST(PowerLibrary, CountsInPicojoulesWhateverTheLibraryCountsIn) {
  MiniLibraryOptions options;
  const PowerLibrary large = Read(MiniLibrary(options));
  options.small_units = true;
  const PowerLibrary small = Read(MiniLibrary(options));
  EXPECT_DOUBLE_EQ(small.volts, 1.8);
  ASSERT_EQ(small.cells.size(), large.cells.size());
  for (size_t c = 0; c < large.cells.size(); ++c) {
    const PowerCell& wanted = large.cells[c];
    const PowerCell& cell = small.cells[c];
    EXPECT_DOUBLE_EQ(cell.leakage_nw, wanted.leakage_nw) << cell.name;
    ASSERT_EQ(cell.pins.size(), wanted.pins.size());
    for (size_t p = 0; p < wanted.pins.size(); ++p) {
      EXPECT_DOUBLE_EQ(cell.pins[p].rise_pf, wanted.pins[p].rise_pf);
      for (size_t e = 0; e < wanted.pins[p].energies.size(); ++e) {
        EXPECT_DOUBLE_EQ(cell.pins[p].energies[e].rise.At(0.1, 0.01),
                         wanted.pins[p].energies[e].rise.At(0.1, 0.01));
      }
      for (size_t a = 0; a < wanted.pins[p].arcs.size(); ++a) {
        EXPECT_DOUBLE_EQ(cell.pins[p].arcs[a].rise.At(0.1, 0.01),
                         wanted.pins[p].arcs[a].rise.At(0.1, 0.01));
      }
    }
  }
}

TEST(PowerLibrary, LeakageOfStatesAndSuppliesIsTheCells) {
  const PowerLibrary library = Read(R"(library(x) { nom_voltage : 0.7; leakage_power_unit : "1pW";
  cell(STATED) { cell_leakage_power : 5000; leakage_power () { value : 1; } }
  cell(SEVEN) { leakage_power () { value : 10; when : "A"; related_pg_pin : VDD; }
    leakage_power () { value : 0; when : "A"; related_pg_pin : VSS; }
    leakage_power () { value : 3000; related_pg_pin : VDD; }
    leakage_power () { value : 500; related_pg_pin : VSS; } }
  cell(STATES) { leakage_power () { value : 1000; when : "A"; related_pg_pin : VDD; }
    leakage_power () { value : 500; when : "A"; related_pg_pin : VSS; }
    leakage_power () { value : 2500; when : "!A"; related_pg_pin : VDD; } } })");
  EXPECT_DOUBLE_EQ(library.cells[0].leakage_nw, 5);
  EXPECT_DOUBLE_EQ(library.cells[1].leakage_nw, 3.5) << "of all states, both supplies";
  EXPECT_DOUBLE_EQ(library.cells[2].leakage_nw, 2) << "the mean of two states";
}

/// What mapping may use of a real library can be simulated, so nothing is refused after the
/// mapping.
TEST(PowerLibrary, EveryCellThatMappingMayUseOfSg13g2CanBeSimulated) {
  const std::string path =
      std::string(GATEWRIGHT_SOURCE_DIR) + "/synth/test_data/sg13g2_stdcell_typ_1p20V_25C.lib.gz";
  const Result<Technology> sg13g2 = FindTechnology(path, "", ResetStyle::kAsync);
  ASSERT_TRUE(sg13g2.ok()) << ToString(sg13g2.errors());
  EXPECT_EQ(sg13g2->driving_cell, "sg13g2_buf_1");
  EXPECT_EQ(sg13g2->cells.size(), 78U);
  EXPECT_NE(sg13g2->flip_flops.find("sg13g2_dfrbp_1"), std::string::npos);
  const PowerLibrary library = Read(sg13g2->mapping_text);
  EXPECT_DOUBLE_EQ(library.volts, 1.2);
  EXPECT_EQ(library.cells.size(), sg13g2->cells.size() - static_cast<size_t>(sg13g2->not_used));
  for (const PowerCell& cell : library.cells) {
    EXPECT_EQ(cell.unsupported, "") << cell.name;
    EXPECT_EQ(cell.name.find("dlygate"), std::string::npos);
  }
}

TEST(PowerLibrary, RefusesALibraryWithoutAVoltage) {
  const Result<PowerLibrary> library =
      ParsePowerLibrary("library(x) {\n cell(a) { area : 1; }\n}", "x.lib");
  ASSERT_FALSE(library.ok());
  EXPECT_EQ(ToString(library.errors()),
            "x.lib:1: nom_voltage: the library states no supply voltage, so there is no power "
            "(nearest legal: nom_voltage : 1.8; in the library group)\n");
}

TEST(StaCheck, MoreThanTwoPercentApartIsAnError) {
  StaCheck check;
  check.tool = "OpenSTA 2.0.17";
  check.switching_mw = 12.35, check.sta_switching_mw = 12.35;
  check.internal_mw = 0.99, check.sta_internal_mw = 1;
  EXPECT_TRUE(check.Agrees("x.lib").ok()) << "1 %";
  check.sta_switching_mw = 14.95;
  EXPECT_EQ(ToString(check.Agrees("x.lib").errors()),
            "x.lib: check = switching 12.35 mW, internal 0.99 mW, leakage 0 mW: OpenSTA 2.0.17 has "
            "14.95, 1 and 0 mW at the same activity, more than 2 % apart, so one of the two reads "
            "this library wrongly and its power is not to be trusted\n");
}

}  // namespace
}  // namespace gatewright
