// SPDX-License-Identifier: Apache-2.0
// The memories of a design for the people who replace them by macros: inventory and example.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <utility>

#include "generator/base/bits.h"
#include "generator/base/write_tree.h"
#include "generator/emit/emit.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

/// Bits from which the example takes a macro; what is smaller stays in flip-flops.
constexpr int64_t kMacroBits = 512;

constexpr std::string_view kInventory = R"GW(# Memories of {top}

Configuration `{spec}`, memory image `{image}`. The same as data: `memories.json`.

| memory | wrapper | ports | words | bits a word | instances | bits | contents |
|---|---|---|---|---|---|---|---|
{rows}
Together {bits} bits.

## The contract of the wrappers

Every memory that may become a macro is an instance of `{prefix}rom` or `{prefix}ram_1r1w`. A replacement needs the same name, parameters and ports, and this timing:

- one clock, `clk_i`, rising edge; no reset; contents need not survive anything;
- read: `re_i` = 1 and an address in cycle t give the word on the output in cycle t+1, and it is held
  until the next read (`re_i` = 0 must not change the output);
- write (`{prefix}ram_1r1w`): `we_i` = 1 in cycle t, readable from cycle t+1;
- read and write of one address in one cycle: either word, or none, will do;
- an address of `Depth` or above is never presented;
- `File` names the contents of a ROM, one word a line in hexadecimal, address 0 first.

## Swapping in macros by file list

`integration/macros/` is a worked example for the sizes of this design: `filelist.f` is the list of
the design with the two wrappers replaced by files that instantiate macros of {least} bits and more
(smaller memories stay flip-flops), and `{prefix}macro_*.v` stand for the models of a memory compiler,
with pins as they have them (`CLK`, enables active low). Put your macros' names and pins into the two
wrappers; the bench shows whether the swap is right:

    iverilog -g2005 -o tb.vvp -f integration/macros/filelist.f tb/tb_{top}.v && vvp -N tb.vvp
)GW";

constexpr std::string_view kRomWrapper = R"GW({header}//
// {prefix}rom with macros: same name, parameters, ports and timing as rtl/{prefix}rom.v.
`default_nettype none

module {prefix}rom #(
  parameter Width = 8,
  parameter Depth = 4,
  parameter AddrW = 2,
  parameter File  = ""
) (
  input  wire             clk_i,
  input  wire             re_i,
  input  wire [AddrW-1:0] addr_i,
  output wire [Width-1:0] data_o
);
  generate
{choices}begin : gen_flops
      reg [Width-1:0] mem [0:Depth-1];
      reg [Width-1:0] data_q;
      initial begin
        if (File != "") $readmemh(File, mem);
      end
      always @(posedge clk_i) begin
        if (re_i) data_q <= mem[addr_i];
      end
      assign data_o = data_q;
    end
  endgenerate
endmodule

`default_nettype wire
)GW";

constexpr std::string_view kRamWrapper = R"GW({header}//
// {prefix}ram_1r1w with macros: same name, parameters, ports and timing as rtl/{prefix}ram_1r1w.v.
`default_nettype none

module {prefix}ram_1r1w #(
  parameter Width = 8,
  parameter Depth = 4,
  parameter AddrW = 2
) (
  input  wire             clk_i,
  input  wire             we_i,
  input  wire [AddrW-1:0] waddr_i,
  input  wire [Width-1:0] wdata_i,
  input  wire             re_i,
  input  wire [AddrW-1:0] raddr_i,
  output wire [Width-1:0] rdata_o
);
  generate
{choices}begin : gen_flops
      reg [Width-1:0] mem [0:Depth-1];
      reg [Width-1:0] rdata_q;
      always @(posedge clk_i) begin
        if (we_i) mem[waddr_i] <= wdata_i;
        if (re_i) rdata_q <= mem[raddr_i];
      end
      assign rdata_o = rdata_q;
    end
  endgenerate
endmodule

`default_nettype wire
)GW";

constexpr std::string_view kRomModel = R"GW({header}//
// Stands for the model that a memory compiler gives with a macro.
`default_nettype none

module {name} #(
  parameter File = ""
) (
  input  wire {pad} CLK,
  input  wire {pad} CEN,
  input  wire {addr} A,
  output reg  {data} Q
);
  reg {data} mem [0:{last}];
  initial begin
    if (File != "") $readmemh(File, mem);
  end
  always @(posedge CLK) begin
    if (!CEN) Q <= mem[A];
  end
endmodule

`default_nettype wire
)GW";

constexpr std::string_view kRamModel = R"GW({header}//
// Stands for the model that a memory compiler gives with a macro.
`default_nettype none

module {name} (
  input  wire {pad} CLKA,
  input  wire {pad} CENA,
  input  wire {addr} AA,
  output reg  {data} QA,
  input  wire {pad} CLKB,
  input  wire {pad} CENB,
  input  wire {addr} AB,
  input  wire {data} DB
);
  reg {data} mem [0:{last}];
  always @(posedge CLKA) begin
    if (!CENA) QA <= mem[AA];
  end
  always @(posedge CLKB) begin
    if (!CENB) mem[AB] <= DB;
  end
endmodule

`default_nettype wire
)GW";

bool IsRom(const MemoryPlan& memory) { return memory.module == "rom"; }

std::string MacroName(const Plan& plan, const MemoryPlan& memory) {
  return fmt::format("{}macro_{}_{}x{}", plan.prefix, IsRom(memory) ? "rom" : "2p", memory.words,
                     memory.width);
}

/// The kinds of memories that get a macro in the example, each once.
std::vector<MemoryPlan> MacroKinds(const Plan& plan) {
  std::vector<MemoryPlan> kinds;
  std::set<std::string> seen;
  for (const MemoryPlan& memory : plan.memories) {
    if (memory.words * memory.width < kMacroBits) continue;
    if (seen.insert(MacroName(plan, memory)).second) kinds.push_back(memory);
  }
  return kinds;
}

/// "if (...) begin ... end else " for every macro of a wrapper.
std::string Choices(const Plan& plan, bool rom) {
  std::string text = "    ";
  for (const MemoryPlan& memory : MacroKinds(plan)) {
    if (IsRom(memory) != rom) continue;
    const std::string instance =
        rom ? fmt::format(
                  "{} #(.File(File)) u_macro (\n        .CLK(clk_i), .CEN(~re_i), "
                  ".A(addr_i), .Q(data_o)\n      );\n",
                  MacroName(plan, memory))
            : fmt::format(
                  "{} u_macro (\n        .CLKA(clk_i), .CENA(~re_i), .AA(raddr_i), "
                  ".QA(rdata_o),\n        .CLKB(clk_i), .CENB(~we_i), .AB(waddr_i), "
                  ".DB(wdata_i)\n      );\n",
                  MacroName(plan, memory));
    text +=
        fmt::format("if (Depth == {0} && Width == {1}) begin : gen_{0}x{1}\n      {2}    end else ",
                    memory.words, memory.width, instance);
  }
  // A block of a generate region needs a condition, also without anything to choose from.
  return text == "    " ? text + "if (Depth > 0) " : text;
}

/// One file for each macro.
std::vector<OutputFile> Models(const Plan& plan, const std::string& folder,
                               const std::string& header) {
  std::vector<OutputFile> files;
  for (const MemoryPlan& memory : MacroKinds(plan)) {
    const std::string addr = fmt::format("[{}:0]", IndexBits(memory.words) - 1);
    const std::string data = fmt::format("[{}:0]", memory.width - 1);
    const size_t width = std::max(addr.size(), data.size());
    const std::string name = MacroName(plan, memory);
    files.push_back(
        {folder + name + ".v", fmt::format(fmt::runtime(IsRom(memory) ? kRomModel : kRamModel),
                                           fmt::arg("header", header), fmt::arg("name", name),
                                           fmt::arg("pad", std::string(width, ' ')),
                                           fmt::arg("addr", fmt::format("{:<{}}", addr, width)),
                                           fmt::arg("data", fmt::format("{:<{}}", data, width)),
                                           fmt::arg("last", memory.words - 1))});
  }
  return files;
}

std::string FileList(const Plan& plan, const std::string& header,
                     const std::vector<OutputFile>& macros, const std::vector<OutputFile>& rtl) {
  std::string text = header;
  for (const OutputFile& file : macros) text += file.path + "\n";
  for (const OutputFile& file : rtl) {
    const bool memory = file.path == "rtl/" + plan.prefix + "rom.v" ||
                        file.path == "rtl/" + plan.prefix + "ram_1r1w.v";
    text += (memory ? "integration/macros/" + file.path.substr(4) : file.path) + "\n";
  }
  return text;
}

OutputFile InventoryJson(const Plan& plan, const DesignId& id) {
  ordered_json list = ordered_json::array();
  for (const MemoryPlan& memory : plan.memories) {
    ordered_json entry{{"role", memory.role},
                       {"wrapper", plan.prefix + memory.module},
                       {"read_ports", 1},
                       {"write_ports", IsRom(memory) ? 0 : 1},
                       {"words", memory.words},
                       {"width_bits", memory.width},
                       {"address_bits", IndexBits(memory.words)},
                       {"instances", memory.copies},
                       {"total_bits", memory.bits()}};
    entry["contents"] =
        memory.file.empty() ? ordered_json(nullptr) : ordered_json("mem/" + memory.file);
    list.push_back(entry);
  }
  const ordered_json json{{"top", plan.top},
                          {"configuration_hash", plan.spec_hash},
                          {"image_hash", id.image_hash},
                          {"total_bits", plan.memory_bits()},
                          {"read_latency_cycles", 1},
                          {"memories", list}};
  return {"integration/memories.json", json.dump(2) + "\n"};
}

OutputFile InventoryText(const Plan& plan, const DesignId& id) {
  std::string rows;
  for (const MemoryPlan& memory : plan.memories) {
    rows += fmt::format("| {} | `{}{}` | {} | {} | {} | {} | {} | {} |\n", memory.role, plan.prefix,
                        memory.module, IsRom(memory) ? "1 read" : "1 read, 1 write", memory.words,
                        memory.width, memory.copies, memory.bits(),
                        memory.file.empty() ? "" : "`mem/" + memory.file + "`");
  }
  return {"integration/memories.md",
          fmt::format(kInventory, fmt::arg("top", plan.top), fmt::arg("spec", plan.spec_hash),
                      fmt::arg("image", id.image_hash), fmt::arg("rows", rows),
                      fmt::arg("bits", plan.memory_bits()), fmt::arg("prefix", plan.prefix),
                      fmt::arg("least", kMacroBits))};
}

}  // namespace

std::vector<OutputFile> EmitMemoryKit(const Plan& plan, const DesignId& id,
                                      const std::vector<OutputFile>& rtl) {
  const std::string header = FileHeader(id, "//");
  const std::string folder = "integration/macros/";
  const auto wrapper = [&](std::string_view text, bool rom) {
    return fmt::format(fmt::runtime(text), fmt::arg("header", header),
                       fmt::arg("prefix", plan.prefix), fmt::arg("choices", Choices(plan, rom)));
  };
  std::vector<OutputFile> files = Models(plan, folder, header);
  const std::string list = FileList(plan, header, files, rtl);
  files.push_back({folder + "filelist.f", list});
  files.push_back({folder + plan.prefix + "rom.v", wrapper(kRomWrapper, /*rom=*/true)});
  files.push_back({folder + plan.prefix + "ram_1r1w.v", wrapper(kRamWrapper, /*rom=*/false)});
  files.push_back(InventoryJson(plan, id));
  files.push_back(InventoryText(plan, id));
  return files;
}

}  // namespace gatewright
