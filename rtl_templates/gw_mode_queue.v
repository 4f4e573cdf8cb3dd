// SPDX-License-Identifier: Apache-2.0
// Two event queues for work whose mode is chosen later: one holds the events of a full step, one those
// of a delta step. When the mode is known one of them is committed and the other dropped.
//
// A word is pushed into each queue for which it has a valid candidate. Commit, rewind and open are
// those of gw_event_queue with Framed = 1; commit_full_i and commit_i never come together. Only one
// queue has words that may leave at any time: the next mode is chosen when none are left. Latency and
// throughput are those of gw_event_queue.
//
// The parameters are those of gw_event_queue.
`default_nettype none

module gw_mode_queue #(
  parameter Cand   = 1,
  parameter ValueW = 17,
  parameter GroupW = 4,
  parameter TagW   = 1,
  parameter Depth  = 4,
  // derived, not to be set
  parameter CandW  = (Cand > 2) ? $clog2(Cand) : 1,
  parameter PtrW   = $clog2(Depth)
) (
  input  wire                   clk_i,
  input  wire                   rst_ni,
  // words in
  input  wire                   push_i,
  input  wire [Cand-1:0]        valid_i,
  input  wire [Cand*ValueW-1:0] values_i,
  input  wire [Cand-1:0]        full_valid_i,
  input  wire [Cand*ValueW-1:0] full_values_i,
  input  wire [GroupW-1:0]      push_group_i,
  input  wire [TagW-1:0]        push_tag_i,
  input  wire                   commit_i,
  input  wire                   commit_full_i,
  input  wire                   rewind_i,
  input  wire                   rewind_full_i,
  input  wire                   open_i,
  output wire [PtrW-1:0]        used_o,
  // events out
  output wire                   ev_valid_o,
  input  wire                   ev_ready_i,
  output wire [ValueW-1:0]      ev_value_o,
  output wire [CandW-1:0]       ev_cand_o,
  output wire [GroupW-1:0]      ev_group_o,
  output wire [TagW-1:0]        ev_tag_o,
  output wire                   unseen_o
);
  localparam OutW = ValueW + CandW + GroupW + TagW;
  wire [PtrW-1:0] used_d, used_f;
  wire            valid_d, valid_f, unseen_d, unseen_f;
  wire [OutW-1:0] out_d, out_f;

  gw_event_queue #(
    .Cand   (Cand),
    .ValueW (ValueW),
    .GroupW (GroupW),
    .TagW   (TagW),
    .Depth  (Depth),
    .Framed (1)
  ) u_delta (
    .clk_i         (clk_i),
    .rst_ni        (rst_ni),
    .push_i        (push_i & (|valid_i)),
    .push_valid_i  (valid_i),
    .push_values_i (values_i),
    .push_group_i  (push_group_i),
    .push_tag_i    (push_tag_i),
    .commit_i      (commit_i),
    .rewind_i      (rewind_i),
    .open_i        (open_i),
    .used_o        (used_d),
    .ev_valid_o    (valid_d),
    .ev_ready_i    (ev_ready_i & ~valid_f),
    .ev_value_o    (out_d[0 +: ValueW]),
    .ev_cand_o     (out_d[ValueW +: CandW]),
    .ev_group_o    (out_d[ValueW+CandW +: GroupW]),
    .ev_tag_o      (out_d[ValueW+CandW+GroupW +: TagW]),
    .unseen_o      (unseen_d)
  );
  gw_event_queue #(
    .Cand   (Cand),
    .ValueW (ValueW),
    .GroupW (GroupW),
    .TagW   (TagW),
    .Depth  (Depth),
    .Framed (1)
  ) u_full (
    .clk_i         (clk_i),
    .rst_ni        (rst_ni),
    .push_i        (push_i & (|full_valid_i)),
    .push_valid_i  (full_valid_i),
    .push_values_i (full_values_i),
    .push_group_i  (push_group_i),
    .push_tag_i    (push_tag_i),
    .commit_i      (commit_full_i),
    .rewind_i      (rewind_full_i),
    .open_i        (open_i),
    .used_o        (used_f),
    .ev_valid_o    (valid_f),
    .ev_ready_i    (ev_ready_i),
    .ev_value_o    (out_f[0 +: ValueW]),
    .ev_cand_o     (out_f[ValueW +: CandW]),
    .ev_group_o    (out_f[ValueW+CandW +: GroupW]),
    .ev_tag_o      (out_f[ValueW+CandW+GroupW +: TagW]),
    .unseen_o      (unseen_f)
  );

  assign used_o     = (used_d > used_f) ? used_d : used_f;
  assign ev_valid_o = valid_d | valid_f;
  assign unseen_o   = unseen_d | unseen_f;
  assign {ev_tag_o, ev_group_o, ev_cand_o, ev_value_o} = valid_f ? out_f : out_d;
endmodule

`default_nettype wire
