// SPDX-License-Identifier: Apache-2.0
// Product of two signed numbers as two rows: a_o + b_o = w_i * v_i modulo 2^(WW+VW). Combinational.
//
// A Baugh-Wooley array: bit (i, j) of the matrix is w_i[i] & v_i[j] in column i + j, complemented where
// exactly one of the two is a sign bit; with ones in columns WW-1, VW-1 and WW+VW-1 the columns add up
// to the product. Dadda's schedule reduces every column to two bits in the fewest levels, with full
// adders where three bits meet.
//
// approx_i = 1 (DroppedColumns > 0 only): the bits of the columns below DroppedColumns are left out and
// DropOffset * 2^DroppedColumns is added in their place, so those columns are 0 (docs/numerics.md 5,
// `truncated`).
//
//   WW, VW          bits of the operands (2..)
//   DroppedColumns  columns that approx_i leaves out (0..WW); 0: approx_i has no effect
//   DropOffset      what stands for them, 0..7, in units of 2^DroppedColumns
//   Example         WW = 2, VW = 2: columns 0 and 1 hold 1 and 2 bits, column 2 holds 1 bit and a one
`default_nettype none

module gw_carry_save #(
  parameter WW             = 8,
  parameter VW             = 16,
  parameter DroppedColumns = 0,
  parameter DropOffset     = 0
) (
  input  wire [WW-1:0]    w_i,
  input  wire [VW-1:0]    v_i,
  input  wire             approx_i,
  output wire [WW+VW-1:0] a_o,
  output wire [WW+VW-1:0] b_o
);
  // Shared by all instances: inlined, a hundred of them take a C++ compiler minutes.
  /* verilator no_inline_module */
  localparam Columns = WW + VW;
  localparam Most    = ((WW < VW) ? WW : VW) + 3;  // more bits than a column has

  // Bits of column c: of the matrix; with the ones (that of the last column is added at the end: it
  // turns the bit); with the offset.
  function integer of_matrix(input integer c);
    of_matrix = (c >= Columns - 1) ? 0 : ((c < WW) ? c + 1 : WW) - ((c >= VW) ? c - VW + 1 : 0);
  endfunction
  function integer with_ones(input integer c);
    with_ones = of_matrix(c) + ((WW == VW) ? ((c == VW) ? 1 : 0)
                                           : ((c == VW - 1 || c == WW - 1) ? 1 : 0));
  endfunction
  function integer bits_of(input integer c);
    bits_of = with_ones(c) + ((DroppedColumns > 0 && c >= DroppedColumns && c < DroppedColumns + 3
                               && ((DropOffset >> (c - DroppedColumns)) & 1) != 0) ? 1 : 0);
  endfunction
  // Bits of a column at most after some levels: Dadda's 2, 3, 4, 6, 9, 13 ... downwards.
  function integer max_after(input integer levels);
    integer i, next;
    begin
      max_after = Most;
      for (i = 0; i < levels; i = i + 1) begin
        next = 2;
        while (3 * next / 2 < max_after) next = 3 * next / 2;
        max_after = next;
      end
    end
  endfunction
  function integer count_levels(input integer unused);
    begin
      count_levels = 0;
      while (max_after(count_levels) > 2) count_levels = count_levels + 1;
    end
  endfunction
  localparam Levels = count_levels(0);
  // 256 * bits to take away + bits, of every column before every level.
  function [(Levels+1)*Columns*32-1:0] make_schedule(input integer unused);
    integer l, c, most, count, excess;
    begin
      for (c = 0; c < Columns; c = c + 1) make_schedule[c*32 +: 32] = bits_of(c);
      for (l = 0; l < Levels; l = l + 1) begin
        most   = max_after(l + 1);
        excess = 0;
        for (c = 0; c < Columns; c = c + 1) begin
          // with the carries of the column below
          count  = make_schedule[(l*Columns+c)*32 +: 32] + (excess + 1) / 2;
          excess = (count > most) ? count - most : 0;
          make_schedule[(l*Columns+c)*32 +: 32]
              = make_schedule[(l*Columns+c)*32 +: 32] + 256 * excess;
          make_schedule[((l+1)*Columns+c)*32 +: 32] = count - excess;
        end
      end
    end
  endfunction
  localparam [(Levels+1)*Columns*32-1:0] Schedule = make_schedule(0);

  wire exact = (DroppedColumns == 0) | ~approx_i;
  genvar l, c, i;
  generate
    // Bits of the columns before each level, behind the last one in column order: what is not used
    // is 0. A wire for each column: simulators evaluate all of a wire when a bit changes.
    for (l = 0; l <= Levels; l = l + 1) begin : gen_level
      for (c = 0; c < Columns; c = c + 1) begin : gen_column
        localparam [31:0] Count = Schedule[(l*Columns+c)*32 +: 32] % 256;
        wire [Most-1:0] bits;
        assign bits[Count +: Most-Count] = {(Most-Count){1'b0}};
        wire unused_bits = &{1'b0, bits};
      end
    end

    for (c = 0; c < Columns; c = c + 1) begin : gen_matrix
      localparam First = (c < VW) ? 0 : c - VW + 1;  // row of the column's first bit
      for (i = 0; i < of_matrix(c); i = i + 1) begin : gen_bit
        localparam Row = First + i;
        wire product = w_i[Row] & v_i[c-Row];
        assign gen_level[0].gen_column[c].bits[i] =
            (((Row == WW - 1) != (c - Row == VW - 1)) ? ~product : product)
            & ((c < DroppedColumns) ? exact : 1'b1);
      end
      if (with_ones(c) > of_matrix(c)) begin : gen_one
        assign gen_level[0].gen_column[c].bits[of_matrix(c)] = 1'b1;
      end
      if (bits_of(c) > with_ones(c)) begin : gen_offset
        assign gen_level[0].gen_column[c].bits[with_ones(c)] = ~exact;
      end
    end

    // A level: as many adders as a column has bits to take away, a full adder for two, the rest
    // passes on. In the next level stand the carries from the column below, the sums, the rest.
    for (l = 0; l < Levels; l = l + 1) begin : gen_reduce
      for (c = 0; c < Columns; c = c + 1) begin : gen_column
        localparam [31:0] Count   = Schedule[(l*Columns+c)*32 +: 32] % 256;
        localparam [31:0] Excess  = Schedule[(l*Columns+c)*32 +: 32] / 256;
        localparam [31:0] Below   = (c == 0) ? 32'd0 : Schedule[(l*Columns+c-1)*32 +: 32] / 256;
        localparam [31:0] Carries = (Below + 1) / 2;
        localparam [31:0] Full    = Excess / 2;
        localparam [31:0] Adders  = (Excess + 1) / 2;
        localparam [31:0] Used    = 2 * Adders + Full;
        for (i = 0; i < Adders; i = i + 1) begin : gen_adder
          wire sum, carry;
          if (i < Full) begin : gen_full
            gw_full_adder u_full_adder (
              .a_i (gen_level[l].gen_column[c].bits[3*i]),
              .b_i (gen_level[l].gen_column[c].bits[3*i+1]),
              .c_i (gen_level[l].gen_column[c].bits[3*i+2]),
              .s_o (sum),
              .c_o (carry)
            );
          end else begin : gen_half
            assign sum   = gen_level[l].gen_column[c].bits[3*i] ^ gen_level[l].gen_column[c].bits[3*i+1];
            assign carry = gen_level[l].gen_column[c].bits[3*i] & gen_level[l].gen_column[c].bits[3*i+1];
          end
          assign gen_level[l+1].gen_column[c].bits[Carries+i] = sum;
          if (c < Columns - 1) begin : gen_carry
            assign gen_level[l+1].gen_column[c+1].bits[i] = carry;
          end else begin : gen_no_carry
            wire unused_carry = &{1'b0, carry};
          end
        end
        if (Count > Used) begin : gen_pass
          assign gen_level[l+1].gen_column[c].bits[Carries+Adders +: Count-Used]
              = gen_level[l].gen_column[c].bits[Used +: Count-Used];
        end
      end
    end

    for (c = 0; c < Columns; c = c + 1) begin : gen_row
      assign a_o[c] = gen_level[Levels].gen_column[c].bits[0];
      assign b_o[c] = gen_level[Levels].gen_column[c].bits[1] ^ (c == Columns - 1);
    end
  endgenerate
endmodule

`default_nettype wire
