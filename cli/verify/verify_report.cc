// SPDX-License-Identifier: Apache-2.0
// What a run of verify found, as JSON and JUnit XML.

#include <fmt/format.h>

#include <algorithm>

#include "cli/pages/html.h"
#include "cli/pages/numbers.h"
#include "cli/verify/verify_parts.h"
#include "generator/base/version.h"
#include "generator/base/write_tree.h"

namespace gatewright::verify {
namespace {

using nlohmann::ordered_json;
using report::Grouped;

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

}  // namespace

int64_t Evidence::failures() const {
  return std::count_if(checks.begin(), checks.end(),
                       [](const Check& check) { return static_cast<bool>(check.failure); });
}

int64_t Evidence::Sum(int64_t Check::*member) const {
  int64_t sum = 0;
  for (const Check& check : checks) sum += check.*member;
  return sum;
}

int64_t Evidence::in_icarus() const {
  return std::count_if(checks.begin(), checks.end(),
                       [](const Check& check) { return check.icarus; });
}

std::string Verdict(const Evidence& evidence) {
  const int64_t failures = evidence.failures();
  std::string text =
      fmt::format("{}: {} {}, ", evidence.title, evidence.checks.size(), evidence.kind);
  if (failures == 0) {
    text +=
        fmt::format("all held: {} output elements and {} cycles equal to the models",
                    Grouped(evidence.Sum(&Check::elements)), Grouped(evidence.Sum(&Check::cycles)));
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
                    {"output_frames", evidence.Sum(&Check::steps)},
                    {"output_elements", evidence.Sum(&Check::elements)},
                    {"cycles", evidence.Sum(&Check::cycles)},
                    {"in_icarus", evidence.in_icarus()},
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
