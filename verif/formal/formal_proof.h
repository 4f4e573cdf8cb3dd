// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "generator/base/diagnostic.h"
#include "rtl_templates/templates.h"
#include "verif/faults/injected_fault.h"

namespace gatewright {

/// A property of the RTL for every input, in runs of any length: a harness (verif/formal/*.sv)
/// states it with assertions about a module, and assumes of its surroundings what the module's
/// header does.
struct FormalProof {
  std::string name;                                     ///< "event queue, frames of two candidates"
  std::string module;                                   ///< "gw_event_queue"
  std::string harness;                                  ///< top of the harness: "event_queue"
  std::vector<std::string> modules;                     ///< templates it stands on, without gw_
  std::vector<std::pair<std::string, int>> parameters;  ///< of the harness
  std::string property;                                 ///< what is proven, in words
  std::vector<InjectedFault> faults;                    ///< faults it must find, one at least
  std::vector<std::string> defines = {};                ///< macros of the harness
  std::vector<RtlTemplate> written = {};  ///< modules, and a harness, that the tool writes
  bool quick = true;                      ///< a second or so: part of the suite
};

/// What became of a proof.
struct FormalOutcome {
  enum class Verdict {
    kProven,     ///< no reachable state and no input breaks an assertion: complete, no bound
    kBroken,     ///< an assertion fails
    kUndecided,  ///< time ran out
  };
  Verdict verdict = Verdict::kUndecided;
  int cycles = 0;      ///< kBroken: of the run that breaks it, reset included
  int frames = 0;      ///< kProven: depth at which the invariant closed; 0: found before any search
  int registers = 0;   ///< bits of state of harness and module after reduction
  double seconds = 0;  ///< of all tools
};

/// Every proof, in the order of the path through the engine.
std::vector<FormalProof> FormalProofs();

/// Proves one, or shows that an injected fault breaks it: Yosys makes a circuit of harness and
/// module (memories as registers, what is not reset free), yosys-abc looks for an invariant or for
/// a run that breaks an assertion by property-directed reachability. `max_seconds` bounds that
/// search. Errors: tools that are missing or fail, a fault whose text does not stand in its module
/// once.
Result<FormalOutcome> Prove(const FormalProof& proof, const InjectedFault* fault = nullptr,
                            int max_seconds = 600);

/// The same question to other tools, with a bound: does a run of `cycles` cycles break an
/// assertion? yosys-smtbmc and z3 answer. kProven here means: none of that length does.
Result<FormalOutcome> CheckBounded(const FormalProof& proof, int cycles,
                                   const InjectedFault* fault = nullptr);

}  // namespace gatewright
