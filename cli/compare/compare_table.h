// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/compare/compare_check.h"
#include "cli/pages/accuracy_grade.h"

namespace gatewright {

/// compare.json but for its list of files: what all variants share, and each with its cycles,
/// clock, area, power, energy and accuracy, and what these are against the baseline's.
nlohmann::ordered_json DescribeComparison(const std::vector<Variant>& variants, int baseline,
                                          double rate);

/// The table of DescribeComparison: quantities down, variants across.
PageTable CompareTable(const nlohmann::ordered_json& comparison);

/// What is left of a variant's accuracy; `variant` as DescribeComparison has it.
AccuracyFigure VariantAccuracy(const nlohmann::ordered_json& variant);

/// A variant a row: area and power against the baseline beside the error of its outputs.
PageTable VerdictTable(const nlohmann::ordered_json& comparison);

/// Area, power and accuracy of each variant against the baseline, in a sentence.
std::string CompareVerdict(const nlohmann::ordered_json& comparison);

/// The five answers of the first screen; a variant whose accuracy is lost is no saving.
std::vector<Tile> CompareTiles(const nlohmann::ordered_json& comparison);

/// Badge, tone and verdict: never good when a variant's accuracy is not.
void SetCompareVerdict(const nlohmann::ordered_json& comparison, Page* page);

/// The page: table, area and energy by block as figures, what is left out.
Page CompareReport(const nlohmann::ordered_json& comparison);

}  // namespace gatewright
