// SPDX-License-Identifier: Apache-2.0
// What a project needs to take a design in: package files and an instance to copy.

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "generator/base/write_tree.h"
#include "generator/emit/control.h"
#include "generator/emit/emit.h"

namespace gatewright {
namespace {

/// FuseSoC, CAPI version 2; its first line must be CAPI=2.
constexpr std::string_view kCore = R"GW(CAPI=2:

{header}
name: "gatewright:generated:{top}:0"
description: "Accelerator of {network}, AXI4-Stream in and out"

filesets:
  rtl:
    files:
{rtl}    file_type: verilogSource-2005
  memories:
    files:
{memories}  bench:
    files:
      - tb/tb_{top}.v: {{file_type: verilogSource-2005}}
      - tb/input.hex: {{file_type: user, copyto: tb/input.hex}}
      - tb/expected.hex: {{file_type: user, copyto: tb/expected.hex}}
  constraints:
    files:
      - constraints.sdc: {{file_type: SDC}}

targets:
  default:
    filesets: [rtl, memories]
    toplevel: {top}
  lint:
    default_tool: verilator
    filesets: [rtl]
    toplevel: {top}
    tools:
      verilator:
        mode: lint-only
        verilator_options: [-Wall]
  sim:
    default_tool: icarus
    filesets: [rtl, memories, bench]
    toplevel: tb_{top}
    tools:
      icarus:
        iverilog_options: [-g2005]
  synth:
    filesets: [rtl, memories, constraints]
    toplevel: {top}
)GW";

constexpr std::string_view kBender = R"GW({header}
# Memory contents lie in mem/: set the top's parameter MemDir to where your tools find them.
package:
  name: {top}
  description: "Accelerator of {network}, AXI4-Stream in and out"

sources:
  - files:
{rtl}  - target: simulation
    files:
      - tb/tb_{top}.v
)GW";

constexpr std::string_view kInstance = R"GW({header}//
// An instance to copy: {top} with every port, between wires of its own names. The module lints as
// it stands; see README.md for what the ports mean.
`default_nettype none

module {top}_instance (
  input  wire {pad} clk_i,
  input  wire {pad} rst_ni,
  input  wire {pad} x_valid_i,
  output wire {pad} x_ready_o,
  input  wire {in} x_data_i,
  input  wire {pad} x_last_i,
  input  wire {pad} x_start_i,
  output wire {pad} y_valid_o,
  input  wire {pad} y_ready_i,
  output wire {out} y_data_o,
  output wire {pad} y_last_o,
  output wire {pad} y_repeated_o,
  output wire {pad} frame_error_o{bus_ports}
);
  {top} #(
    .MemDir ("mem")                  // folder of the memory files, seen from where the tool runs
  ) u_{top} (
    .clk_i         (clk_i),
    .rst_ni        (rst_ni),         // active low{reset}
    .s_axis_tvalid (x_valid_i),
    .s_axis_tready (x_ready_o),
    .s_axis_tdata  (x_data_i),       // {elements_in} of {elem} bits, {beats_in} beats a frame
    .s_axis_tlast  (x_last_i),       // last beat of a frame
    .s_axis_tuser  (x_start_i),      // first beat of a sequence
    .m_axis_tvalid (y_valid_o),
    .m_axis_tready (y_ready_i),
    .m_axis_tdata  (y_data_o),       // {elements_out} of {elem} bits, {beats_out} beats a frame
    .m_axis_tlast  (y_last_o),
    .m_axis_tuser  (y_repeated_o),   // {repeated}
    .frame_error_o (frame_error_o){bus}
  );
endmodule

`default_nettype wire
)GW";

std::string Elements(int count) {
  return count == 1 ? "one element" : fmt::format("{} elements", count);
}

std::string Network(const Plan& plan) {
  std::string text;
  for (const LayerPlan& layer : plan.layers) {
    text += fmt::format("{}{} {} to {}", text.empty() ? "" : ", ", CellName(layer.kind),
                        layer.inputs, layer.units);
  }
  return text;
}

/// The bus of the registers between ports of the same names.
std::string PassedBus(const Plan& plan) {
  std::string text;
  for (const BusPort& port : BusPorts(plan)) {
    text += fmt::format(",\n    .{:<14} ({})", port.name, port.name);
  }
  return text;
}

OutputFile Instance(const Plan& plan, const DesignId& id) {
  const std::string in = fmt::format("[{}:0]", plan.elements_in * plan.element_bits - 1);
  const std::string out = fmt::format("[{}:0]", plan.elements_out * plan.element_bits - 1);
  const bool bus = plan.control != ControlBus::kNone;
  const size_t width = std::max({in.size(), out.size(), bus ? size_t{6} : size_t{0}});
  return {fmt::format("integration/{}_instance.v", plan.top),
          fmt::format(kInstance, fmt::arg("header", FileHeader(id, "//")),
                      fmt::arg("top", plan.top), fmt::arg("pad", std::string(width, ' ')),
                      fmt::arg("in", fmt::format("{:<{}}", in, width)),
                      fmt::arg("out", fmt::format("{:<{}}", out, width)),
                      fmt::arg("reset", plan.reset == ResetStyle::kAsync
                                            ? "; release it synchronously to the clock"
                                            : ", synchronous"),
                      fmt::arg("repeated", plan.events.kind == EventKind::kSimilarity
                                               ? "the frame before once more: a skipped step"
                                               : "0 in this design"),
                      fmt::arg("elements_in", Elements(plan.elements_in)),
                      fmt::arg("elements_out", Elements(plan.elements_out)),
                      fmt::arg("elem", plan.element_bits), fmt::arg("beats_in", plan.beats_in),
                      fmt::arg("beats_out", plan.beats_out),
                      fmt::arg("bus_ports", ControlPorts(plan, width)),
                      fmt::arg("bus", PassedBus(plan)))};
}

}  // namespace

std::vector<OutputFile> EmitKit(const Plan& plan, const MemoryImages& images,
                                const std::vector<OutputFile>& rtl) {
  std::string files;
  for (const OutputFile& file : rtl) files += fmt::format("      - {}\n", file.path);
  std::string memories;
  for (const MemoryImage& image : images.images) {
    memories += fmt::format("      - mem/{0}: {{file_type: user, copyto: mem/{0}}}\n", image.file);
  }
  const DesignId id = IdOf(plan, images);
  std::string header = FileHeader(id, "#");
  header.pop_back();
  const std::string network = Network(plan);
  return {{plan.top + ".core", fmt::format(kCore, fmt::arg("header", header),
                                           fmt::arg("top", plan.top), fmt::arg("network", network),
                                           fmt::arg("rtl", files), fmt::arg("memories", memories))},
          {"Bender.yml", fmt::format(kBender, fmt::arg("header", header), fmt::arg("top", plan.top),
                                     fmt::arg("network", network), fmt::arg("rtl", files))},
          Instance(plan, id)};
}

}  // namespace gatewright
