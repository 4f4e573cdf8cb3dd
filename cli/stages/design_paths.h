// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/spec/spec.h"

namespace gatewright {

/// A file that a design file names relative to itself, seen from where we run.
std::string BesideDesign(const Spec& spec, const std::string& path);

/// The target of synthesis as the design names it; the files of a library in parts have commas
/// between them.
std::string TargetOf(const Spec& spec);

/// The target of synthesis; a library's paths are seen from where we run.
std::string ResolvedTarget(const Spec& spec);

/// The design's table of memory macros, seen from where we run; empty for the model.
std::string ResolvedMemoryTable(const Spec& spec);

}  // namespace gatewright
