// SPDX-License-Identifier: Apache-2.0
// gw_thresholds between frames that arrive, wait, are let in and run, one at each of these places.
//
// Proven: what a frame sampled with its first beat is what arriving_o shows for it until the next
// frame begins, and what phase_o shows once its step has started, until the next step starts.
`default_nettype none

module formal_thresholds #(
  parameter Width = 4
) (
  input wire             clk_i,
  input wire [Width-1:0] thresholds_i,
  input wire             sample_i,
  input wire             commit_i,
  input wire             take_i,
  input wire             phase_i
);
  wire [Width-1:0] arriving, phase;
  gw_thresholds #(.Width(Width), .Runtime(1)) dut (
    .clk_i(clk_i), .thresholds_i(thresholds_i), .sample_i(sample_i), .commit_i(commit_i),
    .take_i(take_i), .phase_i(phase_i), .arriving_o(arriving), .phase_o(phase)
  );
  // Where the frame is that was marked at its first beat: 1 arrives, 2 waits, 3 is let in, 4 runs.
  // There may be others at the places ahead and behind.
  (* anyseq *) wire mark;
  reg [2:0]       at = 0;
  reg             done = 0;
  reg [Width-1:0] marked;
  always @* begin
    // a place is free before the next frame comes
    if (commit_i) assume (at != 2 || take_i);
    if (take_i) assume (at != 3 || phase_i);
    // a frame that is never committed was an invalid one; the next first beat ends it
  end
  always @(posedge clk_i) begin
    if (mark & sample_i & !done) begin
      at <= 1; done <= 1; marked <= thresholds_i;
    end else begin
      case (at)
        1: at <= commit_i ? 2 : sample_i ? 0 : 1;
        2: at <= take_i ? 3 : 2;
        3: at <= phase_i ? 4 : 3;
        4: at <= phase_i ? 0 : 4;
        default: at <= 0;
      endcase
    end
  end
  always @* begin
    if (at == 1) assert (arriving == marked);
    if (at == 4) assert (phase == marked);
  end
endmodule

`default_nettype wire
