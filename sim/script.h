// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generator/base/bits.h"
#include "generator/base/random.h"

namespace gatewright {

/// One beat of the input stream as the driver sends it.
struct Beat {
  std::vector<int16_t> elements;  ///< [elements_in]; lanes beyond the frame may hold anything
  bool last = false;
  bool start = false;  ///< tuser
  int gap = 0;         ///< idle cycles between the acceptance before and tvalid
};

/// A value for a register, by its byte offset.
struct RegisterWrite {
  uint32_t offset = 0;
  uint32_t value = 0;
};

/// What the design encodes its input with once registers were written, for the cycle model.
struct InputThresholds {
  int theta_x = 0;
  int64_t t_skip = 0, t_delta = 0;
};

/// Registers written before a beat is offered, while what was sent before it is still worked on;
/// what frames are sampled with holds from the next first beat on.
struct RegisterChange {
  size_t beat = 0;  ///< index of that beat
  std::vector<RegisterWrite> writes;
  InputThresholds input;  ///< in force from then on
};

/// A counter as the registers showed it.
struct CounterReading {
  std::string name;
  uint64_t value = 0;
};

/// What happens on the pins, cycle by cycle, from the release of reset on. The same script drives
/// the simulation and the cycle model, so that cycles can be compared under any stall pattern.
struct Script {
  std::vector<Beat> beats;
  uint64_t ready_seed = 1;
  int ready_percent = 100;        ///< share of cycles with m_axis_tready high
  int64_t stop_after_frames = 0;  ///< stop when this many output frames have left
  int64_t max_cycles = 0;         ///< ... or after so many cycles (a reset follows)
  uint64_t idle_seed = 1;         ///< random values on idle lines
  /// Registers written before the first beat (designs with a register block).
  std::vector<RegisterWrite> settings;
  std::optional<InputThresholds> input;  ///< what the settings make of it; empty = the design's
  std::vector<RegisterChange> changes;   ///< by their beats

  /// m_axis_tready in cycle `cycle`.
  bool Ready(int64_t cycle) const {
    if (ready_percent >= 100) return true;
    const uint64_t state = ready_seed + kSplitMixStep * static_cast<uint64_t>(cycle + 1);
    return SplitMix(state) % 100 < static_cast<uint64_t>(ready_percent);
  }
};

/// What the cell lanes had at a clock edge, while frames flowed: complete sums of one gate of a
/// group, or results of a group. In the order of work: steps that are not skipped, layers, groups,
/// gates (LSTM 1, 0, 2, 3; GRU 1, 3, 0, 2; dense 0).
struct LaneSample {
  int64_t cycle = 0;
  std::vector<int64_t> values;  ///< [lanes]: residues of the accumulators, or format A
};
struct Probe {
  std::vector<LaneSample> sums, results;
};

/// What was seen on the pins. Cycle 0 is the first rising edge with reset released.
struct Observed {
  std::vector<int64_t> input_last_cycle;     ///< every accepted beat with tlast, good or bad
  std::vector<std::vector<int16_t>> frames;  ///< output frames, [outputs] each
  std::vector<bool> repeated;                ///< tuser of each output frame: the step was skipped
  std::vector<int64_t> output_last_cycle;    ///< handshake of each frame's tlast
  std::vector<int16_t> unfinished;           ///< elements of a frame cut off by max_cycles
  bool frame_error = false;                  ///< frame_error_o at the end
  int64_t cycles = 0;                        ///< cycles run
  int64_t input_held = 0;                    ///< of them with s_axis_tvalid and no tready
  std::vector<int64_t> change_waits;         ///< cycles that the beat of each change waited for it
  int64_t output_held = 0;                   ///< ... with m_axis_tvalid and no tready
  std::vector<std::vector<int32_t>>
      cell;  ///< [cell state word][lane] at the end; empty with pins_only
  /// [PE][slot] accumulators summed over the arrays, once the recurrent phase of the last frame has
  /// ended; empty when the script was cut short.
  std::vector<std::vector<int64_t>> sums;
  /// All counters in a snapshot taken at rest; empty when there are none or the script was cut
  /// short.
  std::vector<CounterReading> counters;
  std::vector<CounterReading> cleared_counters;  ///< ... again after they were cleared
  int64_t cycles_since_clear = 0;       ///< clock edges between the clear and that snapshot
  Probe probe;                          ///< empty unless built with SimBuildOptions::probe
  uint32_t error_register = 0;          ///< ERROR, read with the counters
  uint32_t cleared_error_register = 0;  ///< ... and again after it was cleared
  int64_t snapshot_cycle = 0;           ///< clock edges from the release of reset to the snapshot
  std::string
      protocol_error;  ///< empty, or what broke the rules of the streams or of the registers
};

}  // namespace gatewright
