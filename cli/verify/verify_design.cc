// SPDX-License-Identifier: Apache-2.0
// verify on one design: its own stimulus, random sessions, replay of a saved failure.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "cli/verify/verify_parts.h"
#include "generator/base/write_tree.h"
#include "verif/campaign/replay.h"
#include "verif/campaign/shrink.h"

namespace gatewright::verify {
namespace {

constexpr int kOwnSteps = 500;  // of the stimulus, with and without stalls
const StallProfile kStalled{40, 100, 50, 15, 2};

/// The failing case made small and saved; remarks say where it is wrong.
Status SaveFailure(const Case& which, const Check& check, const VerifyOptions& options,
                   Evidence* evidence, Console* console) {
  const Case small =
      Shrink(which, check.failure, options.campaign.shrink,
             [&](const std::string& what) { console->Progress("shrinking: " + what, 0.9); });
  const Result<Replay> replay =
      SaveCase(which, small, check.failure, options.out + "/" + check.file);
  if (!replay) return replay.errors();
  evidence->remarks = gatewright::Describe(*replay);
  return Ok();
}

}  // namespace

std::vector<CaseSession> SessionsOf(const Design& design, const VerifyOptions& options) {
  CaseSession own;
  const int steps = std::min(design.stimulus.steps, kOwnSteps);
  own.starts.assign(design.stimulus.starts.begin(), design.stimulus.starts.begin() + steps);
  own.x.assign(design.x.begin(), design.x.begin() + std::ptrdiff_t{steps} * design.plan.inputs);
  std::vector<CaseSession> sessions = {own, own};
  sessions[1].profile = kStalled;
  const size_t wanted = static_cast<size_t>(options.sessions);
  for (uint64_t seed = options.campaign.seed; sessions.size() < wanted; ++seed) {
    for (CaseSession& session : RandomSessions(design.plan, seed)) {
      if (sessions.size() < wanted) sessions.push_back(std::move(session));
    }
  }
  sessions.resize(std::min(sessions.size(), wanted));
  return sessions;
}

void PlaySessions(const Design& design, const std::vector<CaseSession>& sessions,
                  Simulation* simulation, Evidence* evidence, Console* console) {
  for (size_t k = 0; k < sessions.size(); ++k) {
    console->Progress(fmt::format("session {} of {}", k, sessions.size()),
                      0.3 + 0.6 * static_cast<double>(k) / static_cast<double>(sessions.size()));
    const auto start = std::chrono::steady_clock::now();
    const Session session = MakeSession(design.plan, sessions[k]);
    const Equivalence played = CheckEquivalence(design.plan, design.integers, session, simulation);
    Check& check = evidence->checks.emplace_back();
    check.name = fmt::format("session {}", k);
    check.failure = FailureOf(played, static_cast<int>(k));
    check.steps = played.steps;
    check.elements = played.elements;
    check.cycles = played.observed.cycles;
    check.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (check.failure) return;
    evidence->functional.AddSession(design, sessions[k], session, played);
  }
}

StageResult VerifyDesign(const Case& which, const VerifyOptions& options, Console* console) {
  const auto start = std::chrono::steady_clock::now();
  Evidence evidence;
  evidence.kind = "checks";
  evidence.title = which.name;
  console->Progress("generate, lint, compile", 0.0);
  CaseOptions build;
  build.icarus = options.campaign.icarus;
  build.sim.coverage = options.campaign.rtl_coverage;
  std::unique_ptr<BuiltCase> built;
  Case played = which;
  Check design;
  design.name = "design";
  design.failure = BuildCase(which, build, &built);
  // What the user wrote is wrong: that is no evidence, but a message.
  if (design.failure.check == "legal" || design.failure.check == "fault") {
    return Diagnostic{options.file(), 0, "", "", design.failure.what, ""};
  }
  design.icarus = built != nullptr && built->ran_in_icarus();
  evidence.checks.push_back(design);
  if (built != nullptr) {
    played = SelfContained(which, built->design());
    played.sessions = SessionsOf(built->design(), options);
    evidence.functional.AddDesign(built->design().spec, built->design().plan);
    PlaySessions(built->design(), played.sessions, built->simulation(), &evidence, console);
    if (options.campaign.rtl_coverage) {
      const std::string file = built->tree() + "/coverage.dat";
      built->simulation()->WriteCoverage(file);
      const Status read = evidence.rtl.AddVerilator(file, built->design().plan.prefix);
      if (!read) return read.errors();
    }
  }
  if (built == nullptr) {  // what stands in other files must be in the saved case
    const Result<Design> made = MakeCaseDesign(which);
    if (made.ok()) played = SelfContained(which, *made);
  }
  Check& last = evidence.checks.back();
  if (last.failure) {
    last.file = fmt::format("failures/{}.toml", which.name);
    const Status saved = SaveFailure(played, last, options, &evidence, console);
    if (!saved) return saved.errors();
  }
  evidence.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  console->Say("verify: " + Verdict(evidence));
  for (const std::string& remark : evidence.remarks) console->Say("  " + remark);
  const Status written = WriteEvidence(options.out, evidence);
  if (!written) return written.errors();
  if (evidence.failures() == 0) return Describe(evidence);
  const std::string file = options.out + "/" + evidence.checks.back().file;
  console->Say(fmt::format("  gatewright verify {} --waves shows it again", file));
  return Diagnostic{file, 0, "", "", Verdict(evidence), ""};
}

StageResult ReplayFile(const Case& which, const VerifyOptions& options, Console* console) {
  console->Progress("compile with a view into the cell lanes", 0.1);
  std::string waves;
  if (options.waves) {
    std::error_code error;
    std::filesystem::create_directories(options.out, error);
    if (error) return Diagnostic{options.out, 0, "", "", "cannot be made: " + error.message(), ""};
    waves = options.out + "/" + which.name + ".fst";
  }
  const Replay replay = ReplayCase(which, waves);
  const std::vector<std::string> lines = gatewright::Describe(replay);
  console->Say(fmt::format("verify: {}: {}", which.name, lines[0]));
  if (!which.failure.empty()) console->Say("  recorded: " + which.failure);
  for (size_t k = 1; k < lines.size(); ++k) console->Say("  " + lines[k]);
  if (!waves.empty()) console->Say("  " + waves);
  const nlohmann::ordered_json result{
      {"case", which.name}, {"recorded", which.failure}, {"ok", !replay.failure}, {"seen", lines}};
  if (!replay.failure) return result;
  console->Add("verify", result);
  return Diagnostic{options.file(), 0, "", "", replay.failure.ToString(), ""};
}

}  // namespace gatewright::verify
