// SPDX-License-Identifier: Apache-2.0
// Column fetch of one array: turns events into a gap-free stream of weight words to process.
//
// Each event names a column; its weight words lie one after the other in the array's memory. Three
// sources, in this order: events between layers, events of the input, recurrent events.
//
//   event taken at cycle t -> (if idle) its first word on the output at t+2; then one word a cycle,
//   and the first word of the next event directly after the last of this one.
//   hold_i=1 at cycle t    -> no word at t+1; nothing is lost (an accumulator read takes the slot)
//
// What a word needs beside its address depends on how weights are stored, the Pattern of Storage:
//   0 dense     word_slot_o counts up from the first slot of the matrix with the words of the column
//   1 slots     weights carry their slot: word_slot_o stays at the first slot
//   2 pointers  as 1; where a column starts and how many words it has, none included, is read from
//               a memory of entries {words, address} instead of computed
//   3 blocks    word_index_o is the address of the index of the inner block that the word belongs
//               to, word_slot_o is the first slot plus the word's number inside the block
//
// busy_o: an event of layer `layer_i` has words not yet put out. idle_o: no event has any.
// Never happens: a word without an event, an address outside the column. Only control is reset.
//
//   ValueW              bits of an event value (1..)
//   XCand, HCand        candidates of a word in the input queue and in the two others (1..)
//   XGroupW, GroupW     bits of a group index in the input queue and in the two others
//   Slots               accumulator slots of a PE (1..); a column has at most 2^SlotW words
//   Layers, LayerTable  see below; of it W_x, W_h, first_slot, sum_slots, kind
//   Storage             see below; BlockWords is a power of two
//   Arrays, Array       number of arrays and of this one (Pattern 3)
//   PointerFile         contents of the pointer memory (Pattern 2)
//   AddrW, IndexAddrW   bits of a weight address and of the address of a block index
`default_nettype none

module gw_column_fetch #(
  parameter ValueW      = 16,
  parameter XCand       = 1,
  parameter XGroupW     = 4,
  parameter HCand       = 1,
  parameter GroupW      = 4,
  parameter Slots       = 9,
  parameter Layers      = 2,
  parameter LayerTable  = {  // a layer of 8 units and a dense one of 2
    32'd2, 32'd0, 32'd7, 32'd8, 32'd1, 32'd88, 32'd1, 32'd0, 32'd0, 32'd0, 32'd0, 32'd2,
    32'd8, 32'd0, 32'd7, 32'd0, 32'd2, 32'd0, 32'd8, 32'd0, 32'd24, 32'd8, 32'd0, 32'd0
  },
  parameter Storage     = {  // dense weights, sums in flip-flops
    32'd0, 32'd96, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0
  },
  parameter Arrays      = 1,
  parameter Array       = 0,
  parameter PointerFile = "",
  // widths of the memories' addresses
  parameter AddrW       = 7,
  parameter IndexAddrW  = 1,
  // derived, not to be set
  parameter XCandW      = (XCand > 2) ? $clog2(XCand) : 1,
  parameter HCandW      = (HCand > 2) ? $clog2(HCand) : 1,
  parameter SlotW       = (Slots > 2) ? $clog2(Slots) : 1,
  parameter LayerW      = (Layers > 2) ? $clog2(Layers) : 1
) (
  input  wire                  clk_i,
  input  wire                  rst_ni,
  // input of layer 0
  input  wire                  x_valid_i,
  output wire                  x_ready_o,
  input  wire [ValueW-1:0]     x_value_i,
  input  wire [XCandW-1:0]     x_cand_i,
  input  wire [XGroupW-1:0]    x_group_i,
  // between layers; the tag is the layer that consumes the event
  input  wire                  n_valid_i,
  output wire                  n_ready_o,
  input  wire [ValueW-1:0]     n_value_i,
  input  wire [HCandW-1:0]     n_cand_i,
  input  wire [GroupW-1:0]     n_group_i,
  input  wire [LayerW-1:0]     n_layer_i,
  // recurrent
  input  wire                  r_valid_i,
  output wire                  r_ready_o,
  input  wire [ValueW-1:0]     r_value_i,
  input  wire [HCandW-1:0]     r_cand_i,
  input  wire [GroupW-1:0]     r_group_i,
  input  wire [LayerW-1:0]     r_layer_i,
  // state for the sequencer
  input  wire                  hold_i,
  input  wire [LayerW-1:0]     layer_i,
  output wire                  busy_o,
  output wire                  idle_o,
  // words out
  output wire                  word_valid_o,
  output wire [AddrW-1:0]      word_addr_o,
  output wire [IndexAddrW-1:0] word_index_o,
  output wire [SlotW-1:0]      word_slot_o,
  output wire [ValueW-1:0]     word_value_o
);
`include "gw_layer_table.vh"
`include "gw_storage.vh"
  // Of W_x (recurrent = 0) and W_h, 32 bits a layer: words of a column minus one; first slot, that of the
  // second of four sums for W_h of a GRU.
  function [Layers*32-1:0] last_words(input integer recurrent);
    integer i, words;
    for (i = 0; i < Layers; i = i + 1) begin
      words = LayerTable[((recurrent != 0) ? h_words_at(i) : x_words_at(i)) +: 32];
      last_words[i*32 +: 32] = (words > 0) ? words - 1 : 0;
    end
  endfunction
  function [Layers*32-1:0] first_slots(input integer recurrent);
    integer i;
    for (i = 0; i < Layers; i = i + 1) begin
      first_slots[i*32 +: 32] = LayerTable[first_slot_at(i) +: 32]
          + ((recurrent != 0 && LayerTable[kind_at(i) +: 32] == 1)
             ? LayerTable[sum_slots_at(i) +: 32] : 0);
    end
  endfunction
  localparam [Layers*32-1:0] XLast = last_words(0);
  localparam [Layers*32-1:0] HLast = last_words(1);
  localparam [Layers*32-1:0] XSlot = first_slots(0);
  localparam [Layers*32-1:0] HSlot = first_slots(1);

  // Choice of the next event and its column address.
  wire sel_n = n_valid_i;
  wire sel_x = ~n_valid_i & x_valid_i;
  wire any   = n_valid_i | x_valid_i | r_valid_i;

  localparam ColW = (XGroupW + XCandW > GroupW + HCandW) ? XGroupW + XCandW + 1
                                                          : GroupW + HCandW + 1;
  localparam [31:0] XCand32 = XCand;
  localparam [31:0] HCand32 = HCand;
  wire [31:0] x_col = {{(32-XGroupW){1'b0}}, x_group_i} * XCand32 + {{(32-XCandW){1'b0}}, x_cand_i};
  wire [31:0] n_col = {{(32-GroupW){1'b0}}, n_group_i} * HCand32 + {{(32-HCandW){1'b0}}, n_cand_i};
  wire [31:0] r_col = {{(32-GroupW){1'b0}}, r_group_i} * HCand32 + {{(32-HCandW){1'b0}}, r_cand_i};
  wire [ColW-1:0] col = sel_n ? n_col[ColW-1:0] : sel_x ? x_col[ColW-1:0] : r_col[ColW-1:0];
  wire unused_col = &{1'b0, x_col[31:ColW], n_col[31:ColW], r_col[31:ColW]};

  wire             of_x = sel_n | sel_x;
  wire [LayerW-1:0] layer = sel_n ? n_layer_i : sel_x ? {LayerW{1'b0}} : r_layer_i;
  // Entries of the tables. A pointer memory may have more words than the weight memory or fewer.
  localparam PointerW = (PointerWords <= 2) ? 1 : $clog2(PointerWords);
  localparam BaseW    = (Pattern == 2) ? PointerW : AddrW;
  reg  [BaseW-1:0]      base;
  reg  [SlotW-1:0]      last_word;
  reg  [SlotW-1:0]      slot_base;
  reg  [IndexAddrW-1:0] index_base;
  integer               k;
  always @* begin
    base       = {BaseW{1'b0}};
    last_word  = {SlotW{1'b0}};
    slot_base  = {SlotW{1'b0}};
    index_base = {IndexAddrW{1'b0}};
    for (k = 0; k < Layers; k = k + 1) begin
      if (layer == k[LayerW-1:0]) begin
        base       = of_x ? LayerTable[x_base_at(k) +: BaseW]
                          : LayerTable[h_base_at(k) +: BaseW];
        last_word  = of_x ? XLast[k*32 +: SlotW] : HLast[k*32 +: SlotW];
        slot_base  = of_x ? XSlot[k*32 +: SlotW] : HSlot[k*32 +: SlotW];
        index_base = of_x ? LayerTable[x_index_at(k) +: IndexAddrW]
                          : LayerTable[h_index_at(k) +: IndexAddrW];
      end
    end
  end

  // Event stage: one event waits here with the address of its column.
  reg                   ev_valid_q;
  reg  [LayerW-1:0]     ev_layer_q;
  reg  [SlotW-1:0]      ev_slot_q;
  reg  [ValueW-1:0]     ev_value_q;
  wire [AddrW-1:0]      ev_addr;
  wire [SlotW-1:0]      ev_last;
  wire                  ev_empty;  // a column without words: the event ends here
  // Word stage: the word on the output and how many of its column are left.
  reg                   valid_q;
  reg  [LayerW-1:0]     layer_q;
  reg  [AddrW-1:0]      addr_q;
  reg  [SlotW-1:0]      left_q;
  reg  [ValueW-1:0]     value_q;

  wire more = |left_q;
  wire take = ev_valid_q & ~ev_empty & ~more & ~hold_i;
  wire step = more & ~hold_i;
  wire load = any & (~ev_valid_q | take | ev_empty);

  generate
    if (Pattern == 2) begin : gen_pointers
      // The pointer memory's output register is the event's address.
      wire [ColumnWordsW+AddrW-1:0] pointer;
      wire [31:0] entry  = {{(32-BaseW){1'b0}}, base} + {{(32-ColW){1'b0}}, col};
      wire [31:0] others = {{(32-ColumnWordsW){1'b0}}, pointer[AddrW +: ColumnWordsW]} - 32'd1;
      gw_rom #(
        .Width (ColumnWordsW + AddrW),
        .Depth (PointerWords),
        .AddrW (PointerW),
        .File  (PointerFile)
      ) u_pointers (
        .clk_i  (clk_i),
        .re_i   (load),
        .addr_i (entry[PointerW-1:0]),
        .data_o (pointer)
      );
      assign ev_addr  = pointer[AddrW-1:0];
      assign ev_last  = others[SlotW-1:0];
      assign ev_empty = ev_valid_q & ~(|pointer[AddrW +: ColumnWordsW]);
      wire unused_pointer = &{1'b0, entry[31:PointerW], others[31:SlotW], last_word};
    end else begin : gen_computed
      wire [ColW+SlotW:0] offset = {{(SlotW+1){1'b0}}, col} * ({{(ColW+1){1'b0}}, last_word} + 1'b1);
      localparam SumW = (ColW + SlotW + 1 > AddrW) ? ColW + SlotW + 1 : AddrW;
      wire [SumW-1:0]     offset_w = {{(SumW-ColW-SlotW){1'b0}}, offset[ColW+SlotW-1:0]};
      reg  [AddrW-1:0]    ev_addr_q;
      reg  [SlotW-1:0]    ev_last_q;
      always @(posedge clk_i) begin
        if (load) begin
          ev_addr_q <= base + offset_w[AddrW-1:0];
          ev_last_q <= last_word;
        end
      end
      assign ev_addr  = ev_addr_q;
      assign ev_last  = ev_last_q;
      assign ev_empty = 1'b0;
      wire unused_offset = &{1'b0, offset[ColW+SlotW], offset_w};
    end
  endgenerate

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ev_valid_q <= 1'b0;
      valid_q    <= 1'b0;
      left_q     <= {SlotW{1'b0}};
    end else begin
      ev_valid_q <= load | (ev_valid_q & ~take & ~ev_empty);
      valid_q    <= take | step;
      if (take) left_q <= ev_last;
      else if (step) left_q <= left_q - 1'b1;
    end
  end

  always @(posedge clk_i) begin
    if (load) begin
      ev_layer_q <= layer;
      ev_slot_q  <= slot_base;
      ev_value_q <= sel_n ? n_value_i : sel_x ? x_value_i : r_value_i;
    end
    if (take) begin
      layer_q <= ev_layer_q;
      addr_q  <= ev_addr;
      value_q <= ev_value_q;
    end else if (step) begin
      addr_q  <= addr_q + 1'b1;
    end
  end

  // Slot of the word, and the address of its block index.
  reg [SlotW-1:0] slot_q;
  generate
    if (Pattern == 3) begin : gen_blocks
      localparam SubW = (BlockWords <= 2) ? 1 : $clog2(BlockWords);
      localparam [31:0] LastSub32 = BlockWords - 1;
      localparam [31:0] Array32   = Array;
      localparam [31:0] Arrays32  = Arrays;
      // Block column of the event, and the blocks stored before it.
      wire [31:0] column = {{(32-ColW){1'b0}}, col} * Arrays32 + Array32;
      wire [31:0] blocks = ({{(32-SlotW){1'b0}}, last_word} + 32'd1) / BlockWords;
      wire [31:0] ahead  = (column >> BlockShift) * blocks;
      reg  [IndexAddrW-1:0] ev_index_q;
      reg  [IndexAddrW-1:0] index_q;
      reg  [SubW-1:0]       sub_q;
      wire                  last_sub = (sub_q == LastSub32[SubW-1:0]);
      always @(posedge clk_i) begin
        if (load) ev_index_q <= index_base + ahead[IndexAddrW-1:0];
        if (take) begin
          slot_q  <= ev_slot_q;
          index_q <= ev_index_q;
          sub_q   <= {SubW{1'b0}};
        end else if (step) begin
          slot_q  <= last_sub ? slot_q - LastSub32[SlotW-1:0] : slot_q + 1'b1;
          index_q <= last_sub ? index_q + 1'b1 : index_q;
          sub_q   <= last_sub ? {SubW{1'b0}} : sub_q + 1'b1;
        end
      end
      assign word_index_o = index_q;
      wire unused_ahead = &{1'b0, ahead[31:IndexAddrW]};
    end else begin : gen_no_blocks
      always @(posedge clk_i) begin
        if (take) slot_q <= ev_slot_q;
        else if (step & (Pattern == 0)) slot_q <= slot_q + 1'b1;
      end
      assign word_index_o = {IndexAddrW{1'b0}};
      wire unused_index = &{1'b0, index_base};
    end
  endgenerate

  assign n_ready_o = load & sel_n;
  assign x_ready_o = load & sel_x;
  assign r_ready_o = load & ~sel_n & ~sel_x;

  assign busy_o       = (ev_valid_q & (ev_layer_q == layer_i)) | (more & (layer_q == layer_i));
  assign idle_o       = ~ev_valid_q & ~more;
  assign word_valid_o = valid_q;
  assign word_addr_o  = addr_q;
  assign word_slot_o  = slot_q;
  assign word_value_o = value_q;
endmodule

`default_nettype wire
