// SPDX-License-Identifier: Apache-2.0
// Reads a mapped netlist as gates.
#include "synth/power/gate_netlist.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <unordered_map>

#include "synth/hierarchy.h"

namespace gatewright {
namespace {

using nlohmann::json;

/// Bits of a module: numbers of Yosys from 2 on, 0 and 1 for constants.
using Bits = std::vector<uint32_t>;
constexpr uint32_t kUnset = ~0U;
/// More than any design has: modules of modules may multiply without end.
constexpr size_t kMaxInstances = size_t{1} << 20;

struct CellOfModule {
  std::string name, type;
  std::map<std::string, std::string> parameters;
  std::vector<std::pair<std::string, Bits>> connections;
};
struct PortOfModule {
  std::string name;
  bool output = false;
  Bits bits;
};
struct Module {
  std::vector<PortOfModule> ports;
  std::vector<CellOfModule> cells;
  uint32_t bits = 2;  ///< numbers below this one
};

/// The bits of a module, numbered again without gaps: the file may have any numbers.
class BitNumbers {
 public:
  Bits Read(const json& list) {
    Bits bits;
    for (const json& bit : list) {
      if (bit.is_number_integer()) {
        const auto [place, fresh] = numbers_.try_emplace(bit.get<int64_t>(), next_);
        if (fresh) ++next_;
        bits.push_back(place->second);
      } else {
        bits.push_back(bit == "1" ? 1U : 0U);
      }
    }
    return bits;
  }
  uint32_t next() const { return next_; }

 private:
  std::unordered_map<int64_t, uint32_t> numbers_ = {{0, 0}, {1, 1}};
  uint32_t next_ = 2;
};

Module ReadModule(const json& text) {
  Module module;
  BitNumbers numbers;
  for (const auto& [name, port] : text.at("ports").items()) {
    module.ports.push_back({name, port.at("direction") == "output", numbers.Read(port.at("bits"))});
  }
  for (const auto& [name, entry] : text.at("cells").items()) {
    CellOfModule cell{name, entry.at("type"), {}, {}};
    for (const auto& [key, value] : entry.at("parameters").items()) {
      cell.parameters[key] = value.is_string() ? value.get<std::string>() : value.dump();
    }
    for (const auto& [pin, bits] : entry.at("connections").items()) {
      cell.connections.emplace_back(pin, numbers.Read(bits));
    }
    module.cells.push_back(std::move(cell));
  }
  module.bits = numbers.next();
  return module;
}

/// gw_event_queue__2 -> gw_event_queue, as JoinNetlist numbers modules.
std::string SourceOf(const std::string& name, const std::map<std::string, Module>& modules) {
  const size_t at = name.rfind("__");
  if (at == std::string::npos || at + 2 == name.size()) return name;
  if (name.find_first_not_of("0123456789", at + 2) != std::string::npos) return name;
  const std::string source = name.substr(0, at);
  return modules.count(source) != 0 ? source : name;
}

class Flattener {
 public:
  Flattener(const std::map<std::string, Module>& modules, const std::string& prefix,
            const PowerLibrary& library)
      : modules_(modules), prefix_(prefix), library_(library) {}

  Result<GateNetlist> Run(const std::string& top) {
    NewNet(), NewNet();  // the constants
    const Module& module = modules_.at(top);
    std::vector<uint32_t> nets = Place(module, top, "", RestBlock(), {});
    for (const PortOfModule& port : module.ports) {
      auto& list = port.output ? netlist_.outputs[port.name] : netlist_.inputs[port.name];
      for (const uint32_t bit : port.bits) list.push_back(nets[bit]);
    }
    if (!unknown_.empty()) {
      Diagnostics errors;
      for (const std::string& type : unknown_) {
        errors.push_back({"", 0, "netlist", type, "the cell is not in the library", ""});
      }
      return errors;
    }
    Resolve();
    return std::move(netlist_);
  }

 private:
  uint32_t NewNet() {
    parent_.push_back(static_cast<uint32_t>(parent_.size()));
    return parent_.back();
  }
  uint32_t Root(uint32_t net) {
    while (parent_[net] != net) net = parent_[net] = parent_[parent_[net]];
    return net;
  }
  /// Two names of one net; the smaller number stays, so constants do.
  void Join(uint32_t a, uint32_t b) {
    a = Root(a), b = Root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

  /// Adds a module's cells; `bound` has the nets of its ports. Returns the nets of its bits.
  std::vector<uint32_t> Place(const Module& module, const std::string& name,
                              const std::string& path, size_t block,
                              const std::vector<std::pair<std::string, Bits>>& bound) {
    const std::string source = SourceOf(name, modules_);
    if (netlist_.instances.size() >= kMaxInstances || !open_.insert(name).second) {
      throw std::length_error("modules without end");
    }
    block = BlockOf(source, prefix_, block);
    const uint32_t instance = static_cast<uint32_t>(netlist_.instances.size());
    netlist_.instances.push_back({path, source, name, block});
    std::vector<uint32_t> nets(module.bits, kUnset);
    nets[0] = GateNetlist::kZero, nets[1] = GateNetlist::kOne;
    Bind(module, bound, &nets);
    for (uint32_t& net : nets) {
      if (net == kUnset) net = NewNet();
    }
    for (const CellOfModule& cell : module.cells) AddCell(cell, path, instance, block, nets);
    open_.erase(name);
    return nets;
  }
  void Bind(const Module& module, const std::vector<std::pair<std::string, Bits>>& bound,
            std::vector<uint32_t>* nets) {
    for (const auto& [name, outside] : bound) {
      const auto port = std::find_if(module.ports.begin(), module.ports.end(),
                                     [&name = name](const auto& p) { return p.name == name; });
      if (port == module.ports.end()) continue;
      for (size_t k = 0; k < std::min(outside.size(), port->bits.size()); ++k) {
        uint32_t& net = (*nets)[port->bits[k]];
        if (net == kUnset) {
          net = outside[k];
        } else {
          Join(net, outside[k]);
        }
      }
    }
  }
  void AddCell(const CellOfModule& cell, const std::string& path, uint32_t instance, size_t block,
               const std::vector<uint32_t>& nets) {
    const std::string name = path.empty() ? cell.name : path + "." + cell.name;
    std::vector<std::pair<std::string, Bits>> bound = cell.connections;
    for (auto& [pin, bits] : bound) {
      for (uint32_t& bit : bits) bit = nets[bit];
    }
    const auto module = modules_.find(cell.type);
    const auto known = library_.by_name.find(cell.type);
    if (module != modules_.end()) {
      Place(module->second, cell.type, name, block, bound);
    } else if (cell.type == prefix_ + "rom" || cell.type == prefix_ + "ram_1r1w") {
      AddMemory(cell, name, instance, bound);
    } else if (known != library_.by_name.end()) {
      AddGate(known->second, instance, bound);
    } else {
      unknown_.insert(cell.type);
    }
  }
  void AddGate(uint32_t cell, uint32_t instance,
               const std::vector<std::pair<std::string, Bits>>& bound) {
    netlist_.gates.push_back({cell, instance, static_cast<uint32_t>(netlist_.pins.size())});
    for (const PowerPin& pin : library_.cells[cell].pins) {
      const auto found = std::find_if(bound.begin(), bound.end(),
                                      [&pin](const auto& b) { return b.first == pin.name; });
      if (found != bound.end() && !found->second.empty()) {
        netlist_.pins.push_back(found->second[0]);
      } else {
        netlist_.pins.push_back(pin.output ? NewNet() : GateNetlist::kZero);
      }
    }
  }
  void AddMemory(const CellOfModule& cell, const std::string& name, uint32_t instance,
                 const std::vector<std::pair<std::string, Bits>>& bound) {
    GateNetlist::Memory memory;
    memory.writable = cell.type == prefix_ + "ram_1r1w";
    const auto number = [&cell](const char* key) {
      return static_cast<int64_t>(std::stoull(cell.parameters.at(key), nullptr, 2));
    };
    memory.words = number("Depth");
    memory.width = static_cast<int>(number("Width"));
    const auto file = cell.parameters.find("File");
    if (file != cell.parameters.end()) {
      memory.file = file->second.substr(file->second.rfind('/') + 1);
    }
    memory.name = name;
    memory.instance = instance;
    const auto take = [&bound](const char* pin) {
      for (const auto& [key, bits] : bound) {
        if (key == pin) return bits;
      }
      return Bits();
    };
    const auto one = [&take](const char* pin) {
      const Bits bits = take(pin);
      return bits.empty() ? GateNetlist::kZero : bits[0];
    };
    memory.read_enable = one("re_i");
    memory.read_address = take(memory.writable ? "raddr_i" : "addr_i");
    memory.read_data = take(memory.writable ? "rdata_o" : "data_o");
    if (memory.writable) {
      memory.write_enable = one("we_i");
      memory.write_address = take("waddr_i");
      memory.write_data = take("wdata_i");
    }
    netlist_.memories.push_back(std::move(memory));
  }

  /// Numbers the nets that are left without gaps.
  void Resolve() {
    std::vector<uint32_t> number(parent_.size(), kUnset);
    uint32_t next = 0;
    for (uint32_t net = 0; net < parent_.size(); ++net) {
      if (Root(net) == net) number[net] = next++;
    }
    netlist_.nets = next;
    const auto renumber = [&](std::vector<uint32_t>* list) {
      for (uint32_t& net : *list) net = number[Root(net)];
    };
    renumber(&netlist_.pins);
    for (GateNetlist::Memory& memory : netlist_.memories) {
      memory.read_enable = number[Root(memory.read_enable)];
      memory.write_enable = number[Root(memory.write_enable)];
      for (auto* list :
           {&memory.read_address, &memory.write_address, &memory.read_data, &memory.write_data}) {
        renumber(list);
      }
    }
    for (auto* ports : {&netlist_.inputs, &netlist_.outputs}) {
      for (auto& [name, list] : *ports) renumber(&list);
    }
  }

  const std::map<std::string, Module>& modules_;
  const std::string& prefix_;
  const PowerLibrary& library_;
  GateNetlist netlist_;
  std::vector<uint32_t> parent_;
  std::set<std::string> unknown_;
  std::set<std::string> open_;  ///< modules that are being placed: none may hold itself
};

Diagnostic NoNetlist(const std::string& file) {
  return {file, 0, "", "", "is not a netlist of gatewright synth", "run gatewright synth again"};
}

}  // namespace

Result<GateNetlist> ReadGateNetlist(const std::string& text, const std::string& file,
                                    const std::string& top, const std::string& prefix,
                                    const PowerLibrary& library) {
  std::map<std::string, Module> modules;
  try {
    const json root = json::parse(text);
    for (const auto& [name, module] : root.at("modules").items()) {
      if (module.at("attributes").contains("blackbox")) continue;
      modules[name] = ReadModule(module);
    }
    if (modules.count(top) == 0) return NoNetlist(file);
    return Flattener(modules, prefix, library).Run(top);
  } catch (const std::exception&) {  // of the JSON, or a parameter that is no number
    return NoNetlist(file);
  }
}

}  // namespace gatewright
