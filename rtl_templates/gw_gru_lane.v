// One GRU lane: turns the gate sums of a unit into its new output (numerics.md 3).
//
// A unit takes four cycles (sums r, ch, cx, u in this order), a dense unit one. With T the cycle in
// which sum_i and shift_i of a gate are presented:
//   T      pre-activation a = SAT_A(R(sum, shift)), for cx the sum itself is kept
//   T+1    lookup of sigmoid(a) for r and u                 (lookup_sigmoid_i)
//   T+2+X  r meets q, the pre-activation of ch, in the multiplier; u meets the old h
// X is 0 with tables, 2 with lines; q and M_cx wait as long. Counted from U = T+2+X of gate u:
//   U-2    r*q and M_cx aligned and added                   (gate_ch_i)
//   U-1    a_c = SAT_A(R(..))                               (gate_cx_i)
//   U      lookup of c = tanh(a_c); u * h                   (gate_u_i)
//   U+2    (2^fo - u) * c, with lines U+3                   (out_mul_i)
//   then   h' = SAT_A(R((2^fo - u)*c) + R(u*h)) -> h_o valid one cycle later (h_load_i)
// The multiplier is shared: its uses fall on different cycles modulo 4.
// A dense unit loads h_o at its T+2 (dense_load_i), at T+2+X when its activation (Head 3, 4) is
// looked up; valid one cycle later. Nothing is reset.
// Saturations, each within the cycle that computes the value: a_sat_o at T (of cx it means nothing),
// a_c_sat_o with gate_cx_i. Outputs never saturate (docs/registers.md).
//
//   AccW, ShiftW    bits of a sum and of the shift fw + e_r
//   StateW, StateF  width and fraction bits of format A
//   GateF           fraction bits fo of sigmoid and tanh values
//   TableI, TableF  integer (with sign) and fraction bits of the table input
//   Nearest         rounding: 1 to nearest even, 0 floor
//   Head            dense head: 0 none in this design, 1 linear, 2 relu, 3 sigmoid, 4 tanh
//   SigmoidFile, TanhFile   table contents, address = input as two's complement
//   Segments, SigmLines, TanhLines   as in gw_activation: lines instead of tables
`default_nettype none

module gw_gru_lane #(
  parameter AccW        = 32,
  parameter ShiftW      = 5,
  parameter StateW      = 16,
  parameter StateF      = 8,
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
  input  wire              gate_r_i,
  input  wire              gate_ch_i,
  input  wire              gate_cx_i,
  input  wire              gate_u_i,
  input  wire              dense_load_i,
  input  wire [StateW-1:0] h_i,
  // U+2, U+3; one later with lines
  input  wire              out_mul_i,
  input  wire              h_load_i,
  output wire [StateW-1:0] h_o,
  // saturations
  output wire              a_sat_o,
  output wire              a_c_sat_o
);
  localparam GateW  = GateF + 2;                         // signed, holds 2^fo
  localparam MulBW  = StateW > GateW ? StateW : GateW;
  localparam ProdW  = GateW + MulBW;

  // T: pre-activation, and the sum of cx with its shift; both wait for r.
  wire [StateW-1:0] a_q;
  wire [StateW-1:0] q;
  wire [GateF:0]    sigmoid;
  wire [GateW-1:0]  tanh;
  reg  [StateW-1:0] a_c_q;
  wire [AccW-1:0]   sum_q;
  wire [ShiftW-1:0] shift_q;
  gw_activation #(
    .AccW        (AccW),
    .ShiftW      (ShiftW),
    .StateW      (StateW),
    .StateF      (StateF),
    .OtherW      (StateW),
    .OtherF      (StateF),
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
    .lookup_other_i   (gate_u_i),
    .other_i          (a_c_q),
    .a_o              (a_q),
    .a_sat_o          (a_sat_o),
    .sigmoid_o        (sigmoid),
    .tanh_o           (tanh)
  );
  generate
    if (Segments == 0) begin : gen_direct
      reg [AccW+ShiftW-1:0] cx_1;
      always @(posedge clk_i) cx_1 <= {sum_i, shift_i};
      assign {sum_q, shift_q} = cx_1;
      assign q = a_q;
    end else begin : gen_wait
      reg [AccW+ShiftW-1:0] cx_1, cx_2, cx_3;
      reg [StateW-1:0]      q_1, q_2;
      always @(posedge clk_i) begin
        cx_1 <= {sum_i, shift_i};
        cx_2 <= cx_1;
        cx_3 <= cx_2;
        q_1  <= a_q;
        q_2  <= q_1;
      end
      assign {sum_q, shift_q} = cx_3;
      assign q = q_2;
    end
  endgenerate

  // U-2: r*q << (max(fo, s) - fo) plus M_cx << (max(fo, s) - s), s the shift of cx.
  localparam MaxLeft = ((1 << ShiftW) - 1 > GateF) ? (1 << ShiftW) - 1 - GateF : 0;
  localparam ProdAW  = ProdW + MaxLeft;
  localparam SumAW   = AccW + GateF;
  localparam WideW   = (ProdAW > SumAW ? ProdAW : SumAW) + 1;
  localparam [31:0] GateF32 = GateF;
  wire [31:0]       s_wide    = {{(32-ShiftW){1'b0}}, shift_q};
  wire              fine      = (s_wide >= GateF32);
  wire [31:0]       left_rq   = fine ? s_wide - GateF32 : 32'd0;
  wire [31:0]       left_cx   = fine ? 32'd0 : GateF32 - s_wide;
  wire [31:0]       back      = fine ? s_wide : GateF32;
  localparam BackW = (ShiftW > 4) ? ShiftW : 4;          // holds s and fo <= 14
  reg  [ProdW-1:0]  product_q;
  wire [WideW-1:0]  rq        = {{(WideW-ProdW){product_q[ProdW-1]}}, product_q} << left_rq;
  wire [WideW-1:0]  cx        = {{(WideW-AccW){sum_q[AccW-1]}}, sum_q} << left_cx;
  reg  [WideW-1:0]  wide_q;
  reg  [BackW-1:0]  back_q;

  // U-1: pre-activation of the candidate.
  wire [StateW-1:0] a_c;
  gw_round_sat_var #(
    .InW     (WideW),
    .OutW    (StateW),
    .ShiftW  (BackW),
    .Nearest (Nearest)
  ) u_candidate (
    .x_i     (wide_q),
    .shift_i (back_q),
    .y_o     (a_c),
    .sat_o   (a_c_sat_o)
  );

  // The shared multiplier: r*q, u*h, (2^fo - u)*c.
  localparam [GateF:0] One = {1'b1, {GateF{1'b0}}};
  reg  [GateF:0]          gate_u_q;
  wire signed [GateW-1:0] mul_a  = {1'b0, out_mul_i ? One - gate_u_q : sigmoid};
  wire [StateW-1:0]       state  = gate_u_i ? h_i : q;
  wire signed [MulBW-1:0] s_side = {{(MulBW-StateW+1){state[StateW-1]}}, state[StateW-2:0]};
  wire signed [MulBW-1:0] t_side = {{(MulBW-GateW+1){tanh[GateW-1]}}, tanh[GateW-2:0]};
  wire signed [MulBW-1:0] mul_b  = out_mul_i ? t_side : s_side;
  wire signed [ProdW-1:0] product = mul_a * mul_b;

  // U+3: the two products, rounded apart. Neither half can saturate inside its word.
  localparam HalfW = ProdW + (StateF > 2 * GateF ? StateF - 2 * GateF : 0);
  reg  [ProdW-1:0] product_uh_q;
  wire [HalfW-1:0] half_c, half_h;
  wire             half_c_sat, half_h_sat;
  gw_round_sat #(
    .InW     (ProdW),
    .OutW    (HalfW),
    .Shift   (2 * GateF - StateF),
    .Nearest (Nearest)
  ) u_half_c (
    .x_i   (product_q),
    .y_o   (half_c),
    .sat_o (half_c_sat)
  );
  gw_round_sat #(
    .InW     (ProdW),
    .OutW    (HalfW),
    .Shift   (GateF),
    .Nearest (Nearest)
  ) u_half_h (
    .x_i   (product_uh_q),
    .y_o   (half_h),
    .sat_o (half_h_sat)
  );
  wire [HalfW:0]    both = {half_c[HalfW-1], half_c} + {half_h[HalfW-1], half_h};
  wire [StateW-1:0] h_new;
  wire              h_sat;
  gw_round_sat #(
    .InW     (HalfW + 1),
    .OutW    (StateW),
    .Shift   (0),
    .Nearest (Nearest)
  ) u_output (
    .x_i   (both),
    .y_o   (h_new),
    .sat_o (h_sat)
  );

  reg after_u_q;
  always @(posedge clk_i) begin
    after_u_q <= gate_u_i;
    if (gate_r_i | gate_u_i | out_mul_i) product_q <= product;
    if (gate_ch_i) begin
      wide_q <= rq + cx;
      back_q <= back[BackW-1:0];
    end
    if (gate_cx_i) a_c_q <= a_c;
    if (gate_u_i) gate_u_q <= sigmoid;
    if (after_u_q) product_uh_q <= product_q;
  end

  // Result register: GRU output, or the dense head of this design.
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

  assign h_o = h_q;
  wire unused_sat = &{1'b0, half_c_sat, half_h_sat, h_sat, back[31:BackW]};
endmodule

`default_nettype wire
