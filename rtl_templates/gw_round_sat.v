// SPDX-License-Identifier: Apache-2.0
// Rounding and saturation by a constant: y = SAT_OutW(R(x, Shift)). Combinational.
//
// R(x, s) = x / 2^s to nearest with ties to even (Nearest = 1) or floor (Nearest = 0); for s <= 0 it is
// x << -s. SAT clamps to the range of OutW signed bits; sat_o = 1: it did.
//
//   InW      bits of x, signed (2..)
//   OutW     bits of y, signed (2..)
//   Shift    s, may be zero or negative
//   Nearest  rounding, see above
// Example: InW=8, OutW=4, Shift=2, Nearest=1: 6 (1.5) -> 2, 10 (2.5) -> 2, 127 -> 7 (saturated).
`default_nettype none

module gw_round_sat #(
  parameter InW     = 8,
  parameter OutW    = 4,
  parameter Shift   = 2,
  parameter Nearest = 1
) (
  input  wire [InW-1:0]  x_i,
  output wire [OutW-1:0] y_o,
  output wire            sat_o
);
  localparam Right = Shift > 0 ? Shift : 0;
  localparam Left  = Shift < 0 ? -Shift : 0;
  localparam MidW  = InW + Left + 1;                       // one spare bit for the increment
  localparam FullW = (MidW > OutW ? MidW : OutW) + Right;  // holds every intermediate

  wire [FullW-1:0] wide = {{(FullW-InW){x_i[InW-1]}}, x_i} << Left;
  wire [FullW-1:0] rounded;

  generate
    if (Right > 0 && Nearest != 0) begin : gen_nearest
      wire [FullW-1:0] floor  = {{Right{wide[FullW-1]}}, wide[FullW-1:Right]};
      wire             half   = wide[Right-1];
      wire [Right-1:0] below  = wide[Right-1:0] << 1;      // what lies under the half bit
      wire             inc    = half & ((|below) | floor[0]);
      assign rounded = floor + {{(FullW-1){1'b0}}, inc};
    end else if (Right > 0) begin : gen_floor
      assign rounded = {{Right{wide[FullW-1]}}, wide[FullW-1:Right]};
      wire unused_below = &{1'b0, wide[Right-1:0]};
    end else begin : gen_exact
      assign rounded = wide;
    end

    if (FullW > OutW) begin : gen_sat
      wire fits = (&rounded[FullW-1:OutW-1]) | ~(|rounded[FullW-1:OutW-1]);
      assign sat_o = ~fits;
      assign y_o   = fits ? rounded[OutW-1:0] : {rounded[FullW-1], {(OutW-1){~rounded[FullW-1]}}};
    end else begin : gen_fits
      assign sat_o = 1'b0;
      assign y_o   = rounded;
    end
  endgenerate
endmodule

`default_nettype wire
