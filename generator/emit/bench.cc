// SPDX-License-Identifier: Apache-2.0
// Emits the self-checking bench and its vectors.
#include <fmt/format.h>

#include "generator/base/bits.h"
#include "generator/base/write_tree.h"
#include "generator/emit/control.h"
#include "generator/emit/emit.h"

namespace gatewright {
namespace {

constexpr std::string_view kBenchText = R"GW(//
// Self-checking bench: plays tb/input.hex into {top}, compares every output element with
// tb/expected.hex, and stops the simulation with an error at the first difference. Plain
// Verilog-2005; run it in the folder that holds filelist.f:
//   $ iverilog -g2005 -o tb.vvp -f filelist.f tb/tb_{top}.v && vvp -N tb.vvp
//   $ verilator --binary --timing -fno-const-bit-op-tree -Wno-fatal --top-module tb_{top}
//       -f filelist.f tb/tb_{top}.v && ./obj_dir/Vtb_{top}
// Both streams stall now and then, by a shift register, so that back-pressure is exercised.
`timescale 1ns / 1ps
`default_nettype none

module tb_{top};
  localparam InBeats   = {in_beats};    // beats in tb/input.hex: {{tuser, tlast, tdata}}
  localparam OutBeats  = {out_beats};    // beats in tb/expected.hex: {{tuser, tdata}}
  localparam FrameOut  = {frame_out};    // beats of an output frame
  localparam Outputs   = {outputs};    // elements of an output frame
  localparam ElemsIn   = {elements_in};
  localparam ElemsOut  = {elements_out};
  localparam ElemW     = {elem};
  localparam MaxCycles = {max_cycles};

  reg                       clk, rst_n;
  reg                       s_valid;
  wire                      s_ready;
  reg  [ElemsIn*ElemW+1:0]  s_beat;
  wire                      m_valid, m_last, m_user;
  reg                       m_ready;
  wire [ElemsOut*ElemW-1:0] m_data;
  wire                      frame_error;

  {top} u_dut (
    .clk_i         (clk),
    .rst_ni        (rst_n),
    .s_axis_tvalid (s_valid),
    .s_axis_tready (s_ready),
    .s_axis_tdata  (s_beat[ElemsIn*ElemW-1:0]),
    .s_axis_tlast  (s_beat[ElemsIn*ElemW]),
    .s_axis_tuser  (s_beat[ElemsIn*ElemW+1]),
    .m_axis_tvalid (m_valid),
    .m_axis_tready (m_ready),
    .m_axis_tdata  (m_data),
    .m_axis_tlast  (m_last),
    .m_axis_tuser  (m_user),
    .frame_error_o (frame_error){bus}
  );

  reg [ElemsIn*ElemW+1:0]  inputs   [0:InBeats-1];
  reg [ElemsOut*ElemW:0]   expected [0:OutBeats-1];
  reg [31:0]               lfsr;
  integer                  sent, received, cycles, element, unit;

  always #5 clk = ~clk;

  initial begin
    $readmemh("tb/input.hex", inputs);
    $readmemh("tb/expected.hex", expected);
    clk      = 1'b0;
    rst_n    = 1'b0;
    s_valid  = 1'b0;
    s_beat   = {{(ElemsIn*ElemW+2){{1'b0}}}};
    m_ready  = 1'b0;
    lfsr     = 32'h1ace_b00c;
    sent     = 0;
    received = 0;
    cycles   = 0;
    #52 rst_n = 1'b1;
  end

  // Stimulus changes on the falling edge, so that the design samples settled values.
  always @(negedge clk) begin
    if (rst_n) begin
      lfsr <= {{lfsr[30:0], lfsr[31] ^ lfsr[21] ^ lfsr[1] ^ lfsr[0]}};
      if (s_valid !== 1'b1 && sent < InBeats && lfsr[1:0] != 2'b00) begin
        s_valid <= 1'b1;
        s_beat  <= inputs[sent];
      end
      m_ready <= (lfsr[4:2] != 3'b000);
    end
  end

  always @(posedge clk) begin
    if (rst_n) begin
      cycles <= cycles + 1;
      if (s_ready === 1'bx || m_valid === 1'bx || frame_error !== 1'b0) begin
        $display("FAIL: undefined handshake or frame error in cycle %0d", cycles);
        $stop;
      end
      if (s_valid && s_ready) begin
        sent    <= sent + 1;
        s_valid <= #1 1'b0;
      end
      if (m_valid && m_ready) begin
        for (element = 0; element < ElemsOut; element = element + 1) begin
          unit = (received % FrameOut) * ElemsOut + element;
          if (unit < Outputs && m_data[element*ElemW +: ElemW]
                                !== expected[received][element*ElemW +: ElemW]) begin
            $display("FAIL: step %0d unit %0d: expected %h, got %h (cycle %0d)",
                     received / FrameOut, unit, expected[received][element*ElemW +: ElemW],
                     m_data[element*ElemW +: ElemW], cycles);
            $stop;
          end
        end
        if (m_user !== expected[received][ElemsOut*ElemW]) begin
          $display("FAIL: tuser in the frame of step %0d: expected %b, got %b", received / FrameOut,
                   expected[received][ElemsOut*ElemW], m_user);
          $stop;
        end
        if (m_last !== (received % FrameOut == FrameOut - 1)) begin
          $display("FAIL: tlast at beat %0d of the frame of step %0d", received % FrameOut,
                   received / FrameOut);
          $stop;
        end
        received = received + 1;
        if (received == OutBeats) begin
          $display("PASS: %0d steps, %0d elements equal, %0d cycles", OutBeats / FrameOut,
                   OutBeats / FrameOut * Outputs, cycles);
          $finish;
        end
      end
      if (cycles > MaxCycles) begin
        $display("FAIL: %0d of %0d output beats after %0d cycles", received, OutBeats, cycles);
        $stop;
      end
    end
  end
endmodule

`default_nettype wire
)GW";

/// The bus of the registers is left alone: a design runs without software.
std::string IdleBus(const Plan& plan) {
  std::string text;
  for (const BusPort& port : BusPorts(plan)) {
    text += fmt::format(",\n    .{:<14} ({})", port.name,
                        port.input ? fmt::format("{}'d0", port.bits) : "");
  }
  return text;
}

/// `elements` lanes of a beat as one hex number, lane 0 lowest, `flags` above them.
std::string BeatHex(const std::vector<int16_t>& frame, int first, int elements, int element_bits,
                    uint64_t flags) {
  std::string digits;  // lowest first
  static constexpr char kDigits[] = "0123456789abcdef";
  for (int e = 0; e < elements; ++e) {
    const size_t index = static_cast<size_t>(first) + static_cast<size_t>(e);
    const int64_t value = index < frame.size() ? frame[index] : 0;
    for (int d = 0; d < element_bits / 4; ++d) digits += kDigits[(value >> (4 * d)) & 15];
  }
  if (flags != 0) digits += kDigits[flags & 15];
  return {digits.rbegin(), digits.rend()};
}

}  // namespace

std::vector<OutputFile> EmitBench(const Plan& plan, const DesignId& id,
                                  const BenchVectors& vectors) {
  const std::string header = FileHeader(id, "//");
  std::string input = header;
  std::string expected = header;
  for (size_t t = 0; t < vectors.inputs.size(); ++t) {
    for (int beat = 0; beat < plan.beats_in; ++beat) {
      const bool last = beat == plan.beats_in - 1;
      const uint64_t flags = (beat == 0 && vectors.starts[t] ? 2U : 0U) + (last ? 1U : 0U);
      input += BeatHex(vectors.inputs[t], beat * plan.elements_in, plan.elements_in,
                       plan.element_bits, flags) +
               "\n";
    }
    for (int beat = 0; beat < plan.beats_out; ++beat) {
      const uint64_t repeated = !vectors.repeats.empty() && vectors.repeats[t] ? 1 : 0;
      expected += BeatHex(vectors.outputs[t], beat * plan.elements_out, plan.elements_out,
                          plan.element_bits, repeated) +
                  "\n";
    }
  }
  const int64_t steps = static_cast<int64_t>(vectors.inputs.size());
  int64_t words = plan.slots + 64;  // generous: every event of every step, and arming
  for (const LayerPlan& layer : plan.layers) {
    words += layer.max_cycles() + 64;
  }
  const int64_t max_cycles = 1000 + 4 * steps * (words + plan.beats_in + plan.beats_out);
  const std::string bench = fmt::format(
      kBenchText, fmt::arg("top", plan.top), fmt::arg("bus", IdleBus(plan)),
      fmt::arg("in_beats", steps * plan.beats_in), fmt::arg("out_beats", steps * plan.beats_out),
      fmt::arg("frame_out", plan.beats_out), fmt::arg("outputs", plan.outputs),
      fmt::arg("elements_in", plan.elements_in), fmt::arg("elements_out", plan.elements_out),
      fmt::arg("elem", plan.element_bits), fmt::arg("max_cycles", max_cycles));
  return {{"tb/tb_" + plan.top + ".v", header + bench},
          {"tb/input.hex", input},
          {"tb/expected.hex", expected}};
}

}  // namespace gatewright
