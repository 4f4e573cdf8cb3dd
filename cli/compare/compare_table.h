// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/compare/compare_check.h"
#include "cli/report/report.h"

namespace gatewright {

/// compare.json but for its list of files: what all variants share, and each with its cycles,
/// clock, area, power, energy and accuracy, and what these are against the baseline's.
nlohmann::ordered_json DescribeComparison(const std::vector<Variant>& variants, int baseline,
                                          double rate);

/// The table of DescribeComparison: quantities down, variants across.
ReportTable CompareTable(const nlohmann::ordered_json& comparison);

/// One sentence a variant: total area and power against the baseline.
std::string CompareVerdict(const nlohmann::ordered_json& comparison);

/// The page: table, area and energy by block as pictures, what is left out.
Report CompareReport(const nlohmann::ordered_json& comparison);

}  // namespace gatewright
