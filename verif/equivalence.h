#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generator/compress/int_network.h"
#include "generator/plan/plan.h"
#include "sim/script.h"
#include "sim/simulation.h"
#include "verif/cycle_model.h"
#include "verif/reference.h"

namespace gatewright {

/// How the outside world behaves in a session.
struct StallProfile {
  int gap_percent = 0;        ///< share of input beats that come late
  int max_gap = 8;            ///< ... by 1 to this many cycles
  int ready_percent = 100;    ///< share of cycles with tready on the output
  int bad_frame_percent = 0;  ///< share of frames preceded by one of the wrong length
  uint64_t seed = 1;
};

/// Frames and the script that plays them.
struct Session {
  Script script;
  std::vector<int16_t> x;    ///< good frames [steps][inputs], format A
  std::vector<bool> starts;  ///< what the engine must take as starts, [steps]
  /// Thresholds that the registers are given before the first beat; empty = those of the design.
  std::optional<Thresholds> thresholds;
  std::vector<ThresholdChange> changes;  ///< in the order of their steps, none of step 0
};

/// Makes the beats of `x` [steps][inputs] with sequence starts `starts`, stalled as the profile
/// says; unused lanes of last beats hold random values, bad frames are too short or too long and
/// may carry a start, which then stays pending. The first good frame is a start in any case.
Session MakeSession(const Plan& plan, const std::vector<int16_t>& x,
                    const std::vector<bool>& starts, const StallProfile& profile);

/// Thresholds for a session, written into the registers: only for designs with a register block and
/// delta or similarity events.
void UseThresholds(const Plan& plan, const Thresholds& thresholds, Session* session);

/// Thresholds written between two frames, or before the last `change.ahead` beats of those before:
/// fewer than a frame has. In force from good frame `change.step` on (1 or more, and more than
/// those of the changes before it).
void ChangeThresholds(const Plan& plan, const ThresholdChange& change, Session* session);

/// The script as it was played: what the changes of registers took counts as gaps.
Script AsPlayed(const Script& script, const Observed& observed);

/// Plan and network as if the design had been made with these thresholds.
void SetThresholds(const Thresholds& thresholds, Plan* plan, IntNetwork* network);

/// What a session holds against the engine.
struct Disturbances {
  int late_beats = 0;  ///< input beats that come late
  int bad_frames = 0;  ///< frames of the wrong length
  int starts = 0;      ///< steps that start a sequence
};
Disturbances CountDisturbances(const Plan& plan, const Session& session);

/// What a comparison found.
struct Equivalence {
  int64_t steps = 0;          ///< output frames compared
  int64_t elements = 0;       ///< output elements compared
  int64_t cells = 0;          ///< final cell states compared
  int64_t sums = 0;           ///< accumulators compared after the last recurrent phase
  int64_t counters = 0;       ///< counters of the registers compared, at rest
  int64_t mismatches = 0;     ///< of outputs, cell states, accumulators and counters
  bool cycles_equal = true;   ///< every predicted cycle was the simulated one
  std::string first_failure;  ///< empty when all held: step, unit, values, or cycle
  Observed observed;
  CyclePrediction prediction;
  bool ok() const { return first_failure.empty(); }
};

/// Plays the session in the simulation and compares outputs, final cell state (when the session
/// ran to its end), frame error and cycles with the reference and the cycle model.
Equivalence CheckEquivalence(const Plan& plan, const IntNetwork& network, const Session& session,
                             Simulation* simulation);

/// Compares the accumulators at rest (Observed::sums) with RestingSums: the last recurrent phase,
/// and with it the last h of every layer.
void CompareSums(const Plan& plan, const std::vector<std::vector<int64_t>>& expected,
                 Equivalence* result);

/// Compares the counters of the registers (Observed::counters) with PredictCounters, CYCLES with
/// the moment of the snapshot, ERROR with the bad frames that were sent; and that clearing cleared.
void CompareCounters(const Plan& plan, const Trace& trace, Equivalence* result);

/// The comparison alone, for a trace and prediction made before.
Equivalence Compare(const Plan& plan, const Session& session, const Trace& trace,
                    const CyclePrediction& prediction, const Observed& observed);

}  // namespace gatewright
