// SPDX-License-Identifier: Apache-2.0
// gw_array_queues: when it says that work is left, and when not. Words are pushed while the queues
// have room; frames of the input and, with Events = 2, of the recurrence are committed in one of two
// sets; a reset at any time.
//
// Proven: quiet_o is high exactly when no event waits between layers or for the recurrence;
// pending_o is high when an event waits between layers, when one of the input does and layer_i is 0,
// and when the oldest recurrent event is of layer_i; it is low when none of all that waits.
`default_nettype none

module formal_array_queues #(
  parameter Events = 0,
  parameter Depth  = 3,
  parameter PtrW   = 2
) (
  input wire       clk_i,
  input wire       rst_ni,
  input wire       x_push_i,
  input wire       x_valid_i,
  input wire       x_full_valid_i,
  input wire [1:0] x_commit_i,   // {full, delta}
  input wire [1:0] x_forget_i,
  input wire       x_open_i,
  input wire       n_push_i,
  input wire       n_valid_i,
  input wire       r_push_i,
  input wire       r_valid_i,
  input wire       r_full_valid_i,
  input wire [1:0] r_commit_i,
  input wire [1:0] r_forget_i,
  input wire       h_layer_i,
  input wire       x_ready_i,
  input wire       n_ready_i,
  input wire       r_ready_i,
  input wire       layer_i,
  input wire       mark_i
);
  wire [PtrW-1:0] x_used;
  wire            x_valid, n_valid, r_valid, r_layer, pending, quiet;
  gw_array_queues #(
    .Events(Events), .ValueW(1), .XCand(1), .XGroupW(1), .XDepth(Depth), .HCand(1), .GroupW(1),
    .NDepth(Depth), .RDepth(Depth), .Layers(2)
  ) dut (
    .clk_i(clk_i), .rst_ni(rst_ni), .x_push_i(x_push_i), .x_valid_i(x_valid_i), .x_values_i(1'b0),
    .x_full_valid_i(x_full_valid_i), .x_full_values_i(1'b0), .x_group_i(1'b0),
    .x_commit_i(x_commit_i[0]), .x_commit_full_i(x_commit_i[1]), .x_forget_i(x_forget_i[0]),
    .x_forget_full_i(x_forget_i[1]), .x_open_i(x_open_i), .x_used_o(x_used), .n_push_i(n_push_i),
    .r_push_i(r_push_i), .n_valid_i(n_valid_i), .n_values_i(1'b0), .r_valid_i(r_valid_i),
    .r_values_i(1'b0), .r_full_valid_i(r_full_valid_i), .r_full_values_i(1'b0),
    .r_commit_i(r_commit_i[0]), .r_commit_full_i(r_commit_i[1]), .r_forget_i(r_forget_i[0]),
    .r_forget_full_i(r_forget_i[1]), .h_group_i(1'b0), .h_layer_i(h_layer_i),
    .x_valid_o(x_valid), .x_ready_i(x_ready_i), .n_valid_o(n_valid), .n_ready_i(n_ready_i),
    .r_valid_o(r_valid), .r_ready_i(r_ready_i), .r_layer_o(r_layer), .layer_i(layer_i),
    .pending_o(pending), .quiet_o(quiet)
  );
  localparam Two = (Events == 2);

  // Events of the input and of the recurrence in their two sets (the second only with Events = 2):
  // not committed, committed and waiting, let out. Those between layers.
  reg [3:0] xd_new, xf_new, xd_kept, xf_kept, x_out, n_out, rd_new, rf_new, r_out;
  reg       started = 1'b0;
  always @(posedge clk_i) started <= 1'b1;
  wire [3:0] xd_all  = xd_new + (x_push_i & x_valid_i);
  wire [3:0] xf_all  = Two ? xf_new + (x_push_i & x_full_valid_i) : 0;
  wire [3:0] xd_next = xd_kept + (x_commit_i[0] ? xd_all : 0);
  wire [3:0] xf_next = xf_kept + (x_commit_i[1] ? xf_all : 0);
  wire [3:0] rd_all  = rd_new + (r_push_i & r_valid_i);
  wire [3:0] rf_all  = Two ? rf_new + (r_push_i & r_full_valid_i) : 0;
  wire       x_pop   = x_valid & x_ready_i;
  wire       n_pop   = n_valid & n_ready_i;
  wire       r_pop   = r_valid & r_ready_i;
  wire [3:0] x_stays = x_out - x_pop;
  wire [3:0] r_stays = r_out - r_pop;
  always @* begin
    if (!started) assume (!rst_ni);
    if (x_push_i) assume (x_used < Depth - 1);
    if (n_push_i) assume (n_out < Depth - 1);
    if (r_push_i) assume (rd_new + r_out < Depth - 1 && rf_new + r_out < Depth - 1);
    assume (x_commit_i != 2'b11 && r_commit_i != 2'b11);
    assume ((x_commit_i & x_forget_i) == 2'b00 && (r_commit_i & r_forget_i) == 2'b00);
    if (x_commit_i != 0) assume (xd_kept == 0 && xf_kept == 0);
    if (Two) begin
      if (x_commit_i != 0) assume ((x_commit_i ^ x_forget_i) == 2'b11);
      if (r_commit_i != 0) assume ((r_commit_i ^ r_forget_i) == 2'b11);
      if (x_open_i & (xd_next != 0 | xf_next != 0)) assume (x_stays == 0);
      if (r_commit_i != 0) assume (r_stays == 0);
    end else begin
      assume (!x_commit_i[1]);
    end
  end
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      xd_new <= 0; xf_new <= 0; xd_kept <= 0; xf_kept <= 0; x_out <= 0; n_out <= 0;
      rd_new <= 0; rf_new <= 0; r_out <= 0;
    end else begin
      xd_new  <= (x_commit_i[0] | x_forget_i[0]) ? 0 : xd_all;
      xf_new  <= (x_commit_i[1] | x_forget_i[1]) ? 0 : xf_all;
      xd_kept <= x_open_i ? 0 : xd_next;
      xf_kept <= x_open_i ? 0 : xf_next;
      x_out   <= x_stays + (x_open_i ? xd_next + xf_next : 0);
      n_out   <= n_out - n_pop + (n_push_i & n_valid_i);
      if (Two) begin
        rd_new <= (r_commit_i[0] | r_forget_i[0]) ? 0 : rd_all;
        rf_new <= (r_commit_i[1] | r_forget_i[1]) ? 0 : rf_all;
        r_out  <= r_stays + (r_commit_i[0] ? rd_all : 0) + (r_commit_i[1] ? rf_all : 0);
      end else begin
        r_out <= r_stays + (r_push_i & r_valid_i);
      end
    end
  end

  // A recurrent event, marked at will, and those before it.
  (* anyconst *) wire mark_full;
  reg        lives, fresh, done, tag;
  reg  [3:0] ahead;
  wire       mark  = mark_i & !done & r_push_i & (Two & mark_full ? r_full_valid_i : r_valid_i);
  wire       which = Two & mark_full;
  wire       let   = !Two | r_commit_i[which];
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      lives <= 0; fresh <= 0; done <= 0; ahead <= 0; tag <= 0;
    end else begin
      done  <= done | mark;
      fresh <= (fresh | mark) & !let & !r_forget_i[which];
      lives <= ((fresh | mark) & let) | (lives & !(r_pop & ahead == 0));
      if (mark) ahead <= Two ? (which ? rf_new : rd_new) : r_stays;
      else if (lives & r_pop) ahead <= ahead - 1;
      if (mark) tag <= h_layer_i;
    end
  end

  always @* if (started & rst_ni) begin
    assert (quiet == (n_out == 0 && r_out == 0));
    if (n_out != 0) assert (pending);
    if (x_out != 0 && layer_i == 0) assert (pending);
    if (lives & ahead == 0 & layer_i == tag) assert (pending);
    if (n_out == 0 && r_out == 0 && (x_out == 0 || layer_i != 0)) assert (!pending);
    // what may be pending of another layer is so for as long as it does not show
    if (n_out == 0 && r_valid && r_layer != layer_i && layer_i != 0) assert (!pending);
  end
endmodule

`default_nettype wire
