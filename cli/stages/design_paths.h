// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/spec/spec.h"

namespace gatewright {

/// A file that a design file names relative to itself, seen from where we run.
std::string BesideDesign(const Spec& spec, const std::string& path);

/// The target of synthesis; a library's path is seen from where we run.
std::string ResolvedTarget(const Spec& spec);

/// The design's table of memory macros, seen from where we run; empty for the model.
std::string ResolvedMemoryTable(const Spec& spec);

}  // namespace gatewright
