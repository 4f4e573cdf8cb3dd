// SPDX-License-Identifier: Apache-2.0
// Accumulators of one processing element: Slots running sums, one operation a cycle.
//
// An operation presents its slot twice (slot_next_i at t-1, slot_i at t), and at cycle t:
//   add_i=1  sum[slot] += product_i (sign-extended, modulo 2^AccW)
//   arm_i=1  sum[slot] := arm_value_i
//   value_o  shows sum[slot] as it was before this cycle's operation, for any slot presented
// Back-to-back operations on one slot see each other's result. Nothing is reset: a slot holds no
// meaning until it has been armed.
//
//   AccW, ProductW  bits of a sum and of a product (2..)
//   Slots           number of sums (1..)
//   InMemory        0: flip-flops (small), 1: gw_ram_1r1w with forwarding (many slots)
`default_nettype none

module gw_accumulator #(
  parameter AccW     = 32,
  parameter ProductW = 24,
  parameter Slots    = 4,
  parameter InMemory = 0,
  parameter SlotW    = (Slots > 2) ? $clog2(Slots) : 1  // derived, not to be set
) (
  input  wire                clk_i,
  input  wire [SlotW-1:0]    slot_next_i,
  input  wire [SlotW-1:0]    slot_i,
  input  wire                add_i,
  input  wire                arm_i,
  input  wire [ProductW-1:0] product_i,
  input  wire [AccW-1:0]     arm_value_i,
  output wire [AccW-1:0]     value_o
);
  localparam WideW = AccW > ProductW ? AccW : ProductW;
  wire [WideW-1:0] addend = {{(WideW-ProductW+1){product_i[ProductW-1]}}, product_i[ProductW-2:0]};
  wire [AccW-1:0]  sum    = value_o + addend[AccW-1:0];
  wire [AccW-1:0]  store  = arm_i ? arm_value_i : sum;
  wire             write  = add_i | arm_i;

  generate
    if (ProductW > AccW) begin : gen_narrow
      wire unused_high = &{1'b0, addend[WideW-1:AccW]};
    end
    if (InMemory != 0) begin : gen_ram
      reg             forward_q;
      reg  [AccW-1:0] stored_q;
      wire [AccW-1:0] read;
      always @(posedge clk_i) begin
        forward_q <= write & (slot_i == slot_next_i);
        stored_q  <= store;
      end
      gw_ram_1r1w #(
        .Width (AccW),
        .Depth (Slots),
        .AddrW (SlotW)
      ) u_mem (
        .clk_i   (clk_i),
        .we_i    (write),
        .waddr_i (slot_i),
        .wdata_i (store),
        .re_i    (1'b1),
        .raddr_i (slot_next_i),
        .rdata_o (read)
      );
      assign value_o = forward_q ? stored_q : read;
    end else begin : gen_flops
      reg [AccW-1:0] sums_q [0:Slots-1];
      always @(posedge clk_i) begin
        if (write) sums_q[slot_i] <= store;
      end
      assign value_o = sums_q[slot_i];
      wire unused_next = &{1'b0, slot_next_i};
    end
  endgenerate
endmodule

`default_nettype wire
