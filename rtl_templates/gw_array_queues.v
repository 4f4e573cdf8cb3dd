// SPDX-License-Identifier: Apache-2.0
// Event queues of one array: input (x), between layers (n) and recurrent (r).
//
// A word is pushed where it has a valid candidate; events leave as in gw_event_queue, with its latency.
// Input words belong to frames: committed or dropped when the frame ends, let out by x_open_i.
// With Events = 2 the events of the input and of the recurrence wait in two sets, for a delta and for a
// full step (gw_mode_queue): recurrent words leave after r_commit_i or r_commit_full_i, the others are
// dropped. Otherwise the second set, its commit and forget are ignored, and recurrent events may leave
// at once.
//
//   pending_o   events wait that layer_i needs before its phase, or that may be such
//   quiet_o     no event waits, the input aside
//
//   Events                  0 none, 1 delta, 2 similarity
//   ValueW                  bits of an event value (1..)
//   XCand, HCand            candidates of a word of the input, of results (1..)
//   XGroupW, GroupW         bits of their group indices
//   XDepth, NDepth, RDepth  words of the queues (2..), see gw_event_queue
//   Layers                  layers of the network; nothing goes between layers when there is one
`default_nettype none

module gw_array_queues #(
  parameter Events  = 0,
  parameter ValueW  = 16,
  parameter XCand   = 1,
  parameter XGroupW = 4,
  parameter XDepth  = 4,
  parameter HCand   = 2,
  parameter GroupW  = 4,
  parameter NDepth  = 4,
  parameter RDepth  = 4,
  parameter Layers  = 2,
  // derived, not to be set
  parameter XCandW  = (XCand > 2) ? $clog2(XCand) : 1,
  parameter XPtrW   = $clog2(XDepth),
  parameter HCandW  = (HCand > 2) ? $clog2(HCand) : 1,
  parameter LayerW  = (Layers > 2) ? $clog2(Layers) : 1
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,
  // input events of layer 0
  input  wire                    x_push_i,
  input  wire [XCand-1:0]        x_valid_i,
  input  wire [XCand*ValueW-1:0] x_values_i,
  input  wire [XCand-1:0]        x_full_valid_i,
  input  wire [XCand*ValueW-1:0] x_full_values_i,
  input  wire [XGroupW-1:0]      x_group_i,
  input  wire                    x_commit_i,
  input  wire                    x_commit_full_i,
  input  wire                    x_forget_i,
  input  wire                    x_forget_full_i,
  input  wire                    x_open_i,
  output wire [XPtrW-1:0]        x_used_o,
  // events of the cell lanes: to the next layer (n) and back into the same layer (r; r_full for a
  // full step); a word is pushed where it has a valid candidate
  input  wire                    n_push_i,
  input  wire                    r_push_i,
  input  wire [HCand-1:0]        n_valid_i,
  input  wire [HCand*ValueW-1:0] n_values_i,
  input  wire [HCand-1:0]        r_valid_i,
  input  wire [HCand*ValueW-1:0] r_values_i,
  input  wire [HCand-1:0]        r_full_valid_i,
  input  wire [HCand*ValueW-1:0] r_full_values_i,
  input  wire                    r_commit_i,
  input  wire                    r_commit_full_i,
  input  wire                    r_forget_i,
  input  wire                    r_forget_full_i,
  input  wire [GroupW-1:0]       h_group_i,
  input  wire [LayerW-1:0]       h_layer_i,
  // events out
  output wire                    x_valid_o,
  input  wire                    x_ready_i,
  output wire [ValueW-1:0]       x_value_o,
  output wire [XCandW-1:0]       x_cand_o,
  output wire [XGroupW-1:0]      x_group_o,
  output wire                    n_valid_o,
  input  wire                    n_ready_i,
  output wire [ValueW-1:0]       n_value_o,
  output wire [HCandW-1:0]       n_cand_o,
  output wire [GroupW-1:0]       n_group_o,
  output wire [LayerW-1:0]       n_layer_o,
  output wire                    r_valid_o,
  input  wire                    r_ready_i,
  output wire [ValueW-1:0]       r_value_o,
  output wire [HCandW-1:0]       r_cand_o,
  output wire [GroupW-1:0]       r_group_o,
  output wire [LayerW-1:0]       r_layer_o,
  // state
  input  wire [LayerW-1:0]       layer_i,
  output wire                    pending_o,
  output wire                    quiet_o
);
  localparam RPtrW = $clog2(RDepth);
  wire             x_unseen, n_unseen, r_unseen;
  wire             x_tag;
  wire [RPtrW-1:0] r_used;

  generate
    if (Events == 2) begin : gen_modes
      gw_mode_queue #(
        .Cand   (XCand),
        .ValueW (ValueW),
        .GroupW (XGroupW),
        .TagW   (1),
        .Depth  (XDepth)
      ) u_x_queue (
        .clk_i         (clk_i),
        .rst_ni        (rst_ni),
        .push_i        (x_push_i),
        .valid_i       (x_valid_i),
        .values_i      (x_values_i),
        .full_valid_i  (x_full_valid_i),
        .full_values_i (x_full_values_i),
        .push_group_i  (x_group_i),
        .push_tag_i    (1'b0),
        .commit_i      (x_commit_i),
        .commit_full_i (x_commit_full_i),
        .rewind_i      (x_forget_i),
        .rewind_full_i (x_forget_full_i),
        .open_i        (x_open_i),
        .used_o        (x_used_o),
        .ev_valid_o    (x_valid_o),
        .ev_ready_i    (x_ready_i),
        .ev_value_o    (x_value_o),
        .ev_cand_o     (x_cand_o),
        .ev_group_o    (x_group_o),
        .ev_tag_o      (x_tag),
        .unseen_o      (x_unseen)
      );
      gw_mode_queue #(
        .Cand   (HCand),
        .ValueW (ValueW),
        .GroupW (GroupW),
        .TagW   (LayerW),
        .Depth  (RDepth)
      ) u_recurrent_queue (
        .clk_i         (clk_i),
        .rst_ni        (rst_ni),
        .push_i        (r_push_i),
        .valid_i       (r_valid_i),
        .values_i      (r_values_i),
        .full_valid_i  (r_full_valid_i),
        .full_values_i (r_full_values_i),
        .push_group_i  (h_group_i),
        .push_tag_i    (h_layer_i),
        .commit_i      (r_commit_i),
        .commit_full_i (r_commit_full_i),
        .rewind_i      (r_forget_i),
        .rewind_full_i (r_forget_full_i),
        .open_i        (r_commit_i | r_commit_full_i),
        .used_o        (r_used),
        .ev_valid_o    (r_valid_o),
        .ev_ready_i    (r_ready_i),
        .ev_value_o    (r_value_o),
        .ev_cand_o     (r_cand_o),
        .ev_group_o    (r_group_o),
        .ev_tag_o      (r_layer_o),
        .unseen_o      (r_unseen)
      );
    end else begin : gen_one_mode
      gw_event_queue #(
        .Cand   (XCand),
        .ValueW (ValueW),
        .GroupW (XGroupW),
        .TagW   (1),
        .Depth  (XDepth),
        .Framed (1)
      ) u_x_queue (
        .clk_i         (clk_i),
        .rst_ni        (rst_ni),
        .push_i        (x_push_i & (|x_valid_i)),
        .push_valid_i  (x_valid_i),
        .push_values_i (x_values_i),
        .push_group_i  (x_group_i),
        .push_tag_i    (1'b0),
        .commit_i      (x_commit_i),
        .rewind_i      (x_forget_i),
        .open_i        (x_open_i),
        .used_o        (x_used_o),
        .ev_valid_o    (x_valid_o),
        .ev_ready_i    (x_ready_i),
        .ev_value_o    (x_value_o),
        .ev_cand_o     (x_cand_o),
        .ev_group_o    (x_group_o),
        .ev_tag_o      (x_tag),
        .unseen_o      (x_unseen)
      );
      gw_event_queue #(
        .Cand   (HCand),
        .ValueW (ValueW),
        .GroupW (GroupW),
        .TagW   (LayerW),
        .Depth  (RDepth),
        .Framed (0)
      ) u_recurrent_queue (
        .clk_i         (clk_i),
        .rst_ni        (rst_ni),
        .push_i        (r_push_i & (|r_valid_i)),
        .push_valid_i  (r_valid_i),
        .push_values_i (r_values_i),
        .push_group_i  (h_group_i),
        .push_tag_i    (h_layer_i),
        .commit_i      (1'b0),
        .rewind_i      (1'b0),
        .open_i        (1'b0),
        .used_o        (r_used),
        .ev_valid_o    (r_valid_o),
        .ev_ready_i    (r_ready_i),
        .ev_value_o    (r_value_o),
        .ev_cand_o     (r_cand_o),
        .ev_group_o    (r_group_o),
        .ev_tag_o      (r_layer_o),
        .unseen_o      (r_unseen)
      );
      wire unused_modes = &{1'b0, x_full_valid_i, x_full_values_i, x_commit_full_i, x_forget_full_i,
                            r_full_valid_i, r_full_values_i, r_commit_i, r_commit_full_i,
                            r_forget_i, r_forget_full_i};
    end
  endgenerate

  generate
    if (Layers > 1) begin : gen_next
      wire [$clog2(NDepth)-1:0] n_used;
      gw_event_queue #(
        .Cand   (HCand),
        .ValueW (ValueW),
        .GroupW (GroupW),
        .TagW   (LayerW),
        .Depth  (NDepth),
        .Framed (0)
      ) u_next_queue (
        .clk_i         (clk_i),
        .rst_ni        (rst_ni),
        .push_i        (n_push_i & (|n_valid_i)),
        .push_valid_i  (n_valid_i),
        .push_values_i (n_values_i),
        .push_group_i  (h_group_i),
        .push_tag_i    (h_layer_i + 1'b1),
        .commit_i      (1'b0),
        .rewind_i      (1'b0),
        .open_i        (1'b0),
        .used_o        (n_used),
        .ev_valid_o    (n_valid_o),
        .ev_ready_i    (n_ready_i),
        .ev_value_o    (n_value_o),
        .ev_cand_o     (n_cand_o),
        .ev_group_o    (n_group_o),
        .ev_tag_o      (n_layer_o),
        .unseen_o      (n_unseen)
      );
      wire unused_next = &{1'b0, n_used};
    end else begin : gen_single
      assign n_valid_o  = 1'b0;
      assign n_unseen = 1'b0;
      assign n_value_o  = {ValueW{1'b0}};
      assign n_cand_o   = {HCandW{1'b0}};
      assign n_group_o  = {GroupW{1'b0}};
      assign n_layer_o  = {LayerW{1'b0}};
      wire unused_next = &{1'b0, n_push_i, n_valid_i, n_values_i, n_ready_i};
    end
  endgenerate

  assign pending_o = n_valid_o | n_unseen | r_unseen | (r_valid_o & (r_layer_o == layer_i))
                   | ((layer_i == {LayerW{1'b0}}) & (x_valid_o | x_unseen));
  assign quiet_o   = ~n_valid_o & ~n_unseen & ~r_valid_o & ~r_unseen;
  wire unused_state = &{1'b0, x_tag, r_used};
endmodule

`default_nettype wire
