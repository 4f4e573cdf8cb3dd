// Input of the engine: frames of the stream become event candidates.
//
// Every beat that the stream delivers comes out at once with the elements that are events: not zero,
// and inside the input (the last beat may have lanes to spare). Commit, rewind and the frame
// handshake are those of gw_axis_in.
//
//   ElemsIn, ElemW, StateW   elements of a beat, their bits on the stream, bits of format A
//   Inputs                   elements of a frame
//   Beats, BeatW             beats of a frame, bits of a beat's index
`default_nettype none

module gw_input #(
  parameter ElemsIn = 1,
  parameter ElemW   = 16,
  parameter StateW  = 16,
  parameter Inputs  = 3,
  parameter Beats   = 3,
  parameter BeatW   = 2
) (
  input  wire                      clk_i,
  input  wire                      rst_ni,
  input  wire                      s_axis_tvalid_i,
  output wire                      s_axis_tready_o,
  input  wire [ElemsIn*ElemW-1:0]  s_axis_tdata_i,
  input  wire                      s_axis_tlast_i,
  input  wire                      s_axis_tuser_i,
  // beats with their events
  input  wire                      room_i,
  output wire                      beat_valid_o,
  output wire                      beat_commit_o,
  output wire                      beat_rewind_o,
  output wire [BeatW-1:0]          beat_index_o,
  output wire [ElemsIn-1:0]        valid_o,
  output wire [ElemsIn*StateW-1:0] values_o,
  // frames
  output wire                      frame_valid_o,
  output wire                      frame_start_o,
  input  wire                      frame_take_i,
  output wire                      error_o
);
  wire [ElemsIn*StateW-1:0] beat_data;
  gw_axis_in #(
    .ElemW  (ElemW),
    .StateW (StateW),
    .Elems  (ElemsIn),
    .Beats  (Beats),
    .BeatW  (BeatW)
  ) u_axis_in (
    .clk_i           (clk_i),
    .rst_ni          (rst_ni),
    .s_axis_tvalid_i (s_axis_tvalid_i),
    .s_axis_tready_o (s_axis_tready_o),
    .s_axis_tdata_i  (s_axis_tdata_i),
    .s_axis_tlast_i  (s_axis_tlast_i),
    .s_axis_tuser_i  (s_axis_tuser_i),
    .room_i          (room_i),
    .beat_valid_o    (beat_valid_o),
    .beat_commit_o   (beat_commit_o),
    .beat_rewind_o   (beat_rewind_o),
    .beat_index_o    (beat_index_o),
    .beat_data_o     (beat_data),
    .frame_valid_o   (frame_valid_o),
    .frame_start_o   (frame_start_o),
    .frame_take_i    (frame_take_i),
    .error_o         (error_o)
  );

  wire [ElemsIn-1:0] valid;
  gw_event_encoder #(
    .Cand   (ElemsIn),
    .ValueW (StateW)
  ) u_encoder (
    .elements_i (beat_data),
    .valid_o    (valid),
    .values_o   (values_o)
  );

  localparam [31:0] LastBeat32 = Beats - 1;
  wire last_beat = (beat_index_o == LastBeat32[BeatW-1:0]);
  genvar e;
  generate
    for (e = 0; e < ElemsIn; e = e + 1) begin : gen_tail
      assign valid_o[e] = valid[e] & ~(last_beat & ((Beats-1)*ElemsIn + e >= Inputs));
    end
  endgenerate
endmodule

`default_nettype wire
