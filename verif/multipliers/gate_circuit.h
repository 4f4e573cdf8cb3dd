// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// What a gate computes of its inputs a, b, c.
enum class CircuitKind : uint8_t {
  kAnd,  ///< a b
  kOr,   ///< a + b
  kXor,  ///< a ^ b
  kMux,  ///< c ? b : a
};

/// One gate. Inputs that its kind does not read are GateCircuit::kZero.
struct CircuitGate {
  CircuitKind kind = CircuitKind::kAnd;
  bool inverted = false;  ///< its output is complemented
  uint32_t output = 0;    ///< net
  uint32_t a = 0, b = 0, c = 0;
};

/// Logic of Yosys' own gates, registers taken for wires: what a pipeline computes, without when.
struct GateCircuit {
  static constexpr uint32_t kZero = 0;  ///< the net of constant 0
  static constexpr uint32_t kOne = 1;   ///< the net of constant 1

  uint32_t nets = 2;
  std::vector<CircuitGate> gates;
  std::map<std::string, std::vector<uint32_t>> inputs, outputs;  ///< ports, low bit first
};

/// Reads module `top` of what Yosys' write_json wrote. Errors: no such JSON or module, a cell that
/// is neither a gate nor a register with a rising clock and at most an enable, an undefined bit.
Result<GateCircuit> ReadGateCircuit(const std::string& json, const std::string& top);

/// A circuit over 4096 lanes at a time, each with inputs of its own.
class CircuitSim {
 public:
  static constexpr int kWords = 64;           ///< words of a net: bit l of word w is lane 64 w + l
  static constexpr int kLanes = 64 * kWords;  ///< lanes

  /// Orders the gates that the outputs depend on. Keeps no reference. A loop of gates or a net
  /// without a driver is an assertion.
  explicit CircuitSim(const GateCircuit& circuit);

  /// The words of bit `bit` of an input port, to be written before Run; null when nothing depends
  /// on it.
  uint64_t* Input(const std::string& port, size_t bit);
  /// The words of bit `bit` of an output port after Run.
  const uint64_t* Output(const std::string& port, size_t bit) const;
  /// Computes the outputs from the inputs.
  void Run();

  /// A gate, its nets being places of `words_`.
  struct Op {
    CircuitKind kind;
    bool inverted;
    uint32_t output, a, b, c;
  };

 private:
  class Compiler;

  std::vector<Op> ops_;
  std::map<std::string, std::vector<uint32_t>> inputs_, outputs_;  ///< places, kNone when unused
  std::vector<uint64_t> words_;                                    ///< [place][kWords]
};

}  // namespace gatewright
