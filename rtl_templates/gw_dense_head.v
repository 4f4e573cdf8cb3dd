// SPDX-License-Identifier: Apache-2.0
// The dense head's activation: pre-activation and table values of a unit to its output.
//
//   a_i at cycle t, sigmoid_i and tanh_i of the same unit at t+1  ->  y_o at t+1, one unit a cycle
//
// The value a head needs (sigmoid for Head 3, tanh for 4) has been looked up at t. Not reset.
//
//   StateW, StateF  bits and fraction bits of format A
//   GateF           fraction bits fo of sigmoid and tanh values
//   Nearest         rounding: 1 to nearest even, 0 floor
//   Head            1 linear, 2 relu, 3 sigmoid, 4 tanh
`default_nettype none

module gw_dense_head #(
  parameter StateW  = 16,
  parameter StateF  = 8,
  parameter GateF   = 12,
  parameter Nearest = 1,
  parameter Head    = 1
) (
  input  wire              clk_i,
  input  wire [StateW-1:0] a_i,
  input  wire [GateF:0]    sigmoid_i,
  input  wire [GateF+1:0]  tanh_i,
  output wire [StateW-1:0] y_o
);
  generate
    if (Head == 1 || Head == 2) begin : gen_linear
      reg [StateW-1:0] a_q;
      always @(posedge clk_i) a_q <= a_i;
      assign y_o = (Head == 2 && a_q[StateW-1]) ? {StateW{1'b0}} : a_q;
      wire unused_tables = &{1'b0, sigmoid_i, tanh_i};
    end else begin : gen_table
      wire y_sat;  // never: in every legal format A the values of the tables fit
      gw_round_sat #(
        .InW     (GateF + 2),
        .OutW    (StateW),
        .Shift   (GateF - StateF),
        .Nearest (Nearest)
      ) u_output (
        .x_i   ((Head == 3) ? {1'b0, sigmoid_i} : tanh_i),
        .y_o   (y_o),
        .sat_o (y_sat)
      );
      wire unused_a = &{1'b0, clk_i, a_i, sigmoid_i, tanh_i, y_sat};
    end
  endgenerate
endmodule

`default_nettype wire
