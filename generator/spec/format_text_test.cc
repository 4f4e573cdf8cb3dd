// SPDX-License-Identifier: Apache-2.0
#include "generator/spec/format_text.h"

#include <gtest/gtest.h>

namespace gatewright {
namespace {

TEST(ParseFormat, ReadsIntegerAndFractionBits) {
  EXPECT_EQ(ParseFormat("Q8.8"), (QFormat{8, 8}));
  EXPECT_EQ(ParseFormat("Q1.15"), (QFormat{1, 15}));
  EXPECT_EQ(ParseFormat("Q16.0"), (QFormat{16, 0}));
}

TEST(ParseFormat, RefusesEverythingElse) {
  for (const char* text : {"", "Q", "8.8", "q8.8", "Q8", "Q.8", "Q8.", "Q08.8", "Q8.08", "Q8.8 ",
                           "Q-1.8", "Q8.123", "Q8..8", "Q8.8.8", ".Q8"}) {
    EXPECT_FALSE(ParseFormat(text)) << text;
  }
}

TEST(ParseAutoWidth, ReadsTheWidthOrTakesTheDefault) {
  EXPECT_EQ(ParseAutoWidth("auto", 16), 16);
  EXPECT_EQ(ParseAutoWidth("auto:12", 16), 12);
}

TEST(ParseAutoWidth, RefusesEverythingElse) {
  for (const char* text : {"", "aut", "auto:", "auto12", "auto:x", "auto:012", "auto:-3", "Q8.8"}) {
    EXPECT_FALSE(ParseAutoWidth(text, 16)) << text;
  }
}

TEST(QFormat, KnowsItsRange) {
  const QFormat format{4, 8};
  EXPECT_EQ(format.width(), 12);
  EXPECT_EQ(format.max(), 2047);
  EXPECT_EQ(format.min(), -2048);
  EXPECT_EQ(format.ToString(), "Q4.8");
}

}  // namespace
}  // namespace gatewright
