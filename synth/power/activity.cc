// SPDX-License-Identifier: Apache-2.0
// Plays frames on a netlist and counts toggles and accesses.
#include "synth/power/activity.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <optional>

#include "generator/base/transpose.h"
#include "synth/power/netlist_sim.h"

namespace gatewright {
namespace {

constexpr int kResetCycles = 4;

uint64_t LaneBit(size_t lane) { return uint64_t{1} << lane; }

/// More cycles than the design needs for anything it does without new input.
int64_t LongestStep(const Plan& plan) {
  int64_t cycles = 1000 + plan.slots + 4 * (plan.beats_in + plan.beats_out);
  for (const LayerPlan& layer : plan.layers) cycles += 4 * layer.max_cycles();
  return cycles;
}

/// Where a lane is.
struct Lane {
  int frame = 0, beat = 0;          ///< offered next
  int out_frame = 0, out_beat = 0;  ///< expected next
  int64_t next_offer = 0;           ///< cycle from which the next frame is offered
  bool offered = false;             ///< its beat is on the lines
  int64_t idle_until = 0;           ///< idle only: end of the measured cycles
};

class Player {
 public:
  Player(const Plan& plan, const GateNetlist& netlist, const ActivityRequest& request,
         NetlistSim* sim)
      : plan_(plan),
        netlist_(netlist),
        request_(request),
        sim_(*sim),
        lanes_(request.lanes.size()) {
    data_in_ = Port(netlist.inputs, "s_axis_tdata");
    planes_.assign(data_in_.size(), 0);
    all_ = lanes_.size() == kMaxPowerLanes ? ~uint64_t{0} : LaneBit(lanes_.size()) - 1;
  }

  Result<Activity> Run() {
    Reset();
    const int64_t patience = LongestStep(plan_) + request_.interval;
    int64_t last_progress = 0;
    while (finished_ != all_) {
      sim_.CountIn(counted_);
      Drive();
      sim_.Settle();
      const bool moved = Sample();
      if (error_) return *error_;
      activity_.cycles += std::popcount(counted_);
      sim_.Clock();
      ++cycle_;
      OpenAndCloseWindows();
      if (moved || counted_ != 0) last_progress = cycle_;
      if (cycle_ - last_progress > patience + request_.idle_cycles) {
        return Diagnostic{
            "",
            0,
            "netlist",
            "",
            fmt::format("stands still after {} cycles, so {}", cycle_, request_.consequence),
            request_.advice};
      }
    }
    activity_.toggles = sim_.toggles();
    activity_.toggles.resize(netlist_.nets);
    activity_.reads = sim_.reads();
    activity_.writes = sim_.writes();
    activity_.simulated = cycle_;
    return std::move(activity_);
  }

 private:
  using Ports = std::map<std::string, std::vector<uint32_t>>;
  static std::vector<uint32_t> Port(const Ports& ports, const char* name) {
    const auto found = ports.find(name);
    return found == ports.end() ? std::vector<uint32_t>() : found->second;
  }
  void SetPort(const char* name, uint64_t value) {
    for (const uint32_t net : Port(netlist_.inputs, name)) sim_.Set(net, value);
  }
  uint64_t GetPort(const char* name) const {
    const std::vector<uint32_t> nets = Port(netlist_.outputs, name);
    return nets.empty() ? 0 : sim_.Get(nets[0]);
  }
  bool Idle() const { return request_.idle_cycles > 0; }
  /// Frames that lane `k` plays, and the one behind the last that is measured.
  int Frames(size_t k) const { return Idle() ? request_.warm_up : request_.lanes[k].frames; }
  int MeasuredEnd(size_t k) const {
    return Idle() ? request_.warm_up : request_.lanes[k].frames - request_.trailing;
  }

  void Reset() {
    SetPort("m_axis_tready", ~uint64_t{0});
    SetPort("rst_ni", 0);
    for (int k = 0; k < kResetCycles; ++k) {
      sim_.Settle();
      sim_.Clock();
    }
    SetPort("rst_ni", ~uint64_t{0});
  }

  void Drive() {
    uint64_t valid = 0;
    for (size_t k = 0; k < lanes_.size(); ++k) {
      Lane& lane = lanes_[k];
      if (lane.frame == Frames(k) || cycle_ < lane.next_offer) continue;
      valid |= LaneBit(k);
      if (!lane.offered) PutBeat(k);
      lane.offered = true;
    }
    for (size_t bit = 0; bit < data_in_.size(); ++bit) sim_.Set(data_in_[bit], planes_[bit]);
    SetPort("s_axis_tvalid", valid);
    SetPort("s_axis_tlast", last_);
    SetPort("s_axis_tuser", user_);
  }
  void PutBeat(size_t k) {
    const Lane& lane = lanes_[k];
    const LaneFrames& frames = request_.lanes[k];
    const auto put = [k](uint64_t* plane, bool value) {
      *plane = value ? *plane | LaneBit(k) : *plane & ~LaneBit(k);
    };
    for (int e = 0; e < plan_.elements_in; ++e) {
      const int element = lane.beat * plan_.elements_in + e;
      const int64_t value =
          element < plan_.inputs
              ? frames.x[static_cast<size_t>(lane.frame) * static_cast<size_t>(plan_.inputs) +
                         static_cast<size_t>(element)]
              : 0;
      for (int bit = 0; bit < plan_.element_bits; ++bit) {
        put(&planes_[static_cast<size_t>(e) * static_cast<size_t>(plan_.element_bits) +
                     static_cast<size_t>(bit)],
            ((value >> std::min(bit, 63)) & 1) != 0);
      }
    }
    put(&last_, lane.beat + 1 == plan_.beats_in);
    put(&user_, lane.beat == 0 && frames.starts[static_cast<size_t>(lane.frame)]);
  }

  /// What is handed over in this cycle; false when nothing is.
  bool Sample() {
    const uint64_t ready = GetPort("s_axis_tready");
    const uint64_t out_valid = GetPort("m_axis_tvalid") & all_ & ~finished_;
    bool moved = out_valid != 0;
    for (size_t k = 0; k < lanes_.size(); ++k) {
      Lane& lane = lanes_[k];
      if (!lane.offered || (ready & LaneBit(k)) == 0) continue;
      moved = true;
      lane.offered = false;
      if (++lane.beat < plan_.beats_in) continue;
      lane.beat = 0;
      ++lane.frame;
      lane.next_offer = std::max(cycle_, int64_t{lane.frame} * request_.interval);
    }
    if (out_valid != 0) Compare(out_valid);
    return moved;
  }

  /// The beat on the output of each lane of `valid` against the reference.
  void Compare(uint64_t valid) {
    const std::vector<uint32_t> data = Port(netlist_.outputs, "m_axis_tdata");
    const size_t bits = static_cast<size_t>(plan_.element_bits);
    for (int e = 0; e < plan_.elements_out; ++e) {
      const LaneWords words = Gather(std::span(data).subspan(static_cast<size_t>(e) * bits, bits),
                                     [this](uint32_t net) { return sim_.Get(net); });
      for (size_t k = 0; k < lanes_.size(); ++k) {
        if ((valid & LaneBit(k)) == 0) continue;
        CompareElement(k, lanes_[k].out_beat * plan_.elements_out + e, words[k]);
      }
    }
    const uint64_t user = GetPort("m_axis_tuser");
    for (size_t k = 0; k < lanes_.size(); ++k) {
      if ((valid & LaneBit(k)) == 0) continue;
      Lane& lane = lanes_[k];
      if (static_cast<size_t>(lane.out_frame) < request_.lanes[k].repeats.size() &&
          ((user >> k) & 1) != (request_.lanes[k].repeats[static_cast<size_t>(lane.out_frame)])) {
        Fail(k, "repeats a frame where the reference does not, or the other way round");
      }
      if (++lane.out_beat < plan_.beats_out) continue;
      lane.out_beat = 0;
      ++lane.out_frame;
    }
  }
  void CompareElement(size_t k, int element, uint64_t word) {
    const LaneFrames& frames = request_.lanes[k];
    if (element >= plan_.outputs || error_) return;
    if (lanes_[k].out_frame >= frames.frames) return Fail(k, "gives a frame too many");
    const int64_t wanted =
        frames
            .outputs[static_cast<size_t>(lanes_[k].out_frame) * static_cast<size_t>(plan_.outputs) +
                     static_cast<size_t>(element)];
    const uint64_t mask = (uint64_t{1} << plan_.element_bits) - 1;
    ++activity_.compared;
    if ((static_cast<uint64_t>(wanted) & mask) != (word & mask)) {
      Fail(k, fmt::format("gives {:#x} as element {} of a frame, the reference {:#x}", word & mask,
                          element, static_cast<uint64_t>(wanted) & mask));
    }
  }
  void Fail(size_t k, const std::string& what) {
    if (error_) return;
    error_ = Diagnostic{"",
                        0,
                        "netlist",
                        fmt::format("lane {}, frame {}", k, lanes_[k].out_frame),
                        "the netlist " + what + ", so " + request_.consequence,
                        request_.advice};
  }

  void OpenAndCloseWindows() {
    for (size_t k = 0; k < lanes_.size(); ++k) {
      Lane& lane = lanes_[k];
      if ((finished_ & LaneBit(k)) != 0) continue;
      const bool open = (counted_ & LaneBit(k)) != 0;
      if (Idle()) {
        if (lane.out_frame == request_.warm_up && lane.idle_until == 0) {
          lane.idle_until = cycle_ + LongestStep(plan_) + request_.idle_cycles;
        }
        if (lane.idle_until == 0) continue;
        if (cycle_ == lane.idle_until) {
          Finish(k);
        } else if (cycle_ + request_.idle_cycles == lane.idle_until) {
          counted_ |= LaneBit(k);
        }
      } else if (lane.out_frame >= MeasuredEnd(k)) {
        activity_.steps += MeasuredEnd(k) - request_.warm_up;
        Finish(k);
      } else if (!open && lane.out_frame >= request_.warm_up) {
        counted_ |= LaneBit(k);
      }
    }
  }
  void Finish(size_t k) {
    finished_ |= LaneBit(k);
    counted_ &= ~LaneBit(k);
    if (request_.progress) {
      request_.progress(std::popcount(finished_) / static_cast<double>(lanes_.size()));
    }
  }

  const Plan& plan_;
  const GateNetlist& netlist_;
  const ActivityRequest& request_;
  NetlistSim& sim_;
  std::vector<Lane> lanes_;
  std::vector<uint32_t> data_in_;
  std::vector<uint64_t> planes_;
  uint64_t last_ = 0, user_ = 0;
  uint64_t counted_ = 0, finished_ = 0, all_ = 0;
  int64_t cycle_ = 0;
  Activity activity_;
  std::optional<Diagnostic> error_;
};

}  // namespace

Result<Activity> MeasureActivity(const Plan& plan, const GateNetlist& netlist,
                                 const PowerLibrary& library, const MemoryImages& images,
                                 const ActivityRequest& request) {
  Result<NetlistSim> sim = NetlistSim::Make(netlist, library, images, request.counted);
  if (!sim) return sim.errors();
  return Player(plan, netlist, request, &*sim).Run();
}

}  // namespace gatewright
