// SPDX-License-Identifier: Apache-2.0
// A circuit of gates, run on words.
#include "verif/multipliers/gate_circuit.h"

#include <array>
#include <cassert>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace gatewright {
namespace {

using nlohmann::json;

constexpr uint32_t kNone = ~0U;

struct Form {
  CircuitKind kind;
  bool inverted;
  std::string_view pins;  ///< of a, b, c
};

/// Gates of `techmap` and `simplemap`, and registers, whose D is passed on.
const std::map<std::string, Form>& Forms() {
  static const std::map<std::string, Form> forms = {
      {"$_AND_", {CircuitKind::kAnd, false, "AB"}},   {"$_NAND_", {CircuitKind::kAnd, true, "AB"}},
      {"$_OR_", {CircuitKind::kOr, false, "AB"}},     {"$_NOR_", {CircuitKind::kOr, true, "AB"}},
      {"$_XOR_", {CircuitKind::kXor, false, "AB"}},   {"$_XNOR_", {CircuitKind::kXor, true, "AB"}},
      {"$_NOT_", {CircuitKind::kOr, true, "A"}},      {"$_BUF_", {CircuitKind::kOr, false, "A"}},
      {"$_MUX_", {CircuitKind::kMux, false, "ABS"}},  {"$_DFF_P_", {CircuitKind::kOr, false, "D"}},
      {"$_DFFE_PP_", {CircuitKind::kOr, false, "D"}},
  };
  return forms;
}

class Reader {
 public:
  Result<GateCircuit> Read(const json& module) {
    for (const auto& [name, port] : module.at("ports").items()) {
      auto& ports = port.at("direction") == "input" ? circuit_.inputs : circuit_.outputs;
      for (const json& bit : port.at("bits")) ports[name].push_back(Net(bit));
    }
    for (const auto& [name, cell] : module.at("cells").items()) {
      const std::string type = cell.at("type");
      const auto form = Forms().find(type);
      if (form == Forms().end()) throw std::invalid_argument("cell " + type);
      const json& pins = cell.at("connections");
      const char* output = type.compare(0, 5, "$_DFF") == 0 ? "Q" : "Y";
      CircuitGate gate{form->second.kind, form->second.inverted, Net(pins.at(output).at(0))};
      constexpr std::array kInputs = {&CircuitGate::a, &CircuitGate::b, &CircuitGate::c};
      for (size_t k = 0; k < form->second.pins.size(); ++k) {
        gate.*kInputs.at(k) = Net(pins.at(std::string(1, form->second.pins[k])).at(0));
      }
      circuit_.gates.push_back(gate);
    }
    return std::move(circuit_);
  }

 private:
  uint32_t Net(const json& bit) {
    if (bit.is_string()) {
      if (bit == "0") return GateCircuit::kZero;
      if (bit == "1") return GateCircuit::kOne;
      throw std::invalid_argument("an undefined bit");
    }
    const auto [place, fresh] = nets_.try_emplace(bit.get<int64_t>(), circuit_.nets);
    if (fresh) ++circuit_.nets;
    return place->second;
  }

  GateCircuit circuit_;
  std::map<int64_t, uint32_t> nets_;
};

}  // namespace

Result<GateCircuit> ReadGateCircuit(const std::string& text, const std::string& top) {
  try {
    return Reader().Read(json::parse(text).at("modules").at(top));
  } catch (const std::exception& error) {
    return Diagnostic{"", 0, "netlist", top, std::string("cannot be read: ") + error.what(), ""};
  }
}

/// Gates in the order of a walk from the outputs down, so that few values are alive at a time and
/// the caches hold them: places are used again.
class CircuitSim::Compiler {
 public:
  Compiler(const GateCircuit& circuit, CircuitSim* sim)
      : circuit_(circuit),
        sim_(*sim),
        driver_(circuit.nets, kNone),
        state_(circuit.nets, kUnseen),
        uses_(circuit.nets, 0),
        place_(circuit.nets, kNone) {}

  void Run() {
    for (uint32_t g = 0; g < circuit_.gates.size(); ++g) {
      assert(driver_[circuit_.gates[g].output] == kNone);
      driver_[circuit_.gates[g].output] = g;
    }
    KeepPlace(GateCircuit::kZero);
    KeepPlace(GateCircuit::kOne);
    for (const auto& [name, nets] : circuit_.inputs) {
      for (const uint32_t net : nets) KeepPlace(net);
    }
    for (const auto& [name, nets] : circuit_.outputs) {
      for (const uint32_t net : nets) {
        Visit(net);
        ++uses_[net];  // forever
      }
    }
    for (const uint32_t g : order_) AddOp(circuit_.gates[g]);
    for (const auto& [name, nets] : circuit_.inputs) {
      for (const uint32_t net : nets) {
        sim_.inputs_[name].push_back(uses_[net] > 0 ? place_[net] : kNone);
      }
    }
    for (const auto& [name, nets] : circuit_.outputs) {
      for (const uint32_t net : nets) sim_.outputs_[name].push_back(place_[net]);
    }
    sim_.words_.assign(size_t{places_} * kWords, 0);
    for (int w = 0; w < kWords; ++w) sim_.words_[GateCircuit::kOne * kWords + w] = ~uint64_t{0};
  }

 private:
  enum State : uint8_t { kUnseen, kOpen, kDone };

  static std::array<uint32_t, 3> InputsOf(const CircuitGate& gate) {
    return {gate.a, gate.b, gate.c};
  }
  void KeepPlace(uint32_t net) {
    place_[net] = places_++;
    state_[net] = kDone;
  }
  void Visit(uint32_t net) {
    if (state_[net] == kDone) return;
    assert(state_[net] == kUnseen && driver_[net] != kNone);
    state_[net] = kOpen;
    for (const uint32_t input : InputsOf(circuit_.gates[driver_[net]])) {
      Visit(input);
      ++uses_[input];
    }
    state_[net] = kDone;
    order_.push_back(driver_[net]);
  }
  void AddOp(const CircuitGate& gate) {
    const uint32_t place = free_.empty() ? places_++ : free_.back();
    if (!free_.empty()) free_.pop_back();
    place_[gate.output] = place;
    sim_.ops_.push_back(
        {gate.kind, gate.inverted, place, place_[gate.a], place_[gate.b], place_[gate.c]});
    for (const uint32_t input : InputsOf(gate)) {
      if (driver_[input] != kNone && --uses_[input] == 0) free_.push_back(place_[input]);
    }
  }

  const GateCircuit& circuit_;
  CircuitSim& sim_;
  std::vector<uint32_t> driver_;
  std::vector<State> state_;
  std::vector<uint32_t> uses_, place_, order_, free_;
  uint32_t places_ = 0;
};

CircuitSim::CircuitSim(const GateCircuit& circuit) { Compiler(circuit, this).Run(); }

uint64_t* CircuitSim::Input(const std::string& port, size_t bit) {
  const uint32_t place = inputs_.at(port).at(bit);
  return place == kNone ? nullptr : &words_[size_t{place} * kWords];
}

const uint64_t* CircuitSim::Output(const std::string& port, size_t bit) const {
  return &words_[size_t{outputs_.at(port).at(bit)} * kWords];
}

}  // namespace gatewright
