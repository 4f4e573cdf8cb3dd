// SPDX-License-Identifier: Apache-2.0
// Makes a design: every step from the spec to the memory images.
#include "generator/design/design.h"

#include <filesystem>

#include "generator/base/write_tree.h"
#include "generator/emit/emit.h"
#include "generator/network/onnx_import.h"
#include "generator/network/random_network.h"
#include "generator/network/readout.h"

namespace gatewright {
namespace {

constexpr int kRandomSteps = 64;

std::string Resolve(const Spec& spec, const std::string& path) {
  return (std::filesystem::path(spec.directory) / path).lexically_normal().string();
}

Result<FloatNetwork> GetNetwork(const Spec& spec) {
  if (spec.network.model.empty()) return RandomNetwork(spec.network);
  OnnxOptions options;
  options.choose = spec.network.choose;
  options.subgraph = spec.network.subgraph;
  return ImportOnnx(Resolve(spec, spec.network.model), options);
}

void KeepFirst(int steps, Stimulus* stimulus) {
  if (steps <= 0 || steps >= stimulus->steps) return;
  stimulus->steps = steps;
  stimulus->values.resize(static_cast<size_t>(steps) * static_cast<size_t>(stimulus->width));
  stimulus->starts.resize(static_cast<size_t>(steps));
}

Result<Stimulus> GetStimulus(const Spec& spec, int width) {
  if (spec.stimulus.input.empty()) {
    const int steps = spec.stimulus.steps > 0 ? spec.stimulus.steps : kRandomSteps;
    return RandomStimulus(steps, width, spec.stimulus.seed);
  }
  Result<Stimulus> stimulus = LoadStimulus(Resolve(spec, spec.stimulus.input), width);
  if (stimulus.ok()) KeepFirst(spec.stimulus.steps, &*stimulus);
  return stimulus;
}

}  // namespace

Result<Design> MakeDesign(const Spec& spec, const StageObserver& observe,
                          const DesignSources& sources) {
  const auto tell = [&observe](const char* stage, double done) {
    if (observe) observe(stage, done);
  };
  Design design;
  design.spec = spec;
  tell("import the network", 0.0);
  Result<FloatNetwork> network =
      sources.network ? Result<FloatNetwork>(*sources.network) : GetNetwork(spec);
  if (!network) return network.errors();
  design.network = std::move(*network);
  tell("prune", 0.1);
  const Result<FloatNetwork> pruned = Prune(design.network, spec, &design.pruning);
  if (!pruned) return pruned.errors();
  tell("read the stimulus", 0.2);
  Result<Stimulus> stimulus = sources.stimulus ? Result<Stimulus>(*sources.stimulus)
                                               : GetStimulus(spec, design.network.inputs());
  if (!stimulus) return stimulus.errors();
  design.stimulus = std::move(*stimulus);
  tell("run the float network", 0.3);
  design.float_trace = RunFloat(design.network, design.stimulus);
  tell("choose formats", 0.5);
  const bool dense = spec.sparsity.weights == WeightPattern::kDense;
  design.calibration =
      Calibrate(*pruned, dense ? design.float_trace : RunFloat(*pruned, design.stimulus),
                design.stimulus, spec.numerics);
  tell("quantise", 0.6);
  Result<IntNetwork> integers =
      Quantise(*pruned, spec, FormatsOf(spec.numerics, design.calibration), &design.quantisation);
  if (!integers) return integers.errors();
  design.integers = std::move(*integers);
  for (const int32_t value : QuantiseInputs(design.stimulus, design.integers.formats.state)) {
    design.x.push_back(static_cast<int16_t>(value));
  }
  tell("lay out and pack", 0.8);
  Result<Plan> plan = MakePlan(spec, design.integers);
  if (!plan) return plan.errors();
  design.plan = std::move(*plan);
  design.images = Pack(design.plan, design.integers);
  return design;
}

Result<std::optional<FloatLayer>> GetReadout(const Spec& spec, int outputs) {
  const StimulusSpec& stimulus = spec.stimulus;
  if (stimulus.readout.empty()) return std::optional<FloatLayer>();
  Result<FloatLayer> layer = LoadReadout(Resolve(spec, stimulus.readout), stimulus, outputs);
  if (!layer) return layer.errors();
  return std::optional<FloatLayer>(std::move(*layer));
}

Result<std::vector<OutputFile>> EmitDesign(const Design& design) {
  const DesignId id = IdOf(design.plan, design.images);
  Result<std::vector<OutputFile>> rtl = EmitRtl(design.plan, id);
  if (!rtl) return rtl.errors();
  std::vector<OutputFile> files = *rtl;
  const auto append = [&files](std::vector<OutputFile> more) {
    for (OutputFile& file : more) files.push_back(std::move(file));
  };
  append(EmitMemories(design.plan, design.images));
  append(EmitProject(design.plan, id, *rtl, design.spec.synth.clock_ns));
  append(EmitKit(design.plan, design.images, *rtl));
  append(EmitMemoryKit(design.plan, id, *rtl));
  append(EmitRegisters(design.plan, id));
  return files;
}

}  // namespace gatewright
