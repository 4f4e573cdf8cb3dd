// SPDX-License-Identifier: Apache-2.0
// Emitted files read and run by Icarus Verilog and Yosys.
#include "sim/other_tools.h"

#include <fmt/format.h>

#include "generator/base/process.h"

namespace gatewright {
namespace {

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

/// Runs `command` in the design folder and gives the tool's version when it succeeds.
Result<std::string> Read(const std::vector<std::string>& version,
                         const std::vector<std::string>& command, const std::string& folder) {
  if (!FindTool(command[0])) return std::string();
  Result<std::string> name = RunTool(version);
  if (!name) return name.errors();
  Result<std::string> read = RunTool(command, folder);
  if (!read) return read.errors();
  return FirstLine(*name);
}

/// The PASS line of a bench that ended well; else an error with the end of its output.
Result<std::string> Verdict(const Plan& plan, const std::string& folder, const char* simulator,
                            const ProcessResult& run) {
  const size_t pass = run.output.find("PASS:");
  if (run.exit_code == 0 && pass != std::string::npos) return FirstLine(run.output.substr(pass));
  return Diagnostic{fmt::format("{}/tb/tb_{}.v", folder, plan.top),
                    0,
                    "",
                    "",
                    fmt::format("the bench fails in {}:\n{}", simulator, Tail(run.output, 5)),
                    ""};
}

}  // namespace

Result<std::string> ReadByIcarus(const Plan& plan, const std::string& design_folder) {
  return Read({"iverilog", "-V"},
              {"iverilog", "-g2005", "-t", "null", "-s", plan.top, "-f", "filelist.f"},
              design_folder);
}

Result<std::string> ReadByYosys(const Plan& plan, const std::string& design_folder) {
  const std::string script = fmt::format(
      "read_verilog -defer rtl/*.v; hierarchy -check -top {}; proc; check -assert", plan.top);
  return Read({"yosys", "-V"}, {"yosys", "-q", "-p", script}, design_folder);
}

Result<std::string> RunBenchInIcarus(const Plan& plan, const std::string& design_folder) {
  if (!FindTool("iverilog")) return std::string();
  const ScratchFolder scratch;
  const std::string program = scratch.path() + "/tb.vvp";
  const std::string bench = "tb_" + plan.top;
  Result<std::string> compiled = RunTool(
      {"iverilog", "-g2005", "-o", program, "-s", bench, "-f", "filelist.f", "tb/" + bench + ".v"},
      design_folder);
  if (!compiled) return compiled.errors();
  Result<ProcessResult> run = RunProcess({"vvp", "-N", program}, design_folder);
  if (!run) return run.errors();
  return Verdict(plan, design_folder, "Icarus Verilog", *run);
}

Result<std::string> RunBenchInVerilator(const Plan& plan, const std::string& design_folder,
                                        const std::string& build_folder) {
  const std::string bench = "tb_" + plan.top;
  Result<std::string> compiled =
      RunTool({"verilator", "--binary", "--timing", "-fno-const-bit-op-tree", "-Wno-fatal",
               "--Mdir", build_folder, "-o", "bench", "--top-module", bench, "-f", "filelist.f",
               "tb/" + bench + ".v"},
              design_folder);
  if (!compiled) return compiled.errors();
  Result<ProcessResult> run = RunProcess({build_folder + "/bench"}, design_folder);
  if (!run) return run.errors();
  return Verdict(plan, design_folder, "Verilator", *run);
}

}  // namespace gatewright
