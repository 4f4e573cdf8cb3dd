// SPDX-License-Identifier: Apache-2.0
// gw_axi_lite under any master, any answers of the register bus, and a reset at any time.
//
// Proven: an address and a data of a write, in any order and distance, become one strobe with that
// address, data and byte strobes, and one response with the error of that cycle; an address of a
// read becomes one strobe with it and one response with the data and the error of that cycle;
// responses hold still until they are taken; what is accepted when, with no input in it.
`default_nettype none

module formal_axi_lite #(
  parameter AddrW = 4
) (
  input wire             clk_i,
  input wire             rst_ni,
  input wire [AddrW-1:0] awaddr_i,
  input wire             awvalid_i,
  input wire [31:0]      wdata_i,
  input wire [3:0]       wstrb_i,
  input wire             wvalid_i,
  input wire             bready_i,
  input wire [AddrW-1:0] araddr_i,
  input wire             arvalid_i,
  input wire             rready_i,
  input wire             write_error_i,
  input wire [31:0]      read_data_i,
  input wire             read_error_i
);
  wire             awready, wready, bvalid, arready, rvalid, write, read;
  wire [1:0]       bresp, rresp;
  wire [31:0]      rdata, write_data;
  wire [3:0]       write_strb;
  wire [AddrW-1:0] write_addr, read_addr;
  gw_axi_lite #(.AddrW(AddrW)) dut (
    .clk_i(clk_i), .rst_ni(rst_ni), .s_axil_awaddr_i(awaddr_i), .s_axil_awprot_i(3'd0),
    .s_axil_awvalid_i(awvalid_i), .s_axil_awready_o(awready), .s_axil_wdata_i(wdata_i),
    .s_axil_wstrb_i(wstrb_i), .s_axil_wvalid_i(wvalid_i), .s_axil_wready_o(wready),
    .s_axil_bresp_o(bresp), .s_axil_bvalid_o(bvalid), .s_axil_bready_i(bready_i),
    .s_axil_araddr_i(araddr_i), .s_axil_arprot_i(3'd0), .s_axil_arvalid_i(arvalid_i),
    .s_axil_arready_o(arready), .s_axil_rdata_o(rdata), .s_axil_rresp_o(rresp),
    .s_axil_rvalid_o(rvalid), .s_axil_rready_i(rready_i), .write_o(write),
    .write_addr_o(write_addr), .write_data_o(write_data), .write_strb_o(write_strb),
    .write_error_i(write_error_i), .read_o(read), .read_addr_o(read_addr),
    .read_data_i(read_data_i), .read_error_i(read_error_i)
  );

  reg started = 1'b0;
  always @(posedge clk_i) started <= 1'b1;
  always @* if (!started) assume (!rst_ni);

  // What is under way: halves of a write, its response, an address of a read, its response.
  reg             has_addr, has_data, has_b, has_ar, has_r, b_error, r_error;
  reg [AddrW-1:0] addr, raddr;
  reg [35:0]      data;
  reg [31:0]      answer;
  wire            writes = has_addr & has_data;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      has_addr <= 0; has_data <= 0; has_b <= 0; has_ar <= 0; has_r <= 0;
    end else begin
      has_addr <= (awvalid_i & awready) | (has_addr & !writes);
      has_data <= (wvalid_i & wready) | (has_data & !writes);
      has_b    <= writes | (has_b & !bready_i);
      has_ar   <= arvalid_i & arready;
      has_r    <= has_ar | (has_r & !rready_i);
    end
  end
  always @(posedge clk_i) begin
    if (awvalid_i & awready) addr <= awaddr_i;
    if (wvalid_i & wready) data <= {wstrb_i, wdata_i};
    if (writes) b_error <= write_error_i;
    if (arvalid_i & arready) raddr <= araddr_i;
    if (has_ar) {r_error, answer} <= {read_error_i, read_data_i};
  end

  always @* if (started & rst_ni) begin
    assert (awready == (!has_addr & !has_b));
    assert (wready == (!has_data & !has_b));
    assert (arready == (!has_ar & !has_r));
    assert (write == writes);
    if (write) assert (write_addr == addr && {write_strb, write_data} == data);
    assert (bvalid == has_b);
    if (bvalid) assert (bresp == {b_error, 1'b0});
    assert (read == has_ar);
    if (read) assert (read_addr == raddr);
    assert (rvalid == has_r);
    if (rvalid) assert (rresp == {r_error, 1'b0} && rdata == answer);
  end
endmodule

`default_nettype wire
