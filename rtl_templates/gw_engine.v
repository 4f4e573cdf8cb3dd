// SPDX-License-Identifier: Apache-2.0
// The engine: event-driven recurrent network accelerator, one frame in, one frame out per step.
//
//   s_axis --> gw_input (events of x) --> gw_arrays: queues of M arrays <-- events of h --+
//                                           |  partial sums                              |
//                                           v                                            |
//              gw_sequencer (reads, arming) --> gw_cell_lanes --> gw_state_encoder ------+
//                                                    |
//                                                    +--> gw_axis_out --> m_axis
//
// Column j of every matrix belongs to array j mod Arrays, unit u to PE u mod Pes and to lane u mod Lanes.
// Sizes and tables describe the memory images and must agree with them; Lanes, ElemsIn and ElemsOut may
// be changed freely within their rules. Latency and throughput: docs/engine.md.
//
//   Arrays, Pes, Lanes   M, N, L: M is a power of two; L divides N; M divides L or L divides M
//   ElemsIn, ElemsOut    elements of a beat; powers of two; ElemsOut divides Lanes
//   Inputs               elements of a frame (1..)
//   Layers, LayerTable   layers (1..) and what they are, see below
//   Events               0 none, 1 delta, 2 similarity: what of an element is processed
//   Refresh              delta steps between full ones at most (similarity); 0: any number
//   Runtime              1: thresholds_i may change; 0: it is constant
//   StateW, AccW         bits of an element in format A, of an accumulator (2..)
//   Formats              formats of the cell lanes, see gw_cell_lanes
//   Lines                32'd0 for tables, else straight lines for sigmoid and tanh, see gw_activation
//   Multiplier           what multiplies in a PE, see below
//   Storage              how weights and sums are stored, see gw_arrays
//   Counters             1: stats_o says what happens; 0: it is 0
//   MemDir               folder of the memory files
`default_nettype none

module gw_engine #(
  parameter Arrays     = 1,
  parameter Pes        = 4,
  parameter Lanes      = 2,
  parameter ElemsIn    = 1,
  parameter ElemsOut   = 1,
  parameter Inputs     = 3,
  parameter Layers     = 2,
  parameter LayerTable = {  // no network: sizes alone, no cell
    32'd2, 32'd0, 32'd7, 32'd8, 32'd1, 32'd88, 32'd1, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0,
    32'd8, 32'd0, 32'd7, 32'd0, 32'd2, 32'd0, 32'd8, 32'd0, 32'd24, 32'd8, 32'd0, 32'd2
  },
  parameter Events     = 0,
  parameter Refresh    = 0,
  parameter Runtime    = 0,
  parameter StateW     = 16,
  parameter AccW       = 32,
  parameter Formats    = {32'd8, 32'd16, 32'd8, 32'd12, 32'd4, 32'd6, 32'd2, 32'd1},
  parameter Lines      = 32'd0,
  parameter Multiplier = {32'd0, 32'd1, 32'd8, 32'd8, 32'd1, 32'd0, 32'd0, 32'd0, 32'd0},
  parameter Storage    = {  // dense weights, sums in flip-flops
    32'd0, 32'd96, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0
  },
  parameter Counters   = 0,
  parameter MemDir     = "mem",
  parameter Cell       = LayerTable[0 +: 32]  // derived: the kind of layer 0, not to be set
) (
  input  wire clk_i,
  input  wire rst_ni,
  // frames in; an element takes StateW bits, sign-extended to whole bytes
  input  wire s_axis_tvalid_i,
  output wire s_axis_tready_o,
  input  wire [ElemsIn*8*((StateW+7)/8)-1:0] s_axis_tdata_i,
  input  wire s_axis_tlast_i,
  input  wire s_axis_tuser_i,
  // thresholds of frames whose first beat is accepted now: theta_h and theta_x of every layer, layer 0
  // lowest, theta_x below; above them T_delta and T_skip, in the bits of a score: gw_input
  input  wire [2*(Events==2 ? StateW+1+$clog2(Inputs) : 1)+2*Layers*StateW-1:0] thresholds_i,
  // frames out
  output wire m_axis_tvalid_o,
  input  wire m_axis_tready_i,
  output wire [ElemsOut*8*((StateW+7)/8)-1:0] m_axis_tdata_o,
  output wire m_axis_tlast_o,
  output wire m_axis_tuser_o,
  // a frame of the wrong length came in; until reset
  output wire frame_error_o,
  // 1: frames are taken; 0: the step under way ends, then input waits
  input  wire enable_i,
  // what happened a few cycles ago: gw_stats with the counts of gw_saturation_count
  output wire [4+3*$clog2(Arrays+1)+(Cell+2)*$clog2(Lanes+1)-1:0] stats_o
);
  function integer bits(input integer count);  // bits of an index below count, at least 1
    bits = (count <= 2) ? 1 : $clog2(count);
  endfunction

`include "gw_layer_table.vh"
`include "gw_multiplier.vh"
  // Slots of a PE: all sums of all layers, one of a unit of a dense layer and four of others.
  function integer slots_of_layers(input integer unused);
    integer i;
    begin
      slots_of_layers = 0;
      for (i = 0; i < Layers; i = i + 1) begin
        slots_of_layers = slots_of_layers + LayerTable[sum_slots_at(i) +: 32]
            * ((LayerTable[kind_at(i) +: 32] >= 2) ? 1 : 4);
      end
    end
  endfunction

  localparam Head         = (LayerTable[kind_at(Layers - 1) +: 32] >= 2);
  localparam Slots        = slots_of_layers(0);
  localparam Beats        = (Inputs + ElemsIn - 1) / ElemsIn;
  localparam OutBeats     = (LayerTable[units_at(Layers - 1) +: 32] + ElemsOut - 1) / ElemsOut;
  localparam ElemW        = 8 * ((StateW + 7) / 8);
  localparam ValueW       = StateW + ((Events != 0) ? 1 : 0);
  localparam ThresholdsW  = Layers * StateW;
  localparam SaturationsW = (Cell + 2) * $clog2(Lanes + 1);
  localparam LayerW       = bits(Layers);
  localparam SlotW        = bits(Slots);
  localparam SelW         = bits(Pes / Lanes);
  localparam BeatW        = bits(Beats);
  localparam GroupW       = bits(max_groups(Lanes));

  // Input, and the thresholds that travel with its frames.
  wire                        invalid_frame, beat_valid;
  wire [BeatW-1:0]            beat_index;
  wire                        frame_valid, frame_start, frame_full, frame_skip;
  wire                        frame_take, repeat_frame, step_start;
  wire                        x_commit, x_commit_full, x_forget, x_forget_full, room;
  wire [ElemsIn-1:0]          x_valid, x_full_valid;
  wire [ElemsIn*ValueW-1:0]   x_values, x_full_values;
  wire [2*ThresholdsW-1:0]         in_force;
  gw_input #(
    .Events  (Events),
    .ElemsIn (ElemsIn),
    .StateW  (StateW),
    .Inputs  (Inputs),
    .Layers  (Layers),
    .Refresh (Refresh),
    .Runtime (Runtime)
  ) u_input (
    .clk_i           (clk_i),
    .rst_ni          (rst_ni),
    .s_axis_tvalid_i (s_axis_tvalid_i),
    .s_axis_tready_o (s_axis_tready_o),
    .s_axis_tdata_i  (s_axis_tdata_i),
    .s_axis_tlast_i  (s_axis_tlast_i),
    .s_axis_tuser_i  (s_axis_tuser_i),
    .thresholds_i    (thresholds_i),
    .step_start_i    (step_start),
    .in_force_o      (in_force),
    .room_i          (room),
    .beat_valid_o    (beat_valid),
    .beat_index_o    (beat_index),
    .valid_o         (x_valid),
    .values_o        (x_values),
    .full_valid_o    (x_full_valid),
    .full_values_o   (x_full_values),
    .commit_o        (x_commit),
    .commit_full_o   (x_commit_full),
    .forget_o        (x_forget),
    .forget_full_o   (x_forget_full),
    .frame_valid_o   (frame_valid),
    .frame_start_o   (frame_start),
    .frame_full_o    (frame_full),
    .frame_skip_o    (frame_skip),
    .frame_take_i    (frame_take),
    .error_o         (frame_error_o),
    .invalid_o       (invalid_frame)
  );

  // Sequencer.
  wire               pending, quiet;
  wire               cell_done, out_room, hold;
  wire               op_valid, op_arm_all;
  wire [SlotW-1:0]   op_slot;
  wire [SelW-1:0]    op_sel;
  wire [1:0]         op_gate;
  wire [LayerW-1:0]  layer, phase_layer;
  wire               phase_start, phase_first, phase_full, new_events;

  gw_sequencer #(
    .Pes        (Pes),
    .Lanes      (Lanes),
    .Slots      (Slots),
    .Layers     (Layers),
    .LayerTable (LayerTable),
    .GroupW     (GroupW),
    .FramesWait (Events == 2)
  ) u_sequencer (
    .clk_i         (clk_i),
    .rst_ni        (rst_ni),
    .frame_valid_i (frame_valid & enable_i),
    .frame_start_i (frame_start),
    .frame_full_i  (frame_full),
    .frame_skip_i  (frame_skip),
    .frame_take_o  (frame_take),
    .repeat_o      (repeat_frame),
    .pending_i     (pending),
    .quiet_i       (quiet),
    .cell_done_i   (cell_done),
    .new_events_i  (new_events),
    .out_room_i    (out_room),
    .hold_o        (hold),
    .op_valid_o    (op_valid),
    .op_arm_all_o  (op_arm_all),
    .op_slot_o     (op_slot),
    .op_sel_o      (op_sel),
    .op_gate_o     (op_gate),
    .layer_o       (layer),
    .phase_start_o (phase_start),
    .step_start_o  (step_start),
    .phase_layer_o (phase_layer),
    .phase_first_o (phase_first),
    .phase_full_o  (phase_full)
  );

  // Cell lanes and the events of their results.
  wire [Pes*AccW-1:0]          arm_values;
  wire [Arrays*Lanes*AccW-1:0] parts;
  wire                         result_soon, result_valid;
  wire [GroupW-1:0]            result_group;
  wire [Lanes*StateW-1:0]      result;
  wire [SaturationsW-1:0]      saturations;

  gw_cell_lanes #(
    .Arrays     (Arrays),
    .Pes        (Pes),
    .Lanes      (Lanes),
    .Slots      (Slots),
    .Layers     (Layers),
    .LayerTable (LayerTable),
    .GroupW     (GroupW),
    .StateW     (StateW),
    .AccW       (AccW),
    .Formats    (Formats),
    .Multiplier (Multiplier),
    .Lines      (Lines),
    .Counters   (Counters),
    .MemDir     (MemDir)
  ) u_cells (
    .clk_i           (clk_i),
    .rst_ni          (rst_ni),
    .op_valid_i      (op_valid),
    .op_arm_all_i    (op_arm_all),
    .op_slot_i       (op_slot),
    .op_sel_i        (op_sel),
    .op_gate_i       (op_gate),
    .phase_start_i   (phase_start),
    .phase_layer_i   (phase_layer),
    .phase_first_i   (phase_first),
    .arm_values_o    (arm_values),
    .parts_i         (parts),
    .result_soon_o   (result_soon),
    .result_valid_o  (result_valid),
    .result_group_o  (result_group),
    .result_last_o   (cell_done),
    .result_values_o (result),
    .saturations_o   (saturations)
  );

  wire [Lanes-1:0]        n_valid, r_valid, f_valid;
  wire [Lanes*ValueW-1:0] n_values, r_values, f_values;
  gw_state_encoder #(
    .Events     (Events),
    .Lanes      (Lanes),
    .StateW     (StateW),
    .Layers     (Layers),
    .LayerTable (LayerTable),
    .GroupW     (GroupW)
  ) u_state_encoder (
    .clk_i          (clk_i),
    .phase_layer_i  (phase_layer),
    .phase_first_i  (phase_first),
    .phase_full_i   (phase_full),
    .theta_x_i      (in_force[ThresholdsW-1:0]),
    .theta_h_i      (in_force[ThresholdsW +: ThresholdsW]),
    .soon_i         (result_soon),
    .result_valid_i (result_valid),
    .result_group_i (result_group),
    .result_i       (result),
    .n_valid_o      (n_valid),
    .n_values_o     (n_values),
    .r_valid_o      (r_valid),
    .r_values_o     (r_values),
    .f_valid_o      (f_valid),
    .f_values_o     (f_values)
  );

  // Events of a result that the next phase may have to wait for.
  localparam [31:0] LastLayer32 = Layers - 1;
  wire last_layer = (phase_layer == LastLayer32[LayerW-1:0]);
  wire recurrent  = ~Head | ~last_layer;
  assign new_events = ((|n_valid) & ~last_layer) | ((|r_valid) & recurrent & (Events != 2));
  // With similarity the mode of the frame let in decides on the recurrent events that wait.
  wire mode_known = frame_take & ~frame_skip;
  reg  approx_q;  // the step let in is a delta step; constant with exact products
  always @(posedge clk_i) begin
    if (mode_known) approx_q <= ~frame_full & (DroppedColumns > 0);
  end

  wire [Arrays-1:0] stat_x, stat_h, stat_word;
  gw_arrays #(
    .Events     (Events),
    .Arrays     (Arrays),
    .Pes        (Pes),
    .Lanes      (Lanes),
    .ElemsIn    (ElemsIn),
    .Beats      (Beats),
    .GroupW     (GroupW),
    .ValueW     (ValueW),
    .AccW       (AccW),
    .Slots      (Slots),
    .Layers     (Layers),
    .LayerTable (LayerTable),
    .Multiplier (Multiplier),
    .Storage    (Storage),
    .MemDir     (MemDir)
  ) u_arrays (
    .clk_i           (clk_i),
    .rst_ni          (rst_ni),
    .beat_valid_i    (beat_valid),
    .beat_index_i    (beat_index),
    .x_valid_i       (x_valid),
    .x_values_i      (x_values),
    .x_full_valid_i  (x_full_valid),
    .x_full_values_i (x_full_values),
    .x_commit_i      (x_commit),
    .x_commit_full_i (x_commit_full),
    .x_forget_i      (x_forget),
    .x_forget_full_i (x_forget_full),
    .x_open_i        (frame_take),
    .room_o          (room),
    .n_push_i        (result_valid & ~last_layer),
    .r_push_i        (result_valid & recurrent),
    .group_i         (result_group),
    .result_layer_i  (phase_layer),
    .n_valid_i       (n_valid),
    .n_values_i      (n_values),
    .r_valid_i       (r_valid),
    .r_values_i      (r_values),
    .r_full_valid_i  (f_valid),
    .r_full_values_i (f_values),
    .r_commit_i      (mode_known & ~frame_full),
    .r_commit_full_i (mode_known & frame_full & ~frame_start),
    .r_forget_i      (mode_known & frame_full),
    .r_forget_full_i (mode_known & (~frame_full | frame_start)),
    .hold_i          (hold),
    .op_valid_i      (op_valid),
    .op_arm_all_i    (op_arm_all),
    .op_slot_i       (op_slot),
    .op_sel_i        (op_sel),
    .arm_values_i    (arm_values),
    .approx_i        (approx_q),
    .parts_o         (parts),
    .layer_i         (layer),
    .pending_o       (pending),
    .quiet_o         (quiet),
    .stat_x_o        (stat_x),
    .stat_h_o        (stat_h),
    .stat_word_o     (stat_word)
  );

  // What a register block counts.
  generate
    if (Counters != 0) begin : gen_stats
      gw_stats #(
        .Arrays       (Arrays),
        .SaturationsW (SaturationsW)
      ) u_stats (
        .clk_i           (clk_i),
        .rst_ni          (rst_ni),
        .invalid_frame_i (invalid_frame),
        .take_i          (frame_take),
        .full_i          (frame_full),
        .skip_i          (frame_skip),
        .events_x_i      (stat_x),
        .events_h_i      (stat_h),
        .words_i         (stat_word),
        .saturations_i   (saturations),
        .stats_o         (stats_o)
      );
    end else begin : gen_no_stats
      assign stats_o = {(4+3*$clog2(Arrays+1)+SaturationsW){1'b0}};
      wire unused_stats = &{1'b0, invalid_frame, stat_x, stat_h, stat_word, saturations};
    end
  endgenerate

  // Output.
  gw_axis_out #(
    .StateW  (StateW),
    .ElemW   (ElemW),
    .Lanes   (Lanes),
    .Elems   (ElemsOut),
    .Words   (groups_of(Layers - 1, Lanes)),
    .Beats   (OutBeats),
    .Repeats (Events == 2)
  ) u_axis_out (
    .clk_i           (clk_i),
    .rst_ni          (rst_ni),
    .push_i          (result_valid & last_layer),
    .push_data_i     (result),
    .repeat_i        (repeat_frame),
    .room_o          (out_room),
    .m_axis_tvalid_o (m_axis_tvalid_o),
    .m_axis_tready_i (m_axis_tready_i),
    .m_axis_tdata_o  (m_axis_tdata_o),
    .m_axis_tlast_o  (m_axis_tlast_o),
    .m_axis_tuser_o  (m_axis_tuser_o)
  );
endmodule

`default_nettype wire
