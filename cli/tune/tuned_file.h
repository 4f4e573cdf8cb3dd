// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// What the first line of every tuned design file starts with.
inline constexpr const char* kTunedHeadline = "# Thresholds chosen by gatewright tune: ";

/// The design file `text` of `spec` with the events (and state format, when `state` is not empty)
/// that tune chose, for a file in the folder `out`: paths are rewritten to start there. The user's
/// own text with those values changed where this can be done, otherwise every key again. Its first
/// line is kTunedHeadline and `setting`, in place of those of former tunings. Errors: the result
/// would be no sound design (a threshold that no design file may hold).
Result<std::string> TunedFile(const std::string& text, const Spec& spec, const EventSpec& events,
                              const std::string& state, const std::string& out,
                              const std::string& setting);

}  // namespace gatewright
