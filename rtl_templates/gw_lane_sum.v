// SPDX-License-Identifier: Apache-2.0
// Sum of the arrays' partial sums for one cell lane, modulo 2^AccW. Not reset.
//
//   parts_i at cycle t  ->  sum_o at t+1 with several arrays, at t with one
//
//   Arrays  partial sums (1..)
//   AccW    bits of each (2..)
`default_nettype none

module gw_lane_sum #(
  parameter Arrays = 2,
  parameter AccW   = 32
) (
  input  wire                   clk_i,
  input  wire [Arrays*AccW-1:0] parts_i,
  output wire [AccW-1:0]        sum_o
);
  generate
    if (Arrays > 1) begin : gen_sum
      reg [AccW-1:0] total;
      reg [AccW-1:0] sum_q;
      integer        m;
      always @* begin
        total = {AccW{1'b0}};
        for (m = 0; m < Arrays; m = m + 1) total = total + parts_i[m*AccW +: AccW];
      end
      always @(posedge clk_i) sum_q <= total;
      assign sum_o = sum_q;
    end else begin : gen_one
      assign sum_o = parts_i;
      wire unused_clk = &{1'b0, clk_i};
    end
  endgenerate
endmodule

`default_nettype wire
