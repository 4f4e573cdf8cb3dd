// SPDX-License-Identifier: Apache-2.0
// What happens in the engine, as a register block counts it: flags and counts of one cycle.
//
// stats_o, highest first: an invalid frame ended; a step began that is full, delta, skipped; events of
// layer inputs and of recurrences taken by the arrays, weight words fetched (the ones of events_x_i,
// events_h_i, words_i), all one cycle after they came in. Saturations pass at once, as they come in.
//
//   Arrays        number of arrays (1..)
//   SaturationsW  bits of saturations_i: the counts of gw_saturation_count
`default_nettype none

module gw_stats #(
  parameter Arrays       = 2,
  parameter SaturationsW = 4
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,
  input  wire                    invalid_frame_i,
  // a frame is let in; its step is full or skipped
  input  wire                    take_i,
  input  wire                    full_i,
  input  wire                    skip_i,
  input  wire [Arrays-1:0]       events_x_i,
  input  wire [Arrays-1:0]       events_h_i,
  input  wire [Arrays-1:0]       words_i,
  input  wire [SaturationsW-1:0] saturations_i,
  output wire [4+3*$clog2(Arrays+1)+SaturationsW-1:0] stats_o
);
  localparam CountW = $clog2(Arrays + 1);
  wire [CountW-1:0] events_x, events_h, words;
  reg  [3:0]        control_q;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) control_q <= 4'b0000;
    else control_q <= {invalid_frame_i,
                       {3{take_i}} & {full_i & ~skip_i, ~full_i & ~skip_i, skip_i}};
  end
  gw_count_ones #(
    .Bits   (Arrays),
    .CountW (CountW)
  ) u_events_x (
    .clk_i   (clk_i),
    .rst_ni  (rst_ni),
    .bits_i  (events_x_i),
    .count_o (events_x)
  );
  gw_count_ones #(
    .Bits   (Arrays),
    .CountW (CountW)
  ) u_events_h (
    .clk_i   (clk_i),
    .rst_ni  (rst_ni),
    .bits_i  (events_h_i),
    .count_o (events_h)
  );
  gw_count_ones #(
    .Bits   (Arrays),
    .CountW (CountW)
  ) u_words (
    .clk_i   (clk_i),
    .rst_ni  (rst_ni),
    .bits_i  (words_i),
    .count_o (words)
  );
  assign stats_o = {control_q, events_x, events_h, words, saturations_i};
endmodule

`default_nettype wire
