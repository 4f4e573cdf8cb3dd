// SPDX-License-Identifier: Apache-2.0
// Sequencer: decides when a layer's accumulators are read, when they are armed and when the next input
// frame is let in. Everything else happens by itself as events arrive.
//
// Cell phases follow each other layer by layer, step by step. The phase of a layer starts when
//   - no array has work left for it (its input and its recurrent events are all issued),
//   - the results of the phase before are in the queues (cell_done_i seen; or seen in this very cycle,
//     when the last of them holds no event: new_events_i = 0; not with a single layer, whose output
//     buffer takes that result now),
//   - for layer 0: a frame has been let in; for the last layer: the output has room for a frame.
// It then issues one read a cycle: group by group; gates f, i, g, o for LSTM, sums r, ch, cx, u for GRU
// (op_gate_o 1, 0, 2, 3 and 1, 3, 0, 2), one read for dense.
// Arrays issue nothing in those cycles (hold_o); before and after they work on whatever they have, so
// the recurrent phase of a step runs while the next frame is awaited (eager update).
//
// A frame is let in as soon as the reads of layer 0 have started, except one whose step is full
// (frame_full_i; one that starts a sequence always is): it waits until nothing is left to do, then
// every slot is armed (Slots cycles). With FramesWait = 1 every frame waits until the step before has
// ended. A frame to be skipped (frame_skip_i) is taken when the output has room and repeats its last
// frame.
//
//   conditions true at cycle t -> first read issued (op_valid_o) at t+2, then one a cycle
//
//   Pes, Lanes          PEs of an array, and those read together; Lanes divides Pes
//   Slots               accumulator slots of a PE (1..)
//   Layers, LayerTable  see below; of it kind, units, first_slot, sum_slots
//   GroupW              bits of a group index
//   FramesWait          1: the mode of a step decides what its recurrent events are (similarity)
`default_nettype none

module gw_sequencer #(
  parameter Pes        = 4,
  parameter Lanes      = 2,
  parameter Slots      = 9,
  parameter Layers     = 2,
  parameter LayerTable = {  // a layer of 8 units and a dense one of 2
    32'd2, 32'd0, 32'd7, 32'd8, 32'd1, 32'd88, 32'd1, 32'd0, 32'd0, 32'd0, 32'd0, 32'd2,
    32'd8, 32'd0, 32'd7, 32'd0, 32'd2, 32'd0, 32'd8, 32'd0, 32'd24, 32'd8, 32'd0, 32'd0
  },
  parameter GroupW     = 2,
  parameter FramesWait = 0,
  // derived, not to be set
  parameter SelW       = (Pes / Lanes > 2) ? $clog2(Pes / Lanes) : 1,
  parameter SlotW      = (Slots > 2) ? $clog2(Slots) : 1,
  parameter LayerW     = (Layers > 2) ? $clog2(Layers) : 1
) (
  input  wire              clk_i,
  input  wire              rst_ni,
  // input frames
  input  wire              frame_valid_i,
  input  wire              frame_start_i,
  input  wire              frame_full_i,
  input  wire              frame_skip_i,
  output wire              frame_take_o,
  output wire              repeat_o,
  // state of arrays, cell lanes and output
  input  wire              pending_i,
  input  wire              quiet_i,
  input  wire              cell_done_i,
  input  wire              new_events_i,
  input  wire              out_room_i,
  // instruction stream: hold_o one cycle ahead of op_*_o
  output wire              hold_o,
  output reg               op_valid_o,
  output reg               op_arm_all_o,
  output reg  [SlotW-1:0]  op_slot_o,
  output reg  [SelW-1:0]   op_sel_o,
  output reg  [1:0]        op_gate_o,
  // the layer whose phase comes next, or runs
  output wire [LayerW-1:0] layer_o,
  // the phase that runs, stable until cell_done_i
  output wire              phase_start_o,
  output wire              step_start_o,   // ... of layer 0
  output wire [LayerW-1:0] phase_layer_o,
  output wire              phase_first_o,
  output wire              phase_full_o
);
`include "gw_layer_table.vh"
  localparam integer Cell = LayerTable[kind_at(0) +: 32];
  localparam         Head = (LayerTable[kind_at(Layers - 1) +: 32] >= 2);
  // First slot of gate g of layer k at [(4k+g)*32 +: 32].
  function [Layers*128-1:0] gate_slots(input integer unused);
    integer i, g;
    for (i = 0; i < Layers; i = i + 1) begin
      for (g = 0; g < 4; g = g + 1) begin
        gate_slots[(4*i+g)*32 +: 32] = (g > 0 && LayerTable[kind_at(i) +: 32] >= 2) ? 0
            : LayerTable[first_slot_at(i) +: 32] + g * LayerTable[sum_slots_at(i) +: 32];
      end
    end
  endfunction
  localparam [Layers*32-1:0]  LastGroup = last_groups(Lanes);
  localparam [Layers*128-1:0] GateSlot  = gate_slots(0);

  localparam [31:0] LastLayer32 = Layers - 1;
  localparam [31:0] LastSlot32  = Slots - 1;
  localparam [31:0] LastSel32   = Pes / Lanes - 1;
  localparam [LayerW-1:0] LastLayer = LastLayer32[LayerW-1:0];
  localparam [SlotW-1:0]  LastSlot  = LastSlot32[SlotW-1:0];
  localparam [SelW-1:0]   LastSel   = LastSel32[SelW-1:0];

  reg              active_q;       // a frame has been let in whose layer 0 is still to be read
  reg              active_first_q; // it starts a sequence
  reg              active_full_q;  // its step is full
  reg              armed_q;        // every slot armed for the frame that waits
  reg              arm_q;          // arming
  reg              run_q;          // reading
  reg              busy_q;         // reads or their results under way
  reg [LayerW-1:0] layer_q;        // layer of the next phase, or of the running one
  reg [LayerW-1:0] phase_layer_q;
  reg              phase_first_q;
  reg              phase_full_q;
  reg [GroupW-1:0] group_q;
  reg [1:0]        order_q;        // position in the gate order
  reg [SelW-1:0]   sel_q;
  reg [SlotW-1:0]  unit_q;         // slot of the group inside its gate; slot counter while arming

  wire dense     = Head & (phase_layer_q == LastLayer);
  wire done_now  = cell_done_i & ~new_events_i & (Layers > 1);
  wire start     = ~run_q & ~arm_q & (~busy_q | done_now) & ~pending_i
                 & ((layer_q != {LayerW{1'b0}}) | active_q)
                 & ((layer_q != LastLayer) | out_room_i);
  wire between   = ~arm_q & ~active_q & ~run_q & ~busy_q & (layer_q == {LayerW{1'b0}});
  wire can_arm   = frame_valid_i & frame_full_i & ~armed_q & between & quiet_i;
  wire take      = frame_valid_i & ~frame_skip_i & ~active_q & (~frame_full_i | armed_q)
                 & ((FramesWait == 0) | between);
  wire skip      = frame_valid_i & frame_skip_i & between & out_room_i;

  reg [GroupW-1:0] last_group;
  reg [SlotW-1:0]  gate_slot;
  reg [1:0]        gate;
  integer          k;
  always @* begin
    case (order_q)
      2'd0:    gate = 2'd1;
      2'd1:    gate = (Cell != 0) ? 2'd3 : 2'd0;
      2'd2:    gate = (Cell != 0) ? 2'd0 : 2'd2;
      default: gate = (Cell != 0) ? 2'd2 : 2'd3;
    endcase
    if (dense) gate = 2'd0;
    last_group = {GroupW{1'b0}};
    gate_slot  = {SlotW{1'b0}};
    for (k = 0; k < Layers; k = k + 1) begin
      if (phase_layer_q == k[LayerW-1:0]) begin
        last_group = LastGroup[k*32 +: GroupW];
        case (gate)
          2'd0:    gate_slot = GateSlot[(4*k+0)*32 +: SlotW];
          2'd1:    gate_slot = GateSlot[(4*k+1)*32 +: SlotW];
          2'd2:    gate_slot = GateSlot[(4*k+2)*32 +: SlotW];
          default: gate_slot = GateSlot[(4*k+3)*32 +: SlotW];
        endcase
      end
    end
  end

  wire group_done = dense | (order_q == 2'd3);
  wire run_done   = run_q & group_done & (group_q == last_group);
  wire arm_done   = arm_q & (unit_q == LastSlot);

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      active_q   <= 1'b0;
      armed_q    <= 1'b0;
      arm_q      <= 1'b0;
      run_q      <= 1'b0;
      busy_q     <= 1'b0;
      layer_q    <= {LayerW{1'b0}};
      op_valid_o <= 1'b0;
    end else begin
      active_q   <= take | (active_q & ~step_start_o);
      armed_q    <= arm_done | (armed_q & ~take);
      arm_q      <= can_arm | (arm_q & ~arm_done);
      run_q      <= start | (run_q & ~run_done);
      busy_q     <= start | (busy_q & ~cell_done_i);
      op_valid_o <= run_q | arm_q;
      if (run_done) layer_q <= (layer_q == LastLayer) ? {LayerW{1'b0}} : layer_q + 1'b1;
    end
  end

  always @(posedge clk_i) begin
    if (take) begin
      active_first_q <= frame_start_i;
      active_full_q  <= frame_full_i;
    end
    if (start) phase_layer_q <= layer_q;
    if (step_start_o) begin
      phase_first_q <= active_first_q;
      phase_full_q  <= active_full_q;
    end
    if (start | can_arm) begin
      group_q <= {GroupW{1'b0}};
      order_q <= 2'd0;
      sel_q   <= {SelW{1'b0}};
      unit_q  <= {SlotW{1'b0}};
    end else if (arm_q) begin
      unit_q <= unit_q + 1'b1;
    end else if (run_q) begin
      order_q <= group_done ? 2'd0 : order_q + 2'd1;
      if (group_done) begin
        group_q <= group_q + 1'b1;
        sel_q   <= (sel_q == LastSel) ? {SelW{1'b0}} : sel_q + 1'b1;
        if (sel_q == LastSel) unit_q <= unit_q + 1'b1;
      end
    end
    op_arm_all_o <= arm_q;
    op_slot_o    <= arm_q ? unit_q : gate_slot + unit_q;
    op_sel_o     <= sel_q;
    op_gate_o    <= gate;
  end

  assign hold_o        = run_q | arm_q;
  assign frame_take_o  = take | skip;
  assign repeat_o      = skip;
  assign layer_o       = layer_q;
  assign phase_start_o = start;
  assign step_start_o  = start & (layer_q == {LayerW{1'b0}});
  assign phase_layer_o = phase_layer_q;
  assign phase_first_o = phase_first_q;
  assign phase_full_o  = phase_full_q;
endmodule

`default_nettype wire
