// AXI4-Stream input: checks the length of frames and passes their beats on.
//
// An element takes ElemW bits of a beat, sign-extended, element 0 lowest; a frame is Beats beats,
// the last one with tlast. tuser on the first beat starts a sequence. Two cycles behind acceptance
// the beat's events are in the queues: at t+1 it is on beat_*_o, with beat_commit_o when it ends a
// good frame and beat_rewind_o when it ends a bad one.
//
// A frame of the wrong length sets error_o (until reset), is dropped whole and leaves a pending
// start of sequence pending. The first good frame after reset starts a sequence in any case.
// At most one good frame waits (frame_valid_o, until frame_take_i); the last beat of the next one
// is not accepted before. tready does not depend on tvalid. Control is reset, data is not.
//
//   ElemW    bits of an element on the bus; StateW bits of it are used
//   Elems    elements a beat (power of two);  Beats  beats of a frame;  BeatW  $clog2(Beats) or 1
`default_nettype none

module gw_axis_in #(
  parameter ElemW  = 16,
  parameter StateW = 16,
  parameter Elems  = 1,
  parameter Beats  = 8,
  parameter BeatW  = 3
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,
  // AXI4-Stream
  input  wire                    s_axis_tvalid_i,
  output wire                    s_axis_tready_o,
  input  wire [Elems*ElemW-1:0]  s_axis_tdata_i,
  input  wire                    s_axis_tlast_i,
  input  wire                    s_axis_tuser_i,
  // beats for the encoder; room_i: every queue takes another word, even with a beat on the way
  input  wire                    room_i,
  output wire                    beat_valid_o,
  output wire                    beat_commit_o,
  output wire                    beat_rewind_o,
  output wire [BeatW-1:0]        beat_index_o,
  output wire [Elems*StateW-1:0] beat_data_o,
  // the good frame that waits
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
  reg             valid_q, commit_q, rewind_q;

  wire at_last  = (count_q == Last);
  wire accept   = s_axis_tvalid_i & s_axis_tready_o;
  wire first    = (count_q == {BeatW{1'b0}}) & ~drop_q;
  wire good_end = accept & s_axis_tlast_i & at_last & ~drop_q;
  wire bad_end  = accept & s_axis_tlast_i & ~(at_last & ~drop_q);
  wire start    = start_q | (accept & first & s_axis_tuser_i);

  assign s_axis_tready_o = drop_q | (room_i & ~(at_last & (frame_q | commit_q)));

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q  <= {BeatW{1'b0}};
      drop_q   <= 1'b0;
      start_q  <= 1'b1;
      error_q  <= 1'b0;
      frame_q  <= 1'b0;
      valid_q  <= 1'b0;
      commit_q <= 1'b0;
      rewind_q <= 1'b0;
    end else begin
      if (accept) begin
        if (s_axis_tlast_i) count_q <= {BeatW{1'b0}};
        else if (!at_last) count_q <= count_q + 1'b1;
        drop_q <= ~s_axis_tlast_i & (drop_q | at_last);
      end
      start_q  <= start & ~good_end;
      error_q  <= error_q | bad_end;
      frame_q  <= commit_q | (frame_q & ~frame_take_i);
      valid_q  <= accept & ~drop_q;
      commit_q <= good_end;
      rewind_q <= bad_end;
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
    if (good_end) frame_start_q <= start;
  end

  generate
    if (ElemW > StateW) begin : gen_padded
      // Sign extension bits are not looked at.
      wire unused_sign = &{1'b0, s_axis_tdata_i};
    end
  endgenerate

  assign beat_valid_o  = valid_q;
  assign beat_commit_o = commit_q;
  assign beat_rewind_o = rewind_q;
  assign beat_index_o  = index_q;
  assign beat_data_o   = data_q;
  assign frame_valid_o = frame_q;
  assign frame_start_o = frame_start_q;
  assign error_o       = error_q;
endmodule

`default_nettype wire
