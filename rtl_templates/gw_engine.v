// The engine: event-driven recurrent network accelerator, one frame in, one frame out per step.
//
//   s_axis --> gw_input (events of x) --> queues of M gw_array  <-- events of new h ------+
//                                           |  partial sums                              |
//                                           v                                            |
//              gw_sequencer (reads, arming) --> gw_cell_lanes --> gw_event_encoder ------+
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
//   Head                       0 none, 1 linear, 2 relu, 3 sigmoid, 4 tanh: the last layer is dense
//   HeadRelu                   1: negative inputs of the dense layer count as zero
//   StateI/F, CellI/F          formats A and C (integer bits with sign, fraction bits)
//   WeightW, RowShiftW, Fraction   weight bits, bits of e_r, weight fraction of each layer
//   AccW, AccRam               accumulator width; 0 flip-flops, 1 memory
//   GateF, TableI, TableF      fraction of gate values; table input format
//   Nearest                    1 round to nearest even, 0 floor
//   Slots, XSlot, HSlot, GateSlot   accumulator map: see gw_column_fetch, gw_sequencer
//   Pattern, XBase, HBase, XLast, HLast   weight memory map: see gw_column_fetch
//   WeightWords, WeightSlotW   words of the weight memory of an array, bits of a stored slot
//   Pointers, CountW           pointer memory of an array (Pattern 2)
//   Indices, IndexW, BlockWords, BlockShift, XIndex, HIndex   block indices (Pattern 3)
//   MemDir                     folder of the memory files
`default_nettype none

module gw_engine #(
  parameter Arrays      = 1,
  parameter Pes         = 4,
  parameter Lanes       = 2,
  parameter ElemsIn     = 1,
  parameter ElemsOut    = 1,
  parameter Inputs      = 3,
  parameter Layers      = 2,
  parameter [Layers*32-1:0] Units = {32'd2, 32'd8},
  parameter Cell        = 0,
  parameter Head        = 1,
  parameter HeadRelu    = 0,
  parameter StateI      = 8,
  parameter StateF      = 8,
  parameter CellI       = 8,
  parameter CellF       = 8,
  parameter WeightW     = 8,
  parameter RowShiftW   = 2,
  parameter [Layers*32-1:0] Fraction = {32'd7, 32'd7},
  parameter AccW        = 32,
  parameter AccRam      = 0,
  parameter GateF       = 12,
  parameter TableI      = 4,
  parameter TableF      = 6,
  parameter Nearest     = 1,
  parameter Slots       = 9,
  parameter [Layers*32-1:0]  XSlot    = {32'd8, 32'd0},
  parameter [Layers*32-1:0]  HSlot    = {32'd8, 32'd0},
  parameter [Layers*128-1:0] GateSlot = {32'd0, 32'd0, 32'd0, 32'd8, 32'd6, 32'd4, 32'd2, 32'd0},
  parameter Pattern     = 0,
  parameter [Layers*32-1:0]  XLast    = {32'd0, 32'd7},
  parameter [Layers*32-1:0]  HLast    = {32'd0, 32'd7},
  parameter [Layers*32-1:0]  XBase    = {32'd88, 32'd0},
  parameter [Layers*32-1:0]  HBase    = {32'd96, 32'd24},
  parameter WeightWords = 96,
  parameter WeightSlotW = 0,
  parameter Pointers    = 1,
  parameter CountW      = 1,
  parameter Indices     = 1,
  parameter IndexW      = 1,
  parameter BlockWords  = 1,
  parameter BlockShift  = 0,
  parameter [Layers*32-1:0]  XIndex   = {Layers{32'd0}},
  parameter [Layers*32-1:0]  HIndex   = {Layers{32'd0}},
  parameter MemDir      = "mem",
  parameter ElemW       = 8 * ((StateI + StateF + 7) / 8)
) (
  input  wire                      clk_i,
  input  wire                      rst_ni,
  input  wire                      s_axis_tvalid_i,
  output wire                      s_axis_tready_o,
  input  wire [ElemsIn*ElemW-1:0]  s_axis_tdata_i,
  input  wire                      s_axis_tlast_i,
  input  wire                      s_axis_tuser_i,
  output wire                      m_axis_tvalid_o,
  input  wire                      m_axis_tready_i,
  output wire [ElemsOut*ElemW-1:0] m_axis_tdata_o,
  output wire                      m_axis_tlast_o,
  output wire                      frame_error_o
);
  function integer bits(input integer count);  // bits of an index below count, at least 1
    bits = (count <= 2) ? 1 : $clog2(count);
  endfunction

  localparam Events = (Head != 0) ? Layers - 1 : Layers;  // layers with recurrence

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
    for (i = 0; i < Layers; i = i + 1) cell_bases[i*32 +: 32] = (i < Events) ? sum_groups(i) : 0;
  endfunction

  localparam StateW    = StateI + StateF;
  localparam CellW     = CellI + CellF;
  localparam LayerW    = bits(Layers);
  localparam SlotW     = bits(Slots);
  localparam AddrW     = bits(WeightWords);
  localparam SelW      = bits(Pes / Lanes);
  localparam Beats     = (Inputs + ElemsIn - 1) / ElemsIn;
  localparam BeatW     = bits(Beats);
  localparam XCand     = (ElemsIn > Arrays) ? ElemsIn / Arrays : 1;
  localparam XSpread   = (ElemsIn < Arrays) ? Arrays / ElemsIn : 1;  // beats that share a word index
  localparam XWords    = (Beats + XSpread - 1) / XSpread;
  localparam XDepth    = XWords + 2;
  localparam XGroupW   = bits(XWords);
  localparam HCand     = (Lanes > Arrays) ? Lanes / Arrays : 1;
  localparam Groups    = most_groups(0);
  localparam GroupW    = bits(Groups);
  localparam CellWords = sum_groups(Events);
  localparam NDepth    = Groups + 1;
  localparam RDepth    = CellWords + 1;
  localparam OutBeats  = (Units[(Layers-1)*32 +: 32] + ElemsOut - 1) / ElemsOut;
  localparam OutDepth  = groups(Layers - 1) + 1;
  localparam XCandW    = bits(XCand);
  localparam HCandW    = bits(HCand);
  localparam XPtrW     = bits(XDepth);
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

  // Input.
  wire                      beat_valid, beat_commit, beat_rewind;
  wire [BeatW-1:0]          beat_index;
  wire                      frame_valid, frame_start, frame_take;
  wire [Arrays-1:0]         room;
  wire [ElemsIn-1:0]        x_valid;
  wire [ElemsIn*StateW-1:0] x_values;
  gw_input #(
    .ElemsIn (ElemsIn),
    .ElemW   (ElemW),
    .StateW  (StateW),
    .Inputs  (Inputs),
    .Beats   (Beats),
    .BeatW   (BeatW)
  ) u_input (
    .clk_i           (clk_i),
    .rst_ni          (rst_ni),
    .s_axis_tvalid_i (s_axis_tvalid_i),
    .s_axis_tready_o (s_axis_tready_o),
    .s_axis_tdata_i  (s_axis_tdata_i),
    .s_axis_tlast_i  (s_axis_tlast_i),
    .s_axis_tuser_i  (s_axis_tuser_i),
    .room_i          (&room),
    .beat_valid_o    (beat_valid),
    .beat_commit_o   (beat_commit),
    .beat_rewind_o   (beat_rewind),
    .beat_index_o    (beat_index),
    .valid_o         (x_valid),
    .values_o        (x_values),
    .frame_valid_o   (frame_valid),
    .frame_start_o   (frame_start),
    .frame_take_i    (frame_take),
    .error_o         (frame_error_o)
  );
  genvar m, c;

  // Sequencer.
  wire [Arrays-1:0]  pending, quiet;
  wire               cell_done, out_room, hold;
  wire               op_valid, op_arm_all;
  wire [SlotW-1:0]   op_slot;
  wire [SelW-1:0]    op_sel;
  wire [1:0]         op_gate;
  wire [LayerW-1:0]  layer, phase_layer;
  wire               phase_start, phase_first, new_events;

  gw_sequencer #(
    .Pes       (Pes),
    .Lanes     (Lanes),
    .SelW      (SelW),
    .Slots     (Slots),
    .SlotW     (SlotW),
    .Layers    (Layers),
    .LayerW    (LayerW),
    .GroupW    (GroupW),
    .Cell      (Cell),
    .Head      (Head),
    .GateSlot  (GateSlot),
    .LastGroup (LastGroup)
  ) u_sequencer (
    .clk_i         (clk_i),
    .rst_ni        (rst_ni),
    .frame_valid_i (frame_valid),
    .frame_start_i (frame_start),
    .frame_take_o  (frame_take),
    .pending_i     (|pending),
    .quiet_i       (&quiet),
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
    .phase_layer_o (phase_layer),
    .phase_first_o (phase_first)
  );

  // Cell lanes and the events of their results.
  wire [Pes*AccW-1:0]          arm_values;
  wire [Arrays*Lanes*AccW-1:0] parts;
  wire                         result_valid;
  wire [GroupW-1:0]            result_group;
  wire [Lanes*StateW-1:0]      result;

  gw_cell_lanes #(
    .Arrays      (Arrays),
    .Pes         (Pes),
    .Lanes       (Lanes),
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
    .TableI      (TableI),
    .TableF      (TableF),
    .Nearest     (Nearest),
    .Head        (Head),
    .Fraction    (Fraction),
    .LastGroup   (LastGroup),
    .CellBase    (CellBase),
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
    .result_valid_o  (result_valid),
    .result_group_o  (result_group),
    .result_last_o   (cell_done),
    .result_values_o (result)
  );

  wire [Lanes-1:0]        h_valid;
  wire [Lanes*StateW-1:0] h_values;
  gw_event_encoder #(
    .Cand   (Lanes),
    .ValueW (StateW)
  ) u_h_encoder (
    .elements_i (result),
    .valid_o    (h_valid),
    .values_o   (h_values)
  );

  localparam [31:0] LastLayer32 = Layers - 1;
  wire last_layer = (phase_layer == LastLayer32[LayerW-1:0]);
  wire recurrent  = (Head == 0) | ~last_layer;
  assign new_events = (|h_valid) & recurrent;
  localparam [31:0] HeadFeeder32 = (Layers > 1) ? Layers - 2 : 0;
  wire feeds_relu = (HeadRelu != 0) & (phase_layer == HeadFeeder32[LayerW-1:0]);

  generate
    for (m = 0; m < Arrays; m = m + 1) begin : gen_array
      localparam [31:0] Tens = "0" + m / 10;
      localparam [31:0] Ones = "0" + m % 10;
      // Candidates of this array: input elements and units m, m + Arrays, m + 2 Arrays ...
      wire                    x_push, h_push;
      wire [XGroupW-1:0]      x_word;
      wire [GroupW-1:0]       h_word;
      wire [XCand-1:0]        xc_valid;
      wire [XCand*StateW-1:0] xc_values;
      wire [HCand-1:0]        hc_valid;
      wire [HCand*StateW-1:0] hc_values;
      // Events of the next layer: the same, without the negative ones where a ReLU stands between.
      wire [HCand-1:0]        nc_valid;
      for (c = 0; c < HCand; c = c + 1) begin : gen_next_candidate
        assign nc_valid[c] = hc_valid[c] & ~(feeds_relu & hc_values[c*StateW + StateW-1]);
      end
      gw_scatter #(
        .Elems  (ElemsIn),
        .Arrays (Arrays),
        .Index  (m),
        .ValueW (StateW),
        .GroupW (BeatW),
        .WordW  (XGroupW),
        .Cand   (XCand)
      ) u_x_scatter (
        .group_i  (beat_index),
        .valid_i  (x_valid),
        .values_i (x_values),
        .push_o   (x_push),
        .word_o   (x_word),
        .valid_o  (xc_valid),
        .values_o (xc_values)
      );
      gw_scatter #(
        .Elems  (Lanes),
        .Arrays (Arrays),
        .Index  (m),
        .ValueW (StateW),
        .GroupW (GroupW),
        .WordW  (GroupW),
        .Cand   (HCand)
      ) u_h_scatter (
        .group_i  (result_group),
        .valid_i  (h_valid),
        .values_i (h_values),
        .push_o   (h_push),
        .word_o   (h_word),
        .valid_o  (hc_valid),
        .values_o (hc_values)
      );

      wire [XPtrW-1:0] x_used;
      localparam [31:0] Full32 = XDepth - 2;
      assign room[m] = ({1'b0, x_used} + {{XPtrW{1'b0}}, beat_valid} <= {1'b0, Full32[XPtrW-1:0]});

      gw_array #(
        .Pes         (Pes),
        .Lanes       (Lanes),
        .SelW        (SelW),
        .ArmsBias    (m == 0),
        .HasNext     (Layers > 1),
        .ValueW      (StateW),
        .WeightW     (WeightW),
        .AccW        (AccW),
        .AccRam      (AccRam),
        .Slots       (Slots),
        .SlotW       (SlotW),
        .XCand       (XCand),
        .XCandW      (XCandW),
        .XGroupW     (XGroupW),
        .XDepth      (XDepth),
        .XPtrW       (XPtrW),
        .HCand       (HCand),
        .HCandW      (HCandW),
        .HGroupW     (GroupW),
        .NDepth      (NDepth),
        .NPtrW       (bits(NDepth)),
        .RDepth      (RDepth),
        .RPtrW       (bits(RDepth)),
        .Layers      (Layers),
        .LayerW      (LayerW),
        .AddrW       (AddrW),
        .XBase       (XBase),
        .HBase       (HBase),
        .Pattern     (Pattern),
        .WeightSlotW (WeightSlotW),
        .Pointers    (Pointers),
        .PointerFile ({MemDir, "/pointers_", Tens[7:0], Ones[7:0], ".hex"}),
        .CountW      (CountW),
        .IndexW      (IndexW),
        .Indices     (Indices),
        .IndexAddrW  (bits(Indices)),
        .IndexFile   ({MemDir, "/indices.hex"}),
        .BlockWords  (BlockWords),
        .BlockShift  (BlockShift),
        .Arrays      (Arrays),
        .Array       (Pattern == 3 && Arrays > (1 << BlockShift) ? m : 0),
        .XLast       (XLast),
        .HLast       (HLast),
        .XIndex      (XIndex),
        .HIndex      (HIndex),
        .XSlot       (XSlot),
        .HSlot       (HSlot),
        .WeightWords (WeightWords),
        .WeightFile  ({MemDir, "/weights_", Tens[7:0], Ones[7:0], ".hex"})
      ) u_array (
        .clk_i        (clk_i),
        .rst_ni       (rst_ni),
        .x_push_i     (beat_valid & x_push),
        .x_valid_i    (xc_valid),
        .x_values_i   (xc_values),
        .x_group_i    (x_word),
        .x_commit_i   (beat_commit),
        .x_rewind_i   (beat_rewind),
        .x_open_i     (frame_take),
        .x_used_o     (x_used),
        .n_push_i     (result_valid & h_push & (|nc_valid) & ~last_layer),
        .r_push_i     (result_valid & h_push & recurrent),
        .n_valid_i    (nc_valid),
        .h_valid_i    (hc_valid),
        .h_values_i   (hc_values),
        .h_group_i    (h_word),
        .h_layer_i    (phase_layer),
        .hold_i       (hold),
        .op_valid_i   (op_valid),
        .op_arm_all_i (op_arm_all),
        .op_slot_i    (op_slot),
        .op_sel_i     (op_sel),
        .arm_values_i (arm_values),
        .part_o       (parts[m*Lanes*AccW +: Lanes*AccW]),
        .layer_i      (layer),
        .pending_o    (pending[m]),
        .quiet_o      (quiet[m])
      );
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
    .BeatW  (bits(OutBeats))
  ) u_axis_out (
    .clk_i           (clk_i),
    .rst_ni          (rst_ni),
    .push_i          (result_valid & last_layer),
    .push_data_i     (result),
    .room_o          (out_room),
    .m_axis_tvalid_o (m_axis_tvalid_o),
    .m_axis_tready_i (m_axis_tready_i),
    .m_axis_tdata_o  (m_axis_tdata_o),
    .m_axis_tlast_o  (m_axis_tlast_o)
  );
endmodule

`default_nettype wire
