// SPDX-License-Identifier: Apache-2.0
// Energy of a cell from the tables of its library.
#include "synth/power/energy.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "synth/power/levels.h"

namespace gatewright {
namespace {

constexpr const char* kClockPort = "clk_i";
constexpr const char* kResetPort = "rst_ni";

class ConditionFinder {
 public:
  ConditionFinder(const GateNetlist& netlist, const PowerLibrary& library,
                  const EnergyConditions& around)
      : netlist_(netlist), library_(library), around_(around) {}

  NetConditions Run() {
    nets_.load_pf.assign(netlist_.nets, 0);
    nets_.rise_ns.assign(netlist_.nets, 0);
    nets_.fall_ns.assign(netlist_.nets, 0);
    AddLoads();
    for (const GateNetlist::Memory& memory : netlist_.memories) {
      for (const uint32_t net : memory.read_data) {
        nets_.rise_ns[net] = nets_.fall_ns[net] = around_.memory_transition_ns;
      }
    }
    DriveInputs();
    for (const uint32_t gate : InOrder()) Spread(netlist_.gates[gate]);
    return std::move(nets_);
  }

 private:
  uint32_t Net(const GateNetlist::Gate& gate, size_t pin) const {
    return netlist_.pins[gate.first_pin + pin];
  }

  /// The larger of what a rising and a falling edge meet.
  void AddLoads() {
    std::vector<double> fall_pf(netlist_.nets, 0);
    for (const GateNetlist::Gate& gate : netlist_.gates) {
      const PowerCell& cell = library_.cells[gate.cell];
      for (size_t k = 0; k < cell.pins.size(); ++k) {
        const PowerPin& pin = cell.pins[k];
        if (pin.output) continue;
        nets_.load_pf[Net(gate, k)] += pin.rise_pf;
        fall_pf[Net(gate, k)] += pin.fall_pf;
      }
    }
    for (size_t k = 0; k < fall_pf.size(); ++k) {
      nets_.load_pf[k] = std::max(nets_.load_pf[k], fall_pf[k]);
    }
    const auto add = [this](uint32_t net, double load) { nets_.load_pf[net] += load; };
    for (const GateNetlist::Memory& memory : netlist_.memories) {
      add(memory.read_enable, around_.memory_pin_pf);
      if (memory.writable) add(memory.write_enable, around_.memory_pin_pf);
      for (const auto* list : {&memory.read_address, &memory.write_address, &memory.write_data}) {
        for (const uint32_t net : *list) add(net, around_.memory_pin_pf);
      }
    }
    for (const auto& [name, list] : netlist_.outputs) {
      for (const uint32_t net : list) add(net, around_.output_load_pf);
    }
  }

  void DriveInputs() {
    const auto driver = library_.by_name.find(around_.driving_cell);
    if (driver == library_.by_name.end()) return;
    for (const PowerPin& pin : library_.cells[driver->second].pins) {
      if (!pin.output) continue;
      for (const auto& [name, list] : netlist_.inputs) {
        if (name == kClockPort || name == kResetPort) continue;
        for (const uint32_t net : list) {
          for (const SlewArc& arc : pin.arcs) Follow(arc, 0, 0, net);
        }
      }
    }
  }

  /// Gates behind those that drive them; flip-flops start.
  std::vector<uint32_t> InOrder() const {
    const auto pins = [this](uint32_t k, bool outputs, auto visit) {
      const GateNetlist::Gate& gate = netlist_.gates[k];
      const PowerCell& cell = library_.cells[gate.cell];
      if (cell.flip_flop && !outputs) return;
      for (size_t pin = 0; pin < cell.pins.size(); ++pin) {
        if (cell.pins[pin].output == outputs) visit(Net(gate, pin));
      }
    };
    const std::vector<uint32_t> levels = Levels(
        netlist_.gates.size(), netlist_.nets,
        [&pins](uint32_t k, auto visit) { pins(k, true, visit); },
        [&pins](uint32_t k, auto visit) { pins(k, false, visit); });
    std::vector<uint32_t> order(netlist_.gates.size());
    std::iota(order.begin(), order.end(), 0U);
    if (levels.empty()) return order;
    std::stable_sort(order.begin(), order.end(),
                     [&levels](uint32_t a, uint32_t b) { return levels[a] < levels[b]; });
    return order;
  }

  void Spread(const GateNetlist::Gate& gate) {
    const PowerCell& cell = library_.cells[gate.cell];
    for (size_t k = 0; k < cell.pins.size(); ++k) {
      for (const SlewArc& arc : cell.pins[k].arcs) {
        const uint32_t from = Net(gate, static_cast<size_t>(arc.related));
        Follow(arc, nets_.rise_ns[from], nets_.fall_ns[from], Net(gate, k));
      }
    }
  }
  /// The slowest transition of either edge that an arc gives its output.
  void Follow(const SlewArc& arc, double rise_in, double fall_in, uint32_t net) {
    const double load = nets_.load_pf[net];
    const auto edge = [&](const LookupTable& table, bool from_rise, bool from_fall, double* slew) {
      if (from_rise) *slew = std::max(*slew, table.At(rise_in, load));
      if (from_fall) *slew = std::max(*slew, table.At(fall_in, load));
    };
    edge(arc.fall, arc.from_rise[0], arc.from_fall[0], &nets_.fall_ns[net]);
    edge(arc.rise, arc.from_rise[1], arc.from_fall[1], &nets_.rise_ns[net]);
  }

  const GateNetlist& netlist_;
  const PowerLibrary& library_;
  const EnergyConditions& around_;
  NetConditions nets_;
};

/// Mean energy of a transition of `pin`, pJ.
double Internal(const PowerPin& pin, size_t own, const uint32_t* pin_nets,
                const NetConditions& nets) {
  constexpr double kEdges = 2;
  const double load = pin.output ? nets.load_pf[pin_nets[own]] : 0;
  std::map<int, std::pair<double, int>> by_cause;  // related pin -> sum, groups
  for (const EnergyArc& arc : pin.energies) {
    const uint32_t from = pin_nets[arc.related >= 0 ? static_cast<size_t>(arc.related) : own];
    auto& [sum, count] = by_cause[arc.related];
    sum += (arc.rise.At(nets.rise_ns[from], load) + arc.fall.At(nets.fall_ns[from], load)) / kEdges;
    ++count;
  }
  double total = 0;
  for (const auto& [related, entry] : by_cause) total += entry.first / entry.second;
  return by_cause.empty() ? 0 : total / static_cast<double>(by_cause.size());
}

}  // namespace

NetConditions FindNetConditions(const GateNetlist& netlist, const PowerLibrary& library,
                                const EnergyConditions& around) {
  return ConditionFinder(netlist, library, around).Run();
}

PinEnergies FindPinEnergies(const GateNetlist& netlist, const PowerLibrary& library,
                            const NetConditions& nets) {
  PinEnergies energies;
  energies.internal_pj.assign(netlist.pins.size(), 0);
  energies.switching_pj.assign(netlist.pins.size(), 0);
  const double half_square = library.volts * library.volts / 2;
  for (const GateNetlist::Gate& gate : netlist.gates) {
    const PowerCell& cell = library.cells[gate.cell];
    const uint32_t* pin_nets = netlist.pins.data() + gate.first_pin;
    for (size_t k = 0; k < cell.pins.size(); ++k) {
      const size_t at = gate.first_pin + k;
      energies.internal_pj[at] = Internal(cell.pins[k], k, pin_nets, nets);
      if (cell.pins[k].output) {
        energies.switching_pj[at] = half_square * nets.load_pf[pin_nets[k]];
      }
    }
  }
  return energies;
}

}  // namespace gatewright
