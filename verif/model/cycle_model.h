// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "generator/plan/plan.h"
#include "sim/script.h"
#include "verif/model/reference.h"

namespace gatewright {

/// Where the cycles of one step went.
struct StepTiming {
  int64_t accepted = 0;      ///< cycle in which the frame's tlast was accepted
  int64_t last_result = 0;   ///< cycle in which its last result was ready
  int64_t sent = 0;          ///< cycle in which its output tlast left
  bool idle_before = false;  ///< nothing was left to do when tlast was accepted
};

/// Cycles in which something had to wait.
struct Waits {
  int64_t queue_full = 0;    ///< the input, for room in the event queues
  int64_t output_full = 0;   ///< the phase of the last layer, for room in the output buffer
  int64_t skip_for_out = 0;  ///< a frame to be skipped, for the same
};

/// Exact prediction of a run: what Observed must say about cycles, and where they went.
struct CyclePrediction {
  std::vector<int64_t> input_last_cycle;
  std::vector<StepTiming> steps;  ///< valid frames whose output left
  bool frame_error = false;
  int64_t cycles = 0;
  std::vector<int64_t> array_words;  ///< weight words processed by each array
  Waits waits;
  int64_t read_cycles = 0;  ///< issue cycles spent on accumulator reads and arming
};

/// The cycle model: the engine's control, cycle by cycle, without any arithmetic
/// (docs/engine.md). `trace` tells which outputs of all valid frames in the script, in order, are
/// events; those of the input follow from the beats, invalid frames included. Equal to simulation
/// in every cycle it reports.
CyclePrediction PredictCycles(const Plan& plan, const Script& script, const Trace& trace);

/// Work that must be done between the last result of the first step of `trace` and that of its
/// last one, whatever the schedule.
struct NecessaryWork {
  int64_t cycles = 0;  ///< words of the busiest array, and the accumulator reads that stop them all
  int64_t macs = 0;    ///< multiply-accumulates with weights of real rows, padding left out
  std::vector<int64_t> array_words;  ///< weight words of each array
};

/// Weights that are stored of each column of a matrix, [columns], what only fills words left out:
/// every row (dense), BLEN a PE or what its rows give (cbtd), what is not zero (unstructured), the
/// real rows of the stored blocks (hcgs).
std::vector<int> UsefulWeights(const Plan& plan, const LayerPlan& place, const IntLayer& layer,
                               bool recurrent);

/// The lower bound of a run (docs/engine.md): the reads of all steps but the first and the words of
/// events that cannot have been processed before: x and inter-layer events from the third step and
/// the second step on, recurrent events of all steps but the first and the last. No pipeline delay
/// is counted, so it can never be beaten.
NecessaryWork CountNecessaryWork(const Plan& plan, const IntNetwork& network, const Trace& trace);

}  // namespace gatewright
