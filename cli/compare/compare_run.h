// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/compare/compare_check.h"

namespace gatewright {

/// Generates every variant into `folder`/<name> and fills `generate`. Errors of all that fail.
Status GenerateVariants(const CompareOptions& options, const std::string& folder,
                        std::vector<Variant>* variants, Console* console);

/// Simulates, maps and measures every variant at its `interval`; fills `simulate`, `metrics` and,
/// on a library, `power`. Errors of all that fail.
Status MeasureVariants(const CompareOptions& options, const std::string& folder,
                       std::vector<Variant>* variants, Console* console);

}  // namespace gatewright
