// SPDX-License-Identifier: Apache-2.0
// gw_axis_out under any sink, frames pushed as its contract says, and a reset at any time.
//
// Proven: tvalid holds with stable data until tready; a beat that is marked at will, of any frame,
// leaves after exactly the beats before it, with its elements, tlast and tuser; no beat leaves that
// was not pushed or repeated; a beat that is there is on the bus within three cycles; the memory is
// never overrun.
`default_nettype none

module formal_axis_out #(
  parameter StateW  = 2,
  parameter ElemW   = 3,
  parameter Lanes   = 2,
  parameter Elems   = 1,
  parameter Words   = 2,
  parameter Beats   = 3,
  parameter Repeats = 0
) (
  input wire                    clk_i,
  input wire                    rst_ni,
  input wire                    push_i,
  input wire [Lanes*StateW-1:0] data_i,
  input wire                    repeat_i,
  input wire                    ready_i,
  input wire                    mark_i
);
  wire                   room, valid, last, user;
  wire [Elems*ElemW-1:0] out;
  gw_axis_out #(
    .StateW(StateW), .ElemW(ElemW), .Lanes(Lanes), .Elems(Elems), .Words(Words),
    .Beats(Beats), .Repeats(Repeats)
  ) dut (
    .clk_i(clk_i), .rst_ni(rst_ni), .push_i(push_i), .push_data_i(data_i), .repeat_i(repeat_i),
    .room_o(room), .m_axis_tvalid_o(valid), .m_axis_tready_i(ready_i), .m_axis_tdata_o(out),
    .m_axis_tlast_o(last), .m_axis_tuser_o(user)
  );
  localparam Subs  = Lanes / Elems;  // beats of a word

  reg       started = 1'b0;
  reg [3:0] word;      // words of the frame pushed so far
  reg       whole;     // a frame has been pushed
  always @(posedge clk_i) started <= 1'b1;
  always @* begin
    if (!started) assume (!rst_ni);
    if (push_i) assume (room | word != 0);
    if (repeat_i) assume (Repeats != 0 && room && word == 0 && whole && !push_i);
  end
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      word <= 0; whole <= 0;
    end else if (push_i) begin
      word  <= (word == Words - 1) ? 0 : word + 1;
      whole <= whole | (word == Words - 1);
    end
  end

  // Beats that a word or a repeat brings, and those on their way.
  wire [5:0] first_beat = word * Subs;
  wire [5:0] brings = repeat_i ? Beats : !push_i ? 0
                    : (word == Words - 1) ? Beats - (Words - 1) * Subs : Subs;
  reg  [5:0] there;
  wire       leaves = valid & ready_i;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) there <= 0;
    else there <= there + brings - leaves;
  end

  // One beat, marked once when it is pushed or repeated. What its frame holds at the place that
  // mark_place names is kept for a repeat of it.
  (* anyconst *) wire [3:0] mark_place;
  reg  [Elems*StateW-1:0] kept, marked;
  reg  [5:0] ahead;
  reg        lives, done, marked_user;
  wire       in_word = push_i & mark_place >= first_beat & mark_place < first_beat + brings;
  wire [5:0] sub     = mark_place - first_beat;
  wire       mark    = mark_i & !done & (in_word | (repeat_i & mark_place < Beats));
  wire [Elems*StateW-1:0] pushed = data_i >> (sub * Elems * StateW);
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      lives <= 0; done <= 0; ahead <= 0; marked_user <= 0; marked <= 0; kept <= 0;
    end else begin
      done  <= done | mark;
      lives <= mark | (lives & !(leaves & ahead == 0));
      ahead <= (mark ? there + (repeat_i ? mark_place : sub) : ahead) - leaves;
      if (mark) begin
        marked_user <= repeat_i;
        marked      <= repeat_i ? kept : pushed;
      end
      if (in_word) kept <= pushed;
    end
  end

  reg       stalled;
  reg [Elems*ElemW+1:0] was;
  reg [1:0] idle;      // cycles in which a beat was there and none on the bus
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      stalled <= 0; idle <= 0;
    end else begin
      stalled <= valid & !ready_i;
      idle    <= (valid | there == 0) ? 0 : idle == 3 ? 3 : idle + 1;
    end
  end
  always @(posedge clk_i) was <= {user, last, out};

  integer e;
  always @* if (started & rst_ni) begin
    if (stalled) assert (valid && was == {user, last, out});
    if (valid) assert (there != 0);
    assert (idle != 3);
    assert (there <= 2 * Beats);
    if (lives) assert (ahead < there);
    if (lives & valid & ahead == 0) begin
      for (e = 0; e < Elems; e = e + 1) begin
        assert ($signed(out[e*ElemW +: ElemW]) == $signed(marked[e*StateW +: StateW]));
      end
      assert (last == (mark_place == Beats - 1));
      assert (user == marked_user);
    end
  end
endmodule

`default_nettype wire
