// SPDX-License-Identifier: Apache-2.0
// The same activity in OpenSTA, as a cross-check.
#include "synth/power/sta_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "synth/power/energy.h"
#include "synth/power/flat_verilog.h"

namespace gatewright {
namespace {

constexpr double kNanosecondsPerMicro = 1000;
constexpr double kMilliwatts = 1e3;
/// OpenSTA counts gates behind constants with an activity a billion times smaller than others.
constexpr double kConstantShare = 1e-3;
constexpr double kMilliwattsPerNano = 1e-6;

constexpr std::string_view kScript = R"TCL(set failed [catch {{
  read_liberty library.lib
  read_verilog flat.v
  set_cmd_units -time ns -capacitance pF -voltage V -current mA -resistance kOhm
  link_design flat
  create_clock -name clk_i -period {period} [get_ports clk_i]
  set inputs {{}}
  foreach port [all_inputs] {{
    if {{[get_name $port] != "clk_i"}} {{ lappend inputs $port }}
  }}
  set_input_delay 0 -clock clk_i $inputs
  set cells [get_cells *]
  set_power_activity -global -activity 1
  set file [open power.txt w]
  foreach cell $cells {{
    puts $file "[get_name $cell] [::sta::instance_power $cell [::sta::cmd_corner]]"
  }}
  close $file
}} message]
if {{$failed}} {{ puts "FAILED: $message"; exit 1 }}
exit 0
)TCL";

/// Internal, switching and leakage power of each gate, W.
using Powers = std::vector<std::array<double, 3>>;

Result<Powers> ReadPowers(const std::string& path, size_t gates) {
  const Result<std::string> text = ReadWholeFile(path);
  if (!text) return text.errors();
  Powers powers(gates, {0, 0, 0});
  size_t read = 0;
  std::istringstream lines(*text);
  char letter = 0;
  size_t gate = 0;
  double total = 0;
  std::array<double, 3> power{};
  while (lines >> letter >> gate >> power[0] >> power[1] >> power[2] >> total) {
    if (gate < gates) powers[gate] = power, ++read;
  }
  if (read != gates) {
    return Diagnostic{
        "", 0, "sta", "", fmt::format("gives the power of {} of {} gates", read, gates), ""};
  }
  return powers;
}

/// Gates of one or two inputs, and flip-flops with data and clock alone; of them those whose
/// energies do not depend on the state: OpenSTA's weights of such groups do not add up to one.
bool ComparesInternal(const PowerCell& cell) {
  constexpr int kMaxInputs = 2;
  for (const PowerPin& pin : cell.pins) {
    if (std::any_of(pin.energies.begin(), pin.energies.end(),
                    [](const EnergyArc& arc) { return arc.conditional; })) {
      return false;
    }
  }
  const auto inputs = std::count_if(cell.pins.begin(), cell.pins.end(),
                                    [](const PowerPin& pin) { return !pin.output; });
  return inputs <= kMaxInputs;
}

/// Internal energy of a cycle as OpenSTA counts it, pJ: clock pins twice, the others once.
double InternalAsSta(const PowerCell& cell, const double* internal_pj) {
  constexpr double kBothEdges = 2;
  constexpr double kClockTransitions = 2;
  constexpr double kDataPinShare = 0.5;
  double sum = 0;
  for (size_t k = 0; k < cell.pins.size(); ++k) {
    const PowerPin& pin = cell.pins[k];
    const double share = pin.clock ? kClockTransitions : pin.output ? 1 : kDataPinShare;
    sum += kBothEdges * share * internal_pj[k];
  }
  return sum;
}

double Relative(double ours, double theirs) {
  const double larger = std::max(std::abs(ours), std::abs(theirs));
  return larger > 0 ? std::abs(ours - theirs) / larger : 0;
}

}  // namespace

double StaCheck::difference() const {
  return std::max({Relative(switching_mw, sta_switching_mw), Relative(internal_mw, sta_internal_mw),
                   Relative(leakage_mw, sta_leakage_mw)});
}

Status StaCheck::Agrees(const std::string& file) const {
  if (difference() <= kLargestDifference) return Ok();
  return Diagnostic{
      file,
      0,
      "check",
      fmt::format("switching {:.4g} mW, internal {:.4g} mW, leakage {:.4g} mW", switching_mw,
                  internal_mw, leakage_mw),
      fmt::format("{} has {:.4g}, {:.4g} and {:.4g} mW at the same activity, more than {:g} % "
                  "apart, so one of the two reads this library wrongly and its power is not to be "
                  "trusted",
                  tool, sta_switching_mw, sta_internal_mw, sta_leakage_mw,
                  100 * kLargestDifference),
      ""};
}

Result<StaCheck> CheckWithSta(const GateNetlist& netlist, const PowerLibrary& library,
                              const std::string& library_text, double clock_mhz,
                              const std::vector<uint64_t>& toggles) {
  const Result<std::string> version = RunTool({"sta", "-version"});
  if (!version) return version.errors();
  const ScratchFolder scratch;
  const std::pair<const char*, std::string> files[] = {
      {"flat.v", FlatVerilog(netlist, library)},
      {"library.lib", library_text},
      {"power.tcl", fmt::format(kScript, fmt::arg("period", kNanosecondsPerMicro / clock_mhz))}};
  for (const auto& [name, text] : files) {
    const Status written = WriteFileAtomically(scratch.path() + "/" + name, text);
    if (!written) return written.errors();
  }
  const Result<std::string> run =
      RunTool({"sta", "-no_init", "-no_splash", "-exit", "power.tcl"}, scratch.path());
  if (!run) return run.errors();
  const size_t gates = netlist.gates.size();
  const Result<Powers> busy = ReadPowers(scratch.path() + "/power.txt", gates);
  if (!busy) return busy.errors();

  const NetConditions nets = FindNetConditions(netlist, library, {});
  const PinEnergies energies = FindPinEnergies(netlist, library, nets);
  const double milliwatts = clock_mhz / kNanosecondsPerMicro;  // of 1 pJ a cycle
  StaCheck check;
  check.tool = "OpenSTA " + version->substr(0, version->find('\n'));
  for (size_t g = 0; g < gates; ++g) {
    const GateNetlist::Gate& gate = netlist.gates[g];
    const PowerCell& cell = library.cells[gate.cell];
    if (cell.leakage_stated) {
      check.leakage_mw += cell.leakage_nw * kMilliwattsPerNano;
      check.sta_leakage_mw += (*busy)[g][2] * kMilliwatts;
    }
    double switching_mw = 0;
    for (size_t k = 0; k < cell.pins.size(); ++k) {
      switching_mw += energies.switching_pj[gate.first_pin + k] * milliwatts;
    }
    if ((*busy)[g][1] * kMilliwatts < kConstantShare * switching_mw) {
      ++check.constant;
      for (size_t k = 0; k < cell.pins.size(); ++k) {
        const uint32_t net = netlist.pins[gate.first_pin + k];
        if (cell.pins[k].output && toggles[net] != 0) ++check.moving;
      }
      continue;
    }
    ++check.gates;
    check.switching_mw += switching_mw;
    check.sta_switching_mw += (*busy)[g][1] * kMilliwatts;
    if (!ComparesInternal(cell)) continue;
    ++check.internal;
    check.internal_mw +=
        InternalAsSta(cell, energies.internal_pj.data() + gate.first_pin) * milliwatts;
    check.sta_internal_mw += (*busy)[g][0] * kMilliwatts;
  }
  return check;
}

}  // namespace gatewright
