// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/pack/pack.h"
#include "synth/power/gate_netlist.h"
#include "synth/power/logic_op.h"

namespace gatewright {

/// A netlist running: 64 lanes, each a copy of the design with inputs of its own, one bit a lane in
/// every word. Two values, no delays, so no glitches; one Settle and one Clock a cycle. Flip-flops
/// and RAMs start at 0. Asynchronous clears and presets are looked at with the clock edge, which is
/// the same for a reset that lasts a cycle.
class NetlistSim {
 public:
  /// Compiles the netlist. Toggles of gates are counted for those with `counted` [gate] alone, of
  /// all when it is empty. Memories are read from `images` by the name of their file. Keeps no
  /// reference to the netlist or the library. Errors: a cell that cannot be simulated, a loop of
  /// gates, a memory without contents.
  static Result<NetlistSim> Make(const GateNetlist& netlist, const PowerLibrary& library,
                                 const MemoryImages& images, const std::vector<bool>& counted = {});

  /// Drives an input net from now on.
  void Set(uint32_t net, uint64_t value);
  uint64_t Get(uint32_t net) const { return values_[net]; }
  /// Counts toggles and memory accesses of these lanes from now on.
  void CountIn(uint64_t lanes) { counted_ = lanes; }

  /// Lets the gates follow their inputs.
  void Settle();
  /// A rising clock edge, after Settle.
  void Clock();

  /// Toggles of each net of the netlist in the counted lanes.
  const std::vector<uint64_t>& toggles() const { return toggles_; }
  /// Reads and writes of each memory of the netlist in the counted lanes.
  const std::vector<uint64_t>& reads() const { return reads_; }
  const std::vector<uint64_t>& writes() const { return writes_; }

 private:
  struct FlipFlop {
    uint32_t next, clear, preset, state;  ///< nets; clear and preset kZero when there is none
  };
  struct Memory {
    GateNetlist::Memory nets;
    size_t limbs = 1;                ///< of a word
    std::vector<uint64_t> contents;  ///< ROM [word][limb], RAM [lane][word][limb]
    std::vector<uint64_t> output;    ///< what read_data becomes, one word a bit
  };
  class Compiler;

  NetlistSim() = default;
  void Change(uint32_t net, uint64_t value);
  void Read(size_t which);
  void Write(size_t which);

  std::vector<LogicRun> runs_;
  std::vector<LogicOp> ops_;
  std::vector<FlipFlop> flip_flops_;
  std::vector<Memory> memories_;
  std::vector<uint64_t> values_, next_;
  std::vector<uint64_t> toggles_, reads_, writes_;
  uint64_t counted_ = 0;
};

}  // namespace gatewright
