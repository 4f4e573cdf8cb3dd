#include <fmt/format.h>

#include "cli/stages.h"
#include "generator/design/saved.h"
#include "generator/emit/output.h"
#include "synth/synth.h"

namespace gatewright {
namespace {

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
  for (const BlockMetrics& block : metrics.blocks) {
    console->Detail(fmt::format(
        "  {:<44} {:>12.0f} {}  {:5.1f} %", block.title, units(block.counts.area),
        metrics.area_unit,
        100.0 * static_cast<double>(block.counts.area) / static_cast<double>(metrics.total.area)));
  }
}

}  // namespace

StageResult SynthStage(const std::string& out, const SynthOptions& options, Console* console) {
  console->Progress("read the design", 0);
  Result<SavedDesign> design = LoadDesign(out);
  if (!design) return design.errors();
  SynthRequest request;
  request.plan = design->plan;
  request.folder = out;
  request.target = options.target.empty() ? design->spec.synth.target : options.target;
  request.clock_ns = options.clock_ns > 0 ? options.clock_ns : design->spec.synth.clock_ns;
  console->Progress("synthesise with Yosys", 0.1);
  const Result<Metrics> metrics = Synthesise(request);
  if (!metrics) return metrics.errors();
  nlohmann::ordered_json json = ToJson(*metrics);
  json["ok"] = true;
  const Status written = WriteResults(out, "synth", design->plan, design->images.hash, json);
  if (!written) return written.errors();
  Tell(*metrics, console);
  return json;
}

}  // namespace gatewright
