// SPDX-License-Identifier: Apache-2.0
// gw_input with small elements under any stream, any thresholds, any room, frames taken at any time,
// and a reset at any time; against a model that keeps the references of valid frames alone.
//
// Proven: the events of every beat and their values are those of numerics 4 with the references of
// the last valid frame, so an invalid frame leaves no trace in them, and with the thresholds of the frame's
// first beat; a valid frame is committed in exactly one of its sets, or skipped, by its score, and the
// other set forgotten; an invalid frame is forgotten in both; a frame that waits keeps its mode.
`default_nettype none

module formal_input #(
  parameter Events  = 0,
  parameter ElemsIn = 1,
  parameter Inputs  = 2,
  parameter Beats   = 2,
  parameter BeatW   = 1,
  parameter Refresh = 0
) (
  input wire                 clk_i,
  input wire                 rst_ni,
  input wire                 tvalid_i,
  input wire [2*ElemsIn-1:0] tdata_i,
  input wire                 tlast_i,
  input wire                 tuser_i,
  input wire [1:0]           theta_i,
  input wire [4:0]           t_delta_i,
  input wire [4:0]           t_skip_i,
  input wire                 room_i,
  input wire                 take_i
);
  localparam ValueW = (Events != 0) ? 3 : 2;
  localparam Lanes  = Beats * ElemsIn;
  wire                      ready, beat_valid, commit, commit_full, forget, forget_full;
  wire                      frame_valid, frame_start, frame_full, frame_skip, error, bad;
  wire [BeatW-1:0]          beat_index;
  wire [ElemsIn-1:0]        valid, full_valid;
  wire [ElemsIn*ValueW-1:0] values, full_values;
  wire [7:0]                in_force;
  gw_input #(
    .Events(Events), .ElemsIn(ElemsIn), .ElemW(2), .StateW(2), .Inputs(Inputs), .Layers(2),
    .ScoreW(5), .Refresh(Refresh), .Runtime(1)
  ) dut (
    .clk_i(clk_i), .rst_ni(rst_ni), .s_axis_tvalid_i(tvalid_i), .s_axis_tready_o(ready),
    .s_axis_tdata_i(tdata_i), .s_axis_tlast_i(tlast_i), .s_axis_tuser_i(tuser_i),
    .thresholds_i({t_skip_i, t_delta_i, 4'd0, 2'd0, theta_i}), .step_start_i(1'b0),
    .in_force_o(in_force), .room_i(room_i), .beat_valid_o(beat_valid), .beat_index_o(beat_index),
    .valid_o(valid), .values_o(values), .full_valid_o(full_valid), .full_values_o(full_values),
    .commit_o(commit), .commit_full_o(commit_full), .forget_o(forget), .forget_full_o(forget_full),
    .frame_valid_o(frame_valid), .frame_start_o(frame_start), .frame_full_o(frame_full),
    .frame_skip_o(frame_skip), .frame_take_i(take_i), .error_o(error), .invalid_o(bad)
  );

  reg started = 1'b0;
  always @(posedge clk_i) started <= 1'b1;
  always @* if (!started) assume (!rst_ni);

  // The stream: see formal_axis_in.
  reg [3:0] beats;
  reg       pending;
  reg [1:0] theta;
  reg [4:0] t_delta, t_skip;
  wire      accept   = tvalid_i & ready;
  wire      first    = (beats == 0);
  wire      starting = pending | (first & tuser_i);
  wire      good     = accept & tlast_i & beats == Beats - 1;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      beats <= 0; pending <= 1;
    end else if (accept) begin
      beats   <= tlast_i ? 0 : (beats == Beats) ? Beats : beats + 1;
      pending <= starting & !good;
    end
  end

  // References of the last valid frame, those after the frame that arrives in a delta and in a full
  // step, its score; the beat accepted last.
  reg signed [1:0]     kept [0:3], delta [0:3], full [0:3];
  reg [4:0]            score;
  reg                  starts, was_beat, was_good, was_bad;
  reg [2*ElemsIn-1:0]  was_data;
  reg [3:0]            was_index;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      was_beat <= 0; was_good <= 0; was_bad <= 0;
    end else begin
      was_beat <= accept & beats != Beats;
      was_good <= good;
      was_bad  <= accept & tlast_i & !good;
    end
  end
  always @(posedge clk_i) begin
    {was_index, was_data} <= {beats, tdata_i};
    if (accept & first) begin
      {theta, t_delta, t_skip} <= {theta_i, t_delta_i, t_skip_i};
      starts <= starting;
    end
  end

  // The events of that beat by definition.
  integer                   e;
  reg signed [1:0]          x [0:ElemsIn-1], reference [0:ElemsIn-1];
  reg signed [2:0]          change [0:ElemsIn-1];
  reg [2:0]                 size [0:ElemsIn-1];
  reg [ElemsIn-1:0]         inside, event_d, event_f;
  reg [4:0]                 adds;
  always @* begin
    adds = 0;
    for (e = 0; e < ElemsIn; e = e + 1) begin
      x[e]         = was_data[2*e +: 2];
      reference[e] = (Events == 0 || starts) ? 2'sd0 : kept[was_index * ElemsIn + e];
      change[e]    = x[e] - reference[e];
      size[e]      = change[e] < 0 ? -change[e] : change[e];
      inside[e]    = was_index * ElemsIn + e < Inputs;
      event_d[e]   = inside[e] & size[e] != 0 & (Events == 0 || starts || size[e] >= {1'b0, theta});
      event_f[e]   = inside[e] & x[e] != 0;
      if (inside[e]) adds = adds + size[e];
    end
  end
  wire [4:0] sum = (was_index == 0 ? 0 : score) + adds;

  // The decision, as many cycles after the last beat as it takes, and the mode of the frame that waits.
  localparam Wait = (Events == 2) ? 5 : 1;
  reg [2:0]  timer;
  reg [4:0]  deltas;
  reg        waits, waits_full, waits_skip, waits_start;
  wire       due      = Events == 2 && Refresh != 0 && deltas == Refresh;
  wire       is_skip  = Events == 2 && !starts && score < t_skip;
  wire       is_full  = starts | (Events == 2 && !is_skip && (score >= t_delta || due));
  wire       decides  = (timer == 1);
  wire       to_full  = decides & Events == 2 & is_full;
  wire       to_delta = decides & (Events != 2 | (!is_full & !is_skip));
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      timer <= 0; waits <= 0;
    end else begin
      timer <= good ? Wait : timer != 0 ? timer - 1 : 0;
      waits <= decides | (waits & !take_i);
    end
  end
  integer k;
  reg signed [1:0] moved;
  always @(posedge clk_i) begin
    if (was_beat) begin
      score <= sum;
      for (e = 0; e < ElemsIn; e = e + 1) begin
        delta[was_index * ElemsIn + e] <= event_d[e] ? x[e] : reference[e];
        full[was_index * ElemsIn + e]  <= x[e];
      end
    end
    if (decides) begin
      waits_full  <= is_full;
      waits_skip  <= is_skip;
      waits_start <= starts;
      for (k = 0; k < Inputs; k = k + 1) begin
        if (to_full) kept[k] <= full[k];
        else if (to_delta) begin
          // the last beat of a frame may arrive in this very cycle
          if (was_beat && k / ElemsIn == was_index) begin
            kept[k] <= event_d[k % ElemsIn] ? x[k % ElemsIn] : reference[k % ElemsIn];
          end else kept[k] <= delta[k];
        end
      end
      if (to_full) deltas <= 0;
      else if (to_delta) deltas <= deltas + 1;
    end
  end

  always @* if (started & rst_ni) begin
    assert (beat_valid == was_beat);
    if (was_beat) begin
      assert (beat_index == was_index);
      assert (valid == event_d);
      for (e = 0; e < ElemsIn; e = e + 1) begin
        if (event_d[e]) assert ($signed(values[e*ValueW +: ValueW]) == (Events != 0 ? change[e] : x[e]));
        if (Events == 2 && event_f[e]) assert ($signed(full_values[e*ValueW +: ValueW]) == x[e]);
      end
      assert (full_valid == (Events == 2 ? event_f : 0));
    end
    assert (commit == to_delta);
    assert (commit_full == to_full);
    assert (bad == was_bad);
    assert (forget == (was_bad | (Events == 2 & decides & !to_delta)));
    assert (forget_full == (Events == 2 & (was_bad | (decides & !to_full))));
    assert (frame_valid == waits);
    if (waits) assert (frame_full == waits_full && frame_skip == waits_skip && frame_start == waits_start);
  end
endmodule

`default_nettype wire
