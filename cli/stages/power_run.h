// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "generator/design/saved.h"
#include "synth/power/power.h"

namespace gatewright {

/// What the netlist is given while its power is measured.
enum class PowerInput {
  kReal,  ///< the design's stimulus
  kZero,  ///< frames of zeros
  kIdle,  ///< no frames
};

struct PowerRunOptions {
  int steps = 0;         ///< measured, all lanes together; 0: kDefaultPowerSteps or all there are
  int64_t interval = 0;  ///< cycles from frame to frame; 0: as fast as they are taken
  PowerInput input = PowerInput::kReal;
  double clock_mhz = 100;
  int sample = 0;  ///< PowerRequest::sample
  bool check_sta = true;
};
inline constexpr int kDefaultPowerSteps = 1024;
/// Of frames of zeros, which one lane plays: they are all alike.
inline constexpr int kDefaultZeroSteps = 64;

/// Frames of the design's stimulus for up to kMaxPowerLanes lanes: as many consecutive pieces, the
/// starts of which lie evenly in the stimulus. Each lane plays some frames before its piece, the
/// first of which starts a sequence, and one behind it; the stimulus goes round at its end. The
/// reference model says what comes out.
ActivityRequest MakePowerActivity(const SavedDesign& design, const PowerRunOptions& options);

/// MeasurePower of a generated design whose netlist is the JSON text `netlist`, mapped to
/// `technology`. `progress` may be empty.
Result<PowerMetrics> MeasureDesignPower(const SavedDesign& design, const Technology& technology,
                                        const std::string& netlist, const MemoryTable& memories,
                                        const PowerRunOptions& options,
                                        const std::function<void(double)>& progress);

/// Plays some frames of the stimulus on a netlist just mapped: every output must be the
/// reference's. Errors: another output, no progress, a cell that cannot be simulated.
Status CheckNetlist(const SavedDesign& design, const Technology& technology,
                    const std::string& netlist);

}  // namespace gatewright
