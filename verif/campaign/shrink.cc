// SPDX-License-Identifier: Apache-2.0
// Makes a failing case as small as it stays failing.
#include "verif/campaign/shrink.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "verif/campaign/reductions.h"

namespace gatewright {
namespace {

/// Frames of another width and format: what fits of the old ones.
CaseSession Fitted(const CaseSession& session, int old_width, const Plan& plan) {
  CaseSession fitted = session;
  fitted.x.clear();
  const int low = static_cast<int>(plan.formats.state.min());
  const int high = static_cast<int>(plan.formats.state.max());
  for (int t = 0; t < session.steps(); ++t) {
    for (int j = 0; j < plan.inputs; ++j) {
      const size_t at =
          static_cast<size_t>(t) * static_cast<size_t>(old_width) + static_cast<size_t>(j);
      const int value = j < old_width ? session.x[at] : 0;
      fitted.x.push_back(static_cast<int16_t>(std::clamp(value, low, high)));
    }
  }
  if (plan.control == ControlBus::kNone || plan.events.kind == EventKind::kNone) {
    fitted.thresholds.reset();
    fitted.changes.clear();
  }
  const auto fit = [&](Thresholds* thresholds) {
    thresholds->x.resize(plan.layers.size(), 0);
    thresholds->h.resize(plan.layers.size(), 0);
    for (std::vector<int>* list : {&thresholds->x, &thresholds->h}) {
      for (int& theta : *list) theta = std::min(theta, high);
    }
    const int64_t most = (int64_t{1} << plan.score_bits) - 1;
    thresholds->scores.skip = std::min(thresholds->scores.skip, most);
    thresholds->scores.delta = std::min(thresholds->scores.delta, most);
  };
  if (fitted.thresholds) fit(&*fitted.thresholds);
  for (ThresholdChange& change : fitted.changes) {
    fit(&change.thresholds);
    change.ahead = std::min(change.ahead, plan.beats_in - 1);
  }
  return fitted;
}

class Shrinker {
 public:
  Shrinker(const Case& failing, CaseFailure failure, const ShrinkLimits& limits,
           const ShrinkObserver& observe)
      : limits_(limits), observe_(observe), best_(failing), failure_(std::move(failure)) {
    options_.lint = failure_.check == "lint";
    options_.icarus = failure_.check == "icarus" || failure_.check == "bench";
  }

  Case Run() {
    if (failure_.session >= 0) Rebuild();
    if (built_ != nullptr) {
      KeepFailingSession();
      ShrinkSession();
    }
    ShrinkDesign();
    if (built_ != nullptr) ShrinkSession();
    if (!best_.network) {
      if (Result<Design> design = MakeCaseDesign(best_); design.ok()) {
        best_.network = design->network;
      }
    }
    best_.failure = failure_.ToString();
    return best_;
  }

 private:
  /// Compiles the best case; nothing when the design itself fails.
  void Rebuild() {
    ++builds_;
    built_.reset();
    BuildCase(best_, options_, &built_);
  }

  void Tell() {
    if (!observe_) return;
    std::string what = fmt::format("{} designs, {} sessions tried", builds_, plays_);
    if (!best_.sessions.empty()) what += fmt::format("; frames {}", best_.sessions[0].steps());
    if (built_ != nullptr) {
      int units = 0;
      for (const LayerPlan& layer : built_->design().plan.layers) units += layer.units;
      what += fmt::format(", layers {}, units {}", built_->design().plan.layers.size(), units);
    }
    observe_(what);
  }

  /// The session fails as before on the compiled design, after what was played on it.
  bool Fails(BuiltCase* built, const CaseSession& session, CaseFailure* failure) {
    ++plays_;
    const CaseFailure seen = FailureOf(built->Play(session), 0);
    if (seen.check != failure_.check) return false;
    *failure = seen;
    return true;
  }
  bool Try(const CaseSession& session) {
    if (plays_ >= limits_.plays) return false;
    built_->Reload();
    if (!Fails(built_.get(), session, &failure_)) return false;
    best_.sessions = {session};
    return true;
  }

  void KeepFailingSession() {
    const CaseSession session = best_.sessions[static_cast<size_t>(failure_.session)];
    if (Try(session)) return;
    // It needs what came before it.
    built_.reset();
  }

  void ShrinkSession() {
    if (best_.sessions.size() != 1) return;
    DropFrames();
    Calm();
    ZeroElements();
    Tell();
  }

  /// Without `count` frames from `from` on.
  CaseSession Without(int from, int count) const {
    const CaseSession& session = best_.sessions[0];
    CaseSession shorter = session;
    const auto width = static_cast<std::ptrdiff_t>(session.x.size()) / session.steps();
    shorter.x.erase(shorter.x.begin() + from * width, shorter.x.begin() + (from + count) * width);
    shorter.starts.erase(shorter.starts.begin() + from, shorter.starts.begin() + from + count);
    shorter.changes.clear();
    for (ThresholdChange change : session.changes) {
      if (change.step >= from) change.step = std::max(from, change.step - count);
      change.step = std::max(1, change.step);
      const bool later = shorter.changes.empty() || change.step > shorter.changes.back().step;
      if (!later) shorter.changes.pop_back();
      if (change.step < shorter.steps()) shorter.changes.push_back(change);
    }
    return shorter;
  }

  /// Drops ever smaller runs of frames, the last ones first.
  void DropFrames() {
    for (int count = best_.sessions[0].steps() - 1; count >= 1; count = count / 2) {
      for (int from = best_.sessions[0].steps() - count; from >= 0; from -= count) {
        const int steps = best_.sessions[0].steps();
        if (from + count <= steps && count < steps) Try(Without(from, count));
      }
    }
  }

  /// As little disturbance as does.
  void Calm() {
    const auto with = [this](auto change) {
      CaseSession session = best_.sessions[0];
      change(&session);
      Try(session);
    };
    with([](CaseSession* s) { s->max_cycles = 0; });
    with([](CaseSession* s) { s->changes.clear(); });
    with([](CaseSession* s) { s->thresholds.reset(); });
    for (size_t k = best_.sessions[0].changes.size(); k > 0; --k) {
      with([k](CaseSession* s) {
        s->changes.erase(s->changes.begin() + static_cast<std::ptrdiff_t>(k - 1));
      });
    }
    with([](CaseSession* s) {
      const uint64_t seed = s->profile.seed;
      s->profile = {};
      s->profile.seed = seed;
    });
    with([](CaseSession* s) { s->profile.invalid_frame_percent = 0; });
    with([](CaseSession* s) { s->profile.ready_percent = 100; });
    with([](CaseSession* s) { s->profile.gap_percent = 0; });
    with([](CaseSession* s) { s->profile.max_gap = 1; });
    for (size_t t = 1; t < best_.sessions[0].starts.size(); ++t) {
      if (!best_.sessions[0].starts[t]) continue;
      with([t](CaseSession* s) { s->starts[t] = false; });
    }
  }

  /// Whole runs of elements at once, ever shorter ones.
  void ZeroElements() {
    const size_t all = best_.sessions[0].x.size();
    for (size_t count = all; count >= 1; count /= 2) {
      for (size_t from = 0; from < all; from += count) {
        CaseSession session = best_.sessions[0];
        const auto begin = session.x.begin() + static_cast<std::ptrdiff_t>(from);
        const auto end =
            session.x.begin() + static_cast<std::ptrdiff_t>(std::min(all, from + count));
        if (std::all_of(begin, end, [](int16_t v) { return v == 0; })) continue;
        std::fill(begin, end, int16_t{0});
        if (plays_ >= limits_.plays) return;
        Try(session);
      }
    }
  }

  /// Smaller designs, each kept when the failure is still there, until none is.
  void ShrinkDesign() {
    for (bool smaller = true; smaller && builds_ < limits_.builds;) {
      smaller = false;
      for (const std::string& text : SmallerDesigns(best_.design, best_.network.has_value())) {
        if (builds_ >= limits_.builds) break;
        if (!TryDesign(text)) continue;
        smaller = true;
        Tell();
        break;
      }
    }
  }

  bool TryDesign(const std::string& text) {
    Case candidate = best_;
    candidate.design = text;
    const Result<Design> design = MakeCaseDesign(candidate);
    if (failure_.check == "legal") {
      if (design.ok()) return false;
      best_ = candidate;
      return true;
    }
    if (!design) return false;
    ++builds_;
    std::unique_ptr<BuiltCase> built;
    const CaseFailure of_design = BuildCase(candidate, options_, &built);
    if (failure_.session < 0) {
      if (of_design.check != failure_.check) return false;
      best_ = candidate;
      failure_ = of_design;
      return true;
    }
    if (built == nullptr) return false;
    for (std::vector<CaseSession> sessions : Candidates(*design)) {
      CaseFailure failure;
      if (!FailsAll(built.get(), &sessions, &failure)) continue;
      best_ = candidate;
      best_.sessions = std::move(sessions);
      failure_ = failure;
      built_ = std::move(built);
      return true;
    }
    return false;
  }

  /// What may show the failure on a changed design: the sessions as they are, then others.
  std::vector<std::vector<CaseSession>> Candidates(const Design& design) const {
    std::vector<std::vector<CaseSession>> all;
    std::vector<CaseSession>& fitted = all.emplace_back();
    for (const CaseSession& session : best_.sessions) {
      const int width = static_cast<int>(session.x.size()) / std::max(1, session.steps());
      fitted.push_back(Fitted(session, width, design.plan));
    }
    for (CaseSession& session : RandomSessions(design.plan, best_.init_seed)) {
      all.push_back({std::move(session)});
    }
    return all;
  }

  /// Plays sessions until one fails as before; those behind it go.
  bool FailsAll(BuiltCase* built, std::vector<CaseSession>* sessions, CaseFailure* failure) {
    built->Reload();
    for (size_t k = 0; k < sessions->size(); ++k) {
      if (!Fails(built, (*sessions)[k], failure)) continue;
      failure->session = static_cast<int>(k);
      sessions->resize(k + 1);
      return true;
    }
    return false;
  }

  ShrinkLimits limits_;
  const ShrinkObserver& observe_;
  CaseOptions options_;
  Case best_;
  CaseFailure failure_;
  std::unique_ptr<BuiltCase> built_;  ///< of the best case, where sessions are played
  int builds_ = 0, plays_ = 0;
};

}  // namespace

Case Shrink(const Case& failing, const CaseFailure& failure, const ShrinkLimits& limits,
            const ShrinkObserver& observe) {
  return Shrinker(failing, failure, limits, observe).Run();
}

}  // namespace gatewright
