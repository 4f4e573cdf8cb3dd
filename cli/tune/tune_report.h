// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "verif/analysis/tune.h"

namespace gatewright {

/// All that a sweep found.
struct TuneResults {
  std::string name;      ///< of the design
  std::string stimulus;  ///< file name or "random, seed S"
  int steps = 0;
  std::vector<QFormat> formats;
  std::vector<TunePoint> baselines;  ///< one a format: without events, zeros skipped
  std::vector<TunePoint> points;     ///< formats in order, the grid of each
  TuneLimits limits;
  std::optional<size_t>
      chosen;  ///< the point within the limits; empty without limits, or if none is
  /// Operations left of point's format without events, 0..1.
  double MacsShare(const TunePoint& point) const;
};

/// A table of results as text: a header, then one row a point; columns only for what varies or is
/// measured. The rows of baselines, then of the points at `which`.
std::vector<std::vector<std::string>> TuneTable(const TuneResults& results,
                                                const std::vector<size_t>& which);

/// "theta_x 1/16, theta_h 1/16", with whatever else the point sets.
std::string TuneSetting(const TuneResults& results, const TunePoint& point);

/// tune.json and tune.html.
nlohmann::ordered_json DescribeTune(const TuneResults& results);
std::string TuneHtml(const TuneResults& results, const std::string& verdict);

}  // namespace gatewright
