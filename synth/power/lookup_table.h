// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "synth/liberty_groups.h"
#include "synth/power/power_library.h"

// Private to power_library.cc: tables of a Liberty file.
namespace gatewright {

/// What numbers of a Liberty file are multiplied with.
struct LibertyScale {
  double picofarads = 1, nanoseconds = 1, nanowatts = 1, picojoules = 1;
  std::map<std::string, const LibertyGroup*> templates;  ///< lu_table_template and others by name
};

/// The templates of a library; units stay 1. Points into `library`.
LibertyScale ScaleOf(const LibertyGroup& library);

/// The table `kind` ("rise_power") of a group, its values multiplied with `unit`; without values
/// when there is none.
LookupTable ReadTable(const LibertyGroup& group, const std::string& kind, const LibertyScale& scale,
                      double unit);

}  // namespace gatewright
