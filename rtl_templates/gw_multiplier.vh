// SPDX-License-Identifier: Apache-2.0
  // ---- Multiplier: what multiplies in a PE (gw_pe), fields of 32 bits, the first one highest
  localparam integer MultiplierKind = Multiplier[32*8 +: 32];  // 0 operator, 1 full adders, 2 bit-sparse
  localparam integer Stages         = Multiplier[32*7 +: 32];  // cycles from a weight to its product
  localparam integer StoredW        = Multiplier[32*6 +: 32];  // bits of a stored weight or code
  localparam integer WeightW        = Multiplier[32*5 +: 32];  // bits of a weight
  localparam integer Digits         = Multiplier[32*4 +: 32];  // digits of a bit-sparse weight
  localparam integer CodeTable      = Multiplier[32*3 +: 32];  // 1: codes are indices of gw_digit_table
  localparam integer ZeroIndex      = Multiplier[32*2 +: 32];  // index that stands for zero
  localparam integer DroppedColumns = Multiplier[32*1 +: 32];  // columns that delta steps leave out
  localparam integer DropOffset     = Multiplier[32*0 +: 32];  // what stands for them
  wire unused_multiplier = &{1'b0, (MultiplierKind | Stages | StoredW | WeightW | Digits | CodeTable
                                    | ZeroIndex | DroppedColumns | DropOffset) != 0};
  // ---- end of Multiplier
