// SPDX-License-Identifier: Apache-2.0
// Temporal sparsity of a design and what it costs as JSON.
#include <fmt/format.h>

#include "cli/describe/describe.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

double SkippedShare(int64_t processed, int64_t all) {
  return all > 0 ? 1 - static_cast<double>(processed) / static_cast<double>(all) : 0;
}

ordered_json Run(const char* name, const EventCounts& counts, const OutputError& outputs) {
  return {
      {"run", name},
      {"x_skipped_share", JsonNumber(SkippedShare(counts.x, counts.x_all))},
      {"h_skipped_share", JsonNumber(SkippedShare(counts.h, counts.h_all))},
      {"skipped_share", JsonNumber(SkippedShare(counts.x + counts.h, counts.x_all + counts.h_all))},
      {"x_columns", counts.x},
      {"h_columns", counts.h},
      {"x_columns_all", counts.x_all},
      {"h_columns_all", counts.h_all},
      {"full_steps", counts.steps[0]},
      {"delta_steps", counts.steps[1]},
      {"skipped_steps", counts.steps[2]},
      {"outputs", DescribeOutputs(outputs)}};
}

}  // namespace

const char* EventsName(EventKind kind) {
  switch (kind) {
    case EventKind::kNone:
      return "none";
    case EventKind::kDelta:
      return "delta";
    case EventKind::kSimilarity:
      return "similarity";
  }
  return "none";
}

ordered_json DescribeOutputs(const OutputError& outputs) {
  ordered_json value{{"rms_error", JsonNumber(outputs.error.rms)},
                     {"mean_abs_error", JsonNumber(outputs.error.mean_abs)},
                     {"max_abs_error", JsonNumber(outputs.error.max_abs)}};
  if (outputs.decisions > 0) {
    value["decisions"] = outputs.decisions;
    value["decisions_changed"] = outputs.changed;
    value["decisions_changed_share"] = JsonNumber(outputs.changed_share());
  }
  return value;
}

ordered_json DescribeEvents(const Design& design, const Accuracy& accuracy) {
  const EventSpec& events = design.spec.sparsity.events;
  ordered_json value{{"kind", EventsName(events.kind)},
                     {"theta_x", events.theta_x.ToString()},
                     {"theta_h", events.theta_h.ToString()}};
  if (events.theta_head) value["theta_head"] = events.theta_head->ToString();
  if (events.kind == EventKind::kSimilarity) {
    value["t_skip"] = events.t_skip.ToString();
    value["t_delta"] = events.t_delta.ToString();
  }
  const std::string kind = EventsName(events.kind);
  value["runs"] = {Run(("integer, " + kind).c_str(), accuracy.counts, accuracy.outputs),
                   Run(("float, " + kind).c_str(), accuracy.float_events->counts,
                       accuracy.float_events->outputs),
                   Run("integer, none", accuracy.no_events->counts, accuracy.no_events->outputs)};
  return value;
}

}  // namespace gatewright
