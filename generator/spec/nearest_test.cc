// SPDX-License-Identifier: Apache-2.0
#include "generator/spec/nearest.h"

#include <gtest/gtest.h>

namespace gatewright {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsAndSubstitutions) {
  EXPECT_EQ(EditDistance("", ""), 0);
  EXPECT_EQ(EditDistance("", "abc"), 3);
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3);
  EXPECT_EQ(EditDistance("pes", "pse"), 2);
}

TEST(Closest, PrefersTheSameKeyInItsOwnSection) {
  const std::vector<std::string> candidates = {"network.seed", "stimulus.seed", "engine.pes"};
  EXPECT_EQ(Closest("stimulus.sede", candidates), "stimulus.seed");
  EXPECT_EQ(Closest("network.sede", candidates), "network.seed");
}

TEST(Closest, FindsAKeyWrittenInTheWrongSection) {
  EXPECT_EQ(Closest("network.pes", {"network.seed", "engine.pes"}), "engine.pes");
}

TEST(Closest, CompletesAWordThatWasCutShort) {
  EXPECT_EQ(Closest("axi", {"none", "axi-lite"}), "axi-lite");
  EXPECT_EQ(Closest("ax", {"none", "ay"}), "ay");
}

TEST(Closest, GivesTheFirstOfEquals) { EXPECT_EQ(Closest("ab", {"ax", "ay"}), "ax"); }

TEST(Closest, IsEmptyWithoutCandidates) { EXPECT_EQ(Closest("ab", {}), ""); }

TEST(NearestIntegers, GivesTheNeighboursOnBothSides) {
  const auto divides16 = [](int64_t v) { return 16 % v == 0; };
  EXPECT_EQ(NearestIntegers(3, 1, 16, divides16), "2, 4");
  EXPECT_EQ(NearestIntegers(4, 1, 16, divides16), "4");
  EXPECT_EQ(NearestIntegers(99, 1, 16, divides16), "16");
  EXPECT_EQ(NearestIntegers(-5, 1, 16, divides16), "1");
}

TEST(NearestIntegers, IsEmptyWhenNothingIsLegal) {
  EXPECT_EQ(NearestIntegers(3, 1, 16, [](int64_t) { return false; }), "");
}

TEST(IsPowerOfTwo, HoldsForPowersOnly) {
  EXPECT_TRUE(IsPowerOfTwo(1));
  EXPECT_TRUE(IsPowerOfTwo(64));
  EXPECT_FALSE(IsPowerOfTwo(0));
  EXPECT_FALSE(IsPowerOfTwo(-2));
  EXPECT_FALSE(IsPowerOfTwo(6));
}

}  // namespace
}  // namespace gatewright
