// SPDX-License-Identifier: Apache-2.0
// A 64-bit counter that is read through snapshots.
//
// Every cycle adds count_i. snapshot_i copies to value_o what was counted in all cycles before this one;
// value_o is complete two cycles later (the low word after one). clear_i starts again from what this
// cycle counts, so snapshot and clear in one cycle lose nothing and count nothing twice. Counters that
// share snapshot_i show the same moment. The carry into the upper half is one cycle late, and so is all
// that the upper half does: no path is longer than an addition of 32 bits.
//
//   CountW   bits of count_i (1 .. 31)
// Example: count_i 1 in every cycle, snapshot_i in the 11th: value_o = 10.
`default_nettype none

module gw_counter #(
  parameter CountW = 1
) (
  input  wire              clk_i,
  input  wire              rst_ni,
  input  wire [CountW-1:0] count_i,
  input  wire              snapshot_i,
  input  wire              clear_i,
  output wire [63:0]       value_o
);
  reg  [31:0] low_q, high_q;
  reg         carry_q;
  reg         snapshot_q, clear_q;
  reg  [31:0] seen_low_q, seen_high_q;

  wire [32:0] sum = {1'b0, clear_i ? 32'd0 : low_q} + {{(33-CountW){1'b0}}, count_i};

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      low_q       <= 32'd0;
      carry_q     <= 1'b0;
      high_q      <= 32'd0;
      snapshot_q  <= 1'b0;
      clear_q     <= 1'b0;
      seen_low_q  <= 32'd0;
      seen_high_q <= 32'd0;
    end else begin
      {carry_q, low_q} <= sum;
      snapshot_q       <= snapshot_i;
      clear_q          <= clear_i;
      // The carry of the cycle before a clear still belongs to the old count.
      high_q <= (clear_q ? 32'd0 : high_q) + {31'd0, carry_q};
      if (snapshot_i) seen_low_q <= low_q;
      if (snapshot_q) seen_high_q <= high_q;
    end
  end

  assign value_o = {seen_high_q, seen_low_q};
endmodule

`default_nettype wire
