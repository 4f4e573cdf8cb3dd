// SPDX-License-Identifier: Apache-2.0
// All cell lanes with what they share: the sum over the arrays, the row table (bias and row shift), the
// memory of cell states and the controls that travel with an accumulator read.
//
// A phase works on one layer: phase_start_i, then one accumulator read a cycle in the order group by
// group; inside a group LSTM gates f, i, g, o (op_gate_i 1, 0, 2, 3), GRU sums r, ch, cx, u (1, 3, 0, 2).
// phase_layer_i and phase_first_i (the stored state reads as zero) stay stable until result_last_o.
// Cycles after the read of a group's last gate was issued (s), Stages being those of Multiplier:
//   result_valid_o at s+8+Stages for LSTM and GRU, s+5+Stages for dense; one later with several arrays.
//   With lines 4 later for LSTM, 3 for GRU, 2 for a dense head with sigmoid or tanh.
//   result_soon_o two cycles before result_valid_o, for LSTM and GRU.
// One result word holds the Lanes units of one group; units beyond the layer come out as zero rows
// would make them. Saturations are counted some cycles after they happen: see gw_saturation_count.
//
//   Arrays, Pes, Lanes  arrays, PEs of each, lanes; Lanes divides Pes
//   Slots               accumulator slots of a PE (1..)
//   Layers, LayerTable  see below; of it kind, units, fraction
//   GroupW              bits of a group index
//   StateW              bits of a result (2..)
//   AccW                bits of a sum (2..)
//   Formats             see below
//   Multiplier          see below; of it Stages, DroppedColumns
//   Lines               as in gw_activation: lines instead of tables
//   Counters            1: count saturations; 0: the counts stay 0 and cost nothing
//   MemDir              folder of rows.hex (word = slot, {row shifts, biases}, PE 0 lowest), sigmoid.hex
//                       and tanh.hex
`default_nettype none

module gw_cell_lanes #(
  parameter Arrays     = 1,
  parameter Pes        = 4,
  parameter Lanes      = 2,
  parameter Slots      = 9,
  parameter Layers     = 2,
  parameter LayerTable = {  // no network: sizes alone, no cell
    32'd2, 32'd0, 32'd7, 32'd8, 32'd1, 32'd88, 32'd1, 32'd0, 32'd0, 32'd0, 32'd0, 32'd0,
    32'd8, 32'd0, 32'd7, 32'd0, 32'd2, 32'd0, 32'd8, 32'd0, 32'd24, 32'd8, 32'd0, 32'd2
  },
  parameter GroupW     = 2,
  parameter StateW     = 16,
  parameter AccW       = 32,
  parameter Formats    = {32'd8, 32'd16, 32'd8, 32'd12, 32'd4, 32'd6, 32'd2, 32'd1},
  parameter Multiplier = {32'd0, 32'd1, 32'd8, 32'd8, 32'd1, 32'd0, 32'd0, 32'd0, 32'd0},
  parameter Lines      = 32'd0,
  parameter Counters   = 0,
  parameter MemDir     = "mem",
  // derived, not to be set
  parameter Cell       = LayerTable[0 +: 32],  // kind of layer 0
  parameter SelW       = (Pes / Lanes > 2) ? $clog2(Pes / Lanes) : 1,
  parameter SlotW      = (Slots > 2) ? $clog2(Slots) : 1,
  parameter LayerW     = (Layers > 2) ? $clog2(Layers) : 1,
  parameter CountW     = $clog2(Lanes + 1)
) (
  input  wire                         clk_i,
  input  wire                         rst_ni,
  // accumulator operations at issue (s)
  input  wire                         op_valid_i,
  input  wire                         op_arm_all_i,
  input  wire [SlotW-1:0]             op_slot_i,
  input  wire [SelW-1:0]              op_sel_i,
  input  wire [1:0]                   op_gate_i,
  // phase
  input  wire                         phase_start_i,
  input  wire [LayerW-1:0]            phase_layer_i,
  input  wire                         phase_first_i,
  // arrays: biases for arming at s+1+Stages, partial sums back at s+2+Stages
  output wire [Pes*AccW-1:0]          arm_values_o,
  input  wire [Arrays*Lanes*AccW-1:0] parts_i,
  // results
  output wire                         result_soon_o,
  output wire                         result_valid_o,
  output wire [GroupW-1:0]            result_group_o,
  output wire                         result_last_o,
  output wire [Lanes*StateW-1:0]      result_values_o,
  // counts of saturations as in gw_saturation_count
  output wire [(Cell+2)*CountW-1:0]   saturations_o
);
`include "gw_layer_table.vh"
`include "gw_formats.vh"
`include "gw_multiplier.vh"
  // Activation of the dense head as gw_dense_head has it, 0 without one.
  localparam integer LastKind = LayerTable[kind_at(Layers - 1) +: 32];
  localparam integer Head     = (LastKind >= 2) ? LastKind - 1 : 0;
  // Words of the state memory, bits of its address and of the shifts fw + e_r.
  function integer shift_bits(input integer unused);
    integer i;
    begin
      shift_bits = 1;
      for (i = 0; i < Layers; i = i + 1) begin
        if ($clog2(LayerTable[fraction_at(i) +: 32] + (1 << RowShiftW)) > shift_bits) begin
          shift_bits = $clog2(LayerTable[fraction_at(i) +: 32] + (1 << RowShiftW));
        end
      end
    end
  endfunction
  localparam ShiftW    = shift_bits(0);
  localparam CellWords = groups_below(Layers, Lanes);
  localparam CellAddrW = (CellWords > 2) ? $clog2(CellWords) : 1;
  localparam [Layers*32-1:0] LastGroup  = last_groups(Lanes);
  localparam [Layers*32-1:0] FirstGroup = first_groups(Lanes);

  localparam SumCycles = (Arrays > 1) ? 4 : 3;      // from issue to a complete sum
  // Cycles that a lookup takes beyond one: of a cell, of the head, of tanh before a unit's output.
  localparam ExtraCycles = (Lines[31:0] != 0) ? 2 : 0;
  localparam HeadExtra   = (Head == 3 || Head == 4) ? ExtraCycles : 0;
  localparam OutExtra    = (Cell == 1 && ExtraCycles > 0) ? ExtraCycles - 1 : ExtraCycles;
  localparam RowW = AccW + RowShiftW;

  // Operations as if the multipliers had one stage.
  wire             op_valid, op_arm_all;
  wire [SlotW-1:0] op_slot;
  wire [SelW-1:0]  op_sel;
  wire [1:0]       op_gate;
  gw_delay #(
    .Width  (SlotW + SelW + 3),
    .Cycles (Stages - 1)
  ) u_delay (
    .clk_i   (clk_i),
    .rst_ni  (rst_ni),
    .valid_i (op_valid_i),
    .data_i  ({op_slot_i, op_sel_i, op_gate_i, op_arm_all_i}),
    .valid_o (op_valid),
    .data_o  ({op_slot, op_sel, op_gate, op_arm_all})
  );

  // Controls of a read, one stage a cycle: rd_q[n] and gate_q[2n+1:2n] belong to issue cycle - n.
  reg [SumCycles+2+ExtraCycles:1]       rd_q;
  reg [2*(SumCycles+2+ExtraCycles)+1:2] gate_q;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) rd_q <= {(SumCycles+2+ExtraCycles){1'b0}};
    else rd_q <= {rd_q[SumCycles+1+ExtraCycles:1], op_valid & ~op_arm_all};
  end
  always @(posedge clk_i) gate_q <= {gate_q[2*(SumCycles+1+ExtraCycles)+1:2], op_gate};

  // Row table: addressed at s+1, out at s+2.
  reg              row_re_1;
  reg  [SlotW-1:0] slot_1;
  reg  [SelW-1:0]  sel_1, sel_2;
  wire [Pes*RowW-1:0] row_2;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) row_re_1 <= 1'b0;
    else row_re_1 <= op_valid;
  end
  always @(posedge clk_i) begin
    slot_1 <= op_slot;
    sel_1  <= op_sel;
    sel_2  <= sel_1;
  end
  gw_rom #(
    .Width (Pes*RowW),
    .Depth (Slots),
    .AddrW (SlotW),
    .File  ({MemDir, "/rows.hex"})
  ) u_rows (
    .clk_i  (clk_i),
    .re_i   (row_re_1),
    .addr_i (slot_1),
    .data_o (row_2)
  );
  assign arm_values_o = row_2[Pes*AccW-1:0];

  // Tables by layer.
  reg  [ShiftW-1:0]    fraction;
  reg  [GroupW-1:0]    last_group;
  reg  [CellAddrW-1:0] cell_base;
  integer              k;
  always @* begin
    fraction   = {ShiftW{1'b0}};
    last_group = {GroupW{1'b0}};
    cell_base  = {CellAddrW{1'b0}};
    for (k = 0; k < Layers; k = k + 1) begin
      if (phase_layer_i == k[LayerW-1:0]) begin
        fraction   = LayerTable[fraction_at(k) +: ShiftW];
        last_group = LastGroup[k*32 +: GroupW];
        cell_base  = FirstGroup[k*32 +: CellAddrW];
      end
    end
  end
  localparam [31:0] LastLayer = Layers - 1;
  wire dense = (Head != 0) & (phase_layer_i == LastLayer[LayerW-1:0]);

  // What happens when.
  wire       rd_lookup   = rd_q[SumCycles+1];
  wire [1:0] gate_lookup = gate_q[2*(SumCycles+1) +: 2];
  wire       rd_gate     = rd_q[SumCycles+2+ExtraCycles] & ~dense;
  wire [1:0] gate_now    = gate_q[2*(SumCycles+2+ExtraCycles) +: 2];
  // Gate 0 .. 3: i, f, g, o of LSTM; cx, r, u, ch of GRU.
  localparam [1:0] LastGate  = (Cell != 0) ? 2'd2 : 2'd3;
  localparam [1:0] StateGate = (Cell != 0) ? 2'd2 : 2'd1;  // meets the stored state
  wire       gru_sigmoid = (gate_lookup == 2'd1) | (gate_lookup == 2'd2);
  wire       tanh_gate   = dense ? (Head == 4) : (Cell == 0) & (gate_lookup == 2'd2);
  wire       sigm_gate   = dense ? (Head == 3) : (Cell == 0) ? (gate_lookup != 2'd2) : gru_sigmoid;
  wire [3:0] gate_at     = {4{rd_gate}} & (4'd1 << gate_now);
  wire       dense_load  = rd_q[SumCycles+2+HeadExtra] & dense;
  wire       cell_read   = rd_q[SumCycles+1+ExtraCycles] & ~dense
                         & (gate_q[2*(SumCycles+1+ExtraCycles) +: 2] == StateGate);
  // The output's product waits for tanh: in an LSTM it is looked up once the last gate has passed, in
  // a GRU with the last gate.
  reg        after_last, h_load, result_valid_q, gru_write_q;
  reg  [OutExtra:0] out_q;
  wire       out_mul = out_q[OutExtra];
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      {after_last, h_load, result_valid_q, gru_write_q} <= 4'b0000;
      out_q[0] <= 1'b0;
    end else begin
      after_last     <= gate_at[LastGate];
      out_q[0]       <= after_last;
      h_load         <= out_mul;
      result_valid_q <= h_load | dense_load;
      gru_write_q    <= h_load;
    end
  end
  generate
    if (OutExtra > 0) begin : gen_out
      always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) out_q[OutExtra:1] <= {OutExtra{1'b0}};
        else out_q[OutExtra:1] <= out_q[OutExtra-1:0];
      end
    end
  endgenerate
  // The new c is ready early, the new h with the result.
  wire cell_write = (Cell != 0) ? gru_write_q : after_last;

  // Groups pass each place in order, so each place counts for itself.
  reg [GroupW-1:0] read_group_q, write_group_q, result_group_q;
  always @(posedge clk_i) begin
    if (phase_start_i) begin
      read_group_q   <= {GroupW{1'b0}};
      write_group_q  <= {GroupW{1'b0}};
      result_group_q <= {GroupW{1'b0}};
    end else begin
      if (cell_read) read_group_q <= read_group_q + 1'b1;
      if (cell_write) write_group_q <= write_group_q + 1'b1;
      if (result_valid_q) result_group_q <= result_group_q + 1'b1;
    end
  end

  localparam AddrSumW = CellAddrW > GroupW ? CellAddrW : GroupW;
  wire [AddrSumW-1:0] read_addr  = {{(AddrSumW-CellAddrW){1'b0}}, cell_base}
                                 + {{(AddrSumW-GroupW){1'b0}}, read_group_q};
  wire [AddrSumW-1:0] write_addr = {{(AddrSumW-CellAddrW){1'b0}}, cell_base}
                                 + {{(AddrSumW-GroupW){1'b0}}, write_group_q};
  wire unused_addr = &{1'b0, read_addr, write_addr};
  localparam KeptW = (Cell != 0) ? StateW : CellW;
  wire [Lanes*KeptW-1:0] kept_old;
  wire [Lanes*KeptW-1:0] kept_new;
  gw_ram_1r1w #(
    .Width (Lanes*KeptW),
    .Depth (CellWords),
    .AddrW (CellAddrW)
  ) u_cell_state (
    .clk_i   (clk_i),
    .we_i    (cell_write),
    .waddr_i (write_addr[CellAddrW-1:0]),
    .wdata_i (kept_new),
    .re_i    (cell_read),
    .raddr_i (read_addr[CellAddrW-1:0]),
    .rdata_o (kept_old)
  );

  // What the lanes clamp: a at T, the state (c of LSTM, a_c of GRU) as its register loads.
  wire [Lanes-1:0] a_cut, state_cut;

  genvar l, m;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      wire [AccW-1:0]        sum;
      wire [ShiftW-1:0]      shift;
      wire [Arrays*AccW-1:0] parts;
      for (m = 0; m < Arrays; m = m + 1) begin : gen_part
        assign parts[m*AccW +: AccW] = parts_i[(m*Lanes+l)*AccW +: AccW];
      end
      gw_lane_sum #(
        .Arrays (Arrays),
        .AccW   (AccW)
      ) u_sum (
        .clk_i   (clk_i),
        .parts_i (parts),
        .sum_o   (sum)
      );

      if (RowShiftW > 0) begin : gen_row_shift
        reg [RowShiftW-1:0] extra_2;
        reg [ShiftW-1:0]    shift_q;
        integer             g;
        always @* begin
          extra_2 = {RowShiftW{1'b0}};
          for (g = 0; g < Pes / Lanes; g = g + 1) begin
            if (sel_2 == g[SelW-1:0]) begin
              extra_2 = row_2[Pes*AccW + (g*Lanes+l)*RowShiftW +: RowShiftW];
            end
          end
        end
        always @(posedge clk_i) shift_q <= fraction + {{(ShiftW-RowShiftW){1'b0}}, extra_2};
        if (Arrays > 1) begin : gen_delay
          reg [ShiftW-1:0] shift_q2;
          always @(posedge clk_i) shift_q2 <= shift_q;
          assign shift = shift_q2;
        end else begin : gen_direct
          assign shift = shift_q;
        end
      end else begin : gen_layer_shift
        assign shift = fraction;
      end

      wire [KeptW-1:0] kept = phase_first_i ? {KeptW{1'b0}} : kept_old[l*KeptW +: KeptW];
      gw_cell_lane #(
        .Cell        (Cell),
        .AccW        (AccW),
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
        .SigmoidFile ({MemDir, "/sigmoid.hex"}),
        .TanhFile    ({MemDir, "/tanh.hex"}),
        .Lines       (Lines)
      ) u_lane (
        .clk_i            (clk_i),
        .sum_i            (sum),
        .shift_i          (shift),
        .lookup_sigmoid_i (rd_lookup & sigm_gate),
        .lookup_tanh_i    (rd_lookup & tanh_gate),
        .gate_i           (gate_at),
        .dense_load_i     (dense_load),
        .kept_i           (kept),
        .cell_lookup_i    (after_last),
        .out_mul_i        (out_mul),
        .h_load_i         (h_load),
        .kept_o           (kept_new[l*KeptW +: KeptW]),
        .h_o              (result_values_o[l*StateW +: StateW]),
        .a_sat_o          (a_cut[l]),
        .state_sat_o      (state_cut[l])
      );
    end
    if (RowShiftW == 0) begin : gen_no_row_shift
      wire unused_sel = &{1'b0, sel_2};
    end
  endgenerate

  generate
    if (Counters != 0) begin : gen_counters
      gw_saturation_count #(
        .Lanes       (Lanes),
        .Layers      (Layers),
        .LayerTable  (LayerTable),
        .GroupW      (GroupW),
        .Padding     (DroppedColumns > 0),
        .ExtraCycles (ExtraCycles)
      ) u_saturations (
        .clk_i         (clk_i),
        .rst_ni        (rst_ni),
        .phase_start_i (phase_start_i),
        .phase_layer_i (phase_layer_i),
        .dense_i       (dense),
        .read_i        (rd_lookup),
        .gate_i        (gate_lookup),
        .a_cut_i       (a_cut),
        .state_cut_i   (state_cut),
        .counts_o      (saturations_o)
      );
    end else begin : gen_no_counters
      wire unused_cuts = &{1'b0, a_cut, state_cut};
      assign saturations_o = {((Cell+2)*CountW){1'b0}};
    end
  endgenerate

  assign result_soon_o  = out_mul;
  assign result_valid_o = result_valid_q;
  assign result_group_o = result_group_q;
  assign result_last_o  = result_valid_q & (result_group_q == last_group);
endmodule

`default_nettype wire
