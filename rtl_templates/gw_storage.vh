// SPDX-License-Identifier: Apache-2.0
  // ---- Storage: how weights and sums are stored, fields of 32 bits, the first one highest
  localparam integer Pattern      = Storage[32*9 +: 32];  // see gw_column_fetch
  localparam integer WeightWords  = Storage[32*8 +: 32];  // words of an array's weight memory
  localparam integer StoredSlotW  = Storage[32*7 +: 32];  // bits of a slot stored with each weight
  localparam integer PointerWords = Storage[32*6 +: 32];  // words of an array's pointer memory
  localparam integer ColumnWordsW = Storage[32*5 +: 32];  // bits of the words of a column in a pointer
  localparam integer IndexWords   = Storage[32*4 +: 32];  // words of the memory of block indices
  localparam integer IndexW       = Storage[32*3 +: 32];  // bits of a block index
  localparam integer BlockWords   = Storage[32*2 +: 32];  // words of a column of an inner block
  localparam integer BlockShift   = Storage[32*1 +: 32];  // log2 of the columns of an inner block
  localparam integer SumsInMemory = Storage[32*0 +: 32];  // accumulators: 0 flip-flops, 1 memory
  wire unused_storage = &{1'b0, (Pattern | WeightWords | StoredSlotW | PointerWords | ColumnWordsW
                                 | IndexWords | IndexW | BlockWords | BlockShift | SumsInMemory) != 0};
  // ---- end of Storage
