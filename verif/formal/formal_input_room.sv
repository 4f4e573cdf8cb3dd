// SPDX-License-Identifier: Apache-2.0
// gw_input in front of gw_arrays, two arrays or one with two sets of queues: the credit between them. Any stream, any thresholds,
// frames let in at any time as the sequencer does, any holds and recurrent results, and a reset at any
// time.
//
// Proven: no word is pushed into an input queue that is full, whatever is on its way.
// Memories of weights are left open: they answer anything.
`default_nettype none

module gw_rom #(
  parameter Width = 8,
  parameter Depth = 4,
  parameter AddrW = 2,
  parameter File  = ""
) (
  input  wire             clk_i,
  input  wire             re_i,
  input  wire [AddrW-1:0] addr_i,
  output wire [Width-1:0] data_o
);
  (* anyseq *) wire [Width-1:0] any;
  assign data_o = any;
endmodule

module formal_input_room #(
  parameter Events = 0
) (
  input wire       clk_i,
  input wire       rst_ni,
  input wire       tvalid_i,
  input wire [1:0] tdata_i,
  input wire       tlast_i,
  input wire       tuser_i,
  input wire [1:0] theta_i,
  input wire [4:0] t_delta_i,
  input wire [4:0] t_skip_i,
  input wire       take_i,
  input wire       hold_i,
  input wire       layer_i
);
  localparam ValueW = (Events != 0) ? 3 : 2;
  localparam Arrays = (Events == 2) ? 1 : 2;
  localparam Full   = (Events == 2) ? 4 : 3;  // words that a queue can hold: those of a frame and one
  wire              ready, room, beat_valid, valid, full_valid, commit, commit_full, forget;
  wire              forget_full, frame_valid, frame_start, frame_full, frame_skip, error, bad;
  wire [1:0]        beat_index;
  wire [ValueW-1:0] value, full_value;
  wire [7:0]        in_force;
  gw_input #(
    .Events(Events), .ElemsIn(1), .ElemW(2), .StateW(2), .Inputs(3), .Layers(2), .ScoreW(5),
    .Refresh(0), .Runtime(1)
  ) u_input (
    .clk_i(clk_i), .rst_ni(rst_ni), .s_axis_tvalid_i(tvalid_i), .s_axis_tready_o(ready),
    .s_axis_tdata_i(tdata_i), .s_axis_tlast_i(tlast_i), .s_axis_tuser_i(tuser_i),
    .thresholds_i({t_skip_i, t_delta_i, 4'd0, 2'd0, theta_i}), .step_start_i(1'b0),
    .in_force_o(in_force), .room_i(room), .beat_valid_o(beat_valid), .beat_index_o(beat_index),
    .valid_o(valid), .values_o(value), .full_valid_o(full_valid), .full_values_o(full_value),
    .commit_o(commit), .commit_full_o(commit_full), .forget_o(forget), .forget_full_o(forget_full),
    .frame_valid_o(frame_valid), .frame_start_o(frame_start), .frame_full_o(frame_full),
    .frame_skip_o(frame_skip), .frame_take_i(take_i), .error_o(error), .invalid_o(bad)
  );
  wire                 pending, quiet;
  wire [Arrays*16-1:0] parts;
  wire [Arrays-1:0]    stat_x, stat_h, stat_word;
  gw_arrays #(
    .Events(Events), .Arrays(Arrays), .Pes(2), .Lanes(2), .ElemsIn(1), .Beats(3), .GroupW(1),
    .ValueW(ValueW), .AccW(8), .Slots(9), .Layers(2),
    // 4 units and 2: two groups in all of recurrent layers, two in the largest
    .LayerTable({
      32'd2, 32'd0, 32'd7, 32'd8, 32'd1, 32'd88, 32'd1, 32'd0, 32'd0, 32'd0, 32'd0, 32'd2,
      32'd4, 32'd0, 32'd7, 32'd0, 32'd2, 32'd0, 32'd8, 32'd0, 32'd24, 32'd8, 32'd0, 32'd0
    }),
    .Multiplier({32'd0, 32'd1, 32'd2, 32'd2, 32'd1, 32'd0, 32'd0, 32'd0, 32'd0})
  ) dut (
    .clk_i(clk_i), .rst_ni(rst_ni), .beat_valid_i(beat_valid), .beat_index_i(beat_index),
    .x_valid_i(valid), .x_values_i(value), .x_full_valid_i(full_valid),
    .x_full_values_i(full_value), .x_commit_i(commit), .x_commit_full_i(commit_full),
    .x_forget_i(forget), .x_forget_full_i(forget_full), .x_open_i(take_i & !frame_skip),
    .room_o(room), .n_push_i(1'b0), .r_push_i(1'b0), .group_i(1'b0), .result_layer_i(1'b0),
    .n_valid_i(2'd0), .n_values_i({2*ValueW{1'b0}}), .r_valid_i(2'd0),
    .r_values_i({2*ValueW{1'b0}}), .r_full_valid_i(2'd0), .r_full_values_i({2*ValueW{1'b0}}),
    .r_commit_i(1'b0), .r_commit_full_i(1'b0), .r_forget_i(1'b0), .r_forget_full_i(1'b0),
    .hold_i(hold_i), .op_valid_i(1'b0), .op_arm_all_i(1'b0), .op_slot_i(4'd0), .op_sel_i(1'b0),
    .arm_values_i(16'd0), .approx_i(1'b0), .parts_o(parts), .layer_i(layer_i),
    .pending_o(pending), .quiet_o(quiet), .stat_x_o(stat_x), .stat_h_o(stat_h),
    .stat_word_o(stat_word)
  );

  reg started = 1'b0;
  always @(posedge clk_i) started <= 1'b1;
  always @* begin
    if (!started) assume (!rst_ni);
    // as gw_sequencer: a frame that waits, and any with two sets when no event of the input is left
    if (take_i) assume (frame_valid);
    if (Events == 2) assume (layer_i == 0 && (!take_i || !pending));
  end

  // Pushes into the queues, and what they hold.
`ifdef TWO_SETS
  (* hierconn *) wire \dut.gen_array[0].u_array.u_queues.gen_modes.u_x_queue.u_delta.push_i ;
  (* hierconn *) wire [2:0] \dut.gen_array[0].u_array.u_queues.gen_modes.u_x_queue.u_delta.used_o ;
  (* hierconn *) wire \dut.gen_array[0].u_array.u_queues.gen_modes.u_x_queue.u_full.push_i ;
  (* hierconn *) wire [2:0] \dut.gen_array[0].u_array.u_queues.gen_modes.u_x_queue.u_full.used_o ;
  always @* if (started & rst_ni) begin
    if (\dut.gen_array[0].u_array.u_queues.gen_modes.u_x_queue.u_delta.push_i )
      assert (\dut.gen_array[0].u_array.u_queues.gen_modes.u_x_queue.u_delta.used_o < Full);
    if (\dut.gen_array[0].u_array.u_queues.gen_modes.u_x_queue.u_full.push_i )
      assert (\dut.gen_array[0].u_array.u_queues.gen_modes.u_x_queue.u_full.used_o < Full);
  end
`else
  (* hierconn *) wire \dut.gen_array[0].u_array.u_queues.gen_one_mode.u_x_queue.push_i ;
  (* hierconn *) wire [1:0] \dut.gen_array[0].u_array.u_queues.gen_one_mode.u_x_queue.used_o ;
  (* hierconn *) wire \dut.gen_array[1].u_array.u_queues.gen_one_mode.u_x_queue.push_i ;
  (* hierconn *) wire [1:0] \dut.gen_array[1].u_array.u_queues.gen_one_mode.u_x_queue.used_o ;
  always @* if (started & rst_ni) begin
    if (\dut.gen_array[0].u_array.u_queues.gen_one_mode.u_x_queue.push_i )
      assert (\dut.gen_array[0].u_array.u_queues.gen_one_mode.u_x_queue.used_o < Full);
    if (\dut.gen_array[1].u_array.u_queues.gen_one_mode.u_x_queue.push_i )
      assert (\dut.gen_array[1].u_array.u_queues.gen_one_mode.u_x_queue.used_o < Full);
  end
`endif
endmodule

`default_nettype wire
