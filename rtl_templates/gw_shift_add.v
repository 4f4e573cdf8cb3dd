// SPDX-License-Identifier: Apache-2.0
// Product of a bit-sparse weight, given as digits, and a value, as two rows: a_o + b_o = product modulo
// 2^ProductW. Combinational: a shifter for each digit; three digits meet in full adders.
//
//   Digits    digits of a weight (1..3)
//   PosW      bits of a position, as in gw_digit_decoder
//   ValueW    bits of the value (2..); negated_i is its negative, one bit more
//   ProductW  bits of the product
//   Example   Digits = 2: +2^3 - 2^0 and value 5: a_o = 40, b_o = -5
`default_nettype none

module gw_shift_add #(
  parameter Digits   = 2,
  parameter PosW     = 4,
  parameter ValueW   = 16,
  parameter ProductW = 32
) (
  input  wire [Digits-1:0]      valid_i,
  input  wire [Digits-1:0]      negative_i,
  input  wire [Digits*PosW-1:0] position_i,
  input  wire [ValueW-1:0]      value_i,
  input  wire [ValueW:0]        negated_i,
  output wire [ProductW-1:0]    a_o,
  output wire [ProductW-1:0]    b_o
);
  wire [3*ProductW-1:0] terms;
  genvar d, c;
  generate
    for (d = 0; d < 3; d = d + 1) begin : gen_term
      if (d < Digits) begin : gen_digit
        wire [ValueW:0]     chosen = negative_i[d] ? negated_i : {value_i[ValueW-1], value_i};
        wire [ValueW:0]     kept   = chosen & {(ValueW+1){valid_i[d]}};
        wire [ProductW-1:0] wide   = {{(ProductW-ValueW){kept[ValueW]}}, kept[ValueW-1:0]};
        assign terms[d*ProductW +: ProductW] = wide << position_i[d*PosW +: PosW];
      end else begin : gen_none
        assign terms[d*ProductW +: ProductW] = {ProductW{1'b0}};
      end
    end
    if (Digits == 3) begin : gen_three
      wire [ProductW-1:0] carries;
      for (c = 0; c < ProductW; c = c + 1) begin : gen_column
        gw_full_adder u_full_adder (
          .a_i (terms[c]),
          .b_i (terms[ProductW+c]),
          .c_i (terms[2*ProductW+c]),
          .s_o (a_o[c]),
          .c_o (carries[c])
        );
      end
      assign b_o = {carries[ProductW-2:0], 1'b0};
      wire unused_carry = &{1'b0, carries[ProductW-1]};
    end else begin : gen_two
      assign a_o = terms[0 +: ProductW];
      assign b_o = terms[ProductW +: ProductW];
      wire unused_terms = &{1'b0, terms[2*ProductW +: ProductW]};
    end
  endgenerate
endmodule

`default_nettype wire
