// SPDX-License-Identifier: Apache-2.0
#include "synth/power/sample_netlist_test_util.h"

#include <fmt/format.h>

#include <map>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "synth/power/flat_verilog.h"
#include "synth/test_util.h"
#include "synth/yosys.h"

namespace gatewright {
namespace {

std::string Library() {
  std::string text = MiniLibrary();
  text.resize(text.rfind('}'));
  const auto pin = [](char name) {
    return fmt::format("pin ({}) {{ direction : input; capacitance : 0.01; }}\n", name);
  };
  return text + "  cell (FA) { area : 20;\n" + pin('A') + pin('B') + pin('C') +
         "    pin (YC) { direction : output; function : \"((A B)+(B C))+(C A)\"; }\n"
         "    pin (YS) { direction : output; function : \"A^B^C\"; }\n  }\n}\n";
}

}  // namespace

const char kSampleCells[] = R"V(
module INV(input A, output Y); assign Y = !A; endmodule
module BUF(input A, output Y); assign Y = A; endmodule
module NAND2(input A, B, output Y); assign Y = !(A & B); endmodule
module NOR2(input A, B, output Y); assign Y = !(A | B); endmodule
module AND2(input A, B, output Y); assign Y = A & B; endmodule
module OR2(input A, B, output Y); assign Y = A | B; endmodule
module AOI21(input A, B, C, output Y); assign Y = !((A & B) | C); endmodule
module OAI21(input A, B, C, output Y); assign Y = !((A | B) & C); endmodule
module XOR2(input A, B, output Y); assign Y = A ^ B; endmodule
module MUX2(input A, B, S, output Y); assign Y = S ? B : A; endmodule
module FA(input A, B, C, output YC, YS); assign {YC, YS} = A + B + C; endmodule
module DFF(input C, D, output reg Q); initial Q = 0; always @(posedge C) Q <= D; endmodule
module DFFR(input C, D, R, output reg Q); initial Q = 0;
  always @(posedge C or negedge R) if (!R) Q <= 0; else Q <= D;
endmodule
)V";

Result<SampleNetlist> MapSample(const std::string& verilog, const std::string& folder) {
  const std::pair<const char*, std::string> files[] = {
      {"library.lib", Library()},
      {"top.v", verilog},
      {"fa.v", "(* blackbox *) module FA(input A, B, C, output YC, YS); endmodule\n"}};
  for (const auto& [name, text] : files) {
    const Status written = WriteFileAtomically(folder + "/" + name, text);
    if (!written) return written.errors();
  }
  const Result<std::string> mapped = RunYosys(
      "read_verilog fa.v top.v\nsynth -noabc -flatten -top top\ndfflibmap -liberty library.lib\n"
      "abc -liberty library.lib\nopt_clean -purge\nwrite_json top.json\n",
      "map", folder, folder);
  if (!mapped) return mapped.errors();
  Result<PowerLibrary> library = ParsePowerLibrary(Library(), "library.lib");
  if (!library) return library.errors();
  const Result<std::string> json = ReadWholeFile(folder + "/top.json");
  if (!json) return json.errors();
  Result<GateNetlist> netlist = ReadGateNetlist(*json, "top.json", "top", "gw_", *library);
  if (!netlist) return netlist.errors();
  return SampleNetlist{std::move(*library), std::move(*netlist)};
}

std::string ProbedVerilog(const SampleNetlist& sample) {
  const GateNetlist& netlist = sample.netlist;
  std::string ports, connections;
  std::map<uint32_t, std::string> names;  // of nets that are ports
  const auto add = [&](const auto& of, const char* direction) {
    for (const auto& [name, nets] : of) {
      ports += fmt::format("{} [{}:0] {}, ", direction, nets.size() - 1, name);
      connections += fmt::format("{}.{}({})", connections.empty() ? "" : ", ", name, name);
      for (size_t k = 0; k < nets.size(); ++k) {
        names.try_emplace(nets[k], fmt::format("{}[{}]", name, k));
      }
    }
  };
  add(netlist.inputs, "input");
  add(netlist.outputs, "output");
  std::string probe;
  for (uint32_t net = 2; net < netlist.nets; ++net) {
    const auto port = names.find(net);
    probe += fmt::format("  assign probe_o[{}] = {};\n", net - 2,
                         port == names.end() ? fmt::format("dut.n{}", net) : port->second);
  }
  return fmt::format(
      "{}{}module probed ({}output [{}:0] probe_o);\n  flat dut ({});\n{}endmodule\n", kSampleCells,
      FlatVerilog(netlist, sample.library), ports, netlist.nets - 3, connections, probe);
}

Result<std::string> BuildWithVerilator(const std::string& folder, const std::string& top,
                                       const std::string& optimise) {
  const Result<std::string> built =
      RunTool({"verilator", "--cc", "--exe", "--build", "-fno-const-bit-op-tree", "-Wno-lint",
               "--top-module", top, "--prefix", "V" + top, "--Mdir", top, "-o", "run", "-CFLAGS",
               optimise, "netlist.v", "main_" + top + ".cpp"},
              folder);
  if (!built) return built.errors();
  return folder + "/" + top + "/run";
}

}  // namespace gatewright
