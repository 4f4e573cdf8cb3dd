// SPDX-License-Identifier: Apache-2.0
// The first screen of a comparison: what a variant saves never stands without its accuracy.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "cli/compare/compare_table.h"
#include "cli/pages/numbers.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using report::Grouped;
using report::PercentOf;
using report::Rounded;
using report::Show;

std::string Signed(const Json& percent) {
  return percent.is_number() ? fmt::format("{:+.1f} %", percent.get<double>()) : "not measured";
}

/// What of a variant is compared with the baseline: area with memories where it is known.
const Json& AreaRatio(const Json& variant) {
  const Json& ratios = variant.at("against_baseline_percent");
  return ratios.at(ratios.contains("area_total") ? "area_total" : "area_logic");
}

std::string PowerRatio(const Json& variant) {
  const Json& ratios = variant.at("against_baseline_percent");
  return ratios.contains("power") ? Signed(ratios.at("power")) : "not measured";
}

bool IsBaseline(const Json& comparison, const Json& variant) {
  return variant.at("name") == comparison.at("baseline");
}

bool ClockMissed(const Json& variant) { return variant.at("clock").at("met") == Json(false); }

/// The variants for which `is`.
template <typename Is>
std::vector<std::string> Names(const Json& comparison, const Is& is) {
  std::vector<std::string> names;
  for (const Json& variant : comparison.at("variants")) {
    if (is(variant)) names.push_back(Show(variant.at("name")));
  }
  return names;
}

/// "a, b, c, d and 2 more"
std::string List(const std::vector<std::string>& names) {
  constexpr size_t kMax = 4;
  if (names.size() <= kMax) return fmt::format("{}", fmt::join(names, ", "));
  return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + kMax, ", "),
                     names.size() - kMax);
}

AccuracyGrade GradeOf(const Json& variant) { return VariantAccuracy(variant).grade; }

Tile Built(const Json& comparison) {
  std::string layers;
  for (const Json& layer : comparison.at("layers")) {
    layers += fmt::format("{}{} {} → {}", layers.empty() ? "" : ", ", Show(layer.at("kind")),
                          Show(layer.at("inputs")), Show(layer.at("units")));
  }
  const auto all = Names(comparison, [](const Json&) { return true; });
  return {"What was built", fmt::format("{} variants", all.size()),
          fmt::format("of {}: {}", layers, List(all)), "Side by side", Tone::kPlain};
}

Tile Proven(const Json& comparison) {
  int64_t steps = 0;
  int64_t cycles = 0;
  for (const Json& variant : comparison.at("variants")) {
    steps += variant.at("cycles").at("simulated_steps").get<int64_t>();
    cycles += variant.at("cycles").at("simulated").get<int64_t>();
  }
  const bool netlists = comparison.at("variants").at(0).contains("power_mw");
  return {"Is it proven?", "0 mismatches",
          fmt::format("RTL against the integer model: {} steps, {} cycles, every one predicted; "
                      "netlists {}",
                      Grouped(steps), Grouped(cycles), netlists ? "equal too" : "not run"),
          "Side by side", Tone::kGood};
}

Tile Fast(const Json& comparison) {
  Tile tile{"How fast?", Rounded(comparison.at("steps_per_second")) + " steps/s", "",
            "Side by side", Tone::kPlain};
  const std::vector<std::string> missed = Names(comparison, ClockMissed);
  const auto unknown =
      Names(comparison, [](const Json& v) { return v.at("clock").at("met").is_null(); });
  tile.detail = "the same rate for all, each at its own target clock; ";
  if (!missed.empty()) {
    tile.detail += "clock NOT met by " + List(missed);
    tile.tone = Tone::kWarn;
  } else {
    tile.detail += unknown.empty() ? "clock met by all" : "clock not estimated";
  }
  return tile;
}

/// The smallest variant whose accuracy is not lost.
Tile Big(const Json& comparison) {
  const Json* best = nullptr;
  for (const Json& variant : comparison.at("variants")) {
    if (IsBaseline(comparison, variant) || GradeOf(variant) == AccuracyGrade::kLost) continue;
    const bool better =
        best == nullptr || AreaRatio(variant).get<double>() < AreaRatio(*best).get<double>();
    if (better && AreaRatio(variant).is_number()) best = &variant;
  }
  const auto lost = Names(comparison, [&](const Json& v) {
    return !IsBaseline(comparison, v) && GradeOf(v) == AccuracyGrade::kLost;
  });
  const std::string left_out =
      lost.empty() ? "" : fmt::format("; {} does not count: accuracy LOST", List(lost));
  if (best == nullptr) {
    return {"How big?", "No usable variant",
            "none but the baseline " + Show(comparison.at("baseline")) + left_out, "Verdict",
            Tone::kBad};
  }
  const AccuracyGrade grade = GradeOf(*best);
  return {"How big?", Signed(AreaRatio(*best)) + " area",
          fmt::format("{} ({}) against {}; power {}{}", Show(best->at("name")), GradeName(grade),
                      Show(comparison.at("baseline")), PowerRatio(*best), left_out),
          "Verdict", grade == AccuracyGrade::kKept ? Tone::kPlain : GradeTone(grade)};
}

Tile Accurate(const Json& comparison) {
  AccuracyGrade worst = AccuracyGrade::kKept;
  std::vector<std::string> figures;
  for (const Json& variant : comparison.at("variants")) {
    const AccuracyFigure figure = VariantAccuracy(variant);
    worst = std::max(worst, figure.grade);
    figures.push_back(fmt::format("{} {}", Show(variant.at("name")), figure.value));
  }
  const auto count = [&](AccuracyGrade grade) {
    return Names(comparison, [&](const Json& v) { return GradeOf(v) == grade; }).size();
  };
  std::string value = "Kept by all";
  if (worst != AccuracyGrade::kKept) {
    value = fmt::format("{} by {} of {}", worst == AccuracyGrade::kLost ? "Lost" : "Reduced",
                        count(worst), figures.size());
  }
  return {"How accurate?", value, List(figures), "Verdict", GradeTone(worst)};
}

}  // namespace

AccuracyFigure VariantAccuracy(const Json& variant) {
  const Json& accuracy = variant.at("accuracy");
  AccuracyInput input{accuracy.at("output_sqnr_db"), accuracy, nullptr, nullptr};
  if (accuracy.contains("reference_relative_rms_error")) {
    input.reference_error = accuracy.at("reference_relative_rms_error");
    input.float_reference_error =
        accuracy.value("float_reference_relative_rms_error", Json(nullptr));
  }
  return JudgeAccuracy(input);
}

std::vector<Tile> CompareTiles(const Json& comparison) {
  return {Built(comparison), Proven(comparison), Fast(comparison), Big(comparison),
          Accurate(comparison)};
}

PageTable VerdictTable(const Json& comparison) {
  const Json& baseline = comparison.at("baseline");
  PageTable table;
  table.rows = {{"variant", "verdict", "output error", "area", "power"}};
  table.toned = 1;
  table.tones = {Tone::kPlain};
  for (const Json& variant : comparison.at("variants")) {
    const AccuracyFigure figure = VariantAccuracy(variant);
    const bool base = variant.at("name") == baseline;
    std::string verdict = GradeName(figure.grade);
    if (ClockMissed(variant)) verdict += ", clock NOT met";
    table.rows.push_back({Show(variant.at("name")), verdict, figure.value,
                          base ? "baseline" : Signed(AreaRatio(variant)),
                          base ? "baseline" : PowerRatio(variant)});
    table.tones.push_back(ClockMissed(variant) ? std::max(Tone::kWarn, GradeTone(figure.grade))
                                               : GradeTone(figure.grade));
  }
  return table;
}

std::string CompareVerdict(const Json& comparison) {
  std::string text =
      fmt::format("At {} steps/s, against {}:", Rounded(comparison.at("steps_per_second")),
                  Show(comparison.at("baseline")));
  for (const Json& variant : comparison.at("variants")) {
    if (IsBaseline(comparison, variant)) continue;
    const AccuracyFigure figure = VariantAccuracy(variant);
    const std::string power = PowerRatio(variant);
    text +=
        fmt::format(" {} {} area{}, {} ({});", Show(variant.at("name")), Signed(AreaRatio(variant)),
                    power == "not measured" ? "" : ", " + power + " power", GradeName(figure.grade),
                    figure.value);
  }
  text.back() = '.';
  const std::vector<std::string> missed = Names(comparison, ClockMissed);
  if (!missed.empty()) {
    text += fmt::format(" The target clock is NOT met by {}.", fmt::join(missed, ", "));
  }
  return text;
}

void SetCompareVerdict(const Json& comparison, Page* page) {
  AccuracyGrade worst = AccuracyGrade::kKept;
  for (const Json& variant : comparison.at("variants")) worst = std::max(worst, GradeOf(variant));
  const bool missed = !Names(comparison, ClockMissed).empty();
  page->verdict = CompareVerdict(comparison);
  page->tone = GradeTone(worst);
  page->badge = worst == AccuracyGrade::kLost      ? "Accuracy lost"
                : worst == AccuracyGrade::kReduced ? "Accuracy reduced"
                : missed                           ? "Clock not met"
                                                   : "Proven";
  if (missed && page->tone == Tone::kGood) page->tone = Tone::kWarn;
}

}  // namespace gatewright
