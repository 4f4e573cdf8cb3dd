// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "generator/design/design.h"
#include "verif/campaign/case.h"
#include "verif/comparison/equivalence.h"

namespace gatewright {

/// Something about designs, or about what happens in them, and the values that count.
struct CoverageAxis {
  std::string name;
  std::string meaning;
  std::vector<std::string> values;
  bool crossed = false;  ///< each pair of values with each other crossed axis is a bin too
};

/// All axes, in the order they are shown. The last one, `event`, is of what happens in sessions.
const std::vector<CoverageAxis>& CoverageAxes();

/// A bin: axis=value, or two of them for a pair.
struct CoverageBin {
  std::string name;    ///< "cell=gru", "cell=gru events=delta"
  std::string reason;  ///< why it cannot be reached; empty where it can
};
/// Every bin: single values, then pairs.
const std::vector<CoverageBin>& CoverageBins();

/// Values of a design: of every axis but `event` those it has.
std::map<std::string, std::vector<std::string>> AxesOfDesign(const Spec& spec, const Plan& plan);

/// How often each bin was hit, by designs or by sessions.
class FunctionalCoverage {
 public:
  void AddDesign(const Spec& spec, const Plan& plan);
  void AddSession(const Design& design, const CaseSession& session, const Session& played,
                  const Equivalence& result);
  void Add(const FunctionalCoverage& other);
  /// A bin of that name was hit `times` more.
  void Hit(const std::string& name, int64_t times = 1) { hits_[name] += times; }

  int64_t hits(const std::string& name) const;
  const std::map<std::string, int64_t>& all() const { return hits_; }
  /// Bins that can be reached, and those of them that were.
  int64_t reachable() const;
  int64_t reached() const;
  /// Bins that can be reached and were not.
  std::vector<std::string> Holes() const;

 private:
  std::map<std::string, int64_t> hits_;
};

/// A wish for designs: of every axis named one of the values named.
using AxisFilter = std::map<std::string, std::vector<std::string>>;

/// "cell=gru,events=delta|similarity" as a filter. Errors: an axis or value that is not there, with
/// those that are.
Result<AxisFilter> ParseAxisFilter(const std::string& text);

/// The design has what the filter asks for.
bool Matches(const AxisFilter& filter, const Spec& spec, const Plan& plan);

}  // namespace gatewright
