// SPDX-License-Identifier: Apache-2.0
// Scatter: what one array gets of the elements that arrive together. Combinational.
//
// Element e of group g is column g*Elems + e, and column j belongs to array j mod Arrays. With
// Elems >= Arrays every group brings Elems/Arrays candidates: elements Array, Array + Arrays, ...
// With Elems < Arrays only one group in Arrays/Elems brings the array its one candidate (turn_o).
// word_o is the index of the array's queue word, counted over the groups that concern it, so that
// candidate c of word w is the array's column w*Cand + c.
//
//   Elems    elements of a group; divides Arrays or is a multiple of it
//   Arrays   number of arrays, a power of two;  Array: index of this one
//   ValueW   bits of an element
//   GroupW   bits of a group index;  WordW: of a word index
// Example: Elems=2, Arrays=4, Array=3: element 1 of the groups 1, 3, 5 ... as words 0, 1, 2 ...
`default_nettype none

module gw_scatter #(
  parameter Elems  = 2,
  parameter Arrays = 4,
  parameter Array  = 3,
  parameter ValueW = 16,
  parameter GroupW = 3,
  parameter WordW  = 2,
  parameter Cand   = (Elems > Arrays) ? Elems / Arrays : 1  // derived, not to be set
) (
  input  wire [GroupW-1:0]       group_i,
  input  wire [Elems-1:0]        valid_i,
  input  wire [Elems*ValueW-1:0] values_i,
  // the group concerns this array
  output wire                    turn_o,
  output wire [WordW-1:0]        word_o,
  output wire [Cand-1:0]         valid_o,
  output wire [Cand*ValueW-1:0]  values_o
);
  genvar c;
  generate
    for (c = 0; c < Cand; c = c + 1) begin : gen_candidate
      localparam Element = (c * Arrays + Array) % Elems;
      assign valid_o[c] = valid_i[Element];
      assign values_o[c*ValueW +: ValueW] = values_i[Element*ValueW +: ValueW];
    end

    if (Elems < Arrays) begin : gen_spread
      localparam SpreadW = $clog2(Arrays / Elems);
      localparam WideW   = GroupW + SpreadW + WordW;
      localparam [31:0] Turn = Array / Elems;
      wire [WideW-1:0] wide = {{(SpreadW+WordW){1'b0}}, group_i};
      wire [WideW-1:0] word = wide >> SpreadW;
      assign turn_o = (wide[SpreadW-1:0] == Turn[SpreadW-1:0]);
      assign word_o = word[WordW-1:0];
      wire unused_word = &{1'b0, word};
    end else begin : gen_every
      localparam WideW = GroupW + WordW;
      wire [WideW-1:0] wide = {{WordW{1'b0}}, group_i};
      assign turn_o = 1'b1;
      assign word_o = wide[WordW-1:0];
      wire unused_wide = &{1'b0, wide};
    end
    if (Cand < Elems) begin : gen_others
      wire unused_elements = &{1'b0, valid_i, values_i};
    end
  endgenerate
endmodule

`default_nettype wire
