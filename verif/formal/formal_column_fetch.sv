// SPDX-License-Identifier: Apache-2.0
// gw_column_fetch over two layers with small matrices, any legal events from its three sources, any
// holds, and a reset at any time.
//
// Proven: every event taken gives the words of its column, each once and in order, with their slot,
// index of block and value, and nothing else comes out; so no address leaves the matrix (which is
// asserted beside). A word comes in the cycle after one without hold_i while events are there, the
// first word of an event directly after the last of the one before. busy_o and idle_o are as its header says.
// Sources are taken from in their order.
//
// Columns: 2 of W_x and 3 of W_h in layer 0, 3 and 2 in layer 1; words of a column 2, 4, 2 and 2.
// With pointers (Pattern 2) columns have 0 to 2 words, at the places of the memory below.
`default_nettype none

module gw_rom #(
  parameter Width = 7,
  parameter Depth = 10,
  parameter AddrW = 4,
  parameter File  = ""
) (
  input  wire             clk_i,
  input  wire             re_i,
  input  wire [AddrW-1:0] addr_i,
  output reg  [Width-1:0] data_o
);
  // entry p: p mod 3 words from address 2 p on
  reg [1:0] words;
  always @* begin
    case (addr_i)
      1, 4, 7: words = 1;
      2, 5, 8: words = 2;
      default: words = 0;
    endcase
  end
  always @(posedge clk_i) if (re_i) data_o <= {words, addr_i, 1'b0};
  always @* if (re_i) assert (addr_i < Depth);
endmodule

module formal_column_fetch #(
  parameter Pattern = 0
) (
  input wire       clk_i,
  input wire       rst_ni,
  input wire       x_valid_i,
  input wire [1:0] x_value_i,
  input wire       x_group_i,
  input wire       n_valid_i,
  input wire [1:0] n_value_i,
  input wire       n_cand_i,
  input wire       n_group_i,
  input wire       r_valid_i,
  input wire [1:0] r_value_i,
  input wire       r_cand_i,
  input wire       r_group_i,
  input wire       r_layer_i,
  input wire       hold_i,
  input wire       layer_i
);
  // Columns and words of them of W_x 0, W_h 0, W_x 1, W_h 1.
  function [31:0] columns(input [1:0] matrix);
    columns = (matrix == 0 || matrix == 3) ? 2 : 3;
  endfunction
  function [31:0] length(input [1:0] matrix);
    length = (matrix == 1) ? 4 : 2;
  endfunction
  function [31:0] first_word(input [1:0] matrix);
    first_word = (matrix == 0) ? 0 : (matrix == 1) ? 4 : (matrix == 2) ? 16 : 22;
  endfunction
  function [31:0] first_pointer(input [1:0] matrix);
    first_pointer = (matrix == 0) ? 0 : (matrix == 1) ? 2 : (matrix == 2) ? 5 : 8;
  endfunction
  function [31:0] words_at(input [3:0] entry);
    words_at = (entry == 1 || entry == 4 || entry == 7) ? 1
             : (entry == 2 || entry == 5 || entry == 8) ? 2 : 0;
  endfunction
  function [31:0] first_slot(input [1:0] matrix);
    first_slot = {30'd0, matrix};
  endfunction
  function [31:0] first_index(input [1:0] matrix);
    first_index = 4 * matrix;
  endfunction

  wire       x_ready, n_ready, r_ready, busy, idle, word_valid;
  wire [4:0] word_addr;
  wire [4:0] word_index;
  wire [2:0] word_slot;
  wire [1:0] word_value;
  localparam Pointers = (Pattern == 2);
  localparam [31:0] PatternWord = Pattern;
  gw_column_fetch #(
    .ValueW(2), .XCand(1), .XGroupW(1), .HCand(2), .GroupW(1), .Slots(8), .Layers(2), .Arrays(1),
    .Array(0), .AddrW(5), .IndexAddrW(5),
    // GRU, one slot a sum: W_h begins a slot after W_x
    .LayerTable({
      32'd4, 32'd0, 32'd7, 32'd2, 32'd1, Pointers ? 32'd5 : 32'd16, 32'd2, 32'd8,
      Pointers ? 32'd8 : 32'd22, 32'd2, 32'd12, 32'd1,
      32'd4, 32'd0, 32'd7, 32'd0, 32'd1, 32'd0, 32'd2, 32'd0,
      Pointers ? 32'd2 : 32'd4, 32'd4, 32'd4, 32'd1
    }),
    .Storage({
      PatternWord, 32'd32, 32'd0, 32'd10, 32'd2, 32'd32, 32'd1,
      Pattern == 3 ? 32'd2 : 32'd1, Pattern == 3 ? 32'd1 : 32'd0, 32'd0
    })
  ) dut (
    .clk_i(clk_i), .rst_ni(rst_ni), .x_valid_i(x_valid_i), .x_ready_o(x_ready),
    .x_value_i(x_value_i), .x_cand_i(1'b0), .x_group_i(x_group_i), .n_valid_i(n_valid_i),
    .n_ready_o(n_ready), .n_value_i(n_value_i), .n_cand_i(n_cand_i), .n_group_i(n_group_i),
    .n_layer_i(1'b1), .r_valid_i(r_valid_i), .r_ready_o(r_ready), .r_value_i(r_value_i),
    .r_cand_i(r_cand_i), .r_group_i(r_group_i), .r_layer_i(r_layer_i), .hold_i(hold_i),
    .layer_i(layer_i), .busy_o(busy), .idle_o(idle), .word_valid_o(word_valid),
    .word_addr_o(word_addr), .word_index_o(word_index), .word_slot_o(word_slot),
    .word_value_o(word_value)
  );

  reg started = 1'b0;
  always @(posedge clk_i) started <= 1'b1;
  wire [31:0] n_col = {30'd0, n_group_i, n_cand_i};
  wire [31:0] r_col = {30'd0, r_group_i, r_cand_i};
  always @* begin
    if (!started) assume (!rst_ni);
    if (n_valid_i) assume (n_col < columns(2));
    if (r_valid_i) assume (r_col < columns({r_layer_i, 1'b1}));
  end

  // The event that is taken.
  wire        takes  = (x_valid_i & x_ready) | (n_valid_i & n_ready) | (r_valid_i & r_ready);
  wire [1:0]  matrix = n_ready ? 2'd2 : x_ready ? 2'd0 : {r_layer_i, 1'b1};
  wire [31:0] col    = n_ready ? n_col : x_ready ? {31'd0, x_group_i} : r_col;
  wire [1:0]  value  = n_ready ? n_value_i : x_ready ? x_value_i : r_value_i;

  // Two events under way: the one whose words come out, `a`, with the number of its next word; and
  // the one behind it, `b`.
  reg        a_is, b_is;
  reg [1:0]  a_matrix, b_matrix, a_value, b_value;
  reg [2:0]  a_col, b_col, a_next;
  wire [3:0]  a_entry = first_pointer(a_matrix) + a_col;
  wire [3:0]  b_entry = first_pointer(b_matrix) + b_col;
  wire [31:0] a_words = (Pattern == 2) ? words_at(a_entry) : length(a_matrix);
  wire [31:0] b_words = (Pattern == 2) ? words_at(b_entry) : length(b_matrix);
  wire a_more  = a_is & a_next < a_words;         // words not yet put out
  wire b_empty = b_is & b_words == 0;
  wire b_moves = b_is & !b_empty & !a_more & !hold_i;
  reg  shows;                                     // word a_next - 1 of `a` is on the output
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      a_is <= 0; b_is <= 0; shows <= 0; a_next <= 0;
    end else begin
      shows <= !hold_i & (a_more | b_moves);
      if (b_moves) begin
        a_is <= 1; a_next <= 1;
      end else if (a_more & !hold_i) begin
        a_next <= a_next + 1;
      end
      b_is <= takes | (b_is & !b_moves & !b_empty);
    end
  end
  always @(posedge clk_i) begin
    if (b_moves) {a_matrix, a_col, a_value} <= {b_matrix, b_col, b_value};
    if (takes) {b_matrix, b_col, b_value} <= {matrix, col[2:0], value};
  end

  wire [31:0] number = a_next - 1;
  wire [31:0] addr   = (Pattern == 2) ? 2 * a_entry + number
                                      : first_word(a_matrix) + a_col * a_words + number;
  wire [31:0] slot   = first_slot(a_matrix)
                     + (Pattern == 0 ? number : Pattern == 3 ? {31'd0, number[0]} : 0);
  wire [31:0] index  = first_index(a_matrix) + (a_col >> 1) * (a_words >> 1) + (number >> 1);

  always @* if (started & rst_ni) begin
    // one source at a time, in order, when there is a place for the event
    assert (n_ready + x_ready + r_ready <= 1);
    if (n_ready) assert (n_valid_i);
    if (x_ready) assert (x_valid_i & !n_valid_i);
    if (r_ready) assert (r_valid_i & !n_valid_i & !x_valid_i);
    assert (takes == ((n_valid_i | x_valid_i | r_valid_i) & (!b_is | b_moves | b_empty)));
    assert (word_valid == shows);
    if (shows) begin
      assert (word_addr == addr && word_value == a_value && word_slot == slot);
      if (Pattern == 3) assert (word_index == index);
      if (Pattern == 2) begin
        assert (word_addr >= 2 * first_pointer(a_matrix));
        assert (word_addr < 2 * (first_pointer(a_matrix) + columns(a_matrix)));
      end else begin
        assert (word_addr >= first_word(a_matrix));
        assert (word_addr < first_word(a_matrix) + columns(a_matrix) * length(a_matrix));
      end
    end
    assert (idle == !(b_is | a_more));
    assert (busy == ((b_is & b_matrix[1] == layer_i) | (a_more & a_matrix[1] == layer_i)));
  end
endmodule

`default_nettype wire
