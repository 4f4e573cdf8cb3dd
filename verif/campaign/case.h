// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generator/design/design.h"
#include "verif/faults/injected_fault.h"
#include "verif/model/session.h"

namespace gatewright {

/// Frames, and how the outside world behaves while they are played.
struct CaseSession {
  StallProfile profile;
  std::vector<int16_t> x;    ///< [steps][inputs], format A
  std::vector<bool> starts;  ///< [steps]
  int64_t max_cycles = 0;    ///< the session is cut by a reset there; 0 = it ends with its frames
  /// Written into the registers first.
  std::optional<Thresholds> thresholds;
  /// Written between two frames; in the order of their steps, from 1 on.
  std::vector<ThresholdChange> changes;
  int steps() const { return static_cast<int>(starts.size()); }
};

/// A design with everything that is played on it: all that a failure needs to be seen again.
struct Case {
  std::string name;                     ///< "r17"
  std::string design;                   ///< a design file's text
  std::string directory = ".";          ///< where paths in it start
  std::optional<FloatNetwork> network;  ///< weights; empty = as the design says
  uint64_t init_seed = 1;               ///< of what registers and memories hold before reset
  std::vector<CaseSession> sessions;
  std::vector<InjectedFault> faults;  ///< in the emitted RTL, to see that they are found
  std::string failure;                ///< what was seen, empty when nothing was
};

/// The case without what `design`, made from it, took from files or chose itself: weights and
/// formats stand in it.
Case SelfContained(const Case& which, const Design& design);

/// The design of a case. Errors: the text is no legal design, or one of MakeDesign's.
Result<Design> MakeCaseDesign(const Case& which);

/// The sessions of a case fit its design: frames as wide as its input, values of format A,
/// thresholds only where registers take them, as many as layers. Errors: what does not fit.
Status CheckCase(const Case& which, const Design& design);

/// Numbers of a session as the simulation and the models take them.
Session MakeSession(const Plan& plan, const CaseSession& session);

/// What is played on a random design: a session cut by a reset at a random cycle, one without
/// stalls, two with random stalls, invalid frames and starts; thresholds are written before those
/// with stalls, and changed within the last, where the design has registers for them.
std::vector<CaseSession> RandomSessions(const Plan& plan, uint64_t seed);

/// Reads a case file: a design file with a table [case] (docs/verify_a_design.md). Errors: broken
/// TOML, a key of [case] that is missing, unknown or of the wrong type or size.
Result<Case> ReadCase(const std::string& path);
Result<Case> ReadCaseText(const std::string& text, const std::string& file_name);

/// The text of a case file; the network stands in it in full.
std::string WriteCase(const Case& which);

/// The file holds a case rather than a design alone.
bool HasCase(const std::string& text);

}  // namespace gatewright
