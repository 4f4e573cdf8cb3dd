// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/compare/compare.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// A design that is compared: its file, what that says, and what the stages found.
struct Variant {
  std::string file;
  Spec spec;
  nlohmann::ordered_json generate, simulate, metrics, power;
  int64_t interval = 0;  ///< cycles from frame to frame while power is measured
};

/// The designs of `options`, read. Errors, all of them: those of ParseSpec, fewer than two designs,
/// a baseline that is none of them, two of one name, targets or memory tables that differ, an FPGA
/// as the target, stimuli that differ.
Result<std::vector<Variant>> ReadVariants(const CompareOptions& options);

/// Errors name the variants whose layers are not those of the first: kind, inputs or units. Reads
/// `generate`.
Status CheckSameNetwork(const std::vector<Variant>& variants);

/// Sets every `interval` so that all take `rate` steps a second, or with 0 as many as the slowest
/// can at the clock it asks for; returns the rate. Reads `generate`. Errors: designs that are too
/// slow for `rate`.
Result<double> ShareRate(double rate, std::vector<Variant>* variants);

}  // namespace gatewright
