// Column fetch of one array: turns events into a gap-free stream of weight words to process.
//
// Each event names a column; its Words[layer] weight words lie one after the other in the array's
// memory, and word w of it belongs to accumulator slot SlotBase[layer] + w. Three sources, in this
// order: events between layers, events of the input, recurrent events.
//
//   event taken at cycle t -> (if idle) its first word on the output at t+2; then one word a cycle,
//   and the first word of the next event directly after the last of this one.
//   hold_i=1 at cycle t    -> no word at t+1; nothing is lost (an accumulator read takes the slot)
//
// busy_o: an event of layer `layer_i` has words not yet put out. idle_o: no event has any.
// Never happens: a word without an event, an address outside the column. Only control is reset.
//
//   ValueW        bits of an event value
//   XCand, HCand  candidates of a word in the input queue and in the two others
//   XCandW, HCandW, XGroupW, HGroupW   bits of candidate and group indices of both kinds
//   Layers        layers of the network (1..)
//   LayerW        bits of a layer index, $clog2(Layers) or 1
//   AddrW, SlotW  bits of a weight address and of a slot (of the number of words, too)
// Tables, 32 bits a layer, layer 0 lowest:
//   XBase, HBase  first weight address of W_x and W_h
//   LastWord      words of a column minus one
//   SlotBase      first slot
`default_nettype none

module gw_column_fetch #(
  parameter ValueW  = 16,
  parameter XCand   = 1,
  parameter HCand   = 1,
  parameter XCandW  = 1,
  parameter HCandW  = 1,
  parameter XGroupW = 4,
  parameter HGroupW = 4,
  parameter Layers  = 2,
  parameter LayerW  = 1,
  parameter AddrW   = 8,
  parameter SlotW   = 4,
  parameter [Layers*32-1:0] XBase    = {32'd96, 32'd0},
  parameter [Layers*32-1:0] HBase    = {32'd112, 32'd32},
  parameter [Layers*32-1:0] LastWord = {32'd3, 32'd3},
  parameter [Layers*32-1:0] SlotBase = {32'd4, 32'd0}
) (
  input  wire               clk_i,
  input  wire               rst_ni,
  // input of layer 0
  input  wire               x_valid_i,
  output wire               x_ready_o,
  input  wire [ValueW-1:0]  x_value_i,
  input  wire [XCandW-1:0]  x_cand_i,
  input  wire [XGroupW-1:0] x_group_i,
  // between layers; the tag is the layer that consumes the event
  input  wire               n_valid_i,
  output wire               n_ready_o,
  input  wire [ValueW-1:0]  n_value_i,
  input  wire [HCandW-1:0]  n_cand_i,
  input  wire [HGroupW-1:0] n_group_i,
  input  wire [LayerW-1:0]  n_layer_i,
  // recurrent
  input  wire               r_valid_i,
  output wire               r_ready_o,
  input  wire [ValueW-1:0]  r_value_i,
  input  wire [HCandW-1:0]  r_cand_i,
  input  wire [HGroupW-1:0] r_group_i,
  input  wire [LayerW-1:0]  r_layer_i,
  // state for the sequencer
  input  wire               hold_i,
  input  wire [LayerW-1:0]  layer_i,
  output wire               busy_o,
  output wire               idle_o,
  // words out
  output wire               word_valid_o,
  output wire [AddrW-1:0]   word_addr_o,
  output wire [SlotW-1:0]   word_slot_o,
  output wire [ValueW-1:0]  word_value_o
);
  // Choice of the next event and its column address.
  wire sel_n = n_valid_i;
  wire sel_x = ~n_valid_i & x_valid_i;
  wire any   = n_valid_i | x_valid_i | r_valid_i;

  localparam ColW = (XGroupW + XCandW > HGroupW + HCandW) ? XGroupW + XCandW + 1
                                                          : HGroupW + HCandW + 1;
  localparam [31:0] XCand32 = XCand;
  localparam [31:0] HCand32 = HCand;
  wire [31:0] x_col = {{(32-XGroupW){1'b0}}, x_group_i} * XCand32 + {{(32-XCandW){1'b0}}, x_cand_i};
  wire [31:0] n_col = {{(32-HGroupW){1'b0}}, n_group_i} * HCand32 + {{(32-HCandW){1'b0}}, n_cand_i};
  wire [31:0] r_col = {{(32-HGroupW){1'b0}}, r_group_i} * HCand32 + {{(32-HCandW){1'b0}}, r_cand_i};
  wire [ColW-1:0] col = sel_n ? n_col[ColW-1:0] : sel_x ? x_col[ColW-1:0] : r_col[ColW-1:0];
  wire unused_col = &{1'b0, x_col[31:ColW], n_col[31:ColW], r_col[31:ColW]};

  wire [LayerW-1:0] layer = sel_n ? n_layer_i : sel_x ? {LayerW{1'b0}} : r_layer_i;
  reg  [AddrW-1:0]  base;
  reg  [SlotW-1:0]  last_word;
  reg  [SlotW-1:0]  slot_base;
  integer           k;
  always @* begin
    base      = {AddrW{1'b0}};
    last_word = {SlotW{1'b0}};
    slot_base = {SlotW{1'b0}};
    for (k = 0; k < Layers; k = k + 1) begin
      if (layer == k[LayerW-1:0]) begin
        base      = (sel_n | sel_x) ? XBase[k*32 +: AddrW] : HBase[k*32 +: AddrW];
        last_word = LastWord[k*32 +: SlotW];
        slot_base = SlotBase[k*32 +: SlotW];
      end
    end
  end
  wire [ColW+SlotW:0] offset = {{(SlotW+1){1'b0}}, col} * ({{(ColW+1){1'b0}}, last_word} + 1'b1);
  localparam SumW = (ColW + SlotW + 1 > AddrW) ? ColW + SlotW + 1 : AddrW;
  wire [SumW-1:0]     offset_w = {{(SumW-ColW-SlotW){1'b0}}, offset[ColW+SlotW-1:0]};
  wire [AddrW-1:0]    start    = base + offset_w[AddrW-1:0];
  wire unused_offset = &{1'b0, offset[ColW+SlotW], offset_w};

  // Event stage: one event waits here with its address.
  reg               ev_valid_q;
  reg [LayerW-1:0]  ev_layer_q;
  reg [AddrW-1:0]   ev_addr_q;
  reg [SlotW-1:0]   ev_slot_q;
  reg [SlotW-1:0]   ev_last_q;
  reg [ValueW-1:0]  ev_value_q;
  // Word stage: the word on the output and how many of its column are left.
  reg               valid_q;
  reg [LayerW-1:0]  layer_q;
  reg [AddrW-1:0]   addr_q;
  reg [SlotW-1:0]   slot_q;
  reg [SlotW-1:0]   left_q;
  reg [ValueW-1:0]  value_q;

  wire more = |left_q;
  wire take = ev_valid_q & ~more & ~hold_i;
  wire load = any & (~ev_valid_q | take);

  assign n_ready_o = load & sel_n;
  assign x_ready_o = load & sel_x;
  assign r_ready_o = load & ~sel_n & ~sel_x;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ev_valid_q <= 1'b0;
      valid_q    <= 1'b0;
      left_q     <= {SlotW{1'b0}};
    end else begin
      ev_valid_q <= load | (ev_valid_q & ~take);
      valid_q    <= ~hold_i & (more | ev_valid_q);
      if (take) left_q <= ev_last_q;
      else if (more & ~hold_i) left_q <= left_q - 1'b1;
    end
  end

  always @(posedge clk_i) begin
    if (load) begin
      ev_layer_q <= layer;
      ev_addr_q  <= start;
      ev_slot_q  <= slot_base;
      ev_last_q  <= last_word;
      ev_value_q <= sel_n ? n_value_i : sel_x ? x_value_i : r_value_i;
    end
    if (take) begin
      layer_q <= ev_layer_q;
      addr_q  <= ev_addr_q;
      slot_q  <= ev_slot_q;
      value_q <= ev_value_q;
    end else if (more & ~hold_i) begin
      addr_q <= addr_q + 1'b1;
      slot_q <= slot_q + 1'b1;
    end
  end

  assign busy_o       = (ev_valid_q & (ev_layer_q == layer_i)) | (more & (layer_q == layer_i));
  assign idle_o       = ~ev_valid_q & ~more;
  assign word_valid_o = valid_q;
  assign word_addr_o  = addr_q;
  assign word_slot_o  = slot_q;
  assign word_value_o = value_q;
endmodule

`default_nettype wire
