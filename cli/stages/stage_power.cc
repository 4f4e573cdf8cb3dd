// SPDX-License-Identifier: Apache-2.0
// The stage power: power of the mapped netlist from its activity.
#include <fmt/format.h>

#include "cli/stages/design_paths.h"
#include "cli/stages/memory_table.h"
#include "cli/stages/power_run.h"
#include "cli/stages/stages.h"
#include "generator/base/read_file.h"
#include "generator/spec/keys.h"
#include "synth/fpga_family.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

Diagnostic Missing(const std::string& path, const std::string& rule) {
  return {path, 0, "", "", rule, "run gatewright synth first, with a cell library as target"};
}

/// metrics.json of this design, mapped to a library.
Result<ordered_json> LoadMetrics(const SavedDesign& design) {
  const std::string path = ResultPath(design.folder, "synth");
  const Result<std::string> text = ReadWholeFile(path);
  if (!text) return Missing(path, "there is no netlist yet");
  ordered_json metrics = ordered_json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!metrics.is_object() || !metrics.value("ok", false)) {
    return Missing(path, "synthesis has failed, so there is no netlist");
  }
  if (metrics.value("configuration_hash", "") != design.plan.spec_hash ||
      metrics.value("image_hash", "") != design.images.hash) {
    return Missing(path, "belongs to another design");
  }
  if (metrics.value("kind", "") != "area" || !metrics.contains("library") ||
      metrics.at("library").is_null()) {
    return Diagnostic{path,
                      0,
                      "target",
                      metrics.value("target", metrics.value("family", "")),
                      "power is measured on the cells of a library, which this target has not",
                      "gatewright synth --target osu018, or a Liberty file"};
  }
  return metrics;
}

/// The library as synth was given it, from where it ran, unless another is named.
std::string GivenTarget(const ordered_json& metrics, const PowerOptions& options,
                        const Spec& spec) {
  if (!options.target.empty()) return options.target;
  if (metrics.value("target", "") == "osu018") return "osu018";
  return metrics.at("library").value("given_as", TargetOf(spec));
}

/// The library that the netlist was mapped to: the same text, by its hash.
Result<Technology> LoadLibrary(const ordered_json& metrics, const std::string& target,
                               const SavedDesign& design) {
  Result<Technology> technology =
      FindTechnology(target, kOsu018Path, design.plan.reset, design.spec.synth.dont_use);
  if (!technology) return technology;
  const std::string hash = metrics.at("library").value("xxh3", "");
  if (technology->library_hash != hash) {
    return Diagnostic{"",
                      0,
                      "synth.target",
                      target,
                      fmt::format("the netlist was mapped to another library, {} with the hash {}",
                                  metrics.at("library").value("file", ""), hash),
                      "--target with the file that synth was given, or run synth again"};
  }
  return technology;
}

void Tell(const PowerMetrics& metrics, Console* console) {
  const double mhz = metrics.clock_mhz;
  const auto row = [&](const std::string& title, const PowerParts& parts) {
    return fmt::format("  {:<46}{:>10.4g}{:>10.4g}{:>10.4g}{:>10.4g}", title, parts.dynamic_mw(mhz),
                       parts.clock_mw(mhz), parts.leakage_mw(), parts.total_mw(mhz));
  };
  console->Say(fmt::format("power: {} at {:g} MHz, {:g} V, {}: {:.4g} mW", metrics.target, mhz,
                           metrics.volts, metrics.input, metrics.total.total_mw(mhz)));
  if (metrics.steps > 0) {
    console->Say(fmt::format(
        "  {:.4g} nJ a step, {:.4g} pJ a dense-equivalent operation; {} steps of {:.2f} cycles, "
        "{} outputs equal to the reference",
        metrics.step_pj() / 1000, metrics.step_pj() / static_cast<double>(metrics.operations),
        metrics.steps, metrics.cycles_per_step(), metrics.compared));
  }
  console->Say(fmt::format("  {:<46}{:>10}{:>10}{:>10}{:>10}", "mW", "dynamic", "clock", "leakage",
                           "total"));
  for (const BlockPowerMetrics& block : metrics.blocks) {
    console->Say(row(block.title, block.parts));
  }
  console->Say(row("together", metrics.total));
  if (metrics.sta) {
    console->Say(fmt::format("  beside {} at one toggle a cycle: {:.3g} % apart", metrics.sta->tool,
                             100 * metrics.sta->difference()));
  } else {
    console->Say("  not compared with OpenSTA: " + metrics.sta_note);
  }
  for (const std::string& item : metrics.left_out) console->Say("  left out or assumed: " + item);
}

}  // namespace

StageResult PowerStage(const std::string& out, const PowerOptions& options, Console* console) {
  console->Progress("read the netlist", 0);
  const Result<SavedDesign> design = LoadDesign(out);
  if (!design) return design.errors();
  const Result<ordered_json> metrics = LoadMetrics(*design);
  if (!metrics) return metrics.errors();
  const SynthSpec& spec = design->spec.synth;
  const Result<Technology> technology =
      LoadLibrary(*metrics, GivenTarget(*metrics, options, design->spec), *design);
  if (!technology) return technology.errors();
  const Result<MemoryTable> memories = LoadMemoryTable(
      options.memory_table.empty() ? metrics->at("library").value("memory_table", spec.memory_table)
                                   : options.memory_table);
  if (!memories) return memories.errors();
  const Result<std::string> netlist =
      ReadWholeFile(fmt::format("{}/netlist/{}.json", out, design->plan.top));
  if (!netlist) return netlist.errors();

  PowerRunOptions run;
  run.steps = options.steps;
  run.interval = options.interval;
  run.sample = options.sample;
  run.input = options.input == "zero"   ? PowerInput::kZero
              : options.input == "idle" ? PowerInput::kIdle
                                        : PowerInput::kReal;
  constexpr double kMegahertzNanoseconds = 1000;
  run.clock_mhz = options.clock_mhz > 0
                      ? options.clock_mhz
                      : kMegahertzNanoseconds / metrics->at("clock_ns").get<double>();
  const Result<PowerMetrics> power =
      MeasureDesignPower(*design, *technology, *netlist, *memories, run,
                         [console](double done) { console->Progress("play the netlist", done); });
  if (!power) return power.errors();
  ordered_json json = ToJson(*power);
  json["ok"] = true;
  const Status written = WriteResults(out, "power", design->plan, design->images.hash, json);
  if (!written) return written.errors();
  Tell(*power, console);
  return json;
}

}  // namespace gatewright
