#include "verif/counters.h"

#include "verif/events.h"

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

/// Recurrent events are processed as soon as they exist; with `similarity` by the step that
/// consumes them, in the form its mode asks for, unless it starts a sequence.
int64_t RecurrentWords(const Plan& plan, const EventTrace& events, size_t layer) {
  const LayerPlan& place = plan.layers[layer];
  const int steps = static_cast<int>(events.modes.size());
  int64_t words = 0;
  for (int t = 0; t < steps; ++t) {
    if (plan.events != EventKind::kSimilarity) {
      words += WordsOf(place.h, events.h_of(layer, t, place.units), kEvent);
      continue;
    }
    const auto now = static_cast<size_t>(t);
    if (t == 0 || events.modes[now] == StepMode::kSkip || events.starts[now]) continue;
    const uint8_t bit = events.modes[now] == StepMode::kFull ? kFullEvent : kEvent;
    words += WordsOf(place.h, events.h_of(layer, t - 1, place.units), bit);
  }
  return words;
}

int64_t CountWords(const Plan& plan, const EventTrace& events) {
  int64_t words = 0;
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    for (size_t t = 0; t < events.modes.size(); ++t) {
      words += WordsOf(plan.layers[k].x, events.x_of(k, static_cast<int>(t), plan.layers[k].inputs),
                       kEvent);
    }
    if (plan.layers[k].h.columns > 0) words += RecurrentWords(plan, events, k);
  }
  return words;
}

}  // namespace

std::map<std::string, int64_t> PredictCounters(const Plan& plan, const Trace& trace) {
  const EventCounts events = CountEvents(plan.events, trace.events);
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
          {"SAT_C", cut.cell},
          {"SAT_H", cut.output},
          {"SAT_Y", cut.head}};
}

}  // namespace gatewright
