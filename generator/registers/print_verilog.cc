// SPDX-License-Identifier: Apache-2.0
// Prints the register block as Verilog.
#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cctype>
#include <string_view>

#include "generator/registers/print.h"

namespace gatewright {
namespace {

constexpr std::string_view kModule = R"GW(//
// Registers of {top}: what software may read and write, on the register bus of {prefix}axi_lite.
// registers.md describes them.
//
// write_i strobes a write for one cycle; write_error_o shows in the same cycle whether it is refused:
// no register there, or one that is only read. Bytes without their strobe stay as they are.
// read_data_o and read_error_o follow read_addr_i within the cycle. The two lowest bits of an
// address are ignored.
// Settings leave as levels. Sticky bits are set by a pulse and cleared by writing 1; a pulse in the
// cycle of the clear wins. Counters add what their input says each cycle.
// Everything here is reset: all of it can be read.
//
//   ArrayCountW  bits of a count of arrays
//   LaneCountW   bits of a count of cell lanes
`default_nettype none

module {module} #(
  parameter ArrayCountW = 1,
  parameter LaneCountW  = 1
) (
  input  wire                   clk_i,
  input  wire                   rst_ni,
  // register bus
  input  wire                   write_i,
  input  wire [8:0]             write_addr_i,
  input  wire [31:0]            write_data_i,
  input  wire [3:0]             write_strb_i,
  output wire                   write_error_o,
  input  wire [8:0]             read_addr_i,
  output wire [31:0]            read_data_o,
  output wire                   read_error_o,
{ports});
  // Word addresses.
{addresses}
  wire [6:0]  write_word = write_addr_i[8:2];
  wire [31:0] mask       = {{{{8{{write_strb_i[3]}}}}, {{8{{write_strb_i[2]}}}},
                            {{8{{write_strb_i[1]}}}}, {{8{{write_strb_i[0]}}}}}};
  wire [31:0] ones       = write_data_i & mask;

{settings}{sticky}  // Counters.
{counters}
  // Reading.
  reg [31:0] read_data;
  reg        read_error;
  always @* begin
    read_data  = 32'd0;
    read_error = 1'b0;
    case (read_addr_i[8:2])
{reads}      default: read_error = 1'b1;
    endcase
  end

  // Writing what can be written.
  reg write_error;
  always @* begin
    case (write_word)
{writes}:
        write_error = 1'b0;
      default: write_error = 1'b1;
    endcase
  end

{outputs}  assign read_data_o        = read_data;
  assign read_error_o       = read_error;
  assign write_error_o      = write_error;
  wire unused = &{{1'b0, ones, write_addr_i[1:0], read_addr_i[1:0]}};
endmodule

`default_nettype wire
)GW";

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// "CONFIG_HASH_LO" -> "AddrConfigHashLo"
std::string AddressName(const Register& reg) {
  std::string name = "Addr";
  bool start = true;
  for (const char c : Lower(reg.name)) {
    if (c == '_') {
      start = true;
      continue;
    }
    name += start ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    start = false;
  }
  return name;
}

/// Calls `visit(register, field)` for the fields of all registers of a kind.
template <typename Visit>
void ForFields(const RegisterMap& map, RegisterKind kind, Visit visit) {
  for (const Register& reg : map.registers) {
    if (reg.kind != kind) continue;
    for (const Field& field : reg.fields) visit(reg, field);
  }
}

/// "[14:0]", padded to the width of the port list.
std::string Range(int bits) {
  return fmt::format("{:<17}", bits > 1 ? fmt::format("[{}:0]", bits - 1) : "");
}

std::string CountRange(CountWidth width) {
  switch (width) {
    case CountWidth::kOne:
      return fmt::format("{:<17}", "");
    case CountWidth::kArrays:
      return "[ArrayCountW-1:0]";
    case CountWidth::kLanes:
      return fmt::format("{:<17}", "[LaneCountW-1:0]");
  }
  return "";
}

std::string CountBits(CountWidth width) {
  switch (width) {
    case CountWidth::kOne:
      return "1";
    case CountWidth::kArrays:
      return "ArrayCountW";
    case CountWidth::kLanes:
      return "LaneCountW";
  }
  return "";
}

std::string Ports(const RegisterMap& map) {
  std::vector<std::string> lines;
  ForFields(map, RegisterKind::kSetting, [&](const Register& reg, const Field& field) {
    lines.push_back(
        fmt::format("  output wire {} {}_o", Range(field.bits), SignalName(reg, field)));
  });
  ForFields(map, RegisterKind::kSticky, [&](const Register& reg, const Field& field) {
    lines.push_back(fmt::format("  input  wire {} {}_i", Range(1), SignalName(reg, field)));
  });
  for (const Counter& counter : map.counters) {
    lines.push_back(
        fmt::format("  input  wire {} {}_i", CountRange(counter.width), Lower(counter.name)));
  }
  std::string text = "  // settings, sticky bits, counts\n";
  for (size_t i = 0; i < lines.size(); ++i)
    text += lines[i] + (i + 1 < lines.size() ? ",\n" : "\n");
  return text;
}

std::string Addresses(const RegisterMap& map) {
  size_t widest = 0;
  for (const Register& reg : map.registers) widest = std::max(widest, AddressName(reg).size());
  std::string text;
  for (const Register& reg : map.registers) {
    text += fmt::format("  localparam [6:0] {:<{}} = 7'h{:02x};\n", AddressName(reg), widest,
                        reg.offset / 4);
  }
  return text;
}

/// A number in a Verilog literal of `bits` bits.
std::string Literal(int bits, uint32_t value) {
  return fmt::format("{}'h{:0{}x}", bits, value, (bits + 3) / 4);
}

/// A value that fills the low bits of its register and saturates.
std::string SaturatingSetting(const Register& reg, const Field& field) {
  assert(field.low == 0 && field.bits < 32);
  return fmt::format(
      R"GW(  reg  {range} {name}_q;
  wire [31:0] {name}_new = ones | ({{{pad}'d0, {name}_q}} & ~mask);
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) {name}_q <= {reset};
    else if (write_i && write_word == {address}) begin
      {name}_q <= (|{name}_new[31:{bits}]) ? {{{bits}{{1'b1}}}} : {name}_new[{high}:0];
    end
  end
)GW",
      fmt::arg("name", SignalName(reg, field)), fmt::arg("high", field.bits - 1),
      fmt::arg("range", fmt::format("{:<6}", fmt::format("[{}:0]", field.bits - 1))),
      fmt::arg("bits", field.bits), fmt::arg("pad", 32 - field.bits),
      fmt::arg("address", AddressName(reg)), fmt::arg("reset", Literal(field.bits, field.reset)));
}

std::string BitSetting(const Register& reg, const Field& field) {
  assert(field.bits == 1);
  return fmt::format(
      R"GW(  reg {name}_q;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) {name}_q <= 1'b{reset};
    else if (write_i && write_word == {address} && mask[{bit}]) {name}_q <= write_data_i[{bit}];
  end
)GW",
      fmt::arg("name", SignalName(reg, field)), fmt::arg("bit", field.low),
      fmt::arg("address", AddressName(reg)), fmt::arg("reset", field.reset));
}

std::string Settings(const RegisterMap& map) {
  std::string text =
      "  // Settings. A value that does not fit is stored as the greatest that does.\n";
  ForFields(map, RegisterKind::kSetting, [&](const Register& reg, const Field& field) {
    text += field.bits == 1 ? BitSetting(reg, field) : SaturatingSetting(reg, field);
  });
  return text + "\n";
}

std::string Sticky(const RegisterMap& map) {
  std::string text = "  // Sticky bits.\n";
  ForFields(map, RegisterKind::kSticky, [&](const Register& reg, const Field& field) {
    text += fmt::format(
        R"GW(  reg {name}_q;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) {name}_q <= 1'b0;
    else if ({name}_i) {name}_q <= 1'b1;
    else if (write_i && write_word == {address} && ones[{bit}]) {name}_q <= 1'b0;
  end
)GW",
        fmt::arg("name", SignalName(reg, field)), fmt::arg("bit", field.low),
        fmt::arg("address", AddressName(reg)));
  });
  return text + "\n";
}

std::string Counters(const RegisterMap& map) {
  std::string text;
  ForFields(map, RegisterKind::kCommand, [&](const Register& reg, const Field& field) {
    text += fmt::format("  wire {:<16} = write_i && write_word == {} && ones[{}];\n",
                        SignalName(reg, field), AddressName(reg), field.low);
  });
  for (const Counter& counter : map.counters) {
    text += fmt::format(
        R"GW(  wire [63:0] {name};
  {prefix}counter #(
    .CountW ({bits})
  ) u_{name} (
    .clk_i      (clk_i),
    .rst_ni     (rst_ni),
    .count_i    ({name}_i),
    .snapshot_i (command_snapshot),
    .clear_i    (command_clear),
    .value_o    ({name})
  );
)GW",
        fmt::arg("name", Lower(counter.name)), fmt::arg("bits", CountBits(counter.width)),
        fmt::arg("prefix", map.source.prefix));
  }
  return text;
}

/// What a register with fields in flip-flops reads as: "{31'd0, control_enable_q}".
std::string ReadFields(const Register& reg) {
  std::string text;
  int next = 0;  // lowest bit not yet written
  for (const Field& field : reg.fields) {
    if (field.low > next) text.insert(0, fmt::format("{}'d0, ", field.low - next));
    text.insert(0, SignalName(reg, field) + "_q, ");
    next = field.low + field.bits;
  }
  if (next < 32) text.insert(0, fmt::format("{}'d0, ", 32 - next));
  text.resize(text.size() - 2);
  return "{" + text + "}";
}

std::string ReadValue(const RegisterMap& map, const Register& reg) {
  uint32_t constant = 0;
  for (const Field& field : reg.fields) constant |= field.reset << field.low;
  switch (reg.kind) {
    case RegisterKind::kConstant:
      return Literal(32, constant);
    case RegisterKind::kSetting:
    case RegisterKind::kSticky:
      return ReadFields(reg);
    case RegisterKind::kCommand:
      return "32'd0";
    case RegisterKind::kCounterLow:
      return Lower(map.counters[static_cast<size_t>(reg.counter)].name) + "[31:0]";
    case RegisterKind::kCounterHigh:
      return Lower(map.counters[static_cast<size_t>(reg.counter)].name) + "[63:32]";
  }
  return "";
}

std::string Reads(const RegisterMap& map) {
  std::string text;
  for (const Register& reg : map.registers) {
    text +=
        fmt::format("      {:<17} read_data = {};\n", AddressName(reg) + ":", ReadValue(map, reg));
  }
  return text;
}

std::string Writes(const RegisterMap& map) {
  std::string text;
  for (const Register& reg : map.registers) {
    if (!reg.writable()) continue;
    text += (text.empty() ? "      " : ",\n      ") + AddressName(reg);
  }
  return text;
}

std::string Outputs(const RegisterMap& map) {
  std::string text;
  ForFields(map, RegisterKind::kSetting, [&](const Register& reg, const Field& field) {
    text += fmt::format("  assign {:<18} = {}_q;\n", SignalName(reg, field) + "_o",
                        SignalName(reg, field));
  });
  return text;
}

}  // namespace

std::string SignalName(const Register& reg, const Field& field) {
  return Lower(reg.name) + (field.name == "value" ? "" : "_" + field.name);
}

std::string RegisterModuleName(const RegisterMap& map) { return map.source.top + "_registers"; }

std::string PrintRegisterModule(const RegisterMap& map) {
  return fmt::format(kModule, fmt::arg("top", map.source.top),
                     fmt::arg("prefix", map.source.prefix),
                     fmt::arg("module", RegisterModuleName(map)), fmt::arg("ports", Ports(map)),
                     fmt::arg("addresses", Addresses(map)), fmt::arg("settings", Settings(map)),
                     fmt::arg("sticky", Sticky(map)), fmt::arg("counters", Counters(map)),
                     fmt::arg("reads", Reads(map)), fmt::arg("writes", Writes(map)),
                     fmt::arg("outputs", Outputs(map)));
}

}  // namespace gatewright
