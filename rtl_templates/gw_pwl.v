// SPDX-License-Identifier: Apache-2.0
// Sigmoid or tanh by straight lines (docs/numerics.md 3): a small table in logic, one multiplier.
//
//   lookup_i and k_i at cycle t  ->  y_o from t+3, held until the result of the next lookup.
// A lookup every cycle is allowed. Nothing is reset.
//   t      k' = min(|k|, last); the line of its segment: offset and slope; d = k' within it
//   t+1    slope * d; for negative k the offset is mirrored
//   t+2    y = (offset +- slope * d) >> SlopeF; no result lies beyond 2^GateF
//
//   InW       bits of k, two's complement (2..)
//   GateF     fraction bits fo of the result
//   Segments  lines, a power of two >= 2
//   Lines     words of 32 bits, the first one lowest: log2 of the inputs of a segment (>= 1), SlopeF,
//             then offset and slope of each line. Computed by the generator; offset + slope * d stays
//             below (2^GateF + 1) << SlopeF, none is negative
//   Odd       1: y(-k) = -y(k), tanh; 0: y(-k) = 2^GateF - y(k), sigmoid
// Example: GateF = 4, segments of 4 inputs, SlopeF = 1; the line {16, 3} gives k = 5, d = 1:
// (16 + 3) >> 1 = 9.
`default_nettype none

module gw_pwl #(
  parameter InW      = 8,
  parameter GateF    = 4,
  parameter Segments = 2,
  parameter [64*Segments+63:0] Lines = {32'd1, 32'd26, 32'd3, 32'd16, 32'd1, 32'd2},
  parameter Odd      = 0
) (
  input  wire             clk_i,
  input  wire             lookup_i,
  input  wire [InW-1:0]   k_i,
  output wire [GateF+1:0] y_o
);
  localparam SegmentW = Lines[0 +: 32];
  localparam SlopeF   = Lines[32 +: 32];
  localparam IndexW   = $clog2(Segments);
  localparam MagW     = IndexW + SegmentW;
  localparam OffsetW  = GateF + 1 + SlopeF;

  function integer slope_bits(input integer unused);
    integer i;
    begin
      slope_bits = 1;
      for (i = 0; i < Segments; i = i + 1) begin
        while ((Lines[64*i+96 +: 32] >> slope_bits) != 32'd0) slope_bits = slope_bits + 1;
      end
    end
  endfunction
  localparam SlopeW = slope_bits(0);
  localparam ProdW  = SlopeW + SegmentW;
  localparam SumW   = OffsetW + 1;

  // Bit b of every line, slope above offset: one column a bit, line 0 lowest.
  localparam LineW = OffsetW + SlopeW;
  function [LineW*Segments-1:0] columns(input integer unused);
    integer i, b;
    for (i = 0; i < Segments; i = i + 1) begin
      for (b = 0; b < LineW; b = b + 1) begin
        columns[b*Segments+i] = (b < OffsetW) ? Lines[64*i+64+b] : Lines[64*i+96+b-OffsetW];
      end
    end
  endfunction
  localparam [LineW*Segments-1:0] Columns = columns(0);

  // t: magnitude, at most the last one, and its line.
  wire            negative  = k_i[InW-1];
  wire [InW-1:0]  magnitude = negative ? ~k_i + 1'b1 : k_i;
  wire [MagW-1:0] place;
  generate
    if (InW > MagW) begin : gen_limit
      assign place = (|magnitude[InW-1:MagW]) ? {MagW{1'b1}} : magnitude[MagW-1:0];
    end else if (InW == MagW) begin : gen_all
      assign place = magnitude;
    end else begin : gen_widen
      assign place = {{(MagW-InW){1'b0}}, magnitude};
    end
  endgenerate
  wire [IndexW-1:0] index = place[MagW-1:SegmentW];
  wire [LineW-1:0]  line;
  genvar b;
  generate
    for (b = 0; b < LineW; b = b + 1) begin : gen_bit
      wire [Segments-1:0] column = Columns[b*Segments +: Segments];
      assign line[b] = column[index];
    end
  endgenerate

  reg                lookup_1, negative_1;
  reg [OffsetW-1:0]  offset_1;
  reg [SlopeW-1:0]   slope_1;
  reg [SegmentW-1:0] d_1;
  always @(posedge clk_i) begin
    lookup_1   <= lookup_i;
    negative_1 <= negative;
    {slope_1, offset_1} <= line;
    d_1        <= place[SegmentW-1:0];
  end

  // t+1: -(v >> SlopeF) = (~v + 2^SlopeF) >> SlopeF, so the turned offset is ~offset + 2^SlopeF, for
  // sigmoid 2^GateF more, and the product is taken from it.
  localparam [GateF+1:0] Turn = {1'b0, (Odd == 0), {GateF{1'b0}}};
  wire [GateF+1:0] whole = {1'b0, offset_1[OffsetW-1:SlopeF]};
  reg              lookup_2, negative_2;
  reg [SumW-1:0]   base_2;
  reg [ProdW-1:0]  product_2;
  generate
    if (SlopeF > 0) begin : gen_fraction
      always @(posedge clk_i) begin
        base_2 <= negative_1 ? {Turn - whole, ~offset_1[SlopeF-1:0]} : {1'b0, offset_1};
      end
    end else begin : gen_integer
      always @(posedge clk_i) base_2 <= negative_1 ? Turn - whole : whole;
    end
  endgenerate
  always @(posedge clk_i) begin
    lookup_2   <= lookup_1;
    negative_2 <= negative_1;
    product_2  <= {{SegmentW{1'b0}}, slope_1} * {{SlopeW{1'b0}}, d_1};
  end

  // t+2: the sum; its fraction is cut off.
  wire [SumW-1:0] product;
  generate
    if (ProdW < SumW) begin : gen_narrow
      assign product = {{(SumW-ProdW){1'b0}}, product_2};
    end else begin : gen_wide
      assign product = product_2[SumW-1:0];
      wire unused_product = &{1'b0, product_2};
    end
  endgenerate
  wire [SumW-1:0] sum = base_2 + (product ^ {SumW{negative_2}}) + {{(SumW-1){1'b0}}, negative_2};
  reg  [GateF+1:0] y_q;
  always @(posedge clk_i) begin
    if (lookup_2) y_q <= sum[SumW-1:SlopeF];
  end
  assign y_o = y_q;
  wire unused_sum = &{1'b0, sum};
endmodule

`default_nettype wire
