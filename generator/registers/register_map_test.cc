// SPDX-License-Identifier: Apache-2.0
#include "generator/registers/register_map.h"

#include <gtest/gtest.h>

#include <set>

#include "generator/registers/print.h"
#include "generator/registers/samples_test_util.h"

namespace gatewright {
namespace {

enum Sample { kPlain, kDelta, kSimilar };

RegisterMap Map(Sample sample) { return SampleRegisterMaps()[sample]; }

std::set<std::string> Names(const RegisterMap& map) {
  std::set<std::string> names;
  for (const Register& reg : map.registers) names.insert(reg.name);
  return names;
}

TEST(Registers, AreWordsInsideTheBlockByRisingOffsetWithFieldsApart) {
  for (const RegisterMap& map : SampleRegisterMaps()) {
    int64_t last = -4;
    for (const Register& reg : map.registers) {
      EXPECT_EQ(reg.offset % 4, 0U) << reg.name;
      EXPECT_LT(reg.offset, kRegisterBytes) << reg.name;
      EXPECT_GT(int64_t{reg.offset}, last) << reg.name;
      last = reg.offset;
      uint32_t used = 0;
      for (const Field& field : reg.fields) {
        EXPECT_EQ(used & field.mask(), 0U) << reg.name << "." << field.name;
        EXPECT_LE(field.reset, field.max()) << reg.name << "." << field.name;
        used |= field.mask();
      }
    }
  }
}

TEST(Registers, HaveTheSamePlaceInEveryDesign) {
  const RegisterMap full = Map(kSimilar);
  for (const RegisterMap& map : {Map(kPlain), Map(kDelta)}) {
    for (const Register& reg : map.registers) {
      for (const Register& other : full.registers) {
        EXPECT_EQ(reg.name == other.name, reg.offset == other.offset)
            << reg.name << " and " << other.name;
      }
    }
  }
}

TEST(Registers, HoldWhatTheDesignHasAndNothingElse) {
  const std::set<std::string> plain = Names(Map(kPlain));
  for (const char* absent : {"THETA_X0", "T_SKIP", "STEPS_FULL_LO", "SAT_Q_LO", "SAT_A_C_LO"}) {
    EXPECT_EQ(plain.count(absent), 0U) << absent;
  }
  EXPECT_EQ(plain.count("SAT_C_HI"), 1U);
  const std::set<std::string> delta = Names(Map(kDelta));
  for (const char* absent : {"THETA_H1", "T_SKIP", "T_DELTA", "STEPS_SKIP_LO", "SAT_C_LO"}) {
    EXPECT_EQ(delta.count(absent), 0U) << absent;
  }
  for (const char* present :
       {"THETA_X0", "THETA_H0", "THETA_X1", "STEPS_DELTA_LO", "SAT_Q_LO", "SAT_A_C_LO"}) {
    EXPECT_EQ(delta.count(present), 1U) << present;
  }
  const std::set<std::string> similar = Names(Map(kSimilar));
  for (const char* present : {"T_SKIP", "T_DELTA", "STEPS_SKIP_LO", "THETA_H7", "THETA_X8"}) {
    EXPECT_EQ(similar.count(present), 1U) << present;
  }
  EXPECT_EQ(similar.count("THETA_H8"), 0U);
}

TEST(Registers, ThresholdsHoldTheValuesOfTheDesignAfterReset) {
  const RegisterMap map = Map(kDelta);
  EXPECT_EQ(map.Find("THETA_X0").fields[0].reset, 1U);
  EXPECT_EQ(map.Find("THETA_H0").fields[0].reset, 7U);
  EXPECT_EQ(map.Find("THETA_X1").fields[0].reset, 3U);
  EXPECT_EQ(map.Find("THETA_X0").fields[0].max(), 7U);  // Q2.2: 0 .. 2^3 - 1
  EXPECT_EQ(Map(kSimilar).Find("T_DELTA").fields[0].reset, (1U << 29) - 1);
}

TEST(Registers, NetworkTellsTheShape) {
  const auto value = [](const RegisterMap& map, const char* name) {
    uint32_t all = 0;
    for (const Field& field : map.Find(name).fields) all |= field.reset << field.low;
    return all;
  };
  EXPECT_EQ(value(Map(kPlain), "FRAME"), 0x00050003U);
  EXPECT_EQ(value(Map(kPlain), "NETWORK"), 0x10080001U);
  EXPECT_EQ(value(Map(kDelta), "NETWORK"), 0x04023102U);
  EXPECT_EQ(value(Map(kSimilar), "NETWORK"), 0x10085009U);
}

TEST(RegisterPage, ListsEveryRegisterWithItsOffset) {
  for (const RegisterMap& map : SampleRegisterMaps()) {
    const std::string page = PrintRegisterPage(map);
    for (const Register& reg : map.registers) {
      char offset[8];
      std::snprintf(offset, sizeof offset, "0x%03x", reg.offset);
      EXPECT_NE(page.find(reg.name), std::string::npos) << reg.name;
      EXPECT_NE(page.find(offset), std::string::npos) << reg.name;
    }
    EXPECT_NE(page.find("0123456789abcdef"), std::string::npos);
    EXPECT_NE(page.find("fedcba9876543210"), std::string::npos);
  }
  EXPECT_NE(
      PrintRegisterPage(Map(kDelta))
          .find("| 0x084 | THETA_H0 | 2:0 | value | rw | 7 | The same of the recurrent inputs "
                "of layer 0, in Q2.2. |\n"),
      std::string::npos);
}

}  // namespace
}  // namespace gatewright
