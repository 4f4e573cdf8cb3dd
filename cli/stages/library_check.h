// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/base/diagnostic.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// Whether a design can be mapped to `target` and its power measured there, found before the
/// minutes that take: the errors of FindTechnology, of the library's energies, and of the table of
/// memory macros (empty: none). Generic gates and FPGA families need no file.
Status CheckLibrary(const Spec& spec, const std::string& target, const std::string& memory_table);

}  // namespace gatewright
