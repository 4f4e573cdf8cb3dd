// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "verif/mutation/mutant_model.h"

namespace gatewright {

/// Proofs that mutants do what the original does, whatever the memories of the design hold. One
/// circuit stands for the original, kMutantPort 0, and for each mutant; registers of both are those
/// of the same place in it.
class MutantProofs {
 public:
  /// Gets them ready in the folder of the design. Errors: those of Yosys.
  static Result<MutantProofs> Make(const MutatedDesign& design);

  /// From every state that both are in, for all inputs, both show the same, write the same into
  /// their memories and are in one state again. False: not proven. Takes milliseconds.
  Result<bool> InOneCycle(const Mutant& mutant) const;

  /// From every state that both wake up in, reset for one cycle at least, both show the same and
  /// write the same in every cycle from then on, with any inputs and further resets; registers may
  /// differ. Random runs say which do; that all others never do, nor what is shown, is proven by
  /// property-directed reachability in yosys-abc. False: it is not so, or no proof was found in
  /// half a minute.
  Result<bool> FromReset(const Mutant& mutant) const;

 private:
  MutantProofs(MutantModel model, std::string folder)
      : model_(std::move(model)), folder_(std::move(folder)) {}

  MutantModel model_;
  std::string folder_;
};

}  // namespace gatewright
