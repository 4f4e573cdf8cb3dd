// SPDX-License-Identifier: Apache-2.0
// A case: a design with all that is played on it.
#include "verif/campaign/case.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "generator/spec/parse.h"
#include "verif/campaign/random_design.h"

namespace gatewright {
namespace {

constexpr int kSteps = 12;
constexpr int kCutSteps = 4;
constexpr int kSessions = 3;
constexpr uint64_t kLongestCut = 997;

}  // namespace

Result<Design> MakeCaseDesign(const Case& which) {
  const Result<Spec> spec = ParseSpecText(which.design, which.name + ".toml", which.directory);
  if (!spec) return spec.errors();
  DesignSources sources;
  sources.network = which.network;
  return MakeDesign(*spec, nullptr, sources);
}

Case SelfContained(const Case& which, const Design& design) {
  Case made = which;
  made.network = design.network;
  toml::table table = toml::parse(which.design);
  table.erase("stimulus");
  toml::table* numerics = table["numerics"].as_table();
  if (numerics == nullptr) {
    numerics = table.insert("numerics", toml::table{}).first->second.as_table();
  }
  const NumericFormats& formats = design.plan.formats;
  numerics->insert_or_assign("state", formats.state.ToString());
  numerics->insert_or_assign("cell", formats.cell.ToString());
  std::ostringstream text;
  text << toml::toml_formatter(table) << '\n';
  made.design = text.str();
  return made;
}

namespace {

std::string WhatOfThresholds(const Plan& plan, const Thresholds& thresholds) {
  if (plan.control == ControlBus::kNone || plan.events.kind == EventKind::kNone) {
    return "thresholds need registers and events in the design";
  }
  const size_t layers = plan.layers.size();
  if (thresholds.x.size() != layers || thresholds.h.size() != layers) {
    return fmt::format("theta_x and theta_h must have {} values", layers);
  }
  const int most = static_cast<int>(plan.formats.state.max());
  const auto fits = [most](int theta) { return theta >= 0 && theta <= most; };
  if (!std::all_of(thresholds.x.begin(), thresholds.x.end(), fits) ||
      !std::all_of(thresholds.h.begin(), thresholds.h.end(), fits)) {
    return fmt::format("thresholds must be in 0..{}", most);
  }
  const int64_t greatest = (int64_t{1} << plan.score_bits) - 1;
  if (std::max(thresholds.scores.skip, thresholds.scores.delta) > greatest) {
    return fmt::format("t_skip and t_delta must be in 0..{}", greatest);
  }
  return "";
}

std::string WhatOfSession(const Plan& plan, const CaseSession& session) {
  if (session.x.size() != session.starts.size() * static_cast<size_t>(plan.inputs)) {
    return fmt::format("frames must have {} values", plan.inputs);
  }
  const QFormat& format = plan.formats.state;
  for (const int16_t value : session.x) {
    if (value < format.min() || value > format.max()) {
      return fmt::format("{} does not fit {}", value, format.ToString());
    }
  }
  int before = 0;
  for (const ThresholdChange& change : session.changes) {
    if (change.step <= before || change.step >= session.steps()) {
      return fmt::format("changes must be in the order of their steps, in 1..{}",
                         session.steps() - 1);
    }
    before = change.step;
    if (change.ahead < 0 || change.ahead >= plan.beats_in) {
      return fmt::format("changes must be ahead of their steps by 0..{} beats", plan.beats_in - 1);
    }
    const std::string wrong = WhatOfThresholds(plan, change.thresholds);
    if (!wrong.empty()) return wrong;
  }
  return session.thresholds ? WhatOfThresholds(plan, *session.thresholds) : "";
}

}  // namespace

Status CheckCase(const Case& which, const Design& design) {
  for (size_t k = 0; k < which.sessions.size(); ++k) {
    const std::string wrong = WhatOfSession(design.plan, which.sessions[k]);
    if (!wrong.empty()) {
      return Diagnostic{which.name, 0, fmt::format("case.session[{}]", k), "", wrong, ""};
    }
  }
  return Ok();
}

Session MakeSession(const Plan& plan, const CaseSession& session) {
  Session made = MakeSession(plan, session.x, session.starts, session.profile);
  if (session.max_cycles > 0) made.script.max_cycles = session.max_cycles;
  if (session.thresholds) UseThresholds(plan, *session.thresholds, &made);
  for (const ThresholdChange& change : session.changes) ChangeThresholds(plan, change, &made);
  return made;
}

std::vector<CaseSession> RandomSessions(const Plan& plan, uint64_t seed) {
  std::vector<CaseSession> sessions;
  CaseSession& cut = sessions.emplace_back();
  RandomFrames(plan, kCutSteps, seed, &cut.x, &cut.starts);
  cut.profile = RandomProfile(seed + 1);
  cut.max_cycles = 1 + static_cast<int64_t>(seed % kLongestCut);
  for (uint64_t run = 0; run < kSessions; ++run) {
    CaseSession& session = sessions.emplace_back();
    RandomFrames(plan, kSteps, seed * 10 + run, &session.x, &session.starts);
    if (run == 0) continue;
    session.profile = RandomProfile(seed * 10 + run);
    session.starts[0] = false;  // the first valid frame is a start all the same
  }
  if (plan.control != ControlBus::kNone && plan.events.kind != EventKind::kNone) {
    sessions[sessions.size() - 2].thresholds = RandomThresholds(plan, seed * kSteps);
    sessions.back().thresholds = RandomThresholds(plan, seed);
    for (int step = 1 + static_cast<int>(seed % 3); step < kSteps; step += 3) {
      const uint64_t draw = seed * kSteps + static_cast<uint64_t>(step);
      // Some are written while a frame arrives: for the next one.
      const int ahead = static_cast<int>(draw % static_cast<uint64_t>(plan.beats_in));
      sessions.back().changes.push_back({step, ahead, RandomThresholds(plan, draw)});
    }
  }
  return sessions;
}

}  // namespace gatewright
