// SPDX-License-Identifier: Apache-2.0
// One cell lane: turns the sums of a unit into its new state and output (docs/numerics.md 3). This is
// what every kind of cell shares: the front (gw_activation), the activation of the dense head and the
// register of the result. gw_lstm_unit or gw_gru_unit is the cell.
//
// A recurrent unit takes four cycles (LSTM gates f, i, g, o; GRU sums r, ch, cx, u), a dense unit one.
// With T the cycle in which sum_i and shift_i are presented:
//   T      pre-activation a = SAT_A(R(sum, shift))
//   T+1    lookup of a: sigmoid or tanh                       (lookup_* controls)
//   T+2+E  the value of the gate is there                     (gate_i)
// E is 0 with tables, 2 with lines. Counted from G = T+2+E of the last gate:
//   LSTM   c' from G+1, lookup of tanh(c') at G+1 (cell_lookup_i), o * tanh(c') at G+2+E (out_mul_i)
//   GRU    lookup of tanh(a_c) at G, (2^fo - u) * tanh(a_c) at G+2, with lines G+3 (out_mul_i)
//   h_load_i one cycle after out_mul_i  ->  h_o from the next cycle on
//   dense_load_i at T+2, at T+2+E when the head looks its activation up  ->  h_o likewise
// Saturations: a_sat_o at T (of a GRU's cx it means nothing), state_sat_o with the gate that completes
// the state (o of LSTM: c'; cx of GRU: a_c). Outputs never saturate (docs/registers.md). Not reset.
//
//   Cell            0 LSTM: gate_i bits 0 .. 3 are i, f, g, o; kept_i and kept_o are c, c'
//                   1 GRU: gate_i bits 0 .. 3 are cx, r, u, ch; kept_i and kept_o are h, h'
//                   2 none, as the default: a tool that elaborates a module with its defaults needs
//                   neither gw_lstm_unit nor gw_gru_unit, of which a design has one
//   AccW, ShiftW    bits of a sum (2..) and of the shift fw + e_r
//   StateW, StateF  bits and fraction bits of format A;  CellW, CellF of format C (LSTM)
//   GateF           fraction bits fo of sigmoid and tanh values
//   TableI, TableF  integer bits (with sign) and fraction bits of the table input
//   Nearest         rounding: 1 to nearest even, 0 floor
//   Head            dense head: 0 none in this design, 1 linear, 2 relu, 3 sigmoid, 4 tanh
//   SigmoidFile, TanhFile, Lines   as in gw_activation
`default_nettype none

module gw_cell_lane #(
  parameter Cell        = 2,
  parameter AccW        = 32,
  parameter ShiftW      = 5,
  parameter StateW      = 16,
  parameter StateF      = 8,
  parameter CellW       = 16,
  parameter CellF       = 8,
  parameter GateF       = 12,
  parameter TableI      = 4,
  parameter TableF      = 6,
  parameter Nearest     = 1,
  parameter Head        = 0,
  parameter SigmoidFile = "",
  parameter TanhFile    = "",
  parameter Lines       = 32'd0,
  parameter KeptW       = (Cell == 1) ? StateW : CellW  // derived, not to be set
) (
  input  wire              clk_i,
  // T
  input  wire [AccW-1:0]   sum_i,
  input  wire [ShiftW-1:0] shift_i,
  // T+1
  input  wire              lookup_sigmoid_i,
  input  wire              lookup_tanh_i,
  // T+2+E
  input  wire [3:0]        gate_i,
  input  wire              dense_load_i,
  input  wire [KeptW-1:0]  kept_i,
  // after the last gate
  input  wire              cell_lookup_i,
  input  wire              out_mul_i,
  input  wire              h_load_i,
  output wire [KeptW-1:0]  kept_o,
  output wire [StateW-1:0] h_o,
  // saturations
  output wire              a_sat_o,
  output wire              state_sat_o
);
  localparam KeptF = (Cell == 1) ? StateF : CellF;

  wire [StateW-1:0] a;
  wire [GateF:0]    sigmoid;
  wire [GateF+1:0]  tanh;
  wire              lookup_other;
  wire [KeptW-1:0]  other;
  gw_activation #(
    .AccW        (AccW),
    .ShiftW      (ShiftW),
    .StateW      (StateW),
    .StateF      (StateF),
    .OtherW      (KeptW),
    .OtherF      (KeptF),
    .GateF       (GateF),
    .TableI      (TableI),
    .TableF      (TableF),
    .Nearest     (Nearest),
    .SigmoidFile (SigmoidFile),
    .TanhFile    (TanhFile),
    .Lines       (Lines)
  ) u_activation (
    .clk_i            (clk_i),
    .sum_i            (sum_i),
    .shift_i          (shift_i),
    .lookup_sigmoid_i (lookup_sigmoid_i),
    .lookup_tanh_i    (lookup_tanh_i),
    .lookup_other_i   (lookup_other),
    .other_i          (other),
    .a_o              (a),
    .a_sat_o          (a_sat_o),
    .sigmoid_o        (sigmoid),
    .tanh_o           (tanh)
  );

  // The cell: what it looks up in its second use of tanh, its new output.
  wire [StateW-1:0] h_new;
  generate
    if (Cell == 1) begin : gen_gru
      gw_gru_unit #(
        .AccW        (AccW),
        .ShiftW      (ShiftW),
        .StateW      (StateW),
        .StateF      (StateF),
        .GateF       (GateF),
        .Nearest     (Nearest),
        .ExtraCycles ((Lines[31:0] != 0) ? 2 : 0)
      ) u_unit (
        .clk_i     (clk_i),
        .sum_i     (sum_i),
        .shift_i   (shift_i),
        .a_i       (a),
        .sigmoid_i (sigmoid),
        .tanh_i    (tanh),
        .gate_i    (gate_i),
        .out_mul_i (out_mul_i),
        .h_i       (kept_i),
        .a_c_o     (other),
        .a_c_sat_o (state_sat_o),
        .h_o       (h_new)
      );
      assign lookup_other = gate_i[2];
      assign kept_o       = h_o;
      wire unused_lookup = &{1'b0, cell_lookup_i};
    end else if (Cell == 0) begin : gen_lstm
      gw_lstm_unit #(
        .StateW  (StateW),
        .StateF  (StateF),
        .CellW   (CellW),
        .CellF   (CellF),
        .GateF   (GateF),
        .Nearest (Nearest)
      ) u_unit (
        .clk_i     (clk_i),
        .sigmoid_i (sigmoid),
        .tanh_i    (tanh),
        .gate_i    (gate_i),
        .out_mul_i (out_mul_i),
        .c_i       (kept_i),
        .c_o       (other),
        .c_sat_o   (state_sat_o),
        .h_o       (h_new)
      );
      assign lookup_other = cell_lookup_i;
      assign kept_o       = other;
    end else begin : gen_no_cell
      assign {other, kept_o} = {(2*KeptW){1'b0}};
      assign {lookup_other, state_sat_o} = 2'b00;
      assign h_new = {StateW{1'b0}};
      wire unused_cell = &{1'b0, gate_i, kept_i, cell_lookup_i, out_mul_i, sigmoid, tanh};
    end
  endgenerate

  // The register of the result: of the cell, or of the dense head of this design.
  reg [StateW-1:0] h_q;
  assign h_o = h_q;
  generate
    if (Head != 0) begin : gen_head
      wire [StateW-1:0] y;
      always @(posedge clk_i) begin
        if (h_load_i) h_q <= h_new;
        else if (dense_load_i) h_q <= y;
      end
      gw_dense_head #(
        .StateW  (StateW),
        .StateF  (StateF),
        .GateF   (GateF),
        .Nearest (Nearest),
        .Head    (Head)
      ) u_head (
        .clk_i     (clk_i),
        .a_i       (a),
        .sigmoid_i (sigmoid),
        .tanh_i    (tanh),
        .y_o       (y)
      );
    end else begin : gen_no_head
      always @(posedge clk_i) begin
        if (h_load_i) h_q <= h_new;
      end
      // An LSTM has no use for a but the lookups.
      wire unused_dense = &{1'b0, dense_load_i, a};
    end
  endgenerate
endmodule

`default_nettype wire
