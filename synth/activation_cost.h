// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "generator/compress/pwl.h"
#include "synth/fpga_family.h"

namespace gatewright {

/// What sigmoid and tanh take of one cell lane, beside what every kind has. Estimated from measured
/// modules (docs/numerics.md, "What activations cost").
struct ActivationCost {
  int64_t memory_bits = 0;      ///< in memories of their own
  double gate_equivalents = 0;  ///< gates and libraries: tables counted as logic
  double luts = 0;              ///< FPGAs
  int64_t block_rams = 0;
  int64_t dsps = 0;
  double share = 0;  ///< of the device, LUTs, block RAMs and DSPs added; FPGAs only
};

/// Two tables of `entries`. `family` and `device` null for gates and libraries.
ActivationCost TableCost(int64_t entries, int gate_fraction, const FpgaFamily* family,
                         const FpgaDevice* device);

/// Both functions by lines.
ActivationCost LinesCost(const PwlLines& sigmoid, const PwlLines& tanh, const FpgaFamily* family,
                         const FpgaDevice* device);

}  // namespace gatewright
