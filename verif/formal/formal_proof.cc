// SPDX-License-Identifier: Apache-2.0
// Proves properties of a template with Yosys and its ABC.
#include "verif/formal/formal_proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string_view>

#include "generator/base/process.h"
#include "generator/base/write_tree.h"
#include "verif/formal/harnesses.h"

namespace gatewright {
namespace {

/// Harness and modules in one flat module; registers that are not reset start with any value.
constexpr std::string_view kRead = R"YS(read_verilog -defer {modules}
read_verilog -sv -formal -defer {defines} harness.sv
hierarchy -check -top formal_{harness}{parameters}
proc
flatten
delete t:$scopeinfo
opt -nodffe -nosdff
memory -nomap
memory_map
async2sync
chformal -assume -early
dffunmap
setundef -anyseq
opt -nodffe -nosdff -fast
)YS";

constexpr std::string_view kAiger = R"YS(techmap
opt -nodffe -nosdff -fast
abc -g AND -fast
opt_clean
dffunmap
opt_clean
setundef -undriven -anyseq
delete -output
write_aiger -I -B -zinit circuit.aig
)YS";

constexpr std::string_view kSmt = R"YS(opt_clean
write_smt2 -wires circuit.smt2
)YS";

std::string HarnessText(const FormalProof& proof) {
  for (const RtlTemplate& harness : FormalHarnesses()) {
    if (harness.module == "formal_" + proof.harness) return harness.text;
  }
  for (const RtlTemplate& text : proof.written) {
    if (text.module == "formal_" + proof.harness) return text.text;
  }
  return "";
}

/// The modules with the fault, written into the folder; their names for read_verilog.
Result<std::string> WriteModules(const FormalProof& proof, const InjectedFault* fault,
                                 const std::string& folder) {
  std::vector<RtlTemplate> files;
  for (const std::string& module : proof.modules) files.push_back({module, TemplateText(module)});
  for (const RtlTemplate& written : proof.written) {
    if (written.module != "formal_" + proof.harness) files.push_back(written);
  }
  std::string names;
  bool injected = fault == nullptr;
  for (RtlTemplate& file : files) {
    if (fault != nullptr && fault->module == file.module) {
      const Status status = Inject(*fault, &file.text);
      if (!status) return status.errors();
      injected = true;
    }
    const Status written = WriteFileAtomically(folder + "/" + file.module + ".v", file.text);
    if (!written) return written.errors();
    names += " " + file.module + ".v";
  }
  if (!injected) {
    return Diagnostic{"", 0, proof.name, fault->module, "is no module of this proof", ""};
  }
  const Status written = WriteFileAtomically(folder + "/harness.sv", HarnessText(proof));
  if (!written) return written.errors();
  return names;
}

Status RunYosys(const FormalProof& proof, const InjectedFault* fault, std::string_view last,
                const std::string& folder) {
  const Result<std::string> modules = WriteModules(proof, fault, folder);
  if (!modules) return modules.errors();
  std::string defines;
  for (const std::string& define : proof.defines) defines += " -D" + define;
  std::string parameters;
  for (const auto& [name, value] : proof.parameters) {
    parameters += fmt::format(" -chparam {} {}", name, value);
  }
  const std::string script =
      fmt::format(fmt::runtime(kRead), fmt::arg("modules", *modules), fmt::arg("defines", defines),
                  fmt::arg("harness", proof.harness), fmt::arg("parameters", parameters)) +
      std::string(last);
  const Status written = WriteFileAtomically(folder + "/circuit.ys", script);
  if (!written) return written.errors();
  const Result<std::string> run = RunTool({"yosys", "-q", "-s", "circuit.ys"}, folder);
  if (!run) return run.errors();
  return Ok();
}

/// The number behind the last `label` of a text, or -1.
int NumberAfter(const std::string& text, const std::string& label) {
  const size_t at = text.rfind(label);
  return at == std::string::npos ? -1 : std::atoi(text.c_str() + at + label.size());
}

/// Lines of the search: "  4 : ...", one for each depth that was reached.
int Frames(const std::string& output) {
  int frames = 0;
  for (size_t at = 0; at < output.size(); at = output.find('\n', at) + 1) {
    char* end = nullptr;
    const int64_t frame = std::strtol(output.c_str() + at, &end, 10);
    if (end != output.c_str() + at && std::string_view(end, 3) == " : ") {
      frames = std::max(frames, static_cast<int>(frame));
    }
    if (output.find('\n', at) == std::string::npos) break;
  }
  return frames;
}

class Clock {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

Diagnostic NoVerdict(const FormalProof& proof, const std::string& tool, const std::string& output) {
  return {"", 0, proof.name, tool, "gave no verdict: " + Tail(output, 5), ""};
}

}  // namespace

Result<FormalOutcome> Prove(const FormalProof& proof, const InjectedFault* fault, int max_seconds) {
  const Clock clock;
  const ScratchFolder scratch;
  const Status made = RunYosys(proof, fault, kAiger, scratch.path());
  if (!made) return made.errors();
  const std::string commands = fmt::format(
      "read_aiger circuit.aig; fold; strash; scorr; print_stats; pdr -v -T {}", max_seconds);
  const Result<std::string> run = RunTool({"yosys-abc", "-c", commands}, scratch.path());
  if (!run) return run.errors();
  FormalOutcome outcome;
  outcome.registers = NumberAfter(*run, "lat =");
  outcome.frames = Frames(*run);
  const int broken = NumberAfter(*run, "was asserted in frame");
  if (broken >= 0) {
    outcome.verdict = FormalOutcome::Verdict::kBroken;
    outcome.cycles = broken + 1;
  } else if (run->find("Property proved.") != std::string::npos) {
    outcome.verdict = FormalOutcome::Verdict::kProven;
  } else if (run->find("timeout") == std::string::npos &&
             run->find("undecided") == std::string::npos) {
    return NoVerdict(proof, "yosys-abc", *run);
  }
  outcome.seconds = clock.seconds();
  return outcome;
}

Result<FormalOutcome> CheckBounded(const FormalProof& proof, int cycles,
                                   const InjectedFault* fault) {
  const Clock clock;
  const ScratchFolder scratch;
  const Status made = RunYosys(proof, fault, kSmt, scratch.path());
  if (!made) return made.errors();
  const Result<std::string> z3 = FindTool("z3");
  if (!z3) return z3.errors();
  // Exit status 1 says that an assertion fails.
  const Result<ProcessResult> run = RunProcess(
      {"yosys-smtbmc", "-s", "z3", "-t", std::to_string(cycles), "circuit.smt2"}, scratch.path());
  if (!run) return run.errors();
  FormalOutcome outcome;
  if (run->output.find("Status: PASSED") != std::string::npos) {
    outcome.verdict = FormalOutcome::Verdict::kProven;
  } else if (run->output.find("Status: FAILED") != std::string::npos) {
    outcome.verdict = FormalOutcome::Verdict::kBroken;
    outcome.cycles = NumberAfter(run->output, "Checking assertions in step ") + 1;
  } else {
    return NoVerdict(proof, "yosys-smtbmc", run->output);
  }
  outcome.seconds = clock.seconds();
  return outcome;
}

}  // namespace gatewright
