// SPDX-License-Identifier: Apache-2.0
// Proves multipliers of the PEs equal to their definitions, pair by pair, at their full widths, and
// shows of each proof that it fails on faults injected in the RTL and in the gates.
//
//   prove_multipliers [PART_OF_NAME ...]     default: all; takes minutes
//
// Exit status 1 if a multiplier is wrong, a fault injected in the RTL stays unseen, or more than a
// quarter of those in gates: a gate may be there twice over, or for operands that nothing has.

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <string_view>

#include "verif/multipliers/multiplier_proof.h"

namespace gatewright {
namespace {

constexpr auto kOperator = MultiplierKind::kOperator;
constexpr auto kArray = MultiplierKind::kArray;
constexpr auto kBitSparse = MultiplierKind::kBitSparse;
constexpr size_t kWrongGates = 64;                   ///< of each multiplier
constexpr int64_t kPairsForGate = int64_t{1} << 26;  ///< tried for each of them

const std::vector<MultiplierCase>& Cases() {
  static const std::vector<MultiplierCase> cases = {
      {"operator 8x17", kOperator, 8, 17},
      {"operator 16x17", kOperator, 16, 17},
      {"array 8x17", kArray, 8, 17},
      {"array 16x16", kArray, 16, 16},
      {"array 16x17", kArray, 16, 17},
      {"array 16x17, 3 stages", kArray, 16, 17, 0, 0, 3},
      {"truncated array 8x17, 8 columns", kArray, 8, 17, 0, 8},
      {"truncated rows 8x17, 8 columns", kOperator, 8, 17, 0, 8},
      {"truncated array 16x17, 8 columns", kArray, 16, 17, 0, 8},
      {"truncated array 16x17, 16 columns", kArray, 16, 17, 0, 16},
      {"truncated rows 16x17, 8 columns", kOperator, 16, 17, 0, 8},
      {"truncated rows 16x17, 16 columns", kOperator, 16, 17, 0, 16},
      {"1-sbit/16", kBitSparse, 16, 17, 1},
      {"2-sbit/8", kBitSparse, 8, 17, 2},
      {"2-sbit/12", kBitSparse, 12, 17, 2},
      {"2-sbit/16", kBitSparse, 16, 17, 2},
      {"2-sbit/16, 3 stages", kBitSparse, 16, 17, 2, 0, 3},
      {"3-sbit/8", kBitSparse, 8, 17, 3},
      {"3-sbit/12", kBitSparse, 12, 17, 3},
      {"3-sbit/16", kBitSparse, 16, 17, 3},
  };
  return cases;
}

std::string Describe(const WrongProduct& wrong) {
  return fmt::format("{} * {}{} gives {}, not {}", wrong.weight, wrong.value,
                     wrong.approx ? ", truncated," : "", wrong.product, wrong.expected);
}

/// One case with its injected faults; true when all is as it should be.
bool Prove(const MultiplierCase& which) {
  const auto start = std::chrono::steady_clock::now();
  const auto seconds = [&start] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const MultiplierProof proof(which);
  const Result<GateCircuit> circuit = proof.Circuit();
  if (!circuit) {
    fmt::print("{}: {}\n", which.name, ToString(circuit.errors()));
    return false;
  }
  const ProofOutcome outcome = proof.Run(*circuit);
  fmt::print("{}: {} gates, {} of {} pairs, {} ({:.1f} s)\n", which.name, circuit->gates.size(),
             outcome.pairs, proof.pairs(),
             outcome.wrong ? "WRONG: " + Describe(*outcome.wrong) : "all equal", seconds());
  bool good = !outcome.wrong && outcome.pairs == proof.pairs();
  for (const InjectedFault& fault : proof.TextFaults()) {
    const Result<GateCircuit> injected = proof.Circuit(&fault);
    const ProofOutcome found = injected ? proof.Run(*injected) : ProofOutcome();
    fmt::print("  injected, {}: {}\n", fault.name,
               !injected ? ToString(injected.errors())
               : found.wrong
                   ? fmt::format("found after {} pairs, {}", found.pairs, Describe(*found.wrong))
                   : "NOT FOUND");
    good &= found.wrong.has_value();
  }
  const GateFaults gates = InjectIntoGates(proof, *circuit, kWrongGates, kPairsForGate);
  fmt::print("  injected in gates: {} of {} found", gates.found, gates.injected);
  if (gates.redundant > 0) fmt::print(", {} more as complement", gates.redundant);
  if (gates.idle > 0) fmt::print(", {} in gates that no product shows", gates.idle);
  fmt::print(" ({:.1f} s)\n", seconds());
  std::fflush(stdout);
  return good && 4 * gates.found >= 3 * gates.injected;
}

int Main(int argc, char** argv) {
  bool good = true;
  for (const MultiplierCase& which : Cases()) {
    bool chosen = argc == 1;
    for (int k = 1; k < argc; ++k) chosen |= which.name.find(argv[k]) != std::string::npos;
    if (chosen) good &= Prove(which);
  }
  fmt::print("{}\n", good ? "all proven, every injected fault found" : "FAILED");
  return good ? 0 : 1;
}

}  // namespace
}  // namespace gatewright

int main(int argc, char** argv) { return gatewright::Main(argc, argv); }
