// Thresholds on their way with the frame they belong to: sampled when its first beat is accepted,
// they reach the cell phases of that frame while later frames bring others.
//
//   sample_i at t  ->  arriving_o from t+1: of the frame whose beats arrive
//   commit_i       the frame waits; take_i: it is let in; phase_i: the first phase of its step starts
//   phase_i at t   ->  phase_o from t+1: of the step whose phases run
// Not reset: no frame is there before its first beat.
//
//   Width   bits of all thresholds
`default_nettype none

module gw_thresholds #(
  parameter Width = 16
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
  reg [Width-1:0] arriving_q, waiting_q, active_q, phase_q;
  always @(posedge clk_i) begin
    if (sample_i) arriving_q <= thresholds_i;
    if (commit_i) waiting_q <= arriving_q;
    if (take_i) active_q <= waiting_q;
    if (phase_i) phase_q <= active_q;
  end
  assign arriving_o = arriving_q;
  assign phase_o    = phase_q;
endmodule

`default_nettype wire
