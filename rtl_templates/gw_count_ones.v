// SPDX-License-Identifier: Apache-2.0
// Number of ones, registered: count_o in a cycle is the number of ones of bits_i in the cycle before.
// 0 after reset.
//
//   Bits     bits of bits_i (1..)
//   CountW   bits of the count, $clog2(Bits + 1)
// Example: Bits = 4: bits_i 4'b1011 gives 3 in the next cycle.
`default_nettype none

module gw_count_ones #(
  parameter Bits   = 4,
  parameter CountW = 3
) (
  input  wire              clk_i,
  input  wire              rst_ni,
  input  wire [Bits-1:0]   bits_i,
  output wire [CountW-1:0] count_o
);
  // A chain of additions of one bit each, which synthesis turns into a tree.
  reg [CountW:0] sum;
  integer        n;
  always @* begin
    sum = {(CountW+1){1'b0}};
    for (n = 0; n < Bits; n = n + 1) sum = sum + {{CountW{1'b0}}, bits_i[n]};
  end

  reg [CountW-1:0] count_q;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) count_q <= {CountW{1'b0}};
    else count_q <= sum[CountW-1:0];
  end
  assign count_o = count_q;
  wire unused_top = &{1'b0, sum[CountW]};
endmodule

`default_nettype wire
