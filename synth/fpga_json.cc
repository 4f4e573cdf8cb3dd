// SPDX-License-Identifier: Apache-2.0
// Resources of an FPGA as JSON.
#include <cmath>

#include "synth/fpga.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

ordered_json Counts(const FpgaCounts& counts) {
  return {{"luts", counts.luts},
          {"memory_luts", counts.memory_luts},
          {"carries", counts.carries},
          {"flip_flops", counts.flip_flops},
          {"block_rams", counts.block_rams},
          {"dsps", counts.dsps},
          {"large_rams", counts.large_rams}};
}

ordered_json Blocks(const FpgaMetrics& metrics) {
  ordered_json list = ordered_json::array();
  for (const FpgaBlock& block : metrics.blocks) {
    ordered_json entry{{"block", block.block}, {"title", block.title}};
    entry.update(Counts(block.counts));
    list.push_back(entry);
  }
  return list;
}

ordered_json Memories(const FpgaMetrics& metrics) {
  ordered_json list = ordered_json::array();
  for (const FpgaMemory& memory : metrics.memories) {
    ordered_json entry{{"instance", memory.instance},
                       {"module", memory.module},
                       {"words", memory.words},
                       {"width_bits", memory.width},
                       {"instances", memory.instances}};
    entry.update(Counts(memory.counts));
    list.push_back(entry);
  }
  return list;
}

ordered_json Share(int64_t needs, int64_t has) {
  if (has <= 0) return nullptr;
  return std::round(1000.0 * static_cast<double>(needs) / static_cast<double>(has)) / 1000;
}

/// Every device of the family, and how full it would be.
ordered_json Devices(const FpgaMetrics& metrics) {
  ordered_json list = ordered_json::array();
  const FpgaCounts& total = metrics.total;
  for (const FpgaDevice& device : metrics.family->devices) {
    // Synthesis was for the device requested: with multipliers, or without.
    if (!metrics.device.empty() && device.name != metrics.device) continue;
    ordered_json share{{"luts", Share(total.luts + total.memory_luts, device.has.luts)},
                       {"flip_flops", Share(total.flip_flops, device.has.flip_flops)},
                       {"block_rams", Share(total.block_rams, device.has.block_rams)},
                       {"dsps", Share(total.dsps, device.has.dsps)},
                       {"large_rams", Share(total.large_rams, device.has.large_rams)}};
    const bool misfit = device.name == metrics.device && !metrics.misfit.empty();
    list.push_back({{"device", device.name},
                    {"fits", MissingOn(device, total).empty() && !misfit},
                    {"share", share}});
  }
  return list;
}

}  // namespace

ordered_json ToJson(const FpgaMetrics& metrics) {
  const FpgaFamily& family = *metrics.family;
  ordered_json json{{"kind", "fpga"},
                    {"target", family.target},
                    {"family", family.title},
                    {"clock_ns", metrics.clock_ns},
                    {"tool", metrics.tool},
                    {"method", "flattened, memories and multipliers inferred from the RTL"},
                    {"units",
                     {{"luts", family.lut_unit},
                      {"block_rams", family.block_ram_unit},
                      {"dsps", family.dsp_unit},
                      {"large_rams", family.large_ram_unit},
                      {"clock", "ns"}}},
                    {"totals", Counts(metrics.total)},
                    {"devices", Devices(metrics)},
                    {"by_block", Blocks(metrics)},
                    {"memories", Memories(metrics)}};
  json["device"] = metrics.device.empty() ? ordered_json(nullptr) : ordered_json(metrics.device);
  if (!metrics.misfit.empty()) json["misfit"] = metrics.misfit;
  json["timing"] = metrics.clock ? ToJson(*metrics.clock) : ordered_json(nullptr);
  json["timing_note"] = metrics.clock            ? ""
                        : metrics.misfit.empty() ? metrics.timing_note
                                                 : "the design does not fit";
  json["left_out"] = metrics.left_out;
  return json;
}

}  // namespace gatewright
