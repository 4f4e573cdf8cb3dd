// SPDX-License-Identifier: Apache-2.0
// verify --mutate: the mutation score of designs.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "cli/pages/page.h"
#include "cli/verify/verify_parts.h"
#include "generator/base/version.h"
#include "generator/base/write_tree.h"
#include "verif/mutation/score.h"

namespace gatewright::verify {
namespace {

using nlohmann::ordered_json;

constexpr const char* kSection = "Mutants by module";

std::string Percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

/// Counts of each design, by its name.
std::map<std::string, MutationCount> ByDesign(const MutationScore& score) {
  std::map<std::string, MutationCount> designs;
  for (const MutantResult& result : score.results) designs[result.design].Add(CountOf(result));
  return designs;
}

ordered_json CountJson(const MutationCount& count) {
  return {{"mutants", count.mutants},
          {"killed", count.killed},
          {"equivalent", count.equivalent},
          {"survived", count.survived},
          {"score", count.score()}};
}

std::string PlacesOf(const Mutant& mutant) {
  return fmt::format("{}", fmt::join(mutant.places, ", "));
}

std::string VerdictOf(const std::string& name, const MutationScore& score) {
  return fmt::format(
      "{}: {} mutants in {} modules: {} killed, {} proven equivalent, {} survived; score {}", name,
      score.total.mutants, score.modules.size(), score.total.killed, score.total.equivalent,
      score.total.survived, Percent(score.total.score()));
}

ordered_json DescribeScore(const std::string& name, const MutationOptions& options,
                           const MutationScore& score) {
  ordered_json modules = ordered_json::object();
  for (const auto& [module, count] : score.modules) modules[module] = CountJson(count);
  ordered_json designs = ordered_json::object();
  for (const auto& [design, count] : ByDesign(score)) designs[design] = CountJson(count);
  ordered_json survivors = ordered_json::array(), equivalent = ordered_json::array();
  std::map<std::string, int> checks;
  for (const MutantResult& result : score.results) {
    if (result.fate == MutantFate::kKilled) ++checks[result.check];
    if (result.fate == MutantFate::kKilled) continue;
    (result.fate == MutantFate::kSurvived ? survivors : equivalent)
        .push_back({{"design", result.design},
                    {"number", result.mutant.number},
                    {"module", result.mutant.module},
                    {"what", result.mutant.description},
                    {"places", result.mutant.places},
                    {"command", result.mutant.command}});
  }
  return {{"tool", fmt::format("gatewright {}", ToolVersion())},
          {"of", name},
          {"seed", options.seed},
          {"each", options.each},
          {"sessions", 4 * options.groups},
          {"total", CountJson(score.total)},
          {"killed_by", checks},
          {"designs", designs},
          {"modules", modules},
          {"survivors", survivors},
          {"equivalent", equivalent}};
}

/// Score, kills, proofs, survivors.
std::vector<Tile> Tiles(const std::string& name, const MutationScore& score) {
  const MutationCount& total = score.total;
  const Tone survived = total.survived == 0 ? Tone::kGood : Tone::kWarn;
  return {{"What was mutated", fmt::format("{} mutants", total.mutants),
           fmt::format("in {} modules of {}", score.modules.size(), name), kSection, Tone::kPlain},
          {"Mutation score", Percent(total.score()), "killed of those not proven equivalent",
           kSection, survived},
          {"Killed", fmt::format("{}", total.killed), "by a session that saw a difference",
           kSection, Tone::kPlain},
          {"Equivalent", fmt::format("{}", total.equivalent), "proven to make no difference",
           kSection, Tone::kPlain},
          {"Survived", fmt::format("{}", total.survived), "neither killed nor proven equivalent",
           kSection, survived}};
}

Page ScorePage(const std::string& name, const MutationScore& score) {
  PageSection section{kSection, {}, {}, {}};
  section.paragraphs.push_back(
      "A mutant is the RTL with one bit of one cell's port inverted, constant, or inverted when "
      "another bit has a value. It is killed when a session sees a difference on the pins: output "
      "elements, rules of the streams, cycles, registers, sums and states. It is equivalent only "
      "where it is proven to show the same and write the same into its memories in every cycle, "
      "with any inputs, whatever the memories hold. The score is the share of killed mutants among "
      "those not proven equivalent.");
  PageTable table;
  table.rows.push_back({"module", "mutants", "killed", "equivalent", "survived", "score"});
  std::vector<Bar> bars;
  const auto row = [&](const std::string& module, const MutationCount& count) {
    table.rows.push_back({module, std::to_string(count.mutants), std::to_string(count.killed),
                          std::to_string(count.equivalent), std::to_string(count.survived),
                          Percent(count.score())});
    bars.push_back({module,
                    {100 * count.score()},
                    Percent(count.score()),
                    count.survived == 0 ? Color::kGreen : Color::kBlue});
  };
  row("all", score.total);
  for (const auto& [module, count] : score.modules) row(module, count);
  section.figures.push_back(
      BarChart({"Mutants killed", "% of those not proven equivalent", {}, bars}));
  const std::map<std::string, MutationCount> designs = ByDesign(score);
  if (designs.size() > 1) {
    for (const auto& [design, count] : designs) row("design " + design, count);
  }
  section.tables.push_back(table);
  PageTable survivors;
  survivors.rows.push_back({"design", "survivor", "what", "where"});
  for (const MutantResult& result : score.results) {
    if (result.fate != MutantFate::kSurvived) continue;
    survivors.rows.push_back(
        {result.design, result.mutant.module, result.mutant.description, PlacesOf(result.mutant)});
  }
  if (survivors.rows.size() > 1) section.tables.push_back(survivors);
  Page page;
  page.kind = "mutation score";
  page.title = name;
  page.verdict = VerdictOf(name, score) + ".";
  page.badge = Percent(score.total.score());
  page.tone = score.total.survived == 0 ? Tone::kGood : Tone::kWarn;
  page.tiles = Tiles(name, score);
  page.sections = {section};
  return page;
}

}  // namespace

StageResult VerifyMutants(const std::vector<Case>& cases, const VerifyOptions& options,
                          Console* console) {
  MutationOptions mutation;
  mutation.each = options.mutants;
  mutation.seed = options.campaign.seed;
  mutation.groups = std::max(1, options.sessions / 4);
  mutation.jobs = options.campaign.jobs;
  MutationScore score;
  for (size_t k = 0; k < cases.size(); ++k) {
    const std::string& name = cases[k].name;
    Result<MutationScore> one =
        ScoreMutants(cases[k], mutation, [&](const std::string& what, double done) {
          console->Progress(fmt::format("{}: {}", name, what),
                            (static_cast<double>(k) + done) / static_cast<double>(cases.size()));
        });
    if (!one) return one.errors();
    if (cases.size() > 1) console->Say("  " + VerdictOf(name, *one));
    score.Add(std::move(*one));
  }
  std::string title = cases[0].name;
  if (cases.size() > 1 && options.files.empty()) {
    title = fmt::format("{} random designs from seed {}", cases.size(), mutation.seed);
  } else if (cases.size() > 1) {
    title = fmt::format("{} designs", cases.size());
  }
  console->Say("verify: " + VerdictOf(title, score));
  for (const auto& [module, count] : score.modules) {
    if (count.survived > 0) {
      console->Say(fmt::format("  {:<20} {:>3} of {:>3} killed, {} equivalent, {} survived", module,
                               count.killed, count.mutants, count.equivalent, count.survived));
    }
  }
  for (const MutantResult& result : score.results) {
    if (result.fate != MutantFate::kSurvived) continue;
    console->Detail(fmt::format("  survivor: {} {}: {} at {}", result.design, result.mutant.module,
                                result.mutant.description, PlacesOf(result.mutant)));
  }
  const ordered_json described = DescribeScore(title, mutation, score);
  const Page page = ScorePage(title, score);
  const std::pair<const char*, std::string> files[] = {
      {"/mutation.html", PageHtml(page)},
      {"/mutation.md", PageMarkdown(page)},
      {"/mutation.json", described.dump(2) + "\n"}};
  for (const auto& [name, text] : files) {
    const Status written = WriteFileAtomically(options.out + name, text);
    if (!written) return written.errors();
  }
  if (100 * score.total.score() < options.min_score) {
    return Diagnostic{options.out + "/mutation.json",
                      0,
                      "--min-score",
                      Percent(score.total.score()),
                      fmt::format("is below {} %", options.min_score),
                      ""};
  }
  return described;
}

}  // namespace gatewright::verify
