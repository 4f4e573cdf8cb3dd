// SPDX-License-Identifier: Apache-2.0
// Proves every property of verif/formal, complete, and shows of each proof that it breaks on
// faults injected in the RTL.
//
//   prove_formal [--bound CYCLES] [PART_OF_NAME ...]     default: all; takes minutes
//
// Prints a table in Markdown. With --bound every run of that many cycles is checked by yosys-smtbmc
// and z3 as well.
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
      return "proven";
    case Verdict::kBroken:
      return fmt::format("BROKEN after {} cycles", outcome->cycles);
    case Verdict::kUndecided:
      return "UNDECIDED";
  }
  return "";
}

bool Is(const Result<FormalOutcome>& outcome, Verdict verdict) {
  return outcome && outcome->verdict == verdict;
}

/// One proof with its injected faults, a row of the table; true when all is as it should be.
bool Run(const FormalProof& proof, int bound) {
  const Result<FormalOutcome> outcome = Prove(proof);
  bool good = Is(outcome, Verdict::kProven);
  double seconds = outcome ? outcome->seconds : 0;
  std::string what = Describe(outcome);
  if (bound > 0) {
    const Result<FormalOutcome> bounded = CheckBounded(proof, bound);
    const bool holds = Is(bounded, Verdict::kProven);
    what += ", by z3 " + (holds ? fmt::format("in runs of {} cycles", bound) : Describe(bounded));
    if (bounded) seconds += bounded->seconds;
    good &= holds;
  }
  size_t found = 0;
  for (const InjectedFault& fault : proof.faults) {
    const Result<FormalOutcome> injected = Prove(proof, &fault);
    if (injected) seconds += injected->seconds;
    if (Is(injected, Verdict::kBroken)) {
      ++found;
    } else {
      what += fmt::format("; NOT FOUND: {} ({})", fault.name, Describe(injected));
    }
  }
  good &= found == proof.faults.size();
  fmt::print("| {} | `{}` | {} | {} | {} | {} of {} | {:.1f} |\n", proof.name, proof.module, what,
             outcome ? outcome->registers : 0, outcome ? outcome->frames : 0, found,
             proof.faults.size(), seconds);
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
  fmt::print(
      "| proof | module | what holds | registers | depth | injected faults found | seconds |\n"
      "|---|---|---|---|---|---|---|\n");
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
    fmt::print("\nno proof has such a name\n");
    return 2;
  }
  fmt::print("\n{}\n", good ? "All proven, every injected fault found." : "FAILED");
  return good ? 0 : 1;
}

}  // namespace
}  // namespace gatewright

int main(int argc, char** argv) {
  return gatewright::Main(std::vector<std::string>(argv + 1, argv + argc));
}
