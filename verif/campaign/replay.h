// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "verif/campaign/case_run.h"
#include "verif/campaign/locate.h"

namespace gatewright {

/// What a case shows when it is played again.
struct Replay {
  CaseFailure failure;              ///< none: all held
  std::optional<FirstWrong> where;  ///< of a session that failed in sums or outputs
};

/// Builds the case with its faults and plays its sessions up to the first failure, looking into the
/// cell lanes. With `waves` FST waves of the sessions are written to that file.
Replay ReplayCase(const Case& which, const std::string& waves = "");

/// Writes `small`, what Shrink made of `which`, with what it shows as comments at its head; where
/// it does not fail as `which` did when it is played again, `which` itself. Returns what the file
/// shows. Errors: the file.
Result<Replay> SaveCase(const Case& which, const Case& small, const CaseFailure& failure,
                        const std::string& path);

/// In lines: what failed, the first wrong value, what happened last before it.
std::vector<std::string> Describe(const Replay& replay);

/// The same as comments at the head of a case file.
std::string Explanation(const Replay& replay);

}  // namespace gatewright
