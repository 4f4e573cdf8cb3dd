// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generator/compress/product.h"
#include "generator/compress/weight_code.h"
#include "generator/plan/plan.h"
#include "verif/faults/injected_fault.h"
#include "verif/multipliers/gate_circuit.h"

namespace gatewright {

/// A multiplier of the PEs (rtl_templates/gw_pe.v) as the tool parameterises it.
struct MultiplierCase {
  std::string name;  ///< "array 16x17"
  MultiplierKind kind = MultiplierKind::kOperator;
  int weight_bits = 8;  ///< of a weight
  int value_bits = 17;  ///< of a value
  int digits = 0;       ///< of a bit-sparse weight
  int drop = 0;         ///< columns left out with approx_i (array)
  int stages = 1;
};

/// Operands that a circuit multiplies otherwise than by definition.
struct WrongProduct {
  int weight = 0;
  int value = 0;
  bool approx = false;
  int64_t product = 0;   ///< of the circuit
  int64_t expected = 0;  ///< by definition
};

/// What became of a proof.
struct ProofOutcome {
  int64_t pairs = 0;                  ///< products compared
  std::optional<WrongProduct> wrong;  ///< empty: all of them are equal
};

/// The proof that a multiplier computes what docs/numerics.md 5 says: every pair of a stored weight
/// and a value, with and without truncation where there is one, is put through its gates and
/// compared with the definition in C++ (WeightCode, TruncatedProduct). Codes that stand for no
/// weight are left out; so is the value 0 where products are truncated, as no event has it.
class MultiplierProof {
 public:
  explicit MultiplierProof(const MultiplierCase& which);

  /// gw_pe of this case in Yosys' gates, without optimisation across them. Errors: those of Yosys,
  /// a fault whose text does not stand in its module exactly once.
  Result<GateCircuit> Circuit(const InjectedFault* fault = nullptr) const;
  /// Compares every pair, in an order that wanders over all of them; ends at the first difference,
  /// or when `most` pairs have been equal.
  ProofOutcome Run(const GateCircuit& circuit, int64_t most = INT64_MAX) const;
  /// Pairs that Run compares when all are equal.
  int64_t pairs() const { return pairs_; }

  /// Faults in the RTL that this multiplier would suffer from.
  std::vector<InjectedFault> TextFaults() const;

 private:
  struct Block;
  class Bench;
  int ProductBits() const { return case_.weight_bits + case_.value_bits; }
  bool UsesNegated() const { return case_.kind == MultiplierKind::kBitSparse; }
  /// Operands number `index`: low bits the value, then the code, then approx_i.
  struct Operands {
    uint64_t code;
    int64_t value;
    bool approx;
  };
  Operands At(uint64_t index) const;
  /// Product by definition.
  int64_t Product(const Operands& operands) const;
  bool Meaningful(const Operands& operands) const;
  void FillLeftOut();
  int64_t LeftOut(int64_t weight, int64_t value) const;
  void CheckShortcut(const Operands& operands) const;
  void Define(uint64_t first, Block* block) const;
  WrongProduct Explain(const CircuitSim& sim, uint64_t index, size_t lane) const;

  MultiplierCase case_;
  Plan plan_;
  WeightCode code_;
  TruncatedProduct truncated_;
  std::vector<int32_t> weights_;  ///< [code]
  std::vector<uint8_t> stands_;   ///< [code]: for a weight
  /// Of TruncatedProduct::LeftOut: what the low eight bits of a weight leave out, [bits][low bits
  /// of value], and what its bits above add to that, [bits][low bits of value].
  std::vector<int32_t> low_left_out_, high_left_out_;
  int64_t pairs_ = 0;
};

/// Faults in single gates, spread over a circuit.
struct GateFaults {
  size_t injected = 0;   ///< XOR and AND become OR, OR becomes AND, choices and inverters turn
  size_t found = 0;      ///< a product differs
  size_t redundant = 0;  ///< no product differed with this fault, but one with the complement
  size_t idle = 0;       ///< no product differed with the complement either
};

/// Injects `count` faults, one at a time; up to `most` pairs are tried for each.
GateFaults InjectIntoGates(const MultiplierProof& proof, const GateCircuit& circuit, size_t count,
                           int64_t most);

}  // namespace gatewright
