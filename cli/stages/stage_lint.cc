// SPDX-License-Identifier: Apache-2.0
// The stage lint: Verilator, Icarus Verilog and Yosys read the emitted RTL.
#include "cli/stages/stages.h"
#include "generator/base/process.h"
#include "generator/design/saved.h"
#include "sim/build.h"
#include "sim/other_tools.h"

namespace gatewright {

StageResult LintStage(const std::string& out, Console* console) {
  console->Progress("lint", 0.1);
  Result<SavedDesign> design = LoadDesign(out);
  if (!design) return design.errors();
  const Status lint = LintDesign(design->plan, out);
  if (!lint) return lint.errors();
  Result<std::string> version = RunTool({"verilator", "--version"});
  if (!version) return version.errors();
  nlohmann::ordered_json readers = nlohmann::ordered_json::array();
  readers.push_back(version->substr(0, version->find('\n')) + ", --lint-only -Wall: silent");
  console->Progress("read by Icarus Verilog", 0.5);
  const Result<std::string> icarus = ReadByIcarus(design->plan, out);
  if (!icarus) return icarus.errors();
  if (!icarus->empty()) readers.push_back(*icarus + ", -g2005: read");
  console->Progress("read by Yosys", 0.7);
  const Result<std::string> yosys = ReadByYosys(design->plan, out);
  if (!yosys) return yosys.errors();
  if (!yosys->empty()) readers.push_back(*yosys + ": read");
  const nlohmann::ordered_json result{{"ok", true}, {"readers", readers}};
  for (const auto& reader : readers) console->Say("lint: " + reader.get<std::string>());
  const Status written = WriteResults(out, "lint", design->plan, design->images.hash, result);
  if (!written) return written.errors();
  return result;
}

}  // namespace gatewright
