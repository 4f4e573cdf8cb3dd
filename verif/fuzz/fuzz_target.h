// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// A reader of files that users, or other programs, write. It may find faults; it must end, and
/// must not crash, leak or name no reason.
struct FuzzTarget {
  std::string name;                 ///< also the folder of its corpus
  std::vector<std::string> corpus;  ///< good inputs beside those of the folder
  /// Reads an input. Returns its faults, none when it is good.
  std::function<Diagnostics(const std::string& input)> read;
};

/// Every target. `corpus_folder` holds a folder of inputs for each that needs one. Errors: an
/// unreadable corpus.
Result<std::vector<FuzzTarget>> FuzzTargets(const std::string& corpus_folder);

/// `executions` inputs of a seed. Returns the first input that was refused without a reason, or
/// nothing. `before` is called with each input before it is read.
std::string Fuzz(const FuzzTarget& target, uint64_t seed, int64_t executions,
                 const std::function<void(const std::string& input)>& before = nullptr);

}  // namespace gatewright
