// SPDX-License-Identifier: Apache-2.0
// Test bench: gw_round_sat at every constant shift FirstShift .. FirstShift + Shifts - 1, side by
// side on one input.
`default_nettype none

module gw_round_sat_shifts #(
  parameter InW        = 8,
  parameter OutW       = 4,
  parameter FirstShift = -2,
  parameter Shifts     = 4,
  parameter Nearest    = 1
) (
  input  wire [InW-1:0]         x_i,
  output wire [Shifts*OutW-1:0] y_o,
  output wire [Shifts-1:0]      sat_o
);
  genvar s;
  generate
    for (s = 0; s < Shifts; s = s + 1) begin : gen_shift
      gw_round_sat #(
        .InW     (InW),
        .OutW    (OutW),
        .Shift   (FirstShift + s),
        .Nearest (Nearest)
      ) u_dut (
        .x_i   (x_i),
        .y_o   (y_o[s*OutW +: OutW]),
        .sat_o (sat_o[s])
      );
    end
  endgenerate
endmodule

`default_nettype wire
