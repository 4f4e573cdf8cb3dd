// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// A place of a template that simulation counts.
struct RtlPoint {
  std::string module;  ///< without prefix: "pe"
  int line = 0;
  bool toggle = false;  ///< a bit of a signal that must become 0 and 1; else a branch or block
  std::string what;     ///< "sum_q[3]", "if", "block"
  bool operator==(const RtlPoint&) const = default;
  bool operator<(const RtlPoint& other) const {
    return std::tie(module, line, toggle, what) <
           std::tie(other.module, other.line, other.toggle, other.what);
  }
};

/// Lines and toggles of the templates over many designs: a point is the same in every design and
/// every instance, whatever the parameters. Functions, which work out parameters, have no points.
class RtlCoverage {
 public:
  /// Adds the points of a file that Verilator wrote (Simulation::WriteCoverage) for a design whose
  /// modules have this prefix; it lies in the folder that the names in it start from. Errors: the
  /// file cannot be read.
  Status AddVerilator(const std::string& path, const std::string& prefix);
  void Add(const RtlCoverage& other);

  struct Count {
    int64_t points = 0, hit = 0;
    double share() const {
      return points == 0 ? 1.0 : static_cast<double>(hit) / static_cast<double>(points);
    }
  };
  /// Of one module, or of all with "".
  Count CountOf(const std::string& module, bool toggle) const;
  std::vector<std::string> Modules() const;
  /// Points that were never hit.
  std::vector<RtlPoint> Holes() const;
  bool empty() const { return points_.empty(); }

  Status Save(const std::string& path) const;
  static Result<RtlCoverage> Load(const std::string& path);

 private:
  std::map<RtlPoint, int64_t> points_;
};

}  // namespace gatewright
