// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/tune/tune.h"
#include "verif/analysis/tune.h"

namespace gatewright {

/// What tune's command line asks for, or all that is wrong with it.

/// The limits; `decides` says whether decisions are counted, which --max-flips needs.
Result<TuneLimits> ReadTuneLimits(const TuneOptions& options, bool decides);

/// The state formats to try; empty for the design's own.
Result<std::vector<QFormat>> ReadTuneFormats(const std::vector<std::string>& texts);

/// The settings to try: the default axes for `events` on `stimulus`, replaced by those given.
Result<std::vector<EventSpec>> MakeTuneGrid(const TuneOptions& options, const EventSpec& events,
                                            const Stimulus& stimulus);

}  // namespace gatewright
