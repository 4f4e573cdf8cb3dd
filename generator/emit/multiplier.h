// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/plan/plan.h"

// For emit and the proofs of verif/multipliers: what the multipliers of the PEs are called and
// need.
namespace gatewright {

/// "operator", "array" or "bit-sparse".
std::string MultiplierName(const Plan& plan);

/// Module <prefix>digit_table: the digits of every magnitude of a bit-sparse weight by its index
/// (gw_digit_decoder, form 1).
std::string DigitTableText(const Plan& plan);

}  // namespace gatewright
