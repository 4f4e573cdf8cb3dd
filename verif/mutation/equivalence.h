#pragma once

#include <string>

#include "verif/mutation/mutants.h"

namespace gatewright {

/// Gets the proofs about a mutated design ready, in its folder. Errors: those of Yosys.
Status PrepareProofs(const MutatedDesign& design);

/// The mutant does what the original does. With registers, memories and instances cut open, every
/// output and every next state of its module is proven equal for all inputs and states. This is
/// induction over one step: where all registers are equal, all next ones are. False: not proven.
Result<bool> IsProvenInModule(const MutatedDesign& design, const Mutant& mutant);

/// The same of the whole design in one module, where its constants count; then over cycles, where
/// registers may differ that nothing asks for (docs/verify.md). Takes seconds.
Result<bool> IsProvenInDesign(const MutatedDesign& design, const Mutant& mutant);

}  // namespace gatewright
