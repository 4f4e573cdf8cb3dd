// SPDX-License-Identifier: Apache-2.0
// Prepares the frames that a power measurement plays, and runs it.
#include "cli/stages/power_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "verif/model/reference.h"

namespace gatewright {
namespace {

/// Frames before the measured ones: the first of a sequence is not like the others.
constexpr int kWarmUp = 4;
constexpr int kTrailing = 1;
constexpr int64_t kIdleCycles = 256;

/// `count` frames from frame `first` on, which may be before the stimulus or behind it.
LaneFrames MakeLane(const SavedDesign& design, int64_t first, int count, bool zero) {
  const int64_t steps = static_cast<int64_t>(design.starts.size());
  const size_t inputs = static_cast<size_t>(design.plan.inputs);
  LaneFrames lane;
  lane.frames = count;
  for (int k = 0; k < count; ++k) {
    const size_t frame = static_cast<size_t>(((first + k) % steps + steps) % steps);
    lane.starts.push_back(k == 0 || design.starts[frame]);
    for (size_t i = 0; i < inputs; ++i) {
      lane.x.push_back(zero ? int16_t{0} : design.x[frame * inputs + i]);
    }
  }
  Reference reference(design.integers);
  for (int k = 0; k < count; ++k) {
    const size_t at = static_cast<size_t>(k);
    reference.Step(lane.x.data() + at * inputs, lane.starts[at]);
    const std::vector<int16_t>& output = reference.h(reference.layer_count() - 1);
    lane.outputs.insert(lane.outputs.end(), output.begin(), output.end());
    lane.repeats.push_back(reference.mode() == StepMode::kSkip);
  }
  return lane;
}

const char* Name(PowerInput input) {
  return input == PowerInput::kReal   ? "stimulus of the design"
         : input == PowerInput::kZero ? "frames of zeros"
                                      : "no frames";
}

}  // namespace

ActivityRequest MakePowerActivity(const SavedDesign& design, const PowerRunOptions& options) {
  ActivityRequest request;
  request.warm_up = kWarmUp;
  request.trailing = kTrailing;
  request.interval = options.interval;
  const int64_t there = static_cast<int64_t>(design.starts.size());
  const bool idle = options.input == PowerInput::kIdle;
  const bool zero = options.input == PowerInput::kZero;
  if (idle) request.idle_cycles = kIdleCycles;
  const int64_t standard = zero ? kDefaultZeroSteps : std::min<int64_t>(there, kDefaultPowerSteps);
  const int64_t asked = options.steps > 0 ? options.steps : standard;
  // Without differences in the input lanes would do the same.
  const int64_t lanes = idle || zero ? 1 : std::min<int64_t>(asked, kMaxPowerLanes);
  for (int64_t k = 0; k < lanes; ++k) {
    const int64_t measured = asked / lanes + (k < asked % lanes ? 1 : 0);
    const int count = kWarmUp + (idle ? 0 : static_cast<int>(measured) + kTrailing);
    request.lanes.push_back(MakeLane(design, k * there / lanes - kWarmUp, count, zero));
  }
  return request;
}

Result<PowerMetrics> MeasureDesignPower(const SavedDesign& design, const Technology& technology,
                                        const std::string& netlist, const MemoryTable& memories,
                                        const PowerRunOptions& options,
                                        const std::function<void(double)>& progress) {
  PowerRequest request{design.plan,
                       design.images,
                       technology,
                       netlist,
                       "netlist/" + design.plan.top + ".json",
                       memories,
                       options.clock_mhz,
                       Name(options.input),
                       MakePowerActivity(design, options),
                       options.sample,
                       options.check_sta};
  request.activity.progress = progress;
  return MeasurePower(request);
}

Status CheckNetlist(const SavedDesign& design, const Technology& technology,
                    const std::string& netlist) {
  constexpr int kSteps = 16;  // as many lanes, each with its warm-up
  const Result<PowerLibrary> library =
      ParsePowerLibrary(technology.library_text, technology.library_file);
  if (!library) return library.errors();
  const Plan& plan = design.plan;
  const Result<GateNetlist> gates =
      ReadGateNetlist(netlist, "netlist/" + plan.top + ".json", plan.top, plan.prefix, *library);
  if (!gates) return gates.errors();
  PowerRunOptions options;
  options.steps = kSteps;
  ActivityRequest played = MakePowerActivity(design, options);
  played.counted.assign(gates->gates.size(), false);
  played.consequence = fmt::format("nothing of its mapping to {} is reported", technology.target);
  played.advice = "";
  const Result<Activity> activity = MeasureActivity(plan, *gates, *library, design.images, played);
  if (!activity) return activity.errors();
  return Ok();
}

}  // namespace gatewright
