// SPDX-License-Identifier: Apache-2.0
// Maps a design to an FPGA family.
#include "synth/fpga.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>
#include <tuple>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "synth/hierarchy.h"
#include "synth/nextpnr.h"
#include "synth/rtlil.h"
#include "synth/yosys.h"

namespace gatewright {
namespace {

/// Names of cells follow their nets (autoname), so that they tell the instance they came from.
constexpr std::string_view kScript = R"YS(read_verilog{modules}
hierarchy -check -top {top}
{synth}
delete t:$scopeinfo
autoname
setattr -unset src */*
write_rtlil "{scratch}/flat.il"
write_verilog -noattr "{scratch}/flat.v"
write_json "{scratch}/flat.json"
{edif}
)YS";

struct Flat {
  std::vector<RtlilModule> modules;
  std::vector<OutputFile> netlist;
};

Result<Flat> Map(const SynthRequest& request, const FpgaFamily& family,
                 const std::string& scratch) {
  const std::string& top = request.plan.top;
  const Result<std::string> files = VerilogFiles(request.plan, request.folder, /*memories=*/true);
  if (!files) return files.errors();
  const std::string edif =
      family.edif ? fmt::format("write_edif -pvector bra \"{}/flat.edif\"", scratch) : "";
  const std::string script =
      fmt::format(kScript, fmt::arg("modules", *files), fmt::arg("top", top),
                  fmt::arg("synth", SynthesisCommand(family, request.device, top)),
                  fmt::arg("scratch", scratch), fmt::arg("edif", edif));
  const Result<std::string> run = RunYosys(script, "fpga", request.folder, scratch);
  if (!run) return run.errors();
  const Result<std::string> rtlil = ReadWholeFile(scratch + "/flat.il");
  if (!rtlil) return rtlil.errors();
  Flat flat;
  flat.modules = ParseRtlil(*rtlil);
  for (const char* kind : {"v", family.edif ? "edif" : "json"}) {
    Result<std::string> text = ReadWholeFile(fmt::format("{}/flat.{}", scratch, kind));
    if (!text) return text.errors();
    flat.netlist.push_back({fmt::format("netlist/{}.{}", top, kind), std::move(*text)});
  }
  return flat;
}

/// u_engine.u_arrays.gen_array[3].u_array -> u_engine.u_arrays.gen_array[*].u_array
std::string AnyIndex(const std::string& name) {
  std::string pattern;
  bool inside = false;
  for (const char c : name) {
    if (c == ']') inside = false;
    if (!inside) pattern += c;
    if (c == '[') {
      inside = true;
      pattern += '*';
    }
  }
  return pattern;
}

using MemoryKey = std::tuple<std::string, std::string, int64_t, int64_t>;

MemoryKey KeyOf(const std::string& name, const RtlilModule& module) {
  return {AnyIndex(name), module.source, ParameterValue(module.parameters.at("Depth")),
          ParameterValue(module.parameters.at("Width"))};
}

/// The memories of the design, in the order of their names.
std::map<MemoryKey, FpgaMemory> FindMemories(const std::map<std::string, Instance>& instances) {
  std::map<MemoryKey, FpgaMemory> memories;
  for (const auto& [name, instance] : instances) {
    const RtlilModule& module = *instance.module;
    if (!module.blackbox) continue;
    const MemoryKey key = KeyOf(name, module);
    const auto& [pattern, source, words, width] = key;
    FpgaMemory& memory =
        memories.try_emplace(key, FpgaMemory{pattern, source, words, width, 0, {}}).first->second;
    ++memory.instances;
  }
  return memories;
}

Status Count(const Flat& flat, const std::map<std::string, Instance>& instances,
             const std::string& top, FpgaMetrics* metrics) {
  std::map<MemoryKey, FpgaMemory> memories = FindMemories(instances);
  for (const BlockName& name : Blocks()) metrics->blocks.push_back({name.block, name.title, {}});
  std::set<std::string> unknown;
  for (const RtlilModule& module : flat.modules) {
    if (module.name != top) continue;
    for (const RtlilCell& cell : module.cells) {
      const auto cost = metrics->family->cells.find(cell.type);
      if (cost == metrics->family->cells.end()) {
        unknown.insert(cell.type);
        continue;
      }
      const auto& [name, instance] = InstanceOfName(instances, cell.name);
      metrics->total += cost->second;
      metrics->blocks[instance.block].counts += cost->second;
      if (instance.module->blackbox)
        memories.at(KeyOf(name, *instance.module)).counts += cost->second;
    }
  }
  for (auto& [key, memory] : memories) metrics->memories.push_back(std::move(memory));
  Diagnostics errors;
  for (const std::string& type : unknown) {
    errors.push_back({"", 0, "synth.target", metrics->family->target,
                      fmt::format("the target has no cell for {}", type), ""});
  }
  if (!errors.empty()) return errors;
  return Ok();
}

std::vector<std::string> LeftOut(bool routed) {
  std::vector<std::string> list = {
      "pins and their buffers, clock generation, the user's logic around the design",
      "blocks are told apart by the names of nets: logic between two blocks may be counted in "
      "either",
  };
  if (!routed) {
    list.push_back("placement, routing and any clock: only counts");
    list.push_back("what the vendor's own synthesis would do better or worse");
  }
  return list;
}

/// Places and routes for one device; false when the design does not fit, with the reason in
/// `misfit`.
Result<bool> PlaceOn(const FpgaDevice& device, const SynthRequest& request,
                     const std::map<std::string, Instance>& instances, const std::string& scratch,
                     FpgaMetrics* metrics) {
  const std::vector<std::string> missing = MissingOn(device, metrics->total);
  if (!missing.empty()) {
    metrics->misfit = fmt::format("{} has too little: {}", device.name, fmt::join(missing, ", "));
    return false;
  }
  const RouteRequest route{request.plan,     metrics->family->target, device.name,
                           request.clock_ns, scratch + "/flat.il",    scratch};
  Result<RouteResult> routed = PlaceAndRoute(route, instances);
  if (!routed) return routed.errors();
  metrics->clock = std::move(routed->clock);
  metrics->misfit = routed->misfit;
  return metrics->misfit.empty();
}

/// Places and routes: an iCE40 design for the device that was requested, an ECP5 design for the
/// smallest that takes it, if its tool is installed. A design too large for the iCE40 device is
/// reported in `misfit`; one too large for every ECP5 device has counts and no clock.
Status Place(const SynthRequest& request, const std::map<std::string, Instance>& instances,
             const std::string& scratch, FpgaMetrics* metrics) {
  const bool chosen = metrics->family->target == "ice40";
  const std::string tool = RouterOf(metrics->family->target);
  if (tool.empty()) {
    metrics->timing_note = metrics->family->title + " is not placed and routed";
    return Ok();
  }
  if (!chosen && !FindTool(tool)) {
    metrics->timing_note = tool + " is not installed";
    return Ok();
  }
  if (chosen) metrics->device = request.device;
  for (const FpgaDevice& device : metrics->family->devices) {
    if (chosen && device.name != request.device) continue;
    const Result<bool> fits = PlaceOn(device, request, instances, scratch, metrics);
    if (!fits) return fits.errors();
    if (*fits) break;
  }
  // Counts stand without a device that takes the design, as they do without the tool.
  if (!chosen && !metrics->misfit.empty()) {
    metrics->timing_note = "no device takes the design: " + metrics->misfit;
    metrics->misfit.clear();
  }
  return Ok();
}

}  // namespace

Result<FpgaMetrics> SynthesiseFpga(const SynthRequest& request) {
  FpgaMetrics metrics;
  metrics.family = FindFpgaFamily(request.target);
  metrics.clock_ns = request.clock_ns;
  const Result<std::string> version = YosysVersion();
  if (!version) return version.errors();
  metrics.tool = *version;
  const ScratchFolder scratch;
  const Result<std::string> elaborated =
      Elaborate(request.plan, Technology(), request.folder, scratch.path());
  if (!elaborated) return elaborated.errors();
  const std::vector<RtlilModule> modules = ParseRtlil(*elaborated);
  const std::map<std::string, Instance> instances =
      FindInstances(modules, request.plan.top, request.plan.prefix);
  Result<Flat> flat = Map(request, *metrics.family, scratch.path());
  if (!flat) return flat.errors();
  Status status = Count(*flat, instances, request.plan.top, &metrics);
  if (status.ok()) status = Place(request, instances, scratch.path(), &metrics);
  if (!status) return status.errors();
  metrics.left_out = LeftOut(metrics.clock.has_value());
  metrics.netlist = std::move(flat->netlist);
  return metrics;
}

}  // namespace gatewright
