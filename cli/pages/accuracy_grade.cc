// SPDX-License-Identifier: Apache-2.0
// One rule for what counts as accuracy kept, reduced or lost, for every page.

#include "cli/pages/accuracy_grade.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/pages/numbers.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using report::PercentOf;

// Shares from which accuracy is reduced, and lost: of RMS errors and of decisions.
constexpr double kReducedError = 0.05;
constexpr double kLostError = 0.5;
constexpr double kReducedDecisions = 0.01;
constexpr double kLostDecisions = 0.1;

AccuracyGrade Grade(double share, double reduced, double lost) {
  if (share >= lost) return AccuracyGrade::kLost;
  return share >= reduced ? AccuracyGrade::kReduced : AccuracyGrade::kKept;
}

}  // namespace

const char* GradeName(AccuracyGrade grade) {
  switch (grade) {
    case AccuracyGrade::kKept:
      return "accuracy kept";
    case AccuracyGrade::kReduced:
      return "accuracy reduced";
    case AccuracyGrade::kLost:
      return "accuracy LOST";
  }
  return "";
}

Tone GradeTone(AccuracyGrade grade) {
  switch (grade) {
    case AccuracyGrade::kKept:
      return Tone::kGood;
    case AccuracyGrade::kReduced:
      return Tone::kWarn;
    case AccuracyGrade::kLost:
      return Tone::kBad;
  }
  return Tone::kPlain;
}

std::string GradeRule() {
  return fmt::format(
      "Accuracy counts as reduced from an RMS output error of {} of the signal or {} of changed "
      "decisions, and as lost from {} or {}.",
      PercentOf(kReducedError), PercentOf(kReducedDecisions), PercentOf(kLostError),
      PercentOf(kLostDecisions));
}

double RelativeError(const Json& sqnr_db) {
  return sqnr_db.is_number() ? std::pow(10.0, -sqnr_db.get<double>() / 20) : 0;
}

AccuracyFigure JudgeAccuracy(const AccuracyInput& input) {
  const double error = RelativeError(input.sqnr_db);
  const std::string against_float = input.sqnr_db.is_number()
                                        ? PercentOf(error) + " RMS against the float network"
                                        : "outputs exactly those of the float network";
  AccuracyFigure figure;
  if (input.reference_error.is_number()) {
    const double to_reference = input.reference_error.get<double>();
    const bool known = input.float_reference_error.is_number();
    const double own = known ? input.float_reference_error.get<double>() : 0;
    figure.grade = Grade(to_reference - own, kReducedError, kLostError);
    figure.value = PercentOf(to_reference) + " error";
    figure.detail = "RMS against the reference";
    if (known) figure.detail += fmt::format(" (float network {})", PercentOf(own));
    figure.detail += "; " + against_float;
  }
  if (input.outputs.contains("decisions_changed_share")) {
    const double changed = input.outputs.at("decisions_changed_share").get<double>();
    figure.grade = std::max(figure.grade, Grade(changed, kReducedDecisions, kLostDecisions));
    if (figure.value.empty()) {
      figure.value = PercentOf(changed) + " of decisions changed";
      figure.detail = "against the float network";
    } else {
      figure.detail += fmt::format("; {} of decisions changed", PercentOf(changed));
    }
  }
  if (!figure.value.empty()) return figure;
  figure.grade = Grade(error, kReducedError, kLostError);
  figure.value = PercentOf(error) + " error";
  figure.detail = input.sqnr_db.is_number() ? "RMS against the float network" : against_float;
  return figure;
}

}  // namespace gatewright
