// SPDX-License-Identifier: Apache-2.0
// Maps activation functions alone, for the command activation.
#include "synth/activation_cost.h"

#include <algorithm>
#include <cmath>

#include "generator/base/ceil_div.h"

namespace gatewright {
namespace {

/// Lines: fixed + per bit^power of the tables + per bit of the product (slope bits times bits
/// within a segment), of one function. Least squares over ten
/// sizes of gw_pwl alone, 4 to 256 segments, Yosys 0.23; off by at most 3 % (gates), 8 % (iCE40),
/// 17 % (ECP5), 14 % (7 series).
struct LinesModel {
  double fixed = 0;
  double per_table_bit = 0;
  double power = 1;
  double per_product_bit = 0;
  int64_t dsps = 0;
};

LinesModel ModelOf(const FpgaFamily* family) {
  if (family == nullptr) return {118.6, 64.3, 0.3, 10.0, 0};
  if (family->target == "ice40") return {31.6, 12.4, 0.4, 1.67, 0};
  if (family->target == "ecp5") return {67.6, 4.41, 0.6, 0, 1};
  return {49.0, 0.552, 0.7, 0, 1};
}

/// LUTs of the input rounding of both tables of a lane, measured.
double TableLuts(const FpgaFamily& family) {
  if (family.target == "ice40") return 80;
  return family.target == "ecp5" ? 140 : 38;
}

/// Bits of a block RAM, and the widest word at the depths that tables have.
int64_t BlockRams(const FpgaFamily& family, int64_t entries, int width) {
  const int64_t bits = family.target == "ice40" ? 4096 : 18 * 1024;
  const int parity = family.target == "ice40" ? 8 : 9;  // of each byte with its spare bit
  const int64_t usable = bits / parity * 8;
  int64_t best = INT64_MAX;
  for (int word = 1; word <= 32; word *= 2) {
    const int64_t depth = usable / word;
    const int wide = word < 8 ? word : word * parity / 8;
    best = std::min(best, CeilDiv(entries, depth) * CeilDiv(width, wide));
  }
  return best;
}

void AddShare(const FpgaDevice* device, ActivationCost* cost) {
  if (device == nullptr) return;
  const auto part = [](double used, int64_t has) {
    if (used <= 0) return 0.0;
    return has > 0 ? used / static_cast<double>(has) : 1.0;
  };
  cost->share = part(cost->luts, device->has.luts) +
                part(static_cast<double>(cost->block_rams), device->has.block_rams) +
                part(static_cast<double>(cost->dsps), device->has.dsps);
}

}  // namespace

ActivationCost TableCost(int64_t entries, int gate_fraction, const FpgaFamily* family,
                         const FpgaDevice* device) {
  ActivationCost cost;
  cost.memory_bits = entries * (2 * gate_fraction + 3);
  if (family == nullptr) {
    // Contents as logic, the rounding of two inputs beside them.
    constexpr double kRounding = 3715.0 / 24;
    constexpr double kBothOf1024 = 41500.0 / 24;
    constexpr double kPower = 0.563;
    const double size = kBothOf1024 * std::pow(static_cast<double>(entries) / 1024, kPower);
    cost.gate_equivalents = kRounding + size * (gate_fraction + 2) / 14;
    return cost;
  }
  cost.luts = TableLuts(*family);
  cost.block_rams = BlockRams(*family, entries, gate_fraction + 1) +
                    BlockRams(*family, entries, gate_fraction + 2);
  AddShare(device, &cost);
  return cost;
}

ActivationCost LinesCost(const PwlLines& sigmoid, const PwlLines& tanh, const FpgaFamily* family,
                         const FpgaDevice* device) {
  ActivationCost cost;
  const LinesModel model = ModelOf(family);
  for (const PwlLines* lines : {&sigmoid, &tanh}) {
    const double size =
        model.fixed +
        model.per_table_bit * std::pow(static_cast<double>(lines->table_bits()), model.power) +
        model.per_product_bit * lines->slope_bits() * lines->segment_bits;
    (family == nullptr ? cost.gate_equivalents : cost.luts) += size;
    cost.dsps += model.dsps;
  }
  AddShare(device, &cost);
  return cost;
}

}  // namespace gatewright
