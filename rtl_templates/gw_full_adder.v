// SPDX-License-Identifier: Apache-2.0
// Full adder: a_i + b_i + c_i = s_o + 2 c_o, combinational.
//
// A module of its own so that a library's full-adder cell can take its place: synthesis swaps it
// for the cell where the library has one (docs/synthesis.md), other tools map the two equations.
`default_nettype none

module gw_full_adder (
  input  wire a_i,
  input  wire b_i,
  input  wire c_i,
  output wire s_o,
  output wire c_o
);
  wire half = a_i ^ b_i;
  assign s_o = half ^ c_i;
  assign c_o = (a_i & b_i) | (half & c_i);
endmodule

`default_nettype wire
