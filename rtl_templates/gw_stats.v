// What happens in the engine, as a register block counts it: flags and counts of a cycle, a few cycles
// later. With Stats = 0 stats_o stays 0 and costs nothing.
//
// stats_o, highest first: a bad frame; a step began that is full, delta, skipped; events of layer inputs
// and of recurrences taken by the arrays, weight words fetched (ones in events_x_i, events_h_i,
// words_i); saturations of real units: a, q, a_c, c', h', y, as they come in. Flags and counts of
// arrays come one cycle late.
//
//   Arrays, Lanes   as in gw_engine
//   StatsW          4 flags, 3 counts of arrays, 6 of lanes
`default_nettype none

module gw_stats #(
  parameter Stats  = 0,
  parameter Arrays = 2,
  parameter Lanes  = 2,
  parameter StatsW = 4 + 3 * $clog2(Arrays + 1) + 6 * $clog2(Lanes + 1)
) (
  input  wire                             clk_i,
  input  wire                             rst_ni,
  input  wire                             bad_frame_i,
  // a frame is let in; its step is full or skipped
  input  wire                             take_i,
  input  wire                             full_i,
  input  wire                             skip_i,
  input  wire [Arrays-1:0]                events_x_i,
  input  wire [Arrays-1:0]                events_h_i,
  input  wire [Arrays-1:0]                words_i,
  input  wire [6*$clog2(Lanes + 1)-1:0]   saturations_i,
  output wire [StatsW-1:0]                stats_o
);
  localparam CountW = $clog2(Arrays + 1);
  generate
    if (Stats != 0) begin : gen_stats
      wire [CountW-1:0] events_x, events_h, words;
      reg  [3:0]        control_q;
      always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) control_q <= 4'b0000;
        else control_q <= {bad_frame_i, {3{take_i}} & {full_i & ~skip_i, ~full_i & ~skip_i, skip_i}};
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
    end else begin : gen_no_stats
      assign stats_o = {StatsW{1'b0}};
      wire unused_stats = &{1'b0, clk_i, rst_ni, bad_frame_i, take_i, full_i, skip_i, events_x_i,
                            events_h_i, words_i, saturations_i};
    end
  endgenerate
endmodule

`default_nettype wire
