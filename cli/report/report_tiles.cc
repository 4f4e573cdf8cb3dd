// SPDX-License-Identifier: Apache-2.0
// The first screen of a design's report: five answers, and the verdict above them.

#include <fmt/format.h>

#include <cmath>

#include "cli/report/report_parts.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using report::Grouped;
using report::Rounded;
using report::Show;

bool Held(const Json& stage) { return !stage.is_null() && stage.value("ok", false); }

/// "LSTM 1 → 20, dense 20 → 1"
std::string Layers(const Json& design) {
  std::string text;
  for (const Json& layer : design.at("layers")) {
    std::string kind = Show(layer.at("kind"));
    if (kind == "lstm") kind = "LSTM";
    if (kind == "gru") kind = "GRU";
    text += fmt::format("{}{} {} → {}", text.empty() ? "" : ", ", kind, Show(layer.at("inputs")),
                        Show(layer.at("units")));
  }
  return text;
}

Tile Built(const Json& generate) {
  const Json& design = generate.at("design");
  const int64_t arrays = design.at("arrays");
  return {"What was built", Layers(design),
          fmt::format("{} weights ({}), {}{} PEs", Grouped(design.at("weights")),
                      Show(generate.at("formats").at("weights")),
                      arrays > 1 ? fmt::format("{} × ", arrays) : "", Show(design.at("pes"))),
          "What was built", Tone::kPlain};
}

Tile Proven(const Json& simulate) {
  Tile tile{"Is it proven?", "Not proven", "", "Evidence", Tone::kWarn};
  if (simulate.is_null()) {
    tile.detail = "the simulation has not run";
    return tile;
  }
  if (simulate.contains("failure")) {
    tile.value = "Failed";
    tile.detail = Show(simulate.at("failure"));
    tile.tone = Tone::kBad;
    return tile;
  }
  int64_t steps = 0;
  int64_t mismatches = 0;
  int64_t cycles = 0;
  bool predicted = true;
  for (const Json& session : simulate.at("sessions")) {
    steps += session.at("steps").get<int64_t>();
    mismatches += session.at("mismatches").get<int64_t>();
    cycles += session.at("cycles").get<int64_t>();
    predicted = predicted && session.at("every_cycle_predicted").get<bool>();
  }
  tile.value = Grouped(mismatches) + (mismatches == 1 ? " mismatch" : " mismatches");
  tile.detail =
      fmt::format("RTL against the integer model: {} steps, {} cycles, {}", Grouped(steps),
                  Grouped(cycles), predicted ? "every one predicted" : "NOT all predicted");
  tile.tone = Held(simulate) && mismatches == 0 && predicted ? Tone::kGood : Tone::kBad;
  return tile;
}

/// Cycles from step to step: on the stimulus, or where that has one step the worst case.
double CyclesPerStep(const Json& cycles) {
  const bool measured = cycles.at("steps").get<int64_t>() > 1;
  return cycles.at(measured ? "interval_cycles" : "worst_case_cycles").get<double>();
}

Tile Fast(const StageFiles& files) {
  const Json& cycles = files.generate.at("cycles");
  const double step = CyclesPerStep(cycles);
  Tile tile{"How fast?", fmt::format("{:.4g} cycles/step", step), "", "Cycles", Tone::kPlain};
  const bool synthesised = Held(files.metrics) && files.metrics.contains("timing") &&
                           !files.metrics.at("timing").is_null();
  double period_ns = cycles.at("clock_ns").get<double>();
  std::string clock;
  if (synthesised) {
    const Json& timing = files.metrics.at("timing");
    period_ns = timing.at("target_period_ns").get<double>();
    const bool met = timing.at("met").get<bool>();
    clock = fmt::format("; clock estimate {} MHz, {}", Show(timing.at("clock_mhz")),
                        met ? "target met" : "target NOT met");
    if (!met) period_ns = timing.at("min_period_ns").get<double>();
    if (!met) tile.tone = Tone::kWarn;
  } else {
    clock = "; clock not estimated";
  }
  const double rate = 1e9 / (step * period_ns);
  tile.detail = fmt::format("{} steps/s at {:.4g} MHz{}", Grouped(std::llround(rate)),
                            1000 / period_ns, clock);
  return tile;
}

/// "1.85 mm²", "77,000 GE"
std::string AreaText(double area, const std::string& unit) {
  if (unit == "um^2") return fmt::format("{:.3g} mm²", area / 1e6);
  return Rounded(Json(area)) + " " + unit;
}

Tile BigFpga(const Json& metrics, Tile tile) {
  const Json& totals = metrics.at("totals");
  tile.section = "FPGA resources";
  tile.value = Rounded(totals.at("luts")) + " LUTs";
  tile.detail = fmt::format("{} flip-flops, {} block RAMs, {} multipliers on {}",
                            Rounded(totals.at("flip_flops")), Rounded(totals.at("block_rams")),
                            Rounded(totals.at("dsps")), Show(metrics.at("family")));
  if (!metrics.contains("misfit")) return tile;
  tile.detail = "does NOT fit: " + Show(metrics.at("misfit"));
  tile.tone = Tone::kBad;
  return tile;
}

Tile Big(const StageFiles& files) {
  const Json& metrics = files.metrics;
  Tile tile{"How big?", "Not synthesized", "", "Area", Tone::kPlain};
  const std::string bits = Grouped(files.generate.at("design").at("memory_bits"));
  if (metrics.is_null() || metrics.contains("failure")) {
    tile.detail = fmt::format("{} bits of memory; area {}", bits,
                              metrics.is_null() ? "not measured" : "failed");
    if (!metrics.is_null()) tile.tone = Tone::kBad;
    return tile;
  }
  if (metrics.at("kind") == "fpga") return BigFpga(metrics, tile);
  const Json& totals = metrics.at("totals");
  const std::string unit = Show(metrics.at("units").at("area"));
  tile.value = AreaText(totals.at("logic_area").get<double>(), unit) + " of logic";
  tile.detail = totals.contains("memory_area")
                    ? fmt::format("and {} of memory ({} bits), {}",
                                  AreaText(totals.at("memory_area").get<double>(), unit), bits,
                                  Show(metrics.at("target")))
                    : fmt::format("and {} bits of memory, whose area is not measured", bits);
  return tile;
}

Tile Accurate(const Json& generate) {
  const AccuracyFigure figure = AccuracyOf(generate);
  Tile tile{"How accurate?", figure.value, figure.detail, "Accuracy", GradeTone(figure.grade)};
  const bool random = Show(generate.at("design").at("network")).starts_with("random");
  if (random) {
    tile.detail += "; weights are random, so task accuracy is not measured";
    if (tile.tone == Tone::kGood) tile.tone = Tone::kPlain;
  } else {
    tile.detail += "; held-out data: not measured";
  }
  return tile;
}

}  // namespace

std::vector<Tile> ReportTiles(const StageFiles& files) {
  return {Built(files.generate), Proven(files.simulate), Fast(files), Big(files),
          Accurate(files.generate)};
}

void SetVerdict(const StageFiles& files, DesignReport* report) {
  Page& page = report->page;
  const bool simulated = Held(files.simulate);
  const bool lint = Held(files.lint);
  const bool synthesised = Held(files.metrics);
  report->complete =
      lint && simulated && synthesised && (files.power.is_null() || files.power.value("ok", false));
  page.badge = "Not proven";
  page.tone = Tone::kWarn;
  if (!files.simulate.is_null() && !simulated) {
    page.badge = "Failed";
    page.tone = Tone::kBad;
    page.verdict = files.simulate.contains("failure")
                       ? "Not verified: the simulation failed."
                       : "The simulation found differences: do not use this design.";
    return;
  }
  if (!simulated) {
    page.verdict = "Not verified: the simulation has not run.";
    return;
  }
  page.badge = report->complete ? "Proven" : "Incomplete";
  if (report->complete) page.tone = Tone::kGood;
  page.verdict =
      "The RTL computed what the integer model computes, bit for bit, in every step and cycle that "
      "was simulated.";
  if (!lint) page.verdict += files.lint.is_null() ? " Lint has not run." : " Lint failed.";
  if (!synthesised) {
    page.verdict += files.metrics.is_null() ? " Synthesis has not run." : " Synthesis failed.";
  }
  if (AccuracyOf(files.generate).grade == AccuracyGrade::kLost) {
    page.tone = Tone::kWarn;
    page.verdict += " Its outputs, however, are far from those of the float network.";
  }
}

}  // namespace gatewright
