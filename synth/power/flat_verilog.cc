// SPDX-License-Identifier: Apache-2.0
// Writes a netlist as flat Verilog.
#include "synth/power/flat_verilog.h"

#include <fmt/format.h>

#include <map>

namespace gatewright {
namespace {

class Writer {
 public:
  Writer(const GateNetlist& netlist, const PowerLibrary& library)
      : netlist_(netlist), library_(library) {}

  std::string Run() {
    for (const auto& [name, nets] : netlist_.inputs) AddPort(name, nets, "input");
    for (const auto& [name, nets] : netlist_.outputs) AddPort(name, nets, "output");
    for (size_t m = 0; m < netlist_.memories.size(); ++m) {
      AddPort(fmt::format("memory{}", m), netlist_.memories[m].read_data, "input");
    }
    std::string text = fmt::format("module flat ({});\n{}", names_, declarations_);
    for (uint32_t net = 2; net < netlist_.nets; ++net) {
      if (ports_.count(net) == 0) text += fmt::format("  wire n{};\n", net);
    }
    for (size_t g = 0; g < netlist_.gates.size(); ++g) AddGate(g, &text);
    return text + "endmodule\n";
  }

 private:
  void AddPort(const std::string& name, const std::vector<uint32_t>& nets, const char* direction) {
    names_ += (names_.empty() ? "" : ", ") + name;
    declarations_ += nets.size() == 1
                         ? fmt::format("  {} {};\n", direction, name)
                         : fmt::format("  {} [{}:0] {};\n", direction, nets.size() - 1, name);
    for (size_t k = 0; k < nets.size(); ++k) {
      ports_.try_emplace(nets[k], nets.size() == 1 ? name : fmt::format("{}[{}]", name, k));
    }
  }
  std::string Name(uint32_t net) const {
    if (net <= GateNetlist::kOne) return fmt::format("1'b{}", net);
    const auto port = ports_.find(net);
    return port == ports_.end() ? fmt::format("n{}", net) : port->second;
  }
  void AddGate(size_t g, std::string* text) const {
    const GateNetlist::Gate& gate = netlist_.gates[g];
    const PowerCell& cell = library_.cells[gate.cell];
    *text += fmt::format("  {} g{} (", cell.name, g);
    for (size_t k = 0; k < cell.pins.size(); ++k) {
      *text += fmt::format("{}.{}({})", k == 0 ? "" : ", ", cell.pins[k].name,
                           Name(netlist_.pins[gate.first_pin + k]));
    }
    *text += ");\n";
  }

  const GateNetlist& netlist_;
  const PowerLibrary& library_;
  std::map<uint32_t, std::string> ports_;
  std::string names_, declarations_;
};

}  // namespace

std::string FlatVerilog(const GateNetlist& netlist, const PowerLibrary& library) {
  return Writer(netlist, library).Run();
}

}  // namespace gatewright
