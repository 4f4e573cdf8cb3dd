// SPDX-License-Identifier: Apache-2.0
// Delays what comes with valid_i by Cycles cycles; 0 is a wire. Only valid is reset.
//
//   Width    bits of the data (1..)
//   Cycles   delay (0..)
`default_nettype none

module gw_delay #(
  parameter Width  = 8,
  parameter Cycles = 1
) (
  input  wire             clk_i,
  input  wire             rst_ni,
  input  wire             valid_i,
  input  wire [Width-1:0] data_i,
  output wire             valid_o,
  output wire [Width-1:0] data_o
);
  generate
    if (Cycles == 0) begin : gen_wire
      assign valid_o = valid_i;
      assign data_o  = data_i;
      wire unused_clock = &{1'b0, clk_i, rst_ni};
    end else begin : gen_registers
      reg  [Cycles-1:0]           valid_q;
      reg  [Cycles*Width-1:0]     data_q;
      wire [Cycles:0]             valid = {valid_q, valid_i};
      wire [(Cycles+1)*Width-1:0] data  = {data_q, data_i};
      always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) valid_q <= {Cycles{1'b0}};
        else valid_q <= valid[Cycles-1:0];
      end
      always @(posedge clk_i) data_q <= data[Cycles*Width-1:0];
      assign valid_o = valid[Cycles];
      assign data_o  = data[Cycles*Width +: Width];
    end
  endgenerate
endmodule

`default_nettype wire
