// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// A value in an and-inverter graph: twice the number of its node, one more where it is
/// complemented. Node 0 is the constant 0.
using AigValue = uint32_t;

/// A circuit of ANDs, inverters and registers on one clock, as Yosys' write_aiger writes it.
struct Aig {
  struct And {
    AigValue a, b;
  };
  std::vector<std::string> inputs;   ///< names; nodes from 1 on
  std::vector<AigValue> next;        ///< next values of the registers, nodes behind the inputs
  std::vector<And> ands;             ///< nodes behind the registers, operands before results
  std::vector<std::string> outputs;  ///< names
  std::vector<AigValue> driven;      ///< values of the outputs

  size_t first_register() const { return 1 + inputs.size(); }
  size_t first_and() const { return first_register() + next.size(); }
  size_t nodes() const { return first_and() + ands.size(); }
};

/// Reads a file of AIGER, ASCII, with names of inputs and outputs. Initial values of registers are
/// left aside. Errors: it cannot be read, or is none.
Result<Aig> ReadAiger(const std::string& path);

/// 64 lanes of the circuit in one cycle: `values` [nodes], of which those of inputs and registers
/// are given and those of ANDs become what they are.
void Evaluate(const Aig& aig, std::vector<uint64_t>* values);

/// 64 lanes of a value.
inline uint64_t Lanes(const std::vector<uint64_t>& values, AigValue value) {
  return values[value >> 1] ^ ((value & 1) != 0 ? ~uint64_t{0} : 0);
}

/// A graph in the making: what is the same logic is the same node.
class AigBuilder {
 public:
  /// A register: what it holds, an input made for it, and what it holds next; 0 at first.
  struct Register {
    AigValue now, next;
  };

  AigValue Input();
  AigValue And(AigValue a, AigValue b);
  AigValue Or(AigValue a, AigValue b) { return And(a ^ 1, b ^ 1) ^ 1; }
  AigValue Xor(AigValue a, AigValue b) { return Mux(a, b ^ 1, b); }
  AigValue Mux(AigValue select, AigValue one, AigValue zero) {
    const AigValue chosen = And(select, one);
    return Or(chosen, And(select ^ 1, zero));
  }
  /// The values of all nodes of a circuit, [nodes]; of `sources` those of its inputs, then of its
  /// registers.
  std::vector<AigValue> Copy(const Aig& aig, const std::vector<AigValue>& sources);

  /// What the outputs depend on, over cycles, as AIGER (binary).
  std::string Write(const std::vector<Register>& registers,
                    const std::vector<AigValue>& outputs) const;

 private:
  static constexpr AigValue kNone = ~AigValue{0};
  std::vector<std::pair<AigValue, AigValue>> nodes_{{kNone, kNone}};  ///< operands; none of inputs
  std::unordered_map<uint64_t, AigValue> known_;                      ///< looked up only
};

}  // namespace gatewright
