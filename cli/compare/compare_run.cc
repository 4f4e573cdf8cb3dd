// SPDX-License-Identifier: Apache-2.0
// Builds one variant of a comparison and measures it.
#include "cli/compare/compare_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <mutex>

#include "cli/stages/design_paths.h"
#include "generator/base/parallel.h"

namespace gatewright {
namespace {

constexpr int kSimulatedSteps = 256;  // unless the user says otherwise
constexpr int kStalledSteps = 32;

/// What is done with one variant; `tell` names each stage before it starts.
using Work = std::function<Status(Variant*, const std::function<void(const char*)>& tell)>;

/// Does `work` with every variant, some at a time.
Status ForEach(int jobs, double from, double to, std::vector<Variant>* variants, Console* console,
               const Work& work) {
  const size_t count = variants->size();
  std::vector<Diagnostics> errors(count);
  std::mutex mutex;
  size_t done = 0;
  ForEachInParallel(count, jobs, [&](size_t i) {
    Variant& variant = (*variants)[i];
    const Status status = work(&variant, [&](const char* stage) {
      const std::lock_guard<std::mutex> lock(mutex);
      const double share = static_cast<double>(done) / static_cast<double>(count);
      console->Progress(variant.spec.name + ": " + stage, from + (to - from) * share);
    });
    if (!status.ok()) errors[i] = status.errors();
    const std::lock_guard<std::mutex> lock(mutex);
    ++done;
  });
  Diagnostics all;
  for (const Diagnostics& of : errors) all.insert(all.end(), of.begin(), of.end());
  if (!all.empty()) return all;
  return Ok();
}

/// Names the design of what a stage found wrong in a folder that is ours.
Status Take(const Variant& variant, const std::string& folder, const StageResult& result,
            nlohmann::ordered_json* into) {
  if (result.ok()) {
    *into = *result;
    return Ok();
  }
  Diagnostics errors = result.errors();
  for (Diagnostic& error : errors) {
    if (error.file.empty()) error.file = variant.file;
    if (error.file.starts_with(folder))
      error.file = variant.file + error.file.substr(folder.size());
  }
  return errors;
}

}  // namespace

Status GenerateVariants(const CompareOptions& options, const std::string& folder,
                        std::vector<Variant>* variants, Console* console) {
  Console quiet({.json = false, .verbosity = 0});
  return ForEach(options.jobs, 0, 0.1, variants, console, [&](Variant* variant, const auto& tell) {
    const std::string out = folder + "/" + variant->spec.name;
    tell("generate");
    return Take(*variant, out, GenerateStage(variant->spec, nullptr, out, &quiet),
                &variant->generate);
  });
}

Status MeasureVariants(const CompareOptions& options, const std::string& folder,
                       std::vector<Variant>* variants, Console* console) {
  Console quiet({.json = false, .verbosity = 0});
  SimulateOptions simulate;
  simulate.steps = options.steps > 0 ? options.steps : kSimulatedSteps;
  simulate.stalled_steps = kStalledSteps;
  simulate.bench = false;
  return ForEach(
      options.jobs, 0.1, 0.95, variants, console, [&](Variant* variant, const auto& tell) {
        const std::string out = folder + "/" + variant->spec.name;
        tell("simulate");
        Status status =
            Take(*variant, out,
                 RunStage(out, "simulate", [&] { return SimulateStage(out, simulate, &quiet); }),
                 &variant->simulate);
        if (!status) return status;
        SynthOptions synth;
        synth.target = ResolvedTarget(variant->spec);
        synth.memory_table = ResolvedMemoryTable(variant->spec);
        tell("synthesise with Yosys");
        status = Take(*variant, out, SynthStage(out, synth, &quiet), &variant->metrics);
        if (!status || synth.target == "generic") return status;
        PowerOptions power;
        power.target = synth.target;
        power.memory_table = synth.memory_table;
        power.steps = options.steps;
        power.sample = options.sample;
        power.interval = variant->interval;
        tell("measure power");
        return Take(*variant, out, PowerStage(out, power, &quiet), &variant->power);
      });
}

}  // namespace gatewright
