// SPDX-License-Identifier: Apache-2.0
// The GRU part of a cell lane: sums and gate values of a unit become its new output (docs/numerics.md
// 3). gw_cell_lane drives it.
//
// With T the cycle in which sum_i and shift_i are presented, its pre-activation a_i follows at T+1 and
// its gate value at T+2+E (E = ExtraCycles), in which a bit of gate_i is high: sums r, ch, cx, u (bits
// 1, 3, 0, 2) in this order, one a cycle.
//   T+2+E  r meets q, the pre-activation of ch, in the multiplier; u meets the old h (h_i)
// Counted from U = T+2+E of u:
//   U-2    r*q and M_cx aligned and added
//   U-1    a_c = SAT_A(R(..))                               -> a_c_o at U; a_c_sat_o at U-1
//   U      the caller looks up c = tanh(a_c); u * h
//   U+2    (2^fo - u) * c, with lines U+3                   (out_mul_i)
//   then   h_o = SAT_A(R((2^fo - u)*c) + R(u*h)), in the next cycle alone
// A unit every four cycles: the uses of the multiplier fall on different cycles modulo 4. Not reset.
//
//   AccW, ShiftW    bits of a sum and of the shift fw + e_r
//   StateW, StateF  bits and fraction bits of format A
//   GateF           fraction bits fo of sigmoid_i (unsigned) and tanh_i (signed)
//   Nearest         rounding: 1 to nearest even, 0 floor
//   ExtraCycles     cycles that a lookup takes beyond one: 0 with tables, 2 with lines
`default_nettype none

module gw_gru_unit #(
  parameter AccW        = 32,
  parameter ShiftW      = 5,
  parameter StateW      = 16,
  parameter StateF      = 8,
  parameter GateF       = 12,
  parameter Nearest     = 1,
  parameter ExtraCycles = 0
) (
  input  wire              clk_i,
  input  wire [AccW-1:0]   sum_i,
  input  wire [ShiftW-1:0] shift_i,
  input  wire [StateW-1:0] a_i,
  input  wire [GateF:0]    sigmoid_i,
  input  wire [GateF+1:0]  tanh_i,
  input  wire [3:0]        gate_i,
  input  wire              out_mul_i,
  input  wire [StateW-1:0] h_i,
  output wire [StateW-1:0] a_c_o,
  output wire              a_c_sat_o,
  output wire [StateW-1:0] h_o
);
  localparam GateW  = GateF + 2;                         // signed, holds 2^fo
  localparam MulBW  = StateW > GateW ? StateW : GateW;
  localparam ProdW  = GateW + MulBW;

  wire gate_cx = gate_i[0], gate_r = gate_i[1], gate_u = gate_i[2], gate_ch = gate_i[3];

  // The sum of cx with its shift, and q: they wait for r.
  wire [AccW-1:0]   sum_q;
  wire [ShiftW-1:0] shift_q;
  wire [StateW-1:0] q;
  reg  [StateW-1:0] a_c_q;
  generate
    if (ExtraCycles == 0) begin : gen_direct
      reg [AccW+ShiftW-1:0] cx_1;
      always @(posedge clk_i) cx_1 <= {sum_i, shift_i};
      assign {sum_q, shift_q} = cx_1;
      assign q = a_i;
    end else begin : gen_wait
      reg [AccW+ShiftW-1:0] cx_1, cx_2, cx_3;
      reg [StateW-1:0]      q_1, q_2;
      always @(posedge clk_i) begin
        cx_1 <= {sum_i, shift_i};
        cx_2 <= cx_1;
        cx_3 <= cx_2;
        q_1  <= a_i;
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
  wire signed [GateW-1:0] mul_a  = {1'b0, out_mul_i ? One - gate_u_q : sigmoid_i};
  wire [StateW-1:0]       state  = gate_u ? h_i : q;
  wire signed [MulBW-1:0] s_side = {{(MulBW-StateW+1){state[StateW-1]}}, state[StateW-2:0]};
  wire signed [MulBW-1:0] t_side = {{(MulBW-GateW+1){tanh_i[GateW-1]}}, tanh_i[GateW-2:0]};
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
  wire              h_sat;  // never: |h'| is at most 1
  gw_round_sat #(
    .InW     (HalfW + 1),
    .OutW    (StateW),
    .Shift   (0),
    .Nearest (Nearest)
  ) u_output (
    .x_i   (both),
    .y_o   (h_o),
    .sat_o (h_sat)
  );

  reg after_u_q;
  always @(posedge clk_i) begin
    after_u_q <= gate_u;
    if (gate_r | gate_u | out_mul_i) product_q <= product;
    if (gate_ch) begin
      wide_q <= rq + cx;
      back_q <= back[BackW-1:0];
    end
    if (gate_cx) a_c_q <= a_c;
    if (gate_u) gate_u_q <= sigmoid_i;
    if (after_u_q) product_uh_q <= product_q;
  end

  assign a_c_o = a_c_q;
  wire unused_sat = &{1'b0, half_c_sat, half_h_sat, h_sat, back[31:BackW]};
endmodule

`default_nettype wire
