// SPDX-License-Identifier: Apache-2.0
  // ---- Formats: numbers of the cell lanes (docs/numerics.md), fields of 32 bits, the first one highest
  localparam integer StateF    = Formats[32*7 +: 32];  // fraction bits of format A (states)
  localparam integer CellW     = Formats[32*6 +: 32];  // bits of format C (cell state of LSTM)
  localparam integer CellF     = Formats[32*5 +: 32];  // fraction bits of format C
  localparam integer GateF     = Formats[32*4 +: 32];  // fraction bits of sigmoid and tanh values
  localparam integer TableI    = Formats[32*3 +: 32];  // integer bits of the table input, with sign
  localparam integer TableF    = Formats[32*2 +: 32];  // fraction bits of the table input
  localparam integer RowShiftW = Formats[32*1 +: 32];  // bits of a row's extra fraction, 0 = none
  localparam integer Nearest   = Formats[32*0 +: 32];  // rounding: 1 to nearest even, 0 floor
  wire unused_formats = &{1'b0, (StateF | CellW | CellF | GateF | TableI | TableF | RowShiftW
                                 | Nearest) != 0};
  // ---- end of Formats
