// SPDX-License-Identifier: Apache-2.0
// Properties of the register block.
#include "verif/formal/formal_registers.h"

#include <fmt/format.h>

#include <cctype>
#include <string_view>

#include "generator/registers/print.h"

namespace gatewright {
namespace {

constexpr std::string_view kHarness = R"GW(`default_nettype none

// Stands for the counter, whose own proof is apart: shows its input and the parity of its strobes.
module gw_counter #(
  parameter CountW = 1
) (
  input  wire              clk_i,
  input  wire              rst_ni,
  input  wire [CountW-1:0] count_i,
  input  wire              snapshot_i,
  input  wire              clear_i,
  output wire [63:0]       value_o
);
  reg snapshots, clears;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) {{snapshots, clears}} <= 2'b00;
    else {{snapshots, clears}} <= {{snapshots ^ snapshot_i, clears ^ clear_i}};
  end
  assign value_o = {{30'd0, snapshots, clears, {{(32-CountW){{1'b0}}}}, count_i}};
endmodule

module formal_registers (
  input wire        clk_i,
  input wire        rst_ni,
{inputs}  input wire [8:0]  awaddr_i,
  input wire        awvalid_i,
  input wire [31:0] wdata_i,
  input wire [3:0]  wstrb_i,
  input wire        wvalid_i,
  input wire        bready_i,
  input wire [8:0]  araddr_i,
  input wire        arvalid_i,
  input wire        rready_i
);
  wire        awready, wready, bvalid, arready, rvalid, write, write_error, read, read_error;
  wire [1:0]  bresp, rresp;
  wire [31:0] rdata, write_data, read_data;
  wire [3:0]  write_strb;
  wire [8:0]  write_addr, read_addr;
  gw_axi_lite #(.AddrW(9)) u_axi (
    .clk_i(clk_i), .rst_ni(rst_ni), .s_axil_awaddr_i(awaddr_i), .s_axil_awprot_i(3'd0),
    .s_axil_awvalid_i(awvalid_i), .s_axil_awready_o(awready), .s_axil_wdata_i(wdata_i),
    .s_axil_wstrb_i(wstrb_i), .s_axil_wvalid_i(wvalid_i), .s_axil_wready_o(wready),
    .s_axil_bresp_o(bresp), .s_axil_bvalid_o(bvalid), .s_axil_bready_i(bready_i),
    .s_axil_araddr_i(araddr_i), .s_axil_arprot_i(3'd0), .s_axil_arvalid_i(arvalid_i),
    .s_axil_arready_o(arready), .s_axil_rdata_o(rdata), .s_axil_rresp_o(rresp),
    .s_axil_rvalid_o(rvalid), .s_axil_rready_i(rready_i), .write_o(write),
    .write_addr_o(write_addr), .write_data_o(write_data), .write_strb_o(write_strb),
    .write_error_i(write_error), .read_o(read), .read_addr_o(read_addr),
    .read_data_i(read_data), .read_error_i(read_error)
  );
{wires}  {module} #(.ArrayCountW(2), .LaneCountW(2)) dut (
{ports}    .clk_i(clk_i), .rst_ni(rst_ni), .write_i(write), .write_addr_i(write_addr),
    .write_data_i(write_data), .write_strb_i(write_strb), .write_error_o(write_error),
    .read_addr_i(read_addr), .read_data_o(read_data), .read_error_o(read_error)
  );

  reg started = 1'b0;
  always @(posedge clk_i) started <= 1'b1;
  always @* if (!started) assume (!rst_ni);

  // Accesses as the master sees them: halves of a write, an address of a read, responses.
  reg        has_addr, has_data, has_b, has_ar, has_r, b_error, r_error;
  reg [8:0]  addr, raddr;
  reg [31:0] data, answer;
  reg [3:0]  strb;
  wire       writes = has_addr & has_data;
  wire [31:0] mask  = {{{{8{{strb[3]}}}}, {{8{{strb[2]}}}}, {{8{{strb[1]}}}}, {{8{{strb[0]}}}}}};
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

  // What is stored, changed by an access to its own word alone; reads change nothing.
{state}
  reg        exists, writable;
  reg [31:0] value;
  always @* begin
    writable = 1'b0;
{writable}    exists = 1'b1;
    value  = 32'd0;
    case (raddr[8:2])
{values}      default: exists = 1'b0;
    endcase
  end
  always @(posedge clk_i) begin
    if (awvalid_i & awready) addr <= awaddr_i;
    if (wvalid_i & wready) {{strb, data}} <= {{wstrb_i, wdata_i}};
    if (arvalid_i & arready) raddr <= araddr_i;
    if (writes) b_error <= !writable;
    if (has_ar) {{r_error, answer}} <= {{!exists, value}};
  end

  always @* if (started & rst_ni) begin
    assert (awready == (!has_addr & !has_b) && wready == (!has_data & !has_b));
    assert (arready == (!has_ar & !has_r));
    assert (bvalid == has_b && rvalid == has_r);
    if (bvalid) assert (bresp == {{b_error, 1'b0}});
    if (rvalid) assert (rresp == {{r_error, 1'b0}} && rdata == answer);
{checks}  end
endmodule

`default_nettype wire
)GW";

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// Parts of the harness that depend on the map.
struct Parts {
  std::string inputs, wires, ports, state, writable, values, checks;
};

void AddSetting(const Register& reg, const Field& field, Parts* parts) {
  const std::string name = SignalName(reg, field);
  parts->wires += fmt::format("  wire [{}:0] {};\n", field.bits - 1, name);
  parts->ports += fmt::format("    .{0}_o({0}),\n", name);
  parts->state += fmt::format(
      R"GW(  reg  [31:0] m_{name};
  wire [31:0] n_{name} = ((m_{name} << {low}) & ~mask | (data & mask)) >> {low};
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) m_{name} <= 32'd{reset};
    else if (writes & addr[8:2] == 7'd{word}) m_{name} <= {stored};
  end
)GW",
      fmt::arg("name", name), fmt::arg("low", field.low), fmt::arg("reset", field.reset),
      fmt::arg("word", reg.offset / 4),
      fmt::arg("stored", field.name == "value"
                             ? fmt::format("n_{0} > 32'd{1} ? 32'd{1} : n_{0}", name, field.max())
                             : fmt::format("n_{} & 32'd{}", name, field.max())));
  parts->checks += fmt::format("    assert ({0} == m_{0});\n", name);
}

void AddSticky(const Register& reg, const Field& field, Parts* parts) {
  const std::string name = SignalName(reg, field);
  parts->inputs += fmt::format("  input wire        {}_i,\n", name);
  parts->ports += fmt::format("    .{0}_i({0}_i),\n", name);
  parts->state += fmt::format(
      R"GW(  reg m_{name};
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) m_{name} <= 1'b0;
    else m_{name} <= {name}_i | (m_{name} & !(writes & addr[8:2] == 7'd{word} & data[{bit}] & mask[{bit}]));
  end
)GW",
      fmt::arg("name", name), fmt::arg("word", reg.offset / 4), fmt::arg("bit", field.low));
}

void AddCommand(const Register& reg, const Field& field, Parts* parts) {
  parts->state += fmt::format(
      R"GW(  reg m_{name};
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) m_{name} <= 1'b0;
    else if (writes & addr[8:2] == 7'd{word} & data[{bit}] & mask[{bit}]) m_{name} <= !m_{name};
  end
)GW",
      fmt::arg("name", SignalName(reg, field)), fmt::arg("word", reg.offset / 4),
      fmt::arg("bit", field.low));
}

std::string ValueOf(const RegisterMap& map, const Register& reg) {
  if (reg.kind == RegisterKind::kCounterHigh) return "{30'd0, m_command_snapshot, m_command_clear}";
  if (reg.kind == RegisterKind::kCounterLow) {
    return "{32'd0 | " + Lower(map.counters[static_cast<size_t>(reg.counter)].name) + "_i}";
  }
  if (reg.kind == RegisterKind::kCommand) return "32'd0";
  std::string value = "32'd0";
  for (const Field& field : reg.fields) {
    value += reg.kind == RegisterKind::kConstant
                 ? fmt::format(" | (32'd{} << {})", field.reset, field.low)
                 : fmt::format(" | ({{32'd0 | m_{}}} << {})", SignalName(reg, field), field.low);
  }
  return value;
}

}  // namespace

std::string PrintRegisterHarness(const RegisterMap& map) {
  Parts parts;
  for (const Register& reg : map.registers) {
    for (const Field& field : reg.fields) {
      if (reg.kind == RegisterKind::kSetting) AddSetting(reg, field, &parts);
      if (reg.kind == RegisterKind::kSticky) AddSticky(reg, field, &parts);
      if (reg.kind == RegisterKind::kCommand) AddCommand(reg, field, &parts);
    }
    if (reg.writable()) {
      parts.writable +=
          fmt::format("    if (addr[8:2] == 7'd{}) writable = 1'b1;\n", reg.offset / 4);
    }
    parts.values += fmt::format("      7'd{}: value = {};\n", reg.offset / 4, ValueOf(map, reg));
  }
  for (const Counter& counter : map.counters) {
    const std::string name = Lower(counter.name);
    parts.inputs += fmt::format("  input wire {:>6} {}_i,\n",
                                counter.width == CountWidth::kOne ? "" : "[1:0]", name);
    parts.ports += fmt::format("    .{0}_i({0}_i),\n", name);
  }
  return fmt::format(kHarness, fmt::arg("module", RegisterModuleName(map)),
                     fmt::arg("inputs", parts.inputs), fmt::arg("wires", parts.wires),
                     fmt::arg("ports", parts.ports), fmt::arg("state", parts.state),
                     fmt::arg("writable", parts.writable), fmt::arg("values", parts.values),
                     fmt::arg("checks", parts.checks));
}

FormalProof RegisterProof() {
  RegisterSource source;
  source.top = "gw_proof";
  source.version = "1.2.3";
  source.spec_hash = 0x0123456789abcdefULL;
  source.image_hash = 0xfedcba9876543210ULL;
  source.inputs = 3;
  source.outputs = 5;
  source.layers = 2;
  source.head = true;
  source.state = {2, 2};
  source.events = EventKind::kSimilarity;
  source.thresholds = {{1, 7}, {3, std::nullopt}};
  source.score_bits = 6;
  source.t_skip = 5;
  source.t_delta = 20;
  const RegisterMap map = DescribeRegisters(source);
  const std::string module = RegisterModuleName(map);
  const std::string hit = "else if (write_i && write_word == AddrThetaX0) begin";
  return {"register block",
          module,
          "registers",
          {"axi_lite"},
          {},
          "each access over AXI4-Lite is answered once, with the register that it names; a write "
          "changes "
          "that register alone, by its byte strobes, and a read none",
          {{"a write hits another register as well", module, hit, "else if (write_i) begin"},
           {"a value beyond the field is cut instead of clamped", module,
            "(|theta_x0_new[31:3]) ? {3{1'b1}} : theta_x0_new[2:0]", "theta_x0_new[2:0]"},
           {"a read clears the sticky bit", module, "if (!rst_ni) error_frame_length_q <= 1'b0;",
            "if (!rst_ni) error_frame_length_q <= 1'b0;\n"
            "    else if (read_addr_i[8:2] == AddrError) error_frame_length_q <= 1'b0;"},
           {"a byte without its strobe is cleared", module, "ones | ({26'd0, t_skip_q} & ~mask)",
            "ones"},
           {"a response is lost", "axi_lite", "r_q  <= ar_q | (r_q & ~s_axil_rready_i);",
            "r_q  <= ar_q;"}},
          {},
          {{module, PrintRegisterModule(map)}, {"formal_registers", PrintRegisterHarness(map)}},
          true};
}

}  // namespace gatewright
