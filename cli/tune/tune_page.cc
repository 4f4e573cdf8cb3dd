// SPDX-License-Identifier: Apache-2.0
// tune.html: what thresholds save beside what they cost.

#include <fmt/format.h>

#include <algorithm>

#include "cli/describe/describe.h"
#include "cli/pages/accuracy_grade.h"
#include "cli/pages/numbers.h"
#include "cli/tune/tune_report.h"

namespace gatewright {
namespace {

using report::Grouped;

constexpr const char* kTradeOff = "Operations against error";
constexpr const char* kBest = "Best points";
constexpr const char* kAll = "All points";
constexpr const char* kReading = "How to read this";

AccuracyFigure AccuracyOf(const TunePoint& point) {
  return JudgeAccuracy(
      {JsonNumber(point.outputs.error.sqnr_db), DescribeOutputs(point.outputs), nullptr, nullptr});
}

/// Operations left against error, with what is best and what was chosen.
Figure Plot(const TuneResults& results) {
  const auto mark = [&results](const TunePoint& point, const std::string& setting) {
    return Mark{100 * results.MacsShare(point), point.outputs.error.rms, setting};
  };
  MarkSeries all{"other points", Color::kGrey, 3, false, {}};
  MarkSeries best{"fewest operations for their error", Color::kBlue, 4, true, {}};
  MarkSeries none{"without events", Color::kGreen, 5, false, {}};
  MarkSeries chosen{"chosen", Color::kOrange, 7, false, {}};
  for (size_t i = 0; i < results.points.size(); ++i) {
    const TunePoint& point = results.points[i];
    const std::string setting = TuneSetting(results, point);
    (point.pareto ? best : all).marks.push_back(mark(point, setting));
    if (results.chosen == i) chosen.marks.push_back(mark(point, setting));
  }
  for (const TunePoint& base : results.baselines) none.marks.push_back(mark(base, "no events"));
  std::stable_sort(best.marks.begin(), best.marks.end(),
                   [](const Mark& a, const Mark& b) { return a.x < b.x; });
  return ScatterPlot({"Operations left against error of the outputs",
                      "operations left, % of those without events",
                      "RMS error of the outputs",
                      {all, best, none, chosen},
                      results.limits.max_error,
                      "limit of the error"});
}

/// "12 to 34", or the one number there is.
template <typename Value>
std::string Range(const TuneResults& results, const char* format, const Value& value) {
  double low = value(results.points.front());
  double high = low;
  for (const TunePoint& point : results.points) {
    low = std::min(low, value(point));
    high = std::max(high, value(point));
  }
  const std::string from = fmt::format(fmt::runtime(format), low);
  const std::string to = fmt::format(fmt::runtime(format), high);
  return from == to ? from : from + " to " + to;
}

Tile Accurate(const TuneResults& results) {
  Tile tile{"How accurate?", "", "", kTradeOff, Tone::kPlain};
  const bool limited = results.limits.max_error || results.limits.max_flips;
  if (results.chosen) {
    const AccuracyFigure figure = AccuracyOf(results.points[*results.chosen]);
    tile.value = figure.value;
    tile.detail = figure.detail + ", within the limit given; held-out data: not measured";
    tile.tone = GradeTone(figure.grade);
    return tile;
  }
  tile.value = limited ? "No point fits" : "No limit given";
  tile.tone = limited ? Tone::kBad : Tone::kPlain;
  tile.detail =
      fmt::format("RMS errors of {}; held-out data: not measured",
                  Range(results, "{:.3g}", [](const TunePoint& p) { return p.outputs.error.rms; }));
  return tile;
}

std::vector<Tile> Tiles(const TuneResults& results) {
  const double base_cycles = results.baselines.front().cycles;
  const TunePoint* chosen = results.chosen ? &results.points[*results.chosen] : nullptr;
  const auto cycles = [](const TunePoint& p) { return p.cycles; };
  const auto share = [&](const TunePoint& p) { return 100 * results.MacsShare(p); };
  const auto figure = [&](const char* format, const auto& value) {
    return chosen != nullptr ? fmt::format(fmt::runtime(format), value(*chosen))
                             : Range(results, format, value);
  };
  return {
      {"What was tried", fmt::format("{} points", results.points.size()),
       fmt::format("{} thresholds over {} steps of {}",
                   EventsName(results.points.front().events.kind), Grouped(results.steps),
                   results.stimulus),
       kAll, Tone::kPlain},
      {"Is it proven?", "Predicted",
       "by the exact models; no RTL was run: build the design to prove it", kReading, Tone::kPlain},
      {"How fast?", figure("{:.0f}", cycles) + " cycles/step",
       fmt::format("{:.0f} without events; clock: not measured", base_cycles), kBest, Tone::kPlain},
      {"How much work?", figure("{:.1f}", share) + " % of operations",
       "of the design without events; area: not measured", kBest, Tone::kPlain},
      Accurate(results)};
}

/// The table of a sweep with what is left of the accuracy as its last column.
PageTable Graded(const TuneResults& results, const std::vector<size_t>& which) {
  std::vector<const TunePoint*> points;
  for (const TunePoint& base : results.baselines) points.push_back(&base);
  for (const size_t i : which) points.push_back(&results.points[i]);
  PageTable table{TuneTable(results, which), {Tone::kPlain}, 0, ""};
  table.toned = table.rows[0].size();
  table.rows[0].emplace_back("verdict");
  for (size_t i = 0; i < points.size(); ++i) {
    const AccuracyGrade grade = AccuracyOf(*points[i]).grade;
    table.rows[i + 1].emplace_back(GradeName(grade));
    table.tones.push_back(GradeTone(grade));
  }
  return table;
}

std::string Reading(const TuneResults& results) {
  return fmt::format(
      "{} points over {} steps of {}. Operations are multiply-accumulates with stored weights per "
      "step; \"none\" is the design without events, which skips zeros. Columns x % and h % are "
      "the shares processed. Errors are against the plain float network; + marks points that no "
      "other beats in both operations and RMS error, * the one chosen. ",
      results.points.size(), results.steps, results.stimulus);
}

void SetVerdict(const TuneResults& results, const std::string& verdict, Page* page) {
  page->verdict = verdict;
  if (results.chosen) {
    const AccuracyGrade grade = AccuracyOf(results.points[*results.chosen]).grade;
    page->tone = GradeTone(grade);
    page->badge = grade == AccuracyGrade::kLost      ? "Accuracy lost"
                  : grade == AccuracyGrade::kReduced ? "Accuracy reduced"
                                                     : "Within the limit";
    return;
  }
  const bool limited = results.limits.max_error || results.limits.max_flips;
  page->badge = limited ? "No point fits" : "No limit given";
  page->tone = limited ? Tone::kBad : Tone::kPlain;
}

}  // namespace

std::string TuneHtml(const TuneResults& results, const std::string& verdict) {
  Page page;
  page.kind = "threshold sweep";
  page.title = results.name;
  SetVerdict(results, verdict, &page);
  page.tiles = Tiles(results);
  std::vector<size_t> every;
  std::vector<size_t> best;
  for (size_t i = 0; i < results.points.size(); ++i) {
    every.push_back(i);
    if (results.points[i].pareto || results.chosen == i) best.push_back(i);
  }
  std::stable_sort(best.begin(), best.end(), [&results](size_t a, size_t b) {
    return results.points[a].macs > results.points[b].macs;
  });
  PageSection plot{kTradeOff, {}, {}, {Plot(results)}};
  PageSection table{kBest, {}, {Graded(results, best)}, {}};
  PageSection all{kAll, {}, {Graded(results, every)}, {}};
  all.tables[0].summary = fmt::format("Show all {} points", every.size());
  PageSection reading{kReading, {Reading(results) + GradeRule()}, {}, {}};
  page.sections = {plot, table, all, reading};
  return PageHtml(page);
}

}  // namespace gatewright
