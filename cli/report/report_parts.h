// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/report/report.h"

// Private to report*.cc: what the sections share.
namespace gatewright {

namespace report {

inline constexpr const char* kBlue = "#2a6f97";
inline constexpr const char* kOrange = "#d9822b";
inline constexpr const char* kGrey = "#9aa5b1";
inline constexpr const char* kGreen = "#3a8f5c";

/// A JSON number for people: at most four significant digits, "-" where there is none.
std::string Show(const nlohmann::ordered_json& value);
/// Integers with thin grouping: 1,234,567.
std::string Grouped(int64_t value);
/// A count or an area without its fraction, "-" where there is none.
std::string Rounded(const nlohmann::ordered_json& value);

}  // namespace report

/// What pruning kept and what is stored, from generate.json.
ReportSection WeightsSection(const nlohmann::ordered_json& generate);

/// Work of arrays and PEs, bounds and throughput, from generate.json's cycles.
ReportSection BalanceSection(const nlohmann::ordered_json& cycles);

/// What events skip and cost, from generate.json's accuracy.
ReportSection EventsSection(const nlohmann::ordered_json& events);

/// Published figures beside the design's, for presets.
ReportSection PublishedSection(const nlohmann::ordered_json& published);

/// Area or FPGA resources, from metrics.json; null when synthesis has not run.
ReportSection SynthesisSection(const nlohmann::ordered_json& metrics);

/// Power by block and memory, from power.json, which is there.
ReportSection PowerSection(const nlohmann::ordered_json& power);

/// The clock and the critical path, from metrics.json.
ReportSection TimingSection(const nlohmann::ordered_json& metrics);

}  // namespace gatewright
