// SPDX-License-Identifier: Apache-2.0
// The command tune: sweeps thresholds and picks the best within the user's limits.
#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "cli/tune/tune.h"
#include "cli/tune/tune_folder.h"
#include "cli/tune/tune_report.h"
#include "cli/tune/tune_request.h"
#include "cli/tune/tuned_file.h"
#include "generator/base/write_tree.h"

namespace gatewright {
namespace {

/// Import, calibration and quantisation, once a format.
Result<std::vector<TuneBench>> MakeBenches(Spec spec, const std::vector<QFormat>& formats,
                                           Console* console) {
  std::vector<TuneBench> benches;
  const size_t count = std::max<size_t>(1, formats.size());
  for (size_t i = 0; i < count; ++i) {
    if (!formats.empty()) spec.numerics.state = formats[i];
    Result<Design> design = MakeDesign(spec, [&](const std::string& stage, double done) {
      console->Progress(stage, 0.1 * (static_cast<double>(i) + done) / static_cast<double>(count));
    });
    if (!design) return design.errors();
    const Result<std::optional<FloatLayer>> readout = GetReadout(spec, design->network.outputs());
    if (!readout) return readout.errors();
    benches.emplace_back(std::move(*design), *readout);
  }
  return benches;
}

void SayTable(const std::vector<std::vector<std::string>>& rows, Console* console) {
  std::vector<size_t> widths(rows[0].size(), 0);
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const auto& row : rows) {
    std::string line = " ";
    for (size_t i = 0; i < row.size(); ++i) line += fmt::format(" {:>{}}", row[i], widths[i]);
    console->Say(line);
  }
}

void SayResults(const TuneResults& results, Console* console) {
  console->Say(fmt::format("{}: {} points, {} steps of {}; MACs, words and cycles are of a step",
                           results.name, results.points.size(), results.steps, results.stimulus));
  std::vector<size_t> every;
  std::vector<size_t> best;
  for (size_t i = 0; i < results.points.size(); ++i) {
    every.push_back(i);
    if (results.points[i].pareto || results.chosen == i) best.push_back(i);
  }
  std::stable_sort(best.begin(), best.end(), [&results](size_t a, size_t b) {
    return results.points[a].macs > results.points[b].macs;
  });
  const bool all = console->verbose();
  SayTable(TuneTable(results, all ? every : best), console);
  console->Say(fmt::format("  + no point has fewer operations and a lower RMS error{}{}",
                           results.chosen ? "; * chosen" : "",
                           all ? "" : "; -v shows every point"));
}

std::string Verdict(const TuneResults& results, const TuneChoice& choice, bool limited) {
  const TunePoint& point = results.points[choice.point];
  const std::string found = fmt::format(
      "{}: {:.1f} % of the operations, RMS error {:.3g}{}", TuneSetting(results, point),
      100 * results.MacsShare(point), point.outputs.error.rms,
      point.outputs.decisions > 0
          ? fmt::format(", {:.2f} % of decisions changed", 100 * point.outputs.changed_share())
          : "");
  if (!limited)
    return "No limit was given, so none is chosen: --max-error, --max-flips choose one.";
  return choice.within ? "Chosen: " + found
                       : "No point is within the limits; the nearest: " + found;
}

/// The point nearest to limits that none meets.
Diagnostic NoneWithin(const TuneResults& results, const TunePoint& nearest) {
  const bool error = results.limits.max_error.has_value();
  const bool decides = nearest.outputs.decisions > 0;
  return {"",
          0,
          error ? "--max-error" : "--max-flips",
          fmt::format("{:g}", error ? *results.limits.max_error : *results.limits.max_flips),
          "no point of the sweep is within the limits",
          fmt::format("{} with RMS error {:.3g}{}", TuneSetting(results, nearest),
                      nearest.outputs.error.rms,
                      decides ? fmt::format(" and {:.3g} % of decisions changed",
                                            100 * nearest.outputs.changed_share())
                              : "")};
}

/// The designs without events, and the sweep.
TuneResults Measure(const std::vector<TuneBench>& benches, const std::vector<EventSpec>& grid,
                    const TuneLimits& limits, int jobs, Console* console) {
  const Design& design = benches.front().design();
  TuneResults results;
  results.name = design.spec.name;
  results.stimulus = design.stimulus.source;
  results.steps = design.stimulus.steps;
  results.limits = limits;
  for (const TuneBench& bench : benches) {
    results.formats.push_back(bench.design().integers.formats.state);
    results.baselines.push_back(bench.Try(EventSpec{}));
    results.baselines.back().format = results.baselines.size() - 1;
  }
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  results.points = Sweep(benches, grid, jobs > 0 ? jobs : cores, [console](double done) {
    console->Progress("try thresholds", 0.1 + 0.9 * done);
  });
  return results;
}

/// The kind of events to sweep: as asked, as the design has it, or delta.
EventKind KindOf(const TuneOptions& options, const Spec& spec) {
  if (options.events == "similarity") return EventKind::kSimilarity;
  const EventKind own = spec.sparsity.events.kind;
  return options.events == "delta" || own == EventKind::kNone ? EventKind::kDelta : own;
}

}  // namespace

StageResult TuneStage(const Spec& given, const std::string& text, const std::string& file,
                      const TuneOptions& options, const std::string& out, Console* console) {
  Spec spec = given;
  spec.sparsity.events.kind = KindOf(options, spec);
  const Result<TuneLimits> limits =
      ReadTuneLimits(options, spec.stimulus.decision_threshold.has_value());
  if (!limits) return limits.errors();
  const Result<std::vector<QFormat>> formats = ReadTuneFormats(options.formats);
  if (!formats) return formats.errors();
  const Status replaceable = CheckTuneFolder(out, file);
  if (!replaceable) return replaceable.errors();
  const Result<std::vector<TuneBench>> benches = MakeBenches(spec, *formats, console);
  if (!benches) return benches.errors();
  const Result<std::vector<EventSpec>> grid =
      MakeTuneGrid(options, spec.sparsity.events, benches->front().design().stimulus);
  if (!grid) return grid.errors();
  TuneResults results = Measure(*benches, *grid, *limits, options.jobs, console);
  const bool limited = limits->max_error || limits->max_flips;
  const TuneChoice choice = ChoosePoint(results.points, *limits);
  if (limited && choice.within) results.chosen = choice.point;
  const TunePoint& point = results.points[choice.point];
  const std::string verdict = Verdict(results, choice, limited);
  std::vector<OutputFile> files = {{"tune.json", DescribeTune(results).dump(2) + "\n"},
                                   {"tune.html", TuneHtml(results, verdict)}};
  if (results.chosen) {
    const std::string state = formats->empty() ? "" : results.formats[point.format].ToString();
    const Result<std::string> tuned =
        TunedFile(text, given, point.events, state, out, TuneSetting(results, point));
    if (!tuned) return tuned.errors();
    files.push_back({"tuned.toml", *tuned});
  }
  const Status written = WriteTuneFolder(out, file, files);
  if (!written) return written.errors();
  SayResults(results, console);
  if (limited && !choice.within) return NoneWithin(results, point);
  console->Say(verdict);
  if (results.chosen) console->Say(fmt::format("tune: {0}/tuned.toml, {0}/tune.html", out));
  return DescribeTune(results);
}

}  // namespace gatewright
