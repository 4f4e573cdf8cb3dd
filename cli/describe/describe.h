// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "generator/design/design.h"
#include "generator/presets/presets.h"
#include "verif/analysis/accuracy.h"
#include "verif/analysis/performance.h"

namespace gatewright {

/// "none", "relu", "sigmoid", "tanh"
const char* HeadName(HeadActivation activation);

/// A number with six significant digits, which keeps the bytes stable; null when it is not finite.
nlohmann::ordered_json JsonNumber(double value);

/// JSON of results/generate.json, part by part. Numbers that do not exist (SQNR of an exact
/// signal) are null.
nlohmann::ordered_json DescribeDesign(const Design& design);
nlohmann::ordered_json DescribeFormats(const Design& design);
/// How sigmoid and tanh are evaluated, with their worst errors against the closed forms over every
/// input, in units of 2^-fo and as real numbers.
nlohmann::ordered_json DescribeActivation(const Plan& plan);
nlohmann::ordered_json DescribeQuantisation(const Design& design);
nlohmann::ordered_json DescribeAccuracy(const Design& design, const Accuracy& accuracy);
nlohmann::ordered_json DescribePerformance(const Design& design, const Performance& performance);

/// "none", "delta", "similarity"
const char* EventsName(EventKind kind);
/// Errors of the outputs, or of what the readout makes of them, and decisions where counted.
nlohmann::ordered_json DescribeOutputs(const OutputError& outputs);
/// What a design with events processes and how good it is, beside the runs that tell the cost of
/// the thresholds from that of the formats.
nlohmann::ordered_json DescribeEvents(const Design& design, const Accuracy& accuracy);

/// What pruning kept of each matrix, and the bits the pattern stores beside a dense design's.
nlohmann::ordered_json DescribeWeights(const Design& design);

/// The published figures of a preset beside those of the design.
nlohmann::ordered_json DescribePublished(const Design& design, const Performance& performance,
                                         const Preset& preset);

/// The first input element, the first output element in float and integer, and its reference,
/// for the report's picture: at most `max_steps` steps.
nlohmann::ordered_json DescribeSignals(const Design& design, const Trace& trace,
                                       const std::vector<double>& reference, int max_steps);

}  // namespace gatewright
