// SPDX-License-Identifier: Apache-2.0
// The LSTM part of a cell lane: gate values of a unit become its new cell state and output
// (docs/numerics.md 3). gw_cell_lane drives it.
//
// F is the cycle of gate f, in which gate_i[1] is high; the others follow as i, g, o (gate_i[0], [2],
// [3]), one a cycle. E is 0 with tables, 2 with lines.
//   F      f meets c_i in the multiplier
//   F+1    i waits
//   F+2    g meets i
//   F+3    o waits; c' = SAT_C(R(f*c + i*g)), rounded once    -> c_o from F+4; c_sat_o at F+3
//   F+5+E  o * tanh(c')                                       (out_mul_i)
//   F+6+E  h_o = SAT_A(R(o * tanh(c'))), in this cycle alone
// A unit every four cycles: the uses of the multiplier fall on different cycles modulo 4. Not reset.
//
//   StateW, StateF  bits and fraction bits of format A;  CellW, CellF of format C
//   GateF           fraction bits fo of sigmoid_i (unsigned) and tanh_i (signed)
//   Nearest         rounding: 1 to nearest even, 0 floor
`default_nettype none

module gw_lstm_unit #(
  parameter StateW  = 16,
  parameter StateF  = 8,
  parameter CellW   = 16,
  parameter CellF   = 8,
  parameter GateF   = 12,
  parameter Nearest = 1
) (
  input  wire              clk_i,
  input  wire [GateF:0]    sigmoid_i,
  input  wire [GateF+1:0]  tanh_i,
  input  wire [3:0]        gate_i,
  input  wire              out_mul_i,
  input  wire [CellW-1:0]  c_i,
  output wire [CellW-1:0]  c_o,
  output wire              c_sat_o,
  output wire [StateW-1:0] h_o
);
  localparam GateW  = GateF + 2;                         // signed, holds 2^fo
  localparam MulBW  = CellW > GateW ? CellW : GateW;
  localparam ProdW  = GateW + MulBW;
  localparam SumF   = GateF + (GateF > CellF ? GateF : CellF);
  localparam LeftFc = SumF - GateF - CellF;              // alignment of f*c
  localparam LeftIg = SumF - 2 * GateF;                  // alignment of i*g
  localparam AlignW = ProdW + LeftFc + LeftIg + 1;       // one of the two shifts is zero

  wire gate_in = gate_i[0], gate_f = gate_i[1], gate_g = gate_i[2], gate_o = gate_i[3];
  // The shared multiplier.
  reg  [GateF:0] gate_i_q;
  reg  [GateF:0] gate_o_q;
  wire signed [GateW-1:0] mul_a = {1'b0, gate_f ? sigmoid_i : out_mul_i ? gate_o_q : gate_i_q};
  wire signed [MulBW-1:0] c_wide = {{(MulBW-CellW+1){c_i[CellW-1]}}, c_i[CellW-2:0]};
  wire signed [MulBW-1:0] t_wide = {{(MulBW-GateW+1){tanh_i[GateW-1]}}, tanh_i[GateW-2:0]};
  wire signed [MulBW-1:0] mul_b = gate_f ? c_wide : t_wide;
  wire signed [ProdW-1:0] product = mul_a * mul_b;
  reg  [ProdW-1:0]        product_q;
  reg  [ProdW-1:0]        product_fc_q;
  reg  [CellW-1:0]        c_q;

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

  wire h_sat;  // never: |h'| is at most 1
  gw_round_sat #(
    .InW     (ProdW),
    .OutW    (StateW),
    .Shift   (2 * GateF - StateF),
    .Nearest (Nearest)
  ) u_output (
    .x_i   (product_q),
    .y_o   (h_o),
    .sat_o (h_sat)
  );

  always @(posedge clk_i) begin
    if (gate_f | gate_g | out_mul_i) product_q <= product;
    if (gate_in) begin
      gate_i_q     <= sigmoid_i;
      product_fc_q <= product_q;
    end
    if (gate_o) begin
      gate_o_q <= sigmoid_i;
      c_q      <= c_new;
    end
  end

  assign c_o = c_q;
  wire unused_sat = &{1'b0, h_sat};
endmodule

`default_nettype wire
