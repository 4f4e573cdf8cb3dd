// SPDX-License-Identifier: Apache-2.0
// Truncated product of two signed numbers (docs/numerics.md 5), written as a sum of rows that synthesis
// is free to implement; gw_carry_save is the same function as full adders. Combinational.
//
// Row i is w_i[i] ? v_i : 0, shifted by i; bits for which exactly one operand's bit is its sign are
// complemented, and ones stand in columns WW-1, VW-1 and WW+VW-1. approx_i = 0: the product.
// approx_i = 1: columns below DroppedColumns are left out and DropOffset * 2^DroppedColumns is added.
//
//   WW, VW          bits of the operands (2..)
//   DroppedColumns  columns that approx_i leaves out (1..WW)
//   DropOffset      what stands for them, 0..7, in units of 2^DroppedColumns
//   Example         WW = 4, VW = 5, DroppedColumns = 2, DropOffset = 0: 3 * 5 = 15 gives 8 + 4 with
//                   approx_i = 1
`default_nettype none

module gw_truncated #(
  parameter WW             = 8,
  parameter VW             = 16,
  parameter DroppedColumns = 4,
  parameter DropOffset     = 1
) (
  input  wire [WW-1:0]    w_i,
  input  wire [VW-1:0]    v_i,
  input  wire             approx_i,
  output reg  [WW+VW-1:0] product_o
);
  localparam ProductW = WW + VW;
  localparam [ProductW-1:0] One  = 1;
  localparam [ProductW-1:0] Ones = (One << (WW - 1)) + (One << (VW - 1)) + (One << (ProductW - 1));
  localparam [ProductW-1:0] Low  = (One << DroppedColumns) - One;
  localparam [31:0]         DropOffset32 = DropOffset;
  localparam [ProductW-1:0] Stands   = {{(ProductW-4){1'b0}}, DropOffset32[3:0]} << DroppedColumns;
  localparam [VW-1:0]       Sign     = {1'b1, {(VW-1){1'b0}}};

  wire [ProductW-1:0] kept = approx_i ? ~Low : {ProductW{1'b1}};
  reg  [VW-1:0]       row;
  integer             i;
  always @* begin
    product_o = Ones + (approx_i ? Stands : {ProductW{1'b0}});
    for (i = 0; i < WW; i = i + 1) begin
      row       = (w_i[i] ? v_i : {VW{1'b0}}) ^ ((i == WW - 1) ? ~Sign : Sign);
      product_o = product_o + (({{WW{1'b0}}, row} << i) & kept);
    end
  end
endmodule

`default_nettype wire
