// SPDX-License-Identifier: Apache-2.0
// The evidence of verify as JSON, JUnit XML and a page.
#include <fmt/format.h>

#include <algorithm>

#include "cli/report/report.h"
#include "cli/report/report_parts.h"
#include "cli/report/svg.h"
#include "cli/verify/verify_parts.h"
#include "generator/base/version.h"
#include "generator/base/write_tree.h"

namespace gatewright::verify {
namespace {

using nlohmann::ordered_json;
using report::Grouped;

constexpr size_t kHolesShown = 200;

int64_t Sum(const Evidence& evidence, int64_t Check::*member) {
  int64_t sum = 0;
  for (const Check& check : evidence.checks) sum += check.*member;
  return sum;
}

int64_t InIcarus(const Evidence& evidence) {
  return std::count_if(evidence.checks.begin(), evidence.checks.end(),
                       [](const Check& check) { return check.icarus; });
}

double RatePerHour(const Evidence& evidence) {
  const double here = static_cast<double>(evidence.checks.size()) - evidence.resumed;
  return evidence.seconds > 0 ? here * 3600 / evidence.seconds : 0;
}

std::string Percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

ordered_json CountJson(const RtlCoverage::Count& count) {
  return {{"points", count.points}, {"hit", count.hit}, {"share", count.share()}};
}

ordered_json RtlJson(const RtlCoverage& rtl) {
  ordered_json modules = ordered_json::object();
  for (const std::string& module : rtl.Modules()) {
    modules[module] = {{"lines", CountJson(rtl.CountOf(module, false))},
                       {"toggles", CountJson(rtl.CountOf(module, true))}};
  }
  ordered_json holes = ordered_json::array();
  for (const RtlPoint& point : rtl.Holes()) {
    holes.push_back({{"module", point.module},
                     {"line", point.line},
                     {"kind", point.toggle ? "toggle" : "line"},
                     {"what", point.what}});
  }
  return {{"lines", CountJson(rtl.CountOf("", false))},
          {"toggles", CountJson(rtl.CountOf("", true))},
          {"modules", modules},
          {"holes", holes}};
}

ReportSection ChecksSection(const Evidence& evidence) {
  ReportSection section{"What was checked", {}, {}, {}};
  ReportTable table;
  table.rows = {{"", ""},
                {evidence.kind, Grouped(static_cast<int64_t>(evidence.checks.size()))},
                {"failed", Grouped(evidence.failures())},
                {"output frames compared", Grouped(Sum(evidence, &Check::steps))},
                {"output elements compared", Grouped(Sum(evidence, &Check::elements))},
                {"cycles simulated and predicted", Grouped(Sum(evidence, &Check::cycles))},
                {"also in Icarus, four-state", Grouped(InIcarus(evidence))}};
  section.tables.push_back(table);
  section.paragraphs.push_back(
      "Compared without tolerance: every output element, final states, every accumulator at rest, "
      "every counter, the error flag, the rules of the streams, and the cycle of every tlast.");
  if (!evidence.remarks.empty()) {
    ReportTable remarks;
    remarks.rows.push_back({"the failure"});
    for (const std::string& remark : evidence.remarks) remarks.rows.push_back({remark});
    section.tables.push_back(remarks);
  }
  if (evidence.failures() == 0) return section;
  ReportTable failures;
  failures.rows.push_back({"failed", "check", "what", "saved as"});
  for (const Check& check : evidence.checks) {
    if (!check.failure) continue;
    failures.rows.push_back({check.name, check.failure.check, check.failure.what, check.file});
  }
  section.tables.push_back(failures);
  return section;
}

ReportSection FunctionalSection(const Evidence& evidence) {
  ReportSection section{"Functional coverage", {}, {}, {}};
  const FunctionalCoverage& covered = evidence.functional;
  if (evidence.functional_is_whole) {
    section.paragraphs.push_back(
        fmt::format("{} of {} bins that can be reached were: values of axes, and pairs of values "
                    "of the main axes.",
                    covered.reached(), covered.reachable()));
  }
  ReportTable axes;
  axes.rows.push_back({"axis", evidence.kind == "designs"
                                   ? "values, and the designs that had them"
                                   : "values, and how often they were seen"});
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
  ReportTable holes;
  holes.rows.push_back({"bins not reached"});
  for (const std::string& hole : covered.Holes()) holes.rows.push_back({hole});
  if (holes.rows.size() > 1) section.tables.push_back(holes);
  ReportTable impossible;
  impossible.rows.push_back({"bins that no design can reach", "reason"});
  for (const CoverageBin& bin : CoverageBins()) {
    if (!bin.reason.empty()) impossible.rows.push_back({bin.name, bin.reason});
  }
  section.tables.push_back(impossible);
  return section;
}

ReportSection RtlSection(const RtlCoverage& rtl) {
  ReportSection section{"Coverage of the RTL", {}, {}, {}};
  std::vector<Bar> bars;
  ReportTable modules;
  modules.rows.push_back({"module", "branches and blocks", "", "toggles of bits", ""});
  const auto row = [&](const std::string& name, const std::string& module) {
    const RtlCoverage::Count lines = rtl.CountOf(module, false);
    const RtlCoverage::Count toggles = rtl.CountOf(module, true);
    modules.rows.push_back(
        {name, fmt::format("{}/{}", lines.hit, lines.points), Percent(lines.share()),
         fmt::format("{}/{}", toggles.hit, toggles.points), Percent(toggles.share())});
    bars.push_back({name, 100 * toggles.share(), Percent(toggles.share()),
                    toggles.hit == toggles.points ? report::kGreen : report::kBlue});
  };
  row("all", "");
  for (const std::string& module : rtl.Modules()) row(module, module);
  section.pictures.push_back(BarChart("Bits that were seen to rise and to fall", bars));
  section.paragraphs.push_back(
      "A point counts once, whatever the design, the instance and the parameters it was seen "
      "with. Branches of generate blocks that no design of the run has do not count.");
  section.tables.push_back(modules);
  const std::vector<RtlPoint> holes = rtl.Holes();
  ReportTable list;
  list.rows.push_back({"not reached", "line", "what"});
  for (size_t k = 0; k < std::min(holes.size(), kHolesShown); ++k) {
    list.rows.push_back({holes[k].module, std::to_string(holes[k].line),
                         (holes[k].toggle ? "toggle of " : "") + holes[k].what});
  }
  if (holes.size() > kHolesShown) {
    list.rows.push_back({fmt::format("and {} more, in verify.json", holes.size() - kHolesShown)});
  }
  if (!holes.empty()) section.tables.push_back(list);
  return section;
}

}  // namespace

int64_t Evidence::failures() const {
  return std::count_if(checks.begin(), checks.end(),
                       [](const Check& check) { return static_cast<bool>(check.failure); });
}

std::string Verdict(const Evidence& evidence) {
  const int64_t failures = evidence.failures();
  std::string text =
      fmt::format("{}: {} {}, ", evidence.title, evidence.checks.size(), evidence.kind);
  if (failures == 0) {
    text += fmt::format("all held: {} output elements and {} cycles equal to the models",
                        Grouped(Sum(evidence, &Check::elements)),
                        Grouped(Sum(evidence, &Check::cycles)));
  } else {
    text += fmt::format("{} failed", failures);
  }
  if (!evidence.finished) text += " (stopped before all were done)";
  if (evidence.functional_is_whole) {
    text += fmt::format("; {} of {} bins", evidence.functional.reached(),
                        evidence.functional.reachable());
  }
  if (!evidence.rtl.empty()) {
    text += fmt::format("; RTL: branches {}, toggles {}",
                        Percent(evidence.rtl.CountOf("", false).share()),
                        Percent(evidence.rtl.CountOf("", true).share()));
  }
  return text;
}

ordered_json Describe(const Evidence& evidence) {
  ordered_json checks = ordered_json::array();
  for (const Check& check : evidence.checks) {
    ordered_json one{{"name", check.name},         {"ok", !check.failure},
                     {"size", check.size},         {"steps", check.steps},
                     {"elements", check.elements}, {"cycles", check.cycles},
                     {"icarus", check.icarus},     {"seconds", check.seconds}};
    if (check.failure) {
      one["check"] = check.failure.check;
      one["what"] = check.failure.what;
      one["file"] = check.file;
    }
    checks.push_back(one);
  }
  ordered_json json{{"tool", fmt::format("gatewright {}", ToolVersion())},
                    {"of", evidence.title},
                    {"kind", evidence.kind},
                    {"ok", evidence.failures() == 0},
                    {"finished", evidence.finished},
                    {"checked", evidence.checks.size()},
                    {"resumed", evidence.resumed},
                    {"failures", evidence.failures()},
                    {"output_frames", Sum(evidence, &Check::steps)},
                    {"output_elements", Sum(evidence, &Check::elements)},
                    {"cycles", Sum(evidence, &Check::cycles)},
                    {"in_icarus", InIcarus(evidence)},
                    {"seconds", evidence.seconds},
                    {"rate_per_hour", RatePerHour(evidence)}};
  if (!evidence.remarks.empty()) json["failure"] = evidence.remarks;
  if (evidence.functional_is_whole) {
    json["functional"] = {{"reachable", evidence.functional.reachable()},
                          {"reached", evidence.functional.reached()},
                          {"holes", evidence.functional.Holes()}};
  }
  json["bins"] = evidence.functional.all();
  if (!evidence.rtl.empty()) json["rtl"] = RtlJson(evidence.rtl);
  json["checks"] = checks;
  return json;
}

std::string JUnitXml(const Evidence& evidence) {
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" "
      "time=\"{:.3f}\">\n",
      EscapeHtml(evidence.title), evidence.checks.size(), evidence.failures(), evidence.seconds);
  for (const Check& check : evidence.checks) {
    xml += fmt::format("<testcase classname=\"gatewright.verify\" name=\"{}\" time=\"{:.3f}\"",
                       EscapeHtml(check.name), check.seconds);
    if (!check.failure) {
      xml += "/>\n";
      continue;
    }
    xml += fmt::format("><failure type=\"{}\" message=\"{}\">saved as {}</failure></testcase>\n",
                       EscapeHtml(check.failure.check), EscapeHtml(check.failure.what),
                       EscapeHtml(check.file));
  }
  return xml + "</testsuite>\n</testsuites>\n";
}

std::string Html(const Evidence& evidence) {
  Report report;
  report.title = "Verification: " + evidence.title;
  report.verdict = Verdict(evidence);
  report.complete = evidence.failures() == 0 && evidence.finished;
  report.sections = {ChecksSection(evidence), FunctionalSection(evidence)};
  if (!evidence.rtl.empty()) report.sections.push_back(RtlSection(evidence.rtl));
  return ReportHtml(report);
}

Status WriteEvidence(const std::string& out, const Evidence& evidence) {
  const std::pair<const char*, std::string> files[] = {
      {"/junit.xml", JUnitXml(evidence)},
      {"/verify.html", Html(evidence)},
      {"/verify.json", Describe(evidence).dump(2) + "\n"}};
  for (const auto& [name, text] : files) {
    const Status written = WriteFileAtomically(out + name, text);
    if (!written) return written.errors();
  }
  return Ok();
}

}  // namespace gatewright::verify
