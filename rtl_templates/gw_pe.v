// SPDX-License-Identifier: Apache-2.0
// Multiplier of one processing element: weight times event value, registered, one a cycle.
//
//   weight_i at cycle t with en_i[0]  ->  product_o at t+Stages, held while en_i[Stages-1] is 0
//
// en_i[k] marks cycle t+k of a product, so it is en_i[0] of k cycles before. value_i, negated_i and
// approx_i belong to the weight at t with one stage, at t+1 with more. Nothing is reset. A value is
// never 0: a change of 0 is no event.
//
//   MultiplierKind  0  weight_i * value_i, left to the synthesis tool (an FPGA's DSP block)
//                   1  the same as an array of full adders (gw_carry_save)
//                      With DroppedColumns > 0 and approx_i both give the truncated product of
//                      docs/numerics.md 5, and 0 for a weight of 0
//                   2  weight_i is the code of a bit-sparse weight (gw_digit_decoder)
//   Stages          1  the product is registered
//                   2  also the weight (decoded, if it is a code): memory and multiplier on separate
//                      paths
//                   3  also what enters the last adder (the product itself with MultiplierKind 0)
//   StoredW         bits of weight_i (2..)
//   ValueW          bits of the value, two's complement (2..)
//   WeightW         bits of a weight: StoredW, more with MultiplierKind 2
//   Digits, CodeTable, ZeroIndex   as in gw_digit_decoder (MultiplierKind 2)
//   DroppedColumns, DropOffset     as in gw_carry_save (MultiplierKind 0, 1)
`default_nettype none

module gw_pe #(
  parameter MultiplierKind = 0,
  parameter Stages         = 1,
  parameter StoredW        = 8,
  parameter ValueW         = 16,
  parameter WeightW        = StoredW,
  parameter Digits         = 1,
  parameter CodeTable      = 0,
  parameter ZeroIndex      = 0,
  parameter DroppedColumns = 0,
  parameter DropOffset     = 0
) (
  input  wire                      clk_i,
  input  wire [Stages-1:0]         en_i,
  input  wire [StoredW-1:0]        weight_i,
  input  wire [ValueW-1:0]         value_i,
  input  wire [ValueW:0]           negated_i,
  input  wire                      approx_i,
  output reg  [WeightW+ValueW-1:0] product_o
);
  localparam ProductW = WeightW + ValueW;
  localparam PosW     = $clog2(WeightW);
  wire unused_parameters = &{1'b0, (Digits + CodeTable + ZeroIndex + DropOffset) != 0};

  // What the multiplier works on: the weight, or its digits.
  localparam OperandW = (MultiplierKind == 2) ? Digits * (PosW + 2) : StoredW;
  wire [OperandW-1:0] operand, operand_0;
  wire [ProductW-1:0] row_a, row_b;
  generate
    if (MultiplierKind == 2) begin : gen_bit_sparse
      gw_digit_decoder #(
        .WeightW   (WeightW),
        .Digits    (Digits),
        .CodeTable (CodeTable),
        .CodeW     (StoredW),
        .ZeroIndex (ZeroIndex)
      ) u_decoder (
        .code_i     (weight_i),
        .valid_o    (operand_0[Digits-1:0]),
        .negative_o (operand_0[Digits +: Digits]),
        .position_o (operand_0[2*Digits +: Digits*PosW])
      );
      gw_shift_add #(
        .Digits   (Digits),
        .PosW     (PosW),
        .ValueW   (ValueW),
        .ProductW (ProductW)
      ) u_shift_add (
        .valid_i    (operand[Digits-1:0]),
        .negative_i (operand[Digits +: Digits]),
        .position_i (operand[2*Digits +: Digits*PosW]),
        .value_i    (value_i),
        .negated_i  (negated_i),
        .a_o        (row_a),
        .b_o        (row_b)
      );
      wire unused_approx = &{1'b0, approx_i};
    end else begin : gen_weight
      assign operand_0 = weight_i;
      wire unused_negated = &{1'b0, negated_i};
      // A truncated product of zero is not zero by itself.
      wire                kept = (DroppedColumns == 0) | (|operand);
      wire [ProductW-1:0] a, b;
      assign row_a = a & {ProductW{kept}};
      assign row_b = b & {ProductW{kept}};
      if (MultiplierKind == 1) begin : gen_array
        gw_carry_save #(
          .WW             (StoredW),
          .VW             (ValueW),
          .DroppedColumns (DroppedColumns),
          .DropOffset     (DropOffset)
        ) u_carry_save (
          .w_i      (operand),
          .v_i      (value_i),
          .approx_i (approx_i),
          .a_o      (a),
          .b_o      (b)
        );
      end else if (DroppedColumns > 0) begin : gen_truncated
        gw_truncated #(
          .WW             (StoredW),
          .VW             (ValueW),
          .DroppedColumns (DroppedColumns),
          .DropOffset     (DropOffset)
        ) u_truncated (
          .w_i       (operand),
          .v_i       (value_i),
          .approx_i  (approx_i),
          .product_o (a)
        );
        assign b = {ProductW{1'b0}};
      end else begin : gen_operator
        wire signed [StoredW-1:0] weight = operand;
        wire signed [ValueW-1:0]  value  = value_i;
        assign a = weight * value;
        assign b = {ProductW{1'b0}};
        wire unused_approx = &{1'b0, approx_i};
      end
    end

    if (Stages == 1) begin : gen_direct
      assign operand = operand_0;
    end else begin : gen_operand
      reg [OperandW-1:0] operand_q;
      always @(posedge clk_i) begin
        if (en_i[0]) operand_q <= operand_0;
      end
      assign operand = operand_q;
    end

    if (Stages == 3) begin : gen_rows
      reg [ProductW-1:0] row_a_q, row_b_q;
      always @(posedge clk_i) begin
        if (en_i[1]) begin
          row_a_q <= row_a;
          row_b_q <= row_b;
        end
        if (en_i[2]) product_o <= row_a_q + row_b_q;
      end
    end else begin : gen_product
      always @(posedge clk_i) begin
        if (en_i[Stages-1]) product_o <= row_a + row_b;
      end
    end
  endgenerate
endmodule

`default_nettype wire
