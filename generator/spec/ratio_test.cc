// SPDX-License-Identifier: Apache-2.0
#include "generator/spec/ratio.h"

#include <gtest/gtest.h>

namespace gatewright {
namespace {

TEST(Ratio, ReadsRatiosAndDecimalsExactly) {
  EXPECT_EQ(ParseRatio("4/64"), (Ratio{1, 16}));
  EXPECT_EQ(ParseRatio("0.0625"), (Ratio{1, 16}));
  EXPECT_EQ(ParseRatio("0.1"), (Ratio{1, 10}));
  EXPECT_EQ(ParseRatio("1"), (Ratio{1, 1}));
  EXPECT_EQ(ParseRatio("1.0"), (Ratio{1, 1}));
  EXPECT_EQ(ParseRatio("64/64"), (Ratio{1, 1}));
  EXPECT_EQ(ParseRatio(".5"), (Ratio{1, 2}));
}

TEST(Ratio, RefusesWhatIsNoShare) {
  for (const char* text : {"", "0", "0.0", "0/4", "5/4", "1.01", "-1/2", "1/-2", "1/0", "a",
                           "1/2/3", "1.", "1e-1", " 1", "1/2000000", "12345678901/2"}) {
    EXPECT_FALSE(ParseRatio(text).has_value()) << text;
  }
}

TEST(Ratio, ReadsNumbersUpToABound) {
  EXPECT_EQ(ParseNumber("0", 8), (Ratio{0, 1}));
  EXPECT_EQ(ParseNumber("0.000", 8), (Ratio{0, 1}));
  EXPECT_EQ(ParseNumber("20/6", 8), (Ratio{10, 3}));
  EXPECT_EQ(ParseNumber("8", 8), (Ratio{8, 1}));
  EXPECT_EQ(ParseNumber("0.001953125", 8), (Ratio{1, 512}));
  EXPECT_EQ(ParseNumber("0.0009765625", 8), (Ratio{1, 1024}));
  EXPECT_EQ(ParseNumber("1/8388608", 8), (Ratio{1, 8388608}));
  for (const char* text :
       {"8.001", "1/200000000", "0.0000000000001", "9", "17/2", "-1", "-0.5", "1/0", ""}) {
    EXPECT_FALSE(ParseNumber(text, 8).has_value()) << text;
  }
}

TEST(Ratio, DropsTheFloorOfTheRest) {
  EXPECT_EQ((Ratio{1, 16}).Kept(64), 4);      // Spartus: BLEN of 64 slots at 93.75 %
  EXPECT_EQ((Ratio{1, 10}).Dropped(64), 57);  // floor(57.6)
  EXPECT_EQ((Ratio{1, 10}).Kept(64), 7);
  EXPECT_EQ((Ratio{1, 3}).Kept(1), 1);
  EXPECT_EQ((Ratio{1, 1}).Kept(37), 37);
  // In doubles 10 * (1 - 0.9) is 0.99...: the floor would be 0.
  EXPECT_EQ(ParseRatio("0.9")->Dropped(10), 1);
}

TEST(Ratio, PrintsInLowestTerms) {
  EXPECT_EQ(ParseRatio("4/64")->ToString(), "1/16");
  EXPECT_EQ(ParseRatio("1.0")->ToString(), "1");
}

}  // namespace
}  // namespace gatewright
