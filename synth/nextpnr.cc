// SPDX-License-Identifier: Apache-2.0
// Places and routes an iCE40 or ECP5 design.
#include "synth/nextpnr.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "synth/yosys.h"

namespace gatewright {
namespace {

using nlohmann::json;

/// Pins of a name of its own, so that no module of the user's has it.
constexpr std::string_view kHarnessTop = "gatewright_pins";
constexpr std::string_view kDesign = "u_design";

/// What differs from family to family. Primitives only: nothing of the harness needs synthesis,
/// nothing of the design changes.
struct Router {
  std::string_view family;
  std::string_view tool;
  std::string_view cells;      ///< models of the primitives, in the data folder of Yosys
  std::string_view flip_flop;  ///< {name}, {range}, {clock}, {data}, {out}
  std::string_view select;     ///< {name}, {range}: out_d = shift_i ? moved : out
};

constexpr Router kRouters[] = {
    {"ice40", "nextpnr-ice40", "+/ice40/cells_sim.v",
     "SB_DFF {name} {range} (.C(clk_i), .D({data}), .Q({out}));",
     "SB_LUT4 #(.LUT_INIT(16'hCACA)) {name} {range} (.I0(out), .I1(moved), .I2(shift_i), "
     ".I3(1'b0), "
     ".O(out_d));"},
    {"ecp5", "nextpnr-ecp5", "+/ecp5/cells_sim.v",
     "TRELLIS_FF #(.GSR(\"DISABLED\"), .CEMUX(\"1\")) {name} {range} (.CLK(clk_i), .CE(1'b1), "
     ".LSR(1'b0), .DI({data}), .Q({out}));",
     "LUT4 #(.INIT(16'hCACA)) {name} {range} (.A(out), .B(moved), .C(shift_i), .D(1'b0), "
     ".Z(out_d));"},
};

const Router* FindRouter(const std::string& family) {
  for (const Router& router : kRouters) {
    if (router.family == family) return &router;
  }
  return nullptr;
}

constexpr std::string_view kHarness = R"V(module gatewright_pins (
  input clk_i, input rst_ni, input serial_i, input shift_i, output serial_o
);
  wire [{in}-1:0]  in_q;
  wire [{out}-1:0] out, out_d, out_q;
  wire [{out}-1:0] moved = {{out_q[{out}-2:0], 1'b0}};
  {in_flops}
  {select}
  {out_flops}
  assign serial_o = out_q[{out}-1];
  {top} u_design (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .s_axis_tdata(in_q[{in}-5:0]), .s_axis_tvalid(in_q[{in}-4]), .s_axis_tlast(in_q[{in}-3]),
    .s_axis_tuser(in_q[{in}-2]), .m_axis_tready(in_q[{in}-1]),
    .m_axis_tdata(out[{out}-6:0]), .m_axis_tuser(out[{out}-5]), .m_axis_tvalid(out[{out}-4]),
    .m_axis_tlast(out[{out}-3]),
    .s_axis_tready(out[{out}-2]), .frame_error_o(out[{out}-1])
  );
endmodule
)V";

constexpr std::string_view kScript = R"YS(read_rtlil "{netlist}"
read_verilog -lib {cells}
read_verilog "{scratch}/pins.v"
hierarchy -check -top {harness}
proc
flatten
delete t:$scopeinfo
opt_clean
blackbox =A:whitebox
write_json "{scratch}/pins.json"
)YS";

std::string HarnessText(const RouteRequest& request, const Router& router) {
  const int in = request.plan.elements_in * request.plan.element_bits + 4;
  const int out = request.plan.elements_out * request.plan.element_bits + 5;
  const auto flops = [&router](const char* name, int width, const std::string& data,
                               const char* to) {
    return fmt::format(fmt::runtime(router.flip_flop), fmt::arg("name", name),
                       fmt::arg("range", fmt::format("[{}:0]", width - 1)), fmt::arg("data", data),
                       fmt::arg("out", to));
  };
  return fmt::format(
      kHarness, fmt::arg("in", in), fmt::arg("out", out), fmt::arg("top", request.plan.top),
      fmt::arg("in_flops",
               flops("u_in", in, fmt::format("{{in_q[{}:0], serial_i}}", in - 2), "in_q")),
      fmt::arg("select", fmt::format(fmt::runtime(router.select), fmt::arg("name", "u_select"),
                                     fmt::arg("range", fmt::format("[{}:0]", out - 1)))),
      fmt::arg("out_flops", flops("u_out", out, "out_d", "out_q")));
}

Status WriteHarness(const RouteRequest& request, const Router& router) {
  Status written = WriteFileAtomically(request.scratch + "/pins.v", HarnessText(request, router));
  if (!written) return written;
  const std::string script =
      fmt::format(kScript, fmt::arg("netlist", request.netlist), fmt::arg("cells", router.cells),
                  fmt::arg("scratch", request.scratch), fmt::arg("harness", kHarnessTop));
  const Result<std::string> run = RunYosys(script, "pins", request.scratch, request.scratch);
  if (!run) return run.errors();
  return Ok();
}

/// The device as the tool's options name it.
std::vector<std::string> DeviceOptions(const RouteRequest& request) {
  if (request.device == "up5k") return {"--up5k", "--package", "sg48", "--pcf-allow-unconstrained"};
  if (request.device == "hx8k")
    return {"--hx8k", "--package", "ct256", "--pcf-allow-unconstrained"};
  const std::string_view size = std::string_view(request.device).substr(sizeof("LFE5U-") - 1);
  return {fmt::format("--{}k", size.substr(0, size.size() - 1)), "--package", "CABGA381",
          "--lpf-allow-unconstrained"};
}

/// The part of the design a cell or net of the placed design belongs to.
PathPart PartOf(std::string name, double ns, const std::map<std::string, Instance>& instances) {
  const std::string design = std::string(kDesign) + ".";
  if (!name.starts_with(design)) return {"harness", "registers at the pins", "", ns};
  name.erase(0, design.size());
  const auto& [instance, place] = InstanceOfName(instances, name);
  const BlockName& block = Blocks()[place.block];
  return {block.block, block.title, instance, ns};
}

std::string WithoutDesign(const std::string& name) {
  const std::string design = std::string(kDesign) + ".";
  return name.starts_with(design) ? name.substr(design.size()) : name;
}

/// The path between edges of the clock that nextpnr names first: the longest.
void ReadPath(const json& report, const std::map<std::string, Instance>& instances,
              ClockEstimate* clock) {
  for (const json& path : report.at("critical_paths")) {
    const std::string from = path.at("from");
    const std::string to = path.at("to");
    if (from.find("posedge") == std::string::npos || to.find("posedge") == std::string::npos)
      continue;
    for (const json& step : path.at("path")) {
      // A wire counts where it leads to; what a cell takes counts where the cell is.
      const std::string cell =
          step.at("type") == "clk-to-q" ? step.at("from").at("cell") : step.at("to").at("cell");
      AddToPath(PartOf(cell, step.at("delay").get<double>(), instances), &clock->path);
    }
    clock->from = WithoutDesign(path.at("path").front().at("from").at("cell"));
    clock->to = WithoutDesign(path.at("path").back().at("to").at("cell"));
    return;
  }
}

Result<ClockEstimate> ReadReport(const RouteRequest& request,
                                 const std::map<std::string, Instance>& instances) {
  const Result<std::string> text = ReadWholeFile(request.scratch + "/route.json");
  if (!text) return text.errors();
  const json report = json::parse(*text, nullptr, /*allow_exceptions=*/false);
  ClockEstimate clock;
  clock.target_ns = request.clock_ns;
  try {
    for (const auto& [name, entry] : report.at("fmax").items()) {
      const double least = 1000 / entry.at("achieved").get<double>();
      if (least > clock.min_ns) clock.min_ns = least;
    }
    ReadPath(report, instances, &clock);
  } catch (const json::exception& error) {
    return Diagnostic{"",
                      0,
                      RouterOf(request.family),
                      "",
                      fmt::format("its report is not one we can read ({})", error.what()),
                      ""};
  }
  return clock;
}

/// The last error of nextpnr's log.
std::string LastError(const std::string& log) {
  const size_t at = log.rfind("ERROR: ");
  if (at == std::string::npos) return Tail(log, 3);
  const size_t begin = at + std::string_view("ERROR: ").size();
  return log.substr(begin, log.find('\n', begin) - begin);
}

}  // namespace

std::string RouterOf(const std::string& family) {
  const Router* router = FindRouter(family);
  return router == nullptr ? "" : std::string(router->tool);
}

Result<RouteResult> PlaceAndRoute(const RouteRequest& request,
                                  const std::map<std::string, Instance>& instances) {
  const Router& router = *FindRouter(request.family);
  const std::string tool(router.tool);
  const Result<ProcessResult> version = RunProcess({tool, "--version"});
  if (!version) return version.errors();
  const Status harness = WriteHarness(request, router);
  if (!harness) return harness.errors();
  std::vector<std::string> command = {tool,
                                      "--json",
                                      "pins.json",
                                      "--freq",
                                      fmt::format("{:.3f}", 1000 / request.clock_ns),
                                      "--timing-allow-fail",
                                      "--seed",
                                      "1",
                                      "--report",
                                      "route.json",
                                      "--quiet"};
  for (std::string& option : DeviceOptions(request)) command.push_back(std::move(option));
  const Result<ProcessResult> run = RunProcess(command, request.scratch);
  if (!run) return run.errors();
  if (run->exit_code != 0 && run->output.find("chipdb") != std::string::npos) {
    return Diagnostic{"",
                      0,
                      "",
                      tool,
                      "the database of the devices is not installed",
                      fmt::format("apt-get install {}-chipdb", tool)};
  }
  RouteResult result;
  if (run->exit_code != 0) {
    result.misfit = fmt::format("nextpnr: {}", LastError(run->output));
    return result;
  }
  Result<ClockEstimate> clock = ReadReport(request, instances);
  if (!clock) return clock.errors();
  clock->tool = version->output.substr(0, version->output.find('\n'));
  clock->method = fmt::format(
      "placed and routed on {} with seed 1, ports between registers; slow corner of the device",
      request.device);
  clock->left_out = {"pins and the way to them", "other seeds: the clock differs by some per cent"};
  result.clock = std::move(*clock);
  return result;
}

}  // namespace gatewright
