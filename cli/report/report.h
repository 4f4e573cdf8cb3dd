// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "cli/pages/page.h"

namespace gatewright {

/// Results of the stages as their JSON files hold them; null where a stage has not run.
struct StageFiles {
  nlohmann::ordered_json generate, lint, simulate, metrics, power;
};

/// The report of a design.
struct DesignReport {
  Page page;
  bool complete = false;  ///< every stage has run and held
};

/// Builds the report. Missing stages are named, never passed over.
DesignReport MakeReport(const StageFiles& files);

}  // namespace gatewright
