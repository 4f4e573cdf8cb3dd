// SPDX-License-Identifier: Apache-2.0
// What a sweep found, as a table and as JSON.

#include "cli/tune/tune_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/describe/describe.h"
#include "generator/base/version.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

double Share(int64_t part, int64_t all) {
  return all > 0 ? static_cast<double>(part) / static_cast<double>(all) : 0;
}

double Quotient(double part, double all) { return all > 0 ? part / all : 0; }

std::string Percent(double share) { return fmt::format("{:.1f}", 100 * share); }

bool Similarity(const TuneResults& results) {
  return results.points.front().events.kind == EventKind::kSimilarity;
}

bool HasHead(const TuneResults& results) {
  return std::any_of(results.points.begin(), results.points.end(),
                     [](const TunePoint& p) { return p.events.theta_head.has_value(); });
}

bool Decides(const TuneResults& results) { return results.points.front().outputs.decisions > 0; }

std::string HeadText(const EventSpec& events) {
  return events.theta_head ? events.theta_head->ToString() : "as x";
}

std::vector<std::string> Header(const TuneResults& results) {
  std::vector<std::string> row = {"", "theta_x", "theta_h"};
  if (HasHead(results)) row.emplace_back("head");
  if (Similarity(results)) row.insert(row.end(), {"t_skip", "t_delta"});
  if (results.formats.size() > 1) row.emplace_back("state");
  row.insert(row.end(), {"x %", "h %"});
  if (Similarity(results)) row.insert(row.end(), {"skipped %", "delta %"});
  row.insert(row.end(), {"MACs", "MACs %", "words", "cycles", "RMS error", "mean", "worst"});
  if (Decides(results)) row.emplace_back("flips %");
  return row;
}

std::vector<std::string> Row(const TuneResults& results, const TunePoint& point, bool baseline,
                             const std::string& mark) {
  const EventSpec& events = point.events;
  std::vector<std::string> row = {mark, baseline ? "none" : events.theta_x.ToString(),
                                  baseline ? "" : events.theta_h.ToString()};
  if (HasHead(results)) row.push_back(baseline ? "" : HeadText(events));
  if (Similarity(results)) {
    row.push_back(baseline ? "" : events.t_skip.ToString());
    row.push_back(baseline ? "" : events.t_delta.ToString());
  }
  if (results.formats.size() > 1) row.push_back(results.formats[point.format].ToString());
  const EventCounts& counts = point.counts;
  row.push_back(Percent(Share(counts.x, counts.x_all)));
  row.push_back(Percent(Share(counts.h, counts.h_all)));
  if (Similarity(results)) {
    row.push_back(Percent(Share(counts.steps[2], results.steps)));
    row.push_back(Percent(Share(counts.steps[1], results.steps)));
  }
  const SignalError& error = point.outputs.error;
  row.insert(row.end(), {fmt::format("{:.0f}", point.macs), Percent(results.MacsShare(point)),
                         fmt::format("{:.0f}", point.words), fmt::format("{:.0f}", point.cycles),
                         fmt::format("{:.3g}", error.rms), fmt::format("{:.3g}", error.mean_abs),
                         fmt::format("{:.3g}", error.max_abs)});
  if (Decides(results)) row.push_back(fmt::format("{:.2f}", 100 * point.outputs.changed_share()));
  return row;
}

ordered_json DescribePoint(const TuneResults& results, const TunePoint& point) {
  const TunePoint& base = results.baselines[point.format];
  const EventSpec& events = point.events;
  ordered_json value{{"state", results.formats[point.format].ToString()},
                     {"events", EventsName(events.kind)}};
  if (events.kind != EventKind::kNone) {
    value["theta_x"] = events.theta_x.ToString();
    value["theta_h"] = events.theta_h.ToString();
    if (events.theta_head) value["theta_head"] = events.theta_head->ToString();
  }
  if (events.kind == EventKind::kSimilarity) {
    value["t_skip"] = events.t_skip.ToString();
    value["t_delta"] = events.t_delta.ToString();
  }
  const EventCounts& counts = point.counts;
  value.update(
      {{"x_columns_share", JsonNumber(Share(counts.x, counts.x_all))},
       {"h_columns_share", JsonNumber(Share(counts.h, counts.h_all))},
       {"columns_share", JsonNumber(Share(counts.x + counts.h, counts.x_all + counts.h_all))},
       {"full_steps", counts.steps[0]},
       {"delta_steps", counts.steps[1]},
       {"skipped_steps", counts.steps[2]},
       {"macs_per_step", JsonNumber(point.macs)},
       {"macs_share", JsonNumber(results.MacsShare(point))},
       {"words_per_step", JsonNumber(point.words)},
       {"words_share", JsonNumber(Quotient(point.words, base.words))},
       {"cycles_per_step", JsonNumber(point.cycles)},
       {"outputs", DescribeOutputs(point.outputs)}});
  return value;
}

}  // namespace

double TuneResults::MacsShare(const TunePoint& point) const {
  return Quotient(point.macs, baselines[point.format].macs);
}

std::string TuneSetting(const TuneResults& results, const TunePoint& point) {
  const EventSpec& events = point.events;
  std::string text =
      fmt::format("theta_x {}, theta_h {}", events.theta_x.ToString(), events.theta_h.ToString());
  if (events.theta_head) text += ", theta_head " + events.theta_head->ToString();
  if (events.kind == EventKind::kSimilarity) {
    text +=
        fmt::format(", t_skip {}, t_delta {}", events.t_skip.ToString(), events.t_delta.ToString());
  }
  if (results.formats.size() > 1) text += ", state " + results.formats[point.format].ToString();
  return text;
}

std::vector<std::vector<std::string>> TuneTable(const TuneResults& results,
                                                const std::vector<size_t>& which) {
  std::vector<std::vector<std::string>> rows = {Header(results)};
  for (const TunePoint& base : results.baselines) rows.push_back(Row(results, base, true, ""));
  for (const size_t i : which) {
    const TunePoint& point = results.points[i];
    rows.push_back(Row(results, point, false, results.chosen == i ? "*" : point.pareto ? "+" : ""));
  }
  return rows;
}

ordered_json DescribeTune(const TuneResults& results) {
  ordered_json limits = ordered_json::object();
  if (results.limits.max_error) limits["max_rms_error"] = JsonNumber(*results.limits.max_error);
  if (results.limits.max_flips) {
    limits["max_decisions_changed_share"] = JsonNumber(*results.limits.max_flips);
  }
  ordered_json baselines = ordered_json::array();
  for (const TunePoint& base : results.baselines) baselines.push_back(DescribePoint(results, base));
  ordered_json points = ordered_json::array();
  for (const TunePoint& point : results.points) {
    points.push_back(DescribePoint(results, point));
    points.back()["pareto"] = point.pareto;
  }
  ordered_json value{{"tool", fmt::format("gatewright {}", ToolVersion())},
                     {"design", results.name},
                     {"stimulus", results.stimulus},
                     {"steps", results.steps},
                     {"limits", limits},
                     {"without_events", baselines},
                     {"points", points},
                     {"chosen", nullptr}};
  if (results.chosen) value["chosen"] = *results.chosen;
  return value;
}

}  // namespace gatewright
