// SPDX-License-Identifier: Apache-2.0
// gw_mode_queue: frames pushed into both sets, one set committed and the other forgotten, or both
// forgotten; the next set let out when the last has left; a reset at any time.
//
// Proven: an event that is marked at will, of either set, leaves after exactly the events let out
// before it and with its value, candidate, group and tag, or goes with its set when that is
// forgotten; no other event leaves; what has been let out shows in the next cycle; an event holds
// still until it is taken; neither memory is overrun.
`default_nettype none

module formal_mode_queue #(
  parameter Cand   = 1,
  parameter ValueW = 1,
  parameter Depth  = 3,
  parameter CandW  = 1,
  parameter PtrW   = 2
) (
  input wire                   clk_i,
  input wire                   rst_ni,
  input wire                   push_i,
  input wire [Cand-1:0]        valid_i,
  input wire [Cand*ValueW-1:0] values_i,
  input wire [Cand-1:0]        full_valid_i,
  input wire [Cand*ValueW-1:0] full_values_i,
  input wire                   group_i,
  input wire                   tag_i,
  input wire [1:0]             commit_i,   // {full, delta}, as everywhere below
  input wire [1:0]             rewind_i,
  input wire                   open_i,
  input wire                   ready_i,
  input wire                   mark_i
);
  wire [PtrW-1:0]   used;
  wire              ev_valid, unseen, ev_group, ev_tag;
  wire [ValueW-1:0] ev_value;
  wire [CandW-1:0]  ev_cand;
  gw_mode_queue #(
    .Cand(Cand), .ValueW(ValueW), .GroupW(1), .TagW(1), .Depth(Depth)
  ) dut (
    .clk_i(clk_i), .rst_ni(rst_ni), .push_i(push_i), .valid_i(valid_i), .values_i(values_i),
    .full_valid_i(full_valid_i), .full_values_i(full_values_i), .push_group_i(group_i),
    .push_tag_i(tag_i), .commit_i(commit_i[0]), .commit_full_i(commit_i[1]),
    .rewind_i(rewind_i[0]), .rewind_full_i(rewind_i[1]), .open_i(open_i), .used_o(used),
    .ev_valid_o(ev_valid), .ev_ready_i(ready_i), .ev_value_o(ev_value), .ev_cand_o(ev_cand),
    .ev_group_o(ev_group), .ev_tag_o(ev_tag), .unseen_o(unseen)
  );

  // Events of each set: not committed, committed, let out.
  reg [4:0] fresh_d, fresh_f, kept_d, kept_f, out;
  reg       started = 1'b0;
  always @(posedge clk_i) started <= 1'b1;
  (* anyconst *) wire             mark_full;
  (* anyconst *) wire [CandW-1:0] mark_cand;
  integer   c;
  reg [4:0] pushed_d, pushed_f, before;
  always @* begin
    pushed_d = 0; pushed_f = 0; before = 0;
    for (c = 0; c < Cand; c = c + 1) begin
      if (push_i & (mark_full ? full_valid_i[c] : valid_i[c]) & c < mark_cand) before = before + 1;
      if (push_i & valid_i[c]) pushed_d = pushed_d + 1;
      if (push_i & full_valid_i[c]) pushed_f = pushed_f + 1;
    end
  end
  wire [4:0] all_d  = fresh_d + pushed_d;
  wire [4:0] all_f  = fresh_f + pushed_f;
  wire [4:0] next_d = kept_d + (commit_i[0] ? all_d : 0);
  wire [4:0] next_f = kept_f + (commit_i[1] ? all_f : 0);
  wire       pop    = ev_valid & ready_i;
  wire [4:0] stays  = out - pop;
  always @* begin
    if (!started) assume (!rst_ni);
    assume (mark_cand < Cand);
    if (push_i) assume (used < Depth - 1);
    // one set is committed and the other forgotten, when no frame waits
    assume (commit_i == 2'b00 || (commit_i == 2'b01 && rewind_i == 2'b10)
            || (commit_i == 2'b10 && rewind_i == 2'b01));
    if (commit_i == 2'b00) assume (rewind_i == 2'b00 || rewind_i == 2'b11);
    if (commit_i != 2'b00) assume (kept_d == 0 && kept_f == 0);
    // the next set leaves when nothing of the last is left
    if (open_i & (next_d != 0 | next_f != 0)) assume (stays == 0);
  end
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      fresh_d <= 0; fresh_f <= 0; kept_d <= 0; kept_f <= 0; out <= 0;
    end else begin
      fresh_d <= (commit_i[0] | rewind_i[0]) ? 0 : all_d;
      fresh_f <= (commit_i[1] | rewind_i[1]) ? 0 : all_f;
      kept_d  <= open_i ? 0 : next_d;
      kept_f  <= open_i ? 0 : next_f;
      out     <= stays + (open_i ? next_d + next_f : 0);
    end
  end

  reg              fresh, kept, lives, done;
  reg [4:0]        ahead;
  reg [ValueW+1:0] marked;
  wire [Cand-1:0]        set_valid  = mark_full ? full_valid_i : valid_i;
  wire [Cand*ValueW-1:0] set_values = mark_full ? full_values_i : values_i;
  wire mark    = mark_i & push_i & !done & set_valid[mark_cand];
  wire is_new  = (fresh | mark) & !rewind_i[mark_full];
  wire is_kept = kept | (is_new & commit_i[mark_full]);
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      fresh <= 0; kept <= 0; lives <= 0; done <= 0; ahead <= 0; marked <= 0;
    end else begin
      done  <= done | mark;
      fresh <= is_new & !commit_i[mark_full];
      kept  <= is_kept & !open_i;
      lives <= (is_kept & open_i) | (lives & !(pop & ahead == 0));
      // those of its own frame alone, until it is let out
      if (mark) ahead <= (mark_full ? fresh_f : fresh_d) + before;
      else if (lives & pop) ahead <= ahead - 1;
      if (mark) marked <= {group_i, tag_i, set_values[mark_cand*ValueW +: ValueW]};
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
