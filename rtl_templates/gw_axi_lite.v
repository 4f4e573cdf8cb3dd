// SPDX-License-Identifier: Apache-2.0
// AXI4-Lite slave with 32-bit data in front of a plain register bus.
//
//   write_o strobes one write for one cycle, with address, data and byte strobes; write_error_i of that
//   cycle becomes the response: 1 SLVERR, 0 OKAY.
//   read_addr_o holds an address; read_data_i and read_error_i of the cycle with read_o are the answer.
//
// Address and data of a write come in any order and at any distance. At most one write and one read are
// in flight: the next address or data is accepted only when the response before has been taken, and
// bready and rready may stay low for any time. A write takes two cycles from its later half to bvalid, a
// read two from arvalid to rvalid. Every output is a function of registers alone: no input reaches an
// output within a cycle. Control is reset, data is not.
//
//   AddrW   bits of a byte address (3 ..)
// Example: awvalid and wvalid in cycle 0, write_o in cycle 1, bvalid from cycle 2 until bready.
`default_nettype none

module gw_axi_lite #(
  parameter AddrW = 9
) (
  input  wire             clk_i,
  input  wire             rst_ni,
  // AXI4-Lite
  input  wire [AddrW-1:0] s_axil_awaddr_i,
  input  wire [2:0]       s_axil_awprot_i,
  input  wire             s_axil_awvalid_i,
  output wire             s_axil_awready_o,
  input  wire [31:0]      s_axil_wdata_i,
  input  wire [3:0]       s_axil_wstrb_i,
  input  wire             s_axil_wvalid_i,
  output wire             s_axil_wready_o,
  output wire [1:0]       s_axil_bresp_o,
  output wire             s_axil_bvalid_o,
  input  wire             s_axil_bready_i,
  input  wire [AddrW-1:0] s_axil_araddr_i,
  input  wire [2:0]       s_axil_arprot_i,
  input  wire             s_axil_arvalid_i,
  output wire             s_axil_arready_o,
  output wire [31:0]      s_axil_rdata_o,
  output wire [1:0]       s_axil_rresp_o,
  output wire             s_axil_rvalid_o,
  input  wire             s_axil_rready_i,
  // register bus
  output wire             write_o,
  output wire [AddrW-1:0] write_addr_o,
  output wire [31:0]      write_data_o,
  output wire [3:0]       write_strb_o,
  input  wire             write_error_i,
  output wire             read_o,
  output wire [AddrW-1:0] read_addr_o,
  input  wire [31:0]      read_data_i,
  input  wire             read_error_i
);
  // Writes: address held, data held, response waits.
  reg             aw_q, w_q, b_q;
  reg [AddrW-1:0] awaddr_q;
  reg [31:0]      wdata_q;
  reg [3:0]       wstrb_q;
  reg             b_error_q;

  wire write     = aw_q & w_q;
  wire aw_accept = s_axil_awvalid_i & s_axil_awready_o;
  wire w_accept  = s_axil_wvalid_i & s_axil_wready_o;
  assign s_axil_awready_o = ~aw_q & ~b_q;
  assign s_axil_wready_o  = ~w_q & ~b_q;

  // Reads: address held, response waits.
  reg             ar_q, r_q;
  reg [AddrW-1:0] araddr_q;
  reg [31:0]      rdata_q;
  reg             r_error_q;

  wire ar_accept = s_axil_arvalid_i & s_axil_arready_o;
  assign s_axil_arready_o = ~ar_q & ~r_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      aw_q <= 1'b0;
      w_q  <= 1'b0;
      b_q  <= 1'b0;
      ar_q <= 1'b0;
      r_q  <= 1'b0;
    end else begin
      aw_q <= aw_accept | (aw_q & ~write);
      w_q  <= w_accept | (w_q & ~write);
      b_q  <= write | (b_q & ~s_axil_bready_i);
      ar_q <= ar_accept;
      r_q  <= ar_q | (r_q & ~s_axil_rready_i);
    end
  end

  always @(posedge clk_i) begin
    if (aw_accept) awaddr_q <= s_axil_awaddr_i;
    if (w_accept) begin
      wdata_q <= s_axil_wdata_i;
      wstrb_q <= s_axil_wstrb_i;
    end
    if (write) b_error_q <= write_error_i;
    if (ar_accept) araddr_q <= s_axil_araddr_i;
    if (ar_q) begin
      rdata_q   <= read_data_i;
      r_error_q <= read_error_i;
    end
  end

  assign s_axil_bvalid_o = b_q;
  assign s_axil_bresp_o  = {b_error_q, 1'b0};
  assign s_axil_rvalid_o = r_q;
  assign s_axil_rdata_o  = rdata_q;
  assign s_axil_rresp_o  = {r_error_q, 1'b0};
  assign write_o         = write;
  assign write_addr_o    = awaddr_q;
  assign write_data_o    = wdata_q;
  assign write_strb_o    = wstrb_q;
  assign read_o          = ar_q;
  assign read_addr_o     = araddr_q;
  // Every access is treated alike, whatever its protection.
  wire unused_prot = &{1'b0, s_axil_awprot_i, s_axil_arprot_i};
endmodule

`default_nettype wire
