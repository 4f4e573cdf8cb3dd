// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "generator/network/float_network.h"

namespace gatewright {

/// How far a signal is from the one it should be.
struct SignalError {
  double sqnr_db = 0;  ///< 10 log10(sum wanted^2 / sum error^2); infinite when exact
  double max_abs = 0;  ///< worst |error|
  double mean_abs = 0;
  double rms = 0;
};
SignalError MeasureError(const std::vector<double>& wanted, const std::vector<double>& got);

/// Integers of a format as numbers: values * step.
std::vector<double> Scaled(const std::vector<int16_t>& integers, double step);

/// What becomes of a network's outputs.
struct OutputError {
  SignalError error;  ///< of the outputs, or of what the readout makes of them
  int64_t decisions =
      0;                ///< results that are a decision: one a step and result; 0 without threshold
  int64_t changed = 0;  ///< decisions that are not those of the float network
  double changed_share() const {
    return decisions > 0 ? static_cast<double>(changed) / static_cast<double>(decisions) : 0;
  }
};

/// Judges outputs of one network by those of its float run.
class OutputJudge {
 public:
  /// `wanted` are the outputs [steps][outputs] of the float network; `readout` is applied to both
  /// sides where given; a result is a decision when it is above `threshold`.
  OutputJudge(const std::vector<double>& wanted, std::optional<FloatLayer> readout,
              std::optional<double> threshold);
  OutputError Judge(const std::vector<double>& outputs) const;
  bool decides() const { return threshold_.has_value(); }

 private:
  std::optional<FloatLayer> readout_;
  std::optional<double> threshold_;
  std::vector<double> wanted_;  ///< after the readout
};

}  // namespace gatewright
