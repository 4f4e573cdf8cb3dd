// The engine: event-driven recurrent network accelerator, one frame in, one frame out per step.
//
//   s_axis --> gw_input (events of x) --> gw_arrays: queues of M arrays <-- events of h --+
//                                           |  partial sums                              |
//                                           v                                            |
//              gw_sequencer (reads, arming) --> gw_cell_lanes --> gw_state_encoder ------+
//                                                    |
//                                                    +--> gw_axis_out --> m_axis
//
// Column j of every matrix belongs to array j mod Arrays, unit u to PE u mod Pes and to lane
// u mod Lanes. The sizes and tables describe the memory images and must agree with them; Lanes,
// ElemsIn and ElemsOut may be changed freely within their rules.
//
//   Arrays M, Pes N, Lanes L   powers of two for M; L divides N; M divides L or L divides M
//   ElemsIn, ElemsOut          elements of a beat; powers of two; ElemsOut divides Lanes
//   Inputs, Layers, Units      shape; Units and the other tables have 32 bits a layer, layer 0 lowest
//   Cell                       recurrent layers: 0 LSTM, 1 GRU
//   Events                     0 none, 1 delta, 2 similarity: what of an element is processed
//   ScoreW                     bits of a score (similarity); 1 otherwise
//   Runtime                    1: thresholds_i may change; 0: it is constant
//   Refresh                    delta steps between full ones at most (similarity); 0: any number
//   Head                       0 none, 1 linear, 2 relu, 3 sigmoid, 4 tanh: the last layer is dense
//   HeadRelu                   1: negative inputs of the dense layer count as zero
//   StateI/F, CellI/F          formats A and C (integer bits with sign, fraction bits)
//   WeightW, RowShiftW, Fraction   bits of a stored weight, of e_r; weight fraction of each layer
//   WeightBits, Multiplier .. Offset   as in gw_pe
//   AccW, AccRam               accumulator width; 0 flip-flops, 1 memory
//   GateF, TableI, TableF      fraction of gate values; table input format
//   Segments, SigmLines, TanhLines   lines instead of tables: see gw_activation
//   Nearest                    1 round to nearest even, 0 floor
//   Slots, XSlot, HSlot, GateSlot   accumulator map: see gw_column_fetch, gw_sequencer
//   Pattern, XBase, HBase, XLast, HLast   weight memory map: see gw_column_fetch
//   WeightWords, WeightSlotW   words of the weight memory of an array, bits of a stored slot
//   Pointers, CountW           pointer memory of an array (Pattern 2)
//   Indices, IndexW, BlockWords, BlockShift, XIndex, HIndex   block indices (Pattern 3)
//   Stats, StatsW              1: stats_o says what happens (gw_stats); its bits, not to be set
//   MemDir                     folder of the memory files
`default_nettype none

module gw_engine #(
  parameter Arrays = 1, parameter Pes = 4, parameter Lanes = 2,
  parameter ElemsIn = 1, parameter ElemsOut = 1,
  parameter Inputs = 3, parameter Layers = 2,
  parameter [Layers*32-1:0] Units = {32'd2, 32'd8},
  parameter Cell = 0, parameter Events = 0, parameter ScoreW = 1, parameter Runtime = 0,
  parameter Refresh = 0,
  parameter Head = 1, parameter HeadRelu = 0,
  parameter StateI = 8, parameter StateF = 8,
  parameter CellI = 8, parameter CellF = 8,
  parameter WeightW = 8, parameter WeightBits = WeightW, parameter RowShiftW = 2,
  parameter Multiplier = 0, parameter Stages = 1,
  parameter Digits = 1, parameter Form = 0, parameter Last = 0,
  parameter Drop = 0, parameter Offset = 0,
  parameter [Layers*32-1:0] Fraction = {32'd7, 32'd7},
  parameter AccW = 32, parameter AccRam = 0,
  parameter GateF = 12, parameter TableI = 4, parameter TableF = 6, parameter Segments = 0,
  parameter [64*Segments+63:0] SigmLines = {(Segments+1){64'd0}},
  parameter [64*Segments+63:0] TanhLines = {(Segments+1){64'd0}},
  parameter Nearest = 1, parameter Slots = 9,
  parameter [Layers*32-1:0]  XSlot    = {32'd8, 32'd0},
  parameter [Layers*32-1:0]  HSlot    = {32'd8, 32'd0},
  parameter [Layers*128-1:0] GateSlot = {32'd0, 32'd0, 32'd0, 32'd8, 32'd6, 32'd4, 32'd2, 32'd0},
  parameter Pattern     = 0,
  parameter [Layers*32-1:0]  XLast    = {32'd0, 32'd7},
  parameter [Layers*32-1:0]  HLast    = {32'd0, 32'd7},
  parameter [Layers*32-1:0]  XBase    = {32'd88, 32'd0},
  parameter [Layers*32-1:0]  HBase    = {32'd96, 32'd24},
  parameter WeightWords = 96, parameter WeightSlotW = 0,
  parameter Pointers = 1, parameter CountW = 1,
  parameter Indices = 1, parameter IndexW = 1,
  parameter BlockWords = 1, parameter BlockShift = 0,
  parameter [Layers*32-1:0]  XIndex   = {Layers{32'd0}},
  parameter [Layers*32-1:0]  HIndex   = {Layers{32'd0}},
  parameter Stats       = 0,
  parameter MemDir      = "mem",
  parameter ElemW       = 8 * ((StateI + StateF + 7) / 8),
  parameter StatsW      = 4 + 3 * $clog2(Arrays + 1) + (Cell + 2) * $clog2(Lanes + 1)
) (
  input  wire                      clk_i,
  input  wire                      rst_ni,
  input  wire                      s_axis_tvalid_i,
  output wire                      s_axis_tready_o,
  input  wire [ElemsIn*ElemW-1:0]  s_axis_tdata_i,
  input  wire                      s_axis_tlast_i,
  input  wire                      s_axis_tuser_i,
  // thresholds of frames whose first beat is accepted now: theta_h and theta_x of every layer, layer 0
  // lowest, theta_x below; above them T_delta and T_skip
  input  wire [2*ScoreW+2*Layers*(StateI+StateF)-1:0] thresholds_i,
  output wire                      m_axis_tvalid_o,
  input  wire                      m_axis_tready_i,
  output wire [ElemsOut*ElemW-1:0] m_axis_tdata_o,
  output wire                      m_axis_tlast_o,
  output wire                      m_axis_tuser_o,
  output wire                      frame_error_o,
  // 1: frames are taken; 0: the step under way ends, then input waits
  input  wire                      enable_i,
  // what happened a few cycles ago: gw_stats
  output wire [StatsW-1:0]         stats_o
);
  function integer bits(input integer count);  // bits of an index below count, at least 1
    bits = (count <= 2) ? 1 : $clog2(count);
  endfunction

  localparam Recurrent = (Head != 0) ? Layers - 1 : Layers;  // layers with recurrence

  // Groups of Lanes units: per layer minus one, the most, the sum, the sum below each layer.
  function integer groups(input integer layer);
    groups = (Units[layer*32 +: 32] + Lanes - 1) / Lanes;
  endfunction
  function [Layers*32-1:0] last_groups(input integer unused);
    integer i;
    for (i = 0; i < Layers; i = i + 1) last_groups[i*32 +: 32] = groups(i) - 1;
  endfunction
  function integer most_groups(input integer unused);
    integer i;
    begin
      most_groups = 1;
      for (i = 0; i < Layers; i = i + 1) if (groups(i) > most_groups) most_groups = groups(i);
    end
  endfunction
  function integer sum_groups(input integer layers);
    integer i;
    begin
      sum_groups = 0;
      for (i = 0; i < layers; i = i + 1) sum_groups = sum_groups + groups(i);
    end
  endfunction
  function [Layers*32-1:0] cell_bases(input integer unused);
    integer i;
    for (i = 0; i < Layers; i = i + 1) cell_bases[i*32 +: 32] = (i < Recurrent) ? sum_groups(i) : 0;
  endfunction

  localparam StateW    = StateI + StateF;
  localparam SaturationsW = (Cell + 2) * $clog2(Lanes + 1);
  localparam ValueW    = StateW + ((Events != 0) ? 1 : 0);
  localparam CellW     = CellI + CellF;
  localparam ThetaW    = Layers * StateW;
  localparam LayerW    = bits(Layers);
  localparam SlotW     = bits(Slots);
  localparam AddrW     = bits(WeightWords);
  localparam SelW      = bits(Pes / Lanes);
  localparam Beats     = (Inputs + ElemsIn - 1) / ElemsIn;
  localparam BeatW     = bits(Beats);
  localparam Groups    = most_groups(0);
  localparam GroupW    = bits(Groups);
  localparam CellWords = sum_groups(Recurrent);
  localparam OutBeats  = (Units[(Layers-1)*32 +: 32] + ElemsOut - 1) / ElemsOut;
  localparam OutDepth  = groups(Layers - 1) + 1;
  localparam [Layers*32-1:0] LastGroup = last_groups(0);
  localparam [Layers*32-1:0] CellBase  = cell_bases(0);
  // Shifts fw + e_r of all layers fit.
  function integer shift_bits(input integer unused);
    integer i;
    begin
      shift_bits = 1;
      for (i = 0; i < Layers; i = i + 1) begin
        if (bits(Fraction[i*32 +: 32] + (1 << RowShiftW)) > shift_bits) begin
          shift_bits = bits(Fraction[i*32 +: 32] + (1 << RowShiftW));
        end
      end
    end
  endfunction
  localparam ShiftW = shift_bits(0);

  // Input, and the thresholds that travel with its frames.
  wire                        invalid_frame, beat_valid;
  wire [BeatW-1:0]            beat_index;
  wire                        frame_valid, frame_start, frame_full, frame_skip;
  wire                        frame_take, repeat_frame, step_start;
  wire                        x_commit, x_commit_full, x_forget, x_forget_full, room;
  wire [ElemsIn-1:0]          x_valid, x_full_valid;
  wire [ElemsIn*ValueW-1:0]   x_values, x_full_values;
  wire [2*ThetaW-1:0]         in_force;
  gw_input #(
    .Events  (Events),
    .ElemsIn (ElemsIn),
    .ElemW   (ElemW),
    .StateW  (StateW),
    .ValueW  (ValueW),
    .Inputs  (Inputs),
    .Beats   (Beats),
    .BeatW   (BeatW),
    .ScoreW  (ScoreW),
    .ThetaW  (ThetaW),
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
    .Pes       (Pes),
    .Lanes     (Lanes),
    .SelW      (SelW),
    .Slots     (Slots),
    .SlotW     (SlotW),
    .Layers    (Layers),
    .LayerW    (LayerW),
    .GroupW    (GroupW),
    .Waits     (Events == 2),
    .Cell      (Cell),
    .Head      (Head),
    .GateSlot  (GateSlot),
    .LastGroup (LastGroup)
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
    .Arrays      (Arrays),
    .Pes         (Pes),
    .Lanes       (Lanes),
    .Stages      (Stages),
    .Cell        (Cell),
    .SelW        (SelW),
    .Slots       (Slots),
    .SlotW       (SlotW),
    .Layers      (Layers),
    .LayerW      (LayerW),
    .GroupW      (GroupW),
    .CellAddrW   (bits(CellWords)),
    .CellWords   (CellWords),
    .AccW        (AccW),
    .RowShiftW   (RowShiftW),
    .ShiftW      (ShiftW),
    .StateW      (StateW),
    .StateF      (StateF),
    .CellW       (CellW),
    .CellF       (CellF),
    .GateF       (GateF),
    .TableI (TableI), .TableF (TableF), .Segments (Segments),
    .SigmLines (SigmLines), .TanhLines (TanhLines),
    .Nearest     (Nearest),
    .Head        (Head),
    .Fraction    (Fraction),
    .LastGroup   (LastGroup),
    .CellBase    (CellBase),
    .Units       (Units),
    .Stats       (Stats),
    .CountW ($clog2(Lanes + 1)), .Padding (Drop > 0),
    .RowFile     ({MemDir, "/rows.hex"}),
    .SigmoidFile ({MemDir, "/sigmoid.hex"}),
    .TanhFile    ({MemDir, "/tanh.hex"})
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
    .Events    (Events),
    .Lanes     (Lanes),
    .StateW    (StateW),
    .ValueW    (ValueW),
    .Layers    (Layers),
    .LayerW    (LayerW),
    .GroupW    (GroupW),
    .Head      (Head),
    .HeadRelu  (HeadRelu),
    .Words     (CellWords),
    .WordAddrW (bits(CellWords)),
    .GroupBase (CellBase)
  ) u_state_encoder (
    .clk_i          (clk_i),
    .phase_layer_i  (phase_layer),
    .phase_first_i  (phase_first),
    .phase_full_i   (phase_full),
    .theta_x_i      (in_force[ThetaW-1:0]),
    .theta_h_i      (in_force[ThetaW +: ThetaW]),
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
  wire recurrent  = (Head == 0) | ~last_layer;
  assign new_events = ((|n_valid) & ~last_layer) | ((|r_valid) & recurrent & (Events != 2));
  // With similarity the mode of the frame let in decides on the recurrent events that wait.
  wire mode_known = frame_take & ~frame_skip;
  reg  approx_q;  // the step let in is a delta step; constant with exact products
  always @(posedge clk_i) begin
    if (mode_known) approx_q <= ~frame_full & (Drop > 0);
  end

  wire [Arrays-1:0] stat_x, stat_h, stat_word;
  gw_arrays #(
    .Events      (Events),        .Arrays      (Arrays),
    .Pes         (Pes),           .Lanes       (Lanes),
    .SelW        (SelW),          .ElemsIn     (ElemsIn),
    .Beats       (Beats),         .BeatW       (BeatW),
    .Groups      (Groups),        .GroupW      (GroupW),
    .CellWords   (CellWords),     .ValueW      (ValueW),
    .WeightW     (WeightW),       .WeightBits  (WeightBits),
    .Multiplier  (Multiplier),    .Stages      (Stages),
    .Digits      (Digits),        .Form        (Form),
    .Last        (Last),          .Drop        (Drop),
    .Offset      (Offset),        .AccW        (AccW),
    .AccRam      (AccRam),        .Slots       (Slots),
    .SlotW       (SlotW),         .Layers      (Layers),
    .LayerW      (LayerW),        .AddrW       (AddrW),
    .Pattern     (Pattern),       .WeightWords (WeightWords),
    .WeightSlotW (WeightSlotW),   .Pointers    (Pointers),
    .CountW      (CountW),        .Indices     (Indices),
    .IndexW      (IndexW),        .IndexAddrW  (bits(Indices)),
    .BlockWords  (BlockWords),    .BlockShift  (BlockShift),
    .XBase       (XBase),         .HBase       (HBase),
    .XLast       (XLast),         .HLast       (HLast),
    .XIndex      (XIndex),        .HIndex      (HIndex),
    .XSlot       (XSlot),         .HSlot       (HSlot),
    .MemDir      (MemDir)
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
    if (Stats != 0) begin : gen_stats
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
      assign stats_o = {StatsW{1'b0}};
      wire unused_stats = &{1'b0, invalid_frame, stat_x, stat_h, stat_word, saturations};
    end
  endgenerate

  // Output.
  gw_axis_out #(
    .StateW (StateW),
    .ElemW  (ElemW),
    .Lanes  (Lanes),
    .Elems  (ElemsOut),
    .SubW   (bits(Lanes / ElemsOut)),
    .Depth  (OutDepth),
    .PtrW   (bits(OutDepth)),
    .Beats  (OutBeats),
    .BeatW  (bits(OutBeats)),
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
