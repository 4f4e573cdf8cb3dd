// SPDX-License-Identifier: Apache-2.0
// Emits the register block and its connections.
#include "generator/emit/control.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "generator/base/version.h"
#include "generator/base/write_tree.h"
#include "generator/emit/emit.h"
#include "generator/registers/print.h"

namespace gatewright {
namespace {

constexpr std::string_view kNoBlock = R"GW(
  // All 0: this design has no registers that count.
  localparam StatsW = 4 + 3 * $clog2(Arrays + 1) + {saturations} * $clog2(Lanes + 1);
  wire [StatsW-1:0] stats;
  wire unused_stats = &{{1'b0, stats}};
)GW";

constexpr std::string_view kBlock = R"GW(
  // What the engine reports, and the settings it follows.
  localparam ArrayCountW = $clog2(Arrays + 1);
  localparam LaneCountW  = $clog2(Lanes + 1);
  wire                   invalid_frame, step_full, step_delta, step_skip;
  wire [ArrayCountW-1:0] events_x, events_h, words;
  wire [LaneCountW-1:0]  {saturations};
{settings}
  // Registers behind the AXI4-Lite slave.
  wire        write, write_error, read, read_error;
  wire [8:0]  write_addr, read_addr;
  wire [31:0] write_data, read_data;
  wire [3:0]  write_strb;
  wire unused_read = &{{1'b0, read}};

  {prefix}axi_lite #(
    .AddrW (9)
  ) u_axi_lite (
    .clk_i            (clk_i),
    .rst_ni           (rst_ni),
{bus}    .write_o          (write),
    .write_addr_o     (write_addr),
    .write_data_o     (write_data),
    .write_strb_o     (write_strb),
    .write_error_i    (write_error),
    .read_o           (read),
    .read_addr_o      (read_addr),
    .read_data_i      (read_data),
    .read_error_i     (read_error)
  );

  {module} #(
    .ArrayCountW (ArrayCountW),
    .LaneCountW  (LaneCountW)
  ) u_registers (
    .clk_i                (clk_i),
    .rst_ni               (rst_ni),
    .write_i              (write),
    .write_addr_i         (write_addr),
    .write_data_i         (write_data),
    .write_strb_i         (write_strb),
    .write_error_o        (write_error),
    .read_addr_i          (read_addr),
    .read_data_o          (read_data),
    .read_error_o         (read_error),
{registers}  );
)GW";

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// Where the input of a counter comes from.
std::string CountSource(const std::string& name) {
  if (name == "STEPS") return "step_full | step_delta | step_skip";
  if (name == "CYCLES") return "control_enable";
  if (name.starts_with("STEPS_")) return "step_" + Lower(name.substr(6));
  return Lower(name);
}

/// Wires of the settings, named as the ports of the register module without their suffix.
std::string Settings(const RegisterMap& map) {
  std::string text;
  for (const Register& reg : map.registers) {
    if (reg.kind != RegisterKind::kSetting) continue;
    for (const Field& field : reg.fields) {
      const std::string range = field.bits > 1 ? fmt::format("[{}:0]", field.bits - 1) : "";
      text += fmt::format("  wire {:<17} {};\n", range, SignalName(reg, field));
    }
  }
  return text;
}

/// Wires of the counts of saturations, in the order of gw_saturation_count. Each has a counter.
constexpr std::string_view Saturations(CellKind cell) {
  return cell == CellKind::kGru ? "sat_a, sat_q, sat_a_c" : "sat_a, sat_c";
}

std::string RegisterPorts(const RegisterMap& map) {
  std::vector<std::string> ports;
  const auto connect = [&ports](const std::string& port, const std::string& signal) {
    ports.push_back(fmt::format("    .{:<20} ({})", port, signal));
  };
  for (const Register& reg : map.registers) {
    for (const Field& field : reg.fields) {
      const std::string name = SignalName(reg, field);
      if (reg.kind == RegisterKind::kSetting) connect(name + "_o", name);
      if (reg.kind == RegisterKind::kSticky) connect(name + "_i", "invalid_frame");
    }
  }
  for (const Counter& counter : map.counters) {
    connect(Lower(counter.name) + "_i", CountSource(counter.name));
  }
  std::string text;
  for (size_t i = 0; i < ports.size(); ++i) {
    text += ports[i] + (i + 1 < ports.size() ? ",\n" : "\n");
  }
  return text;
}

}  // namespace

RegisterMap RegistersOf(const Plan& plan, const DesignId& id) {
  return DescribeRegisters(SourceOfRegisters(plan, id.image_hash, ToolVersion()));
}

std::vector<BusPort> BusPorts(const Plan& plan) {
  if (plan.control == ControlBus::kNone) return {};
  return {{"s_axil_awaddr", true, kRegisterAddressBits},
          {"s_axil_awprot", true, 3},
          {"s_axil_awvalid", true, 1},
          {"s_axil_awready", false, 1},
          {"s_axil_wdata", true, 32},
          {"s_axil_wstrb", true, 4},
          {"s_axil_wvalid", true, 1},
          {"s_axil_wready", false, 1},
          {"s_axil_bresp", false, 2},
          {"s_axil_bvalid", false, 1},
          {"s_axil_bready", true, 1},
          {"s_axil_araddr", true, kRegisterAddressBits},
          {"s_axil_arprot", true, 3},
          {"s_axil_arvalid", true, 1},
          {"s_axil_arready", false, 1},
          {"s_axil_rdata", false, 32},
          {"s_axil_rresp", false, 2},
          {"s_axil_rvalid", false, 1},
          {"s_axil_rready", true, 1}};
}

std::string ControlPorts(const Plan& plan, size_t pad) {
  std::string text;
  for (const BusPort& port : BusPorts(plan)) {
    const std::string range = port.bits > 1 ? fmt::format("[{}:0]", port.bits - 1) : "";
    text += fmt::format(",\n  {} wire {:<{}} {}", port.input ? "input " : "output", range, pad,
                        port.name);
  }
  return text.empty() ? text : ",\n  // registers: see registers.md" + text.substr(1);
}

std::string ControlBlock(const Plan& plan, const RegisterMap& map) {
  if (plan.control == ControlBus::kNone) {
    return fmt::format(kNoBlock, fmt::arg("saturations", plan.cell() == CellKind::kGru ? 3 : 2));
  }
  std::string bus;
  for (const BusPort& port : BusPorts(plan)) {
    bus += fmt::format("    .{:<16} ({}),\n", std::string(port.name) + (port.input ? "_i" : "_o"),
                       port.name);
  }
  return fmt::format(kBlock, fmt::arg("settings", Settings(map)),
                     fmt::arg("saturations", Saturations(plan.cell())),
                     fmt::arg("prefix", plan.prefix), fmt::arg("bus", bus),
                     fmt::arg("module", RegisterModuleName(map)),
                     fmt::arg("registers", RegisterPorts(map)));
}

std::string ControlBinding(const Plan& plan) {
  if (plan.control == ControlBus::kNone) {
    return "    .enable_i        (1'b1),\n    .stats_o         (stats)\n";
  }
  return fmt::format(
      "    .enable_i        (control_enable),\n"
      "    .stats_o         ({{invalid_frame, step_full, step_delta, step_skip, events_x,\n"
      "                       events_h, words, {}}})\n",
      Saturations(plan.cell()));
}

std::vector<OutputFile> EmitRegisters(const Plan& plan, const DesignId& id) {
  if (plan.control == ControlBus::kNone) return {};
  const RegisterMap map = RegistersOf(plan, id);
  return {{"registers.md", PrintRegisterPage(map)},
          {RegisterModuleName(map) + ".h", FileHeader(id, "//") + PrintRegisterHeader(map)}};
}

}  // namespace gatewright
