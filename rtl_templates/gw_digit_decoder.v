// Digits of a bit-sparse weight from its code: the weight is the sum of +-2^position over the digits
// that are valid. Combinational.
//
// One digit: the code is {negative, position}; Form 0 (two digits): {negative of b, negative of a,
// row, column}, a triangle of position pairs folded into a rectangle: a and b are column and row
// where the column is greater, both complemented where it is smaller; where they are equal a stands
// alone, at {negative of b, row}. In both a positive digit at the greatest position is no digit: zero.
// Form 1: {negative, index}; gw_digit_table, which comes with the design, gives the digits of the
// magnitude, and the last index, Last, is zero, or -2^(Bits-1) when negative.
//
//   Bits     a weight is within -2^(Bits-1) .. 2^(Bits-1) - 1 (2..16)
//   Digits   digits of a weight at most (1..3)
//   Form     0 or 1, as above; 0 with one or two digits only
//   CodeW    bits of a code: Form 0 with one digit PosW + 1, with two 2 PosW + 1
//   Last     last index of gw_digit_table (Form 1)
//   PosW     bits of a position, $clog2(Bits)
//   Example  Bits = 16, two digits, code 9'b0_1_010_0111: a = 7, negative, b = 2: -2^7 + 2^2
`default_nettype none

module gw_digit_decoder #(
  parameter Bits   = 16,
  parameter Digits = 2,
  parameter Form   = 0,
  parameter CodeW  = 9,
  parameter Last   = 0,
  parameter PosW   = $clog2(Bits)
) (
  input  wire [CodeW-1:0]       code_i,
  output wire [Digits-1:0]      valid_o,
  output wire [Digits-1:0]      negative_o,
  output wire [Digits*PosW-1:0] position_o
);
  generate
    if (Form != 0) begin : gen_table
      localparam [31:0] Last32 = Last;
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
      assign valid_o    = valid & {Digits{negative | (index != Last32[CodeW-2:0])}};
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
