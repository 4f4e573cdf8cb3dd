// SPDX-License-Identifier: Apache-2.0
// gw_round_sat for every x, against SAT(R(x, s)) of numerics 1: q is x / 2^s towards minus infinity,
// what is left decides the rounding, and the result is clamped.
`default_nettype none

module formal_round_sat #(
  parameter InW     = 34,
  parameter OutW    = 16,
  parameter Right   = 14,   // the shift is Right - Left
  parameter Left    = 0,
  parameter Nearest = 1
) (
  input wire [InW-1:0] x_i
);
  localparam signed [31:0] Shift = Right - Left;
  localparam Wide = InW + OutW + Left + 2;
  wire [OutW-1:0] y;
  wire            sat;
  gw_round_sat #(.InW(InW), .OutW(OutW), .Shift(Shift), .Nearest(Nearest)) dut (
    .x_i(x_i), .y_o(y), .sat_o(sat)
  );
  wire signed [Wide-1:0] x    = $signed(x_i);
  wire signed [Wide-1:0] unit = {{(Wide-1){1'b0}}, 1'b1} << Right;
  wire signed [Wide-1:0] q    = (x <<< Left) >>> Right;
  wire signed [Wide-1:0] rest = (x <<< Left) - (q <<< Right);  // 0 .. unit - 1
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
