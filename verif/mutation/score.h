// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "verif/campaign/case_run.h"
#include "verif/mutation/mutants.h"

namespace gatewright {

/// What became of a mutant.
enum class MutantFate {
  kKilled,      ///< a session failed
  kEquivalent,  ///< proven to do what the original does
  kSurvived,    ///< neither
};

struct MutantResult {
  std::string design;  ///< its name
  Mutant mutant;
  MutantFate fate = MutantFate::kSurvived;
  std::string check;  ///< that killed it: values, cycles, protocol, ...
  int session = -1;   ///< in which
};

/// Mutants of one module, or of several.
struct MutationCount {
  int mutants = 0, killed = 0, equivalent = 0, survived = 0;
  /// Killed of those not proven equivalent, 0..1.
  double score() const {
    const int real = mutants - equivalent;
    return real == 0 ? 1.0 : static_cast<double>(killed) / real;
  }
  void Add(const MutationCount& other);
};

/// One mutant as a count.
MutationCount CountOf(const MutantResult& result);

struct MutationScore {
  std::vector<MutantResult> results;  ///< design by design, in the order of their numbers
  MutationCount total;
  std::map<std::string, MutationCount> modules;
  /// Adds what another design gave.
  void Add(MutationScore other);
};

struct MutationOptions {
  int each = 30;      ///< mutants of a module, or all it could have
  uint64_t seed = 1;  ///< of the mutants and of the sessions
  int groups = 3;     ///< RandomSessions played, from seed on
  int jobs = 0;       ///< threads; 0 = one a core
};

/// Told what is done and how much of it, 0..1.
using MutationObserver = std::function<void(const std::string& what, double done)>;

/// Injects mutants into the design of `which`, all in one simulation, and plays sessions on each
/// until one fails: those of the case, then random ones. What sees them is what `verify` compares:
/// output elements, stream rules, cycles, registers, accumulators and cell states at the end. Those
/// that no session sees go to MutantProofs. Errors: those of the tools;
/// the design fails without a mutant.
Result<MutationScore> ScoreMutants(const Case& which, const MutationOptions& options,
                                   const MutationObserver& observe = nullptr);

}  // namespace gatewright
