// SPDX-License-Identifier: Apache-2.0
// gw_event_queue, words pushed while there is room, frames committed, rewound and let out at any time
// (Framed = 1), events taken at any time, and a reset at any time.
//
// Proven: an event that is marked at will leaves after exactly the events before it, with its value,
// candidate, group and tag, or goes with its frame when that is rewound; no other event leaves: none
// that was rewound, not committed or not let out, none twice. What may leave shows in the next cycle
// at the latest; an event holds still until it is taken; the memory is never overrun.
`default_nettype none

module formal_event_queue #(
  parameter Cand   = 1,
  parameter ValueW = 1,
  parameter Depth  = 4,
  parameter Framed = 0,
  parameter CandW  = 1,
  parameter PtrW   = 2
) (
  input wire                   clk_i,
  input wire                   rst_ni,
  input wire                   push_i,
  input wire [Cand-1:0]        valid_i,
  input wire [Cand*ValueW-1:0] values_i,
  input wire                   group_i,
  input wire                   tag_i,
  input wire                   commit_i,
  input wire                   rewind_i,
  input wire                   open_i,
  input wire                   ready_i,
  input wire                   mark_i
);
  wire [PtrW-1:0]   used;
  wire              ev_valid, unseen, ev_group, ev_tag;
  wire [ValueW-1:0] ev_value;
  wire [CandW-1:0]  ev_cand;
  gw_event_queue #(
    .Cand(Cand), .ValueW(ValueW), .GroupW(1), .TagW(1), .Depth(Depth), .Framed(Framed)
  ) dut (
    .clk_i(clk_i), .rst_ni(rst_ni), .push_i(push_i), .push_valid_i(valid_i),
    .push_values_i(values_i), .push_group_i(group_i), .push_tag_i(tag_i), .commit_i(commit_i),
    .rewind_i(rewind_i), .open_i(open_i), .used_o(used), .ev_valid_o(ev_valid),
    .ev_ready_i(ready_i), .ev_value_o(ev_value), .ev_cand_o(ev_cand), .ev_group_o(ev_group),
    .ev_tag_o(ev_tag), .unseen_o(unseen)
  );

  reg started = 1'b0;
  always @(posedge clk_i) started <= 1'b1;
  (* anyconst *) wire [CandW-1:0] mark_cand;
  always @* begin
    if (!started) assume (!rst_ni);
    assume (mark_cand < Cand);
    if (push_i) assume (valid_i != 0 && used < Depth - 1);
    assume (!(commit_i & rewind_i));
  end

  // Events: of the frame that arrives, committed, let out.
  reg [4:0] fresh, kept, out;
  integer   c;
  reg [4:0] pushed, before;
  always @* begin
    pushed = 0; before = 0;
    for (c = 0; c < Cand; c = c + 1) begin
      if (push_i & valid_i[c] & c < mark_cand) before = before + 1;
      if (push_i & valid_i[c]) pushed = pushed + 1;
    end
  end
  wire [4:0] all  = fresh + pushed;
  wire [4:0] next = kept + (commit_i ? all : 0);
  wire       pop  = ev_valid & ready_i;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      fresh <= 0; kept <= 0; out <= 0;
    end else if (Framed == 0) begin
      out <= out + pushed - pop;
    end else begin
      fresh <= (commit_i | rewind_i) ? 0 : all;
      kept  <= open_i ? 0 : next;
      out   <= out - pop + (open_i ? next : 0);
    end
  end

  reg              is_fresh, is_kept, lives, done;
  reg [4:0]        ahead;
  reg [ValueW+1:0] marked;
  wire mark     = mark_i & push_i & !done & valid_i[mark_cand];
  wire arrives  = (is_fresh | mark) & !(Framed != 0 && rewind_i);
  wire commits  = (Framed == 0) | commit_i;
  wire opens    = (Framed == 0) | open_i;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      is_fresh <= 0; is_kept <= 0; lives <= 0; done <= 0; ahead <= 0; marked <= 0;
    end else begin
      done     <= done | mark;
      is_fresh <= arrives & !commits;
      is_kept  <= (is_kept | (arrives & commits)) & !opens;
      lives    <= ((is_kept | (arrives & commits)) & opens) | (lives & !(pop & ahead == 0));
      ahead    <= (mark ? fresh + kept + out + before : ahead) - pop;
      if (mark) marked <= {group_i, tag_i, values_i[mark_cand*ValueW +: ValueW]};
    end
  end

  reg                    was_unseen, stalled;
  reg [ValueW+CandW+1:0] was;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) {was_unseen, stalled} <= 2'b00;
    else {was_unseen, stalled} <= {unseen, ev_valid & !ready_i};
  end
  always @(posedge clk_i) was <= {ev_value, ev_cand, ev_group, ev_tag};

  always @* if (started & rst_ni) begin
    if (ev_valid) assert (out != 0);
    if (out != 0) assert (ev_valid | unseen);
    if (unseen) assert (out != 0);
    if (was_unseen) assert (ev_valid);
    if (lives) assert (ahead < out);
    if (lives & ev_valid & ahead == 0) begin
      assert ({ev_group, ev_tag, ev_value} == marked && ev_cand == mark_cand);
    end
    if (stalled) assert (ev_valid && was == {ev_value, ev_cand, ev_group, ev_tag});
    assert (used < Depth);
  end
endmodule

`default_nettype wire
