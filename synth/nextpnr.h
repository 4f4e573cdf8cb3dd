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

/// What to place and route: a flat netlist of iCE40 cells.
struct RouteRequest {
  const Plan& plan;
  std::string device;   ///< hx8k or up5k
  double clock_ns = 0;  ///< period requested
  std::string netlist;  ///< RTLIL file
  std::string scratch;  ///< folder for files on the way
};

struct RouteResult {
  std::optional<ClockEstimate> clock;
  std::string misfit;  ///< what nextpnr says when it cannot place the design, else empty
};

/// Places and routes with nextpnr-ice40, seed 1. The design stands between two shift registers with
/// one pin each, so that paths of its ports count as paths between registers, and the pins of a
/// package set no limit to the width of streams. `instances` (FindInstances) gives the blocks of
/// the path. Errors: nextpnr-ice40 is not installed or writes no report.
Result<RouteResult> PlaceAndRoute(const RouteRequest& request,
                                  const std::map<std::string, Instance>& instances);

}  // namespace gatewright
