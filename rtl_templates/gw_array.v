// SPDX-License-Identifier: Apache-2.0
// One array: event queues, column fetch, weight memory and Pes processing elements that multiply and
// accumulate one weight word a cycle, all in the slot order of one instruction stream.
//
// Issue cycle s carries either a weight word (from the fetch) or an accumulator operation of the
// sequencer (op_valid_i, which must have raised hold_i at s-1). In both cases
//   s           slot known, weight address presented
//   s+1         weights out of the memory; Stages cycles to the product
//   s+1+Stages  accumulators read and written; op_arm_all_i arms every PE, with Events = 0 a read
//               re-arms the PEs it reads (with others their sums stay)
//   s+2+Stages  part_o holds the sums of the Lanes PEs that the read selected (until the next read)
// Because everything passes the same stages in order, no operation ever waits for another.
//
// The slot of a weight word is the one from the fetch (Pattern 0), or that plus the slot stored with
// each weight (1, 2: one for each PE), or that plus the place of the word's block, read from the index
// memory (3). Stored slots are out of the memory at s+1, with the weights.
//
// Arming loads arm_values_i (presented at s+1+Stages, one value a PE) in array 0, zero in the others
// (ArmsBias), so that the sum over the arrays starts at the bias. approx_i does not change while words
// are on their way.
//
//   Events              0 none, 1 delta, 2 similarity
//   Arrays, Array       number of arrays and of this one, for the places of blocks (Pattern 3)
//   Pes, Lanes          PEs, and PEs read together; Lanes divides Pes
//   ArmsBias            1: arming loads arm_values_i, 0: zero
//   XCand, HCand        candidates of a word of the input, of results (1..)
//   FrameWords          words that a frame fills in the input queue (1..)
//   GroupW              bits of a group index
//   ValueW, AccW        bits of an event value (1..) and of a sum (2..)
//   Slots               accumulators of a PE (1..)
//   Layers, LayerTable, Multiplier, Storage   see below
//   MemDir, ArrayFile   folder of the memory files; ends of the names of this array's files
`default_nettype none

module gw_array #(
  parameter Events     = 0,
  parameter Arrays     = 1,
  parameter Array      = 0,
  parameter Pes        = 4,
  parameter Lanes      = 2,
  parameter ArmsBias   = 1,
  parameter XCand      = 1,
  parameter FrameWords = 3,
  parameter HCand      = 2,
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
  parameter ArrayFile  = "_00.hex",
  parameter LayerW     = (Layers > 2) ? $clog2(Layers) : 1  // derived, not to be set
) (
  input  wire                            clk_i,
  input  wire                            rst_ni,
  // input events of layer 0
  input  wire                            x_push_i,
  input  wire [XCand-1:0]                x_valid_i,
  input  wire [XCand*ValueW-1:0]         x_values_i,
  input  wire [XCand-1:0]                x_full_valid_i,
  input  wire [XCand*ValueW-1:0]         x_full_values_i,
  input  wire [(FrameWords > 2 ? $clog2(FrameWords) : 1)-1:0] x_group_i,
  input  wire                            x_commit_i,
  input  wire                            x_commit_full_i,
  input  wire                            x_forget_i,
  input  wire                            x_forget_full_i,
  input  wire                            x_open_i,
  output wire [$clog2(FrameWords+2)-1:0] x_used_o,
  // events of the cell lanes: to the next layer (n) and back into the same layer (r; r_full for a
  // full step); a word is pushed where it has a valid candidate
  input  wire                            n_push_i,
  input  wire                            r_push_i,
  input  wire [HCand-1:0]                n_valid_i,
  input  wire [HCand*ValueW-1:0]         n_values_i,
  input  wire [HCand-1:0]                r_valid_i,
  input  wire [HCand*ValueW-1:0]         r_values_i,
  input  wire [HCand-1:0]                r_full_valid_i,
  input  wire [HCand*ValueW-1:0]         r_full_values_i,
  input  wire                            r_commit_i,
  input  wire                            r_commit_full_i,
  input  wire                            r_forget_i,
  input  wire                            r_forget_full_i,
  input  wire [GroupW-1:0]               h_group_i,
  input  wire [LayerW-1:0]               h_layer_i,
  // instruction stream of the sequencer
  input  wire                            hold_i,
  input  wire                            op_valid_i,
  input  wire                            op_arm_all_i,
  input  wire [(Slots > 2 ? $clog2(Slots) : 1)-1:0] op_slot_i,
  input  wire [(Pes > 2 * Lanes ? $clog2(Pes / Lanes) : 1)-1:0] op_sel_i,
  input  wire [Pes*AccW-1:0]             arm_values_i,
  input  wire                            approx_i,
  output wire [Lanes*AccW-1:0]           part_o,
  // state: work left for layer_i; nothing left at all, input queue aside
  input  wire [LayerW-1:0]               layer_i,
  output wire                            pending_o,
  output wire                            quiet_o,
  // events taken: of a layer's input, of a recurrence; weight words fetched
  output wire                            stat_x_o,
  output wire                            stat_h_o,
  output wire                            stat_word_o
);
`include "gw_layer_table.vh"
`include "gw_multiplier.vh"
`include "gw_storage.vh"
  localparam XGroupW    = (FrameWords > 2) ? $clog2(FrameWords) : 1;
  localparam XCandW     = (XCand > 2) ? $clog2(XCand) : 1;
  localparam HCandW     = (HCand > 2) ? $clog2(HCand) : 1;
  localparam SlotW      = (Slots > 2) ? $clog2(Slots) : 1;
  localparam SelW       = (Pes > 2 * Lanes) ? $clog2(Pes / Lanes) : 1;
  localparam AddrW      = (WeightWords > 2) ? $clog2(WeightWords) : 1;
  localparam IndexAddrW = (IndexWords > 2) ? $clog2(IndexWords) : 1;

  wire               x_valid, x_ready;
  wire [ValueW-1:0]  x_value;
  wire [XCandW-1:0]  x_cand;
  wire [XGroupW-1:0] x_group;
  wire               n_valid, n_ready;
  wire [ValueW-1:0]  n_value;
  wire [HCandW-1:0]  n_cand;
  wire [GroupW-1:0] n_group;
  wire [LayerW-1:0]  n_layer;
  wire               r_valid, r_ready;
  wire [ValueW-1:0]  r_value;
  wire [HCandW-1:0]  r_cand;
  wire [GroupW-1:0] r_group;
  wire [LayerW-1:0]  r_layer;
  wire               queues_pending, queues_quiet;

  gw_array_queues #(
    .Events  (Events),
    .ValueW  (ValueW),
    .XCand   (XCand),
    .XGroupW (XGroupW),
    .XDepth  (FrameWords + 2),
    .HCand   (HCand),
    .GroupW  (GroupW),
    .NDepth  (max_groups(Lanes) + 1),
    .RDepth  (groups_below(Layers, Lanes) + 1),
    .Layers  (Layers)
  ) u_queues (
    .clk_i           (clk_i),
    .rst_ni          (rst_ni),
    .x_push_i        (x_push_i),
    .x_valid_i       (x_valid_i),
    .x_values_i      (x_values_i),
    .x_full_valid_i  (x_full_valid_i),
    .x_full_values_i (x_full_values_i),
    .x_group_i       (x_group_i),
    .x_commit_i      (x_commit_i),
    .x_commit_full_i (x_commit_full_i),
    .x_forget_i      (x_forget_i),
    .x_forget_full_i (x_forget_full_i),
    .x_open_i        (x_open_i),
    .x_used_o        (x_used_o),
    .n_push_i        (n_push_i),
    .r_push_i        (r_push_i),
    .n_valid_i       (n_valid_i),
    .n_values_i      (n_values_i),
    .r_valid_i       (r_valid_i),
    .r_values_i      (r_values_i),
    .r_full_valid_i  (r_full_valid_i),
    .r_full_values_i (r_full_values_i),
    .r_commit_i      (r_commit_i),
    .r_commit_full_i (r_commit_full_i),
    .r_forget_i      (r_forget_i),
    .r_forget_full_i (r_forget_full_i),
    .h_group_i       (h_group_i),
    .h_layer_i       (h_layer_i),
    .x_valid_o       (x_valid),
    .x_ready_i       (x_ready),
    .x_value_o       (x_value),
    .x_cand_o        (x_cand),
    .x_group_o       (x_group),
    .n_valid_o       (n_valid),
    .n_ready_i       (n_ready),
    .n_value_o       (n_value),
    .n_cand_o        (n_cand),
    .n_group_o       (n_group),
    .n_layer_o       (n_layer),
    .r_valid_o       (r_valid),
    .r_ready_i       (r_ready),
    .r_value_o       (r_value),
    .r_cand_o        (r_cand),
    .r_group_o       (r_group),
    .r_layer_o       (r_layer),
    .layer_i         (layer_i),
    .pending_o       (queues_pending),
    .quiet_o         (queues_quiet)
  );

  wire              fetch_busy, fetch_idle;
  wire              word_valid;
  wire [AddrW-1:0]  word_addr;
  wire [IndexAddrW-1:0] word_index;
  wire [SlotW-1:0]  word_slot;
  wire [ValueW-1:0] word_value;

  gw_column_fetch #(
    .ValueW      (ValueW),
    .XCand       (XCand),
    .XGroupW     (XGroupW),
    .HCand       (HCand),
    .GroupW      (GroupW),
    .Slots       (Slots),
    .Layers      (Layers),
    .LayerTable  (LayerTable),
    .Storage     (Storage),
    .Arrays      (Arrays),
    .Array       (Array),
    .PointerFile ({MemDir, "/pointers", ArrayFile}),
    .AddrW       (AddrW),
    .IndexAddrW  (IndexAddrW)
  ) u_fetch (
    .clk_i        (clk_i),
    .rst_ni       (rst_ni),
    .x_valid_i    (x_valid),
    .x_ready_o    (x_ready),
    .x_value_i    (x_value),
    .x_cand_i     (x_cand),
    .x_group_i    (x_group),
    .n_valid_i    (n_valid),
    .n_ready_o    (n_ready),
    .n_value_i    (n_value),
    .n_cand_i     (n_cand),
    .n_group_i    (n_group),
    .n_layer_i    (n_layer),
    .r_valid_i    (r_valid),
    .r_ready_o    (r_ready),
    .r_value_i    (r_value),
    .r_cand_i     (r_cand),
    .r_group_i    (r_group),
    .r_layer_i    (r_layer),
    .hold_i       (hold_i),
    .layer_i      (layer_i),
    .busy_o       (fetch_busy),
    .idle_o       (fetch_idle),
    .word_valid_o (word_valid),
    .word_addr_o  (word_addr),
    .word_index_o (word_index),
    .word_slot_o  (word_slot),
    .word_value_o (word_value)
  );

  assign pending_o   = fetch_busy | queues_pending;
  assign quiet_o     = fetch_idle & queues_quiet;
  assign stat_x_o    = (x_valid & x_ready) | (n_valid & n_ready);
  assign stat_h_o    = r_valid & r_ready;
  assign stat_word_o = word_valid;

  // s: one slot for both kinds of work.
  wire [SlotW-1:0] slot_s = op_valid_i ? op_slot_i : word_slot;

  localparam EntryW = StoredW + StoredSlotW;  // a weight, and its slot above it
  wire [Pes*EntryW-1:0] weights_1;
  gw_rom #(
    .Width (Pes*EntryW),
    .Depth (WeightWords),
    .AddrW (AddrW),
    .File  ({MemDir, "/weights", ArrayFile})
  ) u_weights (
    .clk_i  (clk_i),
    .re_i   (word_valid),
    .addr_i (word_addr),
    .data_o (weights_1)
  );

  // From s+1 on controls travel with the data: bit or field k belongs to s+1+k; what is named _acc to
  // s+1+Stages.
  reg [Stages:0]            add_q, op_q, all_q;
  reg [(Stages+1)*SelW-1:0] sel_q;
  reg [SlotW-1:0]           slot_1;
  wire                      add_acc = add_q[Stages];
  wire                      op_acc  = op_q[Stages];
  wire                      all_acc = all_q[Stages];
  wire [SelW-1:0]           sel_acc = sel_q[Stages*SelW +: SelW];

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      add_q <= {(Stages+1){1'b0}};
      op_q  <= {(Stages+1){1'b0}};
    end else begin
      add_q <= {add_q[Stages-1:0], word_valid};
      op_q  <= {op_q[Stages-1:0], op_valid_i};
    end
  end

  always @(posedge clk_i) begin
    slot_1 <= slot_s;
    all_q  <= {all_q[Stages-1:0], op_arm_all_i};
    sel_q  <= {sel_q[Stages*SelW-1:0], op_sel_i};
  end

  // The value at the multipliers: at s+1, with Stages > 1 at s+2.
  reg  [ValueW-1:0] value_q;
  wire [ValueW:0]   negated;
  wire              value_en;
  wire [ValueW-1:0] value_d;
  always @(posedge clk_i) begin
    if (value_en) value_q <= value_d;
  end
  generate
    if (MultiplierKind == 2) begin : gen_negated
      reg [ValueW:0] negated_q;
      always @(posedge clk_i) begin
        if (value_en) negated_q <= {(ValueW+1){1'b0}} - {value_d[ValueW-1], value_d};
      end
      assign negated = negated_q;
    end else begin : gen_no_negated
      assign negated = {(ValueW+1){1'b0}};
    end
    if (Stages == 1) begin : gen_value_soon
      assign value_en = word_valid;
      assign value_d  = word_value;
    end else begin : gen_value_late
      reg [ValueW-1:0] value_1;
      always @(posedge clk_i) begin
        if (word_valid) value_1 <= word_value;
      end
      assign value_en = add_q[0];
      assign value_d  = value_1;
    end
  endgenerate

  // s+1: the slot that all PEs share, with the place of the block (Pattern 3).
  wire [SlotW-1:0] shared_1;
  generate
    if (Pattern == 3) begin : gen_index
      wire [IndexW-1:0] index_1;
      gw_rom #(
        .Width (IndexW),
        .Depth (IndexWords),
        .AddrW (IndexAddrW),
        .File  ({MemDir, "/indices.hex"})
      ) u_indices (
        .clk_i  (clk_i),
        .re_i   (word_valid),
        .addr_i (word_index),
        .data_o (index_1)
      );
      wire [31:0] place_1 = {{(32-IndexW){1'b0}}, index_1} * BlockWords;
      assign shared_1 = slot_1 + (place_1[SlotW-1:0] & {SlotW{add_q[0]}});
      wire unused_place = &{1'b0, place_1[31:SlotW]};
    end else begin : gen_no_index
      assign shared_1 = slot_1;
      wire unused_index = &{1'b0, word_index};
    end
  endgenerate
  reg  [Stages*SlotW-1:0]     shared_q;
  wire [(Stages+1)*SlotW-1:0] shared_slots = {shared_q, shared_1};
  always @(posedge clk_i) shared_q <= shared_slots[Stages*SlotW-1:0];

  wire [Pes*AccW-1:0] sums_acc;
  genvar p;
  generate
    for (p = 0; p < Pes; p = p + 1) begin : gen_pe
      localparam [31:0] Group = p / Lanes;
      wire [WeightW+ValueW-1:0] product_acc;
      wire                         arm_acc = op_acc & (all_acc | ((Events == 0)
                                                       & (sel_acc == Group[SelW-1:0])));
      // The slot one cycle before it is used, and when it is.
      wire [SlotW-1:0]             slot_next, slot_acc;
      if (StoredSlotW != 0) begin : gen_own_slot
        // Operations of the sequencer name the slot alone.
        reg  [Stages*SlotW-1:0]     own_q;
        wire [31:0]                 own_1 = {{(32-StoredSlotW){1'b0}},
                                             weights_1[p*EntryW + StoredW +: StoredSlotW]};
        wire [(Stages+1)*SlotW-1:0] own_slots
            = {own_q, shared_1 + (own_1[SlotW-1:0] & {SlotW{add_q[0]}})};
        always @(posedge clk_i) own_q <= own_slots[Stages*SlotW-1:0];
        assign slot_next = own_slots[(Stages-1)*SlotW +: SlotW];
        assign slot_acc  = own_slots[Stages*SlotW +: SlotW];
        wire unused_own = &{1'b0, own_1[31:SlotW]};
      end else begin : gen_shared_slot
        assign slot_next = shared_slots[(Stages-1)*SlotW +: SlotW];
        assign slot_acc  = shared_slots[Stages*SlotW +: SlotW];
      end

      gw_pe #(
        .MultiplierKind (MultiplierKind),
        .Stages         (Stages),
        .StoredW        (StoredW),
        .ValueW         (ValueW),
        .WeightW        (WeightW),
        .Digits         (Digits),
        .CodeTable      (CodeTable),
        .ZeroIndex      (ZeroIndex),
        .DroppedColumns (DroppedColumns),
        .DropOffset     (DropOffset)
      ) u_pe (
        .clk_i     (clk_i),
        .en_i      (add_q[Stages-1:0]),
        .weight_i  (weights_1[p*EntryW +: StoredW]),
        .value_i   (value_q),
        .negated_i (negated),
        .approx_i  (approx_i),
        .product_o (product_acc)
      );

      gw_accumulator #(
        .AccW     (AccW),
        .ProductW (WeightW + ValueW),
        .Slots    (Slots),
        .InMemory (SumsInMemory)
      ) u_acc (
        .clk_i       (clk_i),
        .slot_next_i (slot_next),
        .slot_i      (slot_acc),
        .add_i       (add_acc),
        .arm_i       (arm_acc),
        .product_i   (product_acc),
        .arm_value_i (ArmsBias != 0 ? arm_values_i[p*AccW +: AccW] : {AccW{1'b0}}),
        .value_o     (sums_acc[p*AccW +: AccW])
      );
    end
    if (StoredSlotW != 0) begin : gen_own_slots
      wire unused_shared = &{1'b0, shared_slots};
    end
    if (ArmsBias == 0) begin : gen_no_bias
      wire unused_arm = &{1'b0, arm_values_i};
    end
  endgenerate

  // The sums of the selected lane group.
  reg [Lanes*AccW-1:0] selected;
  reg [Lanes*AccW-1:0] part_q;
  integer              g;
  always @* begin
    selected = {(Lanes*AccW){1'b0}};
    for (g = 0; g < Pes / Lanes; g = g + 1) begin
      if (sel_acc == g[SelW-1:0]) selected = sums_acc[g*Lanes*AccW +: Lanes*AccW];
    end
  end
  always @(posedge clk_i) begin
    if (op_acc) part_q <= selected;
  end
  assign part_o = part_q;
endmodule

`default_nettype wire
