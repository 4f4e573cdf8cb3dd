// SPDX-License-Identifier: Apache-2.0
// The mutation score: which mutants sessions kill, which are equivalent.
#include "verif/mutation/score.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "generator/base/parallel.h"
#include "sim/build.h"
#include "verif/campaign/random_design.h"
#include "verif/mutation/mutant_proofs.h"

namespace gatewright {
namespace {

constexpr size_t kFirstSessions = 40;
constexpr int kLongCampaign = 40;   ///< groups of sessions that repay a minute of compiling
constexpr int kGroupsForLong = 25;  ///< groups of sessions for each long one
constexpr int kLongSteps = 300;

/// One of hundreds of frames, without stalls: counters count far.
CaseSession LongSession(const Plan& plan, uint64_t seed) {
  CaseSession session;
  RandomFrames(plan, kLongSteps, seed, &session.x, &session.starts);
  return session;
}

/// A session with what it must show, worked out once.
struct Prepared {
  Session session;
  Trace trace;
  CyclePrediction prediction;
};

Prepared Prepare(const Design& design, const CaseSession& session) {
  Prepared prepared{MakeSession(design.plan, session), {}, {}};
  prepared.trace = RunReference(design.integers, prepared.session);
  prepared.prediction = PredictCycles(design.plan, prepared.session.script, prepared.trace);
  return prepared;
}

CaseFailure PlayPrepared(const Plan& plan, const Prepared& prepared, Simulation* simulation,
                         int index) {
  const Session& session = prepared.session;
  const Observed observed = simulation->Run(session.script);
  // When registers are written depends on the bus, and with it the cycles.
  const CyclePrediction prediction =
      session.changes.empty()
          ? prepared.prediction
          : PredictCycles(plan, AsPlayed(session.script, observed), prepared.trace);
  Equivalence result = Compare(plan, session, prepared.trace, prediction, observed);
  CompareCounters(plan, prepared.trace, &result);
  return FailureOf(result, index);
}

class Scorer {
 public:
  Scorer(const Case& which, const MutationOptions& options, const MutationObserver& observe)
      : which_(which), options_(options), observe_(observe) {}

  Result<MutationScore> Run() {
    Status ready = GetReady();
    if (!ready) return ready.errors();
    Status sound = CheckOriginal();
    if (!sound) return sound.errors();
    results_.resize(mutated_.mutants.size());
    for (size_t k = 0; k < results_.size(); ++k) {
      results_[k].mutant = mutated_.mutants[k];
      results_[k].design = which_.name;
    }
    // What is quick first: most die in the first sessions, most that are equivalent are so from
    // cycle to cycle. The other sessions kill few.
    JudgeAll(0, kFirstSessions, 0.2);
    ProveAll(&MutantProofs::InOneCycle, 0.4);
    ProveAll(&MutantProofs::FromReset, 0.5);
    JudgeAll(kFirstSessions, sessions_.size(), 0.75);
    if (!errors_.empty()) return errors_;
    return Count();
  }

 private:
  std::vector<size_t> Survivors() const {
    std::vector<size_t> left;
    for (size_t k = 0; k < results_.size(); ++k) {
      if (results_[k].fate == MutantFate::kSurvived) left.push_back(k);
    }
    return left;
  }

  void Tell(const std::string& what, double done) {
    const std::lock_guard lock(mutex_);
    if (observe_) observe_(what, done);
  }

  Status GetReady() {
    Tell("generate the design", 0.0);
    const CaseFailure failure = EmitCase(which_, &emitted_);
    if (failure) return Diagnostic{which_.name, 0, "", "", failure.what, ""};
    const Design& design = emitted_->design;
    Tell("inject mutants", 0.05);
    Result<MutatedDesign> mutated =
        InsertMutants(design.plan, emitted_->tree(), options_.each, options_.seed,
                      emitted_->scratch.path() + "/mutants");
    if (!mutated) return mutated.errors();
    mutated_ = std::move(*mutated);
    Tell(fmt::format("compile {} mutants", mutated_.mutants.size()), 0.1);
    ForEachInParallel(2, options_.jobs, [&](size_t k) {
      const Status made = k == 0 ? Compile() : GetProofsReady();
      const std::lock_guard lock(mutex_);
      if (!made) errors_ = made.errors();
    });
    if (!errors_.empty()) return errors_;
    std::vector<CaseSession> sessions = which_.sessions;
    for (int g = 0; g < options_.groups; ++g) {
      for (CaseSession& one :
           RandomSessions(design.plan, options_.seed + static_cast<uint64_t>(g))) {
        sessions.push_back(std::move(one));
      }
    }
    for (int g = kGroupsForLong; g <= options_.groups; g += kGroupsForLong) {
      sessions.push_back(LongSession(design.plan, options_.seed + static_cast<uint64_t>(g)));
    }
    for (const CaseSession& session : sessions) sessions_.push_back(Prepare(design, session));
    return Ok();
  }

  Status Compile() {
    SimBuildOptions build;
    build.of_yosys = true;
    build.select = kMutantPort;
    build.optimise = options_.groups > kLongCampaign;
    Result<std::string> library = BuildSimulation(emitted_->design.plan, mutated_.folder,
                                                  emitted_->scratch.path() + "/sim", build);
    if (!library) return library.errors();
    library_ = *library;
    return Ok();
  }

  Status GetProofsReady() {
    Result<MutantProofs> proofs = MutantProofs::Make(mutated_);
    if (!proofs) return proofs.errors();
    proofs_ = std::make_unique<MutantProofs>(std::move(*proofs));
    return Ok();
  }

  /// The first failure with a mutant awake, 0: none, in the sessions from `from` to before `to`.
  Result<CaseFailure> Play(int number, size_t from, size_t to) {
    auto simulation = Simulation::Load(emitted_->design.plan, library_, 1);
    if (!simulation) return simulation.errors();
    (*simulation)->Select(static_cast<uint32_t>(number));
    for (size_t s = from; s < std::min(to, sessions_.size()); ++s) {
      CaseFailure failure =
          PlayPrepared(emitted_->design.plan, sessions_[s], simulation->get(), static_cast<int>(s));
      if (failure) return failure;
    }
    return CaseFailure{};
  }

  Status CheckOriginal() {
    Result<CaseFailure> failure = Play(0, 0, sessions_.size());
    if (!failure) return failure.errors();
    if (!*failure) return Ok();
    return Diagnostic{which_.name,
                      0,
                      "",
                      "",
                      "fails without a mutant: " + failure->ToString(),
                      "gatewright verify, which shows why"};
  }

  /// Plays the sessions from `from` to before `to` on each that is left.
  void JudgeAll(size_t from, size_t to, double share) {
    const std::vector<size_t> left = Survivors();
    done_ = 0;
    ForEachInParallel(left.size(), options_.jobs, [&](size_t k) {
      const size_t at = left[k];
      const Result<CaseFailure> failure = Play(mutated_.mutants[at].number, from, to);
      const std::lock_guard lock(mutex_);
      if (!failure) {
        errors_ = failure.errors();
        return;
      }
      if (*failure) {
        results_[at].fate = MutantFate::kKilled;
        results_[at].check = failure->check;
        results_[at].session = failure->session;
        ++killed_;
      }
      Done(left.size(), fmt::format("mutants played, {} killed", killed_), share);
    });
  }

  void ProveAll(Result<bool> (MutantProofs::*proof)(const Mutant&) const, double share) {
    const std::vector<size_t> left = Survivors();
    done_ = 0;
    ForEachInParallel(left.size(), options_.jobs, [&](size_t k) {
      const Result<bool> proven = (*proofs_.*proof)(mutated_.mutants[left[k]]);
      const std::lock_guard lock(mutex_);
      if (!proven) {
        errors_ = proven.errors();
        return;
      }
      if (*proven) results_[left[k]].fate = MutantFate::kEquivalent;
      Done(left.size(), "survivors tried by proofs", share);
    });
  }

  /// One more of `of` is done; holds the mutex.
  void Done(size_t of, const std::string& what, double share) {
    ++done_;
    if (!observe_) return;
    const double part = static_cast<double>(done_) / static_cast<double>(of);
    observe_(fmt::format("{} of {} {}", done_, of, what), share + 0.25 * part);
  }

  MutationScore Count() {
    MutationScore score;
    for (const MutantResult& result : results_) {
      const MutationCount one = CountOf(result);
      score.modules[result.mutant.module].Add(one);
      score.total.Add(one);
    }
    score.results = std::move(results_);
    return score;
  }

  const Case& which_;
  const MutationOptions& options_;
  const MutationObserver& observe_;
  std::unique_ptr<EmittedCase> emitted_;
  MutatedDesign mutated_;
  std::string library_;
  std::unique_ptr<MutantProofs> proofs_;
  std::vector<Prepared> sessions_;
  std::mutex mutex_;
  std::vector<MutantResult> results_;
  size_t done_ = 0, killed_ = 0;
  Diagnostics errors_;
};

}  // namespace

void MutationCount::Add(const MutationCount& other) {
  mutants += other.mutants;
  killed += other.killed;
  equivalent += other.equivalent;
  survived += other.survived;
}

MutationCount CountOf(const MutantResult& result) {
  MutationCount one;
  one.mutants = 1;
  (result.fate == MutantFate::kKilled       ? one.killed
   : result.fate == MutantFate::kEquivalent ? one.equivalent
                                            : one.survived) = 1;
  return one;
}

void MutationScore::Add(MutationScore other) {
  for (MutantResult& result : other.results) results.push_back(std::move(result));
  total.Add(other.total);
  for (const auto& [module, count] : other.modules) modules[module].Add(count);
}

Result<MutationScore> ScoreMutants(const Case& which, const MutationOptions& options,
                                   const MutationObserver& observe) {
  return Scorer(which, options, observe).Run();
}

}  // namespace gatewright
