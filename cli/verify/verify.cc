// SPDX-License-Identifier: Apache-2.0
// The command verify: picks what is verified and runs random campaigns.
#include "cli/verify/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/verify/verify_parts.h"
#include "generator/base/read_file.h"
#include "generator/presets/presets.h"
#include "generator/spec/parse.h"

namespace gatewright {
namespace {

using verify::Check;
using verify::Evidence;

constexpr int kDefaultDesigns = 100;
constexpr int kMutatedDesigns = 8;

/// "MODULE:TEXT=>TEXT" as faults.
Result<std::vector<InjectedFault>> ParseInjections(const std::vector<std::string>& injections) {
  std::vector<InjectedFault> faults;
  for (const std::string& inject : injections) {
    const size_t colon = inject.find(':');
    const size_t arrow = inject.find("=>");
    if (colon == std::string::npos || arrow == std::string::npos || arrow < colon) {
      return Diagnostic{"",
                        0,
                        "--inject",
                        inject,
                        "must be MODULE:TEXT=>TEXT",
                        "pe:row_a + row_b;=>row_a - row_b;"};
    }
    faults.push_back({"", inject.substr(0, colon), inject.substr(colon + 1, arrow - colon - 1),
                      inject.substr(arrow + 2)});
  }
  return faults;
}

std::string ProgressLine(const CampaignOptions& options, const CampaignResult& so_far) {
  const auto done = static_cast<int64_t>(so_far.records.size());
  const double here = static_cast<double>(done - so_far.resumed);
  const double rate = so_far.seconds > 0 ? here * 3600 / so_far.seconds : 0;
  const std::string of = options.designs > 0 ? fmt::format(" of {}", options.designs) : "";
  return fmt::format("{}{} designs, {:.0f} an hour, bins {}/{}, {} failures", done, of, rate,
                     so_far.functional.reached(), so_far.functional.reachable(), so_far.failures());
}

double ShareDone(const CampaignOptions& options, const CampaignResult& so_far) {
  double share = 0;
  if (options.designs > 0) {
    share = static_cast<double>(so_far.records.size()) / options.designs;
  }
  if (options.minutes > 0) share = std::max(share, so_far.seconds / (60 * options.minutes));
  return share;
}

Evidence EvidenceOf(const CampaignOptions& options, CampaignResult result) {
  Evidence evidence;
  evidence.kind = "designs";
  evidence.title = fmt::format("random designs from seed {}", options.seed);
  if (!options.axes_text.empty()) evidence.title += ", " + options.axes_text;
  for (CampaignRecord& record : result.records) {
    Check& check = evidence.checks.emplace_back();
    check.name = fmt::format("r{}", record.seed);
    check.failure = record.failure;
    check.file = record.file;
    check.size = record.size;
    check.steps = record.steps;
    check.elements = record.elements;
    check.cycles = record.cycles;
    check.icarus = record.icarus;
    check.seconds = record.seconds;
  }
  evidence.functional = std::move(result.functional);
  evidence.functional_is_whole = options.axes.empty();
  evidence.rtl = std::move(result.rtl);
  evidence.seconds = result.seconds;
  evidence.resumed = result.resumed;
  evidence.finished = result.finished;
  return evidence;
}

StageResult VerifyRandom(const CampaignOptions& options, const std::string& out, Console* console) {
  console->Say(fmt::format("verify: random designs from seed {}", options.seed));
  size_t told = 0;
  const auto observe = [&](const CampaignResult& so_far, const std::string& note) {
    for (; note.empty() && told < so_far.records.size(); ++told) {
      const CampaignRecord& record = so_far.records[told];
      const std::string line = fmt::format("  r{} ({}): {}", record.seed, record.size,
                                           record.failure ? record.failure.ToString() : "held");
      record.failure ? console->Say(line) : console->Detail(line);
      if (!record.file.empty()) console->Say(fmt::format("    {}/{}", out, record.file));
    }
    console->Progress(note.empty() ? ProgressLine(options, so_far) : note,
                      ShareDone(options, so_far));
  };
  Result<CampaignResult> result = RunCampaign(options, out, observe);
  if (!result) return result.errors();
  const int failures = result->failures();
  if (result->resumed > 0) {
    console->Say(fmt::format("  {} designs were done before", result->resumed));
  }
  const Evidence evidence = EvidenceOf(options, std::move(*result));
  console->Say("verify: " + verify::Verdict(evidence));
  const Status written = verify::WriteEvidence(out, evidence);
  if (!written) return written.errors();
  if (failures > 0) {
    console->Say(fmt::format("  gatewright verify {}/failures/FILE shows one again", out));
    return Diagnostic{out + "/verify.json", 0, "", "", verify::Verdict(evidence), ""};
  }
  return verify::Describe(evidence);
}

/// The mutation score of random designs together.
StageResult MutateRandom(const VerifyOptions& options, Console* console) {
  const CampaignOptions& campaign = options.campaign;
  const int designs = campaign.designs > 0 ? campaign.designs : kMutatedDesigns;
  std::vector<Case> cases;
  for (int k = 0; k < designs; ++k) {
    Result<Case> which =
        RandomCase(campaign.seed + static_cast<uint64_t>(k), campaign.max_units, campaign.axes);
    if (!which) return which.errors();
    cases.push_back(std::move(*which));
  }
  return verify::VerifyMutants(cases, options, console);
}

/// The case of a published machine.
Case CaseOfPreset(const std::string& preset) {
  Case which;
  which.name = preset;
  which.design = FindPreset(preset)->text;
  return which;
}

/// The case of a design file, or a saved case.
Result<Case> ReadDesignOrCase(const std::string& file, bool* saved) {
  Case which;
  *saved = false;
  const Result<std::string> text = ReadWholeFile(file);
  if (!text) return text.errors();
  *saved = HasCase(*text);
  if (*saved) return ReadCaseText(*text, file);
  const std::filesystem::path path(file);
  which.design = *text;
  const Result<Spec> spec = ParseSpec(file);
  if (!spec) return spec.errors();
  which.name = spec->name;
  which.directory = path.has_parent_path() ? path.parent_path().string() : ".";
  return which;
}

}  // namespace

StageResult VerifyStage(const VerifyOptions& given, Console* console) {
  VerifyOptions options = given;
  CampaignOptions& campaign = options.campaign;
  Result<AxisFilter> axes = ParseAxisFilter(options.axes);
  Result<std::vector<InjectedFault>> faults = ParseInjections(options.injections);
  Diagnostics errors;
  if (!axes) errors = axes.errors();
  if (!faults) errors.insert(errors.end(), faults.errors().begin(), faults.errors().end());
  if (campaign.until_coverage && !options.axes.empty()) {
    errors.push_back({"", 0, "--until-coverage", "",
                      "cannot end with --axes: other bins stay empty", "--designs or --minutes"});
  }
  if (!errors.empty()) return errors;
  campaign.axes = std::move(*axes);
  campaign.axes_text = options.axes;
  campaign.faults = std::move(*faults);
  if (options.formal) return verify::VerifyFormal(options, console);
  if (options.files.size() > 1 && options.mutants == 0) {
    return Diagnostic{"", 0, "file", options.files[1], "only --mutate takes several designs", ""};
  }
  if (options.files.empty() && options.preset.empty()) {
    if (!options.netlist.empty()) {
      return Diagnostic{"", 0, "--netlist", "", "needs a design", "gatewright verify design.toml"};
    }
    if (options.mutants > 0) return MutateRandom(options, console);
    const bool open = campaign.designs == 0 && campaign.minutes == 0 && !campaign.until_coverage;
    if (open) campaign.designs = kDefaultDesigns;
    return VerifyRandom(campaign, options.out, console);
  }
  bool saved = false;
  std::vector<Case> cases;
  if (!options.preset.empty()) cases.push_back(CaseOfPreset(options.preset));
  for (const std::string& file : options.files) {
    Result<Case> which = ReadDesignOrCase(file, &saved);
    if (!which) return which.errors();
    cases.push_back(std::move(*which));
  }
  for (Case& which : cases) {
    which.faults.insert(which.faults.end(), campaign.faults.begin(), campaign.faults.end());
  }
  if (options.mutants > 0) return verify::VerifyMutants(cases, options, console);
  const Case& which = cases.front();
  if (!options.netlist.empty()) return verify::VerifyNetlist(which, options, console);
  return saved ? verify::ReplayFile(which, options, console)
               : verify::VerifyDesign(which, options, console);
}

}  // namespace gatewright
