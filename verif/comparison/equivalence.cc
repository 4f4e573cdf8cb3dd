// SPDX-License-Identifier: Apache-2.0
// Holds what a simulation showed against what the reference and the cycle model say.
#include "verif/comparison/equivalence.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "verif/model/counters.h"

namespace gatewright {
namespace {

std::string Where(const Plan& plan, const Observed& observed, size_t step, int unit, int want,
                  int got) {
  return fmt::format(
      "step {} layer {} unit {}: expected {}, got {} (tlast in cycle {})", step,
      plan.layers.size() - 1, unit, want, got,
      step < observed.output_last_cycle.size() ? observed.output_last_cycle[step] : -1);
}

void CompareFrames(const Plan& plan, const Session& session, const Trace& trace,
                   Equivalence* result) {
  const Observed& observed = result->observed;
  const size_t last = plan.layers.size() - 1;
  const auto compare = [&](const std::vector<int16_t>& frame, size_t step) {
    const int16_t* want = trace.output(last, static_cast<int>(step), plan.outputs);
    for (size_t u = 0; u < frame.size(); ++u) {
      ++result->elements;
      if (frame[u] == want[u]) continue;
      if (result->mismatches++ == 0 && result->first_failure.empty()) {
        result->first_failure = Where(plan, observed, step, static_cast<int>(u), want[u], frame[u]);
      }
    }
  };
  const size_t wanted = static_cast<size_t>(session.script.stop_after_frames);
  for (size_t t = 0; t < observed.frames.size() && t < wanted; ++t) {
    compare(observed.frames[t], t);
    const bool skipped = trace.events.modes[t] == StepMode::kSkip;
    if (observed.repeated[t] == skipped) continue;
    ++result->mismatches;
    if (result->first_failure.empty()) {
      result->first_failure =
          fmt::format("tuser of the output frame of step {}: expected {}, got {}", t, skipped,
                      observed.repeated[t]);
    }
  }
  result->steps = static_cast<int64_t>(observed.frames.size());
  if (observed.frames.size() < wanted) compare(observed.unfinished, observed.frames.size());
}

void CompareCells(const Plan& plan, const Trace& trace, Equivalence* result) {
  if (result->observed.cell.empty()) return;  // nothing inside was looked at
  for (size_t k = 0; k < trace.c.size(); ++k) {
    const LayerPlan& layer = plan.layers[k];
    for (int u = 0; u < layer.units; ++u) {
      const size_t word =
          static_cast<size_t>(layer.cell_base) + static_cast<size_t>(u / plan.lanes);
      const int32_t got = result->observed.cell[word][static_cast<size_t>(u % plan.lanes)];
      const int32_t want = trace.c[k][static_cast<size_t>(u)];
      ++result->cells;
      if (got == want) continue;
      ++result->mismatches;
      if (result->first_failure.empty()) {
        result->first_failure = fmt::format(
            "final cell state of layer {} unit {}: expected {}, got {}", k, u, want, got);
      }
    }
  }
}

/// Index of the first difference, or -1.
int64_t FirstDifference(const std::vector<int64_t>& a, const std::vector<int64_t>& b) {
  const size_t both = std::min(a.size(), b.size());
  for (size_t i = 0; i < both; ++i) {
    if (a[i] != b[i]) return static_cast<int64_t>(i);
  }
  return a.size() == b.size() ? -1 : static_cast<int64_t>(both);
}

void CompareCycles(Equivalence* result) {
  const Observed& observed = result->observed;
  const CyclePrediction& prediction = result->prediction;
  std::vector<int64_t> sent;
  for (const StepTiming& step : prediction.steps) sent.push_back(step.sent);
  const auto describe = [&](const char* what, const std::vector<int64_t>& predicted,
                            const std::vector<int64_t>& seen) {
    const int64_t i = FirstDifference(predicted, seen);
    if (i < 0) return;
    result->cycles_equal = false;
    const auto at = [i](const std::vector<int64_t>& list) {
      return static_cast<size_t>(i) < list.size() ? list[static_cast<size_t>(i)] : int64_t{-1};
    };
    if (result->first_failure.empty()) {
      result->first_failure = fmt::format("cycle of {} {}: predicted {}, simulated {}", what, i,
                                          at(predicted), at(seen));
    }
  };
  describe("input tlast", prediction.input_last_cycle, observed.input_last_cycle);
  describe("output tlast", sent, observed.output_last_cycle);
  describe("the end, run", {prediction.cycles}, {observed.cycles});
}

}  // namespace

Equivalence Compare(const Plan& plan, const Session& session, const Trace& trace,
                    const CyclePrediction& prediction, const Observed& observed) {
  Equivalence result;
  result.observed = observed;
  result.prediction = prediction;
  result.first_failure = observed.protocol_error;
  CompareFrames(plan, session, trace, &result);
  const bool complete =
      static_cast<int64_t>(observed.frames.size()) == session.script.stop_after_frames;
  if (complete) CompareCells(plan, trace, &result);
  CompareCycles(&result);
  if (prediction.frame_error != observed.frame_error && result.first_failure.empty()) {
    result.first_failure = fmt::format("frame_error_o: expected {}, got {}", prediction.frame_error,
                                       observed.frame_error);
  }
  return result;
}

void CompareSums(const Plan& plan, const std::vector<std::vector<int64_t>>& expected,
                 Equivalence* result) {
  if (result->observed.sums.empty()) return;
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    const LayerPlan& layer = plan.layers[k];
    for (int row = 0; row < layer.interval * layer.units; ++row) {
      const int unit = row % layer.units;
      const size_t pe = static_cast<size_t>(unit % plan.pes);
      const size_t slot = static_cast<size_t>(layer.slot(row / layer.units, unit, plan.pes));
      const int64_t want = expected[k][static_cast<size_t>(row)];
      const int64_t got = result->observed.sums[pe][slot];
      ++result->sums;
      if (got == want) continue;
      ++result->mismatches;
      if (result->first_failure.empty()) {
        result->first_failure =
            fmt::format("accumulator at rest of layer {} gate {} unit {}: expected {}, got {}", k,
                        row / layer.units, unit, want, got);
      }
    }
  }
}

void CompareCounters(const Plan& plan, const Trace& trace, Equivalence* result) {
  const Observed& seen = result->observed;
  if (seen.counters.empty()) return;
  const uint32_t error = result->prediction.frame_error ? 1 : 0;
  if ((seen.error_register != error || seen.cleared_error_register != 0) &&
      result->first_failure.empty()) {
    result->first_failure =
        fmt::format("register ERROR: expected {}, got {}, and {} after it was cleared", error,
                    seen.error_register, seen.cleared_error_register);
  }
  if (trace.saturations.output + trace.saturations.head != 0 && result->first_failure.empty()) {
    result->first_failure = "outputs saturate, which registers do not count: docs/registers.md";
  }
  std::map<std::string, int64_t> expected = PredictCounters(plan, trace);
  expected["CYCLES"] = result->observed.snapshot_cycle;
  for (const CounterReading& reading : result->observed.counters) {
    const int64_t want = expected.at(reading.name);
    ++result->counters;
    if (reading.value == static_cast<uint64_t>(want)) continue;
    ++result->mismatches;
    if (result->first_failure.empty()) {
      result->first_failure =
          fmt::format("counter {}: expected {}, got {}", reading.name, want, reading.value);
    }
  }
  for (const CounterReading& reading : seen.cleared_counters) {
    const int64_t want = reading.name == "CYCLES" ? seen.cycles_since_clear : 0;
    if (reading.value == static_cast<uint64_t>(want)) continue;
    ++result->mismatches;
    if (result->first_failure.empty()) {
      result->first_failure = fmt::format("counter {} after it was cleared: expected {}, got {}",
                                          reading.name, want, reading.value);
    }
  }
}

Equivalence CheckEquivalence(const Plan& plan, const IntNetwork& network, const Session& session,
                             Simulation* simulation) {
  const Trace trace = RunReference(network, session);
  const Observed observed = simulation->Run(session.script);
  const CyclePrediction prediction = PredictCycles(plan, AsPlayed(session.script, observed), trace);
  Equivalence result = Compare(plan, session, trace, prediction, observed);
  CompareSums(plan, RestingSums(network, trace), &result);
  CompareCounters(plan, trace, &result);
  return result;
}

}  // namespace gatewright
