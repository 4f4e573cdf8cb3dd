// SPDX-License-Identifier: Apache-2.0
// AXI4-Stream output with one frame of buffer: words of Lanes results in, beats of Elems out.
//
// Words of a frame arrive in order (push_i, never more than Words a frame); room_o = 1 says that a whole
// further frame fits. An element takes ElemW bits of a beat, sign-extended, element 0 lowest; tlast ends
// a frame of Beats beats; elements beyond the layer in the last beat are undefined. A word pushed at t
// is on the bus at t+3 when nothing is before it, then one beat a cycle. tvalid holds with stable data
// until tready, which may stay low for any time. Control is reset, data is not.
// With Repeats = 1, repeat_i (only when there is room) sends the last frame once more, marked by tuser
// in every beat.
//
//   StateW, ElemW   bits of a result (2..) and of an element on the bus (StateW..)
//   Lanes, Elems    results of a word, elements of a beat; Elems divides Lanes
//   Words           words of a frame (1..)
//   Beats           beats of a frame, at most Words * Lanes / Elems
//   Repeats         1: frames can be repeated
`default_nettype none

module gw_axis_out #(
  parameter StateW  = 16,
  parameter ElemW   = 16,
  parameter Lanes   = 2,
  parameter Elems   = 1,
  parameter Words   = 2,
  parameter Beats   = 4,
  parameter Repeats = 0
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,
  // results
  input  wire                    push_i,
  input  wire [Lanes*StateW-1:0] push_data_i,
  input  wire                    repeat_i,
  output wire                    room_o,
  // AXI4-Stream
  output wire                    m_axis_tvalid_o,
  input  wire                    m_axis_tready_i,
  output wire [Elems*ElemW-1:0]  m_axis_tdata_o,
  output wire                    m_axis_tlast_o,
  output wire                    m_axis_tuser_o
);
  localparam SubW  = (Lanes / Elems > 2) ? $clog2(Lanes / Elems) : 1;
  localparam BeatW = (Beats > 2) ? $clog2(Beats) : 1;
  localparam PtrW  = $clog2(Words + 1);
  localparam [31:0]      LastPtr32  = Words;
  localparam [PtrW-1:0]  LastPtr    = LastPtr32[PtrW-1:0];
  localparam [31:0]      LastBeat32 = Beats - 1;
  localparam [BeatW-1:0] LastBeat   = LastBeat32[BeatW-1:0];
  localparam [31:0]      LastSub32  = Lanes / Elems - 1;
  localparam [SubW-1:0]  LastSub    = LastSub32[SubW-1:0];

  reg  [PtrW-1:0]         wr_q, rd_q;
  reg                     head_q;
  reg  [SubW-1:0]         sub_q;
  reg  [BeatW-1:0]        beat_q;
  reg                     valid_q, last_q;
  reg  [Elems*StateW-1:0] data_q;

  wire [Lanes*StateW-1:0] word;
  wire last_beat = (beat_q == LastBeat);
  wire load      = head_q & (~valid_q | m_axis_tready_i);
  wire done      = load & ((sub_q == LastSub) | last_beat);
  wire read      = (~head_q | done) & (rd_q != wr_q);

  // The words of the last frame are still there: all of the memory but the word to be written next.
  wire            again;
  wire [PtrW-1:0] first_word = (wr_q == LastPtr) ? {PtrW{1'b0}} : wr_q + 1'b1;

  gw_ram_1r1w #(
    .Width (Lanes*StateW),
    .Depth (Words + 1),
    .AddrW (PtrW)
  ) u_mem (
    .clk_i   (clk_i),
    .we_i    (push_i),
    .waddr_i (wr_q),
    .wdata_i (push_data_i),
    .re_i    (read),
    .raddr_i (rd_q),
    .rdata_o (word)
  );

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      wr_q    <= {PtrW{1'b0}};
      rd_q    <= {PtrW{1'b0}};
      head_q  <= 1'b0;
      sub_q   <= {SubW{1'b0}};
      beat_q  <= {BeatW{1'b0}};
      valid_q <= 1'b0;
    end else begin
      if (push_i) wr_q <= (wr_q == LastPtr) ? {PtrW{1'b0}} : wr_q + 1'b1;
      if (read) rd_q <= (rd_q == LastPtr) ? {PtrW{1'b0}} : rd_q + 1'b1;
      else if (again) rd_q <= first_word;
      head_q  <= read | (head_q & ~done);
      valid_q <= load | (valid_q & ~m_axis_tready_i);
      if (load) begin
        sub_q  <= done ? {SubW{1'b0}} : sub_q + 1'b1;
        beat_q <= last_beat ? {BeatW{1'b0}} : beat_q + 1'b1;
      end
    end
  end

  generate
    if (Repeats != 0) begin : gen_repeat
      reg repeat_q, head_repeat_q, user_q;
      always @(posedge clk_i) begin
        if (push_i | repeat_i) repeat_q <= repeat_i;
        if (read) head_repeat_q <= repeat_q;
        if (load) user_q <= head_repeat_q;
      end
      assign again          = repeat_i;
      assign m_axis_tuser_o = user_q;
    end else begin : gen_once
      assign again          = 1'b0;
      assign m_axis_tuser_o = 1'b0;
      wire unused_repeat = &{1'b0, repeat_i, first_word};
    end
  endgenerate

  reg [Elems*StateW-1:0] chosen;
  integer                s;
  always @* begin
    chosen = {(Elems*StateW){1'b0}};
    for (s = 0; s < Lanes / Elems; s = s + 1) begin
      if (sub_q == s[SubW-1:0]) chosen = word[s*Elems*StateW +: Elems*StateW];
    end
  end
  always @(posedge clk_i) begin
    if (load) begin
      data_q <= chosen;
      last_q <= last_beat;
    end
  end

  genvar e;
  generate
    for (e = 0; e < Elems; e = e + 1) begin : gen_element
      assign m_axis_tdata_o[e*ElemW +: ElemW] =
          {{(ElemW-StateW+1){data_q[(e+1)*StateW-1]}}, data_q[e*StateW +: StateW-1]};
    end
  endgenerate

  assign room_o          = (rd_q == wr_q);
  assign m_axis_tvalid_o = valid_q;
  assign m_axis_tlast_o  = last_q;
endmodule

`default_nettype wire
