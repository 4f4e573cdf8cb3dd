// SPDX-License-Identifier: Apache-2.0
// Thresholds on their way with the frame they belong to: sampled when its first beat is accepted, they
// reach the cell phases of that frame while later frames bring others.
//
//   sample_i at t  ->  arriving_o from t+1: of the frame whose beats arrive
//   commit_i       the frame waits; take_i: it is let in; phase_i: the first phase of its step starts
//   phase_i at t   ->  phase_o from t+1: of the step whose phases run
// Not reset: no frame is there before its first beat.
// With Runtime = 0 they never change, and both outputs are thresholds_i.
//
//   Width    bits of all thresholds (1..)
//   Runtime  0 or 1, see above
`default_nettype none

module gw_thresholds #(
  parameter Width   = 16,
  parameter Runtime = 1
) (
  input  wire             clk_i,
  input  wire [Width-1:0] thresholds_i,
  input  wire             sample_i,
  input  wire             commit_i,
  input  wire             take_i,
  input  wire             phase_i,
  output wire [Width-1:0] arriving_o,
  output wire [Width-1:0] phase_o
);
  generate
    if (Runtime != 0) begin : gen_travel
      reg [Width-1:0] arriving_q, waiting_q, active_q, phase_q;
      always @(posedge clk_i) begin
        if (sample_i) arriving_q <= thresholds_i;
        if (commit_i) waiting_q <= arriving_q;
        if (take_i) active_q <= waiting_q;
        if (phase_i) phase_q <= active_q;
      end
      assign arriving_o = arriving_q;
      assign phase_o    = phase_q;
    end else begin : gen_fixed
      assign arriving_o = thresholds_i;
      assign phase_o    = thresholds_i;
      wire unused_travel = &{1'b0, clk_i, sample_i, commit_i, take_i, phase_i};
    end
  endgenerate
endmodule

`default_nettype wire
