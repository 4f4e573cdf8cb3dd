// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "generator/base/process.h"
#include "generator/design/design.h"
#include "sim/build.h"
#include "sim/simulation.h"
#include "verif/campaign/case.h"
#include "verif/campaign/functional_coverage.h"
#include "verif/campaign/rtl_coverage.h"

namespace gatewright {

/// What a case failed at.
struct CaseFailure {
  /// legal, emit, fault, lint, icarus, bench, compile: of the design; protocol, values, cycles,
  /// error flag: of a session. Empty when all held.
  std::string check;
  std::string what;  ///< in words: step, layer, unit, values
  int session = -1;  ///< index of the session, -1: none
  explicit operator bool() const { return !check.empty(); }
  /// "session 2, values: step 3 layer 0 unit 1: expected 7, got 8"
  std::string ToString() const;
};

/// What is done with a case beside playing its sessions.
struct CaseOptions {
  bool lint = true;     ///< verilator -Wall must be silent
  bool icarus = true;   ///< Icarus must read the design and run its bench (four-state), if small
  SimBuildOptions sim;  ///< waves, probe, coverage
};

/// A case whose design is emitted, with its faults, into a folder of its own, removed with it.
struct EmittedCase {
  Design design;
  ScratchFolder scratch;
  std::string tree() const { return scratch.path() + "/out"; }
};
/// Generates, emits and injects. The failure (legal, emit, fault), or none and `emitted`.
CaseFailure EmitCase(const Case& which, std::unique_ptr<EmittedCase>* emitted);

/// A case whose design is compiled. Lives in a folder of its own, removed with it.
class BuiltCase {
 public:
  const Design& design() const { return emitted_->design; }
  Simulation* simulation() { return simulation_.get(); }
  /// The emitted tree.
  std::string tree() const { return emitted_->tree(); }
  /// Registers and memories as they woke up at first; what sessions left is gone.
  void Reload();
  /// Plays a session against the models.
  Equivalence Play(const CaseSession& session);
  /// The bench ran in Icarus.
  bool ran_in_icarus() const { return ran_in_icarus_; }

 private:
  friend CaseFailure BuildCase(const Case&, const CaseOptions&, std::unique_ptr<BuiltCase>*);
  CaseFailure Check(const CaseOptions& options);
  CaseFailure Compile(const Case& which, const CaseOptions& options);

  std::unique_ptr<EmittedCase> emitted_;
  std::string library_;
  uint32_t init_seed_ = 1;
  std::unique_ptr<Simulation> simulation_;
  bool ran_in_icarus_ = false;
};

/// Generates the design, emits it, injects the faults of the case, has it linted and read by the
/// other tools, runs its bench and compiles it. The failure, or none and `built`.
CaseFailure BuildCase(const Case& which, const CaseOptions& options,
                      std::unique_ptr<BuiltCase>* built);

/// What a comparison found, as a failure; none when all held.
CaseFailure FailureOf(const Equivalence& result, int session);

/// What became of a case.
struct CaseResult {
  CaseFailure failure;  ///< the first one
  int64_t steps = 0;    ///< output frames compared
  int64_t elements = 0;
  int64_t cycles = 0;          ///< simulated
  bool icarus = false;         ///< the bench ran in Icarus
  FunctionalCoverage covered;  ///< of the design and of the sessions that held
  RtlCoverage rtl;             ///< with CaseOptions::sim.coverage
};

/// Builds the case and plays its sessions, or RandomSessions(`seed`) where it has none, which are
/// then put into `which`. Ends at the first failure.
CaseResult RunCase(Case* which, uint64_t seed, const CaseOptions& options);

}  // namespace gatewright
