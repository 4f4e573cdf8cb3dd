// SPDX-License-Identifier: Apache-2.0
// Paths that a design file names, seen from where the program runs.
#include "cli/stages/design_paths.h"

#include <filesystem>

#include "synth/fpga_family.h"

namespace gatewright {

std::string BesideDesign(const Spec& spec, const std::string& path) {
  return (std::filesystem::path(spec.directory) / path).lexically_normal().string();
}

std::string TargetOf(const Spec& spec) {
  std::string target = spec.synth.target;
  if (!target.ends_with(".lib") && !target.ends_with(".lib.gz")) return target;
  for (const std::string& file : spec.synth.libraries) target += "," + file;
  return target;
}

std::string ResolvedTarget(const Spec& spec) {
  const std::string& target = spec.synth.target;
  if (target == "generic" || target == "osu018" || FindFpgaFamily(target) != nullptr) return target;
  std::string paths = BesideDesign(spec, target);
  for (const std::string& file : spec.synth.libraries) paths += "," + BesideDesign(spec, file);
  return paths;
}

std::string ResolvedMemoryTable(const Spec& spec) {
  const std::string& table = spec.synth.memory_table;
  return table.empty() ? table : BesideDesign(spec, table);
}

}  // namespace gatewright
