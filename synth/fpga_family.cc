// SPDX-License-Identifier: Apache-2.0
// The FPGA families: commands, cells, devices.
#include "synth/fpga_family.h"

#include <fmt/format.h>

#include <utility>

namespace gatewright {
namespace {

constexpr FpgaCounts kNothing = {};
constexpr FpgaCounts kLut = {.luts = 1};
constexpr FpgaCounts kCarry = {.carries = 1};
constexpr FpgaCounts kFlipFlop = {.flip_flops = 1};
constexpr FpgaCounts kBlockRam = {.block_rams = 1};
constexpr FpgaCounts kDsp = {.dsps = 1};
constexpr FpgaCounts kLargeRam = {.large_rams = 1};
constexpr FpgaCounts MemoryLuts(int64_t luts) { return {.memory_luts = luts}; }

FpgaDevice Device(const char* name, int64_t luts, int64_t flip_flops, int64_t block_rams,
                  int64_t dsps, int64_t large_rams = 0) {
  return {name, {luts, 0, 0, flip_flops, block_rams, dsps, large_rams}};
}

/// Lattice iCE40 LP/HX and UltraPlus family data sheets. The logic cell holds a LUT, a flip-flop
/// and a carry.
FpgaFamily Ice40() {
  FpgaFamily family;
  family.target = "ice40";
  family.title = "Lattice iCE40";
  family.block_ram_unit = "4 kbit (SB_RAM40_4K)";
  family.dsp_unit = "SB_MAC16";
  family.lut_unit = "4 inputs";
  family.large_ram_unit = "256 kbit (SB_SPRAM256KA)";
  family.devices = {Device("up5k", 5280, 5280, 30, 8, 4), Device("hx8k", 7680, 7680, 32, 0)};
  family.cells = {
      {"SB_LUT4", kLut}, {"SB_CARRY", kCarry}, {"SB_MAC16", kDsp}, {"SB_SPRAM256KA", kLargeRam}};
  for (const char* mode : {"", "E", "R", "S", "SR", "SS", "ER", "ES", "ESR", "ESS"}) {
    family.cells[fmt::format("SB_DFF{}", mode)] = kFlipFlop;
  }
  for (const char* mode : {"", "NR", "NW", "NRNW"}) {
    family.cells[fmt::format("SB_RAM40_4K{}", mode)] = kBlockRam;
  }
  return family;
}

/// Lattice ECP5 family data sheet.
FpgaFamily Ecp5() {
  FpgaFamily family;
  family.target = "ecp5";
  family.title = "Lattice ECP5";
  family.block_ram_unit = "18 kbit (DP16KD)";
  family.dsp_unit = "MULT18X18D";
  family.lut_unit = "4 inputs";
  family.devices = {
      Device("LFE5U-12F", 12288, 12288, 32, 28), Device("LFE5U-25F", 24288, 24288, 56, 28),
      Device("LFE5U-45F", 43848, 43848, 108, 72), Device("LFE5U-85F", 83640, 83640, 208, 156)};
  family.cells = {
      {"LUT4", kLut},        {"PFUMX", kNothing},       {"L6MUX21", kNothing},
      {"CCU2C", kCarry},     {"TRELLIS_FF", kFlipFlop}, {"TRELLIS_DPR16X4", MemoryLuts(4)},
      {"DP16KD", kBlockRam}, {"PDPW16KD", kBlockRam},   {"MULT18X18D", kDsp}};
  return family;
}

/// AMD 7 series: DS180 (devices), UG953 (cells). A RAMB36E1 is two blocks of 18 kbit.
FpgaFamily Xc7() {
  FpgaFamily family;
  family.target = "xc7";
  family.title = "AMD 7 series";
  family.block_ram_unit = "18 kbit (RAMB18E1; a RAMB36E1 counts two)";
  family.dsp_unit = "DSP48E1";
  family.lut_unit = "up to 6 inputs";
  family.devices = {
      Device("xc7a35t", 20800, 41600, 100, 90), Device("xc7z020", 53200, 106400, 280, 220),
      Device("xc7a100t", 63400, 126800, 270, 240), Device("xc7a200t", 134600, 269200, 730, 740),
      Device("xc7k325t", 203800, 407600, 890, 840)};
  family.cells = {{"CARRY4", kCarry},
                  {"MUXF7", kNothing},
                  {"MUXF8", kNothing},
                  {"GND", kNothing},
                  {"VCC", kNothing},
                  {"INV", kLut},
                  {"RAM32M", MemoryLuts(4)},
                  {"RAM64M", MemoryLuts(4)},
                  {"RAM32X1D", MemoryLuts(2)},
                  {"RAM64X1D", MemoryLuts(2)},
                  {"RAM128X1D", MemoryLuts(4)},
                  {"RAM32X1S", MemoryLuts(1)},
                  {"RAM64X1S", MemoryLuts(1)},
                  {"RAM128X1S", MemoryLuts(2)},
                  {"RAM256X1S", MemoryLuts(4)},
                  {"SRL16E", MemoryLuts(1)},
                  {"SRLC32E", MemoryLuts(1)},
                  {"RAMB18E1", kBlockRam},
                  {"RAMB36E1", 2 * kBlockRam},
                  {"DSP48E1", kDsp}};
  for (int inputs = 1; inputs <= 6; ++inputs) family.cells[fmt::format("LUT{}", inputs)] = kLut;
  for (const char* kind : {"FDRE", "FDSE", "FDCE", "FDPE"}) family.cells[kind] = kFlipFlop;
  family.edif = true;
  return family;
}

}  // namespace

FpgaCounts& FpgaCounts::operator+=(const FpgaCounts& other) {
  luts += other.luts;
  memory_luts += other.memory_luts;
  carries += other.carries;
  flip_flops += other.flip_flops;
  block_rams += other.block_rams;
  dsps += other.dsps;
  large_rams += other.large_rams;
  return *this;
}

FpgaCounts operator*(int64_t times, const FpgaCounts& counts) {
  return {times * counts.luts,       times * counts.memory_luts, times * counts.carries,
          times * counts.flip_flops, times * counts.block_rams,  times * counts.dsps,
          times * counts.large_rams};
}

std::vector<std::string> MissingOn(const FpgaDevice& device, const FpgaCounts& needs) {
  std::vector<std::string> missing;
  const auto compare = [&missing](int64_t need, int64_t has, const char* what) {
    if (need > has) missing.push_back(fmt::format("{} of {} {}", need, has, what));
  };
  compare(needs.luts + needs.memory_luts, device.has.luts, "LUTs");
  compare(needs.flip_flops, device.has.flip_flops, "flip-flops");
  compare(needs.block_rams, device.has.block_rams, "block RAMs");
  compare(needs.dsps, device.has.dsps, "multipliers");
  compare(needs.large_rams, device.has.large_rams, "large RAMs");
  return missing;
}

const FpgaFamily* FindFpgaFamily(const std::string& target) {
  static const std::vector<FpgaFamily> families = {Ice40(), Ecp5(), Xc7()};
  for (const FpgaFamily& family : families) {
    if (family.target == target) return &family;
  }
  return nullptr;
}

std::string SynthesisCommand(const FpgaFamily& family, const std::string& device,
                             const std::string& top) {
  if (family.target == "ice40") {
    return fmt::format("synth_ice40 -top {}{}", top,
                       device == "up5k" ? " -device u -dsp -spram" : " -device hx");
  }
  if (family.target == "ecp5") return fmt::format("synth_ecp5 -top {}", top);
  return fmt::format("synth_xilinx -family xc7 -flatten -noiopad -noclkbuf -top {}", top);
}

}  // namespace gatewright
