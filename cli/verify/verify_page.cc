// SPDX-License-Identifier: Apache-2.0
// verify.html: what was checked, coverage and its holes, failures.

#include <fmt/format.h>

#include <algorithm>

#include "cli/pages/numbers.h"
#include "cli/pages/page.h"
#include "cli/verify/verify_parts.h"

namespace gatewright::verify {
namespace {

using report::Grouped;

constexpr size_t kHolesShown = 200;
constexpr size_t kFolded = 20;  // rows from which a list of holes is folded
constexpr const char* kChecks = "What was checked";
constexpr const char* kFunctional = "Functional coverage";

std::string Percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

PageSection ChecksSection(const Evidence& evidence) {
  PageSection section{kChecks, {}, {}, {}};
  PageTable table;
  table.rows = {{"", ""},
                {evidence.kind, Grouped(static_cast<int64_t>(evidence.checks.size()))},
                {"failed", Grouped(evidence.failures())},
                {"output frames compared", Grouped(evidence.Sum(&Check::steps))},
                {"output elements compared", Grouped(evidence.Sum(&Check::elements))},
                {"cycles simulated and predicted", Grouped(evidence.Sum(&Check::cycles))},
                {"also in Icarus, four-state", Grouped(evidence.in_icarus())}};
  section.tables.push_back(table);
  section.paragraphs.push_back(
      "Compared without tolerance: every output element, final states, every accumulator at rest, "
      "every counter, the error flag, the rules of the streams, and the cycle of every tlast.");
  if (!evidence.remarks.empty()) {
    PageTable remarks;
    remarks.rows.push_back({"the failure"});
    for (const std::string& remark : evidence.remarks) remarks.rows.push_back({remark});
    section.tables.push_back(remarks);
  }
  if (evidence.failures() == 0) return section;
  PageTable failures;
  failures.rows.push_back({"failed", "check", "what", "saved as"});
  for (const Check& check : evidence.checks) {
    if (!check.failure) continue;
    failures.rows.push_back({check.name, check.failure.check, check.failure.what, check.file});
  }
  section.tables.push_back(failures);
  return section;
}

PageSection FunctionalSection(const Evidence& evidence) {
  PageSection section{kFunctional, {}, {}, {}};
  const FunctionalCoverage& covered = evidence.functional;
  if (evidence.functional_is_whole) {
    section.paragraphs.push_back(
        fmt::format("{} of {} reachable bins were hit: values of axes, and pairs of values of the "
                    "main axes.",
                    covered.reached(), covered.reachable()));
  }
  PageTable axes;
  axes.rows.push_back({"axis", evidence.kind == "designs"
                                   ? "values, and the number of designs with each"
                                   : "values, and how often each was seen"});
  for (const CoverageAxis& axis : CoverageAxes()) {
    std::string values;
    for (const std::string& value : axis.values) {
      const int64_t times = covered.hits(axis.name + "=" + value);
      if (times == 0 && !evidence.functional_is_whole) continue;
      values += fmt::format("{}{}: {}", values.empty() ? "" : ", ", value, times);
    }
    axes.rows.push_back(
        {axis.meaning.empty() ? axis.name : axis.name + " (" + axis.meaning + ")", values});
  }
  section.tables.push_back(axes);
  if (!evidence.functional_is_whole) return section;
  PageTable holes;
  holes.rows.push_back({"bins not hit"});
  for (const std::string& hole : covered.Holes()) holes.rows.push_back({hole});
  if (holes.rows.size() > kFolded) {
    holes.summary = fmt::format("Show {} bins that were not hit", holes.rows.size() - 1);
  }
  if (holes.rows.size() > 1) section.tables.push_back(holes);
  PageTable impossible;
  impossible.rows.push_back({"bins that no design can reach", "reason"});
  for (const CoverageBin& bin : CoverageBins()) {
    if (!bin.reason.empty()) impossible.rows.push_back({bin.name, bin.reason});
  }
  impossible.summary =
      fmt::format("Show {} bins that no design can reach", impossible.rows.size() - 1);
  section.tables.push_back(impossible);
  return section;
}

PageSection RtlSection(const RtlCoverage& rtl) {
  PageSection section{"Coverage of the RTL", {}, {}, {}};
  std::vector<Bar> bars;
  PageTable modules;
  modules.rows.push_back({"module", "branches and blocks", "", "toggles of bits", ""});
  const auto row = [&](const std::string& name, const std::string& module) {
    const RtlCoverage::Count lines = rtl.CountOf(module, false);
    const RtlCoverage::Count toggles = rtl.CountOf(module, true);
    modules.rows.push_back(
        {name, fmt::format("{}/{}", lines.hit, lines.points), Percent(lines.share()),
         fmt::format("{}/{}", toggles.hit, toggles.points), Percent(toggles.share())});
    bars.push_back({name,
                    {100 * toggles.share()},
                    Percent(toggles.share()),
                    toggles.hit == toggles.points ? Color::kGreen : Color::kBlue});
  };
  row("all", "");
  for (const std::string& module : rtl.Modules()) row(module, module);
  section.figures.push_back(
      BarChart({"Bits that were seen to rise and to fall", "toggle coverage, %", {}, bars}));
  section.paragraphs.push_back(
      "A point counts once, whatever the design, the instance and the parameters it was seen "
      "with. Branches of generate blocks that no design of the run has do not count.");
  section.tables.push_back(modules);
  const std::vector<RtlPoint> holes = rtl.Holes();
  PageTable list;
  list.rows.push_back({"not reached", "line", "what"});
  for (size_t k = 0; k < std::min(holes.size(), kHolesShown); ++k) {
    list.rows.push_back({holes[k].module, std::to_string(holes[k].line),
                         (holes[k].toggle ? "toggle of " : "") + holes[k].what});
  }
  if (holes.size() > kHolesShown) {
    list.rows.push_back({fmt::format("and {} more, in verify.json", holes.size() - kHolesShown)});
  }
  if (list.rows.size() > kFolded) {
    list.summary = fmt::format("Show {} points that were not reached", holes.size());
  }
  if (!holes.empty()) section.tables.push_back(list);
  return section;
}

/// How much of what could happen did.
Tile Thorough(const Evidence& evidence) {
  Tile tile{"How thorough?", "", "", kFunctional, Tone::kPlain};
  const FunctionalCoverage& covered = evidence.functional;
  if (evidence.functional_is_whole) {
    tile.value = fmt::format("{} of {} bins", covered.reached(), covered.reachable());
    tile.detail = "functional coverage";
  } else {
    tile.value = fmt::format("{} {}", evidence.checks.size(), evidence.kind);
    tile.detail = "functional bins count only in campaigns of random designs";
  }
  tile.detail += evidence.rtl.empty()
                     ? "; RTL coverage: not measured (--coverage)"
                     : fmt::format("; RTL: branches {}, toggles {}",
                                   Percent(evidence.rtl.CountOf("", false).share()),
                                   Percent(evidence.rtl.CountOf("", true).share()));
  return tile;
}

std::vector<Tile> Tiles(const Evidence& evidence) {
  const int64_t failures = evidence.failures();
  const int64_t cycles = evidence.Sum(&Check::cycles);
  const int64_t steps = evidence.Sum(&Check::steps);
  const bool whole = evidence.finished && steps > 0;
  const Tone held = failures > 0 ? Tone::kBad : whole ? Tone::kGood : Tone::kWarn;
  const std::string count = Grouped(static_cast<int64_t>(evidence.checks.size()));
  Tile proven{"Is it proven?", Grouped(failures) + (failures == 1 ? " failure" : " failures"),
              fmt::format("{} output values over {} steps against the integer model",
                          Grouped(evidence.Sum(&Check::elements)), Grouped(steps)),
              kChecks, held};
  if (!evidence.finished) proven.detail += "; stopped before all were done";
  Tile fast{"How fast?", Grouped(cycles) + " cycles",
            failures > 0 ? "simulated; the failure stopped the comparison"
                         : "simulated, every one predicted by the cycle model",
            kChecks, Tone::kPlain};
  if (steps > 0 && failures == 0) {
    fast.detail += fmt::format(", {:.4g} per step with stalls; clock: not measured",
                               static_cast<double>(cycles) / static_cast<double>(steps));
  }
  return {{"What was checked", fmt::format("{} {}", count, evidence.kind), "of " + evidence.title,
           kChecks, Tone::kPlain},
          proven,
          fast,
          Thorough(evidence),
          {"How accurate?",
           failures > 0 ? "Not exact"
           : steps > 0  ? "Bit-exact"
                        : "Not measured",
           "no tolerance against the integer model; error against float: not measured here",
           kChecks, held}};
}

}  // namespace

std::string Html(const Evidence& evidence) {
  Page page;
  page.kind = "verification";
  page.title = evidence.title;
  page.verdict = Verdict(evidence) + ".";
  const bool failed = evidence.failures() > 0;
  page.badge = failed ? "Failed" : evidence.finished ? "Passed" : "Stopped early";
  page.tone = failed ? Tone::kBad : evidence.finished ? Tone::kGood : Tone::kWarn;
  page.tiles = Tiles(evidence);
  page.sections = {ChecksSection(evidence), FunctionalSection(evidence)};
  if (!evidence.rtl.empty()) page.sections.push_back(RtlSection(evidence.rtl));
  return PageHtml(page);
}

}  // namespace gatewright::verify
