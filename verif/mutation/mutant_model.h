// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "verif/mutation/aig.h"
#include "verif/mutation/mutants.h"

namespace gatewright {

/// A mutated design as one circuit, its memories cut out. What is written into them are outputs.
/// What is read are inputs, one for every bit at the place that a read address names, with the
/// register of the read behind them. Their contents are not known; what holds, holds for all.
struct MutantModel {
  /// A port that reads a memory.
  struct Read {
    std::vector<size_t> address;  ///< outputs
    std::vector<size_t> data;     ///< inputs: what stands at that address
  };
  Aig aig;
  std::vector<size_t> wake;      ///< inputs: kMutantPort, low bit first
  size_t reset = 0;              ///< input, active low
  std::vector<Read> reads;       ///< of all memories
  std::vector<size_t> compared;  ///< outputs: pins and what is written, addresses of reads left out
};

/// Makes it, in the folder of the design. Errors: those of Yosys.
Result<MutantModel> MakeMutantModel(const MutatedDesign& design);

}  // namespace gatewright
