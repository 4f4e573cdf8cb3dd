// SPDX-License-Identifier: Apache-2.0
// The bit-exact reference model: docs/numerics.md in integers.
#include "verif/model/reference.h"

#include <algorithm>
#include <cassert>

#include "generator/base/rounding.h"
#include "generator/pack/pack.h"

namespace gatewright {
namespace {

/// sums[r] += weights[r] * v for one column; wraps modulo 2^(bits of Acc), as the hardware may.
template <typename Acc>
void AddColumn(const int16_t* weights, int32_t v, size_t rows, Acc* sums) {
  if (v >= INT16_MIN && v <= INT16_MAX) {  // products of 32 bits
    for (size_t r = 0; r < rows; ++r) {
      sums[r] += static_cast<Acc>(static_cast<int32_t>(weights[r]) * v);
    }
    return;
  }
  for (size_t r = 0; r < rows; ++r) {
    sums[r] += static_cast<Acc>(static_cast<int64_t>(weights[r]) * v);
  }
}

/// The same with the products of delta steps.
template <typename Acc>
void AddTruncated(const TruncatedProduct& multiplier, const int16_t* weights, int32_t v,
                  size_t rows, Acc* sums) {
  for (size_t r = 0; r < rows; ++r) sums[r] += static_cast<Acc>(multiplier.Of(weights[r], v));
}

/// Adds the columns of W_x or W_h whose values are not zero, with `multiplier` where it is given.
template <typename Value, typename Acc>
void AddColumns(const IntLayer& layer, bool recurrent, const std::vector<Value>& values,
                const TruncatedProduct* multiplier, std::vector<Acc>* acc) {
  const auto units = static_cast<size_t>(layer.units);
  const auto rows = static_cast<size_t>(layer.rows());
  const std::vector<int16_t>& matrix = recurrent ? layer.wh : layer.wx;
  for (size_t j = 0; j < values.size(); ++j) {
    if (values[j] == 0) continue;
    for (int gate = 0; gate < layer.gates(); ++gate) {
      const int16_t* weights = matrix.data() + j * rows + static_cast<size_t>(gate) * units;
      const int group = GroupOf(layer.kind, recurrent, gate);
      Acc* sums = acc->data() + static_cast<size_t>(group) * units;
      if (multiplier != nullptr) {
        AddTruncated(*multiplier, weights, values[j], units, sums);
      } else {
        AddColumn(weights, values[j], units, sums);
      }
    }
  }
}

template <typename Acc>
void ReadSums(const std::vector<Acc>& acc, int acc_bits, std::vector<int64_t>* sums) {
  sums->resize(acc.size());
  for (size_t r = 0; r < acc.size(); ++r) {
    (*sums)[r] = WrapSigned(static_cast<int64_t>(acc[r]), acc_bits);
  }
}

}  // namespace

Reference::Reference(const IntNetwork& network)
    : formats_(network.formats),
      truncated_(TruncatedProductOf(formats_)),
      events_(network.events.kind),
      refresh_(network.events.refresh),
      thresholds_(network.events.thresholds) {
  if (formats_.segments > 0) {
    sigmoid_lines_ = SigmoidLines(formats_);
    tanh_lines_ = TanhLines(formats_, network.layers.front().kind);
  } else {
    sigmoid_ = SigmoidTable(formats_);
    tanh_ = TanhTable(formats_);
  }
  for (const IntLayer& net : network.layers) {
    Layer layer;
    layer.net = net;
    const auto units = static_cast<size_t>(net.units);
    const auto inputs = static_cast<size_t>(net.inputs);
    layer.h.assign(units, 0);
    if (net.kind == CellKind::kLstm) layer.c.assign(units, 0);
    layer.x_reference.assign(inputs, 0);
    layer.x_deltas.assign(inputs, 0);
    layer.x_events.assign(inputs, 0);
    if (IsRecurrent(net.kind)) {
      layer.h_reference.assign(units, 0);
      layer.h_deltas.assign(units, 0);
      layer.h_events.assign(units, 0);
    }
    (formats_.acc_bits <= 32 ? layer.acc32.resize(net.bias.size())
                             : layer.acc64.resize(net.bias.size()));
    layers_.push_back(std::move(layer));
  }
}

int64_t Reference::Narrow(int64_t value, int bits, int64_t* saturated) const {
  const int64_t clamped = Saturate(value, bits);
  if (clamped != value) ++*saturated;
  return clamped;
}

/// Full: accumulators and references start over. Then the events of the input and those of the
/// recurrence that wait, docs/numerics.md 4 in its order.
void Reference::Accumulate(Layer* layer, const int16_t* x, int theta) {
  const bool full = mode_ == StepMode::kFull;
  if (full) {
    for (size_t r = 0; r < layer->net.bias.size(); ++r) {
      if (formats_.acc_bits <= 32) {
        layer->acc32[r] = static_cast<uint32_t>(layer->net.bias[r]);
      } else {
        layer->acc64[r] = static_cast<uint64_t>(layer->net.bias[r]);
      }
    }
    std::fill(layer->x_reference.begin(), layer->x_reference.end(), int16_t{0});
    std::fill(layer->h_reference.begin(), layer->h_reference.end(), int16_t{0});
    // Against references of zero every output that is not zero is an event.
    layer->h_deltas.assign(layer->h.begin(), layer->h.begin() + std::ssize(layer->h_reference));
  }
  for (size_t j = 0; j < layer->x_reference.size(); ++j) {
    const int32_t v = layer->net.input_relu ? std::max<int32_t>(x[j], 0) : x[j];
    const int32_t d = EncodeEvent(v, layer->x_reference[j], full ? 0 : theta);
    layer->x_deltas[j] = d;
    layer->x_events[j] = d != 0 ? kEvent : uint8_t{0};
    layer->x_reference[j] = static_cast<int16_t>(layer->x_reference[j] + d);
  }
  for (size_t j = 0; j < layer->h_reference.size(); ++j) {
    layer->h_reference[j] = static_cast<int16_t>(layer->h_reference[j] + layer->h_deltas[j]);
  }
  const TruncatedProduct* multiplier =
      mode_ == StepMode::kDelta && formats_.dropped_columns > 0 ? &truncated_ : nullptr;
  const auto add = [layer, multiplier, this](auto* acc) {
    AddColumns(layer->net, false, layer->x_deltas, multiplier, acc);
    if (IsRecurrent(layer->net.kind)) {
      AddColumns(layer->net, true, layer->h_deltas, multiplier, acc);
    }
    ReadSums(*acc, formats_.acc_bits, &layer->sums);
  };
  formats_.acc_bits <= 32 ? add(&layer->acc32) : add(&layer->acc64);
}

/// The events of the new outputs for their own layer's next step.
void Reference::EncodeRecurrent(Layer* layer, int theta) {
  // Of the kinds, only `similarity` leaves the next mode open; the others encode with the
  // thresholds of this step.
  const bool fresh = events_ == EventKind::kNone;
  if (events_ != EventKind::kSimilarity && mode_ == StepMode::kFull) theta = 0;
  for (size_t j = 0; j < layer->h_reference.size(); ++j) {
    const int32_t d = EncodeEvent(layer->h[j], fresh ? 0 : layer->h_reference[j], theta);
    layer->h_deltas[j] = d;
    layer->h_events[j] =
        static_cast<uint8_t>((d != 0 ? kEvent : 0) | (layer->h[j] != 0 ? kFullEvent : 0));
  }
}

int64_t Reference::Preactivation(const Layer& layer, int row, int64_t* saturated) {
  const size_t r = static_cast<size_t>(row);
  const int shift = layer.net.weight_fraction + layer.net.row_shift[r];
  return Narrow(Round(layer.sums[r], shift, formats_.rounding), formats_.state.width(), saturated);
}

int64_t Reference::Sigmoid(int64_t value, int fraction) const {
  if (formats_.segments > 0) return EvaluateFrom(sigmoid_lines_, value, fraction);
  return Lookup(sigmoid_, value, fraction);
}

/// The lines of tanh take the finest of the formats that use it.
int64_t Reference::Tanh(int64_t value, int fraction) const {
  if (formats_.segments > 0) return EvaluateFrom(tanh_lines_, value, fraction);
  return Lookup(tanh_, value, fraction);
}

int64_t Reference::Lookup(const std::vector<int32_t>& table, int64_t value, int fraction) const {
  const int bits = formats_.table_in_integer + formats_.table_in_fraction;
  const int64_t index =
      Saturate(Round(value, fraction - formats_.table_in_fraction, formats_.rounding), bits);
  return table[static_cast<size_t>(index) & ((size_t{1} << bits) - 1)];
}

void Reference::StepLstm(Layer* layer) {
  int64_t& cut = saturations_.preactivation;
  const int units = layer->net.units;
  const int fa = formats_.state.fraction_bits;
  const int fc = formats_.cell.fraction_bits;
  const int fo = formats_.gate_fraction;
  const int wide = fo + std::max(fo, fc);
  for (int u = 0; u < units; ++u) {
    const int64_t i = Sigmoid(Preactivation(*layer, u, &cut), fa);
    const int64_t f = Sigmoid(Preactivation(*layer, units + u, &cut), fa);
    const int64_t g = Tanh(Preactivation(*layer, 2 * units + u, &cut), fa);
    const int64_t o = Sigmoid(Preactivation(*layer, 3 * units + u, &cut), fa);
    const size_t n = static_cast<size_t>(u);
    const int64_t sum = f * layer->c[n] * (int64_t{1} << (wide - fo - fc)) +
                        i * g * (int64_t{1} << (wide - 2 * fo));
    const int64_t c =
        Narrow(Round(sum, wide - fc, formats_.rounding), formats_.cell.width(), &saturations_.cell);
    const int64_t h = Narrow(Round(o * Tanh(c, fc), 2 * fo - fa, formats_.rounding),
                             formats_.state.width(), &saturations_.output);
    layer->c[n] = static_cast<int32_t>(c);
    layer->h[n] = static_cast<int16_t>(h);
  }
}

void Reference::StepGru(Layer* layer) {
  int64_t& cut = saturations_.preactivation;
  const int units = layer->net.units;
  const int fa = formats_.state.fraction_bits;
  const int fo = formats_.gate_fraction;
  const Rounding rounding = formats_.rounding;
  for (int unit = 0; unit < units; ++unit) {
    const size_t n = static_cast<size_t>(unit);
    const int64_t r = Sigmoid(Preactivation(*layer, units + unit, &cut), fa);
    const int64_t u = Sigmoid(Preactivation(*layer, 2 * units + unit, &cut), fa);
    const int64_t q = Preactivation(*layer, 3 * units + unit, &saturations_.reset_product);
    // docs/numerics.md 3: both terms aligned at fraction Fr, one rounding.
    const int fraction = fa + layer->net.weight_fraction + layer->net.row_shift[n];
    const int wide = fa + std::max(fo, fraction - fa);
    const int64_t sum = r * q * (int64_t{1} << (wide - fo - fa)) +
                        layer->sums[n] * (int64_t{1} << (wide - fraction));
    const int64_t a_c =
        Narrow(Round(sum, wide - fa, rounding), formats_.state.width(), &saturations_.candidate);
    const int64_t c = Tanh(a_c, fa);
    const int64_t one = int64_t{1} << fo;
    const int64_t h =
        Narrow(Round((one - u) * c, 2 * fo - fa, rounding) + Round(u * layer->h[n], fo, rounding),
               formats_.state.width(), &saturations_.output);
    layer->h[n] = static_cast<int16_t>(h);
  }
}

void Reference::StepDense(Layer* layer) {
  int64_t& cut = saturations_.preactivation;
  const int fa = formats_.state.fraction_bits;
  const int fo = formats_.gate_fraction;
  for (int u = 0; u < layer->net.units; ++u) {
    const int64_t a = Preactivation(*layer, u, &cut);
    int64_t y = a;
    switch (layer->net.activation) {
      case HeadActivation::kNone:
        break;
      case HeadActivation::kRelu:
        y = std::max<int64_t>(0, a);
        break;
      case HeadActivation::kSigmoid:
      case HeadActivation::kTanh: {
        const bool sigmoid = layer->net.activation == HeadActivation::kSigmoid;
        const int64_t value = sigmoid ? Sigmoid(a, fa) : Tanh(a, fa);
        y = Narrow(Round(value, fo - fa, formats_.rounding), formats_.state.width(),
                   &saturations_.head);
        break;
      }
    }
    layer->h[static_cast<size_t>(u)] = static_cast<int16_t>(y);
  }
}

StepMode Reference::ChooseMode(const int16_t* x, bool start) const {
  if (events_ == EventKind::kNone || start) return StepMode::kFull;
  if (events_ == EventKind::kDelta) return StepMode::kDelta;
  return ModeOf(ScoreOf(x, layers_[0].x_reference), thresholds_.scores, deltas_, refresh_);
}

void Reference::StepCell(Layer* layer) {
  switch (layer->net.kind) {
    case CellKind::kLstm:
      return StepLstm(layer);
    case CellKind::kGru:
      return StepGru(layer);
    case CellKind::kDense:
      return StepDense(layer);
  }
}

void Reference::Step(const int16_t* x, bool start) {
  mode_ = ChooseMode(x, start);
  deltas_ = CountDeltas(deltas_, mode_);
  if (mode_ == StepMode::kSkip) {
    for (Layer& layer : layers_)
      std::fill(layer.x_events.begin(), layer.x_events.end(), uint8_t{0});
    return;
  }
  const int16_t* input = x;
  for (size_t k = 0; k < layers_.size(); ++k) {
    Layer& layer = layers_[k];
    if (start) {
      std::fill(layer.h.begin(), layer.h.end(), int16_t{0});
      std::fill(layer.c.begin(), layer.c.end(), 0);
    }
    Accumulate(&layer, input, thresholds_.theta_x(k));
    StepCell(&layer);
    EncodeRecurrent(&layer, thresholds_.theta_h(k));
    input = layer.h.data();
  }
}

std::vector<int16_t> Reference::XRest(size_t k) const {
  const Layer& layer = layers_[k];
  if (events_ != EventKind::kNone) return layer.x_reference;
  return std::vector<int16_t>(layer.x_reference.size(), 0);
}

std::vector<int16_t> Reference::HRest(size_t k) const {
  const Layer& layer = layers_[k];
  // The outputs are added as soon as they exist, except where the next mode must be known first.
  std::vector<int16_t> rest = layer.h_reference;
  if (events_ == EventKind::kSimilarity) return rest;
  for (size_t j = 0; j < rest.size(); ++j) {
    const int32_t base = events_ == EventKind::kNone ? 0 : rest[j];
    rest[j] = static_cast<int16_t>(base + layer.h_deltas[j]);
  }
  return rest;
}

std::vector<std::vector<int64_t>> RestingSums(const IntNetwork& network, const Trace& trace) {
  if (network.formats.dropped_columns > 0) return trace.sums;
  std::vector<std::vector<int64_t>> sums;
  for (size_t k = 0; k < network.layers.size(); ++k) {
    const IntLayer& layer = network.layers[k];
    std::vector<uint64_t> acc(layer.bias.begin(), layer.bias.end());
    AddColumns(layer, false, trace.x_rest[k], nullptr, &acc);
    AddColumns(layer, true, trace.h_rest[k], nullptr, &acc);
    ReadSums(acc, network.formats.acc_bits, &sums.emplace_back());
  }
  return sums;
}

void MarkNonZero(const Plan& plan, const std::vector<int16_t>& x, const std::vector<bool>& starts,
                 Trace* trace) {
  EventTrace& events = trace->events;
  const auto mark = [](const std::vector<int16_t>& values, bool relu) {
    std::vector<uint8_t> marks(values.size(), 0);
    for (size_t i = 0; i < values.size(); ++i) {
      const bool event = values[i] > 0 || (values[i] < 0 && !relu);
      if (event) marks[i] = kEvent | kFullEvent;
    }
    return marks;
  };
  events = {};
  events.modes.assign(starts.size(), StepMode::kFull);
  events.starts = starts;
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    const LayerPlan& layer = plan.layers[k];
    events.x.push_back(mark(k == 0 ? x : trace->h[k - 1], layer.input_relu));
    events.h.push_back(IsRecurrent(layer.kind) ? mark(trace->h[k], false) : std::vector<uint8_t>());
  }
}

Trace RunReference(const IntNetwork& network, const std::vector<int16_t>& x,
                   const std::vector<bool>& starts, const std::vector<ThresholdChange>& changes) {
  Reference model(network);
  auto change = changes.begin();
  Trace trace;
  trace.steps = static_cast<int>(starts.size());
  const size_t layers = network.layers.size();
  trace.h.resize(layers);
  trace.events.x.resize(layers);
  trace.events.h.resize(layers);
  trace.events.starts = starts;
  const size_t inputs = static_cast<size_t>(network.inputs());
  assert(x.size() == inputs * starts.size());
  for (size_t t = 0; t < starts.size(); ++t) {
    for (; change != changes.end() && static_cast<size_t>(change->step) <= t; ++change) {
      model.SetThresholds(change->thresholds);
    }
    model.Step(x.data() + t * inputs, starts[t]);
    trace.events.modes.push_back(model.mode());
    const auto append = [](auto* list, const auto& more) {
      list->insert(list->end(), more.begin(), more.end());
    };
    for (size_t k = 0; k < layers; ++k) {
      append(&trace.h[k], model.h(k));
      append(&trace.events.x[k], model.x_events(k));
      append(&trace.events.h[k], model.h_events(k));
    }
  }
  for (size_t k = 0; k < layers; ++k) {
    trace.sums.push_back(model.sums(k));
    trace.x_rest.push_back(model.XRest(k));
    trace.h_rest.push_back(model.HRest(k));
    if (network.layers[k].kind == CellKind::kLstm) trace.c.push_back(model.c(k));
    if (network.layers[k].kind == CellKind::kGru) {
      trace.c.emplace_back(model.h(k).begin(), model.h(k).end());
    }
  }
  trace.saturations = model.saturations();
  return trace;
}

}  // namespace gatewright
