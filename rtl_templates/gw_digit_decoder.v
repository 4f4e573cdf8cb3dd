// SPDX-License-Identifier: Apache-2.0
// Digits of a bit-sparse weight from its code: the weight is the sum of +-2^position over the digits
// that are valid. Combinational.
//
// CodeTable = 0, one digit: the code is {negative, position}. Two digits: {negative of b, negative of a,
// row, column}, a triangle of position pairs folded into a rectangle: a and b are column and row where
// the column is greater, both complemented where it is smaller; where they are equal a stands alone, at
// {negative of b, row}. In both cases a positive digit at the greatest position is no digit: zero.
// CodeTable = 1: the code is {negative, index}. gw_digit_table, emitted with the design, gives the
// digits of the magnitude; the index ZeroIndex is zero, or -2^(WeightW-1) when negative.
//
//   WeightW    bits of a weight, -2^(WeightW-1) .. 2^(WeightW-1) - 1 (2..16)
//   Digits     digits of a weight at most (1..3; 1 or 2 without a table)
//   CodeTable  0 or 1, as above
//   CodeW      bits of a code; without a table PosW + 1 for one digit, 2 PosW + 1 for two
//   ZeroIndex  last index of gw_digit_table (CodeTable = 1)
//   Example    WeightW = 16, two digits, code 9'b0_1_010_0111: a = 7, negative, b = 2: -2^7 + 2^2
`default_nettype none

module gw_digit_decoder #(
  parameter WeightW   = 16,
  parameter Digits    = 2,
  parameter CodeTable = 0,
  parameter CodeW     = 9,
  parameter ZeroIndex = 0,
  parameter PosW      = $clog2(WeightW)  // derived, not to be set
) (
  input  wire [CodeW-1:0]       code_i,
  output wire [Digits-1:0]      valid_o,
  output wire [Digits-1:0]      negative_o,
  output wire [Digits*PosW-1:0] position_o
);
  generate
    if (CodeTable != 0) begin : gen_table
      localparam [31:0] ZeroIndex32 = ZeroIndex;
      wire              negative = code_i[CodeW-1];
      wire [CodeW-2:0]  index    = code_i[CodeW-2:0];
      wire [Digits-1:0] valid;
      wire [Digits-1:0] opposite;
      gw_digit_table u_table (
        .index_i    (index),
        .valid_o    (valid),
        .negative_o (opposite),
        .position_o (position_o)
      );
      assign negative_o = opposite ^ {Digits{negative}};
      assign valid_o    = valid & {Digits{negative | (index != ZeroIndex32[CodeW-2:0])}};
    end else if (Digits == 1) begin : gen_one
      assign position_o = code_i[PosW-1:0];
      assign negative_o = code_i[PosW];
      assign valid_o    = ~&position_o | negative_o;
    end else begin : gen_two
      wire [PosW-1:0] column = code_i[PosW-1:0];
      wire [PosW-1:0] row    = {1'b0, code_i[2*PosW-2:PosW]};
      wire [1:0]      sign   = code_i[2*PosW:2*PosW-1];
      wire            alone  = (column == row);
      wire            folded = (column < row);
      wire [PosW-1:0] single = {sign[1], row[PosW-2:0]};
      wire [PosW-1:0] a      = alone ? single : column ^ {PosW{folded}};
      assign position_o = {row ^ {PosW{folded}}, a};
      assign negative_o = sign;
      assign valid_o    = {~alone, ~(alone & (&single) & ~sign[0])};
    end
  endgenerate
endmodule

`default_nettype wire
