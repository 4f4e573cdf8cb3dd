// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "generator/compress/int_network.h"
#include "generator/plan/plan.h"
#include "verif/model/reference.h"

namespace gatewright {

/// Cycles of a design on given input, from the cycle model, beside what could be reached.
struct Performance {
  int64_t steps = 0;        ///< steps of the throughput run
  double interval = 0;      ///< mean cycles between output tlasts, input always valid, output
                            ///< always ready
  double bound = 0;         ///< lower bound of the same, per step (CountNecessaryWork)
  double words = 0;         ///< mean weight words of a step, all arrays
  double balance = 1;       ///< words of the mean array / words of the busiest one
  double read_cycles = 0;   ///< mean cycles of a step taken by accumulator reads
  double useful_share = 0;  ///< multiply-accumulates of stored weights (no padding) / PE-cycles of
                            ///< the column phase (interval without accumulator reads)
  double latency_mean = 0;  ///< accepted tlast -> last result, recurrent phase idle
  int64_t latency_max = 0;
  int64_t latency_steps = 0;
  double macs = 0;  ///< multiply-accumulates of stored weights that must fall in it, per step
  std::vector<double> array_words;  ///< mean weight words of a step in each array, same steps
  double dense_words = 0;     ///< words of a step per array if every weight and element counted
  double stored_words = 0;    ///< the same with stored weights only, every element an event
  double worst_interval = 0;  ///< cycles of a step in which every element is an event
  int64_t worst_latency = 0;  ///< latency of such a step
};

/// Runs the cycle model over `x` [steps][inputs] without stalls; latency over the first
/// `latency_steps` of them with frames far apart. `trace` is the reference's output for them.
Performance MeasurePerformance(const Plan& plan, const IntNetwork& network,
                               const std::vector<int16_t>& x, const std::vector<bool>& starts,
                               const Trace& trace, int latency_steps);

}  // namespace gatewright
