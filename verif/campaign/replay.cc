// SPDX-License-Identifier: Apache-2.0
// Runs a saved failure again.
#include "verif/campaign/replay.h"

#include "generator/base/write_tree.h"

namespace gatewright {

Replay ReplayCase(const Case& which, const std::string& waves) {
  Replay replay;
  CaseOptions options;
  // What failed in a session is shown there, whatever the tools say of it.
  options.lint = options.icarus = !which.failure.starts_with("session");
  options.sim.probe = true;
  options.sim.waves = !waves.empty();
  std::unique_ptr<BuiltCase> built;
  replay.failure = BuildCase(which, options, &built);
  if (replay.failure) return replay;
  if (!waves.empty()) built->simulation()->OpenWaves(waves);
  for (size_t k = 0; k < which.sessions.size() && !replay.failure; ++k) {
    const CaseSession& session = which.sessions[k];
    const Equivalence played = built->Play(session);
    replay.failure = FailureOf(played, static_cast<int>(k));
    if (!replay.failure) continue;
    replay.where = Locate(built->design(), session, played.observed);
    if (!replay.where && replay.failure.check == "values") {
      // What is wrong waits for the next step: let there be one, of zeros.
      CaseSession longer = session;
      longer.x.resize(longer.x.size() + static_cast<size_t>(built->design().plan.inputs), 0);
      longer.starts.push_back(false);
      longer.max_cycles = 0;
      const Equivalence more = built->Play(longer);
      replay.where = Locate(built->design(), longer, more.observed);
    }
  }
  return replay;
}

Result<Replay> SaveCase(const Case& which, const Case& small, const CaseFailure& failure,
                        const std::string& path) {
  Replay replay = ReplayCase(small);
  std::string text = Explanation(replay) + WriteCase(small);
  if (replay.failure.check != failure.check) {
    Case whole = which;
    whole.failure = failure.ToString();
    if (failure.session >= 0) whole.sessions.resize(static_cast<size_t>(failure.session) + 1);
    const Result<Design> design = MakeCaseDesign(which);
    if (design.ok()) whole = SelfContained(whole, *design);
    replay = ReplayCase(whole);
    text = "# as it was found: made smaller it holds\n" + Explanation(replay) + WriteCase(whole);
  }
  const Status written = WriteFileAtomically(path, text);
  if (!written) return written.errors();
  return replay;
}

std::vector<std::string> Describe(const Replay& replay) {
  if (!replay.failure) return {"holds"};
  std::vector<std::string> lines = {replay.failure.ToString()};
  if (!replay.where) return lines;
  lines.push_back("first wrong: " + replay.where->ToString());
  lines.push_back("before it:");
  for (const std::string& event : replay.where->before) lines.push_back("  " + event);
  return lines;
}

std::string Explanation(const Replay& replay) {
  std::string text;
  for (const std::string& line : Describe(replay)) {
    text += "# ";
    for (const char c : line) {
      const bool control = static_cast<unsigned char>(c) < 0x20 && c != '\t';
      text += c == '\n' ? std::string("\n# ") : std::string(1, control ? ' ' : c);
    }
    text += "\n";
  }
  return text;
}

}  // namespace gatewright
