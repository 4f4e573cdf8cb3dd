// SPDX-License-Identifier: Apache-2.0
// Read-only memory with a registered output. One of the two modules that infer memories: swap it
// for a macro by file list (same ports, same timing).
//
//   re_i=1 at cycle t  ->  data_o = mem[addr_i] from cycle t+1, held until the next read.
//
// Not reset. Contents come from `File` ($readmemh, one word a line, address 0 first); with an
// empty File the contents are undefined, which is only of use to lint a module alone.
//
//   Width   bits of a word (1..)
//   Depth   words (1..); an address >= Depth is never presented
//   AddrW   bits of the address, $clog2(Depth) or 1
//   File    memory file, relative to the folder the simulator runs in
`default_nettype none

module gw_rom #(
  parameter Width = 8,
  parameter Depth = 4,
  parameter AddrW = 2,
  parameter File  = ""
) (
  input  wire             clk_i,
  input  wire             re_i,
  input  wire [AddrW-1:0] addr_i,
  output reg  [Width-1:0] data_o
);
  reg [Width-1:0] mem [0:Depth-1];

  initial begin
    if (File != "") $readmemh(File, mem);
  end

  always @(posedge clk_i) begin
    if (re_i) data_o <= mem[addr_i];
  end
endmodule

`default_nettype wire
