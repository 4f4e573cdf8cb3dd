#include "verif/equivalence.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>

#include "generator/registers/register_map.h"
#include "sim/pin_bits.h"
#include "verif/counters.h"

namespace gatewright {
namespace {

/// Appends the beats of one frame; `beats` differs from the plan's for a bad frame.
class FrameWriter {
 public:
  FrameWriter(const Plan& plan, const StallProfile& profile, Script* script)
      : plan_(plan), profile_(profile), script_(script), random_(profile.seed) {}

  int Percent() { return static_cast<int>(random_() % 100); }
  uint64_t Draw(uint64_t below) { return random_() % below; }

  void Write(const int16_t* frame, int beats, bool start) {
    for (int b = 0; b < beats; ++b) {
      Beat beat;
      for (int e = 0; e < plan_.elements_in; ++e) {
        const int index = b * plan_.elements_in + e;
        const bool real = frame != nullptr && index < plan_.inputs;
        beat.elements.push_back(real ? frame[index] : Garbage());
      }
      beat.last = b == beats - 1;
      beat.start = b == 0 ? start : Draw(2) == 1;
      beat.gap = Percent() < profile_.gap_percent
                     ? 1 + static_cast<int>(Draw(static_cast<uint64_t>(profile_.max_gap)))
                     : 0;
      script_->beats.push_back(std::move(beat));
    }
  }

 private:
  int16_t Garbage() {
    const int bits = plan_.formats.state.width();
    const int64_t value = static_cast<int64_t>(random_() & ((uint64_t{1} << bits) - 1));
    return static_cast<int16_t>(value + plan_.formats.state.min());
  }

  const Plan& plan_;
  const StallProfile& profile_;
  Script* script_;
  std::mt19937_64 random_;
};

/// A cycle count that no correct run reaches.
int64_t CycleBudget(const Plan& plan, const Script& script) {
  int64_t words = plan.slots + 200;
  for (const LayerPlan& layer : plan.layers) words += layer.most_cycles();
  int64_t beats = 0;
  for (const Beat& beat : script.beats) beats += 1 + beat.gap;
  const int64_t out_beats = plan.beats_out * 100 / std::max(1, script.ready_percent) + 100;
  return 2000 + beats * 2 + script.stop_after_frames * (words + 2 * out_beats);
}

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

Session MakeSession(const Plan& plan, const std::vector<int16_t>& x,
                    const std::vector<bool>& starts, const StallProfile& profile) {
  Session session;
  session.x = x;
  FrameWriter writer(plan, profile, &session.script);
  bool pending = true;
  for (size_t t = 0; t < starts.size(); ++t) {
    while (writer.Percent() < profile.bad_frame_percent) {
      const bool too_short = plan.beats_in > 1 && writer.Draw(2) == 0;
      const int beats =
          too_short ? 1 + static_cast<int>(writer.Draw(static_cast<uint64_t>(plan.beats_in - 1)))
                    : plan.beats_in + 1 + static_cast<int>(writer.Draw(3));
      const bool start = writer.Draw(4) == 0;
      pending = pending || start;
      writer.Write(nullptr, beats, start);
    }
    session.starts.push_back(starts[t] || pending);
    pending = false;
    writer.Write(x.data() + t * static_cast<size_t>(plan.inputs), plan.beats_in, starts[t]);
  }
  session.script.ready_percent = profile.ready_percent;
  session.script.ready_seed = profile.seed * 2 + 1;
  session.script.idle_seed = profile.seed * 3 + 1;
  session.script.stop_after_frames = static_cast<int64_t>(starts.size());
  session.script.max_cycles = CycleBudget(plan, session.script);
  return session;
}

Disturbances CountDisturbances(const Plan& plan, const Session& session) {
  Disturbances count;
  int beats = 0;
  for (const Beat& beat : session.script.beats) {
    if (beat.gap > 0) ++count.late_beats;
    ++beats;
    if (!beat.last) continue;
    if (beats != plan.beats_in) ++count.bad_frames;
    beats = 0;
  }
  count.starts = static_cast<int>(std::count(session.starts.begin(), session.starts.end(), true));
  return count;
}

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

namespace {

/// Writes of all thresholds; bits beyond what registers hold are drawn from the seed.
std::vector<RegisterWrite> WritesOf(const Plan& plan, const Thresholds& thresholds, uint64_t seed) {
  const RegisterMap map = DescribeRegisters(SourceOfRegisters(plan, "0", ""));
  std::vector<RegisterWrite> writes;
  const auto write = [&](const std::string& name, int64_t value) {
    const Register& reg = map.Find(name);
    // What is greater than a register holds becomes the greatest, whichever bit makes it so.
    const int bits = reg.fields[0].bits;
    const auto above = static_cast<uint64_t>(32 - bits);
    const bool greatest = value == reg.fields[0].max() && above > 0;
    const uint64_t draw = SplitMix(seed + reg.offset);
    const uint32_t beyond = greatest ? 1U << (static_cast<uint64_t>(bits) + draw % above) : 0;
    writes.push_back({reg.offset, static_cast<uint32_t>(value) | beyond});
  };
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    write(fmt::format("THETA_X{}", k), thresholds.x[k]);
    if (IsRecurrent(plan.layers[k].kind)) write(fmt::format("THETA_H{}", k), thresholds.h[k]);
  }
  if (plan.events == EventKind::kSimilarity) {
    write("T_SKIP", thresholds.scores.skip);
    write("T_DELTA", thresholds.scores.delta);
  }
  return writes;
}

/// Index of the first beat of good frame `step`.
size_t FirstBeat(const Plan& plan, const Script& script, int step) {
  int good = 0;
  size_t first = 0;
  for (size_t b = 0; b < script.beats.size(); ++b) {
    if (!script.beats[b].last) continue;
    if (static_cast<int>(b + 1 - first) == plan.beats_in && good++ == step) return first;
    first = b + 1;
  }
  return script.beats.size();
}

}  // namespace

void UseThresholds(const Plan& plan, const Thresholds& thresholds, Session* session) {
  session->script.settings = WritesOf(plan, thresholds, session->script.idle_seed);
  session->thresholds = thresholds;
}

void ChangeThresholds(const Plan& plan, const ThresholdChange& change, Session* session) {
  RegisterChange of;
  of.beat = FirstBeat(plan, session->script, change.step) - static_cast<size_t>(change.ahead);
  of.writes = WritesOf(plan, change.thresholds,
                       session->script.idle_seed * 31 + static_cast<uint64_t>(change.step));
  of.theta_x = change.thresholds.x[0];
  of.t_skip = change.thresholds.scores.skip;
  of.t_delta = change.thresholds.scores.delta;
  session->script.changes.push_back(std::move(of));
  session->changes.push_back(change);
}

Script AsPlayed(const Script& script, const Observed& observed) {
  Script played = script;
  for (size_t k = 0; k < observed.change_waits.size(); ++k) {
    played.beats[script.changes[k].beat].gap += static_cast<int>(observed.change_waits[k]);
  }
  return played;
}

void SetThresholds(const Thresholds& thresholds, Plan* plan, IntNetwork* network) {
  for (size_t k = 0; k < plan->layers.size(); ++k) {
    plan->layers[k].theta_x = network->layers[k].theta_x = thresholds.x[k];
    plan->layers[k].theta_h = network->layers[k].theta_h = thresholds.h[k];
  }
  plan->scores = network->scores = thresholds.scores;
}

Equivalence CheckEquivalence(const Plan& plan, const IntNetwork& network, const Session& session,
                             Simulation* simulation) {
  if (session.thresholds) {
    Plan changed = plan;
    IntNetwork network_changed = network;
    SetThresholds(*session.thresholds, &changed, &network_changed);
    Session plain = session;
    plain.thresholds.reset();
    return CheckEquivalence(changed, network_changed, plain, simulation);
  }
  const Trace trace = RunReference(network, session.x, session.starts, session.changes);
  const Observed observed = simulation->Run(session.script);
  const CyclePrediction prediction = PredictCycles(plan, AsPlayed(session.script, observed), trace);
  Equivalence result = Compare(plan, session, trace, prediction, observed);
  CompareSums(plan, RestingSums(network, trace), &result);
  CompareCounters(plan, trace, &result);
  return result;
}

}  // namespace gatewright
