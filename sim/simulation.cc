// SPDX-License-Identifier: Apache-2.0
// Loads a built design and drives its pins.
#include "sim/simulation.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>

#include "generator/base/bits.h"
#include "generator/base/ceil_div.h"
#include "generator/base/random.h"
#include "generator/base/rounding.h"
#include "sim/register_traffic.h"
#include "sim/shim.h"

namespace gatewright {

struct Simulation::Library {
  void* handle = nullptr;
  void* model = nullptr;
  GwSimDestroy destroy = nullptr;
  GwSimSettle settle = nullptr;
  GwSimEdge edge = nullptr;
  GwSimCell cell = nullptr;
  GwSimSum sum = nullptr;
  GwSimWaves waves = nullptr;
  GwSimSelect select = nullptr;
  GwSimInside inside = nullptr;
  GwSimCoverage coverage = nullptr;
  GwSimProbe probe = nullptr;
  GwSimProbeSum probe_sum = nullptr;
  GwSimProbeResult probe_result = nullptr;

  ~Library() {
    if (model != nullptr) destroy(model);
    if (handle != nullptr) ::dlclose(handle);
  }
};

namespace {

template <typename Function>
bool Find(void* handle, const char* name, Function* function) {
  *function = reinterpret_cast<Function>(::dlsym(handle, name));  // NOLINT: dlsym gives void*
  return *function != nullptr;
}

constexpr uint32_t kMaxResetCycles = 3;
constexpr int kMaxBusCycles = 100000;
constexpr uint32_t kSnapshot = 1, kClear = 2;  // of register COMMAND

/// Seeded words, the same everywhere.
struct RandomWords {
  uint64_t state;
  uint32_t Next() { return static_cast<uint32_t>(SplitMix(state += kSplitMixStep) >> 16); }
};

}  // namespace

/// Drives the pins through one script.
class Simulation::Player {
 public:
  Player(const Plan& plan, const Library& library, const Script& script)
      : plan_(plan),
        library_(library),
        script_(script),
        random_{script.idle_seed},
        bus_(plan, &pins_, script.idle_seed) {
    in_.resize(static_cast<size_t>(CeilDiv(plan.elements_in * plan.element_bits, 32)) + 1);
    out_.resize(static_cast<size_t>(CeilDiv(plan.elements_out * plan.element_bits, 32)) + 1);
    pins_.s_data = in_.data();
    pins_.m_data = out_.data();
    if (!script.beats.empty()) gap_ = script.beats[0].gap;
  }

  void Reset() {
    pins_.rst_n = 0;
    const uint32_t cycles = 1 + random_.Next() % kMaxResetCycles;
    for (uint32_t cycle = 0; cycle < cycles; ++cycle) {
      RandomPins();
      pins_.s_valid = static_cast<uint8_t>(random_.Next() & 1);
      library_.settle(library_.model, &pins_);
      library_.edge(library_.model);
    }
    pins_.rst_n = 1;
    pins_.s_valid = 0;
  }

  /// Registers before the first beat: the design must be the one that is meant.
  void Configure() {
    if (plan_.control == ControlBus::kNone) return;
    for (const char* name : {"ID", "CONFIG_HASH_LO", "CONFIG_HASH_HI"}) Read(name);
    for (const RegisterWrite& setting : script_.settings) bus_.AddWrite(setting);
    Finish();
  }

  /// A snapshot of all counters; then the error register and the counters are cleared and read
  /// again.
  void ReadCounters(Observed* observed) {
    if (plan_.control == ControlBus::kNone) return;
    Finish();
    Snapshot();
    Read("ERROR");
    Write("ERROR", 1);
    Read("ERROR");
    observed->counters = FinishSnapshot(observed);
    if (observed->counters.empty()) return;
    const std::vector<BusMaster::Access>& done = bus_.done();
    observed->snapshot_cycle = done[0].cycle;
    observed->error_register = done[done.size() - 3].data;
    observed->cleared_error_register = done.back().data;
    Write("COMMAND", kClear);
    Finish();
    if (bus_.busy()) return;
    const int64_t cleared = bus_.done().back().cycle;
    Snapshot();
    observed->cleared_counters = FinishSnapshot(observed);
    if (observed->cleared_counters.empty()) return;
    observed->cycles_since_clear = bus_.done()[0].cycle - cleared;
  }

  /// Lets the recurrent phase of the last frame end: idle input, output taken.
  void Rest() {
    int64_t words = 200;
    for (const LayerPlan& layer : plan_.layers) {
      words += layer.max_cycles();
    }
    pins_.s_valid = 0;
    pins_.m_ready = 1;
    for (int64_t cycle = 0; cycle < words; ++cycle) {
      Settle();
      if (pins_.m_valid != 0) Complain("an output beat after the last frame");
      Edge();
    }
  }

  Observed Play() {
    for (int64_t cycle = 0; cycle < script_.max_cycles; ++cycle) {
      if (static_cast<int64_t>(observed_.frames.size()) >= script_.stop_after_frames) break;
      Drive(cycle);
      Settle();
      CheckOutputRules(cycle);
      Sample(cycle);
      if (probed_) SampleLanes(cycle);
      Edge();
      observed_.cycles = cycle + 1;
    }
    pins_.s_valid = 0;
    Settle();
    observed_.frame_error = pins_.frame_error != 0;
    observed_.unfinished = frame_;
    return observed_;
  }

 private:
  /// The cycle's inputs are set: registers are used while the streams go on.
  void Settle() {
    if (plan_.control != ControlBus::kNone) {
      if (!bus_.busy() && random_.Next() % 8 == 0) {
        bus_.Forget();
        bus_.AddAny(random_.Next());
      }
      bus_.Drive();
    }
    library_.settle(library_.model, &pins_);
  }
  void Edge() {
    if (plan_.control != ControlBus::kNone) {
      bus_.Sample(edges_);
      if (!bus_.complaint().empty()) Complain(bus_.complaint());
    }
    library_.edge(library_.model);
    ++edges_;
  }
  void Read(const std::string& name) { bus_.AddRead(bus_.registers().Find(name).offset); }
  void Write(const std::string& name, uint32_t value) {
    bus_.AddWrite({bus_.registers().Find(name).offset, value});
  }
  /// Asks for a snapshot and every counter of it, after what was done before is forgotten.
  void Snapshot() {
    bus_.Forget();
    Write("COMMAND", kSnapshot);
    for (const Counter& counter : bus_.registers().counters) {
      Read(counter.name + "_LO");
      Read(counter.name + "_HI");
    }
  }
  /// Lets it come; empty when the registers do not answer, or wrongly.
  std::vector<CounterReading> FinishSnapshot(Observed* observed) {
    Finish();
    if (bus_.busy() || !observed_.protocol_error.empty()) {
      observed->protocol_error = observed_.protocol_error;
      return {};
    }
    const std::vector<BusMaster::Access>& done = bus_.done();
    const std::vector<Counter>& counters = bus_.registers().counters;
    std::vector<CounterReading> readings;
    for (size_t c = 0; c < counters.size(); ++c) {
      const BusMaster::Access& low = done[1 + 2 * c];
      const BusMaster::Access& high = done[2 + 2 * c];
      readings.push_back({counters[c].name, low.data | uint64_t{high.data} << 32});
    }
    return readings;
  }
  void Complain(const std::string& what) {
    if (observed_.protocol_error.empty()) observed_.protocol_error = what;
  }
  /// Ends all accesses; the streams stand still.
  void Finish() {
    for (int cycle = 0; bus_.busy(); ++cycle) {
      if (cycle == kMaxBusCycles) return Complain("the registers do not answer");
      bus_.Drive();
      library_.settle(library_.model, &pins_);
      Edge();
    }
  }

  void RandomPins() {
    for (uint32_t& word : in_) word = random_.Next();
    pins_.s_last = static_cast<uint8_t>(random_.Next() & 1);
    pins_.s_user = static_cast<uint8_t>(random_.Next() & 1);
    pins_.m_ready = static_cast<uint8_t>(random_.Next() & 1);
  }

  /// A change of registers stands before the next beat and is not done: the beat waits.
  bool Changing() {
    if (change_ == script_.changes.size() || script_.changes[change_].beat != next_) return false;
    if (!changing_) {
      changing_ = true;
      observed_.change_waits.push_back(0);
      for (const RegisterWrite& write : script_.changes[change_].writes) {
        bus_.AddWrite(write);
      }
    }
    if (bus_.busy()) {
      ++observed_.change_waits.back();
      return true;
    }
    changing_ = false;
    ++change_;
    return false;
  }

  void Drive(int64_t cycle) {
    const bool valid = next_ < script_.beats.size() && gap_ == 0 && !Changing();
    if (!valid) {
      RandomPins();
    } else if (!presented_) {
      const Beat& beat = script_.beats[next_];
      for (int e = 0; e < plan_.elements_in; ++e) {
        SetBits(&in_, e * plan_.element_bits, plan_.element_bits,
                static_cast<uint64_t>(static_cast<int64_t>(beat.elements[static_cast<size_t>(e)])));
      }
      pins_.s_last = beat.last ? 1 : 0;
      pins_.s_user = beat.start ? 1 : 0;
      presented_ = true;
    }
    pins_.s_valid = valid ? 1 : 0;
    pins_.m_ready = script_.Ready(cycle) ? 1 : 0;
  }

  /// tvalid may not fall and data may not change before tready.
  void CheckOutputRules(int64_t cycle) {
    if (!waiting_ || !observed_.protocol_error.empty()) return;
    if (pins_.m_valid == 0) {
      observed_.protocol_error = fmt::format("m_axis_tvalid fell without tready, cycle {}", cycle);
    } else if (out_ != held_ || pins_.m_last != held_last_ || pins_.m_user != held_user_) {
      observed_.protocol_error = fmt::format("m_axis data changed without tready, cycle {}", cycle);
    }
  }

  void Sample(int64_t cycle) {
    if (pins_.s_valid != 0 && pins_.s_ready != 0) {
      if (script_.beats[next_].last) observed_.input_last_cycle.push_back(cycle);
      ++next_;
      gap_ = next_ < script_.beats.size() ? script_.beats[next_].gap : 0;
      presented_ = false;
    } else if (gap_ > 0) {
      --gap_;
    }
    waiting_ = pins_.m_valid != 0 && pins_.m_ready == 0;
    if (waiting_) ++observed_.output_held;
    if (pins_.s_valid != 0 && pins_.s_ready == 0) ++observed_.input_held;
    held_ = out_;
    held_last_ = pins_.m_last;
    held_user_ = pins_.m_user;
    if (pins_.m_valid == 0 || pins_.m_ready == 0) return;
    TakeOutputBeat(cycle);
  }

  void SampleLanes(int64_t cycle) {
    uint32_t flags = 0;
    probed_ = library_.probe(library_.model, &flags);
    if ((flags & 1) != 0) {
      LaneSample& sample = observed_.probe.sums.emplace_back(LaneSample{cycle, {}});
      const int bits = plan_.formats.acc_bits;
      for (int lane = 0; lane < plan_.lanes; ++lane) {
        uint64_t value = library_.probe_sum(library_.model, lane, 0);
        if (bits > 32) value |= uint64_t{library_.probe_sum(library_.model, lane, 1)} << 32;
        sample.values.push_back(WrapSigned(static_cast<int64_t>(value), bits));
      }
    }
    if ((flags & 2) == 0) return;
    LaneSample& sample = observed_.probe.results.emplace_back(LaneSample{cycle, {}});
    const int bits = plan_.formats.state.width();
    const int limbs = CeilDiv(plan_.lanes * bits, 32);
    std::vector<uint32_t> words;
    words.reserve(static_cast<size_t>(limbs));
    for (int limb = 0; limb < limbs; ++limb) {
      words.push_back(library_.probe_result(library_.model, limb));
    }
    for (int lane = 0; lane < plan_.lanes; ++lane) {
      const uint64_t value = GetBits(words, lane * bits, bits);
      sample.values.push_back(WrapSigned(static_cast<int64_t>(value), bits));
    }
  }

  void TakeOutputBeat(int64_t cycle) {
    for (int e = 0; e < plan_.elements_out; ++e) {
      if (static_cast<int>(frame_.size()) == plan_.outputs) break;
      const int64_t value = WrapSigned(
          static_cast<int64_t>(GetBits(out_, e * plan_.element_bits, plan_.element_bits)),
          plan_.element_bits);
      frame_.push_back(static_cast<int16_t>(value));
    }
    if (beats_ > 0 && (pins_.m_user != 0) != repeated_ && observed_.protocol_error.empty()) {
      observed_.protocol_error =
          fmt::format("m_axis_tuser changed at beat {} of a frame, cycle {}", beats_, cycle);
    }
    repeated_ = pins_.m_user != 0;
    ++beats_;
    if ((pins_.m_last != 0) != (beats_ == plan_.beats_out) && observed_.protocol_error.empty()) {
      observed_.protocol_error =
          fmt::format("m_axis_tlast wrong at beat {} of a frame, cycle {}", beats_ - 1, cycle);
    }
    if (pins_.m_last != 0) {
      observed_.frames.push_back(std::move(frame_));
      observed_.repeated.push_back(repeated_);
      observed_.output_last_cycle.push_back(cycle);
      frame_.clear();
      beats_ = 0;
    }
  }

  const Plan& plan_;
  const Library& library_;
  const Script& script_;
  RandomWords random_;
  GwSimPins pins_{};
  RegisterTraffic bus_;
  int64_t edges_ = 0;  ///< since the release of reset
  std::vector<uint32_t> in_, out_, held_;
  uint8_t held_last_ = 0, held_user_ = 0;
  bool repeated_ = false;  ///< tuser of the frame that comes out
  size_t next_ = 0;
  int gap_ = 0;
  size_t change_ = 0;      ///< of the script, that comes next
  bool changing_ = false;  ///< its writes are on the bus
  int beats_ = 0;
  bool presented_ = false, waiting_ = false;
  bool probed_ = true;  ///< the library has the probe, until it says otherwise
  std::vector<int16_t> frame_;
  Observed observed_;
};

Simulation::Simulation(const Plan& plan, std::unique_ptr<Library> library)
    : plan_(plan), library_(std::move(library)) {}

Simulation::~Simulation() = default;

Result<std::unique_ptr<Simulation>> Simulation::Load(const Plan& plan, const std::string& library,
                                                     uint32_t seed) {
  auto loaded = std::make_unique<Library>();
  loaded->handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  GwSimCreate create = nullptr;
  if (loaded->handle == nullptr || !Find(loaded->handle, "gwsim_create", &create) ||
      !Find(loaded->handle, "gwsim_destroy", &loaded->destroy) ||
      !Find(loaded->handle, "gwsim_settle", &loaded->settle) ||
      !Find(loaded->handle, "gwsim_edge", &loaded->edge) ||
      !Find(loaded->handle, "gwsim_cell", &loaded->cell) ||
      !Find(loaded->handle, "gwsim_sum", &loaded->sum) ||
      !Find(loaded->handle, "gwsim_waves", &loaded->waves) ||
      !Find(loaded->handle, "gwsim_select", &loaded->select) ||
      !Find(loaded->handle, "gwsim_inside", &loaded->inside) ||
      !Find(loaded->handle, "gwsim_coverage", &loaded->coverage) ||
      !Find(loaded->handle, "gwsim_probe", &loaded->probe) ||
      !Find(loaded->handle, "gwsim_probe_sum", &loaded->probe_sum) ||
      !Find(loaded->handle, "gwsim_probe_result", &loaded->probe_result)) {
    const char* reason = ::dlerror();
    return Diagnostic{library,
                      0,
                      "",
                      "",
                      fmt::format("cannot load the compiled design: {}",
                                  reason != nullptr ? reason : "symbol missing"),
                      ""};
  }
  loaded->model = create(seed);
  return std::unique_ptr<Simulation>(new Simulation(plan, std::move(loaded)));
}

bool Simulation::OpenWaves(const std::string& path) {
  return library_->waves(library_->model, path.c_str());
}

bool Simulation::Select(uint32_t value) const { return library_->select(library_->model, value); }

bool Simulation::WriteCoverage(const std::string& path) const {
  return library_->coverage(library_->model, path.c_str());
}

Observed Simulation::Run(const Script& script) {
  Player player(plan_, *library_, script);
  player.Reset();
  player.Configure();
  Observed observed = player.Play();
  const bool inside = library_->inside();
  if (inside) observed.cell = ReadCellState();
  if (static_cast<int64_t>(observed.frames.size()) == script.stop_after_frames) {
    player.Rest();
    if (inside) observed.sums = ReadSums();
    player.ReadCounters(&observed);
  }
  return observed;
}

std::vector<std::vector<int64_t>> Simulation::ReadSums() const {
  const int bits = plan_.formats.acc_bits;
  std::vector<std::vector<int64_t>> sums;
  for (int pe = 0; pe < plan_.pes; ++pe) {
    std::vector<int64_t>& row = sums.emplace_back();
    for (int slot = 0; slot < plan_.slots; ++slot) {
      uint64_t total = 0;
      for (int array = 0; array < plan_.arrays; ++array) {
        uint64_t value = library_->sum(library_->model, array, pe, slot, 0);
        if (bits > 32) {
          value |= uint64_t{library_->sum(library_->model, array, pe, slot, 1)} << 32;
        }
        total += value;
      }
      row.push_back(WrapSigned(static_cast<int64_t>(total), bits));
    }
  }
  return sums;
}

std::vector<std::vector<int32_t>> Simulation::ReadCellState() const {
  const int bits = plan_.kept_bits();
  const int limbs = CeilDiv(plan_.lanes * bits, 32) + 1;
  std::vector<std::vector<int32_t>> state;
  for (int word = 0; word < plan_.cell_words; ++word) {
    std::vector<uint32_t> raw(static_cast<size_t>(limbs), 0);
    for (int limb = 0; limb + 1 < limbs; ++limb) {
      raw[static_cast<size_t>(limb)] = library_->cell(library_->model, word, limb);
    }
    std::vector<int32_t> lanes;
    for (int lane = 0; lane < plan_.lanes; ++lane) {
      const uint64_t value = GetBits(raw, lane * bits, bits);
      lanes.push_back(static_cast<int32_t>(WrapSigned(static_cast<int64_t>(value), bits)));
    }
    state.push_back(std::move(lanes));
  }
  return state;
}

}  // namespace gatewright
