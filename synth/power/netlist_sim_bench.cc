// SPDX-License-Identifier: Apache-2.0
// Speed of the netlist simulator, and of Verilator on the same netlist: cells evaluated a second.
//   cmake --build build/release --target bench

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "generator/base/process.h"
#include "generator/base/random.h"
#include "generator/base/write_tree.h"
#include "synth/power/netlist_sim.h"
#include "synth/power/sample_netlist_test_util.h"

namespace gatewright {
namespace {

constexpr int kCycles = 2000;

/// Four multipliers and accumulators in a row; every input bit is random in every cycle.
constexpr char kDesign[] = R"V(
module top(input clk_i, input rst_ni, input [31:0] in_i, output [31:0] sum_o);
  wire [31:0] x [0:4];
  assign x[0] = in_i;
  assign sum_o = x[4];
  genvar k;
  generate
    for (k = 0; k < 4; k = k + 1) begin : g
      reg signed [23:0] product;
      reg [31:0] sum;
      always @(posedge clk_i) product <= $signed(x[k][11:0]) * $signed(x[k][23:12]);
      always @(posedge clk_i or negedge rst_ni)
        if (!rst_ni) sum <= 0;
        else sum <= sum + {{8{product[23]}}, product};
      assign x[k+1] = sum ^ {x[k][15:0], x[k][31:16]};
    end
  endgenerate
endmodule
)V";

/// Runs as many cycles as told and prints the seconds they took.
constexpr char kMain[] = R"C(
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include "Vflat.h"
int main(int, char** argv) {
  Vflat dut;
  uint64_t random = 1;
  const int cycles = std::atoi(argv[1]);
  const auto start = std::chrono::steady_clock::now();
  for (int cycle = 0; cycle < cycles; ++cycle) {
    random ^= random << 13;
    random ^= random >> 7;
    random ^= random << 17;
    dut.clk_i = 0;
    dut.rst_ni = cycle > 3;
    dut.in_i = static_cast<uint32_t>(random >> 16);
    dut.eval();
    dut.clk_i = 1;
    dut.eval();
  }
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  std::printf("%.9f\n", time.count());
}
)C";

const SampleNetlist& Sample() {
  static const SampleNetlist sample = [] {
    const ScratchFolder scratch;
    return *MapSample(kDesign, scratch.path());
  }();
  return sample;
}

void Report(benchmark::State& state, double lanes) {
  const auto cells = static_cast<double>(Sample().netlist.gates.size());
  state.counters["cells"] = cells;
  state.counters["cells*cycles*lanes/s"] =
      benchmark::Counter(cells * kCycles * lanes, benchmark::Counter::kIsIterationInvariantRate);
}

/// 64 lanes with inputs of their own, every toggle counted.
void NetlistSimulator(benchmark::State& state) {
  const GateNetlist& netlist = Sample().netlist;
  NetlistSim sim = *NetlistSim::Make(netlist, Sample().library, {});
  Random random(1);
  sim.Settle();
  sim.Clock();
  sim.Set(netlist.inputs.at("rst_ni")[0], ~uint64_t{0});
  sim.CountIn(~uint64_t{0});
  for ([[maybe_unused]] auto _ : state) {
    for (int cycle = 0; cycle < kCycles; ++cycle) {
      for (const uint32_t net : netlist.inputs.at("in_i")) sim.Set(net, random.Bits());
      sim.Settle();
      sim.Clock();
    }
  }
  benchmark::DoNotOptimize(sim.toggles().data());
  Report(state, 64);
}
BENCHMARK(NetlistSimulator)->Unit(benchmark::kMillisecond)->UseRealTime();

Result<std::string> Build(const std::string& folder) {
  const std::pair<const char*, std::string> files[] = {{"netlist.v", ProbedVerilog(Sample())},
                                                       {"main_flat.cpp", kMain}};
  for (const auto& [name, text] : files) {
    const Status written = WriteFileAtomically(folder + "/" + name, text);
    if (!written) return written.errors();
  }
  return BuildWithVerilator(folder, "flat", "-O1");
}

/// One copy, nothing counted.
void Verilator(benchmark::State& state) {
  static const ScratchFolder scratch;
  static const Result<std::string> program = Build(scratch.path());
  if (!program) return state.SkipWithError(ToString(program.errors()).c_str());
  for ([[maybe_unused]] auto _ : state) {
    state.SetIterationTime(std::atof(RunTool({*program, std::to_string(kCycles)})->c_str()));
  }
  Report(state, 1);
}
BENCHMARK(Verilator)->Unit(benchmark::kMillisecond)->UseManualTime();

}  // namespace
}  // namespace gatewright
