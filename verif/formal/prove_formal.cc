// SPDX-License-Identifier: Apache-2.0
// Proves every property of verif/formal, complete, and shows of each proof that it breaks on
// faults injected in the RTL.
//
//   prove_formal [--bound CYCLES] [PART_OF_NAME ...]     default: all; takes minutes
//
// With --bound every run of that many cycles is checked by yosys-smtbmc and z3 as well.
// Exit status 1 if a property does not hold or cannot be decided, or a fault stays unseen.

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "verif/formal/formal_proof.h"

namespace gatewright {
namespace {

using Verdict = FormalOutcome::Verdict;

std::string Describe(const Result<FormalOutcome>& outcome) {
  if (!outcome) return ToString(outcome.errors());
  switch (outcome->verdict) {
    case Verdict::kProven:
      return fmt::format("proven, {} registers, depth {} ({:.1f} s)", outcome->registers,
                         outcome->frames, outcome->seconds);
    case Verdict::kBroken:
      return fmt::format("BROKEN after {} cycles ({:.1f} s)", outcome->cycles, outcome->seconds);
    case Verdict::kUndecided:
      return fmt::format("UNDECIDED ({:.1f} s)", outcome->seconds);
  }
  return "";
}

bool Is(const Result<FormalOutcome>& outcome, Verdict verdict) {
  return outcome && outcome->verdict == verdict;
}

/// One proof with its injected faults; true when all is as it should be.
bool Run(const FormalProof& proof, int bound) {
  const Result<FormalOutcome> outcome = Prove(proof);
  fmt::print("{} ({}): {}\n", proof.name, proof.module, Describe(outcome));
  bool good = Is(outcome, Verdict::kProven);
  if (bound > 0) {
    const Result<FormalOutcome> bounded = CheckBounded(proof, bound);
    const bool holds = Is(bounded, Verdict::kProven);
    fmt::print("  z3: {}\n", holds ? fmt::format("no run of {} cycles breaks it ({:.1f} s)", bound,
                                                 bounded->seconds)
                                   : Describe(bounded));
    good &= holds;
  }
  for (const InjectedFault& fault : proof.faults) {
    const Result<FormalOutcome> injected = Prove(proof, &fault);
    const bool found = Is(injected, Verdict::kBroken);
    fmt::print(
        "  injected, {}: {}\n", fault.name,
        found ? fmt::format("found in {} cycles ({:.1f} s)", injected->cycles, injected->seconds)
              : "NOT FOUND: " + Describe(injected));
    good &= found;
  }
  std::fflush(stdout);
  return good;
}

int Main(const std::vector<std::string>& arguments) {
  int bound = 0;
  std::vector<std::string> parts;
  for (size_t k = 0; k < arguments.size(); ++k) {
    if (arguments[k] == "--bound" && k + 1 < arguments.size()) {
      bound = std::atoi(arguments[++k].c_str());
    } else {
      parts.push_back(arguments[k]);
    }
  }
  bool good = true;
  int run = 0;
  for (const FormalProof& proof : FormalProofs()) {
    bool chosen = parts.empty();
    for (const std::string& part : parts) chosen |= proof.name.find(part) != std::string::npos;
    if (!chosen) continue;
    good &= Run(proof, bound);
    ++run;
  }
  if (run == 0) {
    fmt::print("no proof has such a name\n");
    return 2;
  }
  fmt::print("{}\n", good ? "all proven, every injected fault found" : "FAILED");
  return good ? 0 : 1;
}

}  // namespace
}  // namespace gatewright

int main(int argc, char** argv) {
  return gatewright::Main(std::vector<std::string>(argv + 1, argv + argc));
}
