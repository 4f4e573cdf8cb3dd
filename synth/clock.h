// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace gatewright {

/// A stretch of a path that stays within one instance of the design.
struct PathPart {
  std::string block;     ///< of the engine, a name for programs
  std::string title;     ///< the same for people
  std::string instance;  ///< hierarchical name, empty for the top
  double ns = 0;         ///< time that the path spends here, wires towards it included
};

/// How fast a design is: the longest path between two clock edges, and what it was measured with.
struct ClockEstimate {
  std::string tool;            ///< and its version
  std::string method;          ///< one sentence: what was timed, before or after which step
  double target_ns = 0;        ///< period requested
  double min_ns = 0;           ///< shortest period with which every path arrives in time
  std::string from;            ///< start of the longest path: register or memory
  std::string to;              ///< its end
  std::vector<PathPart> path;  ///< in order; neighbours differ in their instance
  std::vector<std::string> assumptions;  ///< numbers that were given, not found
  std::vector<std::string> left_out;     ///< what the period does not contain

  bool met() const { return min_ns <= target_ns; }
  double megahertz() const { return min_ns > 0 ? 1000 / min_ns : 0; }
};

/// Adds `ns` to the last part of `path`, or a new part when that is another instance.
void AddToPath(const PathPart& part, std::vector<PathPart>* path);

/// Entry "timing" of metrics.json.
nlohmann::ordered_json ToJson(const ClockEstimate& clock);

}  // namespace gatewright
