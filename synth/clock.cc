// SPDX-License-Identifier: Apache-2.0
// Clock periods and critical paths as numbers.
#include "synth/clock.h"

#include <cmath>

namespace gatewright {
namespace {

using nlohmann::ordered_json;

/// Picoseconds are enough for people and keep sums free of digits that mean nothing.
double Picoseconds(double ns) { return std::round(ns * 1000) / 1000; }

}  // namespace

void AddToPath(const PathPart& part, std::vector<PathPart>* path) {
  if (path->empty() || path->back().instance != part.instance) {
    path->push_back(part);
  } else {
    path->back().ns += part.ns;
  }
}

ordered_json ToJson(const ClockEstimate& clock) {
  ordered_json path = ordered_json::array();
  for (const PathPart& part : clock.path) {
    path.push_back({{"block", part.block},
                    {"title", part.title},
                    {"instance", part.instance},
                    {"ns", Picoseconds(part.ns)}});
  }
  return {{"tool", clock.tool},
          {"method", clock.method},
          {"target_period_ns", clock.target_ns},
          {"min_period_ns", Picoseconds(clock.min_ns)},
          {"clock_mhz", std::round(clock.megahertz() * 100) / 100},
          {"met", clock.met()},
          {"critical_path", {{"from", clock.from}, {"to", clock.to}, {"parts", path}}},
          {"assumptions", clock.assumptions},
          {"left_out", clock.left_out}};
}

}  // namespace gatewright
