#pragma once

#include <cstdint>
#include <vector>

#include "generator/compress/int_network.h"

namespace gatewright {

/// Saturations seen by a reference model since it was made, by place (numerics.md 3).
struct Saturations {
  int64_t preactivation = 0, cell = 0, output = 0;
};

/// What the integer network did, step by step. Integers are in format A (h, x) or C (c).
struct Trace {
  int steps = 0;
  std::vector<std::vector<int16_t>> h;  ///< [layer][steps * units]: output of the layer
  std::vector<std::vector<int32_t>> c;  ///< [recurrent layer][units] after the last step:
                                        ///< cell state of LSTM, output of GRU
  Saturations saturations;              ///< over all steps
  const int16_t* output(size_t layer, int step, int units) const {
    return h[layer].data() + static_cast<size_t>(step) * static_cast<size_t>(units);
  }
};

/// The bit-exact reference model: docs/numerics.md in integers, nothing else. One instance holds
/// the state of one sequence; Step advances it by one frame.
class Reference {
 public:
  /// Keeps its own copy of what it needs; the network may go away.
  explicit Reference(const IntNetwork& network);

  /// One step. `x` are inputs() integers in format A; `start` begins a sequence (h = c = 0).
  void Step(const int16_t* x, bool start);

  /// Output of layer `k` after the last step, [units], format A.
  const std::vector<int16_t>& h(size_t k) const { return layers_[k].h; }
  /// Cell state of LSTM layer `k`, [units], format C.
  const std::vector<int32_t>& c(size_t k) const { return layers_[k].c; }
  size_t layer_count() const { return layers_.size(); }
  const Saturations& saturations() const { return saturations_; }

 private:
  struct Layer {
    IntLayer net;
    std::vector<int16_t> h;
    std::vector<int32_t> c;
    std::vector<int64_t> sums;  ///< M_r of the step, signed residue modulo 2^acc
  };
  void Accumulate(Layer* layer, const int16_t* x) const;
  int64_t Preactivation(const Layer& layer, int row);
  int64_t Lookup(const std::vector<int32_t>& table, int64_t value, int fraction) const;
  void StepLstm(Layer* layer);
  void StepGru(Layer* layer);
  void StepDense(Layer* layer);
  int64_t Narrow(int64_t value, int bits, int64_t* saturated) const;

  NumericFormats formats_;
  std::vector<int32_t> sigmoid_;
  std::vector<int32_t> tanh_;
  std::vector<Layer> layers_;
  Saturations saturations_;
};

/// What the accumulators hold when the recurrent phase after the last step of `trace` has ended:
/// bias + W_h h of every row, the residue modulo 2^acc; [layer][rows]. In dense rows the bias
/// alone.
std::vector<std::vector<int64_t>> RestingSums(const IntNetwork& network, const Trace& trace);

/// Runs `steps` frames `x` [steps][inputs] with sequence starts `starts` [steps].
Trace RunReference(const IntNetwork& network, const std::vector<int16_t>& x,
                   const std::vector<bool>& starts);

}  // namespace gatewright
