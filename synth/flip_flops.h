// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "synth/liberty_groups.h"

namespace gatewright {

/// An input that clears or presets a flip-flop.
struct FlipFlopControl {
  std::string pin;
  bool active_low = false;
};

/// An output of a flip-flop.
struct FlipFlopOutput {
  std::string pin;
  bool inverted = false;  ///< shows the complement of the state
};

/// A flip-flop that stores one input at the rising edge of another, with at most a clear and a
/// preset: what mapping may use. Scan, enable and retention have more inputs.
struct PlainFlipFlop {
  std::string clock, data;
  bool stores_complement = false;  ///< the state becomes !data
  std::vector<FlipFlopOutput> outputs;
  std::optional<FlipFlopControl> clear, preset;  ///< of the state, which outputs may invert
};

/// The flip-flop that a cell is, empty when it is another one or none. `inputs` are its input pins.
std::optional<PlainFlipFlop> ReadFlipFlop(const LibertyGroup& cell,
                                          const std::vector<std::string>& inputs);

/// How a flip-flop stands for one of the netlist: `reset_to` -1: never reset, 0 or 1: the value
/// while an input that is active low is 0.
struct FlipFlopUse {
  const PlainFlipFlop* flip_flop = nullptr;
  const FlipFlopOutput* output = nullptr;
  bool invert_data = false, invert_output = false;
  const FlipFlopControl* reset = nullptr;  ///< nullptr: none is used

  int inverters() const;
};

/// The ways to use it with the fewest inverters, empty when it cannot be reset to that value.
std::optional<FlipFlopUse> UseOf(const PlainFlipFlop& flip_flop, int reset_to);

/// A rule of techmap that puts the cell `name` in the place of `type` ("$_DFF_PN0_").
std::string FlipFlopRule(const std::string& type, const std::string& name, const FlipFlopUse& use);

}  // namespace gatewright
