// SPDX-License-Identifier: Apache-2.0
// The front of every cell lane: pre-activation of a sum, then sigmoid and tanh of it, by tables or by
// straight lines.
//
//   sum_i, shift_i at cycle T  ->  a_o = SAT_A(R(sum, shift)) at T+1; a_sat_o at T: it saturates
//   lookup_sigmoid_i at T+1    ->  sigmoid_o = S(a) from T+2+E, held until the next lookup's result
//   lookup_tanh_i at T+1       ->  tanh_o = T(a) from T+2+E, likewise
//   lookup_other_i at any t    ->  tanh_o = T(other_i) from t+1+E: a second user of tanh, in a format
//                                  of its own; wins over lookup_tanh_i. Never both at once.
// E is 0 with tables, 2 with lines. A lookup of each every cycle is allowed. Nothing is reset.
//
//   AccW, ShiftW      bits of a sum (2..) and of the shift fw + e_r
//   StateW, StateF    bits and fraction bits of format A;  OtherW, OtherF of other_i
//   GateF             fraction bits fo of sigmoid and tanh values
//   TableI, TableF    integer bits (with sign) and fraction bits of the table input
//   Nearest           rounding: 1 to nearest even, 0 floor
//   SigmoidFile, TanhFile   table contents, address = input as two's complement
//   Lines             32 bits: 0 for tables, else lines of each function (a power of two >= 2) with
//                     the lines of sigmoid above, and those of tanh above these, as gw_pwl takes them;
//                     tanh in the finer of both formats
`default_nettype none

module gw_activation #(
  parameter AccW        = 32,
  parameter ShiftW      = 5,
  parameter StateW      = 16,
  parameter StateF      = 8,
  parameter OtherW      = 16,
  parameter OtherF      = 8,
  parameter GateF       = 12,
  parameter TableI      = 4,
  parameter TableF      = 6,
  parameter Nearest     = 1,
  parameter SigmoidFile = "",
  parameter TanhFile    = "",
  parameter Lines       = 32'd0
) (
  input  wire              clk_i,
  input  wire [AccW-1:0]   sum_i,
  input  wire [ShiftW-1:0] shift_i,
  input  wire              lookup_sigmoid_i,
  input  wire              lookup_tanh_i,
  input  wire              lookup_other_i,
  input  wire [OtherW-1:0] other_i,
  output reg  [StateW-1:0] a_o,
  output wire              a_sat_o,
  output wire [GateF:0]    sigmoid_o,
  output wire [GateF+1:0]  tanh_o
);
  localparam integer Segments = Lines[31:0];  // lines of each function, 0: tables

  wire [StateW-1:0] a;
  gw_round_sat_var #(
    .InW     (AccW),
    .OutW    (StateW),
    .ShiftW  (ShiftW),
    .Nearest (Nearest)
  ) u_preactivation (
    .x_i     (sum_i),
    .shift_i (shift_i),
    .y_o     (a),
    .sat_o   (a_sat_o)
  );
  always @(posedge clk_i) a_o <= a;

  generate
    if (Segments == 0) begin : gen_table
      localparam TableW = TableI + TableF;
      wire [TableW-1:0] index;
      wire [TableW-1:0] other_index;
      wire              index_sat, other_index_sat;
      gw_round_sat #(
        .InW     (StateW),
        .OutW    (TableW),
        .Shift   (StateF - TableF),
        .Nearest (Nearest)
      ) u_index (
        .x_i   (a_o),
        .y_o   (index),
        .sat_o (index_sat)
      );
      gw_round_sat #(
        .InW     (OtherW),
        .OutW    (TableW),
        .Shift   (OtherF - TableF),
        .Nearest (Nearest)
      ) u_other_index (
        .x_i   (other_i),
        .y_o   (other_index),
        .sat_o (other_index_sat)
      );

      gw_rom #(
        .Width (GateF + 1),
        .Depth (1 << TableW),
        .AddrW (TableW),
        .File  (SigmoidFile)
      ) u_sigmoid (
        .clk_i  (clk_i),
        .re_i   (lookup_sigmoid_i),
        .addr_i (index),
        .data_o (sigmoid_o)
      );
      gw_rom #(
        .Width (GateF + 2),
        .Depth (1 << TableW),
        .AddrW (TableW),
        .File  (TanhFile)
      ) u_tanh (
        .clk_i  (clk_i),
        .re_i   (lookup_tanh_i | lookup_other_i),
        .addr_i (lookup_other_i ? other_index : index),
        .data_o (tanh_o)
      );
      wire unused_sat = &{1'b0, index_sat, other_index_sat, Lines};
    end else begin : gen_lines
      localparam LinesW = 64 * Segments + 64;  // bits of the lines of a function
      // tanh takes both of its users in the finer of their formats, of at most 16 fraction bits.
      localparam FinerF = StateF > OtherF ? StateF : OtherF;
      localparam FineF  = FinerF > 16 ? 16 : FinerF;
      localparam CutF   = OtherF > FineF ? OtherF - FineF : 0;
      localparam LeftF  = OtherF > FineF ? 0 : FineF - OtherF;
      localparam FineA  = StateW + FineF - StateF;
      localparam FineO  = OtherW + LeftF;
      localparam FineW  = FineA > FineO ? FineA : FineO;
      wire [FineW-1:0] a_wide     = {{(FineW-StateW+1){a_o[StateW-1]}}, a_o[StateW-2:0]};
      wire [FineW-1:0] other_wide = {{(FineW-OtherW+1){other_i[OtherW-1]}}, other_i[OtherW-2:0]};
      wire [FineW-1:0] other_fine = $signed(other_wide << LeftF) >>> CutF;
      wire [FineW-1:0] fine = lookup_other_i ? other_fine : a_wide << (FineF - StateF);
      wire [GateF+1:0] sigmoid;
      gw_pwl #(
        .InW      (StateW),
        .GateF    (GateF),
        .Segments (Segments),
        .Lines    (Lines[32 +: LinesW]),
        .Odd      (0)
      ) u_sigmoid (
        .clk_i    (clk_i),
        .lookup_i (lookup_sigmoid_i),
        .k_i      (a_o),
        .y_o      (sigmoid)
      );
      gw_pwl #(
        .InW      (FineW),
        .GateF    (GateF),
        .Segments (Segments),
        .Lines    (Lines[32+LinesW +: LinesW]),
        .Odd      (1)
      ) u_tanh (
        .clk_i    (clk_i),
        .lookup_i (lookup_tanh_i | lookup_other_i),
        .k_i      (fine),
        .y_o      (tanh_o)
      );
      assign sigmoid_o = sigmoid[GateF:0];
      wire unused_lines = &{1'b0, sigmoid[GateF+1]};
    end
  endgenerate
endmodule

`default_nettype wire
