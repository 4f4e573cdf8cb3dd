// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "generator/base/diagnostic.h"
#include "generator/plan/plan.h"
#include "synth/clock.h"
#include "synth/hierarchy.h"

namespace gatewright {

/// What to place and route: a flat netlist of cells of the family.
struct RouteRequest {
  const Plan& plan;
  std::string family;   ///< ice40 or ecp5
  std::string device;   ///< a device of FpgaFamily::devices: hx8k, LFE5U-25F
  double clock_ns = 0;  ///< period requested
  std::string netlist;  ///< RTLIL file
  std::string scratch;  ///< folder for files on the way
};

struct RouteResult {
  std::optional<ClockEstimate> clock;
  std::string misfit;  ///< what nextpnr says when it cannot place the design, else empty
};

/// The nextpnr of a family ("nextpnr-ice40"); empty when there is none we use.
std::string RouterOf(const std::string& family);

/// Places and routes with the family's nextpnr, seed 1. The design stands between two shift
/// registers with one pin each, so that paths of its ports count as paths between registers, and
/// the pins of a package set no limit to the width of streams. `instances` (FindInstances) gives
/// the blocks of the path. Errors: nextpnr or its device database is not installed, or it writes no
/// report.
Result<RouteResult> PlaceAndRoute(const RouteRequest& request,
                                  const std::map<std::string, Instance>& instances);

}  // namespace gatewright
