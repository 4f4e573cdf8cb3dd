// SPDX-License-Identifier: Apache-2.0
// Rounding and saturation by a run-time shift: y = SAT_OutW(R(x, shift_i)). Combinational. Used for
// pre-activations, whose fraction differs by layer and by row. See gw_round_sat for R.
//
// The shift is done in powers of two with the bits that fall out kept for the rounding: `guard` is the
// last one, `sticky` is 1 when any bit below it was set.
//
//   InW      bits of x, signed (2..)
//   OutW     bits of y, signed (2..)
//   ShiftW   bits of the shift; 0 <= shift_i < 2^ShiftW
//   Nearest  1: to nearest, ties to even; 0: floor
// Example: InW=16, OutW=8, shift_i=4: 0x0068 (6.5) -> 6, 0x0078 (7.5) -> 8, 0x7fff -> 127.
`default_nettype none

module gw_round_sat_var #(
  parameter InW     = 16,
  parameter OutW    = 8,
  parameter ShiftW  = 4,
  parameter Nearest = 1
) (
  input  wire [InW-1:0]    x_i,
  input  wire [ShiftW-1:0] shift_i,
  output wire [OutW-1:0]   y_o,
  output wire              sat_o
);
  localparam FullW = (InW > OutW ? InW : OutW) + 1;  // one spare bit for the increment

  reg [FullW-1:0] floor;
  reg             guard;
  reg             sticky;
  integer         b;
  integer         j;

  always @* begin
    floor  = {{(FullW-InW){x_i[InW-1]}}, x_i};
    guard  = 1'b0;
    sticky = 1'b0;
    for (b = 0; b < ShiftW; b = b + 1) begin
      if (shift_i[b]) begin
        sticky = sticky | guard;
        guard  = floor[FullW-1];
        for (j = 0; j < (1 << b) - 1; j = j + 1) begin
          if (j < FullW) sticky = sticky | floor[j];
        end
        if ((1 << b) - 1 < FullW) guard = floor[(1 << b) - 1];
        floor = $signed(floor) >>> (1 << b);
      end
    end
  end

  wire             inc     = (Nearest != 0) & guard & (sticky | floor[0]);
  wire [FullW-1:0] rounded = floor + {{(FullW-1){1'b0}}, inc};
  wire             fits    = (&rounded[FullW-1:OutW-1]) | ~(|rounded[FullW-1:OutW-1]);

  assign sat_o = ~fits;
  assign y_o   = fits ? rounded[OutW-1:0] : {rounded[FullW-1], {(OutW-1){~rounded[FullW-1]}}};
endmodule

`default_nettype wire
