// SPDX-License-Identifier: Apache-2.0
// gw_round_sat_var for every x and every shift, against SAT(R(x, s)) of numerics 1: q is x / 2^s
// towards minus infinity, what is left decides the rounding, and the result is clamped.
`default_nettype none

module formal_round_sat_var #(
  parameter InW     = 32,
  parameter OutW    = 16,
  parameter ShiftW  = 5,
  parameter Nearest = 1
) (
  input wire [InW-1:0]    x_i,
  input wire [ShiftW-1:0] shift_i
);
  localparam Wide = InW + OutW + (1 << ShiftW) + 2;
  wire [OutW-1:0] y;
  wire            sat;
  gw_round_sat_var #(.InW(InW), .OutW(OutW), .ShiftW(ShiftW), .Nearest(Nearest)) dut (
    .x_i(x_i), .shift_i(shift_i), .y_o(y), .sat_o(sat)
  );
  wire signed [Wide-1:0] x    = $signed(x_i);
  wire signed [Wide-1:0] unit = {{(Wide-1){1'b0}}, 1'b1} << shift_i;
  wire signed [Wide-1:0] q    = x >>> shift_i;
  wire signed [Wide-1:0] rest = x - (q <<< shift_i);  // 0 .. unit - 1
  wire up = Nearest != 0 && (2 * rest > unit || (2 * rest == unit && q[0]));
  wire signed [Wide-1:0] r    = q + (up ? 1 : 0);
  wire signed [Wide-1:0] most = ({{(Wide-1){1'b0}}, 1'b1} <<< (OutW - 1)) - 1;
  wire over  = r > most;
  wire under = r < -most - 1;
  always @* begin
    assert (sat == (over | under));
    assert ($signed(y) == (over ? most : under ? -most - 1 : r));
  end
endmodule

`default_nettype wire
