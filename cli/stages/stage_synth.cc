// SPDX-License-Identifier: Apache-2.0
// The stage synth: area or FPGA resources, clock, netlist.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>

#include "cli/stages/design_paths.h"
#include "cli/stages/memory_table.h"
#include "cli/stages/power_run.h"
#include "cli/stages/stages.h"
#include "generator/base/write_tree.h"
#include "generator/design/saved.h"
#include "synth/fpga.h"
#include "synth/synth.h"

namespace gatewright {
namespace {

void Tell(const ClockEstimate& clock, Console* console) {
  console->Say(fmt::format("  clock {:.1f} MHz ({:.2f} ns; target {:g} ns: {})", clock.megahertz(),
                           clock.min_ns, clock.target_ns, clock.met() ? "met" : "not met"));
  std::string through;
  for (const PathPart& part : clock.path) {
    through += fmt::format("{}{} {:.2f}", through.empty() ? "" : ", ", part.title, part.ns);
  }
  if (!through.empty()) console->Say("  critical path, ns: " + through);
}

void Tell(const Metrics& metrics, Console* console) {
  const auto units = [](Area area) { return static_cast<double>(area) / kAreaUnit; };
  console->Say(
      fmt::format("synth: {} at {} ns: logic {:.0f} {}, {} cells, {} flip-flops; memories "
                  "apart, {} bits",
                  metrics.target, metrics.clock_ns, units(metrics.total.area), metrics.area_unit,
                  metrics.total.cells, metrics.total.flip_flops, metrics.memory_bits()));
  if (metrics.gate > 0 && !metrics.library_file.empty()) {
    console->Say(fmt::format("  {:.0f} gate equivalents", metrics.gate_equivalents()));
  }
  if (!metrics.memory_costs.empty()) {
    console->Say(fmt::format("  with memories {:.0f} um^2 ({:.0f} of them; {})",
                             units(metrics.total.area) + metrics.memory_area(),
                             metrics.memory_area(), metrics.memory_source));
  } else if (!metrics.memory_source.empty()) {
    console->Say("  " + metrics.memory_source);
  }
  if (metrics.clock) {
    Tell(*metrics.clock, console);
  } else if (!metrics.library_file.empty()) {
    console->Say("  no clock estimate: " + metrics.timing_note);
  }
  for (const BlockMetrics& block : metrics.blocks) {
    console->Detail(fmt::format(
        "  {:<44} {:>12.0f} {}  {:5.1f} %", block.title, units(block.counts.area),
        metrics.area_unit,
        100.0 * static_cast<double>(block.counts.area) / static_cast<double>(metrics.total.area)));
  }
}

void Tell(const FpgaMetrics& metrics, Console* console) {
  const FpgaCounts& total = metrics.total;
  console->Say(fmt::format(
      "synth: {}: {} LUTs and {} as memory, {} flip-flops, {} block RAMs of {}, {} multipliers",
      metrics.family->title, total.luts, total.memory_luts, total.flip_flops, total.block_rams,
      metrics.family->block_ram_unit, total.dsps));
  for (const FpgaDevice& device : metrics.family->devices) {
    if (!metrics.device.empty() && device.name != metrics.device) continue;
    const std::vector<std::string> missing = MissingOn(device, total);
    console->Detail(missing.empty() ? fmt::format("  fits {}", device.name)
                                    : fmt::format("  too large for {}: {}", device.name,
                                                  fmt::join(missing, ", ")));
  }
  for (const FpgaBlock& block : metrics.blocks) {
    console->Detail(
        fmt::format("  {:<44} {:>7} LUTs {:>7} flip-flops {:>4} block RAMs {:>4} "
                    "multipliers",
                    block.title, block.counts.luts, block.counts.flip_flops,
                    block.counts.block_rams, block.counts.dsps));
  }
  if (metrics.clock) Tell(*metrics.clock, console);
}

/// Replaces the netlist that an earlier run left, and drops the power of that.
Status WriteNetlist(const std::string& out, const std::vector<OutputFile>& files) {
  std::error_code ignored;
  std::filesystem::remove_all(out + "/netlist", ignored);
  std::filesystem::remove(ResultPath(out, "power"), ignored);
  for (const OutputFile& file : files) {
    Status written = WriteFileAtomically(out + "/" + file.path, file.content);
    if (!written) return written;
  }
  return Ok();
}

/// Writes what was found; the results say whether all that was requested held.
StageResult Write(const SavedDesign& design, const std::vector<OutputFile>& netlist, bool ok,
                  nlohmann::ordered_json json) {
  json["ok"] = ok;
  nlohmann::ordered_json files = nlohmann::ordered_json::array();
  for (const OutputFile& file : netlist) files.push_back(file.path);
  json["netlist"] = files;
  Status written = WriteNetlist(design.folder, netlist);
  if (written.ok()) {
    written = WriteResults(design.folder, "synth", design.plan, design.images.hash, json);
  }
  if (!written) return written.errors();
  return json;
}

StageResult FpgaStage(const SavedDesign& design, const SynthRequest& request, Console* console) {
  const Result<FpgaMetrics> metrics = SynthesiseFpga(request);
  if (!metrics) return metrics.errors();
  StageResult result = Write(design, metrics->netlist, metrics->misfit.empty(), ToJson(*metrics));
  if (!result.ok()) return result;
  Tell(*metrics, console);
  if (!metrics->misfit.empty()) {
    return Diagnostic{"",
                      0,
                      "synth.device",
                      metrics->device,
                      "the design does not fit: " + metrics->misfit,
                      "fewer PEs or cell lanes, smaller activation tables, or target ecp5 or xc7"};
  }
  return result;
}

}  // namespace

StageResult SynthStage(const std::string& out, const SynthOptions& options, Console* console) {
  console->Progress("read the design", 0);
  const Result<SavedDesign> design = LoadDesign(out);
  if (!design) return design.errors();
  const SynthSpec& spec = design->spec.synth;
  SynthRequest request;
  request.plan = design->plan;
  request.folder = out;
  request.target = options.target.empty() ? TargetOf(design->spec) : options.target;
  request.device = options.device.empty() ? spec.device : options.device;
  request.clock_ns = options.clock_ns > 0 ? options.clock_ns : spec.clock_ns;
  request.memory_access_ns = spec.memory_access_ns;
  request.memory_setup_ns = spec.memory_setup_ns;
  console->Progress("synthesise with Yosys", 0.1);
  if (FindFpgaFamily(request.target) != nullptr) return FpgaStage(*design, request, console);
  const std::string table = options.memory_table.empty() ? spec.memory_table : options.memory_table;
  if (request.target != "generic") {  // whose memories have no area
    const Result<MemoryTable> memories = LoadMemoryTable(table);
    if (!memories) return memories.errors();
    request.memory_table = *memories;
  }
  const Result<Technology> technology =
      FindTechnology(request.target, kOsu018Path, design->plan.reset, spec.dont_use);
  if (!technology) return technology.errors();
  request.technology = &*technology;
  const Result<Metrics> metrics = Synthesise(request);
  if (!metrics) return metrics.errors();
  console->Progress("play frames on the netlist", 0.9);
  const Status checked = CheckNetlist(*design, *technology, metrics->netlist[1].content);
  if (!checked) return checked.errors();
  nlohmann::ordered_json json = ToJson(*metrics);
  if (!json.at("library").is_null()) {
    json["library"]["given_as"] = request.target;
    json["library"]["memory_table"] = table;
  }
  StageResult result = Write(*design, metrics->netlist, /*ok=*/true, json);
  if (!result.ok()) return result;
  Tell(*metrics, console);
  return result;
}

}  // namespace gatewright
