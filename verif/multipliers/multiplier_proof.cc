// SPDX-License-Identifier: Apache-2.0
// Compares the gates of a multiplier with its definition for every pair of operands.
#include "verif/multipliers/multiplier_proof.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstdlib>
#include <memory>

#include "generator/base/rounding.h"
#include "generator/base/transpose.h"

namespace gatewright {
namespace {

constexpr int kLaneBits = 12;  ///< of the index of a lane
constexpr int kSplit = 8;      ///< bits of a weight in the first table of what is left out
static_assert(CircuitSim::kLanes == 1 << kLaneBits);

/// Words of lane numbers: bit `bit` of the number of every lane.
void FillLaneBit(size_t bit, uint64_t* words) {
  constexpr uint64_t kWithin[] = {0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC, 0xF0F0F0F0F0F0F0F0,
                                  0xFF00FF00FF00FF00, 0xFFFF0000FFFF0000, 0xFFFFFFFF00000000};
  for (size_t w = 0; w < CircuitSim::kWords; ++w) {
    words[w] = bit < 6 ? kWithin[bit] : ((w >> (bit - 6)) & 1) != 0 ? ~uint64_t{0} : 0;
  }
}

void Broadcast(bool value, uint64_t* words) {
  if (words != nullptr) std::fill_n(words, CircuitSim::kWords, value ? ~uint64_t{0} : 0);
}

NumericFormats FormatsOf(const MultiplierCase& which) {
  NumericFormats formats;
  formats.weight_bits = which.weight_bits;
  formats.state = {which.value_bits - 1 - 8, 8};  // differences of states have one bit more
  formats.dropped_columns = which.drop;
  if (which.kind == MultiplierKind::kBitSparse) {
    formats.weight_kind = WeightKind::kBitSparse;
    formats.weight_digits = which.digits;
  }
  return formats;
}

Plan PlanOf(const MultiplierCase& which, const WeightCode& code) {
  Plan plan;
  plan.formats = FormatsOf(which);
  plan.multiplier = {which.kind,  which.stages,
                     code.bits(), std::max(which.digits, 1),
                     code.form(), code.last(),
                     which.drop,  static_cast<int>(TruncatedProductOf(plan.formats).offset())};
  return plan;
}

}  // namespace

/// What 4096 lanes should compute, a word a bit and 64 lanes.
struct MultiplierProof::Block {
  std::array<LaneWords, CircuitSim::kWords> product;  ///< [word][bit]
  std::array<LaneWords, CircuitSim::kWords> negated;  ///< [word][bit]: bit-sparse only
  std::array<uint64_t, CircuitSim::kWords> care;      ///< lanes with meaningful operands
};

MultiplierProof::MultiplierProof(const MultiplierCase& which)
    : case_(which), code_(FormatsOf(which)), truncated_(TruncatedProductOf(FormatsOf(which))) {
  plan_ = PlanOf(which, code_);
  assert(truncated_.value_bits() == which.value_bits);
  assert(code_.bits() + which.value_bits >= kLaneBits);
  int64_t weights = 0;
  for (uint64_t code = 0; code < uint64_t{1} << code_.bits(); ++code) {
    const int16_t weight = code_.Decode(code);
    weights_.push_back(weight);
    stands_.push_back(code_.Encode(weight) == code ? 1 : 0);
    weights += stands_.back();
  }
  const int64_t values = int64_t{1} << which.value_bits;
  pairs_ = weights * (values + (which.drop > 0 ? values - 1 : 0));
  if (which.drop > 0) FillLeftOut();
}

void MultiplierProof::FillLeftOut() {
  const int low = std::min(case_.drop, kSplit);
  for (int32_t weight = 0; weight < 1 << low; ++weight) {
    for (int32_t value = 0; value < 1 << case_.drop; ++value) {
      low_left_out_.push_back(static_cast<int32_t>(truncated_.LeftOut(weight, value)));
    }
  }
  const int high = case_.drop - low;
  for (int32_t weight = 0; weight < 1 << high; ++weight) {
    for (int32_t value = 0; value < 1 << high; ++value) {
      high_left_out_.push_back(static_cast<int32_t>(truncated_.LeftOut(weight << kSplit, value) -
                                                    truncated_.LeftOut(0, value)));
    }
  }
}

/// TruncatedProduct::LeftOut by tables: it adds up what each bit of a weight leaves out, and bit i
/// meets no more than the `drop - i` low bits of a value.
int64_t MultiplierProof::LeftOut(int64_t weight, int64_t value) const {
  const int low = std::min(case_.drop, kSplit);
  const int high = case_.drop - low;
  const auto place = [value](int64_t bits, int width, int value_width) {
    const int64_t row = bits & ((int64_t{1} << width) - 1);
    return static_cast<size_t>(row << value_width | (value & ((int64_t{1} << value_width) - 1)));
  };
  return low_left_out_[place(weight, low, case_.drop)] +
         high_left_out_[place(weight >> kSplit, high, high)];
}

MultiplierProof::Operands MultiplierProof::At(uint64_t index) const {
  const uint64_t above = index >> case_.value_bits;
  return {above & (weights_.size() - 1), WrapSigned(static_cast<int64_t>(index), case_.value_bits),
          above >= weights_.size()};
}

bool MultiplierProof::Meaningful(const Operands& operands) const {
  return stands_[operands.code] != 0 && !(operands.approx && operands.value == 0);
}

int64_t MultiplierProof::Product(const Operands& operands) const {
  const int64_t weight = weights_[operands.code];
  const int64_t exact = weight * operands.value;
  if (!operands.approx || exact == 0) return exact;
  return exact - LeftOut(weight, operands.value) + (int64_t{plan_.multiplier.offset} << case_.drop);
}

/// Compares Product with the definition as it is written, once a block.
void MultiplierProof::CheckShortcut(const Operands& operands) const {
  if (!operands.approx) return;
  const int64_t product =
      truncated_.Of(weights_[operands.code], static_cast<int32_t>(operands.value));
  if (Product(operands) != product) std::abort();  // the tables are wrong, not the multiplier
}

void MultiplierProof::Define(uint64_t first, Block* block) const {
  const bool digits = UsesNegated();
  for (size_t word = 0; word < CircuitSim::kWords; ++word) {
    LaneWords& product = block->product[word];
    LaneWords& negated = block->negated[word];
    uint64_t care = 0;
    for (size_t lane = 0; lane < 64; ++lane) {
      const Operands operands = At(first + 64 * word + lane);
      care |= uint64_t{Meaningful(operands)} << lane;
      product[lane] = static_cast<uint64_t>(Product(operands));
      negated[lane] = static_cast<uint64_t>(-operands.value);
    }
    block->care[word] = care;
    Transpose(&product);
    if (digits) Transpose(&negated);
  }
}

WrongProduct MultiplierProof::Explain(const CircuitSim& sim, uint64_t index, size_t lane) const {
  const int bits = ProductBits();
  int64_t product = 0;
  for (int bit = 0; bit < bits; ++bit) {
    const uint64_t word = sim.Output("product_o", static_cast<size_t>(bit))[lane / 64];
    product |= static_cast<int64_t>((word >> (lane % 64)) & 1) << bit;
  }
  const Operands operands = At(index);
  return {weights_[operands.code], static_cast<int>(operands.value), operands.approx,
          WrapSigned(product, bits), Product(operands)};
}

/// A circuit with the operands of one block after the other on its inputs.
class MultiplierProof::Bench {
 public:
  Bench(const MultiplierProof& proof, const GateCircuit& circuit) : proof_(proof), sim_(circuit) {
    const auto value_bits = static_cast<size_t>(proof.case_.value_bits);
    for (size_t bit = 0; bit < value_bits; ++bit) index_.push_back(sim_.Input("value_i", bit));
    for (size_t bit = 0; bit < static_cast<size_t>(proof.code_.bits()); ++bit) {
      index_.push_back(sim_.Input("weight_i", bit));
    }
    if (proof.case_.drop > 0) index_.push_back(sim_.Input("approx_i", 0));
    for (size_t bit = 0; bit < kLaneBits; ++bit) {
      if (index_[bit] != nullptr) FillLaneBit(bit, index_[bit]);
    }
    for (size_t bit = 0; proof.UsesNegated() && bit <= value_bits; ++bit) {
      negated_.push_back(sim_.Input("negated_i", bit));
    }
    for (int k = 0; k < proof.case_.stages; ++k) {
      Broadcast(true, sim_.Input("en_i", static_cast<size_t>(k)));
    }
  }
  uint64_t blocks() const { return uint64_t{1} << (index_.size() - kLaneBits); }

  /// Computes the block that starts at index `first` and adds what it compared to `outcome`.
  void Run(uint64_t first, ProofOutcome* outcome) {
    for (size_t bit = kLaneBits; bit < index_.size(); ++bit) {
      Broadcast(((first >> bit) & 1) != 0, index_[bit]);
    }
    proof_.Define(first, &block_);
    for (size_t bit = 0; bit < negated_.size(); ++bit) {
      for (size_t w = 0; negated_[bit] != nullptr && w < CircuitSim::kWords; ++w) {
        negated_[bit][w] = block_.negated[w][bit];
      }
    }
    sim_.Run();
    Compare(first, outcome);
  }

 private:
  void Compare(uint64_t first, ProofOutcome* outcome) const {
    std::array<uint64_t, CircuitSim::kWords> differ{};
    for (size_t bit = 0; bit < static_cast<size_t>(proof_.ProductBits()); ++bit) {
      const uint64_t* product = sim_.Output("product_o", bit);
      for (size_t w = 0; w < CircuitSim::kWords; ++w) {
        differ[w] |= product[w] ^ block_.product[w][bit];
      }
    }
    for (size_t w = 0; w < CircuitSim::kWords; ++w) {
      outcome->pairs += std::popcount(block_.care[w]);
      if ((differ[w] & block_.care[w]) == 0) continue;
      const size_t lane =
          64 * w + static_cast<size_t>(std::countr_zero(differ[w] & block_.care[w]));
      outcome->wrong = proof_.Explain(sim_, first + lane, lane);
      return;
    }
  }

  const MultiplierProof& proof_;
  CircuitSim sim_;
  std::vector<uint64_t*> index_;    ///< [bit of an index]: value below, code above
  std::vector<uint64_t*> negated_;  ///< [bit]; empty when nothing reads them
  Block block_;
};

ProofOutcome MultiplierProof::Run(const GateCircuit& circuit, int64_t most) const {
  const auto bench = std::make_unique<Bench>(*this, circuit);
  ProofOutcome outcome;
  constexpr uint64_t kStride = 0x9E3779B97F4A7C15;  // odd: every block once
  for (uint64_t n = 0; n < bench->blocks() && outcome.pairs < most && !outcome.wrong; ++n) {
    const uint64_t first = ((n * kStride) & (bench->blocks() - 1)) << kLaneBits;
    CheckShortcut(At(first + (n & (CircuitSim::kLanes - 1))));
    bench->Run(first, &outcome);
  }
  return outcome;
}

GateFaults InjectIntoGates(const MultiplierProof& proof, const GateCircuit& circuit, size_t count,
                           int64_t most) {
  GateFaults faults;
  for (size_t k = 0; k < count; ++k, ++faults.injected) {
    GateCircuit wrong = circuit;
    CircuitGate& gate = wrong.gates[k * circuit.gates.size() / count];
    const CircuitGate right = gate;
    const bool turn = gate.kind == CircuitKind::kMux || gate.b == GateCircuit::kZero;
    if (turn) gate.inverted = !gate.inverted;
    if (!turn) gate.kind = gate.kind == CircuitKind::kOr ? CircuitKind::kAnd : CircuitKind::kOr;
    if (proof.Run(wrong, most).wrong) {
      ++faults.found;
      continue;
    }
    gate = right;
    gate.inverted = !right.inverted;
    ++(proof.Run(wrong, most).wrong ? faults.redundant : faults.idle);
  }
  return faults;
}

}  // namespace gatewright
