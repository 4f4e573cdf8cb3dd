// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "generator/plan/plan.h"
#include "verif/model/reference.h"

namespace gatewright {

/// What the counters of the register block must show when all work of `trace` is done, by name
/// (docs/registers.md): steps by mode, events and words from the elements that were events and the
/// words of their columns, saturations of the reference model. Names that the design has no counter
/// for are there too. CYCLES is not: it is the moment of the snapshot.
std::map<std::string, int64_t> PredictCounters(const Plan& plan, const Trace& trace);

}  // namespace gatewright
