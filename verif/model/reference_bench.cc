// SPDX-License-Identifier: Apache-2.0
// Speed of the reference model and of the cycle model on a dense 123 -> 1024 layer.
//   cmake --build build/release --target bench

#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <vector>

#include "generator/design/design.h"
#include "generator/spec/parse.h"
#include "verif/analysis/performance.h"
#include "verif/model/reference.h"

namespace gatewright {
namespace {

const char kDense[] =
    "name = \"dense\"\n[network]\ninputs = 123\nhidden = [1024]\n[numerics]\nstate = \"Q4.12\"\n"
    "[engine]\narrays = 8\npes = 64\ncell_lanes = 64\n[stream]\nelements_in = 8\n"
    "elements_out = 8\n[stimulus]\nsteps = 4";

const Design& DenseDesign() {
  static const Design design = *MakeDesign(*ParseSpecText(kDense, "dense.toml", "."));
  return design;
}

/// Multiply-accumulates a second with every element an event.
void ReferenceStep(benchmark::State& state) {
  const Design& design = DenseDesign();
  Reference model(design.integers);
  const std::vector<int16_t> x(123, 321);
  model.Step(x.data(), true);
  int64_t macs = 0;
  for ([[maybe_unused]] auto _ : state) {
    model.Step(x.data(), false);
    for (const int16_t h : model.h(0)) macs += h != 0 ? 4096 : 0;
    macs += int64_t{123} * 4096;
  }
  state.counters["MAC/s"] =
      benchmark::Counter(static_cast<double>(macs), benchmark::Counter::kIsRate);
}
BENCHMARK(ReferenceStep)->Unit(benchmark::kMillisecond);

/// The same in delta steps with truncated products: every element of the input moves each step.
void TruncatedStep(benchmark::State& state) {
  const std::string text =
      std::string(kDense) +
      "\n[numerics.multiplier]\nkind = \"truncated\"\ncolumns = 8\n[sparsity.events]\nkind = "
      "\"similarity\"\nt_skip = 0\nt_delta = 1000000\nrefresh = 65535\n";
  const Design design = *MakeDesign(*ParseSpecText(text, "truncated.toml", "."));
  Reference model(design.integers);
  const std::array<std::vector<int16_t>, 2> x = {std::vector<int16_t>(123, 321),
                                                 std::vector<int16_t>(123, -321)};
  model.Step(x[0].data(), true);
  int64_t macs = 0;
  size_t step = 0;
  for ([[maybe_unused]] auto _ : state) {
    model.Step(x[++step % 2].data(), false);
    for (const uint8_t event : model.h_events(0)) macs += (event & kEvent) != 0 ? 4096 : 0;
    macs += int64_t{123} * 4096;
  }
  state.counters["MAC/s"] =
      benchmark::Counter(static_cast<double>(macs), benchmark::Counter::kIsRate);
}
BENCHMARK(TruncatedStep)->Unit(benchmark::kMillisecond);

/// Predicted cycles a second.
void CycleModel(benchmark::State& state) {
  const Design& design = DenseDesign();
  const Trace trace = RunReference(design.integers, design.x, design.stimulus.starts);
  double cycles = 0;
  for ([[maybe_unused]] auto _ : state) {
    const Performance performance = MeasurePerformance(design.plan, design.integers, design.x,
                                                       design.stimulus.starts, trace, 1);
    cycles += performance.interval * static_cast<double>(performance.steps);
  }
  state.counters["cycles/s"] = benchmark::Counter(cycles, benchmark::Counter::kIsRate);
}
BENCHMARK(CycleModel)->Unit(benchmark::kMillisecond);

/// From a parsed design file to memory images and every emitted file, in memory.
void Generate(benchmark::State& state) {
  const Spec spec = *ParseSpecText(kDense, "dense.toml", ".");
  for ([[maybe_unused]] auto _ : state) {
    const Design design = *MakeDesign(spec);
    benchmark::DoNotOptimize(EmitDesign(design).ok());
  }
}
BENCHMARK(Generate)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gatewright
