// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "generator/plan/plan.h"

// For emit and the proofs of verif/multipliers: what the multipliers of the PEs are told and need.
namespace gatewright {

/// "operator", "array" or "bit-sparse".
std::string MultiplierName(const Plan& plan);

/// The engine's constants about multipliers, where they are not those of a plain product.
std::vector<std::pair<std::string, std::string>> MultiplierConstants(const Plan& plan);

/// Module <prefix>digit_table: the digits of every magnitude of a bit-sparse weight by its index
/// (gw_digit_decoder, form 1).
std::string DigitTableText(const Plan& plan);

}  // namespace gatewright
