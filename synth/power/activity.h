// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/pack/pack.h"
#include "generator/plan/plan.h"
#include "synth/power/gate_netlist.h"
#include "synth/power/power_library.h"

namespace gatewright {

/// Most lanes of a simulation.
inline constexpr int kMaxPowerLanes = 64;

/// Frames that one lane plays after its reset, and what the reference model makes of them.
struct LaneFrames {
  int frames = 0;
  std::vector<int16_t> x;        ///< [frames][inputs], format A
  std::vector<bool> starts;      ///< [frames]; the first must be true
  std::vector<int16_t> outputs;  ///< [frames][outputs]
  std::vector<bool> repeats;     ///< [frames]: tuser of the output, the step is skipped
};

/// What is played, and which of it is measured.
struct ActivityRequest {
  std::vector<LaneFrames> lanes;  ///< 1 .. kMaxPowerLanes
  /// Frames before the measured ones: counting begins with the cycle after the last beat of their
  /// last output. At least 1.
  int warm_up = 1;
  /// Frames behind the measured ones, so that the last measured step is followed like the others.
  int trailing = 1;
  int64_t interval =
      0;  ///< a frame is offered every so many cycles; 0: as soon as the last is taken
  /// Above 0: nothing is offered behind the warm-up; when all its work has ended so many cycles are
  /// measured in every lane.
  int64_t idle_cycles = 0;
  /// What an output that is not the reference's means, behind "so", and what to do about it.
  std::string consequence = "its power means nothing";
  std::string advice = "run gatewright synth again";
  std::vector<bool> counted;             ///< [gate]: whose toggles are counted; empty: all
  std::function<void(double)> progress;  ///< told the share that is done; may be empty
};

/// What moved.
struct Activity {
  std::vector<uint64_t> toggles;  ///< [net], of all lanes in their measured cycles
  std::vector<uint64_t> reads;    ///< [memory]
  std::vector<uint64_t> writes;   ///< [memory]
  int64_t cycles = 0;             ///< measured cycles, all lanes together
  int64_t steps = 0;              ///< measured steps, all lanes together
  int64_t simulated = 0;          ///< clock cycles of the simulation, warm-up included
  int64_t compared = 0;           ///< output elements that were compared, all of them equal
};

/// Plays frames into the netlist of a design, input valid and output ready always, one AXI4-Stream
/// driver a lane, and counts toggles while it runs. Every output is compared with the reference.
/// Errors: those of NetlistSim::Make, an output that is not the reference's, no progress.
Result<Activity> MeasureActivity(const Plan& plan, const GateNetlist& netlist,
                                 const PowerLibrary& library, const MemoryImages& images,
                                 const ActivityRequest& request);

}  // namespace gatewright
