// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty_units.h"

#include <gtest/gtest.h>

namespace gatewright {
namespace {

LibertyGroup Library(const std::string& body) {
  Result<LibertyGroup> group = ParseLibertyGroups("library(x) {\n" + body + "\n}", "x.lib");
  EXPECT_TRUE(group.ok()) << ToString(group.errors());
  return group.ok() ? std::move(*group) : LibertyGroup();
}

TEST(LibertyUnits, AreReadInEveryWayLibrariesWriteThem) {
  const Result<LibertyUnits> seven = ReadLibertyUnits(
      Library("time_unit : \"1ps\"; capacitive_load_unit (1,ff); leakage_power_unit : \"1pW\";"
              "voltage_unit : \"1mV\";"),
      "x.lib");
  ASSERT_TRUE(seven.ok()) << ToString(seven.errors());
  EXPECT_DOUBLE_EQ(seven->nanoseconds, 1e-3);
  EXPECT_DOUBLE_EQ(seven->picofarads, 1e-3);
  EXPECT_DOUBLE_EQ(seven->nanowatts, 1e-3);
  EXPECT_DOUBLE_EQ(seven->volts, 1e-3);
  EXPECT_DOUBLE_EQ(seven->picojoules(), 1e-9);
  const Result<LibertyUnits> other =
      ReadLibertyUnits(Library("time_unit : \"100ps\"; capacitive_load_unit(1.0000000000, \"pf\");"
                               "leakage_power_unit : \"1uW\";"),
                       "x.lib");
  ASSERT_TRUE(other.ok()) << ToString(other.errors());
  EXPECT_DOUBLE_EQ(other->nanoseconds, 0.1);
  EXPECT_DOUBLE_EQ(other->picofarads, 1);
  EXPECT_DOUBLE_EQ(other->nanowatts, 1e3);
  EXPECT_DOUBLE_EQ(other->volts, 1) << "not stated";
}

TEST(LibertyUnits, RefusesEachThatCannotBeRead) {
  const Result<LibertyUnits> units = ReadLibertyUnits(
      Library("time_unit : \"1 fortnight\"; capacitive_load_unit (0,pf); voltage_unit : V;"),
      "x.lib");
  ASSERT_FALSE(units.ok());
  EXPECT_EQ(ToString(units.errors()),
            "x.lib:1: time_unit = 1 fortnight: must be a number above 0 with its unit (nearest "
            "legal: 1ns, 100ps, 10ps or 1ps)\n"
            "x.lib:1: capacitive_load_unit = 0,pf: must be a number above 0 with its unit (nearest "
            "legal: (1, pf) or (1, ff))\n"
            "x.lib:1: voltage_unit = V: must be a number above 0 with its unit (nearest legal: 1V, "
            "100mV, 10mV or 1mV)\n");
}

TEST(LibertyUnits, TheSupplyIsThatOfTheDefaultConditions) {
  const std::string conditions =
      "nom_voltage : 1.1; operating_conditions (slow) { voltage : 0.95; }"
      "operating_conditions (typical) { voltage : 1.2; }";
  EXPECT_DOUBLE_EQ(SupplyVoltage(Library(conditions), {}), 1.1);
  EXPECT_DOUBLE_EQ(
      SupplyVoltage(Library(conditions + "default_operating_conditions : typical;"), {}), 1.2);
  EXPECT_DOUBLE_EQ(
      SupplyVoltage(Library("operating_conditions (slow) { voltage : 950; }"), {1, 1, 1, 1e-3}),
      0.95);
  EXPECT_DOUBLE_EQ(SupplyVoltage(Library(""), {}), 0);
}

}  // namespace
}  // namespace gatewright
