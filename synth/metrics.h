// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "generator/base/write_tree.h"
#include "generator/plan/plan.h"
#include "synth/clock.h"
#include "synth/liberty.h"
#include "synth/memory_model.h"

namespace gatewright {

/// What a piece of logic takes. Memories are in none of the three.
struct CellCounts {
  Area area = 0;      ///< of cells, millionths of Metrics::area_unit
  int64_t cells = 0;  ///< flip-flops included
  int64_t flip_flops = 0;

  bool operator==(const CellCounts&) const = default;
  CellCounts& operator+=(const CellCounts& other);
};
CellCounts operator*(int64_t times, const CellCounts& counts);

/// A unique module: one Verilog module with one set of parameters, synthesised once.
struct ModuleMetrics {
  std::string name;       ///< "gw_event_queue#2": the second set of parameters of gw_event_queue
  std::string source;     ///< Verilog module
  std::string instance;   ///< hierarchical name of its first instance, empty for the top
  int64_t instances = 0;  ///< in the whole design
  CellCounts own;         ///< of one instance, without the modules below it
  CellCounts whole;       ///< of one instance, with the modules below it
  double delay_ns = 0;    ///< longest combinational path within the module itself, 0 if not known
};

/// A block of the engine, for the picture of the report. The blocks add up to the total.
struct BlockMetrics {
  std::string block;  ///< "multipliers", a name for programs
  std::string title;  ///< for people
  CellCounts counts;
};

/// What synthesis found. Everything in it is a function of the design, the library and the tool's
/// version: no times, no paths.
struct Metrics {
  std::string target;     ///< "generic", "osu018", or the name of a library file
  std::string area_unit;  ///< "GE" or "um^2"
  double clock_ns = 0;    ///< target period of the mapper
  std::string library;    ///< name inside the Liberty file; empty for generic
  std::string library_file;
  std::string library_hash;
  std::string tool;          ///< first line of yosys -V
  std::string gate_rule;     ///< what a gate equivalent is
  Area gate = 0;             ///< area of one, 0 when not known
  std::string driving_cell;  ///< of every module's inputs while it was mapped; empty for generic
  double load_ff = 0;        ///< at every module's outputs while it was mapped, fF
  CellCounts total;          ///< of the whole design
  std::vector<ModuleMetrics> modules;  ///< top first, in the order of the hierarchy
  std::vector<BlockMetrics> blocks;
  std::vector<MemoryPlan> memories;
  std::vector<MemoryCost> memory_costs;  ///< of one instance of each; empty for generic
  std::string memory_source;             ///< where the costs come from
  std::string memory_prefix;             ///< of the names of the memory modules
  std::vector<std::string> left_out;     ///< what no number here contains
  std::optional<ClockEstimate> clock;    ///< empty when there is none
  std::string timing_note;               ///< why there is none
  std::vector<OutputFile> netlist;       ///< netlist/<top>.v and .json

  /// total.area in gate equivalents, 0 when the library has no NAND2.
  double gate_equivalents() const;
  int64_t memory_bits() const;
  /// Of all memories, um^2; 0 for generic.
  double memory_area() const;
};

/// metrics.json, without the final newline when dumped.
nlohmann::ordered_json ToJson(const Metrics& metrics);

}  // namespace gatewright
