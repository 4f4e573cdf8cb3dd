// SPDX-License-Identifier: Apache-2.0
// The metrics of synthesis as JSON.
#include "synth/metrics.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

double InUnits(Area area) { return static_cast<double>(area) / kAreaUnit; }

ordered_json Counts(const CellCounts& counts) {
  return {
      {"area", InUnits(counts.area)}, {"cells", counts.cells}, {"flip_flops", counts.flip_flops}};
}

ordered_json Modules(const Metrics& metrics) {
  ordered_json list = ordered_json::array();
  for (const ModuleMetrics& module : metrics.modules) {
    ordered_json entry{{"name", module.name},
                       {"module", module.source},
                       {"first_instance", module.instance},
                       {"instances", module.instances},
                       {"area", InUnits(module.own.area)},
                       {"area_total", InUnits(module.instances * module.own.area)},
                       {"cells", module.own.cells},
                       {"flip_flops", module.own.flip_flops},
                       {"with_submodules", Counts(module.whole)}};
    if (module.delay_ns > 0) entry["combinational_delay_ns"] = module.delay_ns;
    list.push_back(entry);
  }
  return list;
}

ordered_json Blocks(const Metrics& metrics) {
  ordered_json list = ordered_json::array();
  const double total = static_cast<double>(metrics.total.area);
  for (const BlockMetrics& block : metrics.blocks) {
    ordered_json entry{{"block", block.block}, {"title", block.title}};
    entry.update(Counts(block.counts));
    entry["share"] = total > 0 ? static_cast<double>(block.counts.area) / total : 0.0;
    list.push_back(entry);
  }
  return list;
}

ordered_json Memories(const Metrics& metrics) {
  ordered_json list = ordered_json::array();
  for (size_t k = 0; k < metrics.memories.size(); ++k) {
    const MemoryPlan& memory = metrics.memories[k];
    list.push_back({{"role", memory.role},
                    {"module", metrics.memory_prefix + memory.module},
                    {"words", memory.words},
                    {"width_bits", memory.width},
                    {"instances", memory.copies},
                    {"total_bits", memory.bits()}});
    if (k >= metrics.memory_costs.size()) continue;
    const MemoryCost& cost = metrics.memory_costs[k];
    list.back()["area"] = cost.area_um2;
    list.back()["area_total"] = memory.copies * cost.area_um2;
    list.back()["source"] = cost.source;
  }
  return list;
}

ordered_json Totals(const Metrics& metrics) {
  ordered_json totals{{"logic_area", InUnits(metrics.total.area)}};
  if (metrics.gate > 0) {
    totals["gate_equivalents"] = metrics.gate_equivalents();
  } else {
    totals["gate_equivalents"] = nullptr;
  }
  totals["cells"] = metrics.total.cells;
  totals["flip_flops"] = metrics.total.flip_flops;
  totals["memory_bits"] = metrics.memory_bits();
  if (!metrics.memory_costs.empty()) {
    totals["memory_area"] = metrics.memory_area();
    totals["total_area"] = InUnits(metrics.total.area) + metrics.memory_area();
  }
  return totals;
}

}  // namespace

CellCounts& CellCounts::operator+=(const CellCounts& other) {
  area += other.area;
  cells += other.cells;
  flip_flops += other.flip_flops;
  return *this;
}

CellCounts operator*(int64_t times, const CellCounts& counts) {
  return {times * counts.area, times * counts.cells, times * counts.flip_flops};
}

double Metrics::gate_equivalents() const {
  return gate > 0 ? static_cast<double>(total.area) / static_cast<double>(gate) : 0;
}

int64_t Metrics::memory_bits() const {
  int64_t bits = 0;
  for (const MemoryPlan& memory : memories) bits += memory.bits();
  return bits;
}

double Metrics::memory_area() const {
  double area = 0;
  for (size_t k = 0; k < memory_costs.size(); ++k) {
    area += memories[k].copies * memory_costs[k].area_um2;
  }
  return area;
}

ordered_json ToJson(const Metrics& metrics) {
  ordered_json library = nullptr;
  ordered_json conditions = nullptr;
  if (!metrics.library_file.empty()) {
    library = {
        {"name", metrics.library}, {"file", metrics.library_file}, {"xxh3", metrics.library_hash}};
    conditions = {{"driving_cell", metrics.driving_cell}, {"load_ff", metrics.load_ff}};
  }
  return {{"kind", "area"},
          {"target", metrics.target},
          {"library", library},
          {"clock_ns", metrics.clock_ns},
          {"module_ports", conditions},
          {"tool", metrics.tool},
          {"method",
           "hierarchical: each unique module is synthesised once, nothing is optimised "
           "across module boundaries"},
          {"units",
           {{"area", metrics.area_unit},
            {"memory", "bits"},
            {"clock", "ns"},
            {"combinational_delay", "ns"}}},
          {"gate_equivalent", {{"area", InUnits(metrics.gate)}, {"rule", metrics.gate_rule}}},
          {"totals", Totals(metrics)},
          {"by_block", Blocks(metrics)},
          {"modules", Modules(metrics)},
          {"memories", Memories(metrics)},
          {"memory_source", metrics.memory_source},
          {"timing", metrics.clock ? ToJson(*metrics.clock) : ordered_json(nullptr)},
          {"timing_note", metrics.timing_note},
          {"left_out", metrics.left_out}};
}

}  // namespace gatewright
