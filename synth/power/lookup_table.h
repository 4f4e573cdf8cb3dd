// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "synth/liberty_groups.h"
#include "synth/liberty_units.h"
#include "synth/power/power_library.h"

// Private to power_library.cc: tables of a Liberty file.
namespace gatewright {

/// What tables of a Liberty file are read with.
struct LibertyScale {
  LibertyUnits units;
  std::map<std::string, const LibertyGroup*> templates;  ///< lu_table_template and others by name
};

/// The templates of a library, with its units. Points into `library`.
LibertyScale ScaleOf(const LibertyGroup& library, const LibertyUnits& units);

/// The table `kind` ("rise_power") of a group, its values multiplied with `unit`; without values
/// when there is none.
LookupTable ReadTable(const LibertyGroup& group, const std::string& kind, const LibertyScale& scale,
                      double unit);

}  // namespace gatewright
