// SPDX-License-Identifier: Apache-2.0
// Maps a design to a cell library and measures area and clock.
#include "synth/synth.h"

#include <fmt/format.h>

#include <map>
#include <vector>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "synth/hierarchy.h"
#include "synth/join.h"
#include "synth/sta.h"
#include "synth/yosys.h"

namespace gatewright {
namespace {

/// What no number of the metrics contains.
std::vector<std::string> LeftOut(const Metrics& metrics, const Technology& technology) {
  std::vector<std::string> list = {
      metrics.memory_costs.empty()
          ? "area, delay and periphery of the memories (their bits are listed)"
          : "the memories in the logic area; their own area stands beside it",
      "wires, placement, routing and the utilisation of the placed area",
      "clock tree and reset tree",
      "scan chains and memory test",
      "optimisation across module boundaries",
      "cells that drive constants, antenna, fill and tap cells",
      "pads, power grid, level shifters",
  };
  if (technology.generic) {
    list.push_back("buffers for fan-out: generic gates have no drive strength");
    list.push_back("delays: generic gates have none");
  } else {
    list.push_back(
        "combinational_delay_ns is the mapper's estimate for one module "
        "alone, without wires, clock-to-output, setup and paths through other modules");
  }
  return list;
}

/// The black boxes of the netlist are the memories of the plan, one for one.
Status CheckMemories(const Plan& plan, const MemoryCount& found) {
  MemoryCount planned;
  for (const MemoryPlan& memory : plan.memories) {
    planned[{plan.prefix + memory.module, memory.words, memory.width}] += memory.copies;
  }
  Diagnostics errors;
  const auto compare = [&errors](const MemoryCount& left, const MemoryCount& right,
                                 const char* where) {
    for (const auto& [kind, count] : left) {
      const auto other = right.find(kind);
      if (other != right.end() && other->second == count) continue;
      const auto& [module, words, width] = kind;
      errors.push_back({"", 0, module,
                        fmt::format("{} x {} bits, {} instances", words, width, count),
                        fmt::format("the memory is only in {}", where), ""});
    }
  };
  compare(planned, found, "the plan, not in the RTL");
  compare(found, planned, "the RTL, not in the plan");
  if (!errors.empty()) return errors;
  return Ok();
}

/// What each memory of the plan costs.
Status CostMemories(const SynthRequest& request, const Technology& technology, Metrics* metrics) {
  MemoryTable table = request.memory_table;
  table.no_model = !ModelFits(technology.library);
  metrics->memory_source = MemorySource(table);
  if (table.macros.empty() && table.no_model) return Ok();
  for (const MemoryPlan& memory : metrics->memories) {
    const Result<MemoryCost> cost =
        CostOfMemory(memory.words, memory.width, memory.module != "rom", table);
    if (!cost) return cost.errors();
    metrics->memory_costs.push_back(*cost);
  }
  return Ok();
}

Metrics Describe(const SynthRequest& request, const Technology& technology) {
  Metrics metrics;
  metrics.target = technology.target;
  metrics.area_unit = technology.area_unit;
  metrics.clock_ns = request.clock_ns;
  metrics.library = technology.library;
  metrics.library_file = technology.library_file;
  metrics.library_hash = technology.library_hash;
  metrics.gate_rule = technology.gate_rule;
  metrics.gate = technology.gate;
  metrics.driving_cell = technology.driving_cell;
  metrics.load_ff = technology.load_ff;
  metrics.memories = request.plan.memories;
  metrics.memory_prefix = request.plan.prefix;
  metrics.left_out = LeftOut(metrics, technology);
  return metrics;
}

struct Netlist {
  std::vector<RtlilModule> modules;
  std::map<std::string, double> delay_ns;
};

/// Maps each unique module alone.
Result<Netlist> MapAll(const std::vector<RtlilModule>& elaborated, const UniqueModules& unique,
                       const Technology& technology, double clock_ns, const std::string& scratch) {
  std::map<std::string, const RtlilModule*> by_name;
  for (const RtlilModule& module : elaborated) by_name[module.name] = &module;
  std::vector<ModuleToMap> work;
  for (const RtlilModule* module : Representatives(elaborated, unique)) {
    work.push_back({unique.names.at(module->name), IsolateModule(*module, by_name, unique.names)});
  }
  const Result<std::vector<MappedModule>> mapped = MapModules(work, technology, clock_ns, scratch);
  if (!mapped) return mapped.errors();
  Netlist netlist;
  for (size_t k = 0; k < work.size(); ++k) {
    for (RtlilModule& module : ParseRtlil((*mapped)[k].netlist)) {
      if (module.name == work[k].name) netlist.modules.push_back(std::move(module));
    }
    netlist.delay_ns[work[k].name] = (*mapped)[k].delay_ns;
  }
  return netlist;
}

/// The netlist that the user gets: Verilog, and JSON for programs.
Status WriteNetlist(const std::string& top, const std::vector<RtlilModule>& elaborated,
                    const UniqueModules& unique, const std::vector<RtlilModule>& mapped,
                    const std::string& scratch, Metrics* metrics) {
  Status written = WriteFileAtomically(
      scratch + "/joined.il", JoinNetlist(elaborated, unique, mapped, top, MemoryStyle::kWrapper));
  if (!written) return written;
  const Result<std::string> run = RunYosys(
      "read_rtlil joined.il\nwrite_verilog -noattr -simple-lhs joined.v\nwrite_json joined.json\n",
      "join", scratch, scratch);
  if (!run) return run.errors();
  for (const char* kind : {"v", "json"}) {
    Result<std::string> text = ReadWholeFile(fmt::format("{}/joined.{}", scratch, kind));
    if (!text) return text.errors();
    metrics->netlist.push_back({fmt::format("netlist/{}.{}", top, kind), std::move(*text)});
  }
  return Ok();
}

/// The clock, or in metrics->timing_note why there is none: areas stand without it.
void TimeDesign(const SynthRequest& request, const Technology& technology,
                const std::vector<RtlilModule>& elaborated, const UniqueModules& unique,
                const std::vector<RtlilModule>& mapped, const std::string& scratch,
                Metrics* metrics) {
  if (technology.generic) {
    metrics->timing_note = "generic gates have no delays";
    return;
  }
  const Plan& plan = request.plan;
  const TimingRequest timing{plan,
                             technology,
                             request.clock_ns,
                             request.memory_access_ns,
                             request.memory_setup_ns,
                             JoinNetlist(elaborated, unique, mapped, plan.top, MemoryStyle::kMacro),
                             scratch};
  Result<ClockEstimate> clock =
      TimeNetlist(timing, FindInstances(elaborated, plan.top, plan.prefix));
  if (clock.ok()) {
    metrics->clock = std::move(*clock);
  } else {
    metrics->timing_note = clock.errors()[0].ToString();
  }
}

}  // namespace

Result<Metrics> Synthesise(const SynthRequest& request) {
  const Plan& plan = request.plan;
  const Result<Technology> technology =
      request.technology != nullptr
          ? *request.technology
          : FindTechnology(request.target, request.osu018_path, plan.reset, request.dont_use);
  if (!technology) return technology.errors();
  Metrics metrics = Describe(request, *technology);
  const Result<std::string> version = YosysVersion();
  if (!version) return version.errors();
  metrics.tool = *version;
  if (!technology->generic) {
    const Status costs = CostMemories(request, *technology, &metrics);
    if (!costs) return costs.errors();
    metrics.left_out = LeftOut(metrics, *technology);
  }

  const ScratchFolder scratch;
  const Result<std::string> elaborated =
      Elaborate(plan, *technology, request.folder, scratch.path());
  if (!elaborated) return elaborated.errors();
  const std::vector<RtlilModule> modules = ParseRtlil(*elaborated);
  const UniqueModules unique = FindUniqueModules(modules, plan.top);
  const Status memories = CheckMemories(plan, unique.memories);
  if (!memories) return memories.errors();
  const Result<Netlist> netlist =
      MapAll(modules, unique, *technology, request.clock_ns, scratch.path());
  if (!netlist) return netlist.errors();
  const Status counted =
      CountCells(netlist->modules, unique, *technology, plan.top, plan.prefix, &metrics);
  if (!counted) return counted.errors();
  for (ModuleMetrics& module : metrics.modules) {
    module.delay_ns = netlist->delay_ns.at(module.name);
  }
  const Status written =
      WriteNetlist(plan.top, modules, unique, netlist->modules, scratch.path(), &metrics);
  if (!written) return written.errors();
  TimeDesign(request, *technology, modules, unique, netlist->modules, scratch.path(), &metrics);
  return metrics;
}

}  // namespace gatewright
