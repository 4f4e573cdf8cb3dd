// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/registers/register_map.h"
#include "verif/formal/formal_proof.h"

namespace gatewright {

/// A harness for the register block of a map behind gw_axi_lite, printed from the map itself but in
/// other words than the block: what it stores, what every address answers. Top: formal_registers.
/// gw_counter is replaced in it by one that shows which strobes it got.
std::string PrintRegisterHarness(const RegisterMap& map);

/// The proof of a register block with thresholds of two layers, limits of the score, sticky bits,
/// commands and counters.
FormalProof RegisterProof();

}  // namespace gatewright
