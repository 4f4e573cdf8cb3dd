// SPDX-License-Identifier: Apache-2.0
// gw_counter under any counts, snapshots, clears and a reset at any time.
//
// Proven: two cycles after a snapshot, and until the next, value_o is the exact sum of what was counted
// in all cycles before it since the last clear, modulo 2^64 (the low word one cycle after).
// Asserted with it: how the two halves and the carry between them hold that sum.
`default_nettype none

module formal_counter #(
  parameter CountW = 3
) (
  input wire              clk_i,
  input wire              rst_ni,
  input wire [CountW-1:0] count_i,
  input wire              snapshot_i,
  input wire              clear_i
);
  wire [63:0] value;
  gw_counter #(.CountW(CountW)) dut (
    .clk_i(clk_i), .rst_ni(rst_ni), .count_i(count_i), .snapshot_i(snapshot_i), .clear_i(clear_i),
    .value_o(value)
  );
  // registers of the counter
  (* hierconn *) wire [31:0] \dut.low_q ;
  (* hierconn *) wire [31:0] \dut.high_q ;
  (* hierconn *) wire        \dut.carry_q ;
  (* hierconn *) wire        \dut.snapshot_q ;
  (* hierconn *) wire        \dut.clear_q ;

  reg        started = 1'b0;
  always @(posedge clk_i) started <= 1'b1;
  reg [63:0] sum, seen, before;   // before: the count that a clear has just ended
  reg        was_snapshot, was_clear;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      sum <= 0; seen <= 0; was_snapshot <= 0; was_clear <= 0; before <= 0;
    end else begin
      sum          <= (clear_i ? 64'd0 : sum) + count_i;
      was_snapshot <= snapshot_i;
      was_clear    <= clear_i;
      before       <= sum;
      if (snapshot_i) seen <= sum;
    end
  end

  // The upper half is one cycle late: it still has to take the carry, and to forget before a clear.
  wire holds = value[31:0] == seen[31:0] && (was_snapshot || value[63:32] == seen[63:32])
             && \dut.low_q == sum[31:0]
             && \dut.snapshot_q == was_snapshot && \dut.clear_q == was_clear
             && (\dut.clear_q ? 32'd0 : \dut.high_q ) + \dut.carry_q == sum[63:32]
             && (!was_snapshot || (seen == before && \dut.high_q == seen[63:32]));
  // Counting to 2^32 is no run to search: the first cycle is a reset or any state that holds.
  always @* begin
    if (!started) assume (!rst_ni | holds);
    if (rst_ni) assert (holds);
  end
endmodule

`default_nettype wire
