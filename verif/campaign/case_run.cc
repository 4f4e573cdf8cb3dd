// SPDX-License-Identifier: Apache-2.0
// Runs a case: emit, build, play its sessions.
#include "verif/campaign/case_run.h"

#include <fmt/format.h>

#include <cassert>

#include "generator/design/saved.h"
#include "generator/emit/design_folder.h"
#include "sim/other_tools.h"

namespace gatewright {
namespace {

constexpr int kBenchSteps = 4;
constexpr double kMaxBenchWork = 2e5;  // cycles x PEs of the bench in Icarus: a second or two

std::string AllOf(const Diagnostics& errors) { return ToString(errors); }

/// The same without the folder it came from, whose name is another every time.
std::string AllOf(const Diagnostics& errors, const std::string& folder) {
  std::string text = AllOf(errors);
  for (size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at)) {
    text.erase(at, folder.size());
  }
  return text;
}

/// What the emitted bench must see in its first steps, and which of them are skipped.
struct BenchFrames {
  std::vector<std::vector<int16_t>> outputs;
  std::vector<bool> repeats;
};
BenchFrames FramesOfBench(const Design& design) {
  const Trace trace = RunReference(design.integers, design.x, design.stimulus.starts);
  BenchFrames frames;
  for (int t = 0; t < std::min(kBenchSteps, trace.steps); ++t) {
    const int16_t* y = trace.output(trace.h.size() - 1, t, design.plan.outputs);
    frames.outputs.emplace_back(y, y + design.plan.outputs);
    frames.repeats.push_back(trace.events.modes[static_cast<size_t>(t)] == StepMode::kSkip);
  }
  return frames;
}

bool SmallEnoughForIcarus(const Plan& plan) {
  double cycles = plan.slots;
  for (const LayerPlan& layer : plan.layers) cycles += static_cast<double>(layer.max_cycles());
  return cycles * kBenchSteps * plan.arrays * plan.pes <= kMaxBenchWork;
}

/// Injects a fault into the emitted files; what is wrong with it, or nothing.
std::string InjectIntoFiles(const std::string& prefix, const InjectedFault& fault,
                            std::vector<OutputFile>* files) {
  const std::string name = fmt::format("rtl/{}{}.v", prefix, fault.module);
  for (OutputFile& file : *files) {
    if (file.path != name) continue;
    const Status injected = Inject(fault, &file.content);
    return injected.ok() ? "" : AllOf(injected.errors());
  }
  return fmt::format("the design has no {}", name);
}

}  // namespace

std::string CaseFailure::ToString() const {
  const std::string where = session >= 0 ? fmt::format("session {}, ", session) : "";
  return fmt::format("{}{}: {}", where, check, what);
}

CaseFailure EmitCase(const Case& which, std::unique_ptr<EmittedCase>* emitted) {
  Result<Design> design = MakeCaseDesign(which);
  if (!design) return {"legal", AllOf(design.errors())};
  const Status fits = CheckCase(which, *design);
  if (!fits) return {"legal", AllOf(fits.errors())};
  auto made = std::make_unique<EmittedCase>();
  made->design = std::move(*design);
  const BenchFrames frames = FramesOfBench(made->design);
  Result<std::vector<OutputFile>> files = EmitTree(
      made->design, static_cast<int>(frames.outputs.size()), frames.outputs, frames.repeats);
  if (!files) return {"emit", AllOf(files.errors())};
  for (const InjectedFault& fault : which.faults) {
    const std::string wrong = InjectIntoFiles(made->design.plan.prefix, fault, &*files);
    if (!wrong.empty()) return {"fault", wrong};
  }
  const Status written = WriteDesignFolder(made->tree(), *files);
  if (!written) return {"emit", AllOf(written.errors())};
  *emitted = std::move(made);
  return {};
}

CaseFailure BuiltCase::Check(const CaseOptions& options) {
  if (options.lint) {
    const Status lint = LintDesign(design().plan, tree());
    if (!lint) return {"lint", AllOf(lint.errors(), emitted_->scratch.path())};
  }
  if (!options.icarus) return {};
  if (!SmallEnoughForIcarus(design().plan)) {
    const Result<std::string> read = ReadByIcarus(design().plan, tree());
    if (!read) return {"icarus", AllOf(read.errors(), emitted_->scratch.path())};
    return {};
  }
  const Result<std::string> bench = RunBenchInIcarus(design().plan, tree());
  if (!bench) return {"bench", AllOf(bench.errors(), emitted_->scratch.path())};
  ran_in_icarus_ = !bench->empty();
  return {};
}

CaseFailure BuiltCase::Compile(const Case& which, const CaseOptions& options) {
  const Result<std::string> library =
      BuildSimulation(design().plan, tree(), emitted_->scratch.path() + "/sim", options.sim);
  if (!library) return {"compile", AllOf(library.errors(), emitted_->scratch.path())};
  library_ = *library;
  init_seed_ = static_cast<uint32_t>(which.init_seed);
  auto simulation =
      Simulation::Load(design().plan, *library, static_cast<uint32_t>(which.init_seed));
  if (!simulation) return {"compile", AllOf(simulation.errors())};
  simulation_ = std::move(*simulation);
  return {};
}

void BuiltCase::Reload() {
  simulation_.reset();
  auto simulation = Simulation::Load(design().plan, library_, init_seed_);
  if (simulation.ok()) simulation_ = std::move(*simulation);
  assert(simulation_ != nullptr);  // it was loaded before
}

Equivalence BuiltCase::Play(const CaseSession& session) {
  return CheckEquivalence(design().plan, design().integers, MakeSession(design().plan, session),
                          simulation_.get());
}

CaseFailure BuildCase(const Case& which, const CaseOptions& options,
                      std::unique_ptr<BuiltCase>* built) {
  auto made = std::make_unique<BuiltCase>();
  CaseFailure failure = EmitCase(which, &made->emitted_);
  if (!failure) failure = made->Check(options);
  if (!failure) failure = made->Compile(which, options);
  if (!failure) *built = std::move(made);
  return failure;
}

CaseFailure FailureOf(const Equivalence& result, int session) {
  if (result.ok()) return {};
  const char* check = !result.observed.protocol_error.empty() ? "protocol"
                      : result.mismatches > 0                 ? "values"
                      : !result.cycles_equal                  ? "cycles"
                                                              : "error flag";
  return {check, result.first_failure, session};
}

CaseResult RunCase(Case* which, uint64_t seed, const CaseOptions& options) {
  CaseResult result;
  std::unique_ptr<BuiltCase> built;
  result.failure = BuildCase(*which, options, &built);
  if (result.failure) return result;
  result.icarus = built->ran_in_icarus();
  const Design& design = built->design();
  if (which->sessions.empty()) which->sessions = RandomSessions(design.plan, seed);
  result.covered.AddDesign(design.spec, design.plan);
  for (size_t k = 0; k < which->sessions.size(); ++k) {
    const CaseSession& session = which->sessions[k];
    const Equivalence played = built->Play(session);
    result.steps += played.steps;
    result.elements += played.elements;
    result.cycles += played.observed.cycles;
    result.failure = FailureOf(played, static_cast<int>(k));
    if (result.failure) return result;
    result.covered.AddSession(design, session, MakeSession(design.plan, session), played);
  }
  if (options.sim.coverage) {
    const std::string file = built->tree() + "/coverage.dat";
    built->simulation()->WriteCoverage(file);
    const Status read = result.rtl.AddVerilator(file, design.plan.prefix);
    if (!read) result.failure = {"coverage", AllOf(read.errors())};
  }
  return result;
}

}  // namespace gatewright
