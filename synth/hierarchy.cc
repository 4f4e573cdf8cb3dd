// SPDX-License-Identifier: Apache-2.0
// Unique modules of an elaborated design and how often each stands in it.
#include "synth/hierarchy.h"

#include <fmt/format.h>

#include <cstdlib>
#include <set>
#include <string_view>

namespace gatewright {
namespace {

using ModuleIndex = std::map<std::string, const RtlilModule*>;

ModuleIndex IndexByName(const std::vector<RtlilModule>& modules) {
  ModuleIndex index;
  for (const RtlilModule& module : modules) index[module.name] = &module;
  return index;
}

bool NamesContents(const std::string& parameter) {
  constexpr std::string_view kFile = "File";
  return parameter == "MemDir" ||
         (parameter.size() >= kFile.size() &&
          parameter.compare(parameter.size() - kFile.size(), kFile.size(), kFile) == 0);
}

/// Equal for modules that are the same hardware.
std::string Identity(const RtlilModule& module) {
  std::string identity = module.source;
  for (const auto& [name, value] : module.parameters) {
    if (!NamesContents(name)) identity.append("\n").append(name).append(" ").append(value);
  }
  return identity;
}

/// Names modules in the order in which a walk through every instance meets them.
class UniqueFinder {
 public:
  explicit UniqueFinder(const std::vector<RtlilModule>& modules) : index_(IndexByName(modules)) {}

  UniqueModules Run(const std::string& top) {
    Visit(*index_.at(top));
    return std::move(result_);
  }

 private:
  void Visit(const RtlilModule& module) {
    Name(module);
    if (module.blackbox) {
      ++result_.memories[{module.source, ParameterValue(module.parameters.at("Depth")),
                          ParameterValue(module.parameters.at("Width"))}];
    }
    for (const RtlilCell& cell : module.cells) {
      const auto below = index_.find(cell.type);
      if (below != index_.end()) Visit(*below->second);
    }
  }
  void Name(const RtlilModule& module) {
    if (result_.names.count(module.name) != 0) return;
    std::string& unique = unique_[Identity(module)];
    if (unique.empty()) {
      const int number = ++sets_[module.source];
      unique = number == 1 ? module.source : fmt::format("{}#{}", module.source, number);
      result_.sources[unique] = module.source;
    }
    result_.names[module.name] = unique;
  }

  const ModuleIndex index_;
  UniqueModules result_;
  std::map<std::string, std::string> unique_;  // identity -> unique name
  std::map<std::string, int> sets_;            // Verilog module -> sets of parameters so far
};

constexpr BlockName kBlocks[] = {
    {"multipliers", "PEs (multipliers)"},
    {"accumulators", "accumulators"},
    {"events", "event queues and column fetch"},
    {"cell_lanes", "cell lanes"},
    {"sequencer", "sequencer"},
    {"streams", "input and output streams"},
    {"registers", "registers and counters"},
    {"rest", "rest (array pipelines, distribution to PEs)"},
};
constexpr size_t kRest = std::size(kBlocks) - 1;

/// Block of a Verilog module, without its prefix; others belong to the block that uses them.
struct BlockOfModule {
  std::string_view module;
  size_t block;
};
constexpr BlockOfModule kBlockOfModule[] = {
    {"pe", 0},
    {"accumulator", 1},
    {"event_encoder", 2},
    {"event_queue", 2},
    {"mode_queue", 2},
    {"array_queues", 2},
    {"state_encoder", 2},
    {"thresholds", 2},
    {"column_fetch", 2},
    {"scatter", 2},
    {"cell_lane", 3},
    {"cell_lanes", 3},
    {"lane_sum", 3},
    {"sequencer", 4},
    {"axis_in", 5},
    {"input", 5},
    {"axis_out", 5},
    {"engine", kRest},
    {"arrays", kRest},
    {"array", kRest},
    {"axi_lite", 6},
    {"counter", 6},
    {"count_ones", 6},
    {"stats", 6},
    {"saturation_count", 6},
};

/// Collects the instances below a module.
void Walk(const ModuleIndex& index, const RtlilModule& module, const std::string& path,
          const std::string& prefix, size_t block, std::map<std::string, Instance>* instances) {
  block = BlockOf(module.source, prefix, block);
  (*instances)[path] = {&module, block};
  for (const RtlilCell& cell : module.cells) {
    const auto below = index.find(cell.type);
    if (below == index.end()) continue;
    const std::string name = path.empty() ? cell.name : path + "." + cell.name;
    Walk(index, *below->second, name, prefix, block, instances);
  }
}

class Counter {
 public:
  Counter(const std::vector<RtlilModule>& netlist, const UniqueModules& unique,
          const Technology& technology, std::string prefix, Metrics* metrics)
      : index_(IndexByName(netlist)),
        unique_(unique),
        technology_(technology),
        prefix_(std::move(prefix)),
        metrics_(metrics) {
    for (const BlockName& block : kBlocks)
      metrics_->blocks.push_back({block.block, block.title, {}});
  }

  Status Run(const std::string& top) {
    Visit(*index_.at(top), "", kRest);
    for (const BlockMetrics& block : metrics_->blocks) metrics_->total += block.counts;
    if (unknown_.empty()) return Ok();
    Diagnostics errors;
    for (const std::string& type : unknown_) {
      errors.push_back({metrics_->library_file, 0, "synth.target", metrics_->target,
                        fmt::format("the target has no cell for {}", type), ""});
    }
    return errors;
  }

 private:
  struct Child {
    const RtlilModule* module;
    const std::string* instance;
  };

  /// Counts one instance; returns the place of its module in metrics.
  size_t Visit(const RtlilModule& module, const std::string& path, size_t block) {
    const std::string& source = unique_.sources.at(module.name);
    block = BlockOf(source, prefix_, block);
    const auto [place, first] = places_.try_emplace(module.name, metrics_->modules.size());
    const size_t at = place->second;
    if (first) {
      metrics_->modules.push_back({module.name, source, path, 0, {}, {}, 0});
      children_.emplace_back();
      CountOwn(module, at);
    }
    ++metrics_->modules[at].instances;
    CellCounts whole = metrics_->modules[at].own;
    metrics_->blocks[block].counts += whole;
    for (size_t k = 0; k < children_[at].size(); ++k) {
      const Child child = children_[at][k];
      const std::string name = path.empty() ? *child.instance : path + "." + *child.instance;
      whole += metrics_->modules[Visit(*child.module, name, block)].whole;
    }
    metrics_->modules[at].whole = whole;
    return at;
  }
  /// Splits the cells of a module into its own and the modules below it.
  void CountOwn(const RtlilModule& module, size_t at) {
    for (const RtlilCell& cell : module.cells) {
      const auto below = index_.find(cell.type);
      if (below != index_.end()) children_[at].push_back({below->second, &cell.name});
      if (unique_.sources.count(cell.type) != 0) continue;  // a module, or a memory
      const auto cost = technology_.cells.find(cell.type);
      if (cost == technology_.cells.end()) {
        unknown_.insert(cell.type);
        continue;
      }
      metrics_->modules[at].own += {cost->second.area, 1, cost->second.flip_flop ? 1 : 0};
    }
  }

  const ModuleIndex index_;
  const UniqueModules& unique_;
  const Technology& technology_;
  const std::string prefix_;
  Metrics* metrics_;
  std::map<std::string, size_t> places_;      // module -> its place in metrics
  std::vector<std::vector<Child>> children_;  // of the module at each place
  std::set<std::string> unknown_;
};

}  // namespace

size_t RestBlock() { return kRest; }

size_t BlockOf(const std::string& source, const std::string& prefix, size_t parent) {
  if (source.compare(0, prefix.size(), prefix) != 0) return parent;
  const std::string_view name = std::string_view(source).substr(prefix.size());
  for (const BlockOfModule& entry : kBlockOfModule) {
    if (entry.module == name) return entry.block;
  }
  if (name.ends_with("_registers")) return BlockOf(prefix + "axi_lite", prefix, parent);
  return parent;
}

std::span<const BlockName> Blocks() { return kBlocks; }

std::map<std::string, Instance> FindInstances(const std::vector<RtlilModule>& elaborated,
                                              const std::string& top, const std::string& prefix) {
  const ModuleIndex index = IndexByName(elaborated);
  std::map<std::string, Instance> instances;
  Walk(index, *index.at(top), "", prefix, kRest, &instances);
  return instances;
}

const std::pair<const std::string, Instance>& InstanceOfName(
    const std::map<std::string, Instance>& instances, const std::string& name) {
  for (size_t end = name.size(); end != std::string::npos && end > 0;
       end = name.rfind('.', end - 1)) {
    const auto found = instances.find(name.substr(0, end));
    if (found != instances.end()) return *found;
  }
  return *instances.find("");
}

int64_t ParameterValue(const std::string& value) {
  const size_t quote = value.find('\'');
  return quote == std::string::npos ? std::strtoll(value.c_str(), nullptr, 10)
                                    : std::strtoll(value.c_str() + quote + 1, nullptr, 2);
}

UniqueModules FindUniqueModules(const std::vector<RtlilModule>& elaborated,
                                const std::string& top) {
  return UniqueFinder(elaborated).Run(top);
}

std::vector<const RtlilModule*> Representatives(const std::vector<RtlilModule>& elaborated,
                                                const UniqueModules& unique) {
  std::vector<const RtlilModule*> modules;
  std::set<std::string> taken;
  for (const RtlilModule& module : elaborated) {
    const auto name = unique.names.find(module.name);
    if (name == unique.names.end() || module.blackbox) continue;
    if (taken.insert(name->second).second) modules.push_back(&module);
  }
  return modules;
}

Status CountCells(const std::vector<RtlilModule>& netlist, const UniqueModules& unique,
                  const Technology& technology, const std::string& top, const std::string& prefix,
                  Metrics* metrics) {
  return Counter(netlist, unique, technology, prefix, metrics).Run(top);
}

}  // namespace gatewright
