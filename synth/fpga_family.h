// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace gatewright {

/// What a piece of a design takes of an FPGA.
struct FpgaCounts {
  int64_t luts = 0;         ///< look-up tables for logic
  int64_t memory_luts = 0;  ///< look-up tables used as memory or shift register
  int64_t carries = 0;      ///< carry cells of the family
  int64_t flip_flops = 0;
  int64_t block_rams = 0;  ///< in the family's unit (FpgaFamily::block_ram_unit)
  int64_t dsps = 0;
  int64_t large_rams = 0;  ///< single-port, without contents at start (FpgaFamily::large_ram_unit)

  bool operator==(const FpgaCounts&) const = default;
  FpgaCounts& operator+=(const FpgaCounts& other);
};
FpgaCounts operator*(int64_t times, const FpgaCounts& counts);

/// A device, and what it has (carry cells are not counted).
struct FpgaDevice {
  std::string name;
  FpgaCounts has;
};

/// What a design needs more of than `device` has: "130 of 32 block RAMs"; empty when it fits as far
/// as counts tell.
std::vector<std::string> MissingOn(const FpgaDevice& device, const FpgaCounts& needs);

/// A family of FPGAs that Yosys maps to.
struct FpgaFamily {
  std::string target;                       ///< "ice40"
  std::string title;                        ///< "Lattice iCE40"
  std::string block_ram_unit;               ///< "4 kbit (SB_RAM40_4K)"
  std::string dsp_unit;                     ///< "SB_MAC16"
  std::string lut_unit;                     ///< "4 inputs"
  std::string large_ram_unit;               ///< "256 kbit (SB_SPRAM256KA)"; empty: it has none
  std::vector<FpgaDevice> devices;          ///< smallest first
  std::map<std::string, FpgaCounts> cells;  ///< cost of one cell of each type
  bool edif = false;                        ///< its tools read EDIF; else the JSON of Yosys
};

/// The family of a target, null when the target is none.
const FpgaFamily* FindFpgaFamily(const std::string& target);

/// The Yosys command that maps `top` to the family, for `device` where that makes a difference.
/// -abc9 is not used: it fails for xc7 in Yosys 0.23.
std::string SynthesisCommand(const FpgaFamily& family, const std::string& device,
                             const std::string& top);

}  // namespace gatewright
