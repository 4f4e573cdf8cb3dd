// SPDX-License-Identifier: Apache-2.0
// Writes the Yosys scripts that map modules, and runs them.
#include "synth/yosys.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <string_view>

#include "generator/base/parallel.h"
#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "rtl_templates/templates.h"

namespace gatewright {
namespace {

/// The memory wrappers without what is in them: elaborating the real ones would read every memory
/// file. Ports and parameters are those of rtl_templates; hierarchy -check holds the users to them.
constexpr std::string_view kMemories = R"V((* blackbox *) module {prefix}rom #(
  parameter Width = 8, parameter Depth = 4, parameter AddrW = 2, parameter File = ""
) (input clk_i, input re_i, input [AddrW-1:0] addr_i, output [Width-1:0] data_o);
endmodule
(* blackbox *) module {prefix}ram_1r1w #(
  parameter Width = 8, parameter Depth = 4, parameter AddrW = 2
) (input clk_i, input we_i, input [AddrW-1:0] waddr_i, input [Width-1:0] wdata_i,
   input re_i, input [AddrW-1:0] raddr_i, output [Width-1:0] rdata_o);
endmodule
)V";

/// Newer versions of Yosys leave a cell $scopeinfo where flatten dissolves an instance.
constexpr std::string_view kElaborateScript = R"YS(read_verilog -defer "{scratch}/memories.v"
read_verilog -defer {modules}
hierarchy -check -top {top}
{adders}flatten{parts}
delete t:$scopeinfo
hierarchy -top {top}
write_rtlil "{scratch}/elaborated.il"
)YS";

/// Modules that are mapped with the module that uses them: parts of the PEs and of their delays,
/// the cell of a lane.
constexpr std::string_view kParts[] = {"carry_save",  "truncated", "shift_add", "digit_decoder",
                                       "digit_table", "delay",     "lstm_unit", "gru_unit"};
constexpr std::string_view kFullAdder = "full_adder";

constexpr std::string_view kMapScript = R"YS({cells}read_rtlil "{folder}/module.il"
hierarchy -check -top {top}
{arrays}synth -noabc -top {top} -run coarse:check
{map}
opt_clean -purge
setattr -unset src */*
write_rtlil "{folder}/netlist.il"
)YS";

constexpr std::string_view kMapLibrary = R"YS(dfflegalize{flip_flops}
techmap -map "{scratch}/flip_flops.v"
abc -liberty "{scratch}/library.lib" -constr "{scratch}/ports.constr" -D {picoseconds})YS";

/// Flip-flops without enable and synchronous reset, as most libraries have them.
constexpr std::string_view kMapGeneric =
    R"YS(dfflegalize -cell $_DFF_P_ x -cell $_DFF_PN0_ x -cell $_DFF_PN1_ x
abc -g cmos -D {picoseconds})YS";

/// The Verilog files of a file list: lines that are no comments.
std::vector<std::string> FilesOfList(const std::string& list) {
  std::vector<std::string> files;
  size_t at = 0;
  while (at < list.size()) {
    const size_t end = std::min(list.find('\n', at), list.size());
    const std::string line = list.substr(at, end - at);
    if (!line.empty() && line.compare(0, 2, "//") != 0) files.push_back(line);
    at = end + 1;
  }
  return files;
}

/// The mapper's estimate of the longest path: from ports and registers to ports and registers,
/// without clock-to-output and setup times; 0 for a module without logic.
double ReadDelay(const std::string& log) {
  constexpr std::string_view kDelay = "Delay =";
  constexpr double kPerNanosecond = 1000;
  const size_t at = log.rfind(kDelay);
  if (at == std::string::npos) return 0;
  return std::round(std::strtod(log.c_str() + at + kDelay.size(), nullptr)) / kPerNanosecond;
}

std::string MapCommands(const Technology& technology, const std::string& scratch, double clock_ns) {
  const std::string_view text = technology.generic ? kMapGeneric : kMapLibrary;
  std::string flip_flops = " -cell $_DFF_P_ x";
  if (technology.async_reset) flip_flops += " -cell $_DFF_PN0_ x -cell $_DFF_PN1_ x";
  return fmt::format(fmt::runtime(text), fmt::arg("scratch", scratch),
                     fmt::arg("flip_flops", flip_flops),
                     fmt::arg("picoseconds", std::llround(clock_ns * 1000)));
}

/// Products of two signed numbers become arrays of full adders, which take two thirds of the area
/// of what Yosys makes of them; done once operands have their least widths.
constexpr std::string_view kArrays = R"YS(proc
opt_expr
opt_clean
opt -nodffe -nosdff
wreduce
peepopt
opt_clean
techmap -map "{scratch}/arrays.v"
)YS";

constexpr std::string_view kProductRule = R"V((* techmap_celltype = "$mul" *)
module product_by_array (A, B, Y);
  parameter A_SIGNED = 0;
  parameter B_SIGNED = 0;
  parameter A_WIDTH = 1;
  parameter B_WIDTH = 1;
  parameter Y_WIDTH = 1;
  parameter _TECHMAP_CONSTMSK_A_ = 0;
  parameter _TECHMAP_CONSTMSK_B_ = 0;
  input  [A_WIDTH-1:0] A;
  input  [B_WIDTH-1:0] B;
  output [Y_WIDTH-1:0] Y;
  wire _TECHMAP_FAIL_ = !A_SIGNED || !B_SIGNED || A_WIDTH < 3 || B_WIDTH < 3
                        || _TECHMAP_CONSTMSK_A_ != 0 || _TECHMAP_CONSTMSK_B_ != 0;
  wire [A_WIDTH+B_WIDTH-1:0] a, b;
  gw_carry_save #(.WW(A_WIDTH), .VW(B_WIDTH)) rows (.w_i(A), .v_i(B), .approx_i(1'b0), .a_o(a), .b_o(b));
  wire signed [A_WIDTH+B_WIDTH-1:0] sum = a + b;
  assign Y = sum;
endmodule
)V";

/// A techmap rule that puts the library's full adder in the place of ours.
std::string AdderRule(const Technology& technology, const std::string& prefix) {
  const AdderPins& pins = technology.full_adder_pins;
  return fmt::format(
      "module {}{}(input a_i, b_i, c_i, output s_o, c_o);\n"
      "  {} _TECHMAP_REPLACE_ (.{}(a_i), .{}(b_i), .{}(c_i), .{}(s_o), .{}(c_o));\nendmodule\n",
      prefix, kFullAdder, technology.full_adder, pins.inputs[0], pins.inputs[1], pins.inputs[2],
      pins.sum, pins.carry);
}

Status WriteLibrary(const Technology& technology, const std::string& scratch) {
  if (technology.generic) return Ok();
  Status written = WriteFileAtomically(scratch + "/library.lib", technology.mapping_text);
  if (!written) return written;
  written = WriteFileAtomically(scratch + "/flip_flops.v", technology.flip_flops);
  if (!written) return written;
  return WriteFileAtomically(scratch + "/ports.constr",
                             fmt::format("set_driving_cell {}\nset_load {:.3f}\n",
                                         technology.driving_cell, technology.load_ff));
}

/// The text of one of our templates.
std::string TemplateText(std::string_view module) {
  for (const RtlTemplate& source : RtlTemplates()) {
    if (source.module == module) return std::string(source.text);
  }
  assert(false && "no such template");
  return "";
}

Status WriteArrays(const Technology& technology, const std::string& scratch) {
  const std::string adder =
      technology.full_adder.empty() ? TemplateText("gw_full_adder") : AdderRule(technology, "gw_");
  return WriteFileAtomically(scratch + "/arrays.v",
                             std::string(kProductRule) + TemplateText("gw_carry_save") + adder);
}

/// Maps one module in a folder of its own.
Result<MappedModule> MapModule(const ModuleToMap& module, const std::string& cells,
                               const std::string& arrays, const std::string& commands,
                               const std::string& folder) {
  Status written = WriteFileAtomically(folder + "/module.il", module.rtlil);
  if (!written) return written.errors();
  const std::string script = fmt::format(kMapScript, fmt::arg("cells", cells),
                                         fmt::arg("arrays", arrays), fmt::arg("folder", folder),
                                         fmt::arg("top", module.name), fmt::arg("map", commands));
  const Result<std::string> log = RunYosys(script, "map", folder, folder);
  if (!log) {
    const Diagnostic& error = log.errors()[0];
    return Diagnostic{"", 0, "module " + module.name, error.value, error.rule, error.nearest};
  }
  Result<std::string> netlist = ReadWholeFile(folder + "/netlist.il");
  if (!netlist) return netlist.errors();
  return MappedModule{std::move(*netlist), ReadDelay(*log)};
}

/// Places of the modules, the longest text first: it takes longest to map.
std::vector<size_t> LongestFirst(const std::vector<ModuleToMap>& modules) {
  std::vector<size_t> order(modules.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return modules[a].rtlil.size() > modules[b].rtlil.size();
  });
  return order;
}

}  // namespace

Result<std::string> RunYosys(const std::string& script, const std::string& name,
                             const std::string& folder, const std::string& scratch) {
  const std::string path = fmt::format("{}/{}.ys", scratch, name);
  const std::string log = fmt::format("{}/{}.log", scratch, name);
  Status written = WriteFileAtomically(path, script);
  if (!written) return written.errors();
  const Result<std::string> run = RunTool({"yosys", "-q", "-l", log, "-s", path}, folder);
  if (!run) return run.errors();
  return ReadWholeFile(log);
}

Result<std::string> VerilogFiles(const Plan& plan, const std::string& folder, bool memories) {
  const Result<std::string> list = ReadWholeFile(folder + "/filelist.f");
  if (!list) return list.errors();
  std::string files;
  for (const std::string& file : FilesOfList(*list)) {
    const bool memory =
        file == "rtl/" + plan.prefix + "rom.v" || file == "rtl/" + plan.prefix + "ram_1r1w.v";
    if (memories || !memory) files += " \"" + file + "\"";
  }
  return files;
}

Result<std::string> Elaborate(const Plan& plan, const Technology& technology,
                              const std::string& folder, const std::string& scratch) {
  Status written = WriteFileAtomically(scratch + "/memories.v",
                                       fmt::format(kMemories, fmt::arg("prefix", plan.prefix)));
  if (!written) return written.errors();
  const Result<std::string> modules = VerilogFiles(plan, folder, /*memories=*/false);
  if (!modules) return modules.errors();
  std::string parts;
  for (const std::string_view part : kParts) parts += fmt::format(" t:*{}{}", plan.prefix, part);
  std::string adders;
  if (technology.full_adder.empty()) {
    parts += fmt::format(" t:*{}{}", plan.prefix, kFullAdder);
  } else {
    written = WriteFileAtomically(scratch + "/adders.v", AdderRule(technology, plan.prefix));
    if (!written) return written.errors();
    adders = fmt::format("techmap -map \"{}/adders.v\"\n", scratch);
  }
  const std::string script = fmt::format(kElaborateScript, fmt::arg("modules", *modules),
                                         fmt::arg("top", plan.top), fmt::arg("scratch", scratch),
                                         fmt::arg("adders", adders), fmt::arg("parts", parts));
  const Result<std::string> run = RunYosys(script, "elaborate", folder, scratch);
  if (!run) return run.errors();
  return ReadWholeFile(scratch + "/elaborated.il");
}

Result<std::vector<MappedModule>> MapModules(const std::vector<ModuleToMap>& modules,
                                             const Technology& technology, double clock_ns,
                                             const std::string& scratch) {
  Status written = WriteLibrary(technology, scratch);
  if (!written) return written.errors();
  written = WriteArrays(technology, scratch);
  if (!written) return written.errors();
  const std::string arrays = fmt::format(kArrays, fmt::arg("scratch", scratch));
  const std::string commands = MapCommands(technology, scratch, clock_ns);
  // Cells that are in the netlist before mapping.
  const std::string cells =
      technology.full_adder.empty()
          ? ""
          : fmt::format("read_liberty -lib -ignore_miss_func \"{}/library.lib\"\n", scratch);
  const std::vector<size_t> order = LongestFirst(modules);
  std::vector<Result<MappedModule>> results(modules.size(), MappedModule());
  ForEachInParallel(modules.size(), 0, [&](size_t k) {
    const size_t at = order[k];
    results[at] =
        MapModule(modules[at], cells, arrays, commands, fmt::format("{}/{}", scratch, at));
  });
  std::vector<MappedModule> mapped;
  for (Result<MappedModule>& result : results) {
    if (!result) return result.errors();
    mapped.push_back(std::move(*result));
  }
  return mapped;
}

Result<std::string> YosysVersion() {
  const Result<std::string> text = RunTool({"yosys", "-V"});
  if (!text) return text.errors();
  return text->substr(0, text->find('\n'));
}

}  // namespace gatewright
