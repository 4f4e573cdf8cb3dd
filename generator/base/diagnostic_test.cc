// SPDX-License-Identifier: Apache-2.0
#include "generator/base/diagnostic.h"

#include <gtest/gtest.h>

namespace gatewright {
namespace {

TEST(Diagnostic, NamesFileLineKeyValueRuleAndNearest) {
  const Diagnostic all{.file = "a.toml",
                       .line = 3,
                       .key = "engine.pes",
                       .value = "0",
                       .rule = "must be an integer from 1 to 1024",
                       .nearest = "1"};
  EXPECT_EQ(all.ToString(),
            "a.toml:3: engine.pes = 0: must be an integer from 1 to 1024 (nearest legal: 1)");
}

TEST(Diagnostic, LeavesOutWhatDoesNotApply) {
  EXPECT_EQ((Diagnostic{.rule = "is broken"}).ToString(), "is broken");
  EXPECT_EQ((Diagnostic{.file = "a", .rule = "is broken"}).ToString(), "a: is broken");
  EXPECT_EQ((Diagnostic{.line = 2, .rule = "is broken"}).ToString(), "line 2: is broken");
  EXPECT_EQ((Diagnostic{.key = "k", .rule = "is broken"}).ToString(), "k: is broken");
  EXPECT_EQ((Diagnostic{.value = "7", .rule = "is broken"}).ToString(), "7: is broken");
}

TEST(Diagnostics, ArePrintedOneALineInOrder) {
  const Diagnostics two = {{.rule = "first"}, {.rule = "second"}};
  EXPECT_EQ(ToString(two), "first\nsecond\n");
}

TEST(Result, HoldsAValueOrErrors) {
  Result<int> value(7);
  ASSERT_TRUE(value);
  EXPECT_EQ(*value, 7);
  const Result<int> error(Diagnostic{.rule = "no"});
  ASSERT_FALSE(error.ok());
  EXPECT_EQ(error.errors().size(), 1U);
  EXPECT_TRUE(Ok().ok());
}

}  // namespace
}  // namespace gatewright
