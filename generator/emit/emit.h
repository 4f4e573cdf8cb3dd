// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/base/write_tree.h"
#include "generator/emit/design_id.h"
#include "generator/pack/pack.h"
#include "generator/plan/plan.h"

namespace gatewright {

/// The comment that heads an emitted file: tool, design, hashes, whose it is. `mark` starts a
/// comment line ("//", "#").
std::string FileHeader(const DesignId& id, const std::string& mark);

/// rtl/*.v (modules of the engine under the user's prefix, and the top), in filelist order.
/// Error: the top's name is the name of one of the engine's modules.
Result<std::vector<OutputFile>> EmitRtl(const Plan& plan, const DesignId& id);

/// mem/*.hex for $readmemh.
std::vector<OutputFile> EmitMemories(const Plan& plan, const MemoryImages& images);

/// filelist.f, constraints.sdc (clock period in ns).
std::vector<OutputFile> EmitProject(const Plan& plan, const DesignId& id,
                                    const std::vector<OutputFile>& rtl, double clock_ns);

/// Files that take the design into a project: <top>.core (FuseSoC), Bender.yml, and an instance to
/// copy, integration/<top>_instance.v.
std::vector<OutputFile> EmitKit(const Plan& plan, const MemoryImages& images,
                                const std::vector<OutputFile>& rtl);

/// integration/memories.json and .md: every memory and the contract of its wrapper;
/// integration/macros/: the wrappers with macros in them, to be swapped in by file list.
std::vector<OutputFile> EmitMemoryKit(const Plan& plan, const DesignId& id,
                                      const std::vector<OutputFile>& rtl);

/// registers.md and <top>_registers.h; nothing without a register block.
std::vector<OutputFile> EmitRegisters(const Plan& plan, const DesignId& id);

/// Vectors of the self-checking bench: frames as the streams carry them.
struct BenchVectors {
  std::vector<std::vector<int16_t>> inputs;   ///< one frame a step
  std::vector<bool> starts;                   ///< tuser of each frame
  std::vector<std::vector<int16_t>> outputs;  ///< expected frame of each step
  std::vector<bool> repeats;  ///< expected tuser of each: the step is skipped; empty = none is
};

/// tb/tb_<top>.v and its vector files; plain Verilog-2005 for any simulator.
std::vector<OutputFile> EmitBench(const Plan& plan, const DesignId& id,
                                  const BenchVectors& vectors);

/// What "manifest_xxh3" of a manifest says: the hash of all its other entries, in their order,
/// however they are laid out. `text` is an object of JSON (else an exception of nlohmann::json).
std::string ManifestHash(const std::string& text);

/// manifest.json: the design, its layout, its memories, the hash of every other file and its own.
OutputFile EmitManifest(const Plan& plan, const DesignId& id, const Spec& spec,
                        const std::vector<OutputFile>& files);

}  // namespace gatewright
