// SPDX-License-Identifier: Apache-2.0
// Locates the first wrong value of a failure.
#include "verif/campaign/locate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "generator/base/rounding.h"
#include "verif/model/reference.h"

namespace gatewright {
namespace {

constexpr int kRemembered = 12;  // events told before the first wrong value

/// The order in which the sums of a group of units are read (rtl_templates/gw_sequencer.v).
std::vector<int> ReadOrder(CellKind kind) {
  if (kind == CellKind::kLstm) return {1, 0, 2, 3};
  if (kind == CellKind::kGru) return {1, 3, 0, 2};
  return {0};
}

std::string GateName(CellKind kind, int gate) {
  static constexpr std::array<const char*, 4> kLstm = {"i", "f", "g", "o"};
  static constexpr std::array<const char*, 4> kGru = {"cx", "r", "u", "ch"};
  if (kind == CellKind::kDense) return "";
  return (kind == CellKind::kGru ? kGru : kLstm)[static_cast<size_t>(gate)];
}

/// Steps the reference and walks through the samples beside it: both are in the order of work.
class Walk {
 public:
  Walk(const Design& design, const CaseSession& session, const Observed& observed)
      : plan_(design.plan),
        network_(design.integers),
        session_(MakeSession(design.plan, session)),
        probe_(observed.probe),
        observed_(observed),
        model_(network_) {
    if (session.thresholds) model_.SetThresholds(*session.thresholds);
    session_cut_ = session.max_cycles > 0;
  }

  std::optional<FirstWrong> Find() {
    FramesTaken();
    const int steps = static_cast<int>(session_.starts.size());
    for (step_ = 0; step_ < steps && !found_ && !ended_; ++step_) {
      const size_t t = static_cast<size_t>(step_);
      std::vector<std::vector<int32_t>> waiting, h;
      for (size_t k = 0; k < plan_.layers.size(); ++k) {
        waiting.push_back(model_.h_values(k));
        h.emplace_back(model_.h(k).begin(), model_.h(k).end());
      }
      for (const ThresholdChange& change : session_.changes) {
        if (change.step == step_) model_.SetThresholds(change.thresholds);
      }
      model_.Step(session_.x.data() + t * static_cast<size_t>(plan_.inputs), session_.starts[t]);
      if (model_.mode() == StepMode::kSkip) continue;
      const bool full = model_.mode() == StepMode::kFull;
      for (size_t k = 0; k < plan_.layers.size() && !found_ && !ended_; ++k) {
        if (session_.starts[t]) std::fill(h[k].begin(), h[k].end(), 0);
        h_used_ = full ? h[k] : waiting[k];
        WalkLayer(k);
      }
    }
    return found_;
  }

 private:
  /// When frames were accepted, bad ones too.
  void FramesTaken() {
    size_t frames = 0;
    int beats = 0;
    for (const Beat& beat : session_.script.beats) {
      ++beats;
      if (!beat.last) continue;
      if (frames == observed_.input_last_cycle.size()) return;
      const bool good = beats == plan_.beats_in;
      before_.emplace_back(
          observed_.input_last_cycle[frames++],
          good ? fmt::format("frame {} taken", taken_++) : std::string("invalid frame dropped"));
      beats = 0;
    }
  }

  void Remember(int64_t cycle, const std::string& what) {
    before_.emplace_back(cycle, fmt::format("step {}: {}", step_, what));
  }

  /// The last events up to `cycle`, or all that there were, in the order of time.
  std::vector<std::string> Before(int64_t cycle) {
    std::stable_sort(before_.begin(), before_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> lines;
    for (const auto& [when, what] : before_) {
      if (cycle < 0 || when <= cycle) lines.push_back(fmt::format("cycle {}: {}", when, what));
    }
    if (lines.size() > kRemembered) lines.erase(lines.begin(), lines.end() - kRemembered);
    return lines;
  }

  void WalkLayer(size_t k) {
    const LayerPlan& layer = plan_.layers[k];
    for (int group = 0; group < layer.groups && !found_ && !ended_; ++group) {
      for (const int gate : ReadOrder(layer.kind)) {
        if (!found_ && !ended_) CompareSums(k, group, gate);
      }
      if (!found_ && !ended_) CompareResults(k, group);
    }
  }

  template <typename Expected>
  void CompareLanes(size_t k, int group, int gate, const std::vector<LaneSample>& samples,
                    size_t* next, Expected expected) {
    const LayerPlan& layer = plan_.layers[k];
    const bool there = *next < samples.size();
    if (!there && session_cut_) {  // what would have come was cut off by a reset
      ended_ = true;
      return;
    }
    for (int lane = 0; lane < plan_.lanes; ++lane) {
      const int unit = group * plan_.lanes + lane;
      if (unit >= layer.units || found_) break;
      const int64_t want = expected(unit);
      if (there && samples[*next].values[static_cast<size_t>(lane)] == want) continue;
      FirstWrong wrong;
      wrong.step = step_;
      wrong.layer = static_cast<int>(k);
      wrong.unit = unit;
      wrong.gate = gate;
      wrong.expected = want;
      if (there) {
        wrong.cycle = samples[*next].cycle;
        wrong.got = samples[*next].values[static_cast<size_t>(lane)];
      }
      wrong.place = fmt::format("step {} layer {} unit {}", step_, k, unit);
      const std::string name = gate < 0 ? "" : GateName(layer.kind, gate);
      wrong.place += gate < 0       ? ", its output"
                     : name.empty() ? ", its sum"
                                    : ", sum of gate " + name;
      if (there && gate >= 0) wrong.hint = Hint(k, unit, gate, wrong.got - want);
      wrong.before = Before(wrong.cycle);
      found_ = wrong;
    }
    if (there) ++*next;
  }

  void CompareSums(size_t k, int group, int gate) {
    const LayerPlan& layer = plan_.layers[k];
    const size_t at = next_sum_;
    CompareLanes(k, group, gate, probe_.sums, &next_sum_, [&](int unit) {
      return model_.sums(k)[static_cast<size_t>(gate) * static_cast<size_t>(layer.units) +
                            static_cast<size_t>(unit)];
    });
    if (found_ || ended_) return;
    const std::string name = GateName(layer.kind, gate);
    Remember(probe_.sums[at].cycle, fmt::format("layer {} group {}{} read", k, group,
                                                name.empty() ? "" : " gate " + name));
  }

  void CompareResults(size_t k, int group) {
    // Results come cycles after the sums; sums of later groups may be wrong before them.
    const size_t at = next_result_;
    CompareLanes(k, group, -1, probe_.results, &next_result_,
                 [&](int unit) { return int64_t{model_.h(k)[static_cast<size_t>(unit)]}; });
    if (!found_ && !ended_) {
      Remember(probe_.results[at].cycle, fmt::format("layer {} group {} done", k, group));
    }
  }

  /// The event whose product is the difference, missing or counted twice.
  std::string Hint(size_t k, int unit, int gate, int64_t difference) const {
    const IntLayer& layer = network_.layers[k];
    const auto look = [&](bool recurrent, const std::vector<int32_t>& values) -> std::string {
      const std::vector<int16_t>& matrix = recurrent ? layer.wh : layer.wx;
      for (int row = 0; row < layer.gates(); ++row) {
        if (GroupOf(layer.kind, recurrent, row) != gate || matrix.empty()) continue;
        for (size_t j = 0; j < values.size(); ++j) {
          const int64_t weight = matrix[j * static_cast<size_t>(layer.rows()) +
                                        static_cast<size_t>(row * layer.units + unit)];
          const int64_t product = weight * values[j];
          if (product == 0 || (product != difference && product != -difference)) continue;
          return fmt::format("as if {} {} (value {}, weight {}) {}", recurrent ? "unit" : "input",
                             j, values[j], weight,
                             product == difference ? "counted twice" : "were missing");
        }
      }
      return "";
    };
    const std::string x = look(false, model_.x_values(k));
    return !x.empty() || !IsRecurrent(layer.kind) ? x : look(true, h_used_);
  }

  const Plan& plan_;
  const IntNetwork& network_;
  const Session session_;
  const Probe& probe_;
  const Observed& observed_;
  Reference model_;
  std::vector<int32_t> h_used_;  ///< values of the events of the recurrence in the step
  int step_ = 0;
  size_t next_sum_ = 0, next_result_ = 0;
  int taken_ = 0;                                        ///< valid frames
  std::vector<std::pair<int64_t, std::string>> before_;  ///< what happened, with its cycle
  bool session_cut_ = false, ended_ = false;
  std::optional<FirstWrong> found_;
};

}  // namespace

std::string FirstWrong::ToString() const {
  std::string text =
      cycle < 0 ? fmt::format("{}: never came, expected {}", place, expected)
                : fmt::format("{}: expected {}, got {}, in cycle {}", place, expected, got, cycle);
  if (!hint.empty()) text += ", " + hint;
  return text;
}

std::optional<FirstWrong> Locate(const Design& design, const CaseSession& session,
                                 const Observed& observed) {
  return Walk(design, session, observed).Find();
}

}  // namespace gatewright
