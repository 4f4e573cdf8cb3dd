// The arrays with what routes events to them: column j of every matrix belongs to array j mod
// Arrays, so input element j and unit j do.
//
// Input beats and results arrive with their events marked, all lanes together; each array gets its
// own, as words of candidates (gw_scatter). With Events = 2 the second set of each is for a full step.
// room_o: every array takes another beat, even with one on the way. pending_o and quiet_o are those of
// any and of all arrays; part_o holds the sums of the arrays, array 0 lowest.
//
//   Events                  0 none, 1 delta, 2 similarity
//   ElemsIn, Beats, BeatW   elements of a beat, beats of a frame, bits of a beat's index
//   Groups, GroupW          groups of the largest layer, bits of a group's index
//   CellWords               groups of all recurrent layers
//   MemDir                  folder of the memory files
//   others                  as in gw_array
`default_nettype none

module gw_arrays #(
  parameter Events      = 0,
  parameter Arrays      = 1,
  parameter Pes         = 4,
  parameter Lanes       = 2,
  parameter SelW        = 1,
  parameter ElemsIn     = 1,
  parameter Beats       = 3,
  parameter BeatW       = 2,
  parameter Groups      = 4,
  parameter GroupW      = 2,
  parameter CellWords   = 4,
  parameter ValueW      = 16,
  parameter WeightW     = 8,
  parameter WeightBits  = WeightW,
  parameter Multiplier  = 0,
  parameter Stages      = 1,
  parameter Digits      = 1,
  parameter Form        = 0,
  parameter Last        = 0,
  parameter Drop        = 0,
  parameter Offset      = 0,
  parameter AccW        = 32,
  parameter AccRam      = 0,
  parameter Slots       = 9,
  parameter SlotW       = 4,
  parameter Layers      = 2,
  parameter LayerW      = 1,
  parameter AddrW       = 7,
  parameter Pattern     = 0,
  parameter WeightWords = 96,
  parameter WeightSlotW = 0,
  parameter Pointers    = 1,
  parameter CountW      = 1,
  parameter Indices     = 1,
  parameter IndexW      = 1,
  parameter IndexAddrW  = 1,
  parameter BlockWords  = 1,
  parameter BlockShift  = 0,
  parameter [Layers*32-1:0] XBase  = {32'd88, 32'd0},
  parameter [Layers*32-1:0] HBase  = {32'd96, 32'd24},
  parameter [Layers*32-1:0] XLast  = {32'd0, 32'd7},
  parameter [Layers*32-1:0] HLast  = {32'd0, 32'd7},
  parameter [Layers*32-1:0] XIndex = {Layers{32'd0}},
  parameter [Layers*32-1:0] HIndex = {Layers{32'd0}},
  parameter [Layers*32-1:0] XSlot  = {32'd8, 32'd0},
  parameter [Layers*32-1:0] HSlot  = {32'd8, 32'd0},
  parameter MemDir      = "mem"
) (
  input  wire                         clk_i,
  input  wire                         rst_ni,
  // input beats
  input  wire                         beat_valid_i,
  input  wire [BeatW-1:0]             beat_index_i,
  input  wire [ElemsIn-1:0]           x_valid_i,
  input  wire [ElemsIn*ValueW-1:0]    x_values_i,
  input  wire [ElemsIn-1:0]           x_full_valid_i,
  input  wire [ElemsIn*ValueW-1:0]    x_full_values_i,
  input  wire                         x_commit_i,
  input  wire                         x_commit_full_i,
  input  wire                         x_forget_i,
  input  wire                         x_forget_full_i,
  input  wire                         x_open_i,
  output wire                         room_o,
  // results of the cell lanes: to the next layer (n), back into their own (r)
  input  wire                         n_push_i,
  input  wire                         r_push_i,
  input  wire [GroupW-1:0]            group_i,
  input  wire [LayerW-1:0]            result_layer_i,
  input  wire [Lanes-1:0]             n_valid_i,
  input  wire [Lanes*ValueW-1:0]      n_values_i,
  input  wire [Lanes-1:0]             r_valid_i,
  input  wire [Lanes*ValueW-1:0]      r_values_i,
  input  wire [Lanes-1:0]             r_full_valid_i,
  input  wire [Lanes*ValueW-1:0]      r_full_values_i,
  input  wire                         r_commit_i,
  input  wire                         r_commit_full_i,
  input  wire                         r_forget_i,
  input  wire                         r_forget_full_i,
  // instruction stream of the sequencer
  input  wire                         hold_i,
  input  wire                         op_valid_i,
  input  wire                         op_arm_all_i,
  input  wire [SlotW-1:0]             op_slot_i,
  input  wire [SelW-1:0]              op_sel_i,
  input  wire [Pes*AccW-1:0]          arm_values_i,
  input  wire                         approx_i,
  output wire [Arrays*Lanes*AccW-1:0] parts_o,
  // state
  input  wire [LayerW-1:0]            layer_i,
  output wire                         pending_o,
  output wire                         quiet_o,
  // of each array: events taken of a layer's input and of a recurrence, weight words fetched
  output wire [Arrays-1:0]            stat_x_o,
  output wire [Arrays-1:0]            stat_h_o,
  output wire [Arrays-1:0]            stat_word_o
);
  function integer bits(input integer count);  // bits of an index below count, at least 1
    bits = (count <= 2) ? 1 : $clog2(count);
  endfunction

  localparam XCand   = (ElemsIn > Arrays) ? ElemsIn / Arrays : 1;
  localparam XSpread = (ElemsIn < Arrays) ? Arrays / ElemsIn : 1;  // beats that share a word index
  localparam XWords  = (Beats + XSpread - 1) / XSpread;
  localparam XDepth  = XWords + 2;
  localparam XGroupW = bits(XWords);
  localparam XPtrW   = bits(XDepth);
  localparam HCand   = (Lanes > Arrays) ? Lanes / Arrays : 1;
  localparam NDepth  = Groups + 1;
  localparam RDepth  = CellWords + 1;
  localparam [31:0] Full32 = XDepth - 2;

  wire [Arrays-1:0] pending, quiet, room;
  assign pending_o = |pending;
  assign quiet_o   = &quiet;
  assign room_o    = &room;

  genvar m;
  generate
    for (m = 0; m < Arrays; m = m + 1) begin : gen_array
      localparam [31:0] Tens = "0" + m / 10;
      localparam [31:0] Ones = "0" + m % 10;
      // Candidates of this array: input elements and units m, m + Arrays, m + 2 Arrays ...
      wire                    x_turn, n_turn, r_turn;
      wire [XGroupW-1:0]      x_word;
      wire [GroupW-1:0]       n_word, r_word;
      wire [XCand-1:0]        x_valid, xf_valid;
      wire [XCand*ValueW-1:0] x_values, xf_values;
      wire [HCand-1:0]        n_valid, r_valid, rf_valid;
      wire [HCand*ValueW-1:0] n_values, r_values, rf_values;
      gw_scatter #(
        .Elems  (ElemsIn),
        .Arrays (Arrays),
        .Index  (m),
        .ValueW (ValueW),
        .GroupW (BeatW),
        .WordW  (XGroupW),
        .Cand   (XCand)
      ) u_x_scatter (
        .group_i  (beat_index_i),
        .valid_i  (x_valid_i),
        .values_i (x_values_i),
        .turn_o   (x_turn),
        .word_o   (x_word),
        .valid_o  (x_valid),
        .values_o (x_values)
      );
      gw_scatter #(
        .Elems  (Lanes),
        .Arrays (Arrays),
        .Index  (m),
        .ValueW (ValueW),
        .GroupW (GroupW),
        .WordW  (GroupW),
        .Cand   (HCand)
      ) u_n_scatter (
        .group_i  (group_i),
        .valid_i  (n_valid_i),
        .values_i (n_values_i),
        .turn_o   (n_turn),
        .word_o   (n_word),
        .valid_o  (n_valid),
        .values_o (n_values)
      );
      gw_scatter #(
        .Elems  (Lanes),
        .Arrays (Arrays),
        .Index  (m),
        .ValueW (ValueW),
        .GroupW (GroupW),
        .WordW  (GroupW),
        .Cand   (HCand)
      ) u_r_scatter (
        .group_i  (group_i),
        .valid_i  (r_valid_i),
        .values_i (r_values_i),
        .turn_o   (r_turn),
        .word_o   (r_word),
        .valid_o  (r_valid),
        .values_o (r_values)
      );
      if (Events == 2) begin : gen_full
        wire               xf_turn, rf_turn;
        wire [XGroupW-1:0] xf_word;
        wire [GroupW-1:0]  rf_word;
        gw_scatter #(
          .Elems  (ElemsIn),
          .Arrays (Arrays),
          .Index  (m),
          .ValueW (ValueW),
          .GroupW (BeatW),
          .WordW  (XGroupW),
          .Cand   (XCand)
        ) u_x_scatter (
          .group_i  (beat_index_i),
          .valid_i  (x_full_valid_i),
          .values_i (x_full_values_i),
          .turn_o   (xf_turn),
          .word_o   (xf_word),
          .valid_o  (xf_valid),
          .values_o (xf_values)
        );
        gw_scatter #(
          .Elems  (Lanes),
          .Arrays (Arrays),
          .Index  (m),
          .ValueW (ValueW),
          .GroupW (GroupW),
          .WordW  (GroupW),
          .Cand   (HCand)
        ) u_r_scatter (
          .group_i  (group_i),
          .valid_i  (r_full_valid_i),
          .values_i (r_full_values_i),
          .turn_o   (rf_turn),
          .word_o   (rf_word),
          .valid_o  (rf_valid),
          .values_o (rf_values)
        );
        wire unused_full = &{1'b0, xf_turn, rf_turn, xf_word, rf_word};
      end else begin : gen_no_full
        assign xf_valid  = {XCand{1'b0}};
        assign xf_values = {(XCand*ValueW){1'b0}};
        assign rf_valid  = {HCand{1'b0}};
        assign rf_values = {(HCand*ValueW){1'b0}};
        wire unused_full = &{1'b0, x_full_valid_i, x_full_values_i, r_full_valid_i,
                             r_full_values_i};
      end
      wire unused_turn = &{1'b0, n_turn, n_word};

      wire [XPtrW-1:0] x_used;
      assign room[m] = ({1'b0, x_used} + {{XPtrW{1'b0}}, beat_valid_i}
                        <= {1'b0, Full32[XPtrW-1:0]});

      gw_array #(
        .Events      (Events),
        .Pes         (Pes),
        .Lanes       (Lanes),
        .SelW        (SelW),
        .ArmsBias    (m == 0),
        .HasNext     (Layers > 1),
        .ValueW      (ValueW),
        .WeightW     (WeightW),
        .WeightBits  (WeightBits),
        .Multiplier  (Multiplier),
        .Stages      (Stages),
        .Digits      (Digits),
        .Form        (Form),
        .Last        (Last),
        .Drop        (Drop),
        .Offset      (Offset),
        .AccW        (AccW),
        .AccRam      (AccRam),
        .Slots       (Slots),
        .SlotW       (SlotW),
        .XCand       (XCand),
        .XCandW      (bits(XCand)),
        .XGroupW     (XGroupW),
        .XDepth      (XDepth),
        .XPtrW       (XPtrW),
        .HCand       (HCand),
        .HCandW      (bits(HCand)),
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
        .IndexAddrW  (IndexAddrW),
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
        .clk_i           (clk_i),
        .rst_ni          (rst_ni),
        .x_push_i        (beat_valid_i & x_turn),
        .x_valid_i       (x_valid),
        .x_values_i      (x_values),
        .x_full_valid_i  (xf_valid),
        .x_full_values_i (xf_values),
        .x_group_i       (x_word),
        .x_commit_i      (x_commit_i),
        .x_commit_full_i (x_commit_full_i),
        .x_forget_i      (x_forget_i),
        .x_forget_full_i (x_forget_full_i),
        .x_open_i        (x_open_i),
        .x_used_o        (x_used),
        .n_push_i        (n_push_i & r_turn),
        .r_push_i        (r_push_i & r_turn),
        .n_valid_i       (n_valid),
        .n_values_i      (n_values),
        .r_valid_i       (r_valid),
        .r_values_i      (r_values),
        .r_full_valid_i  (rf_valid),
        .r_full_values_i (rf_values),
        .r_commit_i      (r_commit_i),
        .r_commit_full_i (r_commit_full_i),
        .r_forget_i      (r_forget_i),
        .r_forget_full_i (r_forget_full_i),
        .h_group_i       (r_word),
        .h_layer_i       (result_layer_i),
        .hold_i          (hold_i),
        .op_valid_i      (op_valid_i),
        .op_arm_all_i    (op_arm_all_i),
        .op_slot_i       (op_slot_i),
        .op_sel_i        (op_sel_i),
        .arm_values_i    (arm_values_i),
        .approx_i        (approx_i),
        .part_o          (parts_o[m*Lanes*AccW +: Lanes*AccW]),
        .layer_i         (layer_i),
        .pending_o       (pending[m]),
        .quiet_o         (quiet[m]),
        .stat_x_o        (stat_x_o[m]),
        .stat_h_o        (stat_h_o[m]),
        .stat_word_o     (stat_word_o[m])
      );
    end
  endgenerate
endmodule

`default_nettype wire
