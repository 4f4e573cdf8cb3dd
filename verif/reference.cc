#include "verif/reference.h"

#include <algorithm>
#include <cassert>

#include "generator/compress/rounding.h"
#include "generator/pack/pack.h"

namespace gatewright {
namespace {

/// sums[r] += weights[r] * v for one column; wraps modulo 2^(bits of Acc), as the hardware may.
template <typename Acc>
void AddColumn(const int16_t* weights, int16_t v, size_t rows, Acc* sums) {
  for (size_t r = 0; r < rows; ++r) {
    sums[r] += static_cast<Acc>(static_cast<int32_t>(weights[r]) * static_cast<int32_t>(v));
  }
}

/// All sums of a layer: bias plus every column whose element is an event.
template <typename Acc>
void Multiply(const IntLayer& layer, const int16_t* x, const int16_t* h, int acc_bits,
              std::vector<int64_t>* sums) {
  const auto units = static_cast<size_t>(layer.units);
  const auto rows = static_cast<size_t>(layer.rows());
  std::vector<Acc> acc(layer.bias.size());
  for (size_t r = 0; r < acc.size(); ++r) acc[r] = static_cast<Acc>(layer.bias[r]);
  const auto add = [&](const std::vector<int16_t>& matrix, bool recurrent, int columns,
                       const int16_t* values) {
    for (size_t j = 0; j < static_cast<size_t>(columns); ++j) {
      if (values[j] == 0 || (layer.input_relu && !recurrent && values[j] < 0)) continue;
      for (int gate = 0; gate < layer.gates(); ++gate) {
        const int16_t* weights = matrix.data() + j * rows + static_cast<size_t>(gate) * units;
        const int group = GroupOf(layer.kind, recurrent, gate);
        AddColumn(weights, values[j], units, acc.data() + static_cast<size_t>(group) * units);
      }
    }
  };
  add(layer.wx, false, layer.inputs, x);
  if (IsRecurrent(layer.kind)) add(layer.wh, true, layer.units, h);
  sums->resize(acc.size());
  for (size_t r = 0; r < acc.size(); ++r) {
    (*sums)[r] = WrapSigned(static_cast<int64_t>(acc[r]), acc_bits);
  }
}

}  // namespace

Reference::Reference(const IntNetwork& network)
    : formats_(network.formats),
      sigmoid_(SigmoidTable(network.formats)),
      tanh_(TanhTable(network.formats)) {
  for (const IntLayer& net : network.layers) {
    Layer layer;
    layer.net = net;
    layer.h.assign(static_cast<size_t>(net.units), 0);
    if (net.kind == CellKind::kLstm) layer.c.assign(static_cast<size_t>(net.units), 0);
    layers_.push_back(std::move(layer));
  }
}

int64_t Reference::Narrow(int64_t value, int bits, int64_t* saturated) const {
  const int64_t clamped = Saturate(value, bits);
  if (clamped != value) ++*saturated;
  return clamped;
}

void Reference::Accumulate(Layer* layer, const int16_t* x) const {
  if (formats_.acc_bits <= 32) {
    Multiply<uint32_t>(layer->net, x, layer->h.data(), formats_.acc_bits, &layer->sums);
  } else {
    Multiply<uint64_t>(layer->net, x, layer->h.data(), formats_.acc_bits, &layer->sums);
  }
}

int64_t Reference::Preactivation(const Layer& layer, int row) {
  const size_t r = static_cast<size_t>(row);
  const int shift = layer.net.weight_fraction + layer.net.row_shift[r];
  return Narrow(Round(layer.sums[r], shift, formats_.rounding), formats_.state.width(),
                &saturations_.preactivation);
}

int64_t Reference::Lookup(const std::vector<int32_t>& table, int64_t value, int fraction) const {
  const int bits = formats_.table_in_integer + formats_.table_in_fraction;
  const int64_t index =
      Saturate(Round(value, fraction - formats_.table_in_fraction, formats_.rounding), bits);
  return table[static_cast<size_t>(index) & ((size_t{1} << bits) - 1)];
}

void Reference::StepLstm(Layer* layer) {
  const int units = layer->net.units;
  const int fa = formats_.state.fraction_bits;
  const int fc = formats_.cell.fraction_bits;
  const int fo = formats_.gate_fraction;
  const int wide = fo + std::max(fo, fc);
  for (int u = 0; u < units; ++u) {
    const int64_t i = Lookup(sigmoid_, Preactivation(*layer, u), fa);
    const int64_t f = Lookup(sigmoid_, Preactivation(*layer, units + u), fa);
    const int64_t g = Lookup(tanh_, Preactivation(*layer, 2 * units + u), fa);
    const int64_t o = Lookup(sigmoid_, Preactivation(*layer, 3 * units + u), fa);
    const size_t n = static_cast<size_t>(u);
    const int64_t sum = f * layer->c[n] * (int64_t{1} << (wide - fo - fc)) +
                        i * g * (int64_t{1} << (wide - 2 * fo));
    const int64_t c =
        Narrow(Round(sum, wide - fc, formats_.rounding), formats_.cell.width(), &saturations_.cell);
    const int64_t h = Narrow(Round(o * Lookup(tanh_, c, fc), 2 * fo - fa, formats_.rounding),
                             formats_.state.width(), &saturations_.output);
    layer->c[n] = static_cast<int32_t>(c);
    layer->h[n] = static_cast<int16_t>(h);
  }
}

void Reference::StepGru(Layer* layer) {
  const int units = layer->net.units;
  const int fa = formats_.state.fraction_bits;
  const int fo = formats_.gate_fraction;
  const Rounding rounding = formats_.rounding;
  for (int unit = 0; unit < units; ++unit) {
    const size_t n = static_cast<size_t>(unit);
    const int64_t r = Lookup(sigmoid_, Preactivation(*layer, units + unit), fa);
    const int64_t u = Lookup(sigmoid_, Preactivation(*layer, 2 * units + unit), fa);
    const int64_t q = Preactivation(*layer, 3 * units + unit);
    // docs/numerics.md 3: both terms aligned at fraction Fr, one rounding.
    const int fraction = fa + layer->net.weight_fraction + layer->net.row_shift[n];
    const int wide = fa + std::max(fo, fraction - fa);
    const int64_t sum = r * q * (int64_t{1} << (wide - fo - fa)) +
                        layer->sums[n] * (int64_t{1} << (wide - fraction));
    const int64_t a_c = Narrow(Round(sum, wide - fa, rounding), formats_.state.width(),
                               &saturations_.preactivation);
    const int64_t c = Lookup(tanh_, a_c, fa);
    const int64_t one = int64_t{1} << fo;
    const int64_t h =
        Narrow(Round((one - u) * c, 2 * fo - fa, rounding) + Round(u * layer->h[n], fo, rounding),
               formats_.state.width(), &saturations_.output);
    layer->h[n] = static_cast<int16_t>(h);
  }
}

void Reference::StepDense(Layer* layer) {
  const int fa = formats_.state.fraction_bits;
  const int fo = formats_.gate_fraction;
  for (int u = 0; u < layer->net.units; ++u) {
    const int64_t a = Preactivation(*layer, u);
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
        const int64_t value = Lookup(sigmoid ? sigmoid_ : tanh_, a, fa);
        y = Narrow(Round(value, fo - fa, formats_.rounding), formats_.state.width(),
                   &saturations_.output);
        break;
      }
    }
    layer->h[static_cast<size_t>(u)] = static_cast<int16_t>(y);
  }
}

void Reference::Step(const int16_t* x, bool start) {
  const int16_t* input = x;
  for (Layer& layer : layers_) {
    if (start) {
      std::fill(layer.h.begin(), layer.h.end(), int16_t{0});
      std::fill(layer.c.begin(), layer.c.end(), 0);
    }
    Accumulate(&layer, input);
    switch (layer.net.kind) {
      case CellKind::kLstm:
        StepLstm(&layer);
        break;
      case CellKind::kGru:
        StepGru(&layer);
        break;
      case CellKind::kDense:
        StepDense(&layer);
        break;
    }
    input = layer.h.data();
  }
}

std::vector<std::vector<int64_t>> RestingSums(const IntNetwork& network, const Trace& trace) {
  std::vector<std::vector<int64_t>> sums;
  for (size_t k = 0; k < network.layers.size(); ++k) {
    const IntLayer& layer = network.layers[k];
    const std::vector<int16_t> no_input(static_cast<size_t>(layer.inputs), 0);
    std::vector<int64_t>& rows = sums.emplace_back();
    Multiply<uint64_t>(layer, no_input.data(), trace.output(k, trace.steps - 1, layer.units),
                       network.formats.acc_bits, &rows);
  }
  return sums;
}

Trace RunReference(const IntNetwork& network, const std::vector<int16_t>& x,
                   const std::vector<bool>& starts) {
  Reference model(network);
  Trace trace;
  trace.steps = static_cast<int>(starts.size());
  trace.h.resize(network.layers.size());
  const size_t inputs = static_cast<size_t>(network.inputs());
  assert(x.size() == inputs * starts.size());
  for (size_t t = 0; t < starts.size(); ++t) {
    model.Step(x.data() + t * inputs, starts[t]);
    for (size_t k = 0; k < network.layers.size(); ++k) {
      trace.h[k].insert(trace.h[k].end(), model.h(k).begin(), model.h(k).end());
    }
  }
  for (size_t k = 0; k < network.layers.size(); ++k) {
    if (network.layers[k].kind == CellKind::kLstm) trace.c.push_back(model.c(k));
    if (network.layers[k].kind == CellKind::kGru) {
      trace.c.emplace_back(model.h(k).begin(), model.h(k).end());
    }
  }
  trace.saturations = model.saturations();
  return trace;
}

}  // namespace gatewright
