// SPDX-License-Identifier: Apache-2.0
// Reads the library of a run before the run.
#include "cli/stages/library_check.h"

#include "cli/stages/memory_table.h"
#include "synth/fpga_family.h"
#include "synth/power/power_library.h"
#include "synth/technology.h"

namespace gatewright {

Status CheckLibrary(const Spec& spec, const std::string& target, const std::string& memory_table) {
  if (FindFpgaFamily(target) != nullptr) return Ok();
  const Result<Technology> technology =
      FindTechnology(target, kOsu018Path, spec.engine.reset, spec.synth.dont_use);
  if (!technology) return technology.errors();
  if (technology->generic) return Ok();
  const Result<PowerLibrary> energies =
      ParsePowerLibrary(technology->library_text, technology->library_file);
  if (!energies) return energies.errors();
  const Result<MemoryTable> memories = LoadMemoryTable(memory_table);
  if (!memories) return memories.errors();
  return Ok();
}

}  // namespace gatewright
