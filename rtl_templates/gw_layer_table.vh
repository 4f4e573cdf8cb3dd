// SPDX-License-Identifier: Apache-2.0
  // ---- LayerTable: what the design says of each layer, one entry a layer, layer 0 lowest.
  // An entry is 12 fields of 32 bits, written in the order of the functions below. Each function gives
  // the lowest bit of a field in the entry of layer k: LayerTable[units_at(k) +: 32].
  localparam EntryBits = 32 * 12;
  // units of the layer
  function integer units_at(input integer k);       units_at       = EntryBits * k + 32 * 11; endfunction
  // 1: negative inputs count as zero
  function integer input_relu_at(input integer k);  input_relu_at  = EntryBits * k + 32 * 10; endfunction
  // fraction bits of its weights
  function integer fraction_at(input integer k);    fraction_at    = EntryBits * k + 32 * 9; endfunction
  // first accumulator slot, and slots of each of its sums
  function integer first_slot_at(input integer k);  first_slot_at  = EntryBits * k + 32 * 8; endfunction
  function integer sum_slots_at(input integer k);   sum_slots_at   = EntryBits * k + 32 * 7; endfunction
  // W_x: first weight word (first pointer with pointers), words of a column, first block index
  function integer x_base_at(input integer k);      x_base_at      = EntryBits * k + 32 * 6; endfunction
  function integer x_words_at(input integer k);     x_words_at     = EntryBits * k + 32 * 5; endfunction
  function integer x_index_at(input integer k);     x_index_at     = EntryBits * k + 32 * 4; endfunction
  // W_h: the same; 0 for a dense layer
  function integer h_base_at(input integer k);      h_base_at      = EntryBits * k + 32 * 3; endfunction
  function integer h_words_at(input integer k);     h_words_at     = EntryBits * k + 32 * 2; endfunction
  function integer h_index_at(input integer k);     h_index_at     = EntryBits * k + 32 * 1; endfunction
  // 0 LSTM, 1 GRU; a dense head (the last layer alone): 2 linear, 3 relu, 4 sigmoid, 5 tanh
  function integer kind_at(input integer k);        kind_at        = EntryBits * k + 32 * 0; endfunction
  // Groups of `lanes` units in layer k, in the recurrent layers below it, in the largest layer.
  function integer groups_of(input integer k, input integer lanes);
    groups_of = (LayerTable[units_at(k) +: 32] + lanes - 1) / lanes;
  endfunction
  function integer groups_below(input integer k, input integer lanes);
    integer i;
    begin
      groups_below = 0;
      for (i = 0; i < k; i = i + 1) begin
        if (LayerTable[kind_at(i) +: 32] < 2) groups_below = groups_below + groups_of(i, lanes);
      end
    end
  endfunction
  function integer max_groups(input integer lanes);
    integer i;
    begin
      max_groups = 1;
      for (i = 0; i < Layers; i = i + 1) begin
        if (groups_of(i, lanes) > max_groups) max_groups = groups_of(i, lanes);
      end
    end
  endfunction
  // 32 bits a layer, layer 0 lowest: groups minus one; the first group among those of all recurrent
  // layers, 0 for a dense one.
  function [Layers*32-1:0] last_groups(input integer lanes);
    integer i;
    for (i = 0; i < Layers; i = i + 1) last_groups[i*32 +: 32] = groups_of(i, lanes) - 1;
  endfunction
  function [Layers*32-1:0] first_groups(input integer lanes);
    integer i;
    for (i = 0; i < Layers; i = i + 1) begin
      first_groups[i*32 +: 32] = (LayerTable[kind_at(i) +: 32] < 2) ? groups_below(i, lanes) : 0;
    end
  endfunction
  // ---- end of LayerTable
