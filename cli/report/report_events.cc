// SPDX-License-Identifier: Apache-2.0
// Section about temporal sparsity: what events skip and what that costs.

#include <fmt/format.h>

#include "cli/report/report_parts.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using report::Show;

std::string Percent(const Json& share) {
  return fmt::format("{:.4g} %", 100 * share.get<double>());
}

}  // namespace

PageSection EventsSection(const Json& events) {
  PageSection section{"Temporal sparsity", {}, {}, {}};
  std::string thresholds =
      fmt::format("Events: {}, theta_x {}, theta_h {}", Show(events.at("kind")),
                  Show(events.at("theta_x")), Show(events.at("theta_h")));
  for (const char* key : {"theta_head", "t_skip", "t_delta"}) {
    if (events.contains(key)) thresholds += fmt::format(", {} {}", key, Show(events.at(key)));
  }
  section.paragraphs.push_back(thresholds + ".");
  const Json& runs = events.at("runs");
  const bool decides = runs.at(0).at("outputs").contains("decisions");
  PageTable table;
  table.rows = {{"run", "columns skipped", "of x", "of h", "steps full, delta, skipped",
                 "output error RMS", "mean", "worst"}};
  if (decides) table.rows[0].emplace_back("decisions changed");
  for (const Json& run : runs) {
    const Json& outputs = run.at("outputs");
    table.rows.push_back({Show(run.at("run")), Percent(run.at("skipped_share")),
                          Percent(run.at("x_skipped_share")), Percent(run.at("h_skipped_share")),
                          fmt::format("{}, {}, {}", Show(run.at("full_steps")),
                                      Show(run.at("delta_steps")), Show(run.at("skipped_steps"))),
                          Show(outputs.at("rms_error")), Show(outputs.at("mean_abs_error")),
                          Show(outputs.at("max_abs_error"))});
    if (decides) {
      table.rows.back().push_back(Percent(outputs.at("decisions_changed_share")));
    }
  }
  section.tables.push_back(table);
  section.paragraphs.emplace_back(
      "Errors are against the plain float network as imported: those of the float run are what the "
      "thresholds cost, those of the integer run without events what the formats and, in a pruned "
      "design, pruning cost. A column is an element of x or h of a layer; without events those "
      "that "
      "are zero are skipped.");
  return section;
}

}  // namespace gatewright
