// SPDX-License-Identifier: Apache-2.0
// The data sheet of a design: README.md of its output folder.
#include "cli/describe/datasheet.h"

#include <fmt/format.h>

#include "generator/base/bits.h"
#include "generator/base/version.h"
#include "generator/base/write_tree.h"

namespace gatewright {
namespace {

std::string Layers(const Plan& plan) {
  std::string text = "| layer | kind | inputs | units | weight fraction |\n|---|---|---|---|---|\n";
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    const LayerPlan& layer = plan.layers[k];
    text += fmt::format("| {} | {} | {} | {} | {} |\n", k,
                        layer.kind == CellKind::kLstm  ? "LSTM (gates i, f, g, o)"
                        : layer.kind == CellKind::kGru ? "GRU (gates r, u, c)"
                        : layer.input_relu             ? "dense, negative inputs as zero"
                                                       : "dense",
                        layer.inputs, layer.units, layer.weight_fraction);
  }
  return text;
}

/// What a word of the weight memory holds.
std::string Pattern(const Plan& plan) {
  switch (plan.pattern) {
    case WeightPattern::kDense:
      return "all of them stored";
    case WeightPattern::kUnstructured:
      return fmt::format("unstructured: a slot of {} bits above each weight, a pointer a column",
                         plan.slot_bits);
    case WeightPattern::kCbtd:
      return fmt::format("column-balanced: a slot of {} bits above each weight", plan.slot_bits);
    case WeightPattern::kHcgs:
      return fmt::format("blocks of {0} x {0}, an index of {1} bits each", plan.block,
                         plan.index_bits);
  }
  return "";
}

std::string Formats(const Plan& plan) {
  const NumericFormats& f = plan.formats;
  return fmt::format(
      "| what | format |\n|---|---|\n"
      "| inputs, outputs, pre-activations (state) | {} |\n{}"
      "| weights | {}, fraction per layer{}; {} |\n| accumulators | {} bits, {} a PE, in {} "
      "|\n"
      "| sigmoid and tanh values | {} fraction bits |\n"
      "| activation | {} |\n| rounding | {} |\n",
      f.state.ToString(),
      plan.cell() == CellKind::kLstm ? fmt::format("| cell state | {} |\n", f.cell.ToString()) : "",
      plan.weight_format(),
      f.row_shift_bits > 0 ? fmt::format(" and 0 to {} more per row", (1 << f.row_shift_bits) - 1)
                           : "",
      Pattern(plan), f.acc_bits, plan.slots, plan.accumulators_in_ram ? "memory" : "flip-flops",
      f.gate_fraction,
      f.segments > 0 ? fmt::format("straight lines, {} of each function on a side", f.segments)
                     : fmt::format("tables of {} entries, input Q{}.{}",
                                   1 << (f.table_in_integer + f.table_in_fraction),
                                   f.table_in_integer, f.table_in_fraction),
      f.rounding == Rounding::kNearestEven ? "to nearest, ties to even" : "down (floor)");
}

std::string Ports(const Plan& plan) {
  const int in = plan.elements_in * plan.element_bits;
  const int out = plan.elements_out * plan.element_bits;
  return fmt::format(
      "| port | bits | direction | meaning |\n|---|---|---|---|\n"
      "| `clk_i` | 1 | in | clock, rising edge |\n"
      "| `rst_ni` | 1 | in | reset, active low, {} |\n"
      "| `s_axis_tvalid`, `s_axis_tready` | 1 | in, out | input handshake |\n"
      "| `s_axis_tdata` | {} | in | {} of {} bits, sign-extended, element 0 lowest |\n"
      "| `s_axis_tlast` | 1 | in | last of the {} beats of a frame |\n"
      "| `s_axis_tuser` | 1 | in | on a frame's first beat: starts a sequence (h = c = 0) |\n"
      "| `m_axis_tvalid`, `m_axis_tready` | 1 | out, in | output handshake |\n"
      "| `m_axis_tdata` | {} | out | {} of {} bits, sign-extended, element 0 lowest |\n"
      "| `m_axis_tlast` | 1 | out | last of the {} beats of a frame |\n"
      "| `m_axis_tuser` | 1 | out | {} |\n"
      "| `frame_error_o` | 1 | out | a frame of the wrong length came in; until reset |\n{}",
      plan.reset == ResetStyle::kAsync ? "asynchronous; release it synchronously to the clock"
                                       : "synchronous",
      in, plan.elements_in == 1 ? "one element" : fmt::format("{} elements", plan.elements_in),
      plan.element_bits, plan.beats_in, out,
      plan.elements_out == 1 ? "one element" : fmt::format("{} elements", plan.elements_out),
      plan.element_bits, plan.beats_out,
      plan.events.kind == EventKind::kSimilarity
          ? "in every beat of a skipped step's frame, a copy of the one before"
          : "0 in this design",
      plan.control == ControlBus::kNone ? ""
                                        : "| `s_axil_*` | | | AXI4-Lite slave of the registers: 32 "
                                          "data bits, 9 address bits |\n");
}

std::string Registers(const Plan& plan) {
  if (plan.control == ControlBus::kNone) return "";
  return fmt::format(
      "## Registers\n\nIdentity, enable, thresholds, errors and counters: `registers.md` lists "
      "them,\n"
      "`{}_registers.h` has accessors in C. The design runs without software: tie the bus to "
      "0.\n\n",
      plan.top);
}

std::string Parameters(const Plan& plan) {
  return fmt::format(
      "| parameter | value | may be changed |\n|---|---|---|\n"
      "| `Arrays` | {} | no: the memory images depend on it, another value stops elaboration |\n"
      "| `Pes` | {} | no: likewise |\n"
      "| `Lanes` | {} | to a divisor of `Pes` that divides `Arrays` or is a multiple of it |\n"
      "| `ElemsIn` | {} | to a power of two |\n"
      "| `ElemsOut` | {} | to a power of two that divides `Lanes` |\n"
      "| `MemDir` | `\"mem\"` | yes: folder of the memory files, seen from where the tool runs |\n",
      plan.arrays, plan.pes, plan.lanes, plan.elements_in, plan.elements_out);
}

/// What a step's cycles depend on.
std::string_view EventsCost(const Plan& plan) {
  switch (plan.events.kind) {
    case EventKind::kNone:
      return "Zero elements cost nothing: a step takes as long as its non-zero elements need.";
    case EventKind::kDelta:
      return "Elements that did not change by their threshold cost nothing: a step takes as long "
             "as "
             "the\nothers need; the first of a sequence as its non-zero elements need.";
    case EventKind::kSimilarity:
      return "A delta step takes as long as the elements that changed by their threshold need, a "
             "full "
             "one as\nits non-zero elements and the arming of the accumulators need, a skipped one "
             "next to nothing.";
  }
  return "";
}

std::string Memories(const Plan& plan) {
  std::string text =
      "| memory | module | words | bits a word | instances | bits |\n|---|---|---|---|---|---|\n";
  for (const MemoryPlan& memory : plan.memories) {
    text += fmt::format("| {} | `{}{}` | {} | {} | {} | {} |\n", memory.role, plan.prefix,
                        memory.module, memory.words, memory.width, memory.copies, memory.bits());
  }
  return text + fmt::format("\nTogether {} bits.\n", plan.memory_bits());
}

/// Rows of the table of cycles that come from the stimulus; none when it is a single step.
std::string Measured(const Performance& performance) {
  if (performance.steps < 2) return "";
  return fmt::format(
      "| step, input always valid, output always ready: mean interval over {} steps | {:.2f} |\n"
      "| lower bound of the same: words of the busiest array, reads of the accumulators | {:.2f} "
      "|\n"
      "| last input beat accepted -> last result, recurrent phase idle, mean (worst) | {:.1f} ({}) "
      "|\n",
      performance.steps, performance.interval, performance.bound, performance.latency_mean,
      performance.latency_max);
}

constexpr std::string_view kText = R"GW(# {top}

{description}

## Use it

Compile the files of `filelist.f`, make `mem/` reachable (parameter `MemDir`), constrain with
`constraints.sdc`. The bench plays the first {bench_steps} steps of the stimulus and stops with an
error at the first output that differs from the reference model:

    iverilog -g2005 -o tb.vvp -f filelist.f tb/tb_{top}.v && vvp -N tb.vvp

## Network

{layers}
{operations} operations a step, multiply and add counted apart, biases not counted.

## Ports

{ports}
A frame of the wrong length is dropped whole: `frame_error_o` rises, the state stays, the next frame
is served, and a start of sequence that it carried stays pending. The first valid frame after reset
starts a sequence. `s_axis_tready` does not depend on `s_axis_tvalid`; output data holds until taken.

## Parameters

{parameters}
{registers}## Numbers

{formats}
Every narrowing saturates. Rows of gate g of unit u use PE u mod {pes}; column j of every matrix
belongs to array j mod {arrays}.

## Cycles

| | cycles |
|---|---|
{measured}| result -> first output beat | 3 |
| start of a sequence: arming of the accumulators | {slots} |

{events_cost} The figures are
those of the cycle model, which the simulation holds to the cycle.

## Memories

{memories}
Read-during-write: no block relies on it. All memories have a registered output and hold it between
reads; swap `{prefix}rom` and `{prefix}ram_1r1w` for macros of the same ports and timing.

## Reset

Reset clears control: handshakes, pointers, the sequencer. It does not clear memories, accumulators,
pipeline data or the stored state; the first frame arms the accumulators and reads that state as
zero.
)GW";

}  // namespace

OutputFile EmitDatasheet(const Design& design, const Performance& performance, int bench_steps) {
  const Plan& plan = design.plan;
  const std::string description = fmt::format(
      "Accelerator for `{}` ({}): {} arrays of {} processing elements, {} cell lanes.  \n"
      "Configuration `{}`, memory image `{}`, written by gatewright {}.",
      design.spec.name, design.network.source, plan.arrays, plan.pes, plan.lanes, plan.spec_hash,
      design.images.hash, ToolVersion());
  return {
      "README.md",
      fmt::format(kText, fmt::arg("top", plan.top), fmt::arg("description", description),
                  fmt::arg("bench_steps", bench_steps), fmt::arg("layers", Layers(plan)),
                  fmt::arg("operations", plan.operations()), fmt::arg("ports", Ports(plan)),
                  fmt::arg("registers", Registers(plan)), fmt::arg("parameters", Parameters(plan)),
                  fmt::arg("formats", Formats(plan)), fmt::arg("pes", plan.pes),
                  fmt::arg("arrays", plan.arrays), fmt::arg("measured", Measured(performance)),
                  fmt::arg("slots", plan.slots), fmt::arg("events_cost", EventsCost(plan)),
                  fmt::arg("memories", Memories(plan)), fmt::arg("prefix", plan.prefix))};
}

}  // namespace gatewright
