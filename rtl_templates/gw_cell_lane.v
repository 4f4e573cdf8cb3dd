// One cell lane: turns the gate sums of a unit into its new cell state and output (numerics.md 3).
//
// An LSTM unit takes four cycles (gates f, i, g, o in this order), a dense unit one. With T the
// cycle in which sum_i and shift_i of a gate are presented:
//   T      pre-activation a = SAT_A(R(sum, shift))
//   T+1    lookup of a: sigmoid for f, i, o; tanh for g                (lookup_* controls)
//   T+2+X  gate value ready: f meets c_i in the multiplier, i waits, g meets i, o waits
// X is 0 with tables, 2 with lines. Counted from F = T+2+X of gate f:
//   F+3    c' = SAT_C(R(f*c + i*g)), one rounding          -> c_o valid from F+4
//   F+4    lookup of tanh(c')                               (cell_lookup_i)
//   F+5+X  o * tanh(c')                                     (out_mul_i)
//   F+6+X  h' = SAT_A(R(o * tanh(c')))                      -> h_o valid from F+7+X (h_load_i)
// The multiplier and tanh are shared: their uses fall on different cycles modulo 4.
// A dense unit loads h_o at its T+2 (dense_load_i), at T+2+X when its activation (Head 3, 4) is
// looked up; valid one cycle later. Nothing is reset.
// Saturations, each within the cycle that computes the value: a_sat_o at T, c_sat_o with gate_o_i.
// Outputs never saturate (docs/registers.md).
//
//   AccW, ShiftW    bits of a sum and of the shift fw + e_r
//   StateW, StateF  width and fraction bits of format A;  CellW, CellF of format C
//   GateF           fraction bits fo of sigmoid and tanh values
//   TableI, TableF  integer (with sign) and fraction bits of the table input
//   Nearest         rounding: 1 to nearest even, 0 floor
//   Head            dense head: 0 none in this design, 1 linear, 2 relu, 3 sigmoid, 4 tanh
//   SigmoidFile, TanhFile   table contents, address = input as two's complement
//   Segments, SigmLines, TanhLines   as in gw_activation: lines instead of tables
`default_nettype none

module gw_cell_lane #(
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
  parameter Head        = 1,
  parameter SigmoidFile = "",
  parameter TanhFile    = "",
  parameter Segments    = 0,
  parameter [64*Segments+63:0] SigmLines = {(Segments+1){64'd0}},
  parameter [64*Segments+63:0] TanhLines = {(Segments+1){64'd0}}
) (
  input  wire              clk_i,
  // T
  input  wire [AccW-1:0]   sum_i,
  input  wire [ShiftW-1:0] shift_i,
  // T+1
  input  wire              lookup_sigmoid_i,
  input  wire              lookup_tanh_i,
  // T+2+X
  input  wire              gate_f_i,
  input  wire              gate_i_i,
  input  wire              gate_g_i,
  input  wire              gate_o_i,
  input  wire              dense_load_i,
  input  wire [CellW-1:0]  c_i,
  // F+4 .. F+6+X
  input  wire              cell_lookup_i,
  input  wire              out_mul_i,
  input  wire              h_load_i,
  output wire [CellW-1:0]  c_o,
  output wire [StateW-1:0] h_o,
  // saturations
  output wire              a_sat_o,
  output wire              c_sat_o
);
  localparam GateW  = GateF + 2;                         // signed, holds 2^fo
  localparam MulBW  = CellW > GateW ? CellW : GateW;
  localparam ProdW  = GateW + MulBW;
  localparam SumF   = GateF + (GateF > CellF ? GateF : CellF);
  localparam LeftFc = SumF - GateF - CellF;              // alignment of f*c
  localparam LeftIg = SumF - 2 * GateF;                  // alignment of i*g
  localparam AlignW = ProdW + LeftFc + LeftIg + 1;       // one of the two shifts is zero

  wire [StateW-1:0] a_q;
  wire [GateF:0]    sigmoid;
  wire [GateW-1:0]  tanh;
  reg  [CellW-1:0]  c_q;
  gw_activation #(
    .AccW        (AccW),
    .ShiftW      (ShiftW),
    .StateW      (StateW),
    .StateF      (StateF),
    .OtherW      (CellW),
    .OtherF      (CellF),
    .GateF       (GateF),
    .TableI      (TableI),
    .TableF      (TableF),
    .Nearest     (Nearest),
    .SigmoidFile (SigmoidFile),
    .TanhFile    (TanhFile),
    .Segments    (Segments),
    .SigmLines   (SigmLines),
    .TanhLines   (TanhLines)
  ) u_activation (
    .clk_i            (clk_i),
    .sum_i            (sum_i),
    .shift_i          (shift_i),
    .lookup_sigmoid_i (lookup_sigmoid_i),
    .lookup_tanh_i    (lookup_tanh_i),
    .lookup_other_i   (cell_lookup_i),
    .other_i          (c_q),
    .a_o              (a_q),
    .a_sat_o          (a_sat_o),
    .sigmoid_o        (sigmoid),
    .tanh_o           (tanh)
  );

  // The shared multiplier.
  reg  [GateF:0] gate_i_q;
  reg  [GateF:0] gate_o_q;
  wire signed [GateW-1:0] mul_a = {1'b0, gate_f_i ? sigmoid : out_mul_i ? gate_o_q : gate_i_q};
  wire signed [MulBW-1:0] c_wide = {{(MulBW-CellW+1){c_i[CellW-1]}}, c_i[CellW-2:0]};
  wire signed [MulBW-1:0] t_wide = {{(MulBW-GateW+1){tanh[GateW-1]}}, tanh[GateW-2:0]};
  wire signed [MulBW-1:0] mul_b = gate_f_i ? c_wide : t_wide;
  wire signed [ProdW-1:0] product = mul_a * mul_b;
  reg  [ProdW-1:0]        product_q;
  reg  [ProdW-1:0]        product_fc_q;

  wire [AlignW-1:0] fc = {{(AlignW-ProdW){product_fc_q[ProdW-1]}}, product_fc_q} << LeftFc;
  wire [AlignW-1:0] ig = {{(AlignW-ProdW){product_q[ProdW-1]}}, product_q} << LeftIg;
  wire [CellW-1:0]  c_new;
  gw_round_sat #(
    .InW     (AlignW),
    .OutW    (CellW),
    .Shift   (SumF - CellF),
    .Nearest (Nearest)
  ) u_cell (
    .x_i   (fc + ig),
    .y_o   (c_new),
    .sat_o (c_sat_o)
  );

  wire [StateW-1:0] h_new;
  wire              h_sat;
  gw_round_sat #(
    .InW     (ProdW),
    .OutW    (StateW),
    .Shift   (2 * GateF - StateF),
    .Nearest (Nearest)
  ) u_output (
    .x_i   (product_q),
    .y_o   (h_new),
    .sat_o (h_sat)
  );

  always @(posedge clk_i) begin
    if (gate_f_i | gate_g_i | out_mul_i) product_q <= product;
    if (gate_i_i) begin
      gate_i_q     <= sigmoid;
      product_fc_q <= product_q;
    end
    if (gate_o_i) begin
      gate_o_q <= sigmoid;
      c_q      <= c_new;
    end
  end

  // Result register: LSTM output, or the dense head of this design.
  wire              load   = h_load_i | dense_load_i;
  wire [StateW-1:0] result;
  reg  [StateW-1:0] h_q;
  always @(posedge clk_i) begin
    if (load) h_q <= result;
  end
  generate
    if (Head != 0) begin : gen_head
      wire [StateW-1:0] y;
      gw_dense_head #(
        .StateW  (StateW),
        .StateF  (StateF),
        .GateF   (GateF),
        .Nearest (Nearest),
        .Head    (Head)
      ) u_head (
        .clk_i     (clk_i),
        .a_i       (a_q),
        .sigmoid_i (sigmoid),
        .tanh_i    (tanh),
        .y_o       (y)
      );
      assign result = h_load_i ? h_new : y;
    end else begin : gen_no_head
      assign result = h_new;
    end
  endgenerate

  assign c_o = c_q;
  assign h_o = h_q;
  wire unused_sat = &{1'b0, h_sat};
endmodule

`default_nettype wire
