// SPDX-License-Identifier: Apache-2.0
// Work that the events of a run cause.
#include "verif/model/event_work.h"

#include "verif/model/cycle_model.h"

namespace gatewright {
namespace {

void AddColumns(const std::vector<int>& macs, const std::vector<int>& words, const uint8_t* events,
                uint8_t bit, EventWork* work) {
  for (size_t j = 0; j < macs.size(); ++j) {
    if ((events[j] & bit) == 0) continue;
    work->macs += macs[j];
    work->words += words[j];
  }
}

}  // namespace

EventWorkCounter::EventWorkCounter(const Plan& plan, const IntNetwork& network) {
  const auto cost = [&](size_t k, bool recurrent) {
    const LayerPlan& place = plan.layers[k];
    const MatrixPlan& matrix = recurrent ? place.h : place.x;
    Matrix costs{UsefulWeights(plan, place, network.layers[k], recurrent), {}};
    for (int j = 0; j < matrix.columns; ++j) costs.words.push_back(matrix.words(j));
    return costs;
  };
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    Layer layer{cost(k, false), {}};
    if (IsRecurrent(plan.layers[k].kind)) layer.h = cost(k, true);
    layers_.push_back(std::move(layer));
  }
}

EventWork EventWorkCounter::Count(EventKind kind, const EventTrace& events) const {
  EventWork work;
  const int steps = static_cast<int>(events.modes.size());
  for (size_t k = 0; k < layers_.size(); ++k) {
    const Matrix& x = layers_[k].x;
    const Matrix& h = layers_[k].h;
    const int inputs = static_cast<int>(x.macs.size());
    const int units = static_cast<int>(h.macs.size());
    for (int t = 0; t < steps; ++t) {
      AddColumns(x.macs, x.words, events.x_of(k, t, inputs), kEvent, &work);
      const RecurrentEvents recurrent = RecurrentOf(kind, events, k, t, units);
      if (recurrent.of != nullptr) {
        AddColumns(h.macs, h.words, recurrent.of, recurrent.bit, &work);
      }
    }
  }
  return work;
}

}  // namespace gatewright
