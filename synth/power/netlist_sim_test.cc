// SPDX-License-Identifier: Apache-2.0
// The bit-parallel simulation against Icarus Verilog and Verilator, net by net.

#include "synth/power/netlist_sim.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sstream>

#include "generator/base/process.h"
#include "generator/base/write_tree.h"
#include "synth/power/sample_netlist_test_util.h"

namespace gatewright {
namespace {

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

constexpr int kReset = 4;
constexpr int kCycles = 300;

bool Input(int cycle) { return cycle % 7 == 3; }

/// A bench that samples every net once a cycle, before the clock edge, and prints its changes.
std::string IcarusBench(const GateNetlist& netlist) {
  return fmt::format(R"V(
module bench;
  reg clk_i = 0, rst_ni = 0, in_i = 0;
  wire [{last}:0] nets;
  probed dut (.clk_i(clk_i), .rst_ni(rst_ni), .in_i(in_i), .probe_o(nets));
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
                     fmt::arg("last", netlist.nets - 3), fmt::arg("reset", kReset),
                     fmt::arg("cycles", kCycles));
}

/// The same for Verilator.
std::string VerilatorBench(const GateNetlist& netlist) {
  return fmt::format(R"C(
#include <cstdio>
#include <vector>
#include "Vprobed.h"
int main() {{
  Vprobed dut;
  std::vector<int> toggles({nets}, 0);
  auto before = dut.probe_o;
  for (int cycle = 0; cycle < {reset} + {cycles}; ++cycle) {{
    dut.clk_i = 0;
    dut.eval();
    dut.rst_ni = cycle >= {reset};
    dut.in_i = (cycle - {reset}) % 7 == 3;
    dut.eval();
    for (int k = 0; k < {nets} && cycle > {reset}; ++k) {{
      toggles[k] += ((dut.probe_o[k / 32] ^ before[k / 32]) >> (k % 32)) & 1;
    }}
    before = dut.probe_o;
    dut.clk_i = 1;
    dut.eval();
  }}
  for (int k = 0; k < {nets}; ++k) std::printf("%d %d\n", k + 2, toggles[k]);
}}
)C",
                     fmt::arg("nets", netlist.nets - 2), fmt::arg("reset", kReset),
                     fmt::arg("cycles", kCycles));
}

class Simulation : public testing::Test {
 protected:
  void SetUp() override {
    Result<SampleNetlist> sample = MapSample(kDesign, scratch_.path());
    ASSERT_TRUE(sample.ok()) << ToString(sample.errors());
    sample_ = std::move(*sample);
  }
  void Write(const std::string& name, const std::string& text) const {
    ASSERT_TRUE(WriteFileAtomically(scratch_.path() + "/" + name, text).ok());
  }
  Result<NetlistSim> Make() const { return NetlistSim::Make(netlist_, library_, {}); }

  /// Plays the benches' cycles and counts toggles in three lanes.
  void Play(NetlistSim* sim) const {
    const auto set = [&](const char* port, bool value) {
      sim->Set(netlist_.inputs.at(port)[0], value ? ~uint64_t{0} : 0);
    };
    for (int cycle = 0; cycle < kReset + kCycles; ++cycle) {
      set("rst_ni", cycle >= kReset);
      set("in_i", cycle >= kReset && Input(cycle - kReset));
      sim->Settle();
      if (cycle == kReset) sim->CountIn(0x8000000000000011ULL);  // from the first sample on
      if (cycle + 1 == kReset + kCycles) sim->CountIn(0);        // until the last
      sim->Clock();
    }
  }

  /// Compares the toggles of every net with those that a bench printed, a line a net.
  void Compare(const Result<std::string>& printed) const {
    ASSERT_TRUE(printed.ok()) << ToString(printed.errors());
    Result<NetlistSim> sim = Make();
    ASSERT_TRUE(sim.ok()) << ToString(sim.errors());
    Play(&*sim);
    std::istringstream lines(*printed);
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

  const ScratchFolder scratch_;
  SampleNetlist sample_;
  PowerLibrary& library_ = sample_.library;
  GateNetlist& netlist_ = sample_.netlist;
};

TEST_F(Simulation, CountsTheTogglesOfEveryNetAsIcarusVerilogDoes) {
  Write("bench.v", ProbedVerilog(sample_) + IcarusBench(netlist_));
  ASSERT_TRUE(
      RunTool({"iverilog", "-g2005", "-s", "bench", "-o", "bench.vvp", "bench.v"}, scratch_.path())
          .ok());
  Compare(RunTool({"vvp", "-N", "bench.vvp"}, scratch_.path()));
}

TEST_F(Simulation, CountsTheTogglesOfEveryNetAsVerilatorDoes) {
  Write("netlist.v", ProbedVerilog(sample_));
  Write("main_probed.cpp", VerilatorBench(netlist_));
  const Result<std::string> run = BuildWithVerilator(scratch_.path(), "probed", "-O0");
  ASSERT_TRUE(run.ok()) << ToString(run.errors());
  Compare(RunTool({*run}));
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
            "cell DFF: is made for this test (nearest legal: synth.dont_use = [\"DFF\"], and "
            "synth again)\n");
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

/// The largest gates of real libraries have nine inputs, an operation of the simulation five.
TEST(LargeGates, AreSimulatedAndACellThatCannotBeMattersOnlyWhereItIsUsed) {
  std::string text = "library(x) { nom_voltage : 1; cell(AO333) {\n";
  const std::vector<std::string> inputs = {"A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "C3"};
  for (const std::string& input : inputs) text += "pin(" + input + ") { direction : input; }\n";
  text +=
      "pin(Y) { direction : output; function : \"A1 A2 A3 + B1 B2 B3 + C1 C2 C3\"; } }\n"
      "cell(ODD) { pin(Y) { direction : output; function : \"?\"; } } }";
  const Result<PowerLibrary> library = ParsePowerLibrary(text, "x.lib");
  ASSERT_TRUE(library.ok()) << ToString(library.errors());
  GateNetlist netlist;
  netlist.nets = 12;
  netlist.gates = {{library->by_name.at("AO333"), 0, 0}};
  for (uint32_t net = 2; net < netlist.nets; ++net) netlist.pins.push_back(net);
  Result<NetlistSim> sim = NetlistSim::Make(netlist, *library, {});
  ASSERT_TRUE(sim.ok()) << ToString(sim.errors());
  for (uint64_t first = 0; first < 512; first += 64) {  // lane k plays row first + k
    for (uint32_t k = 0; k < inputs.size(); ++k) {
      uint64_t value = 0;
      for (uint64_t lane = 0; lane < 64; ++lane) value |= (((first + lane) >> k) & 1) << lane;
      sim->Set(2 + k, value);
    }
    sim->Settle();
    for (uint64_t lane = 0; lane < 64; ++lane) {
      const uint64_t row = first + lane;
      const bool any = (row & 7) == 7 || ((row >> 3) & 7) == 7 || (row >> 6) == 7;
      ASSERT_EQ((sim->Get(11) >> lane) & 1, any ? 1U : 0U) << row;
    }
  }
  netlist.gates = {{library->by_name.at("ODD"), 0, 0}};
  const Result<NetlistSim> odd = NetlistSim::Make(netlist, *library, {});
  ASSERT_FALSE(odd.ok());
  EXPECT_EQ(ToString(odd.errors()),
            "cell ODD: has no readable function of pin Y (nearest legal: synth.dont_use = "
            "[\"ODD\"], and synth again)\n");
}

}  // namespace
}  // namespace gatewright
