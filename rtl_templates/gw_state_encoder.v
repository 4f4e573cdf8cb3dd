// SPDX-License-Identifier: Apache-2.0
// Encoder of the results of the cell lanes: what of a new h becomes events for the next layer (n) and
// for the same layer's next step (r), against a reference for each use (numerics.md 4).
//
// Events = 0 (none)        both: elements that are not zero
// Events = 1 (delta)       both: changes since the element was last an event, of theta or more; in a
//                          step that starts a sequence every reference reads as zero, theta too
// Events = 2 (similarity)  n as with delta by the mode of this step, a full step counting as a
//                          start; r: the changes, for a delta step; f: what is not zero, for a full
//                          one. Which of them is processed the mode of a later step decides, so both
//                          references that may result are stored.
// Events leave in the cycle of their result. References are read two cycles before (soon_i) and written
// with it (result_valid_i); four cycles at least lie between two results. With input_relu the last
// layer takes negative results as zero. Units beyond a layer have zero rows and never change.
//
//   Events              see above
//   Lanes               results of a word (1..)
//   StateW              bits of a result (2..)
//   Layers, LayerTable  see below; of it kind, units, input_relu
//   GroupW              bits of a group index
`default_nettype none

module gw_state_encoder #(
  parameter Events     = 1,
  parameter Lanes      = 2,
  parameter StateW     = 16,
  parameter Layers     = 2,
  parameter LayerTable = {  // a layer of 8 units and a dense one of 2
    32'd2, 32'd0, 32'd7, 32'd8, 32'd1, 32'd88, 32'd1, 32'd0, 32'd0, 32'd0, 32'd0, 32'd2,
    32'd8, 32'd0, 32'd7, 32'd0, 32'd2, 32'd0, 32'd8, 32'd0, 32'd24, 32'd8, 32'd0, 32'd0
  },
  parameter GroupW     = 2,
  // derived, not to be set
  parameter ValueW     = StateW + ((Events != 0) ? 1 : 0),
  parameter LayerW     = (Layers > 2) ? $clog2(Layers) : 1
) (
  input  wire                     clk_i,
  // phase: stable while its results come
  input  wire [LayerW-1:0]        phase_layer_i,
  input  wire                     phase_first_i,
  input  wire                     phase_full_i,
  // thresholds of its step, StateW bits each, layer 0 lowest
  input  wire [Layers*StateW-1:0] theta_x_i,
  input  wire [Layers*StateW-1:0] theta_h_i,
  // a result comes in two cycles; results
  input  wire                     soon_i,
  input  wire                     result_valid_i,
  input  wire [GroupW-1:0]        result_group_i,
  input  wire [Lanes*StateW-1:0]  result_i,
  // events
  output wire [Lanes-1:0]         n_valid_o,
  output wire [Lanes*ValueW-1:0]  n_values_o,
  output wire [Lanes-1:0]         r_valid_o,
  output wire [Lanes*ValueW-1:0]  r_values_o,
  output wire [Lanes-1:0]         f_valid_o,
  output wire [Lanes*ValueW-1:0]  f_values_o
);
`include "gw_layer_table.vh"
  localparam HeadRelu = (LayerTable[input_relu_at(Layers - 1) +: 32] != 0);
  localparam VecW     = Lanes * StateW;
  localparam [31:0] HeadFeeder32 = (Layers > 1) ? Layers - 2 : 0;
  wire feeds_relu = HeadRelu & (phase_layer_i == HeadFeeder32[LayerW-1:0]);

  // What the next layer sees.
  wire [VecW-1:0] onward;
  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_onward
      wire [StateW-1:0] element = result_i[l*StateW +: StateW];
      assign onward[l*StateW +: StateW] =
          element & {StateW{~(feeds_relu & element[StateW-1])}};
    end
  endgenerate

  wire [VecW-1:0]   n_reference, n_next, n_changes;
  wire [VecW-1:0]   r_reference, r_next, r_changes;
  wire [StateW-1:0] n_theta, r_theta;
  gw_event_encoder #(
    .Cand   (Lanes),
    .StateW (StateW),
    .Delta  (Events != 0),
    .ValueW (ValueW)
  ) u_next (
    .elements_i   (onward),
    .references_i (n_reference),
    .theta_i      (n_theta),
    .valid_o      (n_valid_o),
    .values_o     (n_values_o),
    .references_o (n_next),
    .changes_o    (n_changes)
  );
  gw_event_encoder #(
    .Cand   (Lanes),
    .StateW (StateW),
    .Delta  (Events != 0),
    .ValueW (ValueW)
  ) u_recurrent (
    .elements_i   (result_i),
    .references_i (r_reference),
    .theta_i      (r_theta),
    .valid_o      (r_valid_o),
    .values_o     (r_values_o),
    .references_o (r_next),
    .changes_o    (r_changes)
  );

  generate
    if (Events == 0) begin : gen_none
      assign n_reference = {VecW{1'b0}};
      assign r_reference = {VecW{1'b0}};
      assign n_theta     = {StateW{1'b0}};
      assign r_theta     = {StateW{1'b0}};
      wire unused_none = &{1'b0, clk_i, phase_first_i, phase_full_i, theta_x_i, theta_h_i, soon_i,
                           result_valid_i, result_group_i, n_next, r_next};
    end else begin : gen_references
      // Groups of all recurrent layers, and the first of each layer.
      localparam Words     = groups_below(Layers, Lanes);
      localparam WordAddrW = (Words > 2) ? $clog2(Words) : 1;
      localparam [Layers*32-1:0] FirstGroup = first_groups(Lanes);
      reg  [StateW-1:0]    theta_x, theta_h;
      reg  [WordAddrW-1:0] base;
      integer              k;
      always @* begin
        theta_x = {StateW{1'b0}};
        theta_h = {StateW{1'b0}};
        base    = {WordAddrW{1'b0}};
        for (k = 0; k < Layers; k = k + 1) begin
          if (phase_layer_i == k[LayerW-1:0]) begin
            if (k + 1 < Layers) theta_x = theta_x_i[((k + 1) % Layers)*StateW +: StateW];
            theta_h = theta_h_i[k*StateW +: StateW];
            base    = FirstGroup[k*32 +: WordAddrW];
          end
        end
      end
      wire unused_first = &{1'b0, theta_x_i[StateW-1:0]};  // of the input, not of a state
      localparam AddrW = WordAddrW > GroupW ? WordAddrW : GroupW;
      wire [AddrW-1:0] address = {{(AddrW-WordAddrW){1'b0}}, base}
                               + {{(AddrW-GroupW){1'b0}}, result_group_i};
      localparam [31:0] LastLayer32 = Layers - 1;
      localparam Head = (LayerTable[kind_at(Layers - 1) +: 32] >= 2);
      wire recurrent = ~Head | (phase_layer_i != LastLayer32[LayerW-1:0]);

      // A word: references of the next layer (if there is one), of the recurrence, and for similarity
      // those of the recurrence should the next step be full.
      localparam NextW = (Layers > 1) ? VecW : 0;
      localparam FullW = (Events == 2) ? VecW : 0;
      localparam WordW = VecW + NextW + FullW;
      wire [WordW-1:0] word, word_next;
      gw_ram_1r1w #(
        .Width (WordW),
        .Depth (Words),
        .AddrW (WordAddrW)
      ) u_references (
        .clk_i   (clk_i),
        .we_i    (result_valid_i & recurrent),
        .waddr_i (address[WordAddrW-1:0]),
        .wdata_i (word_next),
        .re_i    (soon_i),
        .raddr_i (address[WordAddrW-1:0]),
        .rdata_o (word)
      );
      assign word_next[VecW-1:0] = r_next;
      wire [VecW-1:0] r_word;
      reg  [VecW-1:0] r_reference_q;
      always @(posedge clk_i) r_reference_q <= phase_first_i ? {VecW{1'b0}} : r_word;
      assign r_reference = r_reference_q;
      if (Layers > 1) begin : gen_next
        reg [VecW-1:0] n_reference_q;
        always @(posedge clk_i) begin
          n_reference_q <= phase_full_i ? {VecW{1'b0}} : word[VecW +: VecW];
        end
        assign word_next[VecW +: VecW] = n_next;
        assign n_reference = n_reference_q;
      end else begin : gen_single
        assign n_reference = {VecW{1'b0}};
        wire unused_next = &{1'b0, n_next};
      end
      assign n_theta = phase_full_i ? {StateW{1'b0}} : theta_x;
      if (Events == 2) begin : gen_modes
        assign word_next[WordW-1 -: VecW] = result_i;
        assign r_word = phase_full_i ? word[WordW-1 -: VecW] : word[VecW-1:0];
        assign r_theta = theta_h;
      end else begin : gen_delta
        assign r_word = word[VecW-1:0];
        assign r_theta = phase_first_i ? {StateW{1'b0}} : theta_h;
      end
      if (AddrW > WordAddrW) begin : gen_short
        wire unused_address = &{1'b0, address[AddrW-1:WordAddrW]};
      end
    end

    if (Events == 2) begin : gen_full
      wire [VecW-1:0] full_values, full_next, full_changes;
      gw_event_encoder #(
        .Cand   (Lanes),
        .StateW (StateW),
        .Delta  (0),
        .ValueW (StateW)
      ) u_full (
        .elements_i   (result_i),
        .references_i ({VecW{1'b0}}),
        .theta_i      ({StateW{1'b0}}),
        .valid_o      (f_valid_o),
        .values_o     (full_values),
        .references_o (full_next),
        .changes_o    (full_changes)
      );
      for (l = 0; l < Lanes; l = l + 1) begin : gen_value
        wire [StateW-1:0] value = full_values[l*StateW +: StateW];
        assign f_values_o[l*ValueW +: ValueW] = {value[StateW-1], value};
      end
      wire unused_full = &{1'b0, full_next, full_changes};
    end else begin : gen_no_full
      assign f_valid_o  = {Lanes{1'b0}};
      assign f_values_o = {(Lanes*ValueW){1'b0}};
    end
  endgenerate
  wire unused_changes = &{1'b0, n_changes, r_changes};
endmodule

`default_nettype wire
