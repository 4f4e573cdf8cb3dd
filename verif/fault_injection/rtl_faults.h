// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "verif/campaign/case.h"

namespace gatewright {

/// A small design on which faults are injected.
struct FaultDesign {
  std::string name;  ///< "lstm"
  std::string text;  ///< a design file's
};

/// Every design, no two of a name. Each holds as it is.
const std::vector<FaultDesign>& FaultDesigns();

/// A fault in a template that the sessions of a design must see.
struct TemplateFault {
  std::string design;  ///< name of a FaultDesign that has the module
  InjectedFault fault;
};

/// Every fault, in the order of modules; at least one of each template.
const std::vector<TemplateFault>& TemplateFaults();

/// The design of a fault with `rounds` times RandomSessions; without `fault` when it is null.
/// Without sessions when the design is not legal.
Case FaultCase(const FaultDesign& design, const InjectedFault* fault, int rounds);

}  // namespace gatewright
