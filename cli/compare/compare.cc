// SPDX-License-Identifier: Apache-2.0
// The command compare: builds every variant and puts them into one table.
#include "cli/compare/compare.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/compare/compare_check.h"
#include "cli/compare/compare_folder.h"
#include "cli/compare/compare_run.h"
#include "cli/compare/compare_table.h"
#include "generator/base/process.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

/// Everything that is written; lists itself in compare.json.
Result<std::vector<OutputFile>> Files(const std::vector<Variant>& variants,
                                      const std::string& folder, ordered_json* comparison) {
  std::vector<OutputFile> files;
  for (const Variant& variant : variants) {
    const std::string& name = variant.spec.name;
    const Result<std::vector<OutputFile>> of =
        ReadTree(fmt::format("{}/{}", folder, name), fmt::format("{}/", name));
    if (!of) return of.errors();
    files.insert(files.end(), of->begin(), of->end());
  }
  const Page page = CompareReport(*comparison);
  files.push_back({"compare.html", PageHtml(page)});
  files.push_back({"compare.md", PageMarkdown(page)});
  ordered_json names = {"compare.json"};
  for (const OutputFile& file : files) names.push_back(file.path);
  (*comparison)["files"] = names;
  files.push_back({"compare.json", comparison->dump(2) + "\n"});
  return files;
}

void SayTable(const PageTable& table, Console* console) {
  std::vector<size_t> widths(table.rows[0].size(), 0);
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const auto& row : table.rows) {
    std::string line = fmt::format("  {:<{}}", row[0], widths[0]);
    for (size_t i = 1; i < row.size(); ++i) line += fmt::format("  {:>{}}", row[i], widths[i]);
    console->Say(line);
  }
}

}  // namespace

StageResult CompareStage(const CompareOptions& options, const std::string& out, Console* console) {
  Result<std::vector<Variant>> variants = ReadVariants(options);
  if (!variants) return variants.errors();
  const Status replaceable = CheckCompareFolder(out);
  if (!replaceable) return replaceable.errors();
  const ScratchFolder scratch;
  const Status generated = GenerateVariants(options, scratch.path(), &*variants, console);
  if (!generated) return generated.errors();
  const Status same = CheckSameNetwork(*variants);
  if (!same) return same.errors();
  const Result<double> rate = ShareRate(options.rate, &*variants);
  if (!rate) return rate.errors();
  const Status measured = MeasureVariants(options, scratch.path(), &*variants, console);
  if (!measured) return measured.errors();
  console->Progress("write the comparison", 0.95);
  ordered_json comparison = DescribeComparison(*variants, options.baseline, *rate);
  const Result<std::vector<OutputFile>> files = Files(*variants, scratch.path(), &comparison);
  if (!files) return files.errors();
  const Status written = WriteCompareFolder(out, *files);
  if (!written) return written.errors();
  SayTable(CompareTable(comparison), console);
  console->Say(CompareVerdict(comparison));
  console->Say(fmt::format("compare: {0}/compare.html, {0}/compare.md", out));
  return comparison;
}

}  // namespace gatewright
