// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "cli/pages/accuracy_grade.h"
#include "cli/pages/numbers.h"
#include "cli/report/report.h"

// Private to report*.cc: what the sections share.
namespace gatewright {

/// The five answers of the first screen.
std::vector<Tile> ReportTiles(const StageFiles& files);

/// Badge, tone and verdict, from what ran and held and from what is left of the accuracy.
void SetVerdict(const StageFiles& files, DesignReport* report);

/// How good the outputs are, from generate.json.
AccuracyFigure AccuracyOf(const nlohmann::ordered_json& generate);

/// Accuracy on the stimulus, with the signals of the first output.
PageSection AccuracySection(const nlohmann::ordered_json& generate,
                            const nlohmann::ordered_json& simulate);

/// What pruning kept and what is stored, from generate.json.
PageSection WeightsSection(const nlohmann::ordered_json& generate);

/// Work of arrays and PEs, bounds and throughput, from generate.json's cycles.
PageSection BalanceSection(const nlohmann::ordered_json& cycles);

/// What events skip and cost, from generate.json's accuracy.
PageSection EventsSection(const nlohmann::ordered_json& events);

/// Published figures beside the design's, for presets.
PageSection PublishedSection(const nlohmann::ordered_json& published);

/// Area or FPGA resources, from metrics.json; null when synthesis has not run.
PageSection SynthesisSection(const nlohmann::ordered_json& metrics);

/// Power by block and memory, from power.json, which is there.
PageSection PowerSection(const nlohmann::ordered_json& power);

/// The clock and the critical path, from metrics.json.
PageSection TimingSection(const nlohmann::ordered_json& metrics);

}  // namespace gatewright
