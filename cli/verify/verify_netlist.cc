// SPDX-License-Identifier: Apache-2.0
// verify --netlist: the mapped netlist in the harness of the RTL.
#include <fmt/format.h>

#include <chrono>

#include "cli/verify/verify_parts.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "sim/build.h"
#include "synth/technology.h"
#include "synth/yosys.h"

namespace gatewright::verify {
namespace {

/// Models of the library's cells as Verilog, from their functions; empty for generic gates, which
/// netlists write as expressions.
Result<std::string> CellModels(const std::string& target, ResetStyle reset,
                               const std::string& scratch) {
  const Result<Technology> technology = FindTechnology(target, kOsu018Path, reset);
  if (!technology) return technology.errors();
  if (technology->generic) return std::string();
  const Status written = WriteFileAtomically(scratch + "/cells.lib", technology->library_text);
  if (!written) return written.errors();
  const Result<std::string> run = RunYosys(
      "read_liberty -ignore_miss_func -ignore_miss_dir cells.lib\nproc\n"
      "write_verilog -noattr cells.v\n",
      "cells", scratch, scratch);
  if (!run) return run.errors();
  return ReadWholeFile(scratch + "/cells.v");
}

/// The netlist with memory files where they are, the cells and the memory wrappers as a design that
/// can be simulated.
Status MakeFolder(const EmittedCase& emitted, const std::string& models,
                  const std::string& folder) {
  const Plan& plan = emitted.design.plan;
  const std::string tree = emitted.tree();
  const Result<std::string> netlist = ReadWholeFile(fmt::format("{}/netlist/{}.v", tree, plan.top));
  if (!netlist) return netlist.errors();
  std::string text = *netlist;
  const std::string from = "\"mem/";
  const std::string to = fmt::format("\"{}/mem/", tree);
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  std::string list = "netlist.v\n";
  for (const char* memory : {"rom", "ram_1r1w"}) {
    list += fmt::format("{}/rtl/{}{}.v\n", tree, plan.prefix, memory);
  }
  if (!models.empty()) list += "cells.v\n";
  const std::pair<const char*, std::string> files[] = {
      {"netlist.v", text}, {"cells.v", models}, {"filelist.f", list}};
  for (const auto& [name, content] : files) {
    const Status written = WriteFileAtomically(fmt::format("{}/{}", folder, name), content);
    if (!written) return written.errors();
  }
  return Ok();
}

}  // namespace

StageResult VerifyNetlist(const Case& which, const VerifyOptions& options, Console* console) {
  const auto start = std::chrono::steady_clock::now();
  std::unique_ptr<EmittedCase> emitted;
  const CaseFailure failure = EmitCase(which, &emitted);
  if (failure) return Diagnostic{options.file(), 0, "", "", failure.what, ""};
  const Design& design = emitted->design;
  SynthOptions synth;
  synth.target = options.netlist;
  const StageResult synthesised = SynthStage(emitted->tree(), synth, console);
  if (!synthesised) return synthesised.errors();
  console->Progress("compile the netlist", 0.5);
  const std::string scratch = emitted->scratch.path();
  const Result<std::string> models = CellModels(options.netlist, design.plan.reset, scratch);
  if (!models) return models.errors();
  const Status made = MakeFolder(*emitted, *models, scratch + "/netlist");
  if (!made) return made.errors();
  SimBuildOptions build;
  build.pins_only = true;
  const Result<std::string> library =
      BuildSimulation(design.plan, scratch + "/netlist", scratch + "/sim", build);
  if (!library) return library.errors();
  auto simulation = Simulation::Load(design.plan, *library, static_cast<uint32_t>(which.init_seed));
  if (!simulation) return simulation.errors();
  Evidence evidence;
  evidence.title = fmt::format("{}, netlist for {}", which.name, options.netlist);
  evidence.kind = "sessions";
  evidence.functional.AddDesign(design.spec, design.plan);
  const std::vector<CaseSession> sessions =
      which.sessions.empty() ? SessionsOf(design, options) : which.sessions;
  PlaySessions(design, sessions, simulation->get(), &evidence, console);
  evidence.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  console->Say("verify: " + Verdict(evidence));
  const Status written = WriteEvidence(options.out, evidence);
  if (!written) return written.errors();
  if (evidence.failures() == 0) return Describe(evidence);
  return Diagnostic{
      options.out + "/verify.json", 0, "", "", evidence.checks.back().failure.ToString(), ""};
}

}  // namespace gatewright::verify
