// SPDX-License-Identifier: Apache-2.0
// Counts what the cell lanes clamp: every saturated value of a unit once. Units that only pad the last
// group of a layer do not count: their weights and biases are 0, so nothing of theirs saturates, unless
// products of 0 are not 0 (Padding).
//
//   a_cut_i      pre-activations, in the cycle before read_i and gate_i say which gate it was
//   state_cut_i  c' of LSTM with gate o, a_c of GRU with sum cx: 1 + ExtraCycles after read_i of it
//   counts_o     a few cycles later, each up to Lanes a cycle, highest first: a, c' for LSTM; a, q, a_c
//                for GRU, where q is the pre-activation of ch and a are those of the others
//
// LSTM gates i, f, g, o are 0 .. 3, read in the order f, i, g, o; GRU sums cx, r, u, ch are 0 .. 3, read
// in the order r, ch, cx, u. Groups arrive in order, at any distance. Outputs are clamped too, but never
// reach the limits (docs/registers.md): nothing counts them. Counts are reset.
//
//   Lanes               lanes of a group (1..)
//   Layers, LayerTable  see below; of it kind, units
//   GroupW              bits of a group index
//   Padding             1: units that pad may saturate and are left out; 0: they never do
//   ExtraCycles         cycles that a lookup takes beyond one: 0 with tables, 2 with lines
`default_nettype none

module gw_saturation_count #(
  parameter Lanes       = 2,
  parameter Layers      = 2,
  parameter LayerTable  = {  // a layer of 8 units and a dense one of 2
    32'd2, 32'd0, 32'd7, 32'd8, 32'd1, 32'd88, 32'd1, 32'd0, 32'd0, 32'd0, 32'd0, 32'd2,
    32'd8, 32'd0, 32'd7, 32'd0, 32'd2, 32'd0, 32'd8, 32'd0, 32'd24, 32'd8, 32'd0, 32'd0
  },
  parameter GroupW      = 2,
  parameter Padding     = 1,
  parameter ExtraCycles = 0,
  // derived, not to be set
  parameter Cell        = LayerTable[0 +: 32],  // kind of layer 0
  parameter LayerW      = (Layers > 2) ? $clog2(Layers) : 1,
  parameter CountW      = $clog2(Lanes + 1)
) (
  input  wire                       clk_i,
  input  wire                       rst_ni,
  input  wire                       phase_start_i,
  input  wire [LayerW-1:0]          phase_layer_i,
  input  wire                       dense_i,        // the phase is of the dense head
  input  wire                       read_i,         // T+1 of a read
  input  wire [1:0]                 gate_i,
  input  wire [Lanes-1:0]           a_cut_i,
  input  wire [Lanes-1:0]           state_cut_i,
  output wire [(Cell+2)*CountW-1:0] counts_o
);
`include "gw_layer_table.vh"
  // Lanes with a unit in the last group of each layer.
  function [Layers*Lanes-1:0] last_lanes(input integer unused);
    integer i, n;
    for (i = 0; i < Layers; i = i + 1) begin
      for (n = 0; n < Lanes; n = n + 1) begin
        last_lanes[i*Lanes+n] = ((groups_of(i, Lanes) - 1) * Lanes + n
                                 < LayerTable[units_at(i) +: 32]);
      end
    end
  endfunction
  localparam [1:0] LastGate  = (Cell != 0) ? 2'd2 : 2'd3;  // last one read
  localparam [1:0] StateGate = (Cell != 0) ? 2'd0 : 2'd3;  // its sum cuts c' or a_c

  // T+1, [n] n cycles later: a read of the gate that cuts the state.
  reg  [Lanes-1:0]     a_cut_q;
  reg  [ExtraCycles:0] state_q;
  wire [ExtraCycles+1:0] state_at = {state_q, read_i & ~dense_i & (gate_i == StateGate)};
  always @(posedge clk_i) a_cut_q <= a_cut_i;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) state_q <= {(ExtraCycles+1){1'b0}};
    else state_q <= state_at[ExtraCycles:0];
  end

  // Lanes with a unit: at T+1, and when the state is cut.
  wire [Lanes-1:0] real_1, real_state;
  generate
    if (Padding != 0) begin : gen_padding
      // Groups of each layer minus one, and the lanes with a unit in the last group.
      localparam [Layers*32-1:0]    LastGroup = last_groups(Lanes);
      localparam [Layers*Lanes-1:0] LastLanes = last_lanes(0);
      reg [GroupW-1:0] last_group;
      reg [Lanes-1:0]  lanes_of_last;
      integer          k;
      always @* begin
        last_group    = {GroupW{1'b0}};
        lanes_of_last = {Lanes{1'b0}};
        for (k = 0; k < Layers; k = k + 1) begin
          if (phase_layer_i == k[LayerW-1:0]) begin
            last_group    = LastGroup[k*32 +: GroupW];
            lanes_of_last = LastLanes[k*Lanes +: Lanes];
          end
        end
      end

      // Groups pass in order, so the reads of last gates tell the group.
      reg  [GroupW-1:0] group_q;
      wire              group_done = read_i & (dense_i | (gate_i == LastGate));
      always @(posedge clk_i) begin
        if (phase_start_i) group_q <= {GroupW{1'b0}};
        else if (group_done) group_q <= group_q + 1'b1;
      end
      assign real_1 = (group_q == last_group) ? lanes_of_last : {Lanes{1'b1}};

      // The lanes of T+1, [n] n + 1 cycles later.
      reg  [(ExtraCycles+1)*Lanes-1:0] real_q;
      wire [(ExtraCycles+2)*Lanes-1:0] real_at = {real_q, real_1};
      always @(posedge clk_i) real_q <= real_at[(ExtraCycles+1)*Lanes-1:0];
      assign real_state = real_at[(ExtraCycles+1)*Lanes +: Lanes];
    end else begin : gen_no_padding
      assign {real_1, real_state} = {(2*Lanes){1'b1}};
      wire unused_phase = &{1'b0, phase_start_i, phase_layer_i, LastGate};
    end
  endgenerate

  wire is_a = dense_i | (Cell == 0) | (gate_i == 2'd1) | (gate_i == 2'd2);
  gw_count_ones #(
    .Bits   (Lanes),
    .CountW (CountW)
  ) u_a (
    .clk_i   (clk_i),
    .rst_ni  (rst_ni),
    .bits_i  (a_cut_q & real_1 & {Lanes{read_i & is_a}}),
    .count_o (counts_o[(Cell+1)*CountW +: CountW])
  );
  generate
    if (Cell != 0) begin : gen_q
      wire is_q = ~dense_i & (gate_i == 2'd3);
      gw_count_ones #(
        .Bits   (Lanes),
        .CountW (CountW)
      ) u_q (
        .clk_i   (clk_i),
        .rst_ni  (rst_ni),
        .bits_i  (a_cut_q & real_1 & {Lanes{read_i & is_q}}),
        .count_o (counts_o[CountW +: CountW])
      );
    end
  endgenerate
  gw_count_ones #(
    .Bits   (Lanes),
    .CountW (CountW)
  ) u_state (
    .clk_i   (clk_i),
    .rst_ni  (rst_ni),
    .bits_i  (state_cut_i & real_state & {Lanes{state_at[ExtraCycles+1]}}),
    .count_o (counts_o[0 +: CountW])
  );
endmodule

`default_nettype wire
