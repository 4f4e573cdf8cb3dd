// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "generator/registers/register_map.h"

namespace gatewright {

/// Register maps that have between them everything a map may have: an LSTM without delta events, a
/// GRU with a narrowing head and delta events in the narrowest format, an LSTM with similarity and
/// the most layers.
std::vector<RegisterMap> SampleRegisterMaps();

}  // namespace gatewright
