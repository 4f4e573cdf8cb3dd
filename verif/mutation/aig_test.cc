// SPDX-License-Identifier: Apache-2.0
#include "verif/mutation/aig.h"

#include <gtest/gtest.h>

#include <random>

#include "generator/base/process.h"
#include "generator/base/write_tree.h"

namespace gatewright {
namespace {

Result<Aig> ReadText(const std::string& text) {
  const ScratchFolder scratch;
  EXPECT_TRUE(WriteFileAtomically(scratch.path() + "/a.aag", text).ok());
  return ReadAiger(scratch.path() + "/a.aag");
}

// A register that an input turns over: next = now ^ turn. Numbered as no reader would by itself.
constexpr const char* kToggle =
    "aag 9 1 1 2 3\n4\n2 14\n2\n15\n10 4 2\n12 5 3\n14 11 13\ni0 turn\nl0 now\no0 shown\no1 "
    "next\nc\nmade by hand\n";

TEST(Aig, ReadsWhatAigerSays) {
  const Result<Aig> aig = ReadText(kToggle);
  ASSERT_TRUE(aig.ok()) << ToString(aig.errors());
  EXPECT_EQ(aig->inputs, std::vector<std::string>{"turn"});
  EXPECT_EQ(aig->outputs, (std::vector<std::string>{"shown", "next"}));
  ASSERT_EQ(aig->next.size(), 1U);
  ASSERT_EQ(aig->nodes(), 6U);
  std::vector<uint64_t> values(aig->nodes(), 0);
  values[1] = 0b0101;
  values[2] = 0b0011;
  Evaluate(*aig, &values);
  EXPECT_EQ(Lanes(values, aig->next[0]) & 15, 0b0110U);
  EXPECT_EQ(Lanes(values, aig->driven[0]) & 15, 0b0011U);
  EXPECT_EQ(Lanes(values, aig->driven[1]) & 15, 0b1001U);
}

TEST(Aig, RefusesWhatIsNone) {
  for (const char* text : {"", "aig 1 1 0 1 0\n2\n", "aag 1 1 0 1 0\n2\n", "aag 1 1 0 1 0\n3\n2\n",
                           "aag 2 1 0 1 1\n2\n4\n4 2 6\n", "aag 2 1 0 1 0\n2\n4\n"}) {
    const Result<Aig> aig = ReadText(text);
    ASSERT_FALSE(aig.ok()) << text;
    EXPECT_NE(ToString(aig.errors()).find("is no circuit in AIGER's ASCII form"),
              std::string::npos);
  }
}

TEST(AigBuilder, GivesTheSameLogicTheSameNode) {
  AigBuilder graph;
  const AigValue a = graph.Input(), b = graph.Input(), c = graph.Input();
  EXPECT_EQ(graph.And(a, b), graph.And(b, a));
  EXPECT_NE(graph.And(a, b), graph.And(a, b ^ 1));
  EXPECT_EQ(graph.And(a, a ^ 1), 0U);
  EXPECT_EQ(graph.And(a, 1), a);
  EXPECT_EQ(graph.And(0, b), 0U);
  EXPECT_EQ(graph.Xor(a, a), 0U);
  EXPECT_EQ(graph.Mux(c, a, a ^ 0), graph.Mux(c, a, a));
}

// A copy of a random circuit with constants for inputs is what it evaluates to.
TEST(AigBuilder, CopiesWhatEvaluates) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 200; ++round) {
    Aig aig;
    aig.inputs.resize(4);
    aig.next.resize(2);
    for (int k = 0; k < 30; ++k) {
      const uint64_t below = 2 * aig.nodes();
      aig.ands.push_back(
          {static_cast<AigValue>(random() % below), static_cast<AigValue>(random() % below)});
    }
    std::vector<uint64_t> values(aig.nodes(), 0);
    std::vector<AigValue> sources;
    for (size_t k = 0; k < 6; ++k) {
      sources.push_back(static_cast<AigValue>(random() & 1));
      values[k + 1] = sources[k] != 0 ? ~uint64_t{0} : 0;
    }
    Evaluate(aig, &values);
    AigBuilder graph;
    const std::vector<AigValue> copied = graph.Copy(aig, sources);
    for (size_t node = 0; node < aig.nodes(); ++node) {
      ASSERT_EQ(values[node] & 1, copied[node]) << "node " << node << ", round " << round;
    }
  }
}

// Worked out by hand from the format: inputs 2, registers 4 and so on; differences in seven bits.
TEST(AigBuilder, WritesWhatTheOutputsDependOn) {
  AigBuilder graph;
  const AigValue unused = graph.Input(), turn = graph.Input(), now = graph.Input();
  const AigValue next = graph.Xor(now, turn);
  graph.And(unused, turn);
  EXPECT_EQ(graph.Write({{now, next}}, {now}), "aig 5 1 1 1 3\n11\n4\n\x02\x01\x03\x03\x01\x02");
}

}  // namespace
}  // namespace gatewright
