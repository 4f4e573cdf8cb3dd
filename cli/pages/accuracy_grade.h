// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "cli/pages/page.h"

namespace gatewright {

/// What is left of a network's accuracy. No figure of area, power or speed is praised beside a
/// grade that is not `kept`.
enum class AccuracyGrade { kKept, kReduced, kLost };

/// "accuracy kept", "accuracy reduced", "accuracy LOST"
const char* GradeName(AccuracyGrade grade);
Tone GradeTone(AccuracyGrade grade);
/// The rule, in a sentence for the page.
std::string GradeRule();

/// Accuracy as results have it: decisions that differ from the float network's where they are
/// counted, the error against the reference where there is one, else the error of the outputs
/// against the float network.
struct AccuracyFigure {
  AccuracyGrade grade = AccuracyGrade::kKept;
  std::string value;   ///< "1.46 % error", "0.15 % of decisions changed"
  std::string detail;  ///< of what, against what
};

/// Errors as shares: RMS(error) / RMS(signal) of an SQNR; a missing one (null) is an exact signal.
double RelativeError(const nlohmann::ordered_json& sqnr_db);

/// What a figure of accuracy is made of; null where something was not measured.
struct AccuracyInput {
  nlohmann::ordered_json sqnr_db;  ///< of the outputs against the float network; null: exact
  nlohmann::ordered_json outputs;  ///< as DescribeOutputs has them
  nlohmann::ordered_json reference_error;        ///< RMS error against the reference, a share of it
  nlohmann::ordered_json float_reference_error;  ///< the same of the float network
};
/// What the float network itself is away from the reference does not count against the design.
AccuracyFigure JudgeAccuracy(const AccuracyInput& input);

}  // namespace gatewright
