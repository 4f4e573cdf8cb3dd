// SPDX-License-Identifier: Apache-2.0
// Memory with one write and one read port on one clock, registered output. One of the two modules
// that infer memories: swap it for a macro by file list (same ports, same timing).
//
//   we_i=1 at cycle t  ->  mem[waddr_i] = wdata_i from cycle t+1
//   re_i=1 at cycle t  ->  rdata_o = mem[raddr_i] as it was at t, from t+1, held until the next read
//
// Read during write of one address: this model returns the old word; no user of the module relies
// on it (accumulators forward, queues never read the word being written). Not reset.
//
//   Width   bits of a word (1..)
//   Depth   words (1..); an address >= Depth is never presented
//   AddrW   bits of the addresses, $clog2(Depth) or 1
`default_nettype none

module gw_ram_1r1w #(
  parameter Width = 8,
  parameter Depth = 4,
  parameter AddrW = 2
) (
  input  wire             clk_i,
  input  wire             we_i,
  input  wire [AddrW-1:0] waddr_i,
  input  wire [Width-1:0] wdata_i,
  input  wire             re_i,
  input  wire [AddrW-1:0] raddr_i,
  output reg  [Width-1:0] rdata_o
);
  reg [Width-1:0] mem [0:Depth-1];

  always @(posedge clk_i) begin
    if (we_i) mem[waddr_i] <= wdata_i;
    if (re_i) rdata_o <= mem[raddr_i];
  end
endmodule

`default_nettype wire
