// SPDX-License-Identifier: Apache-2.0
// Small and bit-sparse multipliers proven in full, and the proof shown to fail on what is injected;
// prove_multipliers does the same for all of them.

#include "verif/multipliers/multiplier_proof.h"

#include <gmock/gmock.h>

namespace gatewright {
namespace {

constexpr auto kOperator = MultiplierKind::kOperator;
constexpr auto kArray = MultiplierKind::kArray;
constexpr auto kBitSparse = MultiplierKind::kBitSparse;

class MultiplierProofTest : public testing::TestWithParam<MultiplierCase> {
 protected:
  const MultiplierProof proof_{GetParam()};
};

TEST_P(MultiplierProofTest, EveryProductIsThatOfTheDefinition) {
  const Result<GateCircuit> circuit = proof_.Circuit();
  ASSERT_TRUE(circuit.ok()) << ToString(circuit.errors());
  const ProofOutcome outcome = proof_.Run(*circuit);
  EXPECT_EQ(outcome.pairs, proof_.pairs());
  EXPECT_GT(outcome.pairs, 1 << 12);
  ASSERT_FALSE(outcome.wrong) << outcome.wrong->weight << " * " << outcome.wrong->value;

  constexpr int64_t kMax = int64_t{1} << 21;
  const GateFaults gates = InjectIntoGates(proof_, *circuit, 16, kMax);
  EXPECT_EQ(gates.injected, 16);
  EXPECT_GE(gates.found, 12);
}

TEST_P(MultiplierProofTest, EveryFaultInjectedInTheRtlIsFound) {
  const std::vector<InjectedFault> faults = proof_.TextFaults();
  EXPECT_FALSE(faults.empty());
  for (const InjectedFault& fault : faults) {
    const Result<GateCircuit> circuit = proof_.Circuit(&fault);
    ASSERT_TRUE(circuit.ok()) << fault.name << ": " << ToString(circuit.errors());
    const ProofOutcome outcome = proof_.Run(*circuit);
    ASSERT_TRUE(outcome.wrong) << fault.name;
    EXPECT_NE(outcome.wrong->product, outcome.wrong->expected) << fault.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Multipliers, MultiplierProofTest,
                         testing::Values(MultiplierCase{"Operator8x9", kOperator, 8, 9},
                                         MultiplierCase{"Array5x8", kArray, 5, 8},
                                         MultiplierCase{"Truncated6x9", kArray, 6, 9, 0, 6},
                                         MultiplierCase{"Truncated4x17", kArray, 4, 17, 0, 3},
                                         MultiplierCase{"TruncatedRows6x9", kOperator, 6, 9, 0, 6},
                                         MultiplierCase{"OneDigit16x17", kBitSparse, 16, 17, 1},
                                         MultiplierCase{"TwoDigits12x17", kBitSparse, 12, 17, 2},
                                         MultiplierCase{"TwoDigits16x17", kBitSparse, 16, 17, 2},
                                         MultiplierCase{"ThreeDigits8x9x3", kBitSparse, 8, 9, 3, 0,
                                                        3}),
                         [](const auto& which) { return which.param.name; });

TEST(MultiplierProof, TruncatedAtTheWidthsOfADesign) {
  for (const MultiplierKind kind : {kArray, kOperator}) {
    const MultiplierProof proof({"", kind, 8, 17, 0, 8});
    const Result<GateCircuit> circuit = proof.Circuit();
    ASSERT_TRUE(circuit.ok()) << ToString(circuit.errors());
    const ProofOutcome outcome = proof.Run(*circuit);
    EXPECT_EQ(outcome.pairs, (1 << 26) - 256);  // every pair twice, once without the value 0
    EXPECT_FALSE(outcome.wrong);
  }
}

TEST(MultiplierProof, FaultWhoseTextIsGoneIsAnError) {
  const MultiplierProof proof({"", kArray, 8, 9});
  const InjectedFault fault{"", "carry_save", "no such text", ""};
  EXPECT_FALSE(proof.Circuit(&fault).ok());
}

TEST(GateCircuit, ReadsGatesAndTakesRegistersForWires) {
  const Result<GateCircuit> circuit = ReadGateCircuit(
      R"({"modules": {"m": {"ports": {
            "a": {"direction": "input", "bits": [2, 3, 4]},
            "y": {"direction": "output", "bits": [6, "1"]}},
          "cells": {
            "x": {"type": "$_MUX_", "connections": {"A": [2], "B": [3], "S": [4], "Y": [5]}},
            "r": {"type": "$_DFFE_PP_",
                  "connections": {"C": [7], "D": [5], "E": [8], "Q": [6]}}}}}})",
      "m");
  ASSERT_TRUE(circuit.ok()) << ToString(circuit.errors());
  CircuitSim sim(*circuit);
  for (int lane = 0; lane < 8; ++lane) {
    for (int bit = 0; bit < 3; ++bit) {
      sim.Input("a", static_cast<size_t>(bit))[0] |= static_cast<uint64_t>((lane >> bit) & 1)
                                                     << lane;
    }
  }
  sim.Run();
  for (int lane = 0; lane < 8; ++lane) {
    const int expected = (lane >> 2) != 0 ? (lane >> 1) & 1 : lane & 1;
    EXPECT_EQ((sim.Output("y", 0)[0] >> lane) & 1, static_cast<uint64_t>(expected)) << lane;
  }
  EXPECT_EQ(sim.Output("y", 1)[CircuitSim::kWords - 1], ~uint64_t{0});
}

TEST(GateCircuit, RefusesWhatItCannotCompute) {
  EXPECT_FALSE(ReadGateCircuit("{}", "m").ok());
  const auto with = [](const char* type, const char* bit) {
    return ReadGateCircuit(
        std::string(R"({"modules": {"m": {"ports": {"y": {"direction": "output", "bits": [2]}},
            "cells": {"x": {"type": ")") +
            type + R"(", "connections": {"A": [)" + bit + R"(], "B": ["0"], "Y": [2]}}}}}})",
        "m");
  };
  EXPECT_TRUE(with("$_AND_", R"("1")").ok());
  EXPECT_FALSE(with("$_AND_", R"("x")").ok());
  EXPECT_FALSE(with("$_SDFF_PP0_", R"("1")").ok());
}

}  // namespace
}  // namespace gatewright
