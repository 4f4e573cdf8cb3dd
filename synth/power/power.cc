// SPDX-License-Identifier: Apache-2.0
// Power by block from activity and energies.
#include "synth/power/power.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "synth/hierarchy.h"
#include "synth/power/energy.h"

namespace gatewright {
namespace {

constexpr double kFemtoPerPico = 1000;
constexpr double kLoadInputs = 4;          // technology.load_ff is four inputs
constexpr double kMemoryTransition = 0.1;  // ns, as in timing
constexpr double kClockEdges = 2;
constexpr double kMicroPerMilli = 1000;  // 1 pJ a cycle at 1 MHz is 1 uW
constexpr double kMilliPerNano = 1e-6;

std::vector<std::string> LeftOut(const PowerMetrics& metrics) {
  return {"wires: their capacitance and the energy to charge it",
          "the clock tree's buffers and wires (the pins of the flip-flops are counted)",
          "glitches: the simulation has no delays, every net moves at most once a cycle",
          "other corners: the library's own voltage and temperature alone",
          "what drives the input ports, pads, power grid",
          metrics.memory_source};
}

/// Where a memory of the netlist is in the plan: by module, size and file.
std::string RoleOf(const Plan& plan, const GateNetlist::Memory& memory) {
  const char* module = memory.writable ? "ram_1r1w" : "rom";
  std::string role;
  int others = 0;
  for (const MemoryPlan& entry : plan.memories) {
    if (entry.module != module || entry.words != memory.words || entry.width != memory.width) {
      continue;
    }
    if (role.empty()) {
      role = entry.role;
    } else {
      ++others;
    }
  }
  return others > 0 ? fmt::format("{} and {} more", role, others) : role;
}

/// How many instances each one stands for: of the instances of a module `sample` stand for all, the
/// others for none.
std::vector<double> InstanceWeights(const GateNetlist& netlist, int sample) {
  std::vector<double> weights(netlist.instances.size(), 1);
  if (sample <= 0) return weights;
  std::map<std::string, std::vector<size_t>> groups;
  for (size_t k = 0; k < netlist.instances.size(); ++k) {
    groups[netlist.instances[k].unique].push_back(k);
  }
  const size_t kept = static_cast<size_t>(sample);
  for (const auto& [unique, members] : groups) {
    if (members.size() <= kept) continue;
    for (const size_t k : members) weights[k] = 0;
    for (size_t k = 0; k < kept; ++k) {
      weights[members[(2 * k + 1) * members.size() / (2 * kept)]] =
          static_cast<double>(members.size()) / static_cast<double>(kept);
    }
  }
  return weights;
}

/// The gates of instances that stand for others or themselves, and those that drive their inputs;
/// empty when that is all.
std::vector<bool> CountedGates(const GateNetlist& netlist, const PowerLibrary& library,
                               const std::vector<double>& weights) {
  if (std::all_of(weights.begin(), weights.end(), [](double w) { return w > 0; })) return {};
  std::vector<bool> needed(netlist.nets, false);
  const auto each_pin = [&](const GateNetlist::Gate& gate, auto visit) {
    const size_t pins = library.cells[gate.cell].pins.size();
    for (size_t k = 0; k < pins; ++k) visit(netlist.pins[gate.first_pin + k]);
  };
  for (const GateNetlist::Gate& gate : netlist.gates) {
    if (weights[gate.instance] > 0) each_pin(gate, [&](uint32_t net) { needed[net] = true; });
  }
  std::vector<bool> counted;
  for (const GateNetlist::Gate& gate : netlist.gates) {
    bool any = false;
    each_pin(gate, [&](uint32_t net) { any = any || needed[net]; });
    counted.push_back(any);
  }
  return counted;
}

class Joiner {
 public:
  Joiner(const PowerRequest& request, const GateNetlist& netlist, const PowerLibrary& library,
         const Activity& activity, const std::vector<double>& weights, PowerMetrics* metrics)
      : request_(request),
        netlist_(netlist),
        library_(library),
        activity_(activity),
        weights_(weights),
        metrics_(*metrics),
        cycles_(static_cast<double>(activity.cycles)) {}

  Status Run() {
    const double pin_pf = request_.technology.load_ff / kFemtoPerPico / kLoadInputs;
    const NetConditions nets =
        FindNetConditions(netlist_, library_,
                          {request_.technology.driving_cell,
                           request_.technology.load_ff / kFemtoPerPico, pin_pf, kMemoryTransition});
    const PinEnergies energies = FindPinEnergies(netlist_, library_, nets);
    for (const BlockName& block : Blocks()) {
      metrics_.blocks.push_back({block.block, block.title, {}});
    }
    for (const GateNetlist::Gate& gate : netlist_.gates) AddGate(gate, energies);
    const bool nets_alone =
        request_.memories.macros.empty() && !ModelFits(request_.technology.library);
    metrics_.blocks.push_back(
        {"memories", nets_alone ? "nets that memories drive" : "memories", {}});
    Status memories = AddMemories(nets);
    if (!memories) return memories;
    for (const BlockPowerMetrics& block : metrics_.blocks) metrics_.total += block.parts;
    metrics_.toggles = toggles_ / outputs_;
    return Ok();
  }

 private:
  double PerCycle(uint64_t count) const { return static_cast<double>(count) / cycles_; }

  void AddGate(const GateNetlist::Gate& gate, const PinEnergies& energies) {
    const PowerCell& cell = library_.cells[gate.cell];
    PowerParts& block = metrics_.blocks[netlist_.instances[gate.instance].block].parts;
    PowerParts parts;
    parts.leakage_nw += cell.leakage_nw;
    for (size_t k = 0; k < cell.pins.size(); ++k) {
      const PowerPin& pin = cell.pins[k];
      const size_t at = gate.first_pin + k;
      if (pin.clock) {
        parts.clock_pj += kClockEdges * energies.internal_pj[at];
        parts.clock_pins_pj +=
            library_.volts * library_.volts * (pin.rise_pf + pin.fall_pf) / kClockEdges;
        continue;
      }
      const double transitions = PerCycle(activity_.toggles[netlist_.pins[at]]);
      parts.dynamic_pj += transitions * (energies.internal_pj[at] + energies.switching_pj[at]);
      if (!pin.output) continue;
      toggles_ += weights_[gate.instance] * transitions;
      outputs_ += weights_[gate.instance];
    }
    metrics_.counted += weights_[gate.instance] > 0 ? 1 : 0;
    block += weights_[gate.instance] * parts;
  }

  Status AddMemories(const NetConditions& nets) {
    MemoryTable table = request_.memories;
    table.no_model = !ModelFits(request_.technology.library);
    std::map<std::tuple<bool, int64_t, int>, size_t> places;
    const double half_square = library_.volts * library_.volts / 2;
    for (size_t m = 0; m < netlist_.memories.size(); ++m) {
      const GateNetlist::Memory& memory = netlist_.memories[m];
      const auto [place, fresh] = places.try_emplace({memory.writable, memory.words, memory.width},
                                                     metrics_.memories.size());
      if (fresh) {
        const Result<MemoryCost> cost =
            CostOfMemory(memory.words, memory.width, memory.writable, table);
        if (!cost) return cost.errors();
        metrics_.memories.push_back({RoleOf(request_.plan, memory),
                                     request_.plan.prefix + (memory.writable ? "ram_1r1w" : "rom"),
                                     memory.words,
                                     memory.width,
                                     0,
                                     *cost,
                                     0,
                                     0,
                                     0,
                                     {}});
      }
      MemoryPowerMetrics& entry = metrics_.memories[place->second];
      ++entry.instances;
      entry.reads += PerCycle(activity_.reads[m]);
      entry.writes += PerCycle(activity_.writes[m]);
      for (const uint32_t net : memory.read_data) {
        entry.output_nets_pj += PerCycle(activity_.toggles[net]) * half_square * nets.load_pf[net];
      }
    }
    for (MemoryPowerMetrics& entry : metrics_.memories) {
      entry.parts.dynamic_pj = entry.reads * entry.cost.read_pj +
                               entry.writes * entry.cost.write_pj + entry.output_nets_pj;
      entry.parts.leakage_nw = static_cast<double>(entry.instances) * entry.cost.leakage_nw;
      metrics_.blocks.back().parts += entry.parts;
    }
    return Ok();
  }

  const PowerRequest& request_;
  const GateNetlist& netlist_;
  const PowerLibrary& library_;
  const Activity& activity_;
  const std::vector<double>& weights_;
  double toggles_ = 0, outputs_ = 0;
  PowerMetrics& metrics_;
  const double cycles_;
};

PowerMetrics Describe(const PowerRequest& request) {
  PowerMetrics metrics;
  metrics.target = request.technology.target;
  metrics.library_file = request.technology.library_file;
  metrics.library_hash = request.technology.library_hash;
  metrics.input = request.input;
  metrics.clock_mhz = request.clock_mhz;
  metrics.lanes = static_cast<int64_t>(request.activity.lanes.size());
  metrics.sample = request.sample;
  metrics.interval = request.activity.interval;
  metrics.operations = request.plan.operations();
  MemoryTable table = request.memories;
  table.no_model = !ModelFits(request.technology.library);
  metrics.memory_source = MemorySource(table);
  return metrics;
}

}  // namespace

PowerParts operator*(double times, const PowerParts& parts) {
  return {times * parts.dynamic_pj, times * parts.clock_pj, times * parts.clock_pins_pj,
          times * parts.leakage_nw};
}
PowerParts& PowerParts::operator+=(const PowerParts& other) {
  dynamic_pj += other.dynamic_pj;
  clock_pj += other.clock_pj;
  clock_pins_pj += other.clock_pins_pj;
  leakage_nw += other.leakage_nw;
  return *this;
}
double PowerParts::dynamic_mw(double mhz) const { return dynamic_pj * mhz / kMicroPerMilli; }
double PowerParts::clock_mw(double mhz) const {
  return (clock_pj + clock_pins_pj) * mhz / kMicroPerMilli;
}
double PowerParts::leakage_mw() const { return leakage_nw * kMilliPerNano; }
double PowerParts::total_mw(double mhz) const {
  return dynamic_mw(mhz) + clock_mw(mhz) + leakage_mw();
}

double PowerMetrics::cycles_per_step() const {
  return steps > 0 ? static_cast<double>(cycles) / static_cast<double>(steps) : 0;
}

double PowerMetrics::step_pj() const {
  return total.total_mw(clock_mhz) * kMicroPerMilli / clock_mhz * cycles_per_step();
}

Result<PowerMetrics> MeasurePower(const PowerRequest& request) {
  const Technology& technology = request.technology;
  if (technology.generic) {
    return Diagnostic{"",
                      0,
                      "synth.target",
                      technology.target,
                      "generic gates have no power",
                      "osu018, or a Liberty file"};
  }
  const Result<PowerLibrary> library =
      ParsePowerLibrary(technology.library_text, technology.library_file);
  if (!library) return library.errors();
  const Result<GateNetlist> netlist = ReadGateNetlist(
      request.netlist, request.netlist_file, request.plan.top, request.plan.prefix, *library);
  if (!netlist) return netlist.errors();
  const std::vector<double> weights = InstanceWeights(*netlist, request.sample);
  ActivityRequest played = request.activity;
  played.counted = CountedGates(*netlist, *library, weights);
  const Result<Activity> activity =
      MeasureActivity(request.plan, *netlist, *library, request.images, played);
  if (!activity) return activity.errors();
  PowerMetrics metrics = Describe(request);
  metrics.volts = library->volts;
  metrics.cycles = activity->cycles;
  metrics.steps = activity->steps;
  metrics.simulated = activity->simulated;
  metrics.compared = activity->compared;
  metrics.gates = static_cast<int64_t>(netlist->gates.size());
  const Status joined = Joiner(request, *netlist, *library, *activity, weights, &metrics).Run();
  if (!joined) return joined.errors();
  metrics.left_out = LeftOut(metrics);
  if (!request.check_sta) {
    metrics.sta_note = "not requested";
    return metrics;
  }
  Result<StaCheck> check = CheckWithSta(*netlist, *library, technology.library_text,
                                        request.clock_mhz, activity->toggles);
  if (check.ok()) {
    metrics.sta = std::move(*check);
    const Status agrees = metrics.sta->Agrees(technology.library_file);
    if (!agrees) return agrees.errors();
  } else {
    metrics.sta_note = check.errors()[0].ToString();
  }
  return metrics;
}

}  // namespace gatewright
