// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "synth/power/power_library.h"

namespace gatewright {

/// A mapped design without hierarchy: cells of a library, memories, and the nets between them.
struct GateNetlist {
  static constexpr uint32_t kZero = 0;  ///< the net of constant 0
  static constexpr uint32_t kOne = 1;   ///< the net of constant 1

  struct Gate {
    uint32_t cell = 0;       ///< of PowerLibrary::cells
    uint32_t instance = 0;   ///< of `instances`
    uint32_t first_pin = 0;  ///< of `pins`: the nets of the cell's pins, in their order
  };
  /// A memory wrapper (rtl_templates/gw_rom.v, gw_ram_1r1w.v).
  struct Memory {
    bool writable = false;
    int64_t words = 0;
    int width = 0;
    std::string file;       ///< contents, "weights_00.hex"; empty for RAM
    std::string name;       ///< hierarchical name of the instance
    uint32_t instance = 0;  ///< the module that it is in
    uint32_t read_enable = kZero, write_enable = kZero;
    std::vector<uint32_t> read_address, write_address, read_data, write_data;
  };
  struct Instance {
    std::string name;    ///< hierarchical, "" for the top
    std::string module;  ///< Verilog module, "gw_event_queue"
    std::string unique;  ///< module of the netlist, "gw_event_queue__2"
    size_t block = 0;    ///< place in Blocks()
  };

  uint32_t nets = 2;
  std::vector<Gate> gates;
  std::vector<uint32_t> pins;
  std::vector<Memory> memories;
  std::vector<Instance> instances;  ///< the top first
  std::map<std::string, std::vector<uint32_t>> inputs,
      outputs;  ///< ports of the top, low bit first
};

/// Flattens a netlist as `gatewright synth` writes it (netlist/<top>.json). Module names of the
/// engine start with `prefix`. Unconnected outputs get nets of their own, undefined bits are 0.
/// Errors: no JSON of Yosys, no module `top`, a cell that is neither a module, nor a memory, nor of
/// the library.
Result<GateNetlist> ReadGateNetlist(const std::string& json, const std::string& file,
                                    const std::string& top, const std::string& prefix,
                                    const PowerLibrary& library);

}  // namespace gatewright
