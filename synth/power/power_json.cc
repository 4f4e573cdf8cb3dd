// SPDX-License-Identifier: Apache-2.0
// Power as JSON.
#include "synth/power/power.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

constexpr double kPicoPerMicro = 1000;  // 1 mW over 1 us is 1000 pJ

ordered_json Parts(const PowerParts& parts, double mhz, double cycles_per_step) {
  ordered_json json{{"dynamic_mw", parts.dynamic_mw(mhz)},
                    {"clock_mw", parts.clock_mw(mhz)},
                    {"leakage_mw", parts.leakage_mw()},
                    {"total_mw", parts.total_mw(mhz)}};
  if (cycles_per_step > 0) {
    json["step_pj"] = parts.total_mw(mhz) * kPicoPerMicro / mhz * cycles_per_step;
  }
  return json;
}

ordered_json Memories(const PowerMetrics& metrics) {
  ordered_json list = ordered_json::array();
  for (const MemoryPowerMetrics& memory : metrics.memories) {
    ordered_json entry{{"role", memory.role},
                       {"module", memory.module},
                       {"words", memory.words},
                       {"width_bits", memory.width},
                       {"instances", memory.instances},
                       {"source", memory.cost.source},
                       {"area_um2", memory.cost.area_um2},
                       {"read_pj", memory.cost.read_pj},
                       {"write_pj", memory.cost.write_pj},
                       {"leakage_nw", memory.cost.leakage_nw},
                       {"reads_per_cycle", memory.reads},
                       {"writes_per_cycle", memory.writes},
                       {"output_nets_pj_per_cycle", memory.output_nets_pj}};
    if (!memory.cost.known) {  // their power here is that of the nets they drive
      for (const char* key : {"area_um2", "read_pj", "write_pj", "leakage_nw"})
        entry[key] = nullptr;
    }
    entry.update(Parts(memory.parts, metrics.clock_mhz, metrics.cycles_per_step()));
    list.push_back(entry);
  }
  return list;
}

ordered_json Check(const PowerMetrics& metrics) {
  if (!metrics.sta) return nullptr;
  const StaCheck& check = *metrics.sta;
  return {
      {"tool", check.tool},
      {"activity", "every net once a cycle, inputs and memories ideal"},
      {"gates", check.gates},
      {"held_constant", check.constant},
      {"held_constant_but_moving", check.moving},
      {"gates_of_internal", check.internal},
      {"switching_mw", {{"ours", check.switching_mw}, {"opensta", check.sta_switching_mw}}},
      {"internal_mw_both_edges", {{"ours", check.internal_mw}, {"opensta", check.sta_internal_mw}}},
      {"leakage_mw", {{"ours", check.leakage_mw}, {"opensta", check.sta_leakage_mw}}},
      {"largest_difference", check.difference()}};
}

}  // namespace

ordered_json ToJson(const PowerMetrics& metrics) {
  const double mhz = metrics.clock_mhz;
  ordered_json totals = Parts(metrics.total, mhz, metrics.cycles_per_step());
  totals["clock_pins_mw"] = metrics.total.clock_pins_pj * mhz / kPicoPerMicro;
  if (metrics.steps > 0) {
    totals["operation_pj"] = metrics.step_pj() / static_cast<double>(metrics.operations);
    totals["steps_per_second"] = mhz * 1e6 / metrics.cycles_per_step();
  }
  ordered_json blocks = ordered_json::array();
  for (const BlockPowerMetrics& block : metrics.blocks) {
    ordered_json entry{{"block", block.block}, {"title", block.title}};
    entry.update(Parts(block.parts, mhz, metrics.cycles_per_step()));
    blocks.push_back(entry);
  }
  ordered_json activity{{"input", metrics.input},
                        {"steps", metrics.steps},
                        {"cycles", metrics.cycles},
                        {"lanes", metrics.lanes},
                        {"simulated_cycles", metrics.simulated},
                        {"outputs_compared", metrics.compared},
                        {"toggles_per_output_and_cycle", metrics.toggles}};
  if (metrics.sample > 0) {
    activity["instances_of_a_module"] = metrics.sample;
    activity["gates_counted"] = metrics.counted;
  }
  if (metrics.interval > 0) activity["interval_cycles"] = metrics.interval;
  if (metrics.steps > 0) activity["cycles_per_step"] = metrics.cycles_per_step();
  return {{"target", metrics.target},
          {"library", {{"file", metrics.library_file}, {"xxh3", metrics.library_hash}}},
          {"volts", metrics.volts},
          {"clock_mhz", mhz},
          {"gates", metrics.gates},
          {"operations_per_step", metrics.operations},
          {"method",
           "the mapped netlist simulated on the input, toggles counted while it runs; energies of "
           "the library's tables"},
          {"activity", activity},
          {"totals", totals},
          {"by_block", blocks},
          {"memories", Memories(metrics)},
          {"memory_source", metrics.memory_source},
          {"check", Check(metrics)},
          {"check_note", metrics.sta_note},
          {"left_out", metrics.left_out}};
}

}  // namespace gatewright
