// SPDX-License-Identifier: Apache-2.0
// Quantises the thresholds of events.
#include "generator/compress/events.h"

#include <algorithm>
#include <utility>

#include "generator/base/ceil_div.h"

namespace gatewright {
namespace {

/// RNE(ratio * 2^fraction), at most `most`.
int64_t QuantiseRatio(const Ratio& ratio, int fraction, int64_t most) {
  const int64_t scaled = ratio.numerator * (int64_t{1} << fraction);
  int64_t whole = scaled / ratio.denominator;
  const int64_t rest = 2 * (scaled % ratio.denominator);
  if (rest > ratio.denominator || (rest == ratio.denominator && whole % 2 != 0)) ++whole;
  return std::min(whole, most);
}

}  // namespace

int ScoreBits(const QFormat& state, int inputs) {
  int bits = 0;
  while ((int64_t{1} << bits) < inputs) ++bits;
  return state.width() + 1 + bits;
}

void ResolveEvents(const Spec& spec, IntNetwork* network) {
  const EventSpec& events = spec.sparsity.events;
  network->events.kind = events.kind;
  if (events.kind == EventKind::kNone) return;
  const QFormat& state = network->formats.state;
  const auto quantise = [&state](const Ratio& theta) {
    return static_cast<int>(QuantiseRatio(theta, state.fraction_bits, state.max()));
  };
  Thresholds thresholds;
  for (const IntLayer& layer : network->layers) {
    const bool recurrent = IsRecurrent(layer.kind);
    thresholds.x.push_back(
        quantise(recurrent ? events.theta_x : events.theta_head.value_or(events.theta_x)));
    thresholds.h.push_back(recurrent ? quantise(events.theta_h) : 0);
  }
  const int64_t most = (int64_t{1} << ScoreBits(state, network->inputs())) - 1;
  thresholds.scores = {QuantiseRatio(events.t_skip, state.fraction_bits, most),
                       QuantiseRatio(events.t_delta, state.fraction_bits, most)};
  network->events.refresh = events.refresh;
  network->events.thresholds = std::move(thresholds);
}

}  // namespace gatewright
