// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "generator/compress/int_network.h"
#include "generator/compress/product.h"
#include "generator/compress/pwl.h"
#include "generator/plan/plan.h"
#include "verif/model/events.h"

namespace gatewright {

/// Saturations seen by a reference model since it was made, by place (numerics.md 3).
struct Saturations {
  int64_t preactivation = 0;  ///< a of LSTM gates, of r and u, of the dense head
  int64_t reset_product = 0;  ///< q of GRU
  int64_t candidate = 0;      ///< a_c of GRU
  int64_t cell = 0;           ///< c' of LSTM
  int64_t output = 0;         ///< h'
  int64_t head = 0;           ///< y
  int64_t preactivations() const { return preactivation + reset_product + candidate; }
};

/// What the integer network did, step by step. Integers are in format A (h, x) or C (c).
struct Trace {
  int steps = 0;
  std::vector<std::vector<int16_t>> h;  ///< [layer][steps * units]: output of the layer
  std::vector<std::vector<int32_t>> c;  ///< [recurrent layer][units] after the last step:
                                        ///< cell state of LSTM, output of GRU
  Saturations saturations;              ///< over all steps
  EventTrace events;
  /// What the accumulators hold beside the bias once all work is done: [layer][inputs], [layer]
  /// [units]; accumulators at rest = bias + W_x x_rest + W_h h_rest.
  std::vector<std::vector<int16_t>> x_rest, h_rest;
  std::vector<std::vector<int64_t>> sums;  ///< [layer][sums]: M of the last step that had one
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

  /// Thresholds of the steps to come; at first those of the network.
  void SetThresholds(const Thresholds& thresholds) { thresholds_ = thresholds; }

  /// What the last step did.
  StepMode mode() const { return mode_; }
  /// Which elements of layer `k`'s input the last step processed, [inputs]: 0 or kEvent.
  const std::vector<uint8_t>& x_events(size_t k) const { return layers_[k].x_events; }
  /// Which elements of its output wait as events for its recurrence, [units]: kEvent, kFullEvent.
  const std::vector<uint8_t>& h_events(size_t k) const { return layers_[k].h_events; }
  /// The values of the events of layer `k`'s input in the last step, [inputs], 0 = none.
  const std::vector<int32_t>& x_values(size_t k) const { return layers_[k].x_deltas; }
  /// The values of the events that wait for its next step, if that is a delta step, [units].
  const std::vector<int32_t>& h_values(size_t k) const { return layers_[k].h_deltas; }
  /// Trace::x_rest and h_rest of layer `k`.
  std::vector<int16_t> XRest(size_t k) const;
  std::vector<int16_t> HRest(size_t k) const;

  /// Output of layer `k` after the last step, [units], format A.
  const std::vector<int16_t>& h(size_t k) const { return layers_[k].h; }
  /// Cell state of LSTM layer `k`, [units], format C.
  const std::vector<int32_t>& c(size_t k) const { return layers_[k].c; }
  /// The sums M of layer `k` in the last step that was not skipped, signed residues.
  const std::vector<int64_t>& sums(size_t k) const { return layers_[k].sums; }
  size_t layer_count() const { return layers_.size(); }
  const Saturations& saturations() const { return saturations_; }

 private:
  struct Layer {
    IntLayer net;
    std::vector<int16_t> h;
    std::vector<int32_t> c;
    std::vector<int64_t> sums;    ///< M_r of the step, signed residue modulo 2^acc
    std::vector<uint32_t> acc32;  ///< accumulators modulo 2^32, or
    std::vector<uint64_t> acc64;  ///< modulo 2^64 where they are wider
    std::vector<int16_t> x_reference;
    std::vector<int16_t> h_reference;
    std::vector<int32_t> x_deltas;  ///< events of the step, 0 = none
    std::vector<int32_t> h_deltas;  ///< events of h that wait, for a delta step
    std::vector<uint8_t> x_events, h_events;
  };
  StepMode ChooseMode(const int16_t* x, bool start) const;
  void Accumulate(Layer* layer, const int16_t* x, int theta);
  void EncodeRecurrent(Layer* layer, int theta);
  void StepCell(Layer* layer);
  int64_t Preactivation(const Layer& layer, int row, int64_t* saturated);
  int64_t Sigmoid(int64_t value, int fraction) const;
  int64_t Tanh(int64_t value, int fraction) const;
  int64_t Lookup(const std::vector<int32_t>& table, int64_t value, int fraction) const;
  void StepLstm(Layer* layer);
  void StepGru(Layer* layer);
  void StepDense(Layer* layer);
  int64_t Narrow(int64_t value, int bits, int64_t* saturated) const;

  NumericFormats formats_;
  TruncatedProduct truncated_;  ///< of delta steps
  EventKind events_;
  int refresh_;
  int deltas_ = 0;  ///< delta steps since the last full one
  Thresholds thresholds_;
  std::vector<int32_t> sigmoid_;  ///< tables, or
  std::vector<int32_t> tanh_;
  PwlLines sigmoid_lines_;  ///< lines
  PwlLines tanh_lines_;
  std::vector<Layer> layers_;
  Saturations saturations_;
  StepMode mode_ = StepMode::kFull;
};

/// What the accumulators hold when all work after the last step of `trace` has ended, worked out
/// from the references: bias + W_x x_rest + W_h h_rest of every row, the residue modulo 2^acc;
/// [layer][rows]. With truncated products, which do not add up to that, the sums of the last step.
std::vector<std::vector<int64_t>> RestingSums(const IntNetwork& network, const Trace& trace);

/// Fills trace->events of a trace made by hand, whose h is complete: every element that is not zero
/// is an event, as with events none. `x` [steps][inputs]; widths from the plan's layers.
void MarkNonZero(const Plan& plan, const std::vector<int16_t>& x, const std::vector<bool>& starts,
                 Trace* trace);

/// Thresholds that are in force from a step on.
struct ThresholdChange {
  int step = 0;
  int ahead = 0;  ///< beats of the frames before it that are still to come when they are written
  Thresholds thresholds;
};

/// Runs `steps` frames `x` [steps][inputs] with sequence starts `starts` [steps]; thresholds are
/// those of the network, then those of `changes`, which are in the order of their steps.
Trace RunReference(const IntNetwork& network, const std::vector<int16_t>& x,
                   const std::vector<bool>& starts,
                   const std::vector<ThresholdChange>& changes = {});

}  // namespace gatewright
