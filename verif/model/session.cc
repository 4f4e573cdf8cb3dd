// SPDX-License-Identifier: Apache-2.0
// Makes sessions: frames as beats under stalls, invalid frames, thresholds written at run time.
#include "verif/model/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "generator/base/random.h"
#include "generator/registers/register_map.h"
#include "generator/registers/register_source.h"

namespace gatewright {
namespace {

/// Appends the beats of one frame; `beats` differs from the plan's for an invalid frame.
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
  for (const LayerPlan& layer : plan.layers) words += layer.max_cycles();
  int64_t beats = 0;
  for (const Beat& beat : script.beats) beats += 1 + beat.gap;
  const int64_t out_beats = plan.beats_out * 100 / std::max(1, script.ready_percent) + 100;
  return 2000 + beats * 2 + script.stop_after_frames * (words + 2 * out_beats);
}

}  // namespace

Session MakeSession(const Plan& plan, const std::vector<int16_t>& x,
                    const std::vector<bool>& starts, const StallProfile& profile) {
  Session session;
  session.x = x;
  FrameWriter writer(plan, profile, &session.script);
  bool pending = true;
  for (size_t t = 0; t < starts.size(); ++t) {
    while (writer.Percent() < profile.invalid_frame_percent) {
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
    if (beats != plan.beats_in) ++count.invalid_frames;
    beats = 0;
  }
  count.starts = static_cast<int>(std::count(session.starts.begin(), session.starts.end(), true));
  return count;
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
    write(fmt::format("THETA_X{}", k), thresholds.theta_x(k));
    if (IsRecurrent(plan.layers[k].kind)) write(fmt::format("THETA_H{}", k), thresholds.theta_h(k));
  }
  if (plan.events.kind == EventKind::kSimilarity) {
    write("T_SKIP", thresholds.scores.skip);
    write("T_DELTA", thresholds.scores.delta);
  }
  return writes;
}

InputThresholds OfInput(const Thresholds& thresholds) {
  return {thresholds.theta_x(0), thresholds.scores.skip, thresholds.scores.delta};
}

/// Index of the first beat of valid frame `step`.
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
  session->script.input = OfInput(thresholds);
  session->thresholds = thresholds;
}

void ChangeThresholds(const Plan& plan, const ThresholdChange& change, Session* session) {
  RegisterChange of;
  of.beat = FirstBeat(plan, session->script, change.step) - static_cast<size_t>(change.ahead);
  of.writes = WritesOf(plan, change.thresholds,
                       session->script.idle_seed * 31 + static_cast<uint64_t>(change.step));
  of.input = OfInput(change.thresholds);
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

Trace RunReference(const IntNetwork& network, const Session& session) {
  std::vector<ThresholdChange> changes = session.changes;
  if (session.thresholds) changes.insert(changes.begin(), {0, 0, *session.thresholds});
  return RunReference(network, session.x, session.starts, changes);
}

}  // namespace gatewright
