// SPDX-License-Identifier: Apache-2.0
// Places and routes an iCE40 design.
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

/// iCE40 primitives only: nothing of it needs synthesis, nothing of the design changes.
constexpr std::string_view kHarness = R"V(module gatewright_pins (
  input clk_i, input rst_ni, input serial_i, input shift_i, output serial_o
);
  wire [{in}-1:0]  in_q;
  wire [{out}-1:0] out, out_d, out_q;
  SB_DFF u_in [{in}-1:0] (.C(clk_i), .D({{in_q[{in}-2:0], serial_i}}), .Q(in_q));
  SB_LUT4 #(.LUT_INIT(16'hCACA)) u_select [{out}-1:0] (
    .I0(out), .I1({{out_q[{out}-2:0], 1'b0}}), .I2(shift_i), .I3(1'b0), .O(out_d)
  );
  SB_DFF u_out [{out}-1:0] (.C(clk_i), .D(out_d), .Q(out_q));
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
read_verilog -lib +/ice40/cells_sim.v
read_verilog "{scratch}/pins.v"
hierarchy -check -top {harness}
proc
flatten
delete t:$scopeinfo
opt_clean
write_json "{scratch}/pins.json"
)YS";

Status WriteHarness(const RouteRequest& request) {
  const int in = request.plan.elements_in * request.plan.element_bits + 4;
  const int out = request.plan.elements_out * request.plan.element_bits + 5;
  Status written = WriteFileAtomically(
      request.scratch + "/pins.v", fmt::format(kHarness, fmt::arg("in", in), fmt::arg("out", out),
                                               fmt::arg("top", request.plan.top)));
  if (!written) return written;
  const std::string script =
      fmt::format(kScript, fmt::arg("netlist", request.netlist),
                  fmt::arg("scratch", request.scratch), fmt::arg("harness", kHarnessTop));
  const Result<std::string> run = RunYosys(script, "pins", request.scratch, request.scratch);
  if (!run) return run.errors();
  return Ok();
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
                      "nextpnr-ice40",
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

Result<RouteResult> PlaceAndRoute(const RouteRequest& request,
                                  const std::map<std::string, Instance>& instances) {
  const Result<ProcessResult> version = RunProcess({"nextpnr-ice40", "--version"});
  if (!version) return version.errors();
  const Status harness = WriteHarness(request);
  if (!harness) return harness.errors();
  const bool up5k = request.device == "up5k";
  const Result<ProcessResult> run =
      RunProcess({"nextpnr-ice40", up5k ? "--up5k" : "--hx8k", "--package", up5k ? "sg48" : "ct256",
                  "--json", "pins.json", "--pcf-allow-unconstrained", "--freq",
                  fmt::format("{:.3f}", 1000 / request.clock_ns), "--timing-allow-fail", "--seed",
                  "1", "--report", "route.json", "--quiet"},
                 request.scratch);
  if (!run) return run.errors();
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
