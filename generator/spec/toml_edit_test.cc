// SPDX-License-Identifier: Apache-2.0
#include "generator/spec/toml_edit.h"

#include <gtest/gtest.h>

namespace gatewright {
namespace {

std::string Set(const std::string& text, const std::string& key, const std::string& literal) {
  return SetTomlKey(text, key, literal).value_or("nothing");
}

TEST(SetTomlKey, ReplacesAValueAndNothingElse) {
  const std::string text = "# é\n[a]  # x = 1\nx = 1   # one, é\ny = 2\n";
  EXPECT_EQ(Set(text, "a.x", "\"1/16\""), "# é\n[a]  # x = 1\nx = \"1/16\"   # one, é\ny = 2\n");
  EXPECT_EQ(Set("a.b.c = 'é' # z", "a.b.c", "7"), "a.b.c = 7 # z");
}

TEST(SetTomlKey, ReplacesAndAddsInsideInlineTables) {
  const std::string text = "[s]\ne = { k = \"é\", t = \"1/8\" } # why\n";
  EXPECT_EQ(Set(text, "s.e.t", "2"), "[s]\ne = { k = \"é\", t = 2 } # why\n");
  EXPECT_EQ(Set(text, "s.e.u", "2"), "[s]\ne = { k = \"é\", t = \"1/8\", u = 2 } # why\n");
}

TEST(SetTomlKey, FillsEmptyInlineTables) {
  EXPECT_EQ(Set("e = {} # é\n", "e.u", "2"), "e = { u = 2 } # é\n");
  EXPECT_EQ(Set("s = { e = {  } }\n", "s.e.u", "2"), "s = { e = { u = 2 } }\n");
}

TEST(SetTomlKey, AddsATableToTheInlineTableItBelongsInto) {
  EXPECT_EQ(Set("s = { w = { k = 1 } } # z\n[z]\n", "s.e.t", "3"),
            "s = { w = { k = 1 }, e = { t = 3 } } # z\n[z]\n");
  EXPECT_EQ(Set("s = {}\n", "s.e.f.t", "3"), "s = { e = { f = { t = 3 } } }\n");
}

TEST(SetTomlKey, GivesNothingRatherThanUnsoundText) {
  EXPECT_EQ(Set("s = { e.k = 1 }\n", "s.e.t", "3"), "nothing");
}

TEST(SetTomlKey, AddsBesideTheKeysOfATable) {
  EXPECT_EQ(Set("[s.e]\nk = 1 # one\n\n[z]\nk = 2\n", "s.e.t", "3"),
            "[s.e]\nk = 1 # one\nt = 3\n\n[z]\nk = 2\n");
  EXPECT_EQ(Set("[s]\n  e.k = 1\n", "s.e.t", "3"), "[s]\n  e.k = 1\n  e.t = 3\n");
  EXPECT_EQ(Set("s.e.k = 1", "s.e.t", "3"), "s.e.k = 1\ns.e.t = 3\n");
  EXPECT_EQ(Set("[s] # here\n[z]\n", "s.t", "3"), "[s] # here\nt = 3\n[z]\n");
}

TEST(SetTomlKey, AddsATableAtTheEnd) {
  EXPECT_EQ(Set("[s.w]\nk = 1\n", "s.e.t", "3"), "[s.w]\nk = 1\n\n[s.e]\nt = 3\n");
  EXPECT_EQ(Set("n = 1", "s.t", "3"), "n = 1\n\n[s]\nt = 3\n");
  EXPECT_EQ(Set("n = 1\n", "n.t", "3"), "nothing");
}

}  // namespace
}  // namespace gatewright
