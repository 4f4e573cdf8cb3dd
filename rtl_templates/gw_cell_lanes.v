// All cell lanes with what they share: the sum over the arrays, the row table (bias and row shift),
// the cell state memory and the controls that travel with an accumulator read.
//
// A phase works on one layer: phase_start_i, then one accumulator read a cycle in the order group
// by group; inside a group LSTM gates f, i, g, o (op_gate_i 1, 0, 2, 3), GRU sums r, ch, cx, u (1, 3,
// 0, 2). phase_layer_i and phase_first_i (the stored state reads as zero) stay stable until done_o.
// Cycles after the read of a group's last gate was issued (s):
//   result_valid_o at s+8+Stages for LSTM and GRU, s+5+Stages for dense; one later with several arrays.
//   With lines (Segments > 0) 4 later for LSTM, 3 for GRU, 2 for a dense head with Head 3 or 4.
//   result_soon_o two cycles before result_valid_o, for LSTM and GRU.
// One result word holds the Lanes units of one group; units beyond the layer come out as zero
// rows would make them.
//
//   Arrays, Pes, Lanes, SelW, Stages   as in gw_array
//   RowShiftW     bits of a row's extra fraction e_r, 0 = none
//   Cell          recurrent layers: 0 LSTM, 1 GRU
//   CellWords     words of the state memory (groups of all recurrent layers): c of LSTM, h of GRU
// Tables, 32 bits a layer, layer 0 lowest:
//   Fraction      weight fraction fw
//   LastGroup     groups of a layer minus one
//   CellBase      first word of a layer in the cell state memory
//   RowFile       row table: word = slot, {row shifts, biases}, PE 0 lowest
//   Units         units of a layer
//   Segments, SigmLines, TanhLines   lines instead of tables: see gw_activation
//   Padding       1: units that pad may saturate (gw_saturation_count)
//   Stats         1: count saturations, 0: the counts stay 0 and cost nothing
//   others        as in gw_cell_lane
// Saturations are counted some cycles after they happen: see gw_saturation_count.
`default_nettype none

module gw_cell_lanes #(
  parameter Arrays      = 1,
  parameter Pes         = 4,
  parameter Lanes       = 2,
  parameter Stages      = 1,
  parameter Cell        = 0,
  parameter SelW        = 1,
  parameter Slots       = 16,
  parameter SlotW       = 4,
  parameter Layers      = 2,
  parameter LayerW      = 1,
  parameter GroupW      = 2,
  parameter CellAddrW   = 2,
  parameter CellWords   = 4,
  parameter AccW        = 32,
  parameter RowShiftW   = 2,
  parameter ShiftW      = 5,
  parameter StateW      = 16,
  parameter StateF      = 8,
  parameter CellW       = 16,
  parameter CellF       = 8,
  parameter GateF       = 12,
  parameter TableI      = 4,
  parameter TableF      = 6,
  parameter Nearest     = 1,
  parameter Head        = 1,
  parameter [Layers*32-1:0] Fraction  = {32'd7, 32'd7},
  parameter [Layers*32-1:0] LastGroup = {32'd0, 32'd3},
  parameter [Layers*32-1:0] CellBase  = {32'd0, 32'd0},
  parameter [Layers*32-1:0] Units     = {32'd2, 32'd8},
  parameter Stats       = 0,
  parameter CountW      = 2,
  parameter Padding     = 1,
  parameter RowFile     = "",
  parameter SigmoidFile = "",
  parameter TanhFile    = "",
  parameter Segments    = 0,
  parameter [64*Segments+63:0] SigmLines = {(Segments+1){64'd0}},
  parameter [64*Segments+63:0] TanhLines = {(Segments+1){64'd0}}
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
  localparam T    = Arrays > 1 ? 4 : 3;      // cycles from issue to a complete sum
  localparam X    = Segments > 0 ? 2 : 0;    // cycles that a lookup takes beyond one
  localparam DenseX = (Head == 3 || Head == 4) ? X : 0;
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
  reg [T+2+X:1]       rd_q;
  reg [2*(T+2+X)+1:2] gate_q;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) rd_q <= {(T+2+X){1'b0}};
    else rd_q <= {rd_q[T+1+X:1], op_valid & ~op_arm_all};
  end
  always @(posedge clk_i) gate_q <= {gate_q[2*(T+1+X)+1:2], op_gate};

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
    .File  (RowFile)
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
        fraction   = Fraction[k*32 +: ShiftW];
        last_group = LastGroup[k*32 +: GroupW];
        cell_base  = CellBase[k*32 +: CellAddrW];
      end
    end
  end
  localparam [31:0] LastLayer = Layers - 1;
  wire dense = (Head != 0) & (phase_layer_i == LastLayer[LayerW-1:0]);

  // T+1 .. F+7+X: what happens when.
  wire       rd_lookup   = rd_q[T+1];
  wire [1:0] gate_lookup = gate_q[2*(T+1) +: 2];
  wire       rd_gate     = rd_q[T+2+X] & ~dense;
  wire [1:0] gate_now    = gate_q[2*(T+2+X) +: 2];
  // Gate 0 .. 3: i, f, g, o of LSTM; cx, r, u, ch of GRU.
  localparam [1:0] LastGate  = (Cell != 0) ? 2'd2 : 2'd3;
  localparam [1:0] StateGate = (Cell != 0) ? 2'd2 : 2'd1;  // meets the stored state
  wire       gru_sigmoid = (gate_lookup == 2'd1) | (gate_lookup == 2'd2);
  wire       tanh_gate   = dense ? (Head == 4) : (Cell == 0) & (gate_lookup == 2'd2);
  wire       sigm_gate   = dense ? (Head == 3) : (Cell == 0) ? (gate_lookup != 2'd2) : gru_sigmoid;
  wire [3:0] gate_at     = {4{rd_gate}} & (4'd1 << gate_now);
  wire       dense_load  = rd_q[T+2+DenseX] & dense;
  wire       cell_read   = rd_q[T+1+X] & ~dense & (gate_q[2*(T+1+X) +: 2] == StateGate);
  // The output's product waits for tanh: in an LSTM it is looked up once the last gate has passed, in
  // a GRU with the last gate.
  localparam OutX = (Cell != 0 && X > 0) ? X - 1 : X;
  reg        after_last, h_load, result_valid_q, gru_write_q;
  reg  [OutX:0] out_q;
  wire       out_mul = out_q[OutX];
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
    if (OutX > 0) begin : gen_out
      always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) out_q[OutX:1] <= {OutX{1'b0}};
        else out_q[OutX:1] <= out_q[OutX-1:0];
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
  localparam KeepW = (Cell != 0) ? StateW : CellW;
  wire [Lanes*KeepW-1:0] kept_old;
  wire [Lanes*KeepW-1:0] kept_new;
  gw_ram_1r1w #(
    .Width (Lanes*KeepW),
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

      wire [KeepW-1:0] kept = phase_first_i ? {KeepW{1'b0}} : kept_old[l*KeepW +: KeepW];
      if (Cell != 0) begin : gen_gru
        gw_gru_lane #(
          .AccW        (AccW),
          .ShiftW      (ShiftW),
          .StateW      (StateW),
          .StateF      (StateF),
          .GateF       (GateF),
          .TableI      (TableI),
          .TableF      (TableF),
          .Nearest     (Nearest),
          .Head        (Head),
          .SigmoidFile (SigmoidFile),
          .TanhFile    (TanhFile),
          .Segments    (Segments),
          .SigmLines   (SigmLines),
          .TanhLines   (TanhLines)
        ) u_lane (
          .clk_i            (clk_i),
          .sum_i            (sum),
          .shift_i          (shift),
          .lookup_sigmoid_i (rd_lookup & sigm_gate),
          .lookup_tanh_i    (rd_lookup & tanh_gate),
          .gate_r_i         (gate_at[1]),
          .gate_ch_i        (gate_at[3]),
          .gate_cx_i        (gate_at[0]),
          .gate_u_i         (gate_at[2]),
          .dense_load_i     (dense_load),
          .h_i              (kept),
          .out_mul_i        (out_mul),
          .h_load_i         (h_load),
          .h_o              (result_values_o[l*StateW +: StateW]),
          .a_sat_o          (a_cut[l]),
          .a_c_sat_o        (state_cut[l])
        );
        assign kept_new[l*KeepW +: KeepW] = result_values_o[l*StateW +: StateW];
      end else begin : gen_lstm
        gw_cell_lane #(
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
          .SigmoidFile (SigmoidFile),
          .TanhFile    (TanhFile),
          .Segments    (Segments),
          .SigmLines   (SigmLines),
          .TanhLines   (TanhLines)
        ) u_lane (
          .clk_i            (clk_i),
          .sum_i            (sum),
          .shift_i          (shift),
          .lookup_sigmoid_i (rd_lookup & sigm_gate),
          .lookup_tanh_i    (rd_lookup & tanh_gate),
          .gate_f_i         (gate_at[1]),
          .gate_i_i         (gate_at[0]),
          .gate_g_i         (gate_at[2]),
          .gate_o_i         (gate_at[3]),
          .dense_load_i     (dense_load),
          .c_i              (kept),
          .cell_lookup_i    (after_last),
          .out_mul_i        (out_mul),
          .h_load_i         (h_load),
          .c_o              (kept_new[l*KeepW +: KeepW]),
          .h_o              (result_values_o[l*StateW +: StateW]),
          .a_sat_o          (a_cut[l]),
          .c_sat_o          (state_cut[l])
        );
      end
    end
    if (RowShiftW == 0) begin : gen_no_row_shift
      wire unused_sel = &{1'b0, sel_2};
    end
  endgenerate

  generate
    if (Stats != 0) begin : gen_stats
      gw_saturation_count #(
        .Lanes       (Lanes),
        .Cell        (Cell),
        .Layers      (Layers),
        .LayerW      (LayerW),
        .GroupW      (GroupW),
        .Units       (Units),
        .LastGroup   (LastGroup),
        .CountW      (CountW),
        .Padding     (Padding),
        .ExtraCycles (X)
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
    end else begin : gen_no_stats
      wire unused_cuts = &{1'b0, a_cut, state_cut, Units, Padding != 0};
      assign saturations_o = {((Cell+2)*CountW){1'b0}};
    end
  endgenerate

  assign result_soon_o  = out_mul;
  assign result_valid_o = result_valid_q;
  assign result_group_o = result_group_q;
  assign result_last_o  = result_valid_q & (result_group_q == last_group);
endmodule

`default_nettype wire
