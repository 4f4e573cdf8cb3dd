// Counts what the cell lanes cut: every saturated value of a real unit once. Units that pad the last
// group of a layer do not count: their weights and biases are 0, so nothing of them saturates, unless
// products of 0 are not 0 (Padding).
//
// The flags of the lanes arrive as the values are computed, groups in order: a_cut_i at T, one cycle
// before read_i and gate_i tell which gate it was; state_cut_i (c' of LSTM with gate o, a_c of GRU with
// gate cx) 1+X cycles after those of that gate; h_cut_i with h_load_i; y_cut_i with dense_load_i.
// Counts come a few cycles later, each up to Lanes a cycle.
//
//   Cell            0 LSTM: gates i, f, g, o are 0 .. 3, read in the order f, i, g, o
//                   1 GRU: sums cx, r, u, ch are 0 .. 3, read in the order r, ch, cx, u
//   Units, LastGroup  32 bits a layer, layer 0 lowest: units, groups minus one
//   CountW          $clog2(Lanes + 1)
//   Padding         1: units that pad may saturate and are left out, 0: they never do
//   X, DenseX       cycles that a lookup takes beyond one: of gates (0 or 2), of the head (0 or X)
`default_nettype none

module gw_saturation_count #(
  parameter Lanes  = 2,
  parameter Cell   = 0,
  parameter Layers = 2,
  parameter LayerW = 1,
  parameter GroupW = 2,
  parameter [Layers*32-1:0] Units     = {32'd2, 32'd7},
  parameter [Layers*32-1:0] LastGroup = {32'd0, 32'd3},
  parameter CountW = 2,
  parameter Padding = 1,
  parameter X      = 0,
  parameter DenseX = 0
) (
  input  wire              clk_i,
  input  wire              rst_ni,
  input  wire              phase_start_i,
  input  wire [LayerW-1:0] phase_layer_i,
  input  wire              dense_i,        // the phase is of the dense head
  input  wire              read_i,         // T+1 of a read
  input  wire [1:0]        gate_i,
  input  wire              h_load_i,
  input  wire              dense_load_i,
  input  wire [Lanes-1:0]  a_cut_i,
  input  wire [Lanes-1:0]  state_cut_i,
  input  wire [Lanes-1:0]  h_cut_i,
  input  wire [Lanes-1:0]  y_cut_i,
  output wire [CountW-1:0] a_o,
  output wire [CountW-1:0] q_o,
  output wire [CountW-1:0] state_o,
  output wire [CountW-1:0] h_o,
  output wire [CountW-1:0] y_o
);
  localparam [1:0] LastGate  = (Cell != 0) ? 2'd2 : 2'd3;  // last one read
  localparam [1:0] StateGate = (Cell != 0) ? 2'd0 : 2'd3;  // its sum cuts c' or a_c

  // Lanes with a unit in the last group of each layer.
  function [Layers*Lanes-1:0] last_lanes(input integer unused);
    integer i, n;
    for (i = 0; i < Layers; i = i + 1) begin
      for (n = 0; n < Lanes; n = n + 1) begin
        last_lanes[i*Lanes+n] = (LastGroup[i*32 +: 32] * Lanes + n < Units[i*32 +: 32]);
      end
    end
  endfunction
  localparam [Layers*Lanes-1:0] LastLanes = last_lanes(0);

  wire group_done = read_i & (dense_i | (gate_i == LastGate));

  // T+1, [n] n cycles later: a read of the gate that cuts the state.
  reg  [Lanes-1:0] a_cut_q;
  reg  [X:0]       state_q;
  wire [X+1:0]     state_at = {state_q, read_i & ~dense_i & (gate_i == StateGate)};
  always @(posedge clk_i) a_cut_q <= a_cut_i;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) state_q <= {(X+1){1'b0}};
    else state_q <= state_at[X:0];
  end

  // Lanes with a real unit: at T+1, when the state is cut, with h' and with y.
  wire [Lanes-1:0] real_1, real_state, real_h, real_y;
  generate
    if (Padding != 0) begin : gen_padding
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
      reg [GroupW-1:0] group_q;
      always @(posedge clk_i) begin
        if (phase_start_i) group_q <= {GroupW{1'b0}};
        else if (group_done) group_q <= group_q + 1'b1;
      end
      assign real_1 = (group_q == last_group) ? lanes_of_last : {Lanes{1'b1}};

      // What is known at T+1, [n] n cycles later: the lanes, the last gate.
      localparam Late = 2 * X;  // a unit's result takes two lookups
      reg  [(Late+1)*Lanes-1:0] real_q;
      reg  [Lanes-1:0]          real_h_q;
      reg  [Late:0]             done_q;
      wire [(Late+2)*Lanes-1:0] real_at = {real_q, real_1};
      wire [Late+1:0]           done_at = {done_q, group_done};
      always @(posedge clk_i) begin
        real_q <= real_at[(Late+1)*Lanes-1:0];
        done_q <= done_at[Late:0];
        // Results follow the last gate of their group before the next group's last gate is read.
        if (done_at[Late]) real_h_q <= real_at[Late*Lanes +: Lanes];
      end
      assign real_state = real_at[(1+X)*Lanes +: Lanes];
      assign real_h     = real_h_q;
      assign real_y     = real_at[(1+DenseX)*Lanes +: Lanes];  // loaded 1+DenseX cycles after T+1
      wire unused_ends  = &{1'b0, real_at[(Late+1)*Lanes +: Lanes], done_at[Late+1]};
    end else begin : gen_no_padding
      assign {real_1, real_state, real_h, real_y} = {(4*Lanes){1'b1}};
      wire unused_phase = &{1'b0, phase_start_i, phase_layer_i, group_done, LastLanes, DenseX != 0};
    end
  endgenerate

  wire is_q = (Cell != 0) & ~dense_i & (gate_i == 2'd3);
  wire is_a = dense_i | (Cell == 0) | (gate_i == 2'd1) | (gate_i == 2'd2);

  gw_count_ones #(
    .Bits   (Lanes),
    .CountW (CountW)
  ) u_a (
    .clk_i   (clk_i),
    .rst_ni  (rst_ni),
    .bits_i  (a_cut_q & real_1 & {Lanes{read_i & is_a}}),
    .count_o (a_o)
  );
  gw_count_ones #(
    .Bits   (Lanes),
    .CountW (CountW)
  ) u_q (
    .clk_i   (clk_i),
    .rst_ni  (rst_ni),
    .bits_i  (a_cut_q & real_1 & {Lanes{read_i & is_q}}),
    .count_o (q_o)
  );
  gw_count_ones #(
    .Bits   (Lanes),
    .CountW (CountW)
  ) u_state (
    .clk_i   (clk_i),
    .rst_ni  (rst_ni),
    .bits_i  (state_cut_i & real_state & {Lanes{state_at[1+X]}}),
    .count_o (state_o)
  );
  gw_count_ones #(
    .Bits   (Lanes),
    .CountW (CountW)
  ) u_h (
    .clk_i   (clk_i),
    .rst_ni  (rst_ni),
    .bits_i  (h_cut_i & real_h & {Lanes{h_load_i}}),
    .count_o (h_o)
  );
  gw_count_ones #(
    .Bits   (Lanes),
    .CountW (CountW)
  ) u_y (
    .clk_i   (clk_i),
    .rst_ni  (rst_ni),
    .bits_i  (y_cut_i & real_y & {Lanes{dense_load_i}}),
    .count_o (y_o)
  );
endmodule

`default_nettype wire
