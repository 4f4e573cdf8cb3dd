// SPDX-License-Identifier: Apache-2.0
// verify --formal: proofs of the templates.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <mutex>
#include <set>

#include "cli/pages/page.h"
#include "cli/verify/verify_parts.h"
#include "generator/base/parallel.h"
#include "generator/base/version.h"
#include "generator/base/write_tree.h"
#include "verif/formal/formal_proof.h"

namespace gatewright::verify {
namespace {

using nlohmann::ordered_json;
using Verdict = FormalOutcome::Verdict;

constexpr const char* kSection = "Properties";

const char* Word(const Result<FormalOutcome>& outcome) {
  if (!outcome) return "not run";
  switch (outcome->verdict) {
    case Verdict::kProven:
      return "proven";
    case Verdict::kBroken:
      return "broken";
    case Verdict::kUndecided:
      return "undecided";
  }
  return "";
}

/// A proof with what became of it and of its faults.
struct Proved {
  FormalProof proof;
  Result<FormalOutcome> outcome = FormalOutcome{};
  std::vector<std::string> unseen;  ///< names of faults that did not break it
  bool good() const {
    return outcome.ok() && outcome->verdict == Verdict::kProven && unseen.empty();
  }
  double seconds() const { return outcome.ok() ? outcome->seconds : 0; }
};

Proved ProveOne(const FormalProof& proof, bool faults) {
  Proved proved{proof, Prove(proof), {}};
  for (const InjectedFault& fault : proof.faults) {
    if (!faults) break;
    const Result<FormalOutcome> injected = Prove(proof, &fault);
    if (!injected || injected->verdict != Verdict::kBroken) proved.unseen.push_back(fault.name);
  }
  return proved;
}

std::string WhatFailed(const Proved& proved) {
  if (!proved.outcome) return ToString(proved.outcome.errors());
  if (proved.outcome->verdict == Verdict::kBroken) {
    return fmt::format("broken after {} cycles: {}", proved.outcome->cycles, proved.proof.property);
  }
  if (proved.outcome->verdict == Verdict::kUndecided) return "undecided";
  return fmt::format("unseen faults: {}", fmt::join(proved.unseen, "; "));
}

Evidence EvidenceOf(const std::vector<Proved>& all) {
  Evidence evidence;
  evidence.title = "formal proofs of the templates";
  evidence.kind = "proofs";
  for (const Proved& proved : all) {
    Check& check = evidence.checks.emplace_back();
    check.name = proved.proof.name;
    check.size = proved.proof.module;
    check.seconds = proved.seconds();
    if (!proved.good()) check.failure = {"formal", WhatFailed(proved)};
  }
  return evidence;
}

ordered_json DescribeProofs(const std::vector<Proved>& all) {
  ordered_json list = ordered_json::array();
  for (const Proved& proved : all) {
    ordered_json one{{"name", proved.proof.name},         {"module", proved.proof.module},
                     {"property", proved.proof.property}, {"ok", proved.good()},
                     {"verdict", Word(proved.outcome)},   {"seconds", proved.seconds()}};
    if (proved.outcome.ok()) one["registers"] = proved.outcome->registers;
    if (!proved.unseen.empty()) one["unseen_faults"] = proved.unseen;
    list.push_back(one);
  }
  return {{"tool", fmt::format("gatewright {}", ToolVersion())}, {"proofs", list}};
}

std::vector<Tile> Tiles(const std::vector<Proved>& all) {
  const auto count = [&all](Verdict verdict) {
    return std::count_if(all.begin(), all.end(), [verdict](const Proved& proved) {
      return proved.outcome.ok() && proved.outcome->verdict == verdict;
    });
  };
  std::set<std::string> modules;
  size_t unseen = 0;
  double seconds = 0;
  for (const Proved& proved : all) {
    modules.insert(proved.proof.module);
    unseen += proved.unseen.size();
    seconds += proved.seconds();
  }
  const int64_t proven = count(Verdict::kProven);
  const int64_t open = static_cast<int64_t>(all.size()) - proven;
  return {
      {"What was stated", fmt::format("{} properties", all.size()),
       fmt::format("of {} modules", modules.size()), kSection, Tone::kPlain},
      {"Is it proven?", fmt::format("{} proven", proven), "for every input, without a bound",
       kSection, open == 0 ? Tone::kGood : Tone::kWarn},
      {"What is open?", fmt::format("{} open", open),
       fmt::format("{} broken, the others undecided or not run", count(Verdict::kBroken)), kSection,
       open == 0 ? Tone::kPlain : Tone::kBad},
      {"Would it notice?", fmt::format("{} faults unnoticed", unseen),
       "of those injected, with --faults", kSection, unseen == 0 ? Tone::kPlain : Tone::kBad},
      {"How long?", fmt::format("{:.0f} s", seconds), "of processor time", kSection, Tone::kPlain}};
}

Page ProofsPage(const std::vector<Proved>& all, const std::string& verdict, bool good) {
  PageSection section{kSection, {}, {}, {}};
  section.paragraphs.push_back(
      "Each property holds for every input, in runs of any length: there is no bound on the length "
      "of a run. "
      "Yosys makes circuits of the modules and of what is stated about them, yosys-abc finds an "
      "invariant.");
  PageTable table;
  table.rows.push_back({"proof", "module", "property", "verdict", "s"});
  for (const Proved& proved : all) {
    table.rows.push_back({proved.proof.name, proved.proof.module, proved.proof.property,
                          proved.good() ? Word(proved.outcome) : WhatFailed(proved),
                          fmt::format("{:.1f}", proved.seconds())});
  }
  section.tables.push_back(table);
  Page page;
  page.kind = "verification";
  page.title = "Formal proofs of the templates";
  page.verdict = verdict + ".";
  page.badge = good ? "Proven" : "Not proven";
  page.tone = good ? Tone::kGood : Tone::kBad;
  page.tiles = Tiles(all);
  page.sections = {section};
  return page;
}

}  // namespace

StageResult VerifyFormal(const VerifyOptions& options, Console* console) {
  std::vector<FormalProof> proofs;
  for (FormalProof& proof : FormalProofs()) {
    const bool chosen = proof.name.find(options.only) != std::string::npos ||
                        proof.module.find(options.only) != std::string::npos;
    if (chosen) proofs.push_back(std::move(proof));
  }
  if (proofs.empty()) {
    return Diagnostic{"", 0, "--only", options.only, "is in no name of a proof", "axi"};
  }
  std::vector<Proved> all(proofs.size());
  std::mutex mutex;
  size_t done = 0;
  ForEachInParallel(proofs.size(), options.campaign.jobs, [&](size_t k) {
    all[k] = ProveOne(proofs[k], options.faults);
    const std::lock_guard lock(mutex);
    ++done;
    console->Detail(
        fmt::format("  {}: {} ({:.1f} s)", proofs[k].name, Word(all[k].outcome), all[k].seconds()));
    console->Progress(fmt::format("{} of {} properties", done, proofs.size()),
                      static_cast<double>(done) / static_cast<double>(proofs.size()));
  });
  const Evidence evidence = EvidenceOf(all);
  const int64_t failures = evidence.failures();
  std::string verdict = fmt::format("{} properties of the templates, {} proven for every run",
                                    all.size(), static_cast<int64_t>(all.size()) - failures);
  if (options.faults) verdict += ", every injected fault breaks its proof";
  if (failures > 0) verdict = fmt::format("{} of {} proofs failed", failures, all.size());
  console->Say("verify: " + verdict);
  for (const Check& check : evidence.checks) {
    if (check.failure) console->Say(fmt::format("  {}: {}", check.name, check.failure.what));
  }
  const ordered_json described = DescribeProofs(all);
  const Page page = ProofsPage(all, verdict, failures == 0);
  const std::pair<const char*, std::string> files[] = {{"/formal.html", PageHtml(page)},
                                                       {"/formal.md", PageMarkdown(page)},
                                                       {"/junit.xml", JUnitXml(evidence)},
                                                       {"/formal.json", described.dump(2) + "\n"}};
  for (const auto& [name, text] : files) {
    const Status written = WriteFileAtomically(options.out + name, text);
    if (!written) return written.errors();
  }
  if (failures == 0) return described;
  return Diagnostic{options.out + "/formal.json", 0, "", "", verdict, ""};
}

}  // namespace gatewright::verify
