// SPDX-License-Identifier: Apache-2.0
// Static timing analysis with OpenSTA.
#include "synth/sta.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <sstream>

#include "generator/base/process.h"
#include "generator/base/write_tree.h"
#include "synth/yosys.h"

namespace gatewright {
namespace {

/// Errors are caught: a script that goes on after one would report another design.
constexpr std::string_view kScript = R"TCL(set failed [catch {{
  read_liberty library.lib
  read_liberty memories.lib
  read_verilog timing.v
  set_cmd_units -time ns -capacitance pF -voltage V -current mA -resistance kOhm
  link_design {top}
  create_clock -name clk_i -period {period} [get_ports clk_i]
  set inputs {{}}
  foreach port [all_inputs] {{
    if {{[get_name $port] != "clk_i" && [get_name $port] != "rst_ni"}} {{ lappend inputs $port }}
  }}
  set_input_delay 0 -clock clk_i $inputs
  set_driving_cell -lib_cell {driver} $inputs
  set_output_delay 0 -clock clk_i [all_outputs]
  set_load {load} [all_outputs]
  set_false_path -from [get_ports rst_ni]
  report_checks -path_delay max -digits 5
}} message]
if {{$failed}} {{ puts "FAILED: $message"; exit 1 }}
exit 0
)TCL";

constexpr std::string_view kStart = "Startpoint: ";
constexpr std::string_view kEnd = "Endpoint: ";

/// u_engine/u_arrays.gen_array[0].u_array/_12_ -> u_engine.u_arrays.gen_array[0].u_array._12_
std::string Dotted(std::string name) {
  std::replace(name.begin(), name.end(), '/', '.');
  name.erase(std::remove(name.begin(), name.end(), '\\'), name.end());
  return name;
}

/// A row "delay time ^ instance/pin (cell)" of a path.
struct Row {
  double delay = 0;
  std::string pin;
};
std::optional<Row> ParseRow(const std::string& line) {
  std::istringstream words(line);
  Row row;
  double time = 0;
  std::string edge;
  if (!(words >> row.delay >> time >> edge >> row.pin) || (edge != "^" && edge != "v")) {
    return std::nullopt;
  }
  return row;
}

PathPart PartOf(const std::string& name, double ns,
                const std::map<std::string, Instance>& instances) {
  const auto& [instance, place] = InstanceOfName(instances, name);
  const BlockName& block = Blocks()[place.block];
  return {block.block, block.title, instance, ns};
}

/// The cells between the launching and the capturing edge; the setup time belongs to the last.
class PathReader {
 public:
  explicit PathReader(const std::map<std::string, Instance>& instances) : instances_(instances) {}

  void Line(const std::string& line, ClockEstimate* clock) {
    if (line.find("data arrival time") != std::string::npos) arrived_ = true;
    if (!arrived_) {
      const std::optional<Row> row = ParseRow(line);
      if (!row) return;
      const size_t pin = row->pin.rfind('/');
      const std::string cell = pin == std::string::npos ? "" : Dotted(row->pin.substr(0, pin));
      AddToPath(PartOf(cell, row->delay, instances_), &clock->path);
    } else if (line.find("setup time") != std::string::npos && !clock->path.empty()) {
      clock->path.back().ns -= std::strtod(line.c_str(), nullptr);
    }
  }

 private:
  const std::map<std::string, Instance>& instances_;
  bool arrived_ = false;
};

Status WriteInputs(const TimingRequest& request) {
  constexpr double kFemto = 1000;
  constexpr double kLoadInputs = 4;  // technology.load_ff is four inputs
  const std::string& scratch = request.scratch;
  const double load_pf = request.technology.load_ff / kFemto;
  const std::pair<const char*, std::string> files[] = {
      {"timing.il", request.rtlil},
      {"library.lib", request.technology.mapping_text},
      {"memories.lib", MemoryLibrary(request.plan, request.memory_access_ns,
                                     request.memory_setup_ns, load_pf / kLoadInputs)},
      {"timing.tcl",
       fmt::format(kScript, fmt::arg("top", request.plan.top), fmt::arg("period", request.clock_ns),
                   fmt::arg("driver", request.technology.driving_cell),
                   fmt::arg("load", load_pf))}};
  for (const auto& [name, text] : files) {
    Status written = WriteFileAtomically(scratch + "/" + name, text);
    if (!written) return written;
  }
  const Result<std::string> run =
      RunYosys("read_rtlil timing.il\nwrite_verilog -noattr -simple-lhs timing.v\n", "timing",
               scratch, scratch);
  if (!run) return run.errors();
  return Ok();
}

void Describe(const TimingRequest& request, const std::string& version, ClockEstimate* clock) {
  clock->tool = "OpenSTA " + version;
  clock->method = "mapped netlist before placement, every wire without length";
  clock->assumptions = {
      fmt::format("memories answer {:g} ns after the clock edge (synth.memory_access_ns) and need "
                  "{:g} ns of setup (synth.memory_setup_ns)",
                  request.memory_access_ns, request.memory_setup_ns),
      fmt::format("registers stand next to the ports, behind {}", request.technology.driving_cell)};
  clock->left_out = {"wires: their capacitance and delay",
                     "clock tree, skew, jitter and variation on the chip", "reset, and hold times",
                     "the timing of real memory macros"};
}

}  // namespace

Result<ClockEstimate> ReadStaPath(const std::string& text, double target_ns,
                                  const std::map<std::string, Instance>& instances) {
  ClockEstimate clock;
  clock.target_ns = target_ns;
  bool found = false;
  PathReader reader(instances);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(kStart)) clock.from = Dotted(line.substr(kStart.size()));
    if (line.starts_with(kEnd)) clock.to = Dotted(line.substr(kEnd.size()));
    reader.Line(line, &clock);
    if (line.find("slack (") != std::string::npos) {
      clock.min_ns = target_ns - std::strtod(line.c_str(), nullptr);
      found = true;
      break;
    }
  }
  if (!found) {
    return Diagnostic{"", 0, "sta", "", "the timing report holds no path:\n" + Tail(text, 5), ""};
  }
  return clock;
}

Result<ClockEstimate> TimeNetlist(const TimingRequest& request,
                                  const std::map<std::string, Instance>& instances) {
  const Result<std::string> version = RunTool({"sta", "-version"});
  if (!version) return version.errors();
  const Status inputs = WriteInputs(request);
  if (!inputs) return inputs.errors();
  const Result<std::string> text =
      RunTool({"sta", "-no_init", "-no_splash", "-exit", "timing.tcl"}, request.scratch);
  if (!text) return text.errors();
  Result<ClockEstimate> clock = ReadStaPath(*text, request.clock_ns, instances);
  if (clock.ok()) Describe(request, version->substr(0, version->find('\n')), &*clock);
  return clock;
}

}  // namespace gatewright
