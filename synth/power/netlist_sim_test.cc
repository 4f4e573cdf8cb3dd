// The bit-parallel simulation against Icarus Verilog, net by net.

#include "synth/power/netlist_sim.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sstream>

#include "generator/emit/output.h"
#include "generator/network/read_file.h"
#include "generator/tools/process.h"
#include "synth/power/flat_verilog.h"
#include "synth/test_util.h"
#include "synth/yosys.h"

namespace gatewright {
namespace {

/// MiniLibrary with a full adder of two outputs.
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

/// A multiplier fed by a shift register, with flip-flops that are reset and some that are not.
constexpr char kDesign[] = R"V(
module top(input clk_i, input rst_ni, input in_i, output reg [15:0] sum_o, output s, output c);
  reg [15:0] noise;
  reg signed [11:0] product;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) begin noise <= 0; sum_o <= 0; end
    else begin
      noise <= {noise[14:0], in_i ^ ~noise[15] ^ noise[13] ^ noise[12] ^ noise[10]};
      sum_o <= sum_o + {{4{product[11]}}, product};
    end
  always @(posedge clk_i) product <= $signed(noise[5:0]) * $signed(noise[11:6]);
  FA fa (.A(noise[0]), .B(product[3]), .C(sum_o[2]), .YS(s), .YC(c));
endmodule
)V";

constexpr char kCells[] = R"V(
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

constexpr int kReset = 4;
constexpr int kCycles = 300;

bool Input(int cycle) { return cycle % 7 == 3; }

/// A bench that samples every net once a cycle, before the clock edge, and prints its changes.
std::string Bench(const GateNetlist& netlist) {
  std::string names;
  for (uint32_t net = 2; net < netlist.nets; ++net) {
    bool port = false;
    for (const auto* ports : {&netlist.inputs, &netlist.outputs}) {
      for (const auto& [name, nets] : *ports) {
        for (size_t k = 0; k < nets.size() && !port; ++k) {
          if (nets[k] != net) continue;
          names = fmt::format("{}{}{}", nets.size() == 1 ? name : fmt::format("{}[{}]", name, k),
                              names.empty() ? "" : ", ", names);
          port = true;
        }
      }
    }
    if (!port) names = fmt::format("dut.n{}{}{}", net, names.empty() ? "" : ", ", names);
  }
  return fmt::format(R"V(
module bench;
  reg clk_i = 0, rst_ni = 0, in_i = 0;
  wire [15:0] sum_o; wire s, c;
  flat dut (.clk_i(clk_i), .rst_ni(rst_ni), .in_i(in_i), .sum_o(sum_o), .s(s), .c(c));
  wire [{last}:0] nets = {{{names}}};
  reg [{last}:0] before;
  integer toggles [0:{last}];
  integer cycle, k;
  initial begin
    for (k = 0; k <= {last}; k = k + 1) toggles[k] = 0;
    for (cycle = 0; cycle < {reset} + {cycles}; cycle = cycle + 1) begin
      rst_ni = cycle >= {reset};
      in_i = (cycle - {reset}) % 7 == 3;
      #5;
      if (cycle > {reset}) for (k = 0; k <= {last}; k = k + 1)
        if (nets[k] !== before[k]) toggles[k] = toggles[k] + 1;
      before = nets;
      clk_i = 1; #5; clk_i = 0;
    end
    for (k = 0; k <= {last}; k = k + 1) $display("%0d %0d", k + 2, toggles[k]);
    $finish;
  end
endmodule
)V",
                     fmt::arg("last", netlist.nets - 3), fmt::arg("names", names),
                     fmt::arg("reset", kReset), fmt::arg("cycles", kCycles));
}

class Simulation : public testing::Test {
 protected:
  void SetUp() override {
    Write("library.lib", Library());
    Write("top.v", kDesign);
    Write("fa.v", "(* blackbox *) module FA(input A, B, C, output YC, YS); endmodule\n");
    const Result<std::string> mapped = RunYosys(
        "read_verilog fa.v top.v\nsynth -noabc -top top\ndfflibmap -liberty library.lib\n"
        "abc -liberty library.lib\nopt_clean -purge\nwrite_json top.json\n",
        "map", scratch_.path(), scratch_.path());
    ASSERT_TRUE(mapped.ok()) << ToString(mapped.errors());
    Result<PowerLibrary> library = ParsePowerLibrary(Library(), "library.lib");
    ASSERT_TRUE(library.ok()) << ToString(library.errors());
    library_ = std::move(*library);
    Result<GateNetlist> netlist = ReadGateNetlist(*ReadWholeFile(scratch_.path() + "/top.json"),
                                                  "top.json", "top", "gw_", library_);
    ASSERT_TRUE(netlist.ok()) << ToString(netlist.errors());
    netlist_ = std::move(*netlist);
  }
  void Write(const std::string& name, const std::string& text) const {
    ASSERT_TRUE(WriteFileAtomically(scratch_.path() + "/" + name, text).ok());
  }
  Result<NetlistSim> Make() const { return NetlistSim::Make(netlist_, library_, {}); }

  const ScratchFolder scratch_;
  PowerLibrary library_;
  GateNetlist netlist_;
};

TEST_F(Simulation, CountsTheTogglesOfEveryNetAsIcarusVerilogDoes) {
  Result<NetlistSim> sim = Make();
  ASSERT_TRUE(sim.ok()) << ToString(sim.errors());
  const auto set = [&](const char* port, bool value) {
    sim->Set(netlist_.inputs.at(port)[0], value ? ~uint64_t{0} : 0);
  };
  for (int cycle = 0; cycle < kReset + kCycles; ++cycle) {
    set("rst_ni", cycle >= kReset);
    set("in_i", cycle >= kReset && Input(cycle - kReset));
    sim->Settle();
    if (cycle == kReset) sim->CountIn(0x8000000000000011ULL);  // from the bench's first sample on
    if (cycle + 1 == kReset + kCycles) sim->CountIn(0);        // until its last
    sim->Clock();
  }
  Write("bench.v", std::string(kCells) + FlatVerilog(netlist_, library_) + Bench(netlist_));
  ASSERT_TRUE(RunTool({"iverilog", "-g2005", "-o", "bench.vvp", "bench.v"}, scratch_.path()).ok());
  const Result<std::string> out = RunTool({"vvp", "-N", "bench.vvp"}, scratch_.path());
  ASSERT_TRUE(out.ok()) << ToString(out.errors());
  std::istringstream lines(*out);
  uint32_t net = 0;
  uint64_t toggles = 0;
  uint64_t sum = 0;
  uint64_t nets = 0;
  while (lines >> net >> toggles) {
    if (net == netlist_.inputs.at("clk_i")[0]) continue;
    ++nets;
    sum += toggles;
    EXPECT_EQ(sim->toggles()[net], 3 * toggles) << "net " << net << " in three lanes";
  }
  EXPECT_EQ(nets, netlist_.nets - 3);
  EXPECT_GT(sum, 10000U);
}

TEST_F(Simulation, RefusesLoopsAndCellsThatItCannotRun) {
  for (GateNetlist::Gate& gate : netlist_.gates) {
    if (library_.cells[gate.cell].name != "NAND2") continue;
    netlist_.pins[gate.first_pin] = netlist_.pins[gate.first_pin + 2];
    break;
  }
  const Result<NetlistSim> loop = Make();
  ASSERT_FALSE(loop.ok());
  EXPECT_EQ(ToString(loop.errors()), "netlist: gates form a loop without a register in it\n");
  library_.cells[library_.by_name.at("DFF")].unsupported = "is made for this test";
  const Result<NetlistSim> cell = Make();
  ASSERT_FALSE(cell.ok());
  EXPECT_EQ(ToString(cell.errors()),
            "cell DFF: is made for this test (nearest legal: a library in which it is marked "
            "dont_use)\n");
}

TEST_F(Simulation, NamesTheCellThatTheLibraryLacks) {
  const Result<GateNetlist> netlist = ReadGateNetlist(
      R"({"modules":{"top":{"attributes":{},"ports":{},"cells":{"u":{"type":"WHAT","parameters":{},
      "connections":{}}}}}})",
      "n.json", "top", "gw_", library_);
  ASSERT_FALSE(netlist.ok());
  EXPECT_EQ(ToString(netlist.errors()), "netlist = WHAT: the cell is not in the library\n");
  EXPECT_EQ(ToString(ReadGateNetlist("{", "n.json", "top", "gw_", library_).errors()),
            "n.json: is not a netlist of gatewright synth (nearest legal: run gatewright synth "
            "again)\n");
}

}  // namespace
}  // namespace gatewright
