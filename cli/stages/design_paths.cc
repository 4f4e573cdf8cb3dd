// SPDX-License-Identifier: Apache-2.0
// Paths that a design file names, seen from where the program runs.
#include "cli/stages/design_paths.h"

#include <filesystem>

#include "synth/fpga_family.h"

namespace gatewright {

std::string BesideDesign(const Spec& spec, const std::string& path) {
  return (std::filesystem::path(spec.directory) / path).lexically_normal().string();
}

std::string ResolvedTarget(const Spec& spec) {
  const std::string& target = spec.synth.target;
  if (target == "generic" || target == "osu018" || FindFpgaFamily(target) != nullptr) return target;
  return BesideDesign(spec, target);
}

std::string ResolvedMemoryTable(const Spec& spec) {
  const std::string& table = spec.synth.memory_table;
  return table.empty() ? table : BesideDesign(spec, table);
}

}  // namespace gatewright
