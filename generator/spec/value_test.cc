// SPDX-License-Identifier: Apache-2.0
#include "generator/spec/value.h"

#include <gtest/gtest.h>

namespace gatewright {
namespace {

TEST(TomlLiteral, WritesEveryType) {
  EXPECT_EQ(TomlLiteral(true), "true");
  EXPECT_EQ(TomlLiteral(false), "false");
  EXPECT_EQ(TomlLiteral(int64_t{-16}), "-16");
  EXPECT_EQ(TomlLiteral(2.5), "2.5");
  EXPECT_EQ(TomlLiteral(std::string("Q8.8")), "\"Q8.8\"");
  EXPECT_EQ(TomlLiteral(std::vector<int64_t>{128, 64}), "[128, 64]");
}

TEST(TomlLiteral, KeepsAWholeFloatAFloat) {
  EXPECT_EQ(TomlLiteral(10.0), "10.0");
  EXPECT_EQ(TomlLiteral(1e20), "1e+20");
}

TEST(QuoteToml, EscapesQuotesBackslashesAndControlCharacters) {
  EXPECT_EQ(QuoteToml("a\"b\\c\n\x7f"), "\"a\\\"b\\\\c\\u000A\\u007F\"");
  EXPECT_EQ(QuoteToml("caf\xc3\xa9"), "\"caf\xc3\xa9\"");
}

}  // namespace
}  // namespace gatewright
