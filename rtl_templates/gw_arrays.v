// SPDX-License-Identifier: Apache-2.0
// The arrays with what routes events to them: column j of every matrix belongs to array j mod Arrays, so
// input element j and unit j do.
//
// Input beats and results arrive with their events marked, all lanes together; each array gets its own,
// as words of candidates (gw_scatter), in the same cycle. With Events = 2 the second set of each is for
// a full step. room_o: every array takes another beat, even with one on the way. pending_o and quiet_o
// are those of any and of all arrays; parts_o holds the sums of the arrays, array 0 lowest.
//
//   ElemsIn, Beats   elements of a beat, beats of a frame
//   GroupW           bits of a group index
//   Storage          see below; passed on with the others
//   MemDir           folder of the memory files: weights_00.hex, pointers_00.hex, indices.hex ...
//   others           as in gw_array
`default_nettype none

module gw_arrays #(
  parameter Events     = 0,
  parameter Arrays     = 1,
  parameter Pes        = 4,
  parameter Lanes      = 2,
  parameter ElemsIn    = 1,
  parameter Beats      = 3,
  parameter GroupW     = 2,
  parameter ValueW     = 16,
  parameter AccW       = 32,
  parameter Slots      = 9,
  parameter Layers     = 2,
  parameter LayerTable = {  // a layer of 8 units and a dense one of 2
    32'd2, 32'd0, 32'd7, 32'd8, 32'd1, 32'd88, 32'd1, 32'd0, 32'd0, 32'd0, 32'd0, 32'd2,
    32'd8, 32'd0, 32'd7, 32'd0, 32'd2, 32'd0, 32'd8, 32'd0, 32'd24, 32'd8, 32'd0, 32'd0
  },
  parameter Multiplier = {32'd0, 32'd1, 32'd8, 32'd8, 32'd1, 32'd0, 32'd0, 32'd0, 32'd0},
  parameter Storage    = {  // dense weights, sums in flip-flops
    32'd0, 32'd96, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0
  },
  parameter MemDir     = "mem",
  // derived, not to be set
  parameter BeatW      = (Beats > 2) ? $clog2(Beats) : 1,
  parameter SelW       = (Pes > 2 * Lanes) ? $clog2(Pes / Lanes) : 1,
  parameter SlotW      = (Slots > 2) ? $clog2(Slots) : 1,
  parameter LayerW     = (Layers > 2) ? $clog2(Layers) : 1
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
`include "gw_storage.vh"
  localparam XCand   = (ElemsIn > Arrays) ? ElemsIn / Arrays : 1;
  localparam XSpread = (ElemsIn < Arrays) ? Arrays / ElemsIn : 1;  // beats that share a word index
  localparam FrameWords  = (Beats + XSpread - 1) / XSpread;
  localparam XGroupW = (FrameWords > 2) ? $clog2(FrameWords) : 1;
  localparam XPtrW   = $clog2(FrameWords + 2);
  localparam HCand   = (Lanes > Arrays) ? Lanes / Arrays : 1;
  localparam [31:0] Full32 = FrameWords;

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
        .Array  (m),
        .ValueW (ValueW),
        .GroupW (BeatW),
        .WordW  (XGroupW)
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
        .Array  (m),
        .ValueW (ValueW),
        .GroupW (GroupW),
        .WordW  (GroupW)
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
        .Array  (m),
        .ValueW (ValueW),
        .GroupW (GroupW),
        .WordW  (GroupW)
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
          .Array  (m),
          .ValueW (ValueW),
          .GroupW (BeatW),
          .WordW  (XGroupW)
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
          .Array  (m),
          .ValueW (ValueW),
          .GroupW (GroupW),
          .WordW  (GroupW)
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
        .Events     (Events),
        .Arrays     (Arrays),
        .Array      (Pattern == 3 && Arrays > (1 << BlockShift) ? m : 0),
        .Pes        (Pes),
        .Lanes      (Lanes),
        .ArmsBias   (m == 0),
        .XCand      (XCand),
        .FrameWords     (FrameWords),
        .HCand      (HCand),
        .GroupW     (GroupW),
        .ValueW     (ValueW),
        .AccW       (AccW),
        .Slots      (Slots),
        .Layers     (Layers),
        .LayerTable (LayerTable),
        .Multiplier (Multiplier),
        .Storage    (Storage),
        .MemDir     (MemDir),
        .ArrayFile  ({"_", Tens[7:0], Ones[7:0], ".hex"})
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
