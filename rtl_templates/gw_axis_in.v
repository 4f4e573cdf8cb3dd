// SPDX-License-Identifier: Apache-2.0
// AXI4-Stream input: checks the length of frames and passes their beats on.
//
// An element takes ElemW bits of a beat, sign-extended, element 0 lowest; a frame is Beats beats, the
// last one with tlast. tuser on the first beat starts a sequence. A beat accepted at t is on beat_*_o
// at t+1, with beat_commit_o when it ends a valid frame and beat_rewind_o when it ends an invalid one.
//
// A frame of the wrong length is invalid: it sets error_o (until reset), is dropped whole and leaves a
// pending start of sequence pending. The first valid frame after reset starts a sequence in any case.
// At most one valid frame waits (frame_valid_o, until frame_take_i); the last beat of the next one is
// not accepted before. tready does not depend on tvalid. Control is reset, data is not.
//
// With DecisionCycles > 0 a valid frame is decided on before it counts: beat_commit_o, and with it the
// frame that waits, come DecisionCycles - 1 cycles later, beat_decide_o one cycle before, and no beat
// of the next frame is accepted until then.
//
//   ElemW           bits of an element on the bus; StateW bits of it are used (2..ElemW)
//   Elems           elements of a beat, a power of two
//   Beats           beats of a frame (1..)
//   DecisionCycles  0, or cycles to a decision (1..)
`default_nettype none

module gw_axis_in #(
  parameter ElemW          = 16,
  parameter StateW         = 16,
  parameter Elems          = 1,
  parameter Beats          = 8,
  parameter DecisionCycles = 0,
  parameter BeatW          = (Beats > 2) ? $clog2(Beats) : 1  // derived, not to be set
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,
  // AXI4-Stream
  input  wire                    s_axis_tvalid_i,
  output wire                    s_axis_tready_o,
  input  wire [Elems*ElemW-1:0]  s_axis_tdata_i,
  input  wire                    s_axis_tlast_i,
  input  wire                    s_axis_tuser_i,
  // a beat is accepted, its index; it is the first of a frame
  output wire                    accept_o,
  output wire [BeatW-1:0]        accept_index_o,
  output wire                    accept_first_o,
  // beats for the encoder; room_i: every queue takes another word, even with a beat on the way
  input  wire                    room_i,
  output wire                    beat_valid_o,
  output wire                    beat_start_o,
  output wire                    beat_decide_o,
  output wire                    beat_commit_o,
  output wire                    beat_rewind_o,
  output wire [BeatW-1:0]        beat_index_o,
  output wire [Elems*StateW-1:0] beat_data_o,
  // the valid frame that waits
  output wire                    frame_valid_o,
  output wire                    frame_start_o,
  input  wire                    frame_take_i,
  output wire                    error_o
);
  localparam [31:0]      Last32 = Beats - 1;
  localparam [BeatW-1:0] Last   = Last32[BeatW-1:0];

  reg [BeatW-1:0] count_q;   // index of the next beat
  reg             drop_q;    // inside a frame that is too long
  reg             start_q;   // a start of sequence is pending
  reg             error_q;
  reg             frame_q;
  reg             frame_start_q;
  reg             valid_q, rewind_q;
  reg             beat_start_q;
  localparam CommitCycles = (DecisionCycles > 1) ? DecisionCycles : 1;
  reg [CommitCycles-1:0] commit_q;  // valid frames on their way, the oldest highest

  wire at_last  = (count_q == Last);
  wire accept   = s_axis_tvalid_i & s_axis_tready_o;
  wire first    = (count_q == {BeatW{1'b0}}) & ~drop_q;
  wire valid_end   = accept & s_axis_tlast_i & at_last & ~drop_q;
  wire invalid_end = accept & s_axis_tlast_i & ~(at_last & ~drop_q);
  wire start    = start_q | (accept & first & s_axis_tuser_i);

  wire deciding = |commit_q;
  assign s_axis_tready_o = drop_q | (room_i & ~(at_last & (frame_q | deciding))
                                     & ~((DecisionCycles != 0) & first & deciding));

  wire [CommitCycles:0] shifted = {commit_q, valid_end};
  wire          unused_oldest = &{1'b0, shifted[CommitCycles]};

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q  <= {BeatW{1'b0}};
      drop_q   <= 1'b0;
      start_q  <= 1'b1;
      error_q  <= 1'b0;
      frame_q  <= 1'b0;
      valid_q  <= 1'b0;
      commit_q <= {CommitCycles{1'b0}};
      rewind_q <= 1'b0;
    end else begin
      if (accept) begin
        if (s_axis_tlast_i) count_q <= {BeatW{1'b0}};
        else if (!at_last) count_q <= count_q + 1'b1;
        drop_q <= ~s_axis_tlast_i & (drop_q | at_last);
      end
      start_q  <= start & ~valid_end;
      error_q  <= error_q | invalid_end;
      frame_q  <= commit_q[CommitCycles-1] | (frame_q & ~frame_take_i);
      valid_q  <= accept & ~drop_q;
      commit_q <= shifted[CommitCycles-1:0];
      rewind_q <= invalid_end;
    end
  end

  reg [BeatW-1:0]        index_q;
  reg [Elems*StateW-1:0] data_q;
  integer                e;
  always @(posedge clk_i) begin
    if (accept) begin
      index_q <= count_q;
      for (e = 0; e < Elems; e = e + 1) begin
        data_q[e*StateW +: StateW] <= s_axis_tdata_i[e*ElemW +: StateW];
      end
    end
    if (accept & first) beat_start_q <= start;
    if (valid_end) frame_start_q <= start;
  end

  generate
    if (ElemW > StateW) begin : gen_padded
      // Sign extension bits are not looked at.
      wire unused_sign = &{1'b0, s_axis_tdata_i};
    end
  endgenerate

  assign accept_o       = accept & ~drop_q;
  assign accept_index_o = count_q;
  assign accept_first_o = accept & first;
  assign beat_valid_o  = valid_q;
  assign beat_start_o  = beat_start_q;
  assign beat_decide_o = (DecisionCycles > 1) ? commit_q[CommitCycles > 1 ? CommitCycles-2 : 0] : valid_end;
  assign beat_commit_o = commit_q[CommitCycles-1];
  assign beat_rewind_o = rewind_q;
  assign beat_index_o  = index_q;
  assign beat_data_o   = data_q;
  assign frame_valid_o = frame_q;
  assign frame_start_o = frame_start_q;
  assign error_o       = error_q;
endmodule

`default_nettype wire
