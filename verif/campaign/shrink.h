// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "verif/campaign/case_run.h"

namespace gatewright {

/// How long a failure may be made smaller.
struct ShrinkLimits {
  int builds = 60;   ///< designs compiled at most
  int plays = 2000;  ///< sessions played at most
};

/// Told what is tried and what is left: "units 3, frames 2".
using ShrinkObserver = std::function<void(const std::string& what)>;

/// A smaller case that fails the same check as `failing`, which failed with `failure`: one session
/// of as few frames, stalls and values other than zero as do; then a design with as few layers,
/// units, PEs and features; then the session again. Weights of a network that the design draws from
/// a seed shrink with it and end up in the case; others stay. Deterministic.
/// The case holds the failure that was seen last.
Case Shrink(const Case& failing, const CaseFailure& failure, const ShrinkLimits& limits,
            const ShrinkObserver& observe = nullptr);

}  // namespace gatewright
