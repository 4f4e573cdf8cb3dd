// SPDX-License-Identifier: Apache-2.0
// Simulates a netlist, 64 stimuli at a time, and counts toggles.
#include "synth/power/netlist_sim.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <map>
#include <set>
#include <tuple>

#include "generator/base/transpose.h"
#include "synth/power/levels.h"

namespace gatewright {
namespace {

constexpr size_t kLanes = 64;

/// A function to compute: of nets, into a net.
struct Job {
  uint32_t output = 0;
  LogicTable table;
  std::vector<uint32_t> inputs;
  bool counts = true;
};

}  // namespace

class NetlistSim::Compiler {
 public:
  Compiler(const GateNetlist& netlist, const PowerLibrary& library, const MemoryImages& images,
           const std::vector<bool>& counted)
      : netlist_(netlist),
        library_(library),
        images_(images),
        counted_(counted),
        nets_(netlist.nets) {}

  Result<NetlistSim> Run() {
    std::set<uint32_t> used;
    for (const GateNetlist::Gate& gate : netlist_.gates) used.insert(gate.cell);
    for (const uint32_t cell : used) {
      const PowerCell& type = library_.cells[cell];
      if (type.unsupported.empty()) continue;
      errors_.push_back({"", 0, "cell " + type.name, "", type.unsupported,
                         fmt::format("synth.dont_use = [\"{}\"], and synth again", type.name)});
    }
    if (!errors_.empty()) return errors_;
    for (size_t g = 0; g < netlist_.gates.size(); ++g) {
      AddGate(netlist_.gates[g], counted_.empty() || counted_[g]);
    }
    for (const GateNetlist::Memory& memory : netlist_.memories) AddMemory(memory);
    const std::vector<uint32_t> levels = Levels(
        jobs_.size(), nets_, [this](uint32_t k, auto visit) { visit(jobs_[k].output); },
        [this](uint32_t k, auto visit) {
          for (const uint32_t net : jobs_[k].inputs) visit(net);
        });
    if (levels.empty() && !jobs_.empty()) {
      errors_.push_back({"", 0, "netlist", "", "gates form a loop without a register in it", ""});
    }
    if (!errors_.empty()) return errors_;
    Order(levels);
    sim_.values_.assign(nets_, 0);
    sim_.values_[GateNetlist::kOne] = ~uint64_t{0};
    sim_.next_.assign(sim_.flip_flops_.size(), 0);
    sim_.toggles_.assign(nets_, 0);
    sim_.reads_.assign(sim_.memories_.size(), 0);
    sim_.writes_ = sim_.reads_;
    return std::move(sim_);
  }

 private:
  uint32_t Net(const GateNetlist::Gate& gate, int pin) const {
    return netlist_.pins[gate.first_pin + static_cast<uint32_t>(pin)];
  }
  /// The job of a function of a gate's pins and state, without its output.
  Job JobOf(const GateNetlist::Gate& gate, const LogicFunction& function, uint32_t state) {
    Job job{0, function.table, {}, false};
    for (const int input : function.inputs) {
      job.inputs.push_back(input >= 0                       ? Net(gate, input)
                           : input == LogicFunction::kState ? state
                                                            : Complement(state));
    }
    return job;
  }
  uint32_t Complement(uint32_t net) { return Hidden({0, {1, {0b01}}, {net}, false}); }
  /// A net that no cell of the netlist drives, with the value of a job; one for equal jobs.
  uint32_t Hidden(Job job) {
    if (job.inputs.empty()) return job.table.At(0) ? GateNetlist::kOne : GateNetlist::kZero;
    if (job.inputs.size() == 1 && job.table == 0b10) return job.inputs[0];
    const auto [place, fresh] = hidden_.try_emplace({job.table, job.inputs}, nets_);
    const uint32_t net = place->second;
    if (fresh) {
      job.output = nets_++;
      Add(std::move(job));
    }
    return net;
  }
  /// A job of more inputs than an operation takes: its last input chooses between two smaller ones.
  void Add(Job job) {
    while (job.inputs.size() > kMaxOpInputs) {
      constexpr uint64_t kChoose = 0b11001010;  // inputs: where 0, where 1, which
      const int last = job.table.inputs - 1;
      const uint32_t which = job.inputs.back();
      const uint32_t zero = Hidden(Part(job, last, false));
      const uint32_t one = Hidden(Part(job, last, true));
      job.table = {3, {kChoose}};
      job.inputs = {zero, one, which};
    }
    jobs_.push_back(std::move(job));
  }
  /// A job where one input has a value, of the inputs that still matter.
  static Job Part(const Job& job, int input, bool value) {
    Job part{0, job.table.Where(input, value), job.inputs, false};
    part.inputs.erase(part.inputs.begin() + input);
    for (int k = part.table.inputs - 1; k >= 0; --k) {
      if (part.table.DependsOn(k)) continue;
      part.table = part.table.Where(k, false);
      part.inputs.erase(part.inputs.begin() + k);
    }
    return part;
  }
  static bool IsState(const LogicFunction& function) {
    return function.inputs.size() == 1 && function.inputs[0] == LogicFunction::kState &&
           function.table == 0b10;
  }

  void AddGate(const GateNetlist::Gate& gate, bool counts) {
    const PowerCell& cell = library_.cells[gate.cell];
    uint32_t state = GateNetlist::kZero;
    int state_pin = -1;
    if (cell.flip_flop) {
      for (size_t k = 0; k < cell.pins.size() && state_pin < 0; ++k) {
        const PowerPin& pin = cell.pins[k];
        if (pin.output && IsState(*pin.function)) state_pin = static_cast<int>(k);
      }
      state = state_pin >= 0 ? Net(gate, state_pin) : nets_++;
      FlipFlop flop{Hidden(JobOf(gate, cell.next_state, state)), GateNetlist::kZero,
                    GateNetlist::kZero, state};
      if (!cell.clear.inputs.empty()) flop.clear = Hidden(JobOf(gate, cell.clear, state));
      if (!cell.preset.inputs.empty()) flop.preset = Hidden(JobOf(gate, cell.preset, state));
      sim_.flip_flops_.push_back(flop);
    }
    for (size_t k = 0; k < cell.pins.size(); ++k) {
      if (!cell.pins[k].output || static_cast<int>(k) == state_pin) continue;
      Job job = JobOf(gate, *cell.pins[k].function, state);
      job.output = Net(gate, static_cast<int>(k));
      job.counts = counts;
      Add(std::move(job));
    }
  }

  void AddMemory(const GateNetlist::Memory& nets) {
    Memory memory;
    memory.nets = nets;
    memory.limbs = (static_cast<size_t>(nets.width) + 63) / 64;
    memory.output.assign(memory.limbs * 64, 0);
    const size_t words = static_cast<size_t>(nets.words);
    if (nets.writable) {
      memory.contents.assign(kLanes * words * memory.limbs, 0);
    } else {
      const auto image = std::find_if(images_.images.begin(), images_.images.end(),
                                      [&](const MemoryImage& i) { return i.file == nets.file; });
      if (image == images_.images.end() || image->words != nets.words ||
          image->width != nets.width) {
        errors_.push_back({"", 0, "memory " + nets.name, nets.file,
                           "the design has no contents of this size for it",
                           "run gatewright synth again"});
        return;
      }
      memory.contents = image->limbs;
    }
    sim_.memories_.push_back(std::move(memory));
  }

  /// Jobs by their level, then by what they compute.
  void Order(const std::vector<uint32_t>& levels) {
    std::map<std::tuple<uint32_t, LogicTable, bool>, std::vector<uint32_t>> groups;
    for (uint32_t k = 0; k < jobs_.size(); ++k) {
      groups[{levels[k], jobs_[k].table, jobs_[k].counts}].push_back(k);
    }
    for (const auto& [key, members] : groups) {
      const auto& [level, of, counts] = key;
      const uint32_t table = static_cast<uint32_t>(of.words[0]);
      const size_t inputs = static_cast<size_t>(of.inputs);
      const LogicShape shape = FindShape(table, of.inputs);
      LogicRun run{
          shape.kind, shape.inverted, table, of.inputs, static_cast<uint32_t>(sim_.ops_.size()),
          0,          counts};
      for (const uint32_t k : members) {
        LogicOp op{jobs_[k].output, {}};
        for (size_t i = 0; i < inputs; ++i) op.inputs[i] = jobs_[k].inputs[shape.order[i]];
        sim_.ops_.push_back(op);
      }
      run.end = static_cast<uint32_t>(sim_.ops_.size());
      sim_.runs_.push_back(run);
    }
  }

  const GateNetlist& netlist_;
  const PowerLibrary& library_;
  const MemoryImages& images_;
  const std::vector<bool>& counted_;
  uint32_t nets_;
  std::vector<Job> jobs_;
  std::map<std::pair<LogicTable, std::vector<uint32_t>>, uint32_t> hidden_;
  NetlistSim sim_;
  Diagnostics errors_;
};

Result<NetlistSim> NetlistSim::Make(const GateNetlist& netlist, const PowerLibrary& library,
                                    const MemoryImages& images, const std::vector<bool>& counted) {
  return Compiler(netlist, library, images, counted).Run();
}

void NetlistSim::Change(uint32_t net, uint64_t value) {
  toggles_[net] += static_cast<uint64_t>(std::popcount((value ^ values_[net]) & counted_));
  values_[net] = value;
}

void NetlistSim::Set(uint32_t net, uint64_t value) {
  assert(net > GateNetlist::kOne);
  Change(net, value);
}

void NetlistSim::Settle() { RunLogic(runs_, ops_, counted_, values_.data(), toggles_.data()); }

void NetlistSim::Clock() {
  for (size_t k = 0; k < flip_flops_.size(); ++k) {
    const FlipFlop& flop = flip_flops_[k];
    next_[k] = (values_[flop.next] | values_[flop.preset]) & ~values_[flop.clear];
  }
  for (size_t m = 0; m < memories_.size(); ++m) Read(m);
  for (size_t m = 0; m < memories_.size(); ++m) Write(m);
  for (size_t k = 0; k < flip_flops_.size(); ++k) Change(flip_flops_[k].state, next_[k]);
  for (const Memory& memory : memories_) {
    for (size_t bit = 0; bit < memory.nets.read_data.size(); ++bit) {
      Change(memory.nets.read_data[bit], memory.output[bit]);
    }
  }
}

void NetlistSim::Read(size_t which) {
  Memory& memory = memories_[which];
  const uint64_t enable = values_[memory.nets.read_enable];
  for (size_t bit = 0; bit < memory.nets.read_data.size(); ++bit) {
    memory.output[bit] = values_[memory.nets.read_data[bit]];
  }
  if (enable == 0) return;
  reads_[which] += static_cast<uint64_t>(std::popcount(enable & counted_));
  const LaneWords address =
      Gather(memory.nets.read_address, [this](uint32_t net) { return values_[net]; });
  const uint64_t words = static_cast<uint64_t>(memory.nets.words);
  for (size_t limb = 0; limb < memory.limbs; ++limb) {
    LaneWords read{};
    for (size_t lane = 0; lane < kLanes; ++lane) {
      if (((enable >> lane) & 1) == 0 || address[lane] >= words) continue;
      const uint64_t word = memory.nets.writable ? lane * words + address[lane] : address[lane];
      read[lane] = memory.contents[word * memory.limbs + limb];
    }
    Transpose(&read);
    for (size_t bit = 0; bit < kLanes; ++bit) {
      uint64_t& output = memory.output[limb * kLanes + bit];
      output = (output & ~enable) | (read[bit] & enable);
    }
  }
}

void NetlistSim::Write(size_t which) {
  Memory& memory = memories_[which];
  const uint64_t enable = memory.nets.writable ? values_[memory.nets.write_enable] : 0;
  if (enable == 0) return;
  writes_[which] += static_cast<uint64_t>(std::popcount(enable & counted_));
  const auto value = [this](uint32_t net) { return values_[net]; };
  const LaneWords address = Gather(memory.nets.write_address, value);
  const uint64_t words = static_cast<uint64_t>(memory.nets.words);
  const std::vector<uint32_t>& data = memory.nets.write_data;
  for (size_t limb = 0; limb < memory.limbs; ++limb) {
    const size_t first = limb * kLanes;
    const size_t count = std::min(kLanes, data.size() - first);
    const LaneWords written = Gather(std::span(data).subspan(first, count), value);
    for (size_t lane = 0; lane < kLanes; ++lane) {
      if (((enable >> lane) & 1) == 0 || address[lane] >= words) continue;
      memory.contents[(lane * words + address[lane]) * memory.limbs + limb] = written[lane];
    }
  }
}

}  // namespace gatewright
