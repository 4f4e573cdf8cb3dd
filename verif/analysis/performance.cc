// SPDX-License-Identifier: Apache-2.0
// Cycles a step and their lower bound.
#include "verif/analysis/performance.h"

#include <algorithm>
#include <numeric>

#include "generator/base/bits.h"
#include "generator/base/ceil_div.h"
#include "verif/model/cycle_model.h"
#include "verif/model/session.h"

namespace gatewright {
namespace {

/// Latency over the steps of `x`, frames far apart.
void MeasureLatency(const Plan& plan, const std::vector<int16_t>& x,
                    const std::vector<bool>& starts, const Trace& trace, Performance* result) {
  Session session = MakeSession(plan, x, starts, StallProfile{});
  int64_t far = 500 + plan.slots;
  for (const LayerPlan& layer : plan.layers) far += layer.max_cycles() + plan.beats_out;
  for (size_t b = static_cast<size_t>(plan.beats_in); b < session.script.beats.size();
       b += static_cast<size_t>(plan.beats_in)) {
    session.script.beats[b].gap = static_cast<int>(far);
  }
  session.script.max_cycles += far * static_cast<int64_t>(starts.size());
  const CyclePrediction prediction = PredictCycles(plan, session.script, trace);
  int64_t sum = 0;
  for (size_t t = 1; t < prediction.steps.size(); ++t) {
    if (starts[t]) continue;
    const int64_t latency = prediction.steps[t].last_result - prediction.steps[t].accepted;
    sum += latency;
    result->latency_max = std::max(result->latency_max, latency);
    ++result->latency_steps;
  }
  if (result->latency_steps > 0) {
    result->latency_mean = static_cast<double>(sum) / static_cast<double>(result->latency_steps);
  }
}

/// The most work a step can have: every element an event.
void MeasureWorstCase(const Plan& plan, Performance* result) {
  constexpr int kSteps = 12;
  // Between these every step is like the one before: the last ones have no next frame beside them.
  constexpr size_t kFirst = 3;
  constexpr size_t kLast = 9;
  // Inputs that swing over the whole range are events at any threshold.
  std::vector<int16_t> x;
  for (int t = 0; t < kSteps; ++t) {
    const int64_t value = t % 2 == 0 ? plan.formats.state.max() : plan.formats.state.min();
    x.insert(x.end(), static_cast<size_t>(plan.inputs), static_cast<int16_t>(value));
  }
  std::vector<bool> starts(kSteps, false);
  starts[0] = true;
  Trace trace;
  trace.steps = kSteps;
  for (const LayerPlan& layer : plan.layers) {
    trace.h.emplace_back(static_cast<size_t>(kSteps * layer.units), int16_t{1});
  }
  MarkNonZero(plan, x, starts, &trace);
  const Session session = MakeSession(plan, x, starts, StallProfile{});
  const std::vector<StepTiming> steps = PredictCycles(plan, session.script, trace).steps;
  result->worst_interval = static_cast<double>(steps[kLast].sent - steps[kFirst].sent) /
                           static_cast<double>(kLast - kFirst);
  Performance apart;
  MeasureLatency(plan, x, starts, trace, &apart);
  result->worst_latency = apart.latency_max;
}

/// Words of a step in which every element is an event, the mean array.
void AddAllEvents(const Plan& plan, Performance* result) {
  for (const LayerPlan& layer : plan.layers) {
    const double rows = static_cast<double>(layer.gates) * CeilDiv(layer.units, plan.pes);
    for (const MatrixPlan* matrix : {&layer.x, &layer.h}) {
      result->dense_words += matrix->columns * rows / plan.arrays;
      for (int j = 0; j < matrix->columns; ++j) {
        result->stored_words += static_cast<double>(matrix->words(j)) / plan.arrays;
      }
    }
  }
}

}  // namespace

Performance MeasurePerformance(const Plan& plan, const IntNetwork& network,
                               const std::vector<int16_t>& x, const std::vector<bool>& starts,
                               const Trace& trace, int latency_steps) {
  Performance result;
  const Session session = MakeSession(plan, x, starts, StallProfile{});
  const CyclePrediction prediction = PredictCycles(plan, session.script, trace);
  result.steps = static_cast<int64_t>(prediction.steps.size());
  const size_t first = std::min(starts.size(), static_cast<size_t>(latency_steps));
  MeasureLatency(plan, {x.begin(), x.begin() + static_cast<int64_t>(first) * plan.inputs},
                 {starts.begin(), starts.begin() + static_cast<int64_t>(first)}, trace, &result);
  MeasureWorstCase(plan, &result);
  AddAllEvents(plan, &result);
  if (result.steps < 2) return result;
  const double intervals = static_cast<double>(result.steps - 1);
  result.interval =
      static_cast<double>(prediction.steps.back().sent - prediction.steps.front().sent) / intervals;
  const NecessaryWork work = CountNecessaryWork(plan, network, trace);
  result.bound = static_cast<double>(work.cycles) / intervals;
  const std::vector<int64_t>& words = prediction.array_words;
  const int64_t total = std::accumulate(words.begin(), words.end(), int64_t{0});
  const int64_t most = *std::max_element(words.begin(), words.end());
  result.words = static_cast<double>(total) / static_cast<double>(result.steps);
  if (most > 0) {
    result.balance = static_cast<double>(total) /
                     (static_cast<double>(words.size()) * static_cast<double>(most));
  }
  for (const LayerPlan& layer : plan.layers) {
    result.read_cycles += static_cast<double>(layer.groups) * layer.interval;
  }
  for (const int64_t array : work.array_words) {
    result.array_words.push_back(static_cast<double>(array) / intervals);
  }
  result.macs = static_cast<double>(work.macs) / intervals;
  result.useful_share = result.macs / (static_cast<double>(plan.arrays) * plan.pes *
                                       (result.interval - result.read_cycles));
  return result;
}

}  // namespace gatewright
