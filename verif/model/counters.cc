// SPDX-License-Identifier: Apache-2.0
// Predicts the counters of the registers.
#include "verif/model/counters.h"

#include "verif/model/events.h"

namespace gatewright {
namespace {

/// Weight words of the events of one layer in one step.
int64_t WordsOf(const MatrixPlan& matrix, const uint8_t* events, uint8_t bit) {
  int64_t words = 0;
  for (int j = 0; j < matrix.columns; ++j) {
    if ((events[j] & bit) != 0) words += matrix.words(j);
  }
  return words;
}

int64_t CountWords(const Plan& plan, const EventTrace& events) {
  int64_t words = 0;
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    const LayerPlan& layer = plan.layers[k];
    for (int t = 0; t < static_cast<int>(events.modes.size()); ++t) {
      words += WordsOf(layer.x, events.x_of(k, t, layer.inputs), kEvent);
      if (layer.h.columns == 0) continue;
      const RecurrentEvents recurrent = RecurrentOf(plan.events.kind, events, k, t, layer.units);
      if (recurrent.of != nullptr) words += WordsOf(layer.h, recurrent.of, recurrent.bit);
    }
  }
  return words;
}

}  // namespace

std::map<std::string, int64_t> PredictCounters(const Plan& plan, const Trace& trace) {
  const EventCounts events = CountEvents(plan.events.kind, trace.events);
  const Saturations& cut = trace.saturations;
  return {{"STEPS", trace.steps},
          {"STEPS_FULL", events.steps[static_cast<size_t>(StepMode::kFull)]},
          {"STEPS_DELTA", events.steps[static_cast<size_t>(StepMode::kDelta)]},
          {"STEPS_SKIP", events.steps[static_cast<size_t>(StepMode::kSkip)]},
          {"EVENTS_X", events.x},
          {"EVENTS_H", events.h},
          {"WORDS", CountWords(plan, trace.events)},
          {"SAT_A", cut.preactivation},
          {"SAT_Q", cut.reset_product},
          {"SAT_A_C", cut.candidate},
          {"SAT_C", cut.cell}};
}

}  // namespace gatewright
