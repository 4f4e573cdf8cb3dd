// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "rtl_templates/templates.h"

namespace gatewright {

/// Every harness, verif/formal/formal_*.sv, with its name and text; embedded when built.
const std::vector<RtlTemplate>& FormalHarnesses();

}  // namespace gatewright
