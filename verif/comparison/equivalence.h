// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/compress/int_network.h"
#include "generator/plan/plan.h"
#include "sim/simulation.h"
#include "verif/model/cycle_model.h"
#include "verif/model/reference.h"
#include "verif/model/session.h"

namespace gatewright {

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
/// the moment of the snapshot, ERROR with the invalid frames that were sent; and that clearing
/// cleared.
void CompareCounters(const Plan& plan, const Trace& trace, Equivalence* result);

/// The comparison alone, for a trace and prediction made before.
Equivalence Compare(const Plan& plan, const Session& session, const Trace& trace,
                    const CyclePrediction& prediction, const Observed& observed);

}  // namespace gatewright
