// What every cell lane does first: pre-activation of a sum, and the tables of sigmoid and tanh.
//
//   sum_i, shift_i at cycle T  ->  a_o = SAT_A(R(sum, shift)) at T+1; a_sat_o at T: it saturates
//   lookup_sigmoid_i at T+1    ->  sigmoid_o = S(a) from T+2, held until the next lookup
//   lookup_tanh_i at T+1       ->  tanh_o = T(a) from T+2, likewise
//   lookup_other_i at any t    ->  tanh_o = T(other_i) from t+1: a second user of the tanh table, in
//                                  a format of its own; wins over lookup_tanh_i. Never both at once.
// Nothing is reset.
//
//   AccW, ShiftW      bits of a sum and of the shift fw + e_r
//   StateW, StateF    width and fraction bits of format A;  OtherW, OtherF of other_i
//   GateF             fraction bits fo of sigmoid and tanh values
//   TableI, TableF    integer (with sign) and fraction bits of the table input
//   Nearest           rounding: 1 to nearest even, 0 floor
//   SigmoidFile, TanhFile   table contents, address = input as two's complement
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
  parameter TanhFile    = ""
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
  localparam TableW = TableI + TableF;

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
  wire unused_sat = &{1'b0, index_sat, other_index_sat};
endmodule

`default_nettype wire
