// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "generator/compress/int_network.h"
#include "generator/plan/plan.h"
#include "sim/script.h"
#include "verif/model/reference.h"

namespace gatewright {

/// How the outside world behaves in a session.
struct StallProfile {
  int gap_percent = 0;            ///< share of input beats that come late
  int max_gap = 8;                ///< ... by 1 to this many cycles
  int ready_percent = 100;        ///< share of cycles with tready on the output
  int invalid_frame_percent = 0;  ///< share of frames preceded by one of the wrong length
  uint64_t seed = 1;
};

/// Frames and the script that plays them.
struct Session {
  Script script;
  std::vector<int16_t> x;    ///< valid frames [steps][inputs], format A
  std::vector<bool> starts;  ///< what the engine must take as starts, [steps]
  /// Thresholds that the registers are given before the first beat; empty = those of the design.
  std::optional<Thresholds> thresholds;
  std::vector<ThresholdChange> changes;  ///< in the order of their steps, none of step 0
};

/// Makes the beats of `x` [steps][inputs] with sequence starts `starts`, stalled as the profile
/// says; unused lanes of last beats hold random values, invalid frames are too short or too long
/// and may carry a start, which then stays pending. The first valid frame is a start in any case.
Session MakeSession(const Plan& plan, const std::vector<int16_t>& x,
                    const std::vector<bool>& starts, const StallProfile& profile);

/// Thresholds for a session, written into the registers: only for designs with a register block and
/// delta or similarity events.
void UseThresholds(const Plan& plan, const Thresholds& thresholds, Session* session);

/// Thresholds written between two frames, or before the last `change.ahead` beats of those before:
/// fewer than a frame has. In force from valid frame `change.step` on (1 or more, and more than
/// those of the changes before it).
void ChangeThresholds(const Plan& plan, const ThresholdChange& change, Session* session);

/// The script as it was played: what the changes of registers took counts as gaps.
Script AsPlayed(const Script& script, const Observed& observed);

/// What a session holds against the engine.
struct Disturbances {
  int late_beats = 0;      ///< input beats that come late
  int invalid_frames = 0;  ///< frames of the wrong length
  int starts = 0;          ///< steps that start a sequence
};
Disturbances CountDisturbances(const Plan& plan, const Session& session);

/// RunReference of the frames of a session, under the thresholds it writes.
Trace RunReference(const IntNetwork& network, const Session& session);

}  // namespace gatewright
