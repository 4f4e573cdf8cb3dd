// SPDX-License-Identifier: Apache-2.0
// gw_axis_in under any stream, any room and a reset at any time.
//
// Proven: when a beat is accepted and when not; every beat of the first Beats of a frame comes out
// once, in the next cycle, with its index and elements; a frame of the right length is committed
// once, max(1, DecisionCycles) cycles after its last beat, waits until it is taken and starts a sequence
// when it should; any other frame is rewound once, in the next cycle, and is an error.
`default_nettype none

module formal_axis_in #(
  parameter ElemW  = 3,
  parameter StateW = 2,
  parameter Elems  = 2,
  parameter Beats  = 3,
  parameter BeatW  = 2,
  parameter DecisionCycles = 0
) (
  input wire                   clk_i,
  input wire                   rst_ni,
  input wire                   tvalid_i,
  input wire [Elems*ElemW-1:0] tdata_i,
  input wire                   tlast_i,
  input wire                   tuser_i,
  input wire                   room_i,
  input wire                   take_i
);
  wire                    ready, accept_o, accept_first, beat_valid, beat_start;
  wire                    beat_decide, beat_commit, beat_rewind, frame_valid, frame_start, error;
  wire [BeatW-1:0]        accept_index, beat_index;
  wire [Elems*StateW-1:0] beat_data;
  gw_axis_in #(
    .ElemW(ElemW), .StateW(StateW), .Elems(Elems), .Beats(Beats),
    .DecisionCycles(DecisionCycles)
  ) dut (
    .clk_i(clk_i), .rst_ni(rst_ni), .s_axis_tvalid_i(tvalid_i), .s_axis_tready_o(ready),
    .s_axis_tdata_i(tdata_i), .s_axis_tlast_i(tlast_i), .s_axis_tuser_i(tuser_i),
    .accept_o(accept_o), .accept_index_o(accept_index), .accept_first_o(accept_first),
    .room_i(room_i), .beat_valid_o(beat_valid), .beat_start_o(beat_start),
    .beat_decide_o(beat_decide), .beat_commit_o(beat_commit), .beat_rewind_o(beat_rewind),
    .beat_index_o(beat_index), .beat_data_o(beat_data), .frame_valid_o(frame_valid),
    .frame_start_o(frame_start), .frame_take_i(take_i), .error_o(error)
  );

  reg started = 1'b0;
  always @(posedge clk_i) started <= 1'b1;
  always @* if (!started) assume (!rst_ni);

  // The model: beats of the frame so far (Beats: it is too long), cycles to the commit (0: none on
  // its way), the frame that waits, the start of sequence that is pending.
  localparam Wait = (DecisionCycles > 1) ? DecisionCycles : 1;
  reg [3:0] beats, timer;
  reg       waits, waits_start, pending, wrong, ended_bad, frame_starts;
  wire      accept   = tvalid_i & ready;
  wire      too_long = (beats == Beats);
  wire      first    = (beats == 0);
  wire      starting = pending | (first & tuser_i);
  wire      good     = accept & tlast_i & (beats == Beats - 1);
  wire      bad      = accept & tlast_i & !good;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      beats <= 0; timer <= 0; waits <= 0; pending <= 1; wrong <= 0; ended_bad <= 0;
    end else begin
      if (accept) beats <= tlast_i ? 0 : too_long ? Beats : beats + 1;
      timer     <= good ? Wait : timer != 0 ? timer - 1 : 0;
      waits     <= (timer == 1) | (waits & !take_i);
      pending   <= (accept ? starting : pending) & !good;
      wrong     <= wrong | bad;
      ended_bad <= bad;
    end
  end
  always @(posedge clk_i) begin
    if (good) waits_start <= starting;
    if (accept & first) frame_starts <= starting;
  end

  // The beat of the cycle before.
  reg                     was_beat;
  reg [3:0]               was_index;
  reg [Elems*ElemW-1:0]   was_data;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) was_beat <= 1'b0;
    else was_beat <= accept & !too_long;
  end
  always @(posedge clk_i) {was_index, was_data} <= {beats, tdata_i};

  integer e;
  always @* if (started & rst_ni) begin
    // a function of the past and of room alone: tready does not depend on tvalid
    assert (ready == (too_long | (room_i & !(beats == Beats - 1 & (waits | timer != 0))
                                         & !(DecisionCycles != 0 & first & timer != 0))));
    assert (accept_o == (accept & !too_long));
    if (accept_o) assert (accept_index == beats && accept_first == first);
    assert (!accept_first | accept_o);
    assert (beat_valid == was_beat);
    if (was_beat) begin
      assert (beat_index == was_index);
      assert (beat_start == frame_starts);
      for (e = 0; e < Elems; e = e + 1) begin
        assert (beat_data[e*StateW +: StateW] == was_data[e*ElemW +: StateW]);
      end
    end
    assert (beat_commit == (timer == 1));
    assert (beat_decide == ((Wait > 1) ? (timer == 2) : good));
    assert (beat_rewind == ended_bad);
    assert (frame_valid == waits);
    if (waits) assert (frame_start == waits_start);
    assert (error == wrong);
    assert (!(good & (waits | timer != 0)));
  end
endmodule

`default_nettype wire
